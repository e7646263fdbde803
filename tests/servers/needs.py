"""What a test needs of the machine, and what is said when it is not there."""

import os
import shutil
import sys
from ctypes.util import find_library
from pathlib import Path

import pytest

# Where Debian keeps servers; of several versions the newest.
OFF_THE_PATH = [
    str(Path(sys.executable).parent),  # programs that come as packages of Python
    "/usr/sbin",
    "/usr/lib/dovecot",
    "/usr/lib/postfix/sbin",
    *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True),
]


def program(name: str, *, package: str) -> Path:
    """The path of an installed program; without it the test is skipped, naming the Debian package."""
    path = shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *OFF_THE_PATH]))
    if path is None:
        pytest.skip(f"{name} is not installed; on Debian: apt-get install {package}")
    return Path(path)


def library(name: str, *, package: str) -> None:
    if find_library(name) is None:
        pytest.skip(f"lib{name} is not installed; on Debian: apt-get install {package}")


def root(why: str) -> None:
    if os.geteuid() != 0:
        pytest.skip(f"needs root: {why}")
