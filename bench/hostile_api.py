"""Calls of the API as schemathesis makes them up from its description, to a desk of its own: none may end in a 500.

POSTBON_BENCH_CALLS says how many of each operation, beside those at the bounds of each field (20), POSTBON_BENCH_SEED
which.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench.hostile import a_world
from store.keys import make_key

MINUTES = 20  # at most


def main() -> None:
    with ExitStack() as opened:
        desk = a_world(opened).desk
        with desk.store.writing() as session:
            _, key = make_key(session, "schemathesis", desk.staff_named("Ingrid").key, desk.clock())
        api = f"{desk.settings.desk.base_url}/api/v1"
        command = [
            str(Path(sys.executable).with_name("schemathesis")), "run", f"{api}/openapi.json",
            "--url", api, "--header", f"Authorization: Bearer {key}",
            "--checks", "not_a_server_error", "--phases", "examples,coverage,fuzzing", "--continue-on-failure",
            "--max-examples", os.environ.get("POSTBON_BENCH_CALLS", "20"),
            "--seed", os.environ.get("POSTBON_BENCH_SEED", "1"),
            "--request-timeout", "30", "--warnings", "off", "--no-color",
            "--suppress-health-check", "all",
        ]  # fmt: skip
        passing = opened.enter_context(tempfile.TemporaryDirectory())
        sys.exit(subprocess.run(command, cwd=passing, check=False, timeout=MINUTES * 60).returncode)
