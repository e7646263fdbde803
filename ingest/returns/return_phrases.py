"""How servers say that a mail was not delivered, by language. Patterns, one a line."""

from __future__ import annotations

from ingest.language.phrases import alternatives

# Subjects of delivery reports; cheap, for they are held against every mail.
SUBJECT = alternatives(r"""
    undeliver|not deliver|non-?deliver|unable to deliver
    (?:cannot|could not|couldn.t) be delivered
    deliver[yd]\b.{0,30}(?:fail|status|error|problem|delay|notif|report|warning)
    fail(?:ed|ure)\b.{0,20}(?:deliver|notice)
    returned (?:mail|to sender|message|e-?mail)|mail (?:was )?returned
    mail (?:system )?error|mail failure|failed mail|failure notice|error sending|message status
    message (?:was )?not sent|user unknown|unknown user|\bbounced?\b
    onbestelbaar|niet (?:worden )?(?:afgeleverd|bezorgd)|mislukte? (?:aflevering|bezorging)|bezorgingsstatus
    unzustellbar|nicht zugestellt|unbestellbar|zustellung.{0,20}(?:fehl|status|verz)
    non remis|non distribu|non délivr
    échec de (?:la )?(?:remise|livraison|distribution)|pas (?:été|pu être) (?:remis|distribu)
    no se puede entregar|no entregado|error de entrega|mancat[oa] (?:recapito|consegna)
    impossibile recapitare|non recapit
    não (?:foi )?entreg|falha na entrega|não pôde ser entregue
    ikke lever|inte leverera|olevererat|nie ?dostarczon|недостав|не доставлен|nedoručiteln|nedoručen
    teslim edilemedi|ei voi(?:tu)? toimittaa|kézbesíthetetlen|nem kézbesíthető
    配信(?:でき|不能)|送信できませ|退信|未送达|未傳遞|반송
""")

# The delivery itself failed: enough to believe a mail that is a report by its looks.
UNDELIVERED = alternatives(r"""
    (?:could|can|was|were|has|have|is|are|be|been|did)(?: ?not|n.t)\b.{0,60}(?:deliver|be sent|reach)
    not (?:be )?deliver|undeliver|non-?deliver|unable to (?:be )?(?:deliver|send|relay)|failed to deliver
    deliver(?:y|ed|ing)?\b.{0,60}(?:fail|error|abort|unsuccess|problem)
    fail(?:ed|ure|s)\b.{0,60}(?:deliver|recipient|address|permanent)
    returned (?:mail|to (?:the )?sender)|message returned|returning (?:message|mail)|mail system error
    permanent(?:ly)? (?:fatal )?(?:error|failure|fail)|fatal error|failure notice
    did not (?:exactly )?match|did not reach|didn.t reach|error (?:while )?(?:sending|delivering)
    problem delivering|wasn.t delivered
    onbestelbaar|niet (?:worden )?(?:afgeleverd|bezorgd)|niet .{0,30}(?:afleveren|bezorgen)
    (?:aflevering|bezorging)[^.]{0,40}mislukt
    unzustellbar|nicht (?:zugestellt|zustellbar|übermittelt|ausgeliefert)|zustellung[^.]{0,40}fehlgeschlagen
    non remis|non distribu|n.a pas (?:pu être|été) (?:remis|distribu|livr|délivr)
    impossible de (?:remettre|distribuer|livrer)|échec de (?:la )?(?:remise|livraison|distribution)
    no se (?:puede|pudo|ha podido) entregar|mancat[oa] (?:recapito|consegna)
    impossibile (?:recapitare|consegnare)|non (?:è stat|può).{0,30}recapit
    não (?:foi|pôde|pode) (?:ser |possível )?entreg|falha na entrega
    не (?:может быть|был[аои]?) доставлен|не доставлен|недостав|nie (?:został[ao]?|można) dostarcz
    kunne ikke (?:leveres|sendes)|(?:blev|ble) ikke lever|kunde inte (?:levereras|skickas)
    nedoručiteln|nepodařilo doručit|nepodarilo doručiť|teslim edilemedi|ei voi(?:tu)? toimittaa
    kézbesít[^.]{0,40}nem sikerült|nem kézbesíthető|kézbesíthetetlen
    送信できません|送信に失敗|送れません|届け(?:る|られ|でき)|配信(?:でき|不能)|退信|反송|반송
""")

