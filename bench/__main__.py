"""python -m bench [NAME]…: print figures. Without a name, all of them one after another."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench


def main(names: list[str]) -> None:
    benches = [bench.name for bench in pkgutil.iter_modules(bench.__path__) if not bench.name.startswith("_")]
    for name in names or benches:
        print(f"== {name}")
        importlib.import_module(f"bench.{name}").main()


main(sys.argv[1:])
