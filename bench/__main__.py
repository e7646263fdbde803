"""python -m bench [ROOM]… [NUMBER]: print figures. Without a name, all rooms one after another; `grow` only by name."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench


def main(names: list[str]) -> None:
    rooms = [room.name for room in pkgutil.iter_modules(bench.__path__) if room.name not in ("__main__", "grow")]
    for name in names or rooms:
        print(f"== {name}")
        importlib.import_module(f"bench.{name}").main()


main([word for word in sys.argv[1:] if not word.isdigit()])
