"""Delivery reports that only say it in words: Exim, qmail, older Sendmail and Exchange, Gmail, telephone companies."""

from __future__ import annotations

import re

from ingest.mail import Return
from ingest.phrases import alternatives


def read_text_report(
    headers: tuple[tuple[str, str], ...], text: str, returned: str, original_message_id: str
) -> list[Return]:
    """The fates such a report tells, in the order it names them; empty where it tells none.

    text       what the reporting server wrote, the returned mail perhaps below it
    returned   the returned mail where it is a part of its own, "" otherwise
    """
    told, below = _part_off_returned(text)
    subject = _first(headers, "subject")
    failed = bool(_FAILED.search(told) or _FAILED.search(subject) or _first(headers, "x-failed-recipients"))
    delayed = bool(_DELAYED.search(told) or _DELAYED_SUBJECT.search(subject))
    if not failed and not delayed:
        return []
    ours = {address.lower() for address in _addresses(f"{_first(headers, 'to')} {_first(headers, 'delivered-to')}")}
    found = _recipients(headers, told, returned or below, ours)
    action = "delayed" if delayed and not _FINAL.search(told) else "failed"
    return [Return(address, action, status, original_message_id) for address, status in found]


def _recipients(
    headers: tuple[tuple[str, str], ...], told: str, returned: str, ours: set[str]
) -> list[tuple[str, str]]:
    """(address, status) of each recipient named, from the best place that names any."""
    named = _addresses(_first(headers, "x-failed-recipients"))
    lines = _at_line_heads(told, ours)
    places = (named, lines, _near_words(told, ours), _addressees(returned))
    found = next((place for place in places if place), [""])
    statuses = _statuses(told, found)
    return [(address, statuses.get(address, "")) for address in dict.fromkeys(found)]


def _part_off_returned(text: str) -> tuple[str, str]:
    cut = _COPY.search(text)
    return (text[: cut.start()], text[cut.start() :]) if cut else (text, "")


def _at_line_heads(told: str, ours: set[str]) -> list[str]:
    """Addresses that begin a line of their own: "<johan@dekraan.example.nl>:", "  * johan@dekraan.example.nl"."""
    return [found[1] for found in _LINE_HEAD.finditer(told) if not _is_ours(found[1], ours)]


def _near_words(told: str, ours: set[str]) -> list[str]:
    """Addresses in a line that speaks of delivering, recipients or mailboxes, else in any line of the report."""
    speaking: list[str] = []
    others: list[str] = []
    for line in told.split("\n"):
        if "@" not in line or _NOT_ABOUT.match(line):
            continue
        named = [address for address in _addresses(line) if not _is_ours(address, ours)]
        (speaking if _SPEAKS.search(line) else others).extend(named)
    return speaking or others


def _addressees(returned: str) -> list[str]:
    field = _TO_FIELD.search(returned)
    return _addresses(field[1]) if field else []


def _statuses(told: str, found: list[str]) -> dict[str, str]:
    """The status that stands after each address, or the first of the report for those without one of their own."""
    codes = [(match.start(), match[0]) for match in _STATUS.finditer(told)]
    if not codes:
        return {}
    starts = {address: max(told.find(address), 0) for address in found}
    statuses = {}
    for address, start in starts.items():
        end = min((other for other in starts.values() if other > start), default=len(told))
        own = (code for at, code in codes if start <= at < end)
        statuses[address] = next(own, codes[0][1])
    return statuses


def _addresses(text: str) -> list[str]:
    return [match[0].strip(".'") for match in _ADDRESS.finditer(text)]


def _is_ours(address: str, ours: set[str]) -> bool:
    return address.lower() in ours or bool(_SERVANT.match(address))


def _first(headers: tuple[tuple[str, str], ...], name: str) -> str:
    return next((value for key, value in headers if key == name), "")


