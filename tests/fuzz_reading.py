"""Broken mail by the million: python -m tests.fuzz_reading --seconds 60 --seed 7 --jobs 2

Each mutation has a number, and is the same for the same seed and the same mails: `--only NUMBER` does one again.
Broken promises (an exception, more than two seconds, an object that is no JSON, a part that cannot be opened, more than
300 MB) are printed, their mails kept in var/fuzz, and the exit status is 1.

A million takes hours: `--progress FILE` gets a line for every thousand that was read, `--from NUMBER` goes on where a
run ended, and `--add-up` counts what several runs have read, each thousand once.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.inspecting import Lens, as_object
from ingest.mail import Envelope
from ingest.reading.attachments import open_part
from ingest.reading.message import read_mail
from ingest.reading.transfer_encoding import EXACT
from tests.ingest.reading.raw import COVER, parts, text

HOUSE = Path(__file__).parents[1]
MAILS = (HOUSE / "tests" / "mails", HOUSE.parent / "shared" / "corpus" / "mail")
KEPT = HOUSE / "var" / "fuzz"
MOST_SECONDS = 2.0
MOST_MEMORY = 300 * 1024  # kB
NOWHERE = Envelope(sender=None, recipients=("reparatie+abcdefghijklmnopqrstuvwxyz@example.nl",))

Mutation = Callable[[random.Random, bytes, list[bytes]], bytes]


BLOCK = 1_000  # mutations that make one line of progress


@dataclass(frozen=True)
class Tally:
    """One block: mutations read, promises broken, the slowest read in seconds, its worker's peak memory in kB."""

    seed: int
    first: int
    read: int
    broken: int
    slowest: float
    memory: int


def main() -> None:
    asked = arguments()
    if asked.add_up:
        tallies = read_progress(asked.progress)
    elif asked.jobs == 1:
        tallies = work(0, asked)
    else:
        with multiprocessing.get_context("spawn").Pool(asked.jobs) as pool:
            done = pool.starmap(work, [(job, asked) for job in range(asked.jobs)])
        tallies = [tally for share in done for tally in share]
    sys.stdout.write(add_up(tallies) + "\n")
    sys.exit(any(tally.broken or tally.memory > MOST_MEMORY for tally in tallies))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Read broken mail and see that every promise holds.")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--mutations", type=int, default=0, help="stop after this many, whatever the time")
    parser.add_argument("--from", dest="first", type=int, default=0, help="the number of the first mutation")
    parser.add_argument("--only", type=int, help="the number of one mutation")
    parser.add_argument("--mails", type=Path, action="append", help="folders of .eml files")
    parser.add_argument("--progress", type=Path, default=KEPT / "progress.jsonl", help="where each thousand is noted")
    parser.add_argument("--add-up", action="store_true", help="read nothing, say what the progress file holds")
    return parser.parse_args()


def add_up(tallies: list[Tally]) -> str:
    memory = max((tally.memory for tally in tallies), default=0)
    slowest = max((tally.slowest for tally in tallies), default=0.0)
    read, broken = sum(tally.read for tally in tallies), sum(tally.broken for tally in tallies)
    return f"{read:,} mutations, {broken} broken promises, slowest {slowest:.2f} s, memory at most {memory // 1024} MB"


def read_progress(progress: Path) -> list[Tally]:
    """Each block once, as it was read last: a fault that was mended is taken back by reading its block again."""
    noted = [Tally(**json.loads(line)) for line in progress.read_text().splitlines()]
    return list({(tally.seed, tally.first): tally for tally in noted}.values())


def work(job: int, asked: argparse.Namespace) -> list[Tally]:
    """Every jobs-th block, from number `job` on, until the time or the number is up."""
    signal.signal(signal.SIGALRM, _too_long)
    seeds = read_seeds(asked.mails or MAILS)
    if asked.only is not None:
        return [read_block(asked.seed, range(asked.only, asked.only + 1), seeds)]
    tallies = []
    for numbers in blocks(job, asked):
        tally = read_block(asked.seed, numbers, seeds)
        tallies.append(tally)
        if tally.read == BLOCK:
            note_progress(asked.progress, tally)
    return tallies


def blocks(job: int, asked: argparse.Namespace) -> Iterator[range]:
    end = time.monotonic() + asked.seconds
    last = asked.first + asked.mutations
    first = asked.first + job * BLOCK
    while first < last if asked.mutations else time.monotonic() < end:
        yield range(first, min(first + BLOCK, last) if asked.mutations else first + BLOCK)
        first += asked.jobs * BLOCK


