"""Mail by the thousand at twenty connections: Postbon's SMTP door beside a bare aiosmtpd that throws all away, first
alone, then in the whole desk, which files what comes in meanwhile.

POSTBON_BENCH_MAILS says how many (2,000), POSTBON_BENCH_DATABASE where the whole desk keeps them (SQLite in a passing
folder; else the URL of an empty database). POSTBON_BENCH_WORKLOAD, or ../shared/tools/workload.py beside the checkout,
writes them.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from sqlmodel import func, select

from store.blobs import FileBlobs
from store.mail import Draft, Message
from store.store import Store, open_engine
from store.words import MessageState
from tests.servers.server_process import comes_true, free_port, is_up

ROOT = Path(__file__).parents[1]
WORKLOAD = Path(os.environ.get("POSTBON_BENCH_WORKLOAD", ROOT.parent / "shared" / "tools" / "workload.py"))
DESK = "melding@delinde.example.nl"
CONNECTIONS = 20
PER_CONNECTION = 50  # mails before a sender hangs up and calls again
ANSWERS = 0.2  # of the mails follow on an earlier one of the same sender, and join its draft


def main() -> None:
    number = int(os.environ.get("POSTBON_BENCH_MAILS", "2000"))
    answers = int(number * ANSWERS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mails = workload(folder, number - answers, answers) if WORKLOAD.is_file() else own_mails(number, answers)
        octets = sum(map(len, mails))
        print(f"{len(mails):,} mails, {octets / len(mails) / 1024:.0f} KB each, {CONNECTIONS} connections")
        print(f"{'door':16} {'mails/s':>8} {'p50 ms':>8} {'p99 ms':>8}   DATA to 250")
        with a_sink() as server:
            sink = report("bare aiosmtpd", mails, server.port)
            print(f"bare aiosmtpd: {server.spent(number)}")
        url = os.environ.get("POSTBON_BENCH_DATABASE", "")
        door, desk = folder / "door", folder / "desk"
        with a_desk(door, f"sqlite:///{door / 'postbon.sqlite'}", "--only", "smtp") as server:
            alone = report("the door alone", mails, server.port)
            print(f"the door alone: {server.spent(number)}, start included; {alone.beside(sink)}")
        url = url or f"sqlite:///{desk / 'postbon.sqlite'}"
        with a_desk(desk, url) as server:
            whole = report("the whole desk", mails, server.port)
            print(filed(url, desk, number, answers))
            print(f"the whole desk: {server.spent(number)}, start and filing included; {whole.beside(sink)}")


@dataclass(frozen=True)
class Pace:
    """mails a second · p99: seconds from DATA to 250"""

    rate: float
    p99: float

    def beside(self, sink: Pace) -> str:
        return f"{self.rate / sink.rate:.2f} of the sink's mails/s, p99 {self.p99 / sink.p99:.1f} times its own"


def report(name: str, mails: list[bytes], port: int) -> Pace:
    began = time.perf_counter()
    spent = asyncio.run(send_all(mails, port))
    rate = len(mails) / (time.perf_counter() - began)
    centiles = statistics.quantiles(spent, n=100)
    print(f"{name:16} {rate:8.0f} {centiles[49] * 1000:8.1f} {centiles[98] * 1000:8.1f}")
    return Pace(rate, centiles[98])


def filed(url: str, folder: Path, number: int, answers: int) -> str:
    """How long the filing still takes when the last mail was acknowledged. Raises RuntimeError where a mail was lost
    or doubled: each is a message once, each that answers none is a draft."""
    began = time.perf_counter()
    store = Store(open_engine(url), FileBlobs(folder / "blobs"))
    comes_true(lambda: counts(store)[2] == 0, seconds=600)
    took = time.perf_counter() - began
    messages, drafts, waiting = counts(store)
    store.close()
    if (messages, drafts, waiting) != (number, number - answers, 0):
        raise RuntimeError(f"{messages} messages and {drafts} drafts of {number} mails, {answers} of them answers")
    return f"{messages:,} messages, {drafts:,} drafts, {answers:,} joined; all filed {took:.1f} s after the last 250"


def counts(store: Store) -> tuple[int, int, int]:
    waiting = select(func.count()).select_from(Message).where(Message.state == MessageState.WAITING)
    with store.reading() as session:
        return (
            session.exec(select(func.count()).select_from(Message)).one(),
            session.exec(select(func.count()).select_from(Draft)).one(),
            session.exec(waiting).one(),
        )


async def send_all(mails: list[bytes], port: int) -> list[float]:
    """Send them; the seconds from DATA to 250 of each."""
    waiting, spent = list(reversed(mails)), list[float]()
    await asyncio.gather(*(call(port, waiting, spent) for _ in range(CONNECTIONS)))
    return spent


async def call(port: int, waiting: list[bytes], spent: list[float]) -> None:
    while waiting:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await answer(reader, b"220")
        await say(reader, writer, b"EHLO mx.mail.example.nl", b"250")
        for _ in range(PER_CONNECTION):
            if not waiting:
                break
            mail = waiting.pop()
            await say(reader, writer, b"MAIL FROM:<fatima.elamrani@mail.example.nl>", b"250")
            await say(reader, writer, b"RCPT TO:<%s>" % DESK.encode(), b"250")
            began = time.perf_counter()
            await say(reader, writer, b"DATA", b"354")
            await say(reader, writer, mail.replace(b"\r\n.", b"\r\n..") + b"\r\n.", b"250")
            spent.append(time.perf_counter() - began)
        writer.close()
        await writer.wait_closed()


async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, octets: bytes, wanted: bytes) -> None:
    writer.write(octets + b"\r\n")
    await writer.drain()
    await answer(reader, wanted)


async def answer(reader: asyncio.StreamReader, wanted: bytes) -> None:
    while (line := await reader.readline())[3:4] == b"-":
        pass
    if not line.startswith(wanted):
        raise RuntimeError(f"the door said {line!r} where {wanted!r} was due")


@dataclass
class Server:
    port: int
    process: int

    def spent(self, mails: int) -> str:
        """As Linux counts it (proc(5)), from the first moment on, of all its processes."""
        processes = family(self.process)
        cpu = sum(map(ticks, processes)) / os.sysconf("SC_CLK_TCK") / mails * 1000
        peak = sum(int((each / "status").read_text().partition("VmHWM:")[2].split()[0]) for each in processes) / 1024
        return f"{cpu:.1f} ms of CPU a mail, at most {peak:.0f} MB of memory"


def family(process: int) -> list[Path]:
    own = Path("/proc", str(process))
    started = [int(one) for each in own.glob("task/*/children") for one in each.read_text().split()]
    return [own, *(each for child in started for each in family(child))]


def ticks(process: Path) -> int:
    after_name = (process / "stat").read_text().rpartition(")")[2].split()
    return int(after_name[11]) + int(after_name[12])


def a_sink() -> AbstractContextManager[Server]:
    port = free_port()
    command = ["-m", "aiosmtpd", "--nosetuid", "--class", "aiosmtpd.handlers.Sink", "--listen", f"127.0.0.1:{port}"]
    return running(command, port, {})


def a_desk(folder: Path, url: str, *roles: str) -> AbstractContextManager[Server]:
    folder.mkdir()
    port = free_port()
    told = {
        "POSTBON_WEB__PORT": str(free_port()),
        "POSTBON_DESK__DATA_DIR": str(folder),
        "POSTBON_DATABASE__URL": url,
        "POSTBON_SMTP_IN__PORT": str(port),
        "POSTBON_LIMITS__DRAFTS_PER_SENDER_HOUR": "1000",  # its senders write all they ever will within minutes
    }
    return running(["-c", "import cli; cli.main()", "serve", *roles], port, told)


@contextmanager
def running(command: list[str], port: int, told: dict[str, str]) -> Iterator[Server]:
    env = os.environ | told
    with subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, stdout=subprocess.DEVNULL) as process:
        try:
            if not comes_true(lambda: is_up(port)):
                raise RuntimeError(f"{command} does not listen")
            yield Server(port, process.pid)
        finally:
            process.terminate()


def workload(folder: Path, reports: int, answers: int) -> list[bytes]:
    """The reports first, then the answers to them, so that it is certain which joins which."""
    first, then = folder / "reports", folder / "answers"
    generate(first, reports, "--seed", "1")
    generate(then, answers, "--seed", "2", "--parents", str(first), "--reply-frac", "1")
    return [as_sent(file.read_bytes()) for part in (first, then) for file in sorted(part.glob("*.eml"))]


def generate(folder: Path, number: int, *more: str) -> None:
    command = [sys.executable, str(WORKLOAD), "gen", "--out", str(folder), "--n", str(number), *more]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def own_mails(number: int, answers: int) -> list[bytes]:
    """Reports of 2 KB, some with an HTML part (15 KB), some with a photo (150 KB); other senders, the same each run."""
    dice = random.Random(1)
    return [own_mail(n, dice, number - answers) for n in range(number)]


def own_mail(n: int, dice: random.Random, reports: int) -> bytes:
    mail = EmailMessage()
    mail["From"] = f"huurder{n % reports % 3000}@mail.example.nl"
    mail["To"], mail["Subject"] = DESK, f"Lekkage in de badkamer, melding {n}"
    mail["Message-ID"] = f"<bench-{n}@mail.example.nl>"
    if n >= reports:
        mail["In-Reply-To"] = f"<bench-{n % reports}@mail.example.nl>"
    mail.set_content("Er komt water door het plafond van de badkamer. " * 40)
    kind = dice.random()
    if kind > 0.6:
        mail.add_alternative("<p>Er komt <b>water</b> door het plafond.</p>\n" * 280, subtype="html")
    if kind > 0.85:
        mail.add_attachment(dice.randbytes(110_000), maintype="image", subtype="jpeg", filename="foto.jpg")
    return as_sent(mail.as_bytes())


def as_sent(mail: bytes) -> bytes:
    return mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n").rstrip(b"\r\n")