_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-][\w.-]{0,250}\w")
_STATUS = re.compile(r"(?<![\d.])[245]\.\d\.\d{1,3}(?![.\d])")
_LINE_HEAD = re.compile(
    r"^[ \t>*•·-]*(?:\d{1,3}[.)] )?[<\"'\[(]?(?:smtp:|mailto:|rfc822;)?([\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-][\w.-]{0,250}\w)"
    r"[>\"'\])]*(?=[ \t]*(?:$|[:;,(]|\.\.\.|<|on |- |\[))",
    re.MULTILINE | re.IGNORECASE,
)
_TO_FIELD = re.compile(r"^[ >]*To:[ \t]*((?:.*\n?)(?:[ \t]+.+\n?){0,10})", re.MULTILINE | re.IGNORECASE)
_SERVANT = re.compile(r"(?:mailer-?daemon|postmaster|abuse|support|helpdesk|help|admin|hostmaster|webmaster)@", re.I)
_SPEAKS = re.compile(
    r"deliver|recipient|rcpt|mailbox|user|unknown|address|sent to|to:|reject|account|empfänger|destinataire|destinatario"
    r"|geadresseerde|ontvanger|bezorg|aflever|zustell|получател|宛先",
    re.I,
)
_NOT_ABOUT = re.compile(
    r"\s*(?:from|return-path|reply-to|sender|received|message-id|mail from|cc|subject|date|x-[\w-]+|received-from-mta)\b\s*:",
    re.I,
)
# Where the returned mail begins: a line the server draws, or its first headers.
_COPY = re.compile(
    r"^[ \t]*(?:[-=*_]{2,}[ ]*(?:below this line|(?:this is )?a copy of|the original|original m|returned m|unsent m|message (?:body|header)"
    r"|original mail|undelivered message|non-delivered|enclosed is|forwarded m|your (?:original )?m|(?:the )?(?:body|headers?|text) of)"
    r"|(?:message headers|original message|your message|a copy of (?:your|the)|the (?:first|header|full)[^\n]{0,60}|(?:unsent|unzustellbare) [^\n]{0,30}) follow"
    r"|return-path:|received: from|received: \(|message-id: <|x-mailer: )",
    re.MULTILINE | re.IGNORECASE,
)
_FAILED = alternatives(r"""
    (?:could|can|was|were|has|have|is|are|be|been|did|will)(?: ?not|n.t)\b.{0,60}(?:deliver|sent|reach|found|accept|exist|recogni|process|receive|complete)
    not? (?:be )?deliver|undeliver|non-?deliver|unable to (?:deliver|send|relay|process)|unable to be delivered|failed to deliver
    deliver[yed]{1,3}\b.{0,60}(?:fail|error|abort|unsuccess|problem)|fail(?:ed|ure|s)\b.{0,60}(?:deliver|recipient|address|permanent|attempts?)
    permanent(?:ly)? (?:fatal )?(?:error|failure|fail)|fatal error|returned mail|returned to (?:the )?sender|message returned
    user unknown|unknown (?:user|recipient|address|local)|no such (?:user|recipient|address|person|mailbox|account)|invalid (?:user|recipient|address|mailbox)
    (?:user|recipient|mailbox|address|account|domain|host)\b.{0,40}(?:not (?:found|exist|recogni|known|valid|listed|available)|unknown|does ?n.t|does not|full|disabled|rejected|inactive|over ?quota|no longer)
    mailbox (?:is )?(?:full|unavailable)|over quota|quota exceeded|rejected (?:your|by|the|for)|did not (?:like|reach|accept)|didn.t reach|refused
    bounced?|error (?:occurred|sending|while|delivering|in)|wasn.t delivered|isn.t (?:a valid|active)|may not exist|problem delivering|blocked
    undeliverable|failure notice|errors?-to|gave up|given up|returning (?:message|mail)|mail system error|not sent
    onbestelbaar|niet (?:worden )?(?:afgeleverd|bezorgd|gevonden|bereik)|kan(?: uw bericht)? niet .{0,30}(?:aflever|bezorg)|(?:aflevering|bezorging)[^.]{0,40}mislukt
    unzustellbar|nicht (?:zugestellt|zustellbar|erreicht|gefunden|übermittelt|ausgeliefert|existier)|konnte .{0,60}nicht|fehlgeschlagen|unbekannt
    non remis|non distribu|n.a pas (?:pu|été)|impossible de (?:remettre|distribuer|livrer)|échec|introuvable|adresse inconnue
    no se (?:puede|pudo|ha podido|entreg)|no existe|mancato recapito|impossibile|non (?:è stat|può|esiste|recapit)|não (?:foi|pôde|pode|existe)|falha
    не (?:может быть доставлен|доставлен|удалось|существует)|недостав|nie (?:został|można|istnieje)|kunne ikke|kunde inte|ei voitu
    送信できません|送信に失敗|送れません|届け|配信(?:でき|不能)|存在しません|見つかりません|エラー|退信|无法|無法|不存在|반송|실패
""")
_DELAYED = alternatives(r"""
    (?:message|mail|delivery)\b.{0,60}(?:delayed|deferred)|delay(?:ed)? (?:delivery|warning)|not yet been delivered|has not been delivered yet|yet to be delivered
    still (?:being|trying|in the)|will (?:keep|continue) (?:to )?(?:try|attempt|be retried)|will be retried|you do not need to resend|not required to take any action
    warning message only|temporar(?:y|ily) (?:problem|fail|defer|delay)|incomplete delivery|next (?:attempt|retry)|retry(?:ing)? (?:for|until|up)
    vertraagd|vertraging|nog niet (?:afgeleverd|bezorgd)|verzögert|retardé|différé|wird weiter(?:hin)? versucht
""")
_DELAYED_SUBJECT = re.compile(r"delay|warning|deferred|vertraagd|verzöger|retard|incomplete", re.I)
_FINAL = alternatives(r"""
    permanent|given up|giving up|gave up|will not be (?:retried|retry)|no further|not going to try|too long|has been returned|returned to sender
    could not be delivered|failed permanently|fatal error|expired|timed? ?out after|undeliverable|maximum (?:retry|hop)|final
""")