def read_block(seed: int, numbers: range, seeds: list[bytes]) -> Tally:
    broken, slowest = 0, 0.0
    for number in numbers:
        raw = mutate(seeds, random.Random(f"{seed}:{number}"))
        began = time.process_time()
        fault = try_to_read(raw)
        spent = time.process_time() - began
        slowest = max(slowest, spent)
        if fault or spent > MOST_SECONDS:
            broken += 1
            keep(number, raw, fault or f"took {spent:.1f} s")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Tally(seed, numbers.start, len(numbers), broken, round(slowest, 2), memory)


def note_progress(progress: Path, tally: Tally) -> None:
    progress.parent.mkdir(parents=True, exist_ok=True)
    with progress.open("a") as file:
        file.write(json.dumps(asdict(tally)) + "\n")


def read_seeds(folders: list[Path] | tuple[Path, ...]) -> list[bytes]:
    """Whole mails to start from, the largest left out so that a million mutations end the same day."""
    found = [path.read_bytes() for folder in folders for path in sorted(folder.glob("**/*.eml"))]
    return [raw for raw in found if len(raw) < 100_000] or [
        b"From: fatima@example.nl\r\nSubject: lek\r\n\r\nHet lekt.\r\n"
    ]


OUR_OWN = [
    COVER + b"\r\nHet lekt.\r\n\r\nOp ma 23 nov 2026 om 09:12 schreef De Linde:\r\n> Waar?\r\n",
    parts(text(b"Het lekt."), text(b"<p>Het <b>lekt</b>.</p>", b"text/html"), kind=b"alternative"),
    parts(text(b"Zie foto."), b"Content-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n/9j/4AAQSkZJRg=="),
    parts(
        text(b"Not delivered"),
        text(
            b"Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@x.example.nl\r\nStatus: 5.1.1",
            b"message/delivery-status",
        ),
        b"Content-Type: message/rfc822\r\n\r\n" + COVER + b"\r\nHet lekt.",
        kind=b"report; report-type=delivery-status",
    ),
]


def try_to_read(raw: bytes) -> str:
    """ "" where every promise held."""
    signal.alarm(20)
    try:
        mail = read_mail(raw, NOWHERE)
        json.dumps(as_object("", raw, mail, Lens()), ensure_ascii=False).encode()
        for attachment in mail.attachments[:20]:
            octets = open_part(raw, attachment.part)
            if len(raw) < EXACT and len(octets) != attachment.size:
                return f"{attachment.filename} has {len(octets)} octets, said {attachment.size}"
    except Exception:
        return traceback.format_exc()
    finally:
        signal.alarm(0)
    return ""


def _too_long(*_: object) -> None:
    raise TimeoutError("twenty seconds")


def keep(number: int, raw: bytes, fault: str) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{number}.eml").write_bytes(raw)
    sys.stderr.write(f"mutation {number}, {len(raw):,} octets: {fault.strip()}\n")


def mutate(seeds: list[bytes], chance: random.Random, enormous: float = 1 / 3000) -> bytes:
    """One mail with one to five things wrong; one in some thousands is enormous in one way."""
    if chance.random() < enormous:
        return chance.choice(ENORMOUS)(chance)
    raw = chance.choice(seeds)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
        raw = chance.choice(MUTATIONS)(chance, raw, seeds)
    return raw


def flip_octets(chance: random.Random, raw: bytes, _: list[bytes]) -> bytes:
    flipped = bytearray(raw)
    for at in chance.choices(range(len(raw)), k=chance.choice((1, 3, 10, 100))) if raw else ():
        flipped[at] = chance.randrange(256)
    return bytes(flipped)


def truncate(chance: random.Random, raw: bytes, _: list[bytes]) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def move_slice(chance: random.Random, raw: bytes, _: list[bytes]) -> bytes:
    first, last = sorted(chance.randrange(len(raw) + 1) for _ in range(2))
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + raw[first:last] + raw[at:] if chance.random() < 0.5 else raw[:first] + raw[last:]


def splice(chance: random.Random, raw: bytes, seeds: list[bytes]) -> bytes:
    other = chance.choice(seeds)
    return raw[: chance.randrange(len(raw) + 1)] + other[chance.randrange(len(other) + 1) :]


def double_headers(chance: random.Random, raw: bytes, _: list[bytes]) -> bytes:
    lines = raw.split(b"\n", 40)
    for line in chance.choices(lines[:-1] or [b""], k=chance.choice((1, 5, 50))):
        lines.insert(chance.randrange(len(lines)), line)
    return b"\n".join(lines)


def insert_nasty(chance: random.Random, raw: bytes, _: list[bytes]) -> bytes:
    at = chance.choice((chance.randrange(len(raw) + 1), raw.find(b"\n") + 1, raw.find(b"\n\n") + 2))
    return raw[:at] + chance.choice(NASTY) * chance.choice((1, 1, 2, 20)) + raw[at:]


