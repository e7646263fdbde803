"""Whatever a program sends, the API never breaks: every route, its path, query and body made up as it is described."""

from __future__ import annotations

import os
import random
import re
from typing import Any
from urllib.parse import quote

import pytest

from tests.hostile_words import ATTACKS
from tests.journeys.world import World
from tests.web.api.programs import a_program
from tests.web.lived_in import a_week

CALLS = int(os.environ.get("POSTBON_TEST_HOSTILE", "1"))  # of each route
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1, 2**31, 2**63, 10**30, 1.5, 1e308, "", "x", "1", "T-2026-00042", "OB-2026-00031",
    "2026-11-28", "9999-12-31", "0001-01-01T00:00:00Z", "2026-11-28T10:00:00+23:59", "a@b.example.nl", [], {}, [None],
    {"a": {}}, *(words for words in ATTACKS if "\ud800" not in words),
)  # fmt: skip


@pytest.fixture
def database_url(postgres_database: str) -> str:
    """The stricter of the two: it refuses numbers, letters and times that SQLite takes."""
    return postgres_database


def made_up(schema: dict[str, Any], whole: dict[str, Any], chance: random.Random) -> Any:
    """A value of this description, or, one time in six, of none."""
    if "$ref" in schema:
        return made_up(whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]], whole, chance)
    if chance.random() < 1 / 6:
        return chance.choice(ODD)
    if options := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        return made_up(chance.choice(options), whole, chance)
    if "enum" in schema:
        return chance.choice(schema["enum"])
    if schema.get("type") == "object":
        wanted, names = schema.get("required", ()), schema.get("properties", {})
        chosen = [name for name in names if name in wanted or chance.random() < 0.5]
        return {name: made_up(names[name], whole, chance) for name in chosen}
    if schema.get("type") == "array":
        return [made_up(schema.get("items", {}), whole, chance) for _ in range(chance.randint(0, 3))]
    kinds = {"integer": (int,), "number": (int, float), "boolean": (bool,), "string": (str,)}
    return chance.choice([value for value in ODD if isinstance(value, kinds.get(schema.get("type", ""), object))])


@pytest.mark.timeout(3600)
def test_no_call_of_any_kind_breaks_the_desk(world: World):
    a_week(world)
    program = a_program(world.desk)
    whole = program.get("/openapi.json").json()
    for seed in range(CALLS):
        chance = random.Random(seed)
        for path, ways in whole["paths"].items():
            for method, described in ways.items():
                words = [quote(str(chance.choice((1, 2, *ODD))) or "1", safe="")[:2_000] for _ in range(2)]
                at = re.sub(r"{\w+}", "{}", path).format(*words)
                asked = [one for one in described.get("parameters", []) if one["in"] == "query"]
                params = {one["name"]: str(made_up(one["schema"], whole, chance))[:2_000] for one in asked}
                content = described.get("requestBody", {}).get("content", {}).get("application/json")
                body = {"json": made_up(content["schema"], whole, chance)} if content else {}

                answer = program.request(method.upper(), at, params=params, **body)

                assert answer.status_code < 500, (method, at, params, body, answer.text[:300])
