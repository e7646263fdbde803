"""What machines write in a subject or first lines, by language. Patterns, one a line.

Strict on purpose: a mail wrongly taken for a machine's opens no draft, and a tenant on holiday may well report a leak.
"""

from __future__ import annotations

from ingest.language.phrases import alternatives

# Subjects that only machines write; a plain word counts where ":" or nothing follows it.
SUBJECTS = alternatives(r"""
    \W*automatisch(?:e)? (?:antwoord|reactie|beantwoording|bericht)
    \W*afwezig(?:heid)?(?:sbericht|smelding|sassistent)?\s*(?::|$|t/m)
    \W*(?:niet aanwezig|met verlof|wegens vakantie)\s*(?::|$|t/m)
    \W*(?:vakantiemelding|vakantiebericht)\b
    \W*ontvangst(?:bevestiging|bericht)\s*(?::|$|(?:van )?(?:uw |je )?(?:melding|bericht|e-?mail|aanvraag|verzoek))
    \W*uw (?:bericht|mail|e-?mail|melding|verzoek|vraag) is (?:ontvangen|geregistreerd)
    \W*out[ -]of[ -](?:the[ -])?office(?!\s*\?)
    \W*ooo\s*(?::|$|-)
    \W*auto(?:matic|mated|matically generated)?[ -]?(?:reply|response|respond(?:er)?|answer|notification)\b
    \W*vacation(?: (?:reply|message|response|notice))?\s*(?::|$)
    \W*(?:i am|i'm) (?:on (?:vacation|holiday|leave)|away|out of (?:the )?office)
    \W*(?:away from (?:my|the) (?:office|mail|desk)|on (?:annual |maternity |sick )?leave)\s*(?::|$|until)
    \W*(?:abwesenheits(?:notiz|nachricht|meldung|assistent)|automatische antwort)
    \W*(?:abwesend|abwesenheit|nicht im büro|urlaub)\s*(?::|$)
    \W*(?:r[ée]ponse automatique|absence du bureau|absente? du bureau|message d.absence)
    \W*en congés?\s*(?::|$)
    \W*(?:respuesta automática|fuera de (?:la )?oficina|risposta automatica|fuori (?:sede|ufficio)|resposta automática)
    \W*(?:autosvar|automatiskt? svar|frånvaro|fraværende|poissa|automaattinen vastaus)
    \W*(?:autoodpowiedź|odpowiedź automatyczna|automatická odpověď|automatikus válasz|otomatik yanıt)
    \W*(?:автоответ|автоматический ответ|自动回复|自動回覆|自動返信|自動応答|不在通知|자동\s?(?:회신|응답|답장))
""")

