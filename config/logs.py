"""The log of a desk that runs: a line for each fault, with the number of what it was about and where it broke. It
outlives whoever is erased, so it holds no words of people: what a fault says in full stands with the message, letter or
trouble it is of, which are forgotten with them."""

from __future__ import annotations

import logging
import re
import threading
import time
import traceback
from pathlib import Path
from typing import TextIO

from config.plain_text import one_line

LONGEST = 2_000  # characters of a line
_ROOT = Path(__file__).parents[1]
_OURS = ("cli", "config", "convert", "ingest", "outbound", "store", "web")
# Whose faults say why: machines, mail servers (OSError), ourselves where we do not speak of people, and log-ins.
_SAY_WHY = ("config", "ingest", "outbound", "store", "web", "authlib", "joserfc")
_OF_PEOPLE = re.compile(
    r"[^\s<>\"'(),;:]*@[^\s<>\"'(),;]*"  # an address
    r"|\+?\d(?:[ ().-]{0,3}\d){8,}"  # a telephone number
    r"|(?<!\w)'[^'\n]*'(?!\w)|\"[^\"\n]*\""  # what is quoted is somebody's
)


def keep_log(stream: TextIO) -> None:
    """All that is logged in this process goes there from now on; threads that end by a fault say so there as well."""
    handler = logging.StreamHandler(stream)
    handler.addFilter(_is_ours_or_a_fault)
    handler.setFormatter(LineFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.raiseExceptions = False  # a line that cannot be written would be shown with all its parts
    threading.excepthook = _tell_of_thread


def reason(error: BaseException) -> str:
    """Its kind; and why, where that is no word of a person, without addresses, telephone numbers and what is quoted."""
    kind = type(error)
    if not isinstance(error, OSError) and kind.__module__.partition(".")[0] not in _SAY_WHY:
        return kind.__name__
    if isinstance(error, OSError) and error.strerror:
        return f"{kind.__name__}: {error.strerror} {error.filename or ''}".rstrip()
    return f"{kind.__name__}: {_OF_PEOPLE.sub('…', str(error))}"


class LineFormatter(logging.Formatter):
    """One line each: `2026-11-28T20:11:12Z ERROR store.workers: file_mail failed: KeyError at ingest/filing.py:120`."""

    def format(self, record: logging.LogRecord) -> str:
        line = str(_safe(record.msg)).partition("\n")[0]  # asyncio's next lines show the fault's own words
        if record.args:
            line %= tuple(map(_safe, record.args)) if isinstance(record.args, tuple) else record.args
        if record.exc_info and (error := record.exc_info[1]):
            line += f": {_chain(error)}"
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        return one_line(f"{at} {record.levelname} {record.name}: {line}", LONGEST)


def _safe(part: object) -> object:
    return reason(part) if isinstance(part, BaseException) else part


def _chain(error: BaseException) -> str:
    """The fault with its place, and what led to it."""
    places = [_place(frame) for frame in traceback.extract_tb(error.__traceback__)]
    own = [place for place in places[:-1] if place.partition("/")[0] in _OURS][-5:]
    words = " < ".join(reversed([*own, *places[-1:]]))
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{reason(error)} at {words}" + (f"; from {_chain(cause)}" if cause else "")


def _place(frame: traceback.FrameSummary) -> str:
    """In a file of ours, by its path in the product."""
    path = Path(frame.filename)
    is_own = path.is_relative_to(_ROOT) and path.relative_to(_ROOT).parts[0] in _OURS
    return f"{path.relative_to(_ROOT) if is_own else '/'.join(path.parts[-2:])}:{frame.lineno}"


def _is_ours_or_a_fault(record: logging.LogRecord) -> bool:
    """What libraries warn of is what strangers typed: commands that no server knows, lines that are no request."""
    return record.levelno >= logging.ERROR or record.name.partition(".")[0] in _OURS


def _tell_of_thread(ended: threading.ExceptHookArgs) -> None:
    name = ended.thread.name if ended.thread else "a thread"
    if ended.exc_value:
        logging.getLogger(__name__).error("%s ended", name, exc_info=ended.exc_value)
