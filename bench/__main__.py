"""python -m bench [NAME]… [NUMBER]: print figures; without a name those below one after another."""

from __future__ import annotations

import importlib
import sys

BENCHES = ("load", "pages", "reading", "hostile")


def main(names: list[str]) -> None:
    for name in names or BENCHES:
        print(f"== {name}")
        importlib.import_module(f"bench.{name}").main()


main([word for word in sys.argv[1:] if not word.isdigit()])
