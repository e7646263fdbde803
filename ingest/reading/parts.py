"""A mail's skeleton: which parts it has and where their octets lie. Nothing is decoded to find out what a mail is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.reading.fields import MAX_FIELDS, Fields, mime_value, read_fields

MAX_DEPTH = 50  # containers within containers; deeper ones are shown as one attachment
MAX_PARTS = 2_000
MAX_DASHES = 100_000  # lines beginning with "--" that are looked at in one mail


@dataclass(slots=True)
class Part:
    """One entity of RFC 2045 §2.4: its fields, and raw[start:end], its body as sent.

    kind      type/subtype in lower case; text/plain where none can be read (RFC 2045 §5.2)
    params    of the Content-Type, decoded (RFC 2231)
    children  of a multipart; a message/rfc822 is a leaf here, read in itself where somebody asks
    """

    fields: Fields
    kind: str
    params: dict[str, str]
    start: int
    end: int
    children: list[Part] = field(default_factory=list)

    def leaves(self) -> list[Part]:
        """The parts that hold something, in the order they were written."""
        found: list[Part] = []
        waiting = [self]
        while waiting:
            part = waiting.pop()
            if part.children:
                waiting.extend(reversed(part.children))
            else:
                found.append(part)
        return found


@dataclass(frozen=True, slots=True)
class Skeleton:
    raw: bytes
    root: Part
    defects: tuple[str, ...]


def name_given(part: Part) -> str:
    """What its sender calls a part (RFC 2183 §2.3, else the older one in Content-Type, else a misplaced one)."""
    _, params = mime_value(part.fields.get("content-disposition"))
    return params.get("filename") or part.params.get("name") or params.get("name") or part.params.get("filename") or ""


def find_parts(raw: bytes) -> Skeleton:
    """Find the parts of a mail in one pass (RFC 2046 §5.1), as offsets into `raw`. Never raises."""
    if b"\n" not in raw[:4096] and b"\r" in raw[:4096]:
        raw = raw.replace(b"\r", b"\n")  # an old Macintosh; offsets stay the same
    return _Scan(raw).run()


class _Scan:
    """The open containers while the lines go by, innermost last."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.open: list[tuple[bytes, Part]] = []
        self.count = 0
        self.fields_left = 4 * MAX_FIELDS  # in all parts together
        self.defects: list[str] = []

    def run(self) -> Skeleton:
        root = self.begin(0, "text/plain")
        leaf: Part | None = None if self.open else root
        for start, mark, after in self.dashes(root.start):
            level = self.level(mark)
            if level is None:
                continue
            if leaf is not None:
                leaf.end = self.before(start, leaf.start)
                leaf = None
            self.close_above(level, start)
            boundary, container = self.open[level]
            if mark != boundary:  # the closing delimiter
                container.end = after
                self.open.pop()
                continue
            if self.count >= MAX_PARTS:
                self.note("too-many-parts")
                break
            part = self.begin(after, "message/rfc822" if container.kind == "multipart/digest" else "text/plain")
            container.children.append(part)
            leaf = None if self.open[-1][1] is part else part
        if self.open:
            self.note("unclosed-multipart")
        _settle(root)
        return Skeleton(self.raw, root, tuple(self.defects))

    def close_above(self, level: int, at: int) -> None:
        """End the containers within the one whose delimiter stands at `at`: theirs never came."""
        for _, inner in self.open[level + 1 :]:
            inner.end = self.before(at, inner.start)
            self.note("unclosed-multipart")
        del self.open[level + 1 :]

    def begin(self, at: int, default: str) -> Part:
        """Read a part's fields at `at` and open it when it is a container."""
        self.count += 1
        fields, start, defects = read_fields(self.raw, at, at_most=min(MAX_FIELDS, self.fields_left))
        self.fields_left -= len(fields.items)
        for defect in defects:
            self.note(defect)
        kind, params = mime_value(fields.get("content-type"))
        if not re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind):
            kind = _GUESSES.get(kind, default)
        part = Part(fields, kind, params, start, len(self.raw))
        if kind.startswith("multipart/"):
            boundary = self.boundary(part)
            if boundary and len(self.open) < MAX_DEPTH:
                self.open.append((boundary, part))
            else:
                self.note("nested-too-deep" if boundary else "multipart-without-boundary")
        return part

    def boundary(self, part: Part) -> bytes:
        """The declared boundary, or, where no such line follows, the one that is plainly used instead."""
        declared = part.params.get("boundary", "").encode("utf-8", "surrogateescape").rstrip()
        if declared and self.raw.find(b"--" + declared, part.start) >= 0:
            return declared
        used = _USED.search(self.raw, max(part.start - 1, 0), part.start + 65536)
        if used is None:
            return b""
        self.note("boundary-guessed")
        return used.group(1).rstrip()

    def dashes(self, at: int) -> list[tuple[int, bytes, int]]:
        """Lines that begin with "--": where they begin, what stands behind the dashes, where the next line begins."""
        found: list[tuple[int, bytes, int]] = []
        if not self.open:
            return found
        raw = self.raw
        start = at if raw.startswith(b"--", at) else raw.find(b"\n--", max(at - 1, 0)) + 1
        while start > 0 or (start == 0 and at == 0 and raw.startswith(b"--")):
            end = raw.find(b"\n", start)
            after = end + 1 if end >= 0 else len(raw)
            if after - start < 300:
                found.append((start, raw[start + 2 : after].rstrip(), after))
            if len(found) > MAX_DASHES:
                self.note("too-many-dashes")
                break
            start = raw.find(b"\n--", after - 1) + 1
        return found

    def level(self, mark: bytes) -> int | None:
        """Which open container this delimiter line belongs to: the innermost that has its name."""
        for level in range(len(self.open) - 1, -1, -1):
            boundary = self.open[level][0]
            if mark == boundary or (mark.startswith(boundary) and mark[len(boundary) :].rstrip() == b"--"):
                return level
        return None

    def before(self, delimiter: int, start: int) -> int:
        """The line end before a delimiter belongs to the delimiter (RFC 2046 §5.1.1)."""
        end = delimiter
        if end > start and self.raw[end - 1 : end] == b"\n":
            end -= 1
            if end > start and self.raw[end - 1 : end] == b"\r":
                end -= 1
        return max(end, start)

    def note(self, defect: str) -> None:
        if defect not in self.defects:
            self.defects.append(defect)


# What a delimiter looks like where the declared one is missing: a line of dashes and a name, then a Content- field.
_USED = re.compile(rb"^--([^\s-][^\r\n]{0,80}|-[^\r\n]{1,80})\r?\nContent-", re.M | re.I)

_GUESSES = {"text": "text/plain", "html": "text/html", "plain": "text/plain", "multipart": "multipart/mixed"}


def _settle(root: Part) -> None:
    """A container in which nothing was found is text after all: better odd text than none."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if part.kind.startswith("multipart/") and not part.children:
            part.kind = "text/plain"
        waiting.extend(part.children)
