"""The work order as PDF: what it says to whom, and that no words of anybody are syntax in it."""

from __future__ import annotations

import re
from io import BytesIO

import pypdf
import pytest

from tests.journeys.forms import Typed
from tests.journeys.world import World, on
from tests.web.lived_in import an_order
from web.slips import slip_pdf

PHONE = re.compile(r"\b06 ?\d{4} ?\d{4}\b")
HOSTILE = '#eval("1+1") = kop *vet* $x^2$ `raw` #read("/etc/passwd") \\ "]) // <b> @ref'


def read(octets: bytes) -> str:
    """The words of the PDF, as they stand on its pages."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(octets)).pages).split())


def pdf(world: World, who: str, number: str) -> bytes:
    browser, path = world.ingrid.browser, f"/orders/{number}/slip.pdf"
    if who == "firm":
        link = world.johan.letter(f"[{number}] Opdracht").link
        browser, path = world.johan.browser, f"{link}/slips/{number}.pdf"
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-disposition"].startswith("attachment")
    return answer.content


@pytest.mark.parametrize("who", ["staff", "firm"])
def test_the_pdf_says_what_the_slip_says_and_what_the_firm_may_see_by_then(world: World, who: str):
    filled: dict[str, Typed] = {"De servicepartij mag bellen": True, "Toegang": "Kastje, code 4711"}
    number = an_order(world, **filled)
    world.wait()
    slip = world.johan.letter(f"[{number}] Opdracht")

    before = read(pdf(world, who, number))
    world.johan.opens(slip).press("Accepteren")
    after = read(pdf(world, who, number))

    phones = PHONE.findall(world.johan.opens(slip).text)
    for words in (f"Opdrachtbon {number}", "Lindelaan 14B", "3512 SA Utrecht", "Fatima el Amrani", "De Kraan"):
        assert words in before and words in after
    assert phones and [phone in after for phone in phones] == [True] * len(phones)
    assert not PHONE.search(before) and "4711" not in before and "4711" in after
    assert "fatima.elamrani" not in before + after


def test_the_file_names_itself_and_its_language(world: World):
    number = an_order(world)
    world.wait()

    reader = pypdf.PdfReader(BytesIO(pdf(world, "firm", number)))

    assert reader.metadata and reader.metadata.title == f"Opdrachtbon {number}"
    assert str(reader.root_object["/Lang"]) == "nl" and "/StructTreeRoot" in reader.root_object


def test_what_people_write_is_text_in_it_and_never_markup(world: World):
    world.clock.set(on(16, 11, "09:30"))
    ticket = world.ingrid.makes_ticket(HOSTILE, f"{HOSTILE}\nregel twee", {"Complex": "Lindenhof"})
    number = world.ingrid.orders(ticket, "De Kraan")
    world.wait()

    words = read(pdf(world, "firm", number))

    assert words.replace(" ", "").count(HOSTILE.replace(" ", "")) == 2 and "regel twee" in words


def test_without_the_extra_the_page_that_prints_is_all_there_is(world: World, monkeypatch: pytest.MonkeyPatch):
    number = an_order(world)
    world.wait()
    link = world.johan.letter(f"[{number}] Opdracht").link
    assert world.johan.opens(link).links("Download als PDF") and world.ingrid.opens_order(number).links(
        "Download als PDF"
    )

    monkeypatch.setattr(slip_pdf, "find_spec", lambda _: None)
    slip_pdf.can_make_pdf.cache_clear()
    try:
        assert not world.johan.opens(link).links("Download als PDF")
        assert not world.ingrid.opens_order(number).links("Download als PDF")
        assert world.ingrid.browser.get(f"/orders/{number}/slip.pdf").status_code == 404
        assert world.johan.browser.get(f"{link}/slips/{number}.pdf").status_code == 404
    finally:
        slip_pdf.can_make_pdf.cache_clear()
