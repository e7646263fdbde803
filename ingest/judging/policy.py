"""Judging a mail: the first rule that has a verdict, its name beside it, and how far an answer is trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingest.judging.authentication import Authentication, trust_in
from ingest.judging.rules import RULES
from ingest.judging.verdict import Known, Verdict
from ingest.mail import InboundMail
from store.words import Trust


@dataclass(frozen=True, slots=True)
class Judgement:
    """why  the rule's reason in words staff can read, by language"""

    verdict: Verdict
    rule: str
    why: Mapping[str, str]
    trust: Trust

    @property
    def evidence(self) -> Mapping[str, Any]:
        return self.verdict.evidence


def judge(mail: InboundMail, known: Known, authentication: Authentication = Authentication()) -> Judgement:
    """Decide about one mail. Pure: what must be known stands in `known`."""
    for rule in RULES:
        verdict = rule(mail, known)
        if verdict is not None:
            break
    name = rule.__name__
    by_our_mark = name == "known_reference" and verdict is not None and verdict.home is not None
    assert verdict is not None  # the last rule always has one
    trust = trust_in(mail, verdict.home, authentication) if by_our_mark and verdict.home else Trust.V0
    return Judgement(verdict, name, WHY[name], trust)


WHY: Mapping[str, Mapping[str, str]] = {
    "own_echo": {
        "nl": "Onze eigen brief die bij ons terugkwam.",
        "en": "Our own letter that came back to us.",
    },
    "changed_copy": {
        "nl": "Dezelfde mail kwam al eerder; een server onderweg heeft deze kopie veranderd.",
        "en": "The same mail came before; a server on the way changed this copy.",
    },
    "recall": {
        "nl": "De afzender wil een eerdere mail terug; het ligt bij die mail.",
        "en": "The sender wants an earlier mail back; it lies with that mail.",
    },
    "delivery_report": {
        "nl": "Een bericht van een mailserver over het bezorgen van een brief van ons.",
        "en": "A mail server's report on delivering a letter of ours.",
    },
    "auto_reply": {
        "nl": "Een automatisch antwoord; een programma schreef het, geen mens.",
        "en": "An automatic answer; a program wrote it, no person.",
    },
    "known_reference": {
        "nl": "Een antwoord op een brief van ons: het kenmerk in het adres of in de verwijzing is van ons.",
        "en": "An answer to a letter of ours: the mark in its address or reference is ours.",
    },
    "known_message": {
        "nl": "Een vervolg op een bericht dat wij eerder ontvingen.",
        "en": "It follows on a message we received before.",
    },
    "bulk": {
        "nl": "Een nieuwsbrief of lijstbericht, aan velen tegelijk gestuurd.",
        "en": "A newsletter or list mail, sent to many at once.",
    },
    "too_large": {
        "nl": "Groter dan wij aannemen; het is bewaard zoals het kwam.",
        "en": "Larger than we take; it is kept as it came.",
    },
    "look_alike": {
        "nl": "De afzender lijkt op een adres dat wij kennen, maar is het niet.",
        "en": "The sender resembles an address we know, and is another.",
    },
    "flood": {
        "nl": "Deze afzender stuurde in een uur meer dan mensen schrijven.",
        "en": "This sender sent more within an hour than people write.",
    },
    "new_draft": {
        "nl": "Een bericht van een mens dat nergens bij hoort: een concept.",
        "en": "A person's message that belongs to nothing yet: a draft.",
    },
}
