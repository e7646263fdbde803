"""Facts of `postbon inspect`: an object for every mail, and a screen a person can read."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from ingest.inspecting import inspect_lines, inspect_screens
from tests.ingest.reading.raw import COVER, parts, text


def test_a_file_that_cannot_be_read_does_not_end_the_run(tmp_path: Path) -> None:
    good = tmp_path / "lek.eml"
    good.write_bytes(COVER + b"\r\nHet lekt.")

    gone, found = (json.loads(line) for line in inspect_lines([str(tmp_path / "weg.eml"), str(good)]))

    assert gone["error"].startswith("FileNotFoundError")
    assert (found["error"], found["subject"], found["reply_text"]) == (None, "Koude radiator", "Het lekt.")


def test_attachments_are_told_with_the_hash_of_what_they_hold(tmp_path: Path) -> None:
    file = tmp_path / "foto.eml"
    file.write_bytes(parts(text(b"Zie foto."), b"Content-Type: image/png; name=lek.png\r\n\r\nPNG"))

    (seen,) = (json.loads(line) for line in inspect_lines([str(file)]))

    assert seen["attachments"] == [
        {
            "filename": "lek.png",
            "content_type": "image/png",
            "size": 3,
            "sha256": sha256(b"PNG").hexdigest(),
            "inline": False,
            "content_id": "",
        }
    ]


def test_the_screen_leaves_out_what_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "lek.eml"
    file.write_bytes(COVER + b"\r\nHet lekt.")

    (screen,) = inspect_screens([str(file)])

    assert "Het lekt." in screen
    assert "bijlagen" not in screen
    assert "files" not in screen
