"""What every test stands on: real servers, one directory a run, and no skip where none is allowed."""

import gc
import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import hypothesis
import pytest

# Even where Python is told to keep no compiled files: each process would translate the code and the tests anew,
# which takes longer than most of them live.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

hypothesis.settings.register_profile("house", deadline=None)  # it counts the time other programs take as well
hypothesis.settings.load_profile("house")

pytest_plugins = [
    "tests.cast",
    "tests.clerks",
    "tests.stores",
    "tests.servers.chromium",
    "tests.servers.clamd",
    "tests.servers.token_server",  # before those that use it
    "tests.servers.dovecot",
    "tests.servers.postfix",
    "tests.servers.postgres",
    "tests.servers.s3",
    "tests.servers.sink",
    "tests.servers.secured",  # as a sink
    "tests.running_app",  # it stands on the servers
    "tests.journeys.world",  # and on it everything stands
]

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.fixture(scope="session")
def run_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One directory for the whole run, the same for every xdist worker."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with the servers it uses, so that `-m "not chromium"` leaves them out. What may take long
    goes first: at the end all workers but one would wait for it."""
    items.sort(key=lambda item: item.get_closest_marker("timeout") is None)
    for item in items:
        for server in ("chromium", "clamd", "dovecot", "postfix", "postgres", "s3"):
            if {server, f"start_{server}"} & set(getattr(item, "fixturenames", ())):
                item.add_marker(server)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for what may go was a twentieth of the whole run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5000, 10, 10)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Name a test that fails at once: the whole run takes long, and is told of only at its end."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        sys.stderr.write(f"\nFAILED {report.nodeid}\n{report.longreprtext[-400:]}\n")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return without_skips((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return without_skips((yield))


def without_skips(report: Report) -> Report:
    """Where every server is promised (POSTBON_TEST_NO_SKIPS=1, as in CI), a skipped test is a failed one."""
    if os.environ.get("POSTBON_TEST_NO_SKIPS") == "1" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"No skip is allowed here: {report.longreprtext}"
    return report
