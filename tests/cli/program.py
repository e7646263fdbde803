"""The command as a process of its own, in a folder of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def postbon(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", "import cli; cli.main()", *arguments]
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(root), **environment}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


def piped(folder: Path, mail: bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    root = Path(__file__).parents[2]
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(root), **environment}
    command = [sys.executable, "-c", "import cli; cli.main()", "ingest", "-"]
    return subprocess.run(command, input=mail, cwd=folder, env=env, capture_output=True, check=False)
