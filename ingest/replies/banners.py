"""What a gateway writes above a mail: "LET OP: deze e-mail komt van buiten de organisatie." No words of its sender."""

from __future__ import annotations

import re

from ingest.language.phrases import alternatives


def cut_banner(lines: list[str]) -> int:
    """How many lines at the very top are a gateway's; 0 where none is, or where words go on in its last line.

    Every sentence must be one of theirs, and one of them must say that the mail is from outside: advice alone ("klik
    niet …") may be a person's.
    """
    end, found, first = 0, False, 0
    for at, line in enumerate(lines[:_FAR]):
        if not bare_words(line) or _goes_on(lines, at):
            continue
        kinds = [_kind(sentence) for sentence in _sentences(" ".join(lines[first : at + 1]))]
        if not kinds or not all(kinds):
            break
        end, found, first = at + 1, found or "outside" in kinds, at + 1
    while found and end < len(lines) and not bare_words(lines[end]):  # and the line drawn below it
        end += 1
    return end if found else 0


def is_banner(text: str) -> bool:
    """Whether every sentence is a gateway's, and one says that the mail is from outside."""
    kinds: list[str] = []
    for sentence in _sentences(text):
        kinds.append(_kind(sentence))
        if not kinds[-1]:
            return False
    return "outside" in kinds


def _goes_on(lines: list[str], at: int) -> bool:
    """A sentence that was wrapped: it has no end, and the next line begins small."""
    after = bare_words(lines[at + 1]) if at + 1 < len(lines) else ""
    return after[:1].islower() and lines[at].rstrip()[-1:] not in ".!?"


def _sentences(text: str) -> list[str]:
    pieces = (bare_words(piece) for piece in _END.split(text[:_ENOUGH]))
    return [piece for piece in pieces if piece]


def _kind(sentence: str) -> str:
    """outside, label or advice; "" for anybody's words."""
    rest = _LABEL.sub("", sentence)
    label = sentence[: len(sentence) - len(rest)].casefold()
    advice = bool(_ADVICE.match(rest))
    if _OUTSIDE.match(rest) or ("extern" in label and (advice or not rest)):
        return "outside"
    return "advice" if advice else "" if rest else "label"


def bare_words(text: str) -> str:
    """Without what is drawn around them; runs of white space as one blank."""
    return " ".join(text.split()).strip(" |>*_=-–—⚠️\u200b\ufeff")


_FAR, _ENOUGH = 14, 1_200  # lines, characters of one sentence
_END = re.compile(r"(?<=[.!?])\s+")
_LABEL = re.compile(
    r"^\W*(?:(?:let op|pas op|waarschuwing|caution|warning|attention|notice|important|achtung|vorsicht|warnung"
    r"|avertissement"
    r"|zjqcmqryfpfptbanner(?:start|end)"
    r"|external(?: e-?mail| sender| message)?|externe?(?: e-?mail| mail| afzender| absender| nachricht)?"
    r"|(?:e-?mail|message|expéditeur) externe)\b[\]:!*|\s–-]*)+",
    re.IGNORECASE,
)
_OUTSIDE = alternatives(
    r"""
    (?:deze|dit|de) (?:e-?mail|mail|bericht)(?:bericht)? (?:komt|kwam|is|werd|wordt|heeft)\b.{0,60}\b(?:buiten|extern)
    (?:de )?afzender (?:van (?:deze|dit) \S+ )?(?:is|bevindt zich) .{0,30}(?:extern|buiten)
    u ontvangt (?:niet vaak|niet regelmatig) e-?mails? van
    this (?:e-?mail|message|mail) (?:originat|came|comes|was|is|has)\w*\b.{0,60}\b(?:outside|external)
    (?:you don['’]t often get|you do not often get) e-?mail from
    some people who received this message don['’]t often get
    (?:originated|sent|received) from (?:outside|an external)
    diese (?:e-?mail|nachricht|mail) (?:kommt|stammt|wurde|ist)\b.{0,60}\b(?:außerhalb|ausserhalb|extern)
    sie erhalten nicht (?:oft|häufig) e-?mails? von
    (?:ce|cet|cette) (?:message|e-?mail|courriel|mail) (?:provient|vient|émane|a été|est)\b.{0,60}\bext(?:érieur|erne)
    vous (?:ne recevez|n['’]obtenez) pas souvent
    """
)
_ADVICE = alternatives(
    r"""
    (?:klik|open) (?:niet|geen|nooit|alleen)\b.{0,60}\b(?:link|koppeling|bijlage|afzender)
    wees (?:dus |extra )?(?:alert|voorzichtig)(?:\W*$|.{0,40}\b(?:link|koppeling|bijlage|e-?mail|bericht|afzender))
    (?:controleer|verifieer) (?:de|altijd|het) (?:afzender|e-?mail|adres)
    (?:meer informatie over waarom|ontdek waarom) dit belangrijk is
    denk na voor(?:dat)? u klikt
    (?:please )?(?:do not|don['’]t|never) (?:click|open|reply|respond|follow)\b.{0,80}\b(?:link|attachment|sender)
    (?:please )?(?:be (?:careful|cautious|vigilant)|(?:use|exercise) caution)(?:\W*$|.{0,60}\b(?:link|attachment|mail))
    (?:please )?think before you click
    (?:learn why this is important|report (?:any )?suspicious|verify the sender)
    (?:bitte )?(?:klicken|öffnen) sie (?:keine|nicht|nur)\b.{0,60}\b(?:link|anh[aä]ng|absender)
    (?:bitte )?seien sie vorsichtig(?:\W*$|.{0,40}\b(?:link|anh[aä]ng|e-?mail))
    erfahren sie,? warum dies wichtig ist
    (?:ne cliquez|n['’]ouvrez) (?:pas|jamais|aucun)\w*\b.{0,60}\b(?:lien|pièce|expéditeur)
    (?:veuillez )?(?:soyez|être|rester) (?:prudent|vigilant)\w*(?:\W*$|.{0,40}\b(?:lien|pièce|message))
    découvrez pourquoi (?:ceci|cela) est important
    """
)
