"""Taking in a file of people, homes or firms: upload, see what would change, confirm. Until then nothing is kept here:
the file travels in the form, packed."""

from __future__ import annotations

import base64
import hashlib
import zlib
from contextlib import suppress
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from config.words import Text
from convert.relations.import_columns import COLUMNS, KEYS, MOST_LINES
from convert.relations.importing import Changes, Imported, import_csv
from web.done import Done, go_on
from web.downloads import spreadsheet
from web.faults import Answers, wrongs_of
from web.rendering import staff_page
from web.request import RequestContext, StaffContext
from web.staff.relations.relations import titles_of
from web.typed import Form, Typed

router = APIRouter(prefix="/relations/import", include_in_schema=False)

LARGEST = 10_000_000  # octets of a file
MOST_PACKED = 900_000  # characters of it in a form
SHOWN = 200  # lines of the report on the page


@router.get("")
def ask(context: StaffContext, kind: str = "people") -> Response:
    return _page(context, kind if kind in COLUMNS else "people")


@router.get("/{kind}.csv")
def get_head(context: StaffContext, kind: str) -> Response:
    """An empty file with the heads of its columns."""
    return spreadsheet([*_heads(context, kind).values()], [], f"{kind}.csv")


@router.post("")
def try_out(context: StaffContext, form: Form) -> Response:
    """What the file would change; nothing is written."""
    kind = _kind(form)
    if not form.uploads:
        return _page(context, kind, error=context.say("Choose a file."))
    octets = form.uploads[0].octets
    packed = base64.b64encode(zlib.compress(octets[:LARGEST], 9)).decode()
    if len(octets) > LARGEST or len(packed) > MOST_PACKED:
        return _page(context, kind, error=context.say("The file is too large for a page: split it."))
    return _page(context, kind, packed=packed)


@router.post("/confirm")
def take_in(context: StaffContext, form: Form) -> Response:
    """Writes it, where it still changes what was shown."""
    kind, packed = _kind(form), str(form.fields.get("packed") or "")
    text = _unpacked(packed)
    if text is None:
        return _page(context, kind, error=context.say("Choose a file."))
    with context.work() as work:
        done = import_csv(work, kind, text, dry_run=True)
        is_late = bool(done.faults) or form.fields.get("shown") != _mark(done)
        if not is_late:
            import_csv(work, kind, text)
    if is_late:
        return _page(context, kind, packed=packed, is_late=True)
    return go_on(f"/{kind}", Done(_counts(context, done)))


def _page(context: RequestContext, kind: str, *, packed: str = "", error: str = "", is_late: bool = False) -> Response:
    done: Imported | None = None
    if packed:
        with context.work() as work:
            done = import_csv(work, kind, _unpacked(packed) or "", dry_run=True)
    status = 409 if is_late else 422 if error or (done and done.faults) else 200
    with context.reading() as session:
        return staff_page(
            context,
            session,
            "relations/import.html",
            title=context.say("Import a file"),
            here="relations",
            status=status,
            kind=kind,
            kinds=[(name, titles_of(context)[name]) for name in COLUMNS],
            columns=COLUMNS[kind],
            keys=KEYS[kind],
            words={column.name: context.say(column.words) for column in COLUMNS[kind]},
            errors=Answers({"files": error}),
            wrongs=wrongs_of(Answers({"files": error})),
            is_late=is_late,
            most=MOST_LINES,
            **(_report(context, kind, done, packed) if done else {"report": None}),
        )


def _report(context: RequestContext, kind: str, done: Imported, packed: str) -> dict[str, Any]:
    heads = _heads(context, kind)
    return {
        "report": {
            "counts": _counts(context, done),
            "changes": [
                {"line": row.line, "name": row.name, "changes": _worded(context, kind, heads, row.changes)}
                for row in done.changes
                if not row.is_new
            ][:SHOWN],
            "added": [row for row in done.changes if row.is_new][:SHOWN],
            "left_out": max(0, len(done.changes) - 2 * SHOWN),
            "faults": [
                {"line": fault.line, "words": _say_fault(context, heads, fault.words)} for fault in done.faults[:SHOWN]
            ],
            "more_faults": max(0, len(done.faults) - SHOWN),
        },
        "packed": packed,
        "shown": _mark(done),
    }


def _worded(context: RequestContext, kind: str, heads: dict[str, str], changes: Changes) -> list[tuple[str, str, str]]:
    """Each change of a line: the head of its column, what stood there and what comes."""
    columns = {column.name: column for column in COLUMNS[kind]}
    columns["phones"] = columns.get("phone", COLUMNS[kind][0])

    def in_words(name: str, value: str) -> str:
        return columns[name].shown(value, context.language) if name in columns else value

    return [
        (heads.get(columns[name].name, name) if name in columns else name, in_words(name, old), in_words(name, new))
        for name, (old, new) in changes.items()
    ]


def _heads(context: RequestContext, kind: str) -> dict[str, str]:
    """By the name of a column: its head in the reader's language."""
    columns = COLUMNS.get(kind, ())
    return {column.name: column.dutch[0] if context.language == "nl" else column.name for column in columns}


def _say_fault(context: RequestContext, heads: dict[str, str], words: Text) -> str:
    named = {name: words.values[name] for name in ("column", "name") if name in words.values}
    return context.say(words, **{name: heads.get(str(column), column) for name, column in named.items()})


def _counts(context: RequestContext, done: Imported) -> str:
    words = Text("%(added)s new, %(changed)s changed, %(known)s as they were")
    return context.say(words, added=done.added, changed=done.changed, known=done.known)


def _mark(done: Imported) -> str:
    """Tells one outcome from another."""
    return hashlib.sha256(repr([(row.line, row.is_new, row.changes) for row in done.changes]).encode()).hexdigest()


def _kind(form: Typed) -> str:
    kind = form.text("kind")
    return kind if kind in COLUMNS else "people"


def _unpacked(packed: str) -> str | None:
    """The text of the file; None where this is not what we packed."""
    with suppress(ValueError, zlib.error):
        octets = zlib.decompressobj().decompress(base64.b64decode(packed, validate=True), LARGEST)
        try:
            return octets.decode("utf-8-sig") if packed else None
        except UnicodeDecodeError:
            return octets.decode("cp1252", "replace")  # what a Dutch spreadsheet writes when it is not asked
    return None
