"""The command as a process of its own, in a folder of its own, with no settings but those a test gives."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
POSTBON = (sys.executable, "-c", "import cli; cli.main()")


def environment(**settings: str) -> dict[str, str]:
    """What the program finds around it: its own code, and these settings."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **settings}


def postbon(*arguments: str, cwd: Path, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end, whatever that is."""
    return subprocess.run(
        [*POSTBON, *arguments],
        input=stdin,
        cwd=cwd,
        env=environment(**settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def piped(folder: Path, mail: bytes, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """What a mail server's pipe runs, with one mail on its standard input."""
    command = [*POSTBON, "ingest", "-"]
    return subprocess.run(
        command, input=mail, cwd=folder, env=environment(**settings), capture_output=True, check=False
    )
