"""The header lines a mail program copies above what it quotes or passes on: "Van: … Verzonden: … Aan: …"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    FROM = "from"
    SENT = "sent"
    TO = "to"
    SUBJECT = "subject"
    OTHER = "other"  # Cc, Reply-To, Attachments: they belong to a block but prove nothing


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """Lines first to last (both included) and what they say; a wrapped value is joined with one space."""

    first: int
    last: int
    fields: dict[Label, str]


def find_header_block(lines: list[str], at: int) -> HeaderBlock | None:
    """The block that begins on line `at`, or None; Notes' begins with a date, and may have the name on the line above.

    A date and a person are needed, or three labels, and an address or a date among the values; a line of a form
    right above ("Naam: …") makes it part of the form. A tenant who fills in "Van: unit 12 / Aan: technische dienst"
    wrote that himself.
    """
    if read_label(lines[at]) is None:
        return _notes_block(lines, at)
    if at and _FORM_LINE.match(lines[at - 1]):
        return None
    fields: dict[Label, str] = {}
    last = at
    for index, label, value in _labelled_lines(lines, at):
        fields[label] = f"{fields[label]} {value}" if label in fields else value
        last = index
    fields.pop(Label.OTHER, None)
    if len(fields) < 2:
        fields |= _labels_on_one_line(lines[at])
    if len(fields) < (2 if Label.SENT in fields and fields.keys() & {Label.FROM, Label.TO} else 3):
        return None
    return HeaderBlock(at, last, fields) if any(map(_EVIDENCE.search, fields.values())) else None


def _notes_block(lines: list[str], at: int) -> HeaderBlock | None:
    """Lotus Notes copies no "From:": a name, the date on its own line, and then To, cc and Subject, in some versions
    each alone on a line with its value on the next."""
    dated = _NOTES_DATE.match(lines[at])
    if not dated:
        return None
    fields: dict[Label, str] = {}
    last = at
    for index in range(at + 1, min(at + _TALLEST, len(lines))):
        label, value = read_label(lines[index]) or (_LABELS.get(lines[index].strip(_EMPHASIS).casefold()), "")
        if label in (Label.TO, Label.SUBJECT) and not (value or lines[index].rstrip().endswith(":")):
            value = lines[index + 1].strip() if index + 1 < len(lines) else ""
            last = index + 1
        if label in (Label.TO, Label.SUBJECT):
            fields.setdefault(label, value)
            last = max(last, index)
        if label is Label.SUBJECT:
            break
    if not fields.keys() >= {Label.TO, Label.SUBJECT}:
        return None
    name = dated["name"].strip(_EMPHASIS)
    above = lines[at - 1].strip(_EMPHASIS) if at and not name else ""
    named = bool(above) and len(above) <= _WIDE_NAME and above[-1] not in ".?!:,;"
    return HeaderBlock(
        at - named,
        min(last, len(lines) - 1),
        fields | {Label.FROM: name or (above if named else ""), Label.SENT: dated["date"]},
    )


def read_label(line: str) -> tuple[Label, str] | None:
    """What a line such as "*Van:* Ingrid Vos" is labelled and says; None for a line without a known label."""
    head, colon, value = line[:_LONGEST].replace("：", ":").partition(":")
    if not colon:
        return None
    label = _LABELS.get(head.split("/")[0].strip(_EMPHASIS).casefold())  # "Van / From:" of a firm in two languages
    return (label, (value + line[_LONGEST:]).strip(_EMPHASIS)) if label else None


def _labelled_lines(lines: list[str], at: int) -> list[tuple[int, Label, str]]:
    """The labelled lines from `at` on, blank ones skipped and a wrapped value given the label it belongs to."""
    found: list[tuple[int, Label, str]] = []
    blanks = wrapped = 0
    for index in range(at, min(at + _TALLEST, len(lines))):
        line = lines[index].strip(_EMPHASIS)
        labelled = read_label(line)
        if labelled:
            found.append((index, *labelled))
            blanks = wrapped = 0
        elif not line:
            blanks += 1
            if blanks > 1:
                break
        elif blanks or wrapped == 2 or not found or _FORM_LINE.match(line):
            break
        else:  # Outlook wraps long addresses and lists of them
            wrapped += 1
            if any(read_label(following) for following in lines[index + 1 : index + 3]):
                found.append((index, found[-1][1], line))
    return found


def _labels_on_one_line(line: str) -> dict[Label, str]:
    """Some HTML mails put the whole block into one line: "From: bob@… Date: Thu, 24 Mar 2016"."""
    pieces = _INNER_LABEL.split(line[:_WIDEST])
    fields: dict[Label, str] = {}
    for word, value in zip(pieces[1::2], pieces[2::2], strict=False):
        label = _LABELS.get(word.casefold())
        if label and label is not Label.OTHER:
            fields.setdefault(label, value.strip(_EMPHASIS))
    return fields


_LONGEST = 40  # characters a label may take with its emphasis
_WIDEST = 400  # characters of a one-line block
_TALLEST = 14  # lines of a block
_EMPHASIS = " \t*_>|\u00a0\u200e\u200f\u202a\u202b\u202c\u2068\u2069\ufeff"
_INNER_LABEL = re.compile(r"(?:^|(?<=[\s*]))([^\W\d_]{1,12})\s?:(?=[\s*])")
_WIDE_NAME = 60  # characters of a name with its address
_NOTES_DATE = re.compile(
    r"[ \t>]*+(?P<name>[^:]{0,80}?)(?:\son)?\s*"
    r"(?P<date>\b\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? +\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[AaPp][Mm])?)(?: [A-Z]{3,4})?\s*$"
)
_FORM_LINE = re.compile(r"[ \t]*[^\W\d_][\w /-]{1,24}: +\S")
_EVIDENCE = re.compile(r"@|\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d年")

# One row a language, as Outlook, Apple Mail, Thunderbird, Gmail, Samsung, Zimbra and Open-Xchange print them.
_FROM = """
    from · van, afzender · von, absender · de, expéditeur · remitente · da, mittente · od, nadawca · från · fra
    lähettäjä · от, от кого, отправитель · від · odesílatel · feladó
    kimden, gönderen · de la, expeditor · từ, người gửi
    差出人, 送信者 · 发件人, 寄件者, 寄件人, 发件者 · 보낸 사람, 보낸사람 · מאת · من · από · dari
    šalje, pošiljatelj · saatja · no · nuo · frá
