"""Judging a mail: the first rule that has a verdict, its name beside it, and how far an answer is trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from config.words import Text
from ingest.judging.authentication import Authentication, proof_of, trust_in
from ingest.judging.rules import RULES, sender_of
from ingest.judging.verdict import Known, Verdict
from ingest.mail import InboundMail
from store.words import AuthorBy, Proof, Trust


@dataclass(frozen=True, slots=True)
class Judgement:
    """why: the rule's reason in words staff can read, by language"""

    verdict: Verdict
    rule: str
    why: Text
    trust: Trust
    proof: Proof

    @property
    def evidence(self) -> Mapping[str, Any]:
        return self.verdict.evidence


def judge(mail: InboundMail, known: Known, authentication: Authentication = Authentication()) -> Judgement:
    """Decide about one mail. Pure: what must be known stands in `known`."""
    by = known.author.by if known.author else AuthorBy.FROM
    known = replace(known, proof=proof_of(mail, authentication, by))
    for rule in RULES:
        verdict = rule(mail, known)
        if verdict is not None:
            break
    name = rule.__name__
    by_our_mark = name == "known_reference" and verdict is not None and verdict.home is not None
    assert verdict is not None  # the last rule always has one
    home = verdict.home if by_our_mark else None
    if home and known.from_staff and authentication.aligned:  # a colleague, on whichever thread of ours
        home = replace(home, addresses=home.addresses | {sender_of(mail)}, ended=False)
    trust = trust_in(mail, home, authentication, by) if home else Trust.V0
    return Judgement(verdict, name, WHY[name], trust, known.proof)


WHY: Mapping[str, Text] = {
    "own_echo": Text("Our own letter that came back to us."),
    "changed_copy": Text("The same mail came before; a server on the way changed this copy."),
    "recall": Text("The sender wants an earlier mail back; it lies with that mail."),
    "delivery_report": Text("A mail server's report on delivering a letter of ours."),
    "auto_reply": Text("An automatic answer; a program wrote it, no person."),
    "known_reference": Text("An answer to a letter of ours: the mark in its address or reference is ours."),
    "known_message": Text("It follows on a message we received before."),
    "same_matter": Text("The same sender's second mail of the day about the same matter."),
    "bulk": Text("A newsletter or list mail, sent to many at once."),
    "too_large": Text("Larger than we take; it is kept as it came."),
    "look_alike": Text("The sender resembles an address we know, but is not it."),
    "flood": Text("This sender sent more within an hour than people write."),
    "new_draft": Text("A person's message that belongs to nothing yet: a draft."),
}