def break_boundary(chance: random.Random, raw: bytes, _: list[bytes]) -> bytes:
    pieces = raw.split(b"\n--")
    at = chance.randrange(len(pieces))
    pieces[at] = pieces[at][chance.choice((1, 3)) :] + chance.choice((b"", b"--", b"\n--", b" "))
    return b"\n--".join(pieces)


def relabel(chance: random.Random, raw: bytes, _: list[bytes]) -> bytes:
    return raw.replace(chance.choice(LABELS), chance.choice(LABELS), chance.choice((1, -1)))


def nest(chance: random.Random, raw: bytes, _: list[bytes]) -> bytes:
    kind = chance.choice((b"mixed", b"alternative", b"related", b"digest", b"report", b"signed"))
    same = chance.random() < 0.2
    for level in range(chance.choice((1, 2, 5, 30, 60, 300 if len(raw) < 5_000 else 10))):
        mark = b"n" if same else b"n%d" % level
        raw = b"Content-Type: multipart/%s; boundary=%s\n\n--%s\n%s\n--%s--\n" % (kind, mark, mark, raw, mark)
    return raw


def forward(chance: random.Random, raw: bytes, seeds: list[bytes]) -> bytes:
    for _ in range(chance.choice((1, 2, 20))):
        raw = b"Subject: Fwd\nContent-Type: message/rfc822\n\n" + raw
    return chance.choice(seeds)[:500] + raw if chance.random() < 0.3 else raw


MUTATIONS: tuple[Mutation, ...] = (
    flip_octets,
    truncate,
    move_slice,
    splice,
    double_headers,
    insert_nasty,
    break_boundary,
    relabel,
    nest,
    forward,
)
NASTY = (
    b"\0", b"\r", b"\r\n\r\n", b"\n \n", b"\x1b$B", b"\xff\xfe", b"\xed\xa0\x80", b"=?utf-8?B?", b"=?x?Q?=?=",
    b"=?utf-7?Q?+2AA-?=", b"begin 644 a\n", b"begin 644 a\nM!!!!!\nend\n", b"--\n", b"-- \n", b"> ", b">" * 500,
    b"<div style=display:none>", b"<html hidden>", b"<blockquote>" * 50,
    b"<table><tr><td>" * 50, b"&#55296;", b"&nGt;" * 99, b"<!--", b"<![CDATA[", b"(" * 200,
    b'"' * 99, b"<" * 99, b"From: a@b, c <d@e\n", b"To: :;,;:,<>;\n",
    b"Date: Thu, 99 Foo 99999 25:61:61 +9999\n", b"Message-ID: <<<>>>\n",
    b"Content-Type: multipart/mixed; boundary=\n", b"Content-Type: multipart/mixed; boundary*0*=x''%ff; boundary*9=\n",
    b"Content-Type: text/plain; charset=utf-16; format=flowed\n", b"Content-Type: application/ms-tnef\n",
    b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: x-uuencode\n",
    b"Content-Type: text/calendar\n",
    b"Op ma 23 nov 2026 om 09:12 schreef x:\n", b"-----BEGIN PGP SIGNED MESSAGE-----\n",
    b"Status: 5.1.1\nAction: failed\n",
)  # fmt: skip
LABELS = (
    b"utf-8", b"UTF-8", b"iso-8859-1", b"us-ascii", b"utf-16", b"utf-7", b"hz", b"iso-2022-jp", b"gb2312", b"idna",
    b"rot13", b"base64", b"quoted-printable", b"7bit", b"x-uuencode", b"text/plain", b"text/html", b"message/rfc822",
    b"multipart/mixed", b"multipart/alternative", b"message/delivery-status", b"application/octet-stream",
    b"attachment", b"inline", b"\r\n", b"\n",
)  # fmt: skip


def _headers_by_the_thousand(chance: random.Random) -> bytes:
    names = chance.choice(
        (b"X-%d: a\n", b"To: a%d@example.nl\n", b"Received: from a by b; %d\n", b"References: <%d@a>\n")
    )
    return b"".join(names % number for number in range(100_000)) + b"\nHet lekt.\n"


def _one_long_line(chance: random.Random) -> bytes:
    head = chance.choice(
        (
            b"",
            b"Subject: ",
            b"From: ",
            b"To: ",
            b"Message-ID: ",
            b"Date: ",
            b"Content-Type: a/b; name=",
            b"Content-Type: ",
        )
    )
    return head + _filled(chance, LETTERS)


