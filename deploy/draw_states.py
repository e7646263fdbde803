"""Draw the lives of tickets and work orders into docs/states.md, and who hears of what into docs/letters.md, from the
tables themselves: `make docs`."""

import re
from pathlib import Path

from convert.notices.matrix import MATRIX, Event
from convert.orders.effects import EFFECTS
from convert.orders.work_order import STEPS
from convert.tickets.phases import MOVES
from store.words import OrderState, Phase

DOCS = Path(__file__).parents[1] / "docs"
PAGES = (DOCS / "states.md", DOCS / "letters.md")


def drawn_order() -> str:
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> draft"]
    for (source, deed), step in STEPS.items():
        lines.append(f"    {source} --> {step.to}: {deed} ({', '.join(step.by)})")
    ends = [state for state in OrderState if not any(source == state for source, _ in STEPS)]
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in ends), "```"])


def listed_steps() -> str:
    lines = ["| from | deed | to | by |", "| --- | --- | --- | --- |"]
    for (source, deed), step in STEPS.items():
        lines.append(f"| {source} | {deed} | {step.to} | {', '.join(step.by)} |")
    return "\n".join(lines)


def listed_effects() -> str:
    lines = ["| deed | sets |", "| --- | --- |"]
    for deed, effects in EFFECTS.items():
        lines.append(f"| {deed} | {', '.join(f'`{name}`' for name in effects)} |")
    return "\n".join(lines)


def listed_notices() -> str:
    lines = ["| event | who hears, by which letter |", "| --- | --- |"]
    for event, notices in MATRIX.items():
        what = f"{event[1]}, of one that is {event[0]}" if isinstance(event, tuple) else event
        about = "event" if isinstance(event, Event) else "deed"
        heard = [f"{notice.to}: `{notice.kind}`{' (waits)' if notice.waits else ''}" for notice in notices]
        lines.append(f"| {about} {what} | {', '.join(heard)} |")
    return "\n".join(lines)


def listed_moves() -> str:
    lines = ["| from | to | by | |", "| --- | --- | --- | --- |"]
    for phase in Phase:
        for (source, target), move in MOVES.items():
            if source == phase:
                notes = [word for word, true in (("reason", move.reason), ("reopens", move.reopens)) if true]
                lines.append(f"| {source} | {target} | {', '.join(move.by)} | {', '.join(notes)} |")
    return "\n".join(lines)


DRAWINGS = {
    "order": drawn_order,
    "steps": listed_steps,
    "effects": listed_effects,
    "moves": listed_moves,
    "notices": listed_notices,
}


def page(text: str) -> str:
    """The page with its drawn parts drawn anew; what people wrote between them stays."""
    for name in re.findall(r"<!-- drawn: (\w+) -->", text):
        begin, end = f"<!-- drawn: {name} -->", f"<!-- end: {name} -->"
        before, rest = text.split(begin)
        text = f"{before}{begin}\n{DRAWINGS[name]()}\n{end}{rest.split(end)[1]}"
    return text


if __name__ == "__main__":
    for path in PAGES:
        path.write_text(page(path.read_text()))
