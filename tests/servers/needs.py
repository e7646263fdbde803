"""What a test needs of the machine, and what is said when it is not there."""

import os
import shutil
from pathlib import Path

import pytest


def program(name: str, *, package: str, among: str = "") -> Path:
    """The path of an installed program; without it the test is skipped, naming the Debian package.

    among  a glob of directories below / to look in first, for programs that Debian keeps off the PATH
    """
    kept = [path for path in sorted(Path("/").glob(among), reverse=True) if among and (path / name).exists()]
    found = kept[0] / name if kept else shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if not found:
        pytest.skip(f"{name} is not installed; Debian: apt-get install {package}")
    return Path(found)


def root(why: str) -> None:
    if os.geteuid() != 0:
        pytest.skip(f"needs root: {why}")