"""
_SENT = """
    sent, date, sent on, sent at, date sent · verzonden, datum, verstuurd, verzonden op · gesendet, gesendet am
    envoyé, envoyé le, date d'envoi · enviado, enviado el, fecha, enviado em, enviada em, enviada, data
    inviato, inviato il, data invio · wysłano, wyslano · skickat · sendt, dato · lähetetty, päiväys, pvm, päivämäärä
    отправлено, дата · надіслано · odesláno · elküldve, dátum · gönderildi, gönderme tarihi, tarih · trimis
    đã gửi, ngày, ngày gửi · 送信日時, 日付, 日時 · 发送时间, 日期, 傳送日期, 寄件日期, 时间, 发送日期 · 보낸 날짜, 날짜
    תאריך, נשלח · تاريخ الإرسال, تم الإرسال, التاريخ · ημερομηνία, στάλθηκε · tanggal
    изпратено · poslano, poslato · odoslané · enviat, enviat el · saadetud · nosūtīts · išsiųsta · sent þann
"""
_TO = """
    to · aan, naar · an · à, a, destinataire · para · per · do · till · til · vastaanottaja · кому · komu, pro · címzett
    kime · către · đến, tới, người nhận · 宛先 · 收件人, 收件者 · 받는 사람, 받는사람 · אל · إلى · προς · kepada
    до · prima, za · per a · adressaat, kellele · kam
"""
_SUBJECT = """
    subject · onderwerp · betreff · objet, sujet · asunto · assunto · oggetto · temat · ämne · emne · aihe · тема
    předmět · tárgy · konu · subiect · chủ đề, tiêu đề
    件名 · 主题, 主旨, 主題 · 제목 · נושא · الموضوع · θέμα · perihal
    относно · predmet · zadeva · tema · teema · temats, tēma · efni
"""
_OTHER = """
    cc, bcc, reply-to, reply to, attachments, importance, priority, sensitivity, organization, sender, on behalf of
    kopie, antwoord aan, beantwoorden, bijlagen, bijlage, urgentie, prioriteit · antwort an, anlagen, wichtigkeit
    répondre à, pièces jointes, cci, copie à · responder a, adjuntos, responder para, anexos
    risposta, rispondi a, allegati · kopia, svar till, svara till · kopi, svar til, vedhæftede filer · kopio
    копия, вложения · 抄送, 副本, 添付ファイル · 참조
"""


def _words(table: str) -> list[str]:
    return [word.strip() for word in re.split(r"[·,\n]", table) if word.strip()]


_LABELS: dict[str, Label] = {
    word.casefold(): label
    for label, table in (
        (Label.OTHER, _OTHER),
        (Label.SUBJECT, _SUBJECT),
        (Label.TO, _TO),
        (Label.SENT, _SENT),
        (Label.FROM, _FROM),
    )
    for word in _words(table)
}
