"""Octets keep the same promises wherever they rest: a folder, the database, a store that speaks S3."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from config.settings import BlobSettings, Settings
from store import moving_octets, octets
from store.blob_places import open_blobs
from store.blobs import BlobDamagedError, BlobMissingError, Blobs, FileBlobs, StoreUnavailableError
from store.intake import Arrival, Intake, keep_all
from store.moving import MoveError, quietly
from store.octets import missing_octets
from store.opening import open_store
from tests.cli.program import postbon
from tests.ingest.mails import NOW, some_octets
from tests.servers.s3 import KEY, S3, SECRET
from tests.servers.server_process import free_port
from tests.store.places import EACH_PLACE, settings_at


@pytest.fixture(params=EACH_PLACE)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    return settings_at(request.param, request, tmp_path)


@pytest.fixture
def blobs(settings: Settings) -> Iterator[Blobs]:
    with closing(open_blobs(settings)) as opened:
        yield opened


def test_octets_are_given_as_they_were_put_and_found_by_the_first_digits_of_their_key(blobs: Blobs):
    written = [b"", b"mail \0 \xff", bytes(range(256)) * 30_000]

    keys = [blobs.put(each) for each in (*written, written[1])]

    assert [blobs.get(key) for key in keys] == [*written, written[1]]
    assert all(key in blobs.keys(key[:2]) for key in keys)
    assert blobs.keys("zz") == set()


def test_octets_that_were_just_put_outlive_their_removal(blobs: Blobs):
    key = blobs.put(b"mail")

    blobs.remove(key, untouched=3600)
    kept = blobs.get(key)
    blobs.remove(key)
    blobs.remove(key)

    assert kept == b"mail"
    with pytest.raises(BlobMissingError):
        blobs.get(key)


def test_octets_that_are_no_longer_what_was_put_are_given_to_nobody(blobs: Blobs):
    key = blobs.put(b"mail")
    other = key.replace(key[:8], "00000000", 1)
    blobs.put_as(other, b"mail")

    with pytest.raises(BlobDamagedError, match=other):
        blobs.get(other)


def test_a_mail_is_not_acknowledged_while_its_octets_cannot_be_kept(settings: Settings, s3: S3):
    """The sender keeps it: a bucket that is gone, a server that does not answer, a wrong key, a database that ended."""
    places = [
        s3.settings("", bucket="nowhere"),
        BlobSettings.model_validate(
            {"url": f"s3://octets?endpoint=http://127.0.0.1:{free_port()}", "access_key": KEY, "secret_key": SECRET}
        ),
        s3.settings("x").model_copy(update={"access_key": "another"}),
    ]
    with open_store(settings) as store:
        for place in places:
            store.blobs = open_blobs(settings.model_copy(update={"blobs": place}))
            intake = Intake(store)
            with pytest.raises(StoreUnavailableError, match="octets: "):
                intake.keep(arrival(1)).result()
            intake.close()
            with pytest.raises(StoreUnavailableError):
                store.blobs.get("00")


def test_octets_move_from_place_to_place_and_a_move_that_was_cut_off_goes_on(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    keys = keep(settings, range(20))
    for module in (octets, moving_octets):  # the other parts are empty, and asking costs time
        monkeypatch.setattr(module, "PREFIXES", sorted({key[:2] for key in keys}))

    def stop_halfway(_octets: str, done: int, total: int) -> None:
        if done < total:
            raise KeyboardInterrupt

    target = f"file:{tmp_path}/elsewhere"
    with pytest.raises(KeyboardInterrupt):
        moving_octets.move_octets(settings, target, stop_halfway)
    halfway = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "elsewhere").rglob("*.*") if path.is_file()}
    assert moving_octets.move_octets(settings, target, quietly)

    moved = settings.model_copy(update={"blobs": settings.blobs.model_copy(update={"url": target})})
    with open_store(moved) as store, store.reading() as session:
        assert missing_octets(session, store.blobs) == {"mails": 0, "letters": 0, "files": 0}
        assert [store.blobs.get(key) for key in keys] == [some_octets(n) for n in range(20)]
    now = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "elsewhere").rglob("*.*")}
    assert {name: now[name] for name in halfway} == halfway
    # And back, under the same keys.
    with closing(open_blobs(settings)) as old:
        for key in keys:
            old.remove(key)
    assert moving_octets.move_octets(moved, settings.blobs.url or f"file:{settings.blob_folder}", quietly)
    with open_store(settings) as store:
        assert [store.blobs.get(key) for key in keys] == [some_octets(n) for n in range(20)]


def test_damaged_octets_are_named_and_all_others_moved(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    [good] = keep(settings, range(1))
    monkeypatch.setattr(moving_octets, "PREFIXES", ("00", good[:2]))
    with closing(open_blobs(settings)) as blobs:
        blobs.put_as("00" * 32, b"others")

    with pytest.raises(MoveError, match="0000"):
        moving_octets.move_octets(settings, f"file:{tmp_path}/elsewhere", quietly)

    assert FileBlobs(tmp_path / "elsewhere").get(good) == some_octets(0)


def test_octets_that_nothing_names_are_counted_and_only_those_of_long_ago_are_forgotten(tmp_path: Path):
    (tmp_path / "mail.eml").write_bytes(some_octets())
    postbon("ingest", "mail.eml", cwd=tmp_path)
    blobs = FileBlobs(tmp_path / "postbon-data/blobs")
    lately, long_ago = blobs.put(b"lately"), blobs.put(b"long ago")
    age(next((tmp_path / "postbon-data/blobs").rglob(long_ago)))

    counted = postbon("sweep-octets", cwd=tmp_path)
    forgot = postbon("sweep-octets", "--forget", cwd=tmp_path)

    assert counted.stdout == forgot.stdout == "2 files belong to nothing\n"
    assert (blobs.get(lately), long_ago in blobs.keys(long_ago[:2])) == (b"lately", False)
    assert postbon("ingest", "mail.eml", cwd=tmp_path).stdout == "mail.eml: kept as M-1 (again)\n"


@pytest.mark.parametrize("url", ["s3:bucket", "s3://", "s3://bucket?entpoint=x", "ftp://x", "database"])
def test_a_place_that_cannot_be_is_refused_in_words(url: str, tmp_path: Path):
    done = postbon("work", "--once", cwd=tmp_path, POSTBON_BLOBS__URL=url)

    assert (done.returncode, done.stderr.count("\n"), "blobs.url" in done.stderr) == (2, 1, True), done.stderr


def keep(settings: Settings, numbers: range) -> list[str]:
    """Mails whose octets rest where the settings say; the keys of these."""
    with open_store(settings) as store:
        keys = [store.blobs.put(some_octets(n)) for n in numbers]
        with store.writing() as session:
            keep_all(session, [(arrival(n), key) for n, key in zip(numbers, keys, strict=True)])
    return keys


def arrival(n: int) -> Arrival:
    return Arrival(some_octets(n), f"print-{n}", f"mail-{n}@mail.example.nl", "smtp", NOW)


def age(path: Path) -> None:
    """As if it were put two days ago."""
    os.utime(path, (time.time() - 172_800,) * 2)
