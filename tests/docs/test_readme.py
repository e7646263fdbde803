"""README's first commands work as they stand there, in a shell that knows nothing of ours.

`make test` is what runs this. Installing needs a package index: `make install-test`. What `postbon init` asks at a
terminal, and a desk that serves by it, are in tests/cli/test_new_desk.py."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import urllib.request
from pathlib import Path

import pytest
from typer.main import get_command

import cli
from tests.servers.server_process import HOST, comes_true, free_port

ROOT = Path(__file__).parents[2]
LINES = [
    line.partition("  #")[0].strip()
    for block in re.findall(r"^```\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
    if line.startswith(("make ", "postbon "))
]


def test_every_command_of_the_readme_is_one_with_the_options_it_has():
    known = get_command(cli.app).commands  # type: ignore[attr-defined]  # a group
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)

    words = [shlex.split(line) for line in LINES]
    ours = [rest for program, *rest in words if program == "postbon"]
    assert [name for name, *_ in ours] == ["tryout", "init", "doctor", "serve"]
    for name, *rest in ours:
        options = {option for one in known[name].params for option in one.opts}
        assert {word for word in rest if word.startswith("--")} <= options
    assert {rest[0] for program, *rest in words if program == "make"} <= set(targets)


@pytest.mark.timeout(180)
def test_make_demo_prints_a_log_in_and_serves_the_desk_until_it_is_interrupted(tmp_path: Path):
    """On ports of its own, and in a folder of its own beside what is installed already."""
    for name in ("Makefile", "requirements.txt", "pyproject.toml", "deploy", ".venv"):
        (tmp_path / name).symlink_to(ROOT / name)
    web, smtp = free_port(), free_port()
    ports = {"POSTBON_WEB__PORT": str(web), "POSTBON_SMTP_IN__PORT": str(smtp)}
    fresh = {"PATH": os.defpath, "HOME": str(tmp_path), "PYTHONUNBUFFERED": "1", "MAKEFLAGS": "-o .venv/run.stamp"}
    assert "make demo" in LINES

    with subprocess.Popen(
        ["/bin/bash", "-c", "make demo"],
        cwd=tmp_path,
        env=fresh | ports,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as shell:
        try:
            assert shell.stdout is not None
            line = shell.stdout.readline()
            assert comes_true(lambda: answers(f"http://{HOST}:{web}/login"), seconds=60)
        finally:
            os.killpg(shell.pid, signal.SIGINT)  # as Ctrl-C does
            shell.communicate(timeout=60)

    assert re.search(r"\S+@\S+, \S+ \S+", line)
    assert (tmp_path / "var/demo").is_dir()


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address) as page:
            return bool(page.status == 200)
    except OSError:
        return False
