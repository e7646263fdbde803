"""The 26 situations other desks were seen to fail in, each with at least three more of its kind, from outside."""

from __future__ import annotations

import pytest

from tests.journeys.cases.post import Post
from tests.journeys.cases.table import CASES
from tests.journeys.world import World


@pytest.fixture
def database_url(sqlite_database: str) -> str:
    """What is read and where it goes is decided before the store is asked; one database is enough."""
    return sqlite_database


@pytest.mark.parametrize("name", CASES)
def test_every_variation_of_a_situation_is_right(world: World, name: str, request: pytest.FixtureRequest):
    post, wrong = Post(world, request.getfixturevalue), {}
    for variation, given in CASES[name].variations.items():
        try:
            CASES[name].right(post, given)
        except AssertionError as error:
            wrong[variation] = str(error)[:300]
        world.clock.advance(hours=25)

    assert not wrong, "\n".join(f"{variation}: {why}" for variation, why in wrong.items())


def test_each_situation_has_the_reported_one_and_three_more():
    assert len(CASES) == 26
    assert [name for name, case in CASES.items() if len(case.variations) < 4] == []
