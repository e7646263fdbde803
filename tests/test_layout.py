"""The house's plan. What may import what is guarded by lint-imports; here is what it cannot see."""

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = {contract["name"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}
STATIONS = PROJECT["tool"]["importlinter"]["root_packages"]

# What a decision is told as an argument instead of asking for it.
WORLD = {"os", "pathlib", "random", "secrets", "socket", "subprocess", "threading", "time"}
CLOCK = {"now", "today", "utcnow"}

# What takes longer to load than the whole answer to `postbon --help` may take.
HEAVY = {"store.words", "aiosmtpd", "alembic", "fastapi", "mailparser", "sqlalchemy", "sqlmodel"}


@pytest.mark.parametrize("package", STATIONS)
def test_our_packages_are_ours_and_not_somebody_elses_of_the_same_name(package: str) -> None:
    spec = importlib.util.find_spec(package)

    assert spec is not None
    assert spec.origin == str(ROOT / package / "__init__.py")


def test_wheel_holds_every_file_of_every_station_and_the_front_door(tmp_path: Path) -> None:
    ours = [path for station in STATIONS for path in (ROOT / station).rglob("*") if path.is_file()]
    wanted = {str(path.relative_to(ROOT)) for path in [ROOT / "cli.py", *ours] if "__pycache__" not in path.parts}

    guide = [path for path in (ROOT / "docs" / "guide").rglob("*") if path.is_file()]
    wanted |= {f"web/guide/{path.relative_to(ROOT / 'docs' / 'guide')}" for path in guide}
    shown = {
        name for page in guide if page.suffix == ".md" for name in re.findall(r"pictures/(.+?)\)", page.read_text())
    }
    wanted |= {f"web/guide/pictures/{name}" for name in shown}

    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(tmp_path))

    with ZipFile(wheel) as archive:
        assert wanted - set(archive.namelist()) == set()


@pytest.mark.parametrize("module", CONTRACTS["decisions touch nothing"]["source_modules"])
def test_decisions_ask_neither_the_clock_nor_the_machine(module: str) -> None:
    tree = parsed(ROOT / f"{module.replace('.', '/')}.py")

    asked = WORLD & {name.split(".")[0] for name in imports(tree)}
    read = CLOCK & {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}

    assert asked | read == set()


def test_nothing_imports_the_front_door_or_the_tests() -> None:
    rooms = [path for station in STATIONS for path in (ROOT / station).rglob("*.py")]

    inward = {
        path: {"cli", "tests", "bench"} & {name.split(".")[0] for name in imports(parsed(path))} for path in rooms
    }

    assert [path for path, names in inward.items() if names] == []


@pytest.mark.parametrize(
    "folder",
    [
        path
        for station in STATIONS
        for path in sorted({ROOT / station, *(path.parent for path in (ROOT / station).rglob("__init__.py"))})
    ],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_rooms_of_a_folder_import_in_no_circle(folder: Path) -> None:
    above = ".".join(folder.relative_to(ROOT).parts)
    arrows: dict[str, set[str]] = {}
    for path in folder.rglob("*.py"):
        room = path.relative_to(folder).parts[0].removesuffix(".py")
        wanted = {
            name.removeprefix(f"{above}.").split(".")[0]
            for name in imports(parsed(path))
            if name.startswith(f"{above}.")
        }
        arrows.setdefault(room, set()).update(wanted - {room})

    assert circles(arrows) == set()


@pytest.mark.parametrize("station", [name for name in STATIONS if name not in ("store", "outbound")])
def test_a_folder_is_seen_at_a_glance(station: str) -> None:
    folders = [ROOT / station, *(path.parent for path in (ROOT / station).rglob("__init__.py"))]
    sizes = {path: len([room for room in path.glob("*.py") if room.name != "__init__.py"]) for path in folders}

    assert {path: size for path, size in sizes.items() if size > 20} == {}


def test_no_test_file_lends_to_another() -> None:
    lenders = re.compile(r"tests\.(\w+\.)*test_\w+")
    borrowed = {
        str(path.relative_to(ROOT)): [name for name in imports(parsed(path)) if lenders.fullmatch(name)]
        for path in (ROOT / "tests").rglob("*.py")
    }

    assert {path: names for path, names in borrowed.items() if names} == {}


def test_a_class_name_has_one_meaning_in_the_whole_code() -> None:
    places: dict[str, set[str]] = {}
    for folder in (*STATIONS, "tests", "bench"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(parsed(path)):
                if isinstance(node, ast.ClassDef):
                    places.setdefault(node.name, set()).add(str(path.relative_to(ROOT)))

    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_local_name_is_a_participle_that_may_mean_anything() -> None:
    """The thing has a name; "said" was a codec, a date, an error's text and a body's hash."""
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in [ROOT / "cli.py", *(path for station in STATIONS for path in (ROOT / station).rglob("*.py"))]
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef | ast.Lambda)
        for node in ast.walk(function)
        for name in [getattr(node, "id", ""), getattr(node, "arg", "")]
        if name in ("said", "told")
    ]
    assert found == []


def test_pages_ask_the_store_by_name_and_write_no_query_of_their_own() -> None:
    asking = {
        path.relative_to(ROOT)
        for path in (ROOT / "web").rglob("*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.module in ("sqlmodel", "sqlalchemy")
        if {name.name for name in node.names} & {"select", "update", "delete", "insert"}
    }

    assert asking == set()


def test_front_door_opens_without_waking_the_house() -> None:
    loaded = subprocess.check_output(
        [sys.executable, "-c", "import cli, sys; print(*sys.modules)"], cwd=ROOT, text=True
    )

    assert HEAVY & set(loaded.split()) == set()


def test_no_kept_file_names_a_place_on_one_machine() -> None:
    place = re.compile("|".join([re.escape(f"{ROOT.parent}/"), re.escape(f"{Path.home()}/"), r"/(home|Users)/\w"]))

    assert [path for path, text in kept_texts() if place.search(text)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-all.txt", "requirements-dev.txt"])
def test_requirements_pin_every_package_by_hash_and_name_no_index(name: str) -> None:
    text = (ROOT / name).read_text()
    packages = re.split(r"\n(?=\S)", text.strip())

    assert [package for package in packages if "==" not in package or "--hash=sha256:" not in package] == []
    assert "://" not in text


def test_no_file_speaks_of_another_that_is_not_there() -> None:
    spoken_of = re.compile(rf"(?<![\w/])(?:{'|'.join(STATIONS)}|tests|bench|deploy)/[a-z_/]+\.py\b")
    missing = {
        f"{name}: {other}"
        for name, text in kept_texts()
        for other in spoken_of.findall(text)
        if name.endswith((".py", ".html", ".jinja", ".css", ".toml", ".yaml")) and not (ROOT / other).exists()
    }

    assert missing == set()


def kept_texts() -> Iterator[tuple[str, str]]:
    names = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True).split("\0")
    for name in filter(None, names):
        if (path := ROOT / name).is_file():
            yield name, path.read_text(encoding="utf-8", errors="replace")


def circles(arrows: dict[str, set[str]]) -> set[str]:
    """The rooms from which one comes back to where one began."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        ways = [start]
        while ways:
            new = arrows.get(ways.pop(), set()) - seen
            seen |= new
            ways += new
        return seen

    return {room for room in arrows if room in reached(room)}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes())


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
