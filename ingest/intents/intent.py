"""What an answer asks the desk to do, how sure that is, and why: the values, and why in words staff can read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from config.words import Text
from ingest.intents.amounts import Amount
from ingest.intents.appointments import ReadAppointment
from ingest.intents.guards import Doubt


class Speaker(StrEnum):
    """Whose answer it is."""

    PARTY = "party"
    REPORTER = "reporter"


@dataclass(frozen=True, slots=True)
class Intent:
    """What the new text of an answer asks for.

    deed     accept, refuse, hand_back, start (is on site), complete, question, cost_request, appointment (a service party); solved,
             not_solved, choose_slot, cancel, thanks, worse (a reporter); none
    sure     the desk may act on it without asking; who wrote and what the state allows is for others to judge
    why      a key of WORDS: why it is sure, or why it is not
    phrase   the words that decided, as normalised
    reason   of a refusal: a key of store.words.RefusalReason, "" where none was given
    hours    worked, as stated; None where not stated
    work     what was done, in the sender's words
    slot     which of the offered times, from 1; 0 where none was chosen
    suits    whether a proposed time suits (a reporter): yes, no, other (another time is asked for), ""
    """

    deed: str = "none"
    sure: bool = False
    why: str = "nothing_read"
    phrase: str = ""
    reason: str = ""
    hours: float | None = None
    work: str = ""
    appointments: tuple[ReadAppointment, ...] = ()
    amounts: tuple[Amount, ...] = ()
    language: str = ""
    slot: int = 0
    suits: str = ""

    @property
    def words(self) -> Text:
        """Why, in words staff can read."""
        return WORDS[self.why].filled(phrase=self.phrase)

    def as_json(self) -> dict[str, Any]:
        return {
            "deed": self.deed,
            "sure": self.sure,
            "why": self.why,
            "phrase": self.phrase,
            "reason": self.reason,
            "hours": self.hours,
            "work": self.work,
            "appointments": [each.as_json() for each in self.appointments],
            "amounts": [each.as_json() for each in self.amounts],
            "language": self.language,
            "slot": self.slot,
            "suits": self.suits,
        }


WORDS: dict[str, Text] = {
    "clear": Text("It clearly says: “%(phrase)s”."),
    "nothing_read": Text("It says nothing we recognise."),
    "too_long": Text("It is a long text; a person reads it."),
    "unsure_cut": Text("It is not certain what is new and what is quoted."),
    "several_orders": Text("It is about several work orders, or another one than it answers."),
    "below_the_greeting": Text("Something more stands below the greeting."),
    "more_words": Text("It says more than we understand: “%(phrase)s”."),
    "contradicts": Text("It contradicts itself."),
    "asks": Text("It asks something."),
    "names_an_amount": Text("It names an amount; a person decides about money."),
    "speaks_of_later": Text("It names a later time."),
    "names_a_day": Text("It names a day."),
    "several_days": Text("It names several days."),
    "day_unclear": Text("It is not certain which day is meant."),
    "day_past": Text("The day named is past."),
    "day_far": Text("The day named is far ahead."),
    "day_off": Text("The day named is a Sunday or a holiday."),
    "day_contradicts": Text("The day of the week and the date do not agree."),
    "time_unclear": Text("It is not certain what time is meant."),
    "calendar": Text("Answered with a press in a calendar."),
    "calendar_of_another": Text("Answered from a calendar, for somebody else than who wrote."),
    "calendar_unclear": Text("Answered from a calendar, but not with yes or no."),
    "only_thanks": Text("Only a thank you."),
    "gets_worse": Text("It gets worse."),
    Doubt.QUESTION: Text("It asks something."),
    Doubt.NEGATION: Text("It denies something."),
    Doubt.CONDITION: Text("It sets a condition."),
    Doubt.PARTIAL: Text("It is so in part, or for now."),
    Doubt.FUTURE: Text("It is about later."),
    Doubt.REPORTED: Text("It repeats what somebody else said."),
    Doubt.CONTRAST: Text("It makes a reservation."),
    Doubt.DOTS: Text("Dots: it may be meant otherwise."),
}