def _one_long_body(chance: random.Random) -> bytes:
    kind = chance.choice(
        (b"text/html", b"text/plain; format=flowed", b"multipart/mixed; boundary=x", b"application/zip")
    )
    encoding = chance.choice((b"7bit", b"base64", b"quoted-printable", b"x-uuencode"))
    head = b"Content-Type: %s\nContent-Transfer-Encoding: %s\n\n" % (kind, encoding)
    return head + _filled(chance, LETTERS + LINES)


def _lines_by_the_million(chance: random.Random) -> bytes:
    return chance.choice((b"", b"\n")) + _filled(chance, LINES)


def _filled(chance: random.Random, fillers: tuple[bytes, ...]) -> bytes:
    filler = chance.choice(fillers)
    return filler * (50_000_000 // len(filler))


LETTERS = (
    b"a",
    b"=",
    b"<",
    b"\xe9",
    b">",
    b"(",
    b"=?utf-8?q?a?= ",
    b"=?a?q?",
    b" ",
    b"a@b,",
    b"-",
    b"&",
    b"a;",
    b";",
    b"=a",
    b'"',
    b"1 ",
)
LINES = (
    b"--\n", b"--x\n", b"--x--\n", b"> a\n", b"\n", b"From: a\n", b"X-A: b\nlek\n", b"a \n", b"-- \n",
    b"begin 644 a\n", b"On a wrote:\n",
    b"-----BEGIN PGP SIGNED MESSAGE-----\n\n", b"<div>", b"<a href=x>", b"<td>", b"\n ", b"begin 644 a\nM!!\n",
    b"--x\n\n",
)  # fmt: skip


def _nested_a_thousand_deep(chance: random.Random) -> bytes:
    kind = chance.choice((b"mixed", b"alternative", b"digest"))
    opened = (b"Content-Type: multipart/%s; boundary=n%d\n\n--n%d\n" % (kind, level, level) for level in range(1000))
    closed = (b"--n%d--\n" % level for level in reversed(range(1000)))
    return b"".join(opened) + b"\nHet lekt.\n" + b"".join(closed)


def _deep_markup(chance: random.Random) -> bytes:
    tag = chance.choice(
        (b"<div>", b"<blockquote>", b"<table><tr><td>", b"<ul><li>", b"<b>", b"<a href=http://x>", b"<span style=x>")
    )
    return b"Content-Type: text/html\n\n" + tag * 100_000 + b"lek"


def _packed_bomb(_: random.Random) -> bytes:
    return b"Content-Type: application/zip\nContent-Transfer-Encoding: base64\n\n" + b"UEsDBBQAAAA" * 4_000_000


def _leaves_by_the_hundred(chance: random.Random) -> bytes:
    kind, said = chance.choice(
        (
            (b"text/html", b"<p>lek <a href=http://b>c</a></p>" * 9_000),
            (b"text/plain", b"begin 644 a\nM!!\nend\n" * 10_000),
            (b"text/plain; format=flowed", b"> lek \n" * 40_000),
            (b"text/plain; " + b"a=b;" * 50_000, b"lek"),
            (b"application/ms-tnef", b"\x78\x9f\x3e\x22\0\0" + b"\x02\x02\x90\0\0\0\0\0\0\0\0" * 20_000),
        )
    )
    leaf = b"--x\nContent-Type: %s\n\n%s\n" % (kind, said)
    return b"Content-Type: multipart/mixed; boundary=x\n\n" + leaf * (25_000_000 // len(leaf))


def _addresses_by_the_hundred_thousand(chance: random.Random) -> bytes:
    line = chance.choice(
        (b"=?utf-8?q?a?= <a@b.example.nl>, ", b"a <a@b.example.nl>, ", b"a:b@c;", b'"a, ', b"a <b@c, ")
    )
    return (b"To: " + line * (250_000 // len(line)) + b"\n") * 40 + b"\nHet lekt.\n"


def _letters_larger_than_their_names(chance: random.Random) -> bytes:
    open_tag = chance.choice((b"", b"<p title='", b"<textarea>"))
    return b"Content-Type: text/html\n\n" + open_tag + chance.choice((b"&nGt;", b"&nLt;", b"&acE;", b"\0")) * 90_000


ENORMOUS: tuple[Callable[[random.Random], bytes], ...] = (
    _headers_by_the_thousand,
    _one_long_line,
    _one_long_body,
    _lines_by_the_million,
    _nested_a_thousand_deep,
    _deep_markup,
    _packed_bomb,
    _leaves_by_the_hundred,
    _addresses_by_the_hundred_thousand,
    _letters_larger_than_their_names,
)

if __name__ == "__main__":
    main()
