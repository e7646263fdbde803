"""A file is taken in on a page: chosen, looked at as what it would change, confirmed; and nothing is written before."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.relations.import_columns import COLUMNS
from tests.journeys.browsers import BrowsedPage
from tests.journeys.forms import Chosen
from tests.journeys.world import World

EXAMPLES = Path(__file__).parents[4] / "docs" / "import"
TENANTS = "nummer;naam;e-mail;woning;vanaf\nH-1;Meryem Kaplan;meryem@mail.example.nl;LH-14B;1-12-2026\n"


def look_at(world: World, text: str | bytes, kind: str = "Mensen") -> BrowsedPage:
    octets = text if isinstance(text, bytes) else text.encode()
    chosen = Chosen("bestand.csv", octets, "text/csv")
    page = world.ingrid.opens("/relations/import")
    return page.press("Bekijk wat er zou veranderen", {"Wat staat er": kind, "Bestand (CSV)": [chosen]})


def test_a_file_shows_what_it_would_change_and_is_written_when_confirmed(world: World):
    shown = look_at(world, TENANTS)
    before = world.ingrid.opens("/people").rows

    kept = shown.press("Lees in")
    changed = look_at(world, "nummer;naam;telefoon\nH-1;Meryem Kaplan-Kaya;06 0000 0199\n")
    again = changed.press("Lees in")

    assert shown.says("1 nieuw, 0 gewijzigd, 0 ongewijzigd") and not any("Meryem" in row for row in before)
    assert kept.done == "1 nieuw, 0 gewijzigd, 0 ongewijzigd" and any("Meryem" in row for row in kept.rows)
    assert changed.row("Kaplan-Kaya")["Wat verandert"].startswith("naam: Meryem Kaplan → Meryem Kaplan-Kaya")
    assert again.done == "0 nieuw, 1 gewijzigd, 0 ongewijzigd"
    assert look_at(world, TENANTS.replace("Kaplan;", "Kaplan-Kaya;")).says("0 nieuw, 0 gewijzigd, 1 ongewijzigd")


@pytest.mark.in_dutch
@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (
            "Mensen",
            "e-mail;rol\nfatima.elamrani@mail.example.nl;eigenaar|huismeester\n",
            "rol: huurder → eigenaar, huismeester",
        ),
        ("Bedrijven", "naam;vak;soort\nElektro Visser;roof;owner\n", "vakken: Elektra → Dak"),
        ("Installaties", "nummer;gastoestel;vak\nINST-0031;nee;Dak\n", "gastoestel: ja → nee"),
    ],
)
def test_the_report_shows_words_and_no_keys(world: World, kind: str, text: str, words: str):
    shown = look_at(world, text, kind)

    assert any(words in change for change in shown.all(".change")), shown.text


def test_what_changed_meanwhile_is_shown_again_before_anything_is_written(world: World):
    shown = look_at(world, TENANTS)
    look_at(world, TENANTS).press("Lees in")

    late = shown.press("Lees in")

    assert late.status == 409 and late.says("Er is niets opgeslagen")


@pytest.mark.in_dutch
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("naam;schoenmaat\nA;41\n", "Onbekende kolom 'schoenmaat'"),
        ("naam;woning\nA;XX-1\n", "Regel 2: woning: 'XX-1' bestaat hier niet"),
        ("naam;vanaf\nA;morgen\n", "Regel 2: vanaf: 'morgen' begrijpen wij niet"),
        ("nummer;naam;e-mail\nH-1;A;a@mail.example.nl\nH-1;B;b@mail.example.nl\n", "Regel 3: Hetzelfde als regel 2"),
        ("naam;e-mail\nA;olivia.carter@mail.example.nl|p.hendriks@oudeprovider.example.nl\n", "meer personen"),
        (b"\x00\xff\xfe\x01", "Onbekende kolom"),
    ],
)
def test_a_file_with_a_fault_names_its_line_and_offers_no_way_to_take_it_in(
    world: World, text: str | bytes, words: str
):
    page = look_at(world, text)

    assert page.status == 422 and page.says(words) and not page.offers("Lees in")


def test_without_a_file_the_page_says_so_at_its_field(world: World):
    refused = world.ingrid.opens("/relations/import").press("Bekijk wat er zou veranderen")
    odd = world.ingrid.browser.post("/relations/import/confirm", data={"kind": "people", "packed": "eJx"})

    assert refused.status == 422 and "Kies een bestand." in refused.errors["files"]
    assert odd.status_code == 422


@pytest.mark.parametrize("folder", ["nl", "en"])
def test_the_examples_in_the_docs_are_taken_in_and_use_every_column(world: World, folder: str):
    words = {"properties": "Complexen", "units": "Woningen", "parties": "Bedrijven", "people": "Mensen"}
    words["installations"] = "Installaties"
    for kind in ("parties", "properties", "units", "people", "installations"):
        text = (EXAMPLES / folder / f"{kind}.csv").read_text("utf-8")
        heads = [column.dutch[0] if folder == "nl" else column.name for column in COLUMNS[kind]]

        assert text.splitlines()[0].split(";") == heads
        shown = look_at(world, text, words[kind])
        assert shown.offers("Lees in"), shown.errors or shown.all(".notice li")
        assert shown.press("Lees in").done.startswith(f"{len(text.splitlines()) - 1} nieuw")


def test_the_docs_name_every_column_with_its_dutch_head():
    documented = (EXAMPLES / "README.md").read_text("utf-8")

    for kind, columns in COLUMNS.items():
        line = next(line for line in documented.splitlines() if line.startswith(f"| `{kind}`"))
        for column in columns:
            assert f"`{column.name}`" in line and f"`{column.dutch[0]}`" in line, (kind, column.name)
