"""Cijfers: what is open, how long things take, which firms and complexes, which installations fail again."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from config.language import say_duration
from config.words import Text
from store.figures import AGES, Figures, Took, figures_of
from store.ticket_lists import LIVE
from web.downloads import spreadsheet
from web.rendering import staff_page
from web.request import LOOKED_AT, RequestContext, StaffContext

router = APIRouter(prefix="/figures", include_in_schema=False)

TIMES = {"30": Text("the last 30 days"), "90": Text("the last 90 days"), "365": Text("the last year")}
LOOKED, ACCEPTED, SOLVED = Text("Looked at by its responsible"), Text("Accepted by the firm"), Text("Solved")
COLUMNS = (Text("What"), Text("Of"), Text("How many"), Text("Typical time in hours"), Text("Within the target"))


@router.get("")
def show(context: StaffContext, days: str = "90") -> Response:
    days = days if days in TIMES else "90"
    with context.reading() as session:
        figures = _figures(context, session, days)
        return staff_page(
            context,
            session,
            "figures.html",
            title=context.say("Figures"),
            here="figures",
            chips=[
                {"word": context.say(words), "href": f"/figures?days={key}", "current": key == days}
                for key, words in TIMES.items()
            ],
            figures=figures,
            phases=[(context.word(phase), figures.phases.get(phase, 0)) for phase in LIVE],
            ages=_ages(context, figures),
            times=_times(context, figures),
            duration=partial(_duration, context),
            sheet=f"/figures/list.csv?days={days}",
        )


@router.get("/list.csv", dependencies=LOOKED_AT)
def get_csv(context: StaffContext, days: str = "90") -> Response:
    """All tables one below the other, for a spreadsheet."""
    with context.reading() as session:
        figures = _figures(context, session, days if days in TIMES else "90")
    say = context.say
    rows: list[list[Any]] = [[say("Open"), context.word(phase), figures.phases.get(phase, 0)] for phase in LIVE]
    rows += [[say("Open, by age"), word, number] for word, number in _ages(context, figures)]
    rows += [[word, "", took.counted, _hours(took.typical), took.within] for word, took, _ in _times(context, figures)]
    rows += [[say("Firm"), firm.name, firm.orders, _hours(firm.accepts_in), ""] for firm in figures.firms]
    rows += [[say("Complex"), each.name, each.tickets, _hours(each.solved_in), ""] for each in figures.complexes]
    rows += [[say("Fails again"), f"{each.name} {each.where}", each.times, "", ""] for each in figures.failing]
    return spreadsheet([say(words) for words in COLUMNS], rows, "cijfers.csv")


def _figures(context: RequestContext, session: Any, days: str) -> Figures:
    targets = context.settings.targets
    spans = {
        "looked": timedelta(hours=targets.looked_at_hours),
        "accepted": timedelta(hours=targets.accepted_hours),
        "solved": timedelta(days=targets.solved_days),
    }
    return figures_of(session, context.now, context.now - timedelta(days=int(days)), spans)


def _ages(context: RequestContext, figures: Figures) -> list[tuple[str, int]]:
    upto = [(context.say("up to %(days)s days", days=days), figures.ages.get(days, 0)) for days in AGES]
    return [*upto, (context.say("older"), figures.ages.get(0, 0))]


def _times(context: RequestContext, figures: Figures) -> list[tuple[str, Took, str]]:
    """Each with its target in words."""
    targets = context.settings.targets
    hours, days = (Text("%(count)s hour", plural="%(count)s hours"), Text("%(count)s day", plural="%(count)s days"))
    return [
        (context.say(LOOKED), figures.looked, context.say(hours, count=targets.looked_at_hours)),
        (context.say(ACCEPTED), figures.accepted, context.say(hours, count=targets.accepted_hours)),
        (context.say(SOLVED), figures.solved, context.say(days, count=targets.solved_days)),
    ]


def _duration(context: RequestContext, time: timedelta | None) -> str:
    return context.say("not known") if time is None else say_duration(time, context.language)


def _hours(time: timedelta | None) -> str:
    return "" if time is None else f"{time.total_seconds() / 3600:.1f}"
