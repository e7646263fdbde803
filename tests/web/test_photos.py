"""Pictures for pages are drawn anew."""

from __future__ import annotations

import subprocess
import sys

import config.demo

FIRST_PICTURE = """
import sys
from pathlib import Path
from web.photos import redraw
print(redraw(Path(sys.argv[1]).read_bytes(), 480)[:2])
"""


def test_the_very_first_picture_a_desk_is_asked_for_is_drawn():
    photo = f"{config.demo.__path__[0]}/plafond.jpg"

    drawn = subprocess.run([sys.executable, "-c", FIRST_PICTURE, photo], capture_output=True, text=True)

    assert (drawn.stdout, drawn.stderr) == ("b'\\xff\\xd8'\n", "")