# First lines of vacation notes and receipts. They speak of what happens to the mail, not only of an absence.
OPENINGS = alternatives(r"""
    \b(?:dit|deze) (?:e-?mail |bericht )?is (?:een )?automatische?\b.{0,40}\b(?:antwoord|bericht|reactie)
    \b(?:dit|deze) (?:e-?mail |bericht )?is automatisch (?:gegenereerd|verzonden|verstuurd|aangemaakt)
    \b(?:uw|je) (?:e-?mail|mail|bericht) wordt (?:niet|in mijn afwezigheid)\b.{0,30}\b(?:gelezen|doorgestuurd)
    \b(?:afwezig|met verlof|op vakantie|niet op kantoor)\b.{0,160}\b(?:lees|beantwoord) ik (?:uw|je)\b
    \b(?:afwezig|met verlof|op vakantie|niet op kantoor)\b.{0,160}\bik zal (?:uw|je) (?:e-?mail|mail|bericht)\b
    \b(?:afwezig|met verlof|op vakantie|niet op kantoor)\b.{0,160}\b(?:mail|bericht) (?:niet|pas|weer)\b
    \b(?:tijdens|gedurende|in) mijn (?:afwezigheid|vakantie|verlof)\b.{0,80}\b(?:collega|contact|terecht|waargenomen)
    \bbedankt voor (?:uw|je) (?:e-?mail|mail|bericht)\b.{0,160}\b(?:afwezig|vakantie|verlof|kantoor)\b.{0,60}\bdringende
    \buw (?:melding|bericht|verzoek|vraag|e-?mail) is (?:in goede orde )?(?:ontvangen en )?geregistreerd (?:onder|met)
    \b(?:uw|je) (?:e-?mail|bericht|melding) (?:in goede orde )?ontvangen\b.{0,80}\b(?:binnen \d|werkdagen)
    \bthis is an? auto(?:mat(?:ed|ic)|matically generated|-?generated|-)? ?(?:e-?mail |mail )?(?:reply|response|message)
    \bthis (?:e-?mail|message) (?:was|is|has been) (?:automatically|auto-?) ?(?:generated|sent)
    \bi(?: am|.m| will be) currently out of (?:the |my )?office\b
    \bi(?: am|.m| will be) out of (?:the |my )?office\b.{0,160}\b(?:access|e-?mails?|messages?|urgent|immediate|reply)\b
    \bi(?: am|.m| will be) (?:currently )?away from (?:the |my )?(?:office|desk|e-?mail)\b
    \bi(?: am|.m| will be) (?:currently )?on (?:annual |parental |sick )?leave\b
    \bi(?: am|.m| will be) (?:currently )?on (?:vacation|holiday)s?\b.{0,120}\b(?:e-?mail|message|return|urgent)
    \bthank you for your (?:e-?mail|message)\b.{0,80}\b(?:out of (?:the )?office|on (?:annual )?leave)\b
    \byour (?:request|message|ticket) has been (?:received|registered|logged)\b.{0,60}(?:ticket|number|reference|#|\[)
    \bich bin\b.{0,60}\b(?:nicht im (?:büro|haus)|im urlaub|außer haus)\b.{0,160}\b(?:nachricht|vertret|dringend)
    \bihre (?:e-?mail|mail|nachricht) wird nicht (?:automatisch )?(?:weitergeleitet|gelesen)
    \bdies ist eine automatisch
    \bje suis (?:actuellement )?(?:absente?|en congés?|en vacances)\b.{0,160}\b(?:e-?mail|message|mail|urgence|retour)
    \bceci est (?:une réponse|un message) automatique
    \b(?:este es un (?:mensaje|correo)|questo è un messaggio|esta é uma (?:mensagem|resposta)) autom[aá]tic[oa]
""")

# A read receipt that a gateway flattened to plain text (RFC 8098 says it in a report): subject and text together.
RECEIPT_SUBJECTS = alternatives(r"""
    \W*(?:niet )?gelezen\s*:
    \W*(?:verwijderd|ongelezen verwijderd)\s*:
    \W*(?:not )?read\s*:
    \W*(?:deleted|not read)\s*:
    \W*(?:un)?gelesen\s*:
    \W*(?:non )?lu\s*:
    \W*(?:(?:lees|ontvangst)bevestiging|leesbewijs|(?:return|read) receipt|lesebestätigung)\s*(?:\(.{3,30}\))?\s*[-–:]
    \W*(?:confirmation de lecture|accusé de (?:lecture|réception))\s*(?:\(.{3,30}\))?\s*[-–:]
""")
RECEIPTS = alternatives(r"""
    \bis (?:gelezen|ongelezen verwijderd|verwijderd zonder te zijn gelezen) op\b
    \b(?:was|were) (?:read|deleted without being read) on\b
    \bis (?:een|deze) (?:ontvangst|lees)(?:bevestiging|bewijs) voor de e-?mail die u naar\b
    \bthis is a (?:return|read) receipt for the (?:e-?mail|mail|message) that you sent\b
    \bdies ist eine (?:empfangs|lese)bestätigung für\b
    \bceci est un accusé de (?:réception|lecture)\b
    \b(?:wurde|ist) (?:am .{1,60} )?(?:gelesen|ungelesen gelöscht)\b
    \ba été (?:lu|supprimé sans être lu)\b
""")
