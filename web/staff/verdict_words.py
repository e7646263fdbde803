"""What a rule saw, what an answer asks for and what is odd about a mail: a table of words for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from config.language import say_day, say_size
from config.words import Text
from ingest.mail import UNNAMED
from ingest.reading.wrappers import JOURNAL, SIGNED
from store.deed_marks import word_claimed
from store.words import Proof
from web.request import RequestContext

EVIDENCE: dict[str, Text] = {
    "about_another": Text("is about another work order"),
    "absence": Text("absence"),
    "action": Text("what its server did"),
    "back": Text("back on"),
    "danger": Text("has words of danger"),
    "deed_marks": Text("sent to the address that means"),
    "domain": Text("domain"),
    "drafts_this_hour": Text("mails of this sender in the past hour"),
    "first": Text("away from"),
    "learned_banner": Text("put above every mail by a mail server"),
    "letter_id": Text("number of our letter"),
    "limit": Text("most that we take"),
    "looks_automatic": Text("looks automatic"),
    "mail_id": Text("technical number of our letter"),
    "message_id": Text("technical number"),
    "null_return_path": Text("sent without an address to return it to"),
    "of_another": Text("written by somebody else"),
    "our_message_id": Text("answers our letter"),
    "privacy": Text("asks about own data"),
    "recalls": Text("the mail that is wanted back"),
    "recipient": Text("recipient"),
    "resembles": Text("resembles"),
    "returns": Text("came back"),
    "second_mail": Text("second mail about the same matter"),
    "sender": Text("sender"),
    "size": Text("size"),
    "status": Text("code"),
    "their_message_id": Text("answers an earlier mail"),
    "token": Text("our mark is in the address"),
    "told_together": Text("answers a letter about several"),
    "urgent": Text("for urgent matters"),
}
ASKED: dict[str, Text] = {
    "accept": Text("accepts the job"),
    "appointment": Text("names a time"),
    "cancel": Text("calls the appointment off"),
    "choose_slot": Text("chooses a time"),
    "complete": Text("reports completion"),
    "cost_request": Text("asks for an agreement on the cost"),
    "hand_back": Text("wants to hand the job back"),
    "none": Text("asks nothing that we recognise"),
    "not_solved": Text("says it is not solved"),
    "question": Text("asks something"),
    "refuse": Text("refuses the job"),
    "slot_1": Text("chooses the first time"),
    "slot_2": Text("chooses the second time"),
    "slot_3": Text("chooses the third time"),
    "solved": Text("says it is solved"),
    "start": Text("has started"),
    "suits": Text("agrees to the time"),
    "thanks": Text("says thank you"),
    "unsuited": Text("does not agree to the time"),
    "worse": Text("says it gets worse"),
}
DEFECTS: dict[str, Text] = {
    "body-without-blank-line": Text("No blank line stands between its header and its text."),
    "boundary-guessed": Text("Where its parts begin is not said; we guessed it."),
    "encrypted with PGP": Text("It is encrypted (PGP); we cannot read it."),
    "encrypted with S/MIME": Text("It is encrypted (S/MIME); we cannot read it."),
    "field-too-long": Text("A line of its header is very long; the rest of it was left out."),
    "multipart-without-boundary": Text("It has several parts, but does not say where they begin."),
    "nested-too-deep": Text("Its parts lie very deep inside each other; the deepest were not opened."),
    "several-from": Text("It names more than one sender."),
    "stray-line-in-header": Text("A line in its header does not belong there."),
    "text-cut": Text("Its text is very long; the end was left out."),
    "too-many-dashes": Text("It has very many dividing lines; some were not looked at."),
    "too-many-fields": Text("Its header has very many lines; some were left out."),
    "too-many-parts": Text("It has very many parts; some were left out."),
    "unclosed-multipart": Text("One of its parts has no mark at its end; something may be missing."),
    "wrapped in an S/MIME signature": Text("It is inside an S/MIME signature."),
    JOURNAL: Text("It was taken out of a journal report."),
    SIGNED: Text("It is signed with S/MIME; the signature was not checked."),
    UNNAMED: Text("Its header names no sender."),
}
SENDERS: dict[Proof, Text] = {
    Proof.PROVEN: Text("proven"),
    Proof.UNPROVEN: Text("not proven"),
    Proof.FORGED: Text("perhaps forged"),
}
_RIGHTS = {"erase": Text("Request: delete my data"), "access": Text("Request: see my data")}
_CHARSET = re.compile(r"charset (?P<label>.*) is (?P<read>\S+)", re.DOTALL)
_SEVERAL_KINDS = Text("Its letters are marked as %(label)s, and are not.")
_BROKEN = Text("Its letters (%(label)s) are damaged; some may be wrong.")
_HEADER = Text("A line of its header is not written as it should be: %(line)s")


def evidence_shown(context: RequestContext, evidence: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the rule saw, as pairs of words. A name of an earlier release is said as it was kept."""
    for name, value in evidence.items():
        if value and name not in ("why", "intent"):
            yield _name(context, name), _shown(context, name, value)


def asked_shown(context: RequestContext, deed: str) -> str:
    return context.say(ASKED.get(deed, Text(deed)))


def defect_shown(context: RequestContext, defect: str) -> str:
    if defect in DEFECTS:
        return context.say(DEFECTS[defect])
    if charset := _CHARSET.fullmatch(defect):
        words = _BROKEN if charset["read"] == "broken" else _SEVERAL_KINDS
        return context.say(words, label=charset["label"])
    return context.say(_HEADER, line=defect)


def _name(context: RequestContext, name: str) -> str:
    return context.say(EVIDENCE.get(name, Text(name.replace("_", " "))))


def _shown(context: RequestContext, name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(context, name, one) for one in value)
    if isinstance(value, dict):
        pairs = ((key, one) for key, one in value.items() if one not in (None, ""))
        return ", ".join(f"{_name(context, key)}: {_shown(context, key, one)}" for key, one in pairs)
    if isinstance(value, bool):
        return context.say("yes" if value else "no")
    return _in_words(context, name, value) or str(value)


def _in_words(context: RequestContext, name: str, value: Any) -> str:
    """Of a value that is a key, a day or a size; "" for any other."""
    if name == "sender" and value in set(Proof):
        return context.say(SENDERS[Proof(value)])
    if name == "privacy" and value in _RIGHTS:
        return context.say(_RIGHTS[value])
    if name == "deed_marks":
        return asked_shown(context, word_claimed(value))  # the mark itself is the recipient's secret
    if name in ("first", "back"):
        return say_day(date.fromisoformat(value), context.language)
    if name in ("size", "limit"):
        return say_size(value, context.language)
    return ""
