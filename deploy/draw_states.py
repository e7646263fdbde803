"""Draw the lives of tickets and work orders into docs/states.md, from the tables themselves: `make docs`."""

from pathlib import Path

from convert.orders.work_order import STEPS
from convert.tickets.phases import MOVES
from store.words import OrderState, Phase

PAGE = Path(__file__).parents[1] / "docs" / "states.md"


def drawn_order() -> str:
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> draft"]
    for (source, deed), step in STEPS.items():
        lines.append(f"    {source} --> {step.to}: {deed} ({', '.join(step.by)})")
    ends = [state for state in OrderState if not any(source == state for source, _ in STEPS)]
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in ends), "```"])


def listed_steps() -> str:
    lines = ["| from | deed | to | by | heard by, beside the responsible |", "| --- | --- | --- | --- | --- |"]
    for (source, deed), step in STEPS.items():
        heard = ", ".join(step.heard) or "–"
        lines.append(f"| {source} | {deed} | {step.to} | {', '.join(step.by)} | {heard} |")
    return "\n".join(lines)


def listed_moves() -> str:
    lines = ["| from | to | by | |", "| --- | --- | --- | --- |"]
    for phase in Phase:
        for (source, target), move in MOVES.items():
            if source == phase:
                notes = [word for word, true in (("reason", move.reason), ("reopens", move.reopens)) if true]
                lines.append(f"| {source} | {target} | {', '.join(move.by)} | {', '.join(notes)} |")
    return "\n".join(lines)


def page(text: str) -> str:
    """The page with its drawn parts drawn anew; what people wrote between them stays."""
    for name, drawn in (("order", drawn_order()), ("steps", listed_steps()), ("moves", listed_moves())):
        begin, end = f"<!-- drawn: {name} -->", f"<!-- end: {name} -->"
        before, rest = text.split(begin)
        text = f"{before}{begin}\n{drawn}\n{end}{rest.split(end)[1]}"
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
