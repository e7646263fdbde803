"""python -m bench [ROOM]…: print figures. Without a name, all rooms one after another."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench


def main(names: list[str]) -> None:
    rooms = [room.name for room in pkgutil.iter_modules(bench.__path__) if not room.name.startswith("_")]
    for name in names or rooms:
        print(f"== {name}")
        importlib.import_module(f"bench.{name}").main()


main(sys.argv[1:])