# The server's reasons: enough beside a daemon's name, not for a person's "I could not find you".
REFUSED = alternatives(r"""
    (?:could|can|was|were|has|have|is|are|be|did|will)(?: ?not|n.t)\b.{0,60}(?:found|accept|exist|recogni)
    (?:could|can|was|were|has|have|is|are|be|did|will)(?: ?not|n.t)\b.{0,60}(?:process|receive|complete)
    user unknown|unknown (?:user|recipient|address|local)|no such (?:user|recipient|address|person|mailbox|account)
    invalid (?:user|recipient|address|mailbox)
    (?:user|recipient|mailbox|address|account|domain|host)\b.{0,40}not (?:found|exist|recogni|known|valid|listed)
    (?:user|recipient|mailbox|address|account|domain|host)\b.{0,40}(?:unknown|does ?n.t|does not|full|rejected)
    (?:user|recipient|mailbox|address|account|domain|host)\b.{0,40}(?:disabled|inactive|not available)
    mailbox (?:is )?(?:full|unavailable)|over ?quota|quota (?:exceeded|violation)
    no longer (?:exist|active|in use|valid)|no (?:valid )?recipients?
    rejected (?:your|by|the|for)|did not (?:like|accept)|refused|blocked|\bbounced?\b|gave up|given up|not sent
    may not exist|isn.t (?:a valid|active)|undeliverable
    geadresseerde|niet gevonden|(?:ontvanger|gebruiker|mailbox)\b.{0,60}\b(?:onbekend|vol|bestaat niet)
    unbekannt|existiert nicht|konnte .{0,60}nicht|fehlgeschlagen
    introuvable|adresse inconnue|échec
    no existe|devuelto|impossibile|non esiste
    не существует|не удалось|存在しません|見つかりません|エラー|无法|無法|不存在|실패
""")

DELAYED = alternatives(r"""
    (?:message|mail|delivery)\b.{0,60}(?:delayed|deferred)|delay(?:ed)? (?:delivery|warning)
    not yet been delivered|has not been delivered yet|yet to be delivered|incomplete delivery
    still (?:being|trying|in the)|will (?:keep|continue) (?:to )?(?:try|attempt|be retried)|will be retried
    you do not need to resend|not required to take any action|warning message only
    temporar(?:y|ily) (?:problem|fail|defer|delay)|next (?:attempt|retry)|retry(?:ing)? (?:for|until|up)
    vertraagd|vertraging|nog niet (?:afgeleverd|bezorgd)|verzögert|retardé|différé|wird weiter(?:hin)? versucht
""")
DELAYED_SUBJECT = alternatives(r"delay|warning|deferred|vertraagd|verzöger|retard|incomplete")

# What a mailer tells that is no failure.
SUCCEEDED = alternatives(r"""
    \bsuccess|relayed|expanded|return receipt|(?:was|been|were) delivered|(?:was|been) (?:read|opened|displayed)
    is (?:afgeleverd|bezorgd)|erfolgreich|(?:wurde|wurden) zugestellt|a été (?:remis|distribu)
""")

# Words that make a delay a failure after all.
FINAL = alternatives(r"""
    permanent|given up|giving up|gave up|will not be (?:retried|retry)|no further|not going to try|too long
    has been returned|returned to sender|could not be delivered|failed permanently|fatal error|expired
    timed? ?out after|undeliverable|maximum (?:retry|hop)|final
""")

# A line that speaks of a recipient, so that an address in it may be his.
SPEAKS_OF_RECIPIENT = alternatives(r"""
    deliver|recipient|rcpt|mailbox|user|unknown|address|sent to|to:|reject|account|message to
    geadresseerde|ontvanger|bezorg|aflever|zustell|empfänger|destinataire|destinatario|получател|宛先
""")

# Where the returned mail begins: a line the server draws, or its first headers.
COPY_FOLLOWS = alternatives(
    r"""
    ^[ \t]*[-=*_]{2,} *(?:below this line|(?:this is )?a copy of|enclosed is|undelivered message|non-delivered)
    ^[ \t]*[-=*_]{2,} *(?:the |your )?(?:original|returned|unsent|forwarded) m
    ^[ \t]*[-=*_]{2,} *(?:message (?:body|header)|(?:the )?(?:body|headers?|text) of|your m)
    ^[ \t]*(?:message headers?|original message|your message|unsent message)\b.{0,60}(?:follows?|below|is following)\b
    ^[ \t]*a copy of (?:your|the)\b.{0,60}(?:follows?|below|is following)\b
    ^(?:return-path:|received: from|received: \(|message-id: <|x-mailer:\s)
    """
)
