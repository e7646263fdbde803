"""What the page of a person and of a home shows of who lives where, and what stands in its forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from store.relations import Living, told_here
from web.faults import Answers
from web.request import RequestContext

MOVE_IN = "move-in"


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that could not be taken: which of the page's, what was typed, and at which field what is wrong."""

    at: str = ""
    typed: Answers = field(default_factory=Answers)
    errors: Answers = field(default_factory=Answers)

    def form(self, name: str, filled: Answers) -> dict[str, Any]:
        """What one form of the page shows: what was typed where it was this one, else what is `filled` in."""
        return {
            "open": self.at == name,
            "typed": self.typed if self.at == name else filled,
            "errors": self.errors if self.at == name else Answers(),
        }


def stays_shown(context: RequestContext, session: Session, stays: Sequence[Living], refused: Refused) -> dict[str, Any]:
    """stays: each with its form, whose fields end in its id, and of how many open tickets there they are told;
    moving: the form to move in."""
    today = context.today
    return {
        "stays": [
            {
                "row": stay,
                "is_over": bool(stay.ends and stay.ends < today),
                "is_to_come": stay.starts > today,
                "told": len(told_here(session, stay.person.key, stay.unit.key)),
                "form": refused.form(
                    f"stay-{stay.id}",
                    Answers({f"starts-{stay.id}": stay.starts, f"ends-{stay.id}": stay.ends or ""}),
                ),
            }
            for stay in stays
        ],
        "moving": refused.form(MOVE_IN, Answers({"starts": today})),
    }
