"""`postbon backup` and `postbon restore`: a desk moves with all that it promised, and overwrites nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count, takewhile
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from pydantic import SecretStr
from sqlmodel import select

from config.settings import Database, DeskSettings, Settings
from ingest.doors.pipe import lay_down
from ingest.doors.spool import take_spooled
from ingest.identity import identify
from store.backup import back_up, restore
from store.blob_places import open_blobs
from store.checks import check_octets
from store.intake import Arrival, Intake
from store.mail import Message
from store.opening import open_store
from store.store import Store
from tests.cli.program import piped, postbon
from tests.ingest.mails import NOW, some_octets
from tests.store.places import EACH_PLACE, blobs_at


def taken_in(folder: Path) -> str:
    """What the command says of one mail in a file of this folder."""
    (folder / "mail.eml").write_bytes(some_octets())
    return postbon("ingest", "mail.eml", cwd=folder).stdout


@pytest.fixture(scope="module")
def desk_and_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copied")
    assert taken_in(folder) == "mail.eml: kept as M-1\n"
    done = postbon("backup", "copy", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def copied(desk_and_copy: Path, tmp_path: Path) -> Path:
    """A folder with a desk in `postbon-data`, a mail in it, and its copy in `copy`."""
    return Path(shutil.copytree(desk_and_copy, tmp_path, dirs_exist_ok=True))


def test_a_restored_desk_has_its_mail_and_the_secret_that_opens_its_links(copied: Path):
    (copied / "postbon-data").rename(copied / "broken")

    done = postbon("restore", "copy", cwd=copied)

    assert done.returncode == 0, done.stderr
    assert (copied / "postbon-data/secret").read_text() == (copied / "broken/secret").read_text()
    assert taken_in(copied) == "mail.eml: kept as M-1 (again)\n"


def test_all_that_the_commands_write_is_for_their_owner_only(copied: Path):
    (copied / "postbon-data").rename(copied / "broken")
    postbon("restore", "copy", cwd=copied)
    piped(copied, some_octets(), POSTBON_DESK__DATA_DIR="piped")

    written = [path for name in ("postbon-data", "broken", "copy", "piped") for path in every(copied / name)]

    assert len(written) > 20
    assert [path for path in written if path.stat().st_mode & 0o077] == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda copy: an_octets_file(copy).write_bytes(b"other words"),
        lambda copy: an_octets_file(copy).unlink(),
        lambda copy: (copy / "blobs/ab").symlink_to("/etc"),
        lambda copy: (copy / "postbon.sqlite").write_bytes((copy / "postbon.sqlite").read_bytes()[:-4096]),
        lambda copy: (copy / "postbon.sqlite").unlink(),
    ],
    ids=["changed octets", "missing octets", "a link out", "half a database", "no database"],
)
def test_a_copy_that_is_not_whole_or_leads_elsewhere_is_not_put_back(copied: Path, damage: Callable[[Path], None]):
    (copied / "postbon-data").rename(copied / "broken")
    damage(copied / "copy")

    done = postbon("restore", "copy", cwd=copied)

    assert done.returncode == 1
    assert (len(done.stderr.splitlines()) == 1 and "copy/" in done.stderr) or "copy holds" in done.stderr
    assert not (copied / "postbon-data").exists()


def test_a_link_in_a_folder_of_mail_is_not_followed(tmp_path: Path):
    (tmp_path / "elsewhere.eml").write_bytes(some_octets())
    (tmp_path / "box").mkdir()
    (tmp_path / "box/link.eml").symlink_to(tmp_path / "elsewhere.eml")

    done = postbon("ingest", "box", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (1, "box/link.eml: cannot be read\n")


def test_the_doctor_names_what_others_can_read_and_the_command_that_ends_it(copied: Path):
    whole = postbon("doctor", "--json", cwd=copied)
    for name in ("postbon-data", "postbon-data/secret"):
        (copied / name).chmod(0o755)

    open_to_others = postbon("doctor", "--json", cwd=copied)

    copied.chmod(0o700)
    assert privacy(whole)["well"]
    assert not privacy(open_to_others)["well"] and "postbon-data/secret" in privacy(open_to_others)["seen"]
    assert privacy(open_to_others)["advice"] == f"chmod -R go= {copied / 'postbon-data'}"


def privacy(doctor: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in json.loads(doctor.stdout) if one["what"] == "privacy of the data")
    return found


def every(folder: Path) -> list[Path]:
    return [folder, *folder.rglob("*")]


def an_octets_file(copy: Path) -> Path:
    return next(path for path in (copy / "blobs").rglob("*") if path.is_file())


def test_a_restore_overwrites_neither_a_desk_nor_another_secret(copied: Path):
    over_a_desk = postbon("restore", "copy", cwd=copied)
    (copied / "postbon-data/postbon.sqlite").unlink()
    (copied / "postbon-data/secret").write_text("another desk's")

    over_a_secret = postbon("restore", "copy", cwd=copied)
    beside_a_set_one = postbon("restore", "copy", cwd=copied, POSTBON_DESK__SECRET="another")

    assert [one.returncode for one in (over_a_desk, over_a_secret, beside_a_set_one)] == [1, 1, 1]
    assert "move it away first" in over_a_desk.stderr and "another secret" in over_a_secret.stderr
    assert "desk.secret" in beside_a_set_one.stderr
    assert not (copied / "postbon-data/postbon.sqlite").exists()


@pytest.mark.parametrize("place", EACH_PLACE)
def test_a_copy_taken_while_mail_comes_in_is_whole_and_the_doctor_says_what_is_lost_of_it(
    store: Store, database_url: str, tmp_path: Path, request: pytest.FixtureRequest, place: str
):
    """On both databases, wherever octets rest; what the pipe laid down, and nobody has taken in yet, belongs to it."""
    if place == "database" and database_url.startswith("sqlite"):
        place = "folder"
    desk = DeskSettings(data_dir=tmp_path, secret=SecretStr("a secret for tests only"))
    settings = Settings(desk=desk, database=Database(url=database_url), blobs=blobs_at(place, request))
    store.blobs = open_blobs(settings)
    intake, stop = Intake(store), Event()
    lay_down(some_octets(999), str(tmp_path / "spool"))
    before = [keep(intake, n) for n in range(10)]
    with ThreadPoolExecutor(1) as pool:
        mails = pool.submit(lambda: [keep(intake, n) for n in takewhile(lambda _: not stop.is_set(), count(10))])
        back_up(settings, tmp_path / "copy")
        stop.set()
        meanwhile = mails.result()
    intake.close()

    url = request.getfixturevalue("postgres_url") if "postgres" in database_url else f"sqlite:///{tmp_path}/new.sqlite"
    desk = desk.model_copy(update={"data_dir": tmp_path / "new"})
    blobs = request.getfixturevalue("s3").settings(tmp_path.name) if place == "s3" else settings.blobs
    new = Settings(desk=desk, database=Database(url=url), blobs=blobs)
    restore(new, tmp_path / "copy")

    with open_store(new) as restored, restored.reading() as session:
        assert take_spooled(restored, new, NOW) == 1
        messages = session.exec(select(Message.message_id, Message.raw_key)).all()
        assert {*before, name_of(999)} <= {name for name, _ in messages} <= {*before, *meanwhile, name_of(999)}
        assert check_octets(session, restored.blobs).well
        restored.blobs.remove(messages[0][1])
        assert "1 mails" in check_octets(session, restored.blobs).seen


def keep(intake: Intake, n: int) -> str:
    """Its Message-ID, when it is kept."""
    raw = some_octets(n)
    intake.keep(Arrival(raw, identify(raw).fingerprint, name_of(n), "smtp", NOW)).result()
    return name_of(n)


def name_of(n: int) -> str:
    return f"mail-{n}@mail.example.nl"


@pytest.mark.parametrize("call", [("backup", "copy"), ("restore", "nowhere")])
def test_where_there_is_nothing_to_copy_nothing_is_made(tmp_path: Path, call: tuple[str, str]):
    done = postbon(*call, cwd=tmp_path)

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.rglob("*.sqlite"))
