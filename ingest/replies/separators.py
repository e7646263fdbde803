"""Lines that part a mail into what is new and what is not: "-----Oorspronkelijk bericht-----", our own marker line."""

from __future__ import annotations

import re
from enum import StrEnum

from ingest.language.phrases import phrases, words


class Separator(StrEnum):
    OURS = "ours"  # write your answer above this line
    ORIGINAL = "original"  # the mail that is answered stands below
    FORWARD = "forward"  # a mail that is passed on stands below


def read_separator(line: str) -> Separator | None:
    """What a line announces, or None. Long lines are text."""
    if len(line) > _WIDEST or not (text := line.strip(_EDGES)):
        return None
    folded = text.casefold()
    if _OURS.search(folded):
        return Separator.OURS
    is_bare = text == line  # nothing is drawn around it, as around nearly no line
    if not is_bare and _GROUPWISE.match(line.strip()):
        return Separator.ORIGINAL
    plain = folded.rstrip(":： .")
    if plain in _FORWARDS:
        return Separator.FORWARD
    if is_bare or not _dashed(line):
        return None
    if plain in _FORWARDS_DASHED or _PASSED_ON_BY.match(plain):
        return Separator.FORWARD
    if _WROTE_DASHED.search(folded) or _names_a_message(plain):
        return Separator.ORIGINAL
    return None


def is_heading(line: str) -> bool:
    """ "Original Message" without dashes, as BlackBerry put it above the copied headers; alone it proves nothing."""
    return len(line) <= _NARROW and line.strip(_EDGES).casefold().rstrip(":： .") in _HEADINGS


def is_rule(line: str) -> bool:
    """A line of dashes, underscores or stars: Outlook draws one above the headers it copies."""
    bare = line.strip(" \t\u00a0>")
    return len(bare) >= 3 and not bare.strip("-_=*–—─")


def _dashed(line: str) -> bool:
    stripped = line.strip(" \t>*\u00a0")
    return stripped[:2] in _DASHES and stripped[-2:] in _DASHES


def _names_a_message(plain: str) -> bool:
    named = plain.split()
    return 0 < len(named) <= 4 and (named[-1] in _MESSAGE_WORDS or named[0] in _MESSAGE_WORDS)


_WIDEST = 160
_NARROW = 40  # characters of a heading
_EDGES = " \t>-_=*~#–—─[]\u00a0\u200e\u200f\ufeff"
_DASHES = ("--", "__", "==", "—-", "——", "──", "**", "-=")

# Ours, and what other desks print for the same purpose.
_OURS = re.compile(
    r"(?:antwoord|reactie|bericht|reply|answer|response|respond|antwort|réponse|répondre|write|type|respuesta)"
    r"[^\n]{0,40}\b(?:boven|above|über|oberhalb|au-dessus|por encima)\b[^\n]{0,24}"
    r"\b(?:regel|lijn|line|zeile|linie|ligne|línea)\b"
)
_GROUPWISE = re.compile(r">>> .*\d[:.]\d\d.* >>>$")  # >>> Ingrid Vos <…> 23-11-2026 14:05 >>>
_PASSED_ON_BY = re.compile(r"(?:forwarded by|doorgestuurd door|weitergeleitet von|transféré par)\s")  # Notes
_WROTE_DASHED = re.compile(r"\b(?:wrote|schreef|schrieb|skrev|écrit|escribió|ha scritto|написал)\s*$")

# The noun for "message" per language: "Original Message", "Oprindelig meddelelse", "Исходное сообщение" …
_MESSAGE_WORDS = words("""
    message mail e-mail email bericht berichten nachricht ursprungsnachricht mensaje messaggio mensagem original
    meddelande meddelelse melding besked wiadomość wiadomosc viesti сообщение письмо zpráva zprava üzenet ileti mesaj
    courriel post poruka повідомлення pesan correo d'origine originale 원본메시지 メッセージ 原始邮件 原始郵件 邮件原件
""")

_HEADINGS = phrases("""
    original message · original email · oorspronkelijk bericht · origineel bericht · ursprüngliche nachricht
    message d'origine · message original · mensaje original · messaggio originale · mensagem original
    oprindelig meddelelse · opprinnelig melding · ursprungligt meddelande · исходное сообщение
""")

# Apple Mail and Outlook for Mac draw no dashes.
_FORWARDS = phrases("""
    begin forwarded message · begin doorgestuurd bericht · début du message réexpédié · début du message transféré
    anfang der weitergeleiteten nachricht · anfang der weitergeleiteten e-mail
    inicio del mensaje reenviado · inizio messaggio inoltrato
    início da mensagem reencaminhada · início da mensagem encaminhada
    vidarebefordrat brev · videresendt melding · start på videresendt besked · välitetty viesti alkaa
    początek przekazywanej wiadomości · начало переадресованного сообщения
    转发的邮件 · 以下は転送されたメールです · 開始轉寄郵件 · 开始转发的邮件 · 전달된 메시지 시작
""")
_FORWARDS_DASHED = phrases("""
    forwarded message · forwarded mail · doorgestuurd bericht · doorgestuurde mail · doorgestuurde e-mail
    weitergeleitete nachricht · weitergeleitete mail · message transféré · message réexpédié · courriel transféré
    mensaje reenviado · mensaje remitido · messaggio inoltrato · mensagem encaminhada · mensagem reencaminhada
    vidarebefordrat meddelande · videresendt meddelelse · videresendt besked · videresendt melding
    videresendt e-post · välitetty viesti · edelleenlähetetty viesti
    wiadomość przekazana · treść przekazanej wiadomości · přeposlaná zpráva
    пересылаемое сообщение · пересланное сообщение · перенаправленное сообщение · пересылаемое письмо
    转发的邮件 · 轉寄的郵件 · 转发邮件信息 · 転送メッセージ · 전달된 메시지 · iletilen mesaj · továbbított üzenet
    mesaj redirecționat · tin nhắn được chuyển tiếp · thư đã chuyển tiếp
""")
