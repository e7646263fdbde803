"""Figures: what is open and how long things take, for programs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from store.figures import Took, figures_of
from store.ticket_lists import LIVE
from web.api.call import AnyCall

router = APIRouter(tags=["figures"])


class TookOut(BaseModel):
    """How long something took, in hours: half of them sooner than `typical`, which is null without any."""

    typical: float | None
    within: int = Field(description="of those counted, how many within the target")
    counted: int


class FirmOut(BaseModel):
    name: str
    orders: int
    accepted: TookOut = Field(description="since they were sent")
    done_in: float | None = Field(description="hours from then until the firm reported it done: half of them sooner")
    refused: int
    done: int
    again: int = Field(description="not right at once")


class ComplexOut(BaseModel):
    name: str
    tickets: int
    still_open: int
    solved: TookOut


class FailingOut(BaseModel):
    """An installation of which several reports came within a year."""

    id: int
    name: str
    code: str
    times: int
    last_at: datetime


class FiguresOut(BaseModel):
    phases: dict[str, int] = Field(description="open tickets by phase")
    ages: dict[str, int] = Field(description="open tickets by the days they are up to; `0` for older ones")
    looked: TookOut = Field(description="until a ticket's responsible opened it")
    reacted: TookOut = Field(description="until its people were first written more than that it was received")
    accepted: TookOut = Field(description="until a work order that was sent was accepted")
    solved: TookOut
    firms: list[FirmOut]
    complexes: list[ComplexOut]
    failing: list[FailingOut]
    is_cut: bool = Field(description="there is more than was counted: these are the newest")


@router.get("/figures", response_model=FiguresOut)
def get_figures(call: AnyCall, days: Literal["30", "90", "365"] = "90") -> Any:
    """Of what came in during the last so many days, against the targets of the desk."""
    context = call.context
    since = context.now - timedelta(days=int(days))
    with call.reading() as session:
        figures = figures_of(session, context.now, since, context.settings.targets)
    return FiguresOut(
        phases={phase.value: figures.phases.get(phase, 0) for phase in LIVE},
        ages={str(upto): number for upto, number in figures.ages.items()},
        looked=_took(figures.looked),
        reacted=_took(figures.reacted),
        accepted=_took(figures.accepted),
        solved=_took(figures.solved),
        firms=[
            FirmOut(
                name=firm.name,
                orders=firm.orders,
                accepted=_took(firm.accepted),
                done_in=_hours(firm.done_in),
                refused=firm.refused,
                done=firm.done,
                again=firm.again,
            )
            for firm in figures.firms
        ],
        complexes=[
            ComplexOut(name=each.name, tickets=each.tickets, still_open=each.still_open, solved=_took(each.solved))
            for each in figures.complexes
        ],
        failing=[
            FailingOut(id=each.id, name=each.name, code=each.where, times=each.times, last_at=each.last_at)
            for each in figures.failing
        ],
        is_cut=figures.is_cut,
    )


def _took(took: Took) -> TookOut:
    return TookOut(typical=_hours(took.typical), within=took.within, counted=took.counted)


def _hours(time: timedelta | None) -> float | None:
    return None if time is None else round(time.total_seconds() / 3600, 2)
