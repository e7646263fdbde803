"""The guide in the desk: docs/guide as it stands, by who reads it and in their language."""

from __future__ import annotations

import re

import pytest

from tests.journeys.world import World


def test_everybody_opens_their_own_page_of_the_guide_and_finds_the_others_with_their_pictures(world: World):
    own = world.bram.opens("/help").follow("Handleiding")

    assert "Voor wie aan het meldpunt werkt" in own.all("h2")
    for word in ("Voor de beheerder", "Voor de vakman", "Voor de huurder", "Voor wie aan het meldpunt werkt"):
        page = own.follow(word)
        assert page.status == 200 and word in page.all("h2")
        html = world.bram.browser.get(page.path).text
        pictures = re.findall(r'<img src="([^"]+)"', html)
        assert pictures and "](" not in html and ".md" not in html
        answers = [world.bram.browser.get(picture) for picture in pictures]
        assert {answer.headers["content-type"] for answer in answers} == {"image/png"}


def test_an_administrator_reads_of_administering_and_english_is_english(world: World):
    world.ingrid.opens("/account").press("Wijzig", {"Taal": "English"})

    page = world.ingrid.opens("/guide")

    assert "For the administrator" in page.all("h2")


@pytest.mark.parametrize("path", ["nobody", "pictures/nobody.png", "pictures/..%2f..%2fapi.md"])
def test_there_is_nothing_else_in_the_guide(world: World, path: str):
    assert world.ingrid.browser.get(f"/guide/{path}").status_code == 404
    assert "location" in world.desk.stranger().get("/guide/pictures/report.nl.png").headers
