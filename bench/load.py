"""Mail by the thousand at twenty connections: Postbon's SMTP door beside a bare aiosmtpd that throws all away.

POSTBON_BENCH_MAILS says how many (2,000). Where ../shared/tools/workload.py lies beside the house, it writes the mails.
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
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from sqlmodel import func, select

from store.blobs import FileBlobs
from store.mail import Draft, Message
from store.store import Store, open_engine
from store.words import MessageState
from tests.servers.keeper import comes_true, free_port, is_up

HOUSE = Path(__file__).parents[1]
WORKLOAD = HOUSE.parent / "shared" / "tools" / "workload.py"
DESK = "melding@delinde.example.nl"
CONNECTIONS = 20
PER_CONNECTION = 50  # mails before a sender hangs up and calls again


def main() -> None:
    number = int(os.environ.get("POSTBON_BENCH_MAILS", "2000"))
    with tempfile.TemporaryDirectory() as folder:
        mails = workload(Path(folder), number) if WORKLOAD.is_file() else own_mails(number)
        octets = sum(map(len, mails))
        print(f"{len(mails):,} mails, {octets / len(mails) / 1024:.0f} KB each, {CONNECTIONS} connections")
        print(f"{'door':16} {'mails/s':>8} {'p50 ms':>8} {'p99 ms':>8}   DATA to 250")
        with a_sink() as port:
            sink = report("bare aiosmtpd", mails, port)
        with a_desk(Path(folder)) as port:
            desk = report("postbon", mails, port)
            print(f"postbon keeps {desk / sink:.2f} of the mails/s of a sink that keeps none")
            print(filed(Path(folder)))


def report(name: str, mails: list[bytes], port: int) -> float:
    began = time.perf_counter()
    spent = asyncio.run(send_all(mails, port))
    rate = len(mails) / (time.perf_counter() - began)
    centiles = statistics.quantiles(spent, n=100)
    print(f"{name:16} {rate:8.0f} {centiles[49] * 1000:8.1f} {centiles[98] * 1000:8.1f}")
    return rate


def filed(folder: Path) -> str:
    """How long the filing still takes when the last mail was acknowledged, and that nothing was lost or doubled."""
    began = time.perf_counter()
    store = Store(open_engine(f"sqlite:///{folder / 'postbon.sqlite'}"), FileBlobs(folder / "blobs"))
    comes_true(lambda: counts(store)[2] == 0, seconds=600)
    messages, drafts, _ = counts(store)
    store.close()
    return f"{messages:,} messages, {drafts:,} drafts, all filed {time.perf_counter() - began:.1f} s after the last 250"


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


@contextmanager
def a_sink() -> Iterator[int]:
    port = free_port()
    command = ["-m", "aiosmtpd", "--nosetuid", "--class", "aiosmtpd.handlers.Sink", "--listen", f"127.0.0.1:{port}"]
    with running(command, port, {}):
        yield port


@contextmanager
def a_desk(folder: Path) -> Iterator[int]:
    port = free_port()
    told = {"POSTBON_DESK__DATA_DIR": str(folder), "POSTBON_SMTP_IN__PORT": str(port)}
    with running(["-c", "import cli; cli.main()", "serve", "--only", "smtp,worker"], port, told):
        yield port


@contextmanager
def running(command: list[str], port: int, told: dict[str, str]) -> Iterator[None]:
    env = os.environ | told
    with subprocess.Popen([sys.executable, *command], cwd=HOUSE, env=env, stdout=subprocess.DEVNULL) as process:
        try:
            if not comes_true(lambda: is_up(port)):
                raise RuntimeError(f"{command} does not listen")
            yield
        finally:
            process.terminate()


def workload(folder: Path, number: int) -> list[bytes]:
    written = folder / "workload"
    command = [sys.executable, str(WORKLOAD), "gen", "--out", str(written), "--n", str(number), "--seed", "1"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return [as_sent(file.read_bytes()) for file in sorted(written.glob("*.eml"))]


def own_mails(number: int) -> list[bytes]:
    """Reports of 2 KB, some with an HTML part (15 KB), some with a photo (150 KB); other senders, the same each run."""
    dice = random.Random(1)
    return [own_mail(n, dice) for n in range(number)]


def own_mail(n: int, dice: random.Random) -> bytes:
    mail = EmailMessage()
    mail["From"] = f"huurder{n % 3000}@mail.example.nl"
    mail["To"], mail["Subject"] = DESK, f"Lekkage in de badkamer, melding {n}"
    mail["Message-ID"] = f"<bench-{n}@mail.example.nl>"
    mail.set_content("Er komt water door het plafond van de badkamer. " * 40)
    kind = dice.random()
    if kind > 0.6:
        mail.add_alternative("<p>Er komt <b>water</b> door het plafond.</p>\n" * 280, subtype="html")
    if kind > 0.85:
        mail.add_attachment(dice.randbytes(110_000), maintype="image", subtype="jpeg", filename="foto.jpg")
    return as_sent(mail.as_bytes())


def as_sent(mail: bytes) -> bytes:
    return mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n").rstrip(b"\r\n")
