"""The same three hundred mails as a batch, by us and by django-helpdesk, in turns: CPU a mail, start and letters
included, no byte code left to write.

django-helpdesk (BSD) lives in a venv of its own, which the first run makes from `requirements.txt` beside this file.
Both read files, make a ticket or draft of each, and answer over SMTP to one sink. POSTBON_BENCH_TURNS says how often
each (5), POSTBON_BENCH_FOLDER where the venv lies (var/bench).
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.load import a_sink, counts, own_mails
from store.blobs import FileBlobs
from store.store import Store, open_engine

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("POSTBON_BENCH_FOLDER", ROOT / "var" / "bench"))
HERE = Path(__file__).parent
MAILS = 300
OURS = [sys.executable, "-c", "import cli; cli.main()"]


def main() -> None:
    turns = int(os.environ.get("POSTBON_BENCH_TURNS", "5"))
    python, spent = peer_python(), list[tuple[float, float]]()
    with a_sink() as sink, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mails = folder / "mails"
        mails.mkdir()
        for number, octets in enumerate(own_mails(MAILS, 0)):
            (mails / f"{number:03}.eml").write_bytes(octets)
        for turn in range(turns + 1):
            here = folder / str(turn)
            here.mkdir()
            times = by_us(here, mails, sink.port), by_django_helpdesk(here, mails, sink.port, python)
            if turn:  # the first warms what the machine keeps of files
                spent.append(times)
    print(f"{MAILS} mails as a batch, {turns} turns, start and letters included; CPU a mail in ms, median (all)")
    for name, times in zip(("postbon", "django-helpdesk"), zip(*spent, strict=True), strict=True):
        print(f"{name:16} {statistics.median(times):6.2f}   {' '.join(f'{each:.1f}' for each in times)}")
    print(f"postbon beside it: {statistics.median(ours / theirs for ours, theirs in spent):.2f}")


def by_us(folder: Path, mails: Path, smtp: int) -> float:
    url = f"sqlite:///{folder / 'desk' / 'postbon.sqlite'}"
    desk = Run(
        {
            "POSTBON_DESK__DATA_DIR": str(folder / "desk"),
            "POSTBON_DATABASE__URL": url,
            "POSTBON_SMTP_OUT__PORT": str(smtp),
            "POSTBON_SMTP_OUT__HOST": "127.0.0.1",
            "POSTBON_LIMITS__DRAFTS_PER_SENDER_HOUR": "1000",
        }
    )
    (folder / "desk").mkdir()
    desk.run(*OURS, "work", "--once")  # an empty desk with its tables
    began = cpu()
    desk.run(*OURS, "work", "--once", "--mail", str(mails))
    taken = cpu() - began
    store = Store(open_engine(url), FileBlobs(folder / "desk" / "blobs"))
    expect(counts(store)[1], "drafts")
    store.close()
    return taken / MAILS * 1000


def by_django_helpdesk(folder: Path, mails: Path, smtp: int, python: Path) -> float:
    peer = Run({"PEER_FOLDER": str(folder), "PEER_SMTP": str(smtp), "DJANGO_SETTINGS_MODULE": "helpdesk_settings"})
    shutil.copytree(mails, folder / "mails")
    manage = [str(python), "-m", "django"]
    peer.run(*manage, "migrate", "--verbosity", "0")
    peer.run(*manage, "loaddata", "emailtemplate.json", "--verbosity", "0")
    peer.run(*manage, "shell", "-c", MAKE_QUEUE)
    began = cpu()
    peer.run(*manage, "get_email", "--quiet")
    taken = cpu() - began
    expect(int(peer.run(*manage, "shell", "-v", "0", "-c", COUNT)), "tickets")
    return taken / MAILS * 1000


MAKE_QUEUE = """
import os
from helpdesk.models import Queue
Queue.objects.create(title="Meldingen", slug="meldingen", email_address="melding@delinde.example.nl",
    allow_email_submission=True, email_box_type="local", email_box_interval=0, logging_type="none",
    email_box_local_dir=os.path.join(os.environ["PEER_FOLDER"], "mails"))
"""
COUNT = "from helpdesk.models import Ticket; print(Ticket.objects.count())"


@dataclass(frozen=True, slots=True)
class Run:
    told: dict[str, str]

    def run(self, *command: str) -> str:
        """What it printed. Raises CalledProcessError."""
        env = os.environ | self.told | {"PYTHONPATH": f"{HERE}:{ROOT}"}
        done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout


def cpu() -> float:
    """Seconds of all that was run and has ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def expect(number: int, what: str) -> None:
    if number != MAILS:
        raise RuntimeError(f"{number} {what} of {MAILS} mails")


def peer_python() -> Path:
    """The Python of a venv with django-helpdesk in it, made where there is none, its byte code written."""
    venv = FOLDER / "peers"
    python = venv / "bin" / "python"
    if not (venv / "made").is_file():
        shutil.rmtree(venv, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        wanted = ["--require-hashes", "-r", str(HERE / "requirements.txt")]
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *wanted], check=True)
        subprocess.run([str(python), "-m", "compileall", "-q", str(venv / "lib")], check=False)
        (venv / "made").touch()
    return python
