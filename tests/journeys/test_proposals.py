"""What the desk proposes for a mail, from outside: mail in over SMTP, then the program's and the tray's view of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.browsers import BrowsedPage
from tests.journeys.world import World
from tests.web.api.programs import a_program

NEW_AT_THE_DESK = "Er komt water door het plafond."


def proposed(world: World) -> dict[str, dict[str, Any]]:
    """What the desk suggests for each open draft, by the subject of its mail."""
    world.work()
    program = a_program(world.desk)
    listed = program.get("/drafts", params={"state": "open"}).json()["items"]
    drafts = [program.get(f"/drafts/{line['id']}").json() for line in listed]
    return {draft["subject"]: draft["suggestions"] | {"draft": draft["id"]} for draft in drafts}


def test_an_address_written_otherwise_suggests_the_home_with_the_reason(world: World):
    ways = {
        "Lindenlaan 14-b": ("Lindelaan 14B", "address_alike"),
        "lindelaan14b": ("Lindelaan 14B", "address_in_text"),
        "Lindelaan 22 hs": ("Lindelaan 22", "address_in_text"),
        "Lindeln 14B": ("Lindelaan 14B", "address_alike"),
        "LINDELAAN NR 14 B": ("Lindelaan 14B", "address_in_text"),
        "3512 SA 14b": ("Lindelaan 14B", "address_in_text"),
        "Lindelan 22-hs": ("Lindelaan 22", "address_alike"),
    }
    for n, address in enumerate(ways):
        world.passer_by.mails(f"Sinds gisteren lekt de kraan bij {address} en het wordt erger.", f"Lekkende kraan {n}")

    found = proposed(world)

    for n, (address, (home, reason)) in enumerate(ways.items()):
        suggested = found[f"Lekkende kraan {n}"]
        unit = suggested["unit"]
        assert (unit["name"], unit["reason"]) == (home, reason), address
        assert unit["why"].endswith(f"“{address}”")
        assert suggested["property"]["name"] == "Lindenhof"
    tray = world.ingrid.opens(f"/drafts/{found['Lekkende kraan 0']['draft']}")
    assert tray.says("Lindelaan 14B genoemd, anders geschreven: “Lindenlaan 14-b”")
    assert chosen_home(tray) == str(found["Lekkende kraan 0"]["unit"]["id"])


def test_where_more_than_one_home_may_be_meant_none_is_chosen_and_all_are_offered(world: World):
    world.passer_by.mails("Het lekt van Lindelaan 22 naar Lindelaan 14B.", "Twee adressen")
    world.fatima.mails("Bij de buren op Lindelaan 22 en bij ons op 14B lekt het", "Eigen en buren")
    world.passer_by.mails("Lindelaan 14 heeft geen stroom.", "Zonder letter")
    world.passer_by.mails("Bij Lindelaan 22-C lekt het.", "Andere letter")

    found = proposed(world)

    for subject in ("Twee adressen", "Eigen en buren"):
        suggested = found[subject]
        assert suggested["unit"] is None
        assert {unit["name"] for unit in suggested["units"]} == {"Lindelaan 22", "Lindelaan 14B"}
        assert suggested["property"]["name"] == "Lindenhof"
        tray = world.ingrid.opens(f"/drafts/{suggested['draft']}")
        assert chosen_home(tray) == ""
    assert found["Zonder letter"]["unit"]["name"] == "Lindelaan 14B"
    unsure = found["Andere letter"]
    assert (unsure["unit"]["reason"], unsure["unit"]["name"]) == ("address_unsure", "Lindelaan 22")
    tray = world.ingrid.opens(f"/drafts/{unsure['draft']}")
    assert chosen_home(tray) == ""
    assert tray.says("Lindelaan 22 misschien bedoeld met “Lindelaan 22-C”")


def test_a_number_in_the_subject_is_offered_and_never_joined(world: World):
    world.passer_by.mails("Het begint weer.", "Re: [T-2026-00017] Lekkende keukenkraan")
    world.passer_by.mails("Vraag over deze opdracht", "opdracht ob-2026-9")
    world.passer_by.mails("Vraag over T-2026-00099", "Onbekend nummer")

    found = proposed(world)

    by_ticket = found["Re: [T-2026-00017] Lekkende keukenkraan"]["tickets"]
    by_order = found["opdracht ob-2026-9"]["tickets"]
    assert [ticket["name"] for ticket in by_ticket + by_order] == ["T-2026-00017 Lekkende keukenkraan"] * 2
    assert by_ticket[0]["why"] == "T-2026-00017 is in the subject; it is closed"
    assert by_order[0]["why"] == "OB-2026-00009 is in the subject; it is closed"
    assert found["Onbekend nummer"]["tickets"] == []
    tray = world.ingrid.opens(f"/drafts/{found['opdracht ob-2026-9']['draft']}")
    assert tray.says("OB-2026-00009 staat in het onderwerp; het is gesloten")


def test_a_second_mail_about_what_was_opened_since_is_offered_its_ticket(world: World):
    world.fatima.mails(NEW_AT_THE_DESK, "Lekkage badkamer")
    first = proposed(world)["Lekkage badkamer"]
    world.ingrid.opens(f"/drafts/{first['draft']}").press("Converteer naar ticket")
    world.fatima.mails("Nu ook in de gang.", "Meer water")

    [ticket] = proposed(world)["Meer water"]["tickets"]

    assert ticket["name"].startswith("T-2026-00042")
    assert ticket["why"] == "is open for this reporter already"


@pytest.mark.parametrize("writer", ["passer_by", "olivia"])
def test_gas_at_an_address_written_otherwise_opens_an_emergency_at_that_home(world: World, writer: str):
    getattr(world, writer).mails("Ik ruik gas! Bij Lindenlaan 14-b", "help")

    world.work()

    ticket = opened_ticket(world)
    assert (ticket["priority"], ticket["unit"]["name"]) == ("emergency", "Lindelaan 14B")
    assert world.ingrid.opens(f"/tickets/{ticket['number']}").says("Lindenhof")


def test_gas_where_two_homes_are_named_opens_an_emergency_of_the_complex(world: World):
    world.passer_by.mails("Ik ruik gas bij Lindelaan 22 of Lindelaan 14B, weet het niet zeker", "help")

    world.work()

    ticket = opened_ticket(world)
    assert (ticket["priority"], ticket["unit"]) == ("emergency", None)
    assert world.ingrid.opens(f"/tickets/{ticket['number']}").says("Lindenhof")


def test_what_a_colleague_or_the_caretaker_passes_on_proposes_who_wrote_it_and_where(world: World):
    passed_on = (
        "Zie hieronder.\n\n---------- Doorgestuurd bericht ----------\n"
        "Van: Fatima el Amrani <fatima.elamrani@mail.example.nl>\nDatum: ma 16 nov 2026 om 07:40\n"
        "Onderwerp: lekkage\nAan: {to}\n\nDe kraan bij Lindelaan 14B lekt.\n"
    )
    world.ingrid.mails(passed_on, "Fwd: lekkage")
    world.ruud.mails(passed_on, "Doorst: lekkage")

    found = proposed(world)

    colleague, caretaker = found["Fwd: lekkage"], found["Doorst: lekkage"]
    assert colleague["person"]["name"] == "Fatima el Amrani"
    assert caretaker["person"]["name"] == "Fatima el Amrani"
    assert {person["name"]: person["reason"] for person in caretaker["persons"]} == {
        "Ruud Kok": "passed_on",
        "Fatima el Amrani": "wrote_forwarded",
    }
    for suggested in (colleague, caretaker):
        assert (suggested["unit"]["name"], suggested["unit"]["reason"]) == ("Lindelaan 14B", "address_forwarded")


def test_a_form_on_a_website_proposes_the_person_who_wants_the_answer(world: World):
    world.passer_by.address = "no-reply@formulier.example.nl"
    world.passer_by.mails(NEW_AT_THE_DESK, "Formulier", Reply_To="Fatima <fatima.elamrani@mail.example.nl>")

    suggested = proposed(world)["Formulier"]

    assert (suggested["person"]["name"], suggested["person"]["reason"]) == ("Fatima el Amrani", "asks_answers")
    assert suggested["unit"]["name"] == "Lindelaan 14B"


def test_an_installation_that_names_itself_says_in_which_complex_it_stands(world: World):
    world.passer_by.mails("Storing gemeld door INST-0007.", "Lift staat stil")

    suggested = proposed(world)["Lift staat stil"]

    assert suggested["installation"]["name"] == "INST-0007 lift"
    assert suggested["property"]["name"] == "Kastanjehof"
    assert suggested["unit"] is None


def test_mail_brought_in_from_aside_proposes_as_much_as_any_other(world: World):
    world.fatima.mails("Bij Lindelaan 14B lekt het.", "Lekkage", Precedence="bulk", List_Unsubscribe="<mailto:x@y.nl>")
    world.work()
    aside = world.ingrid.opens("/aside")

    tray = aside.follow("Lekkage").press("Toch een melding")

    assert tray.says("Lindelaan 14B") and chosen_home(tray) != ""
    assert proposed(world)["Lekkage"]["person"]["name"] == "Fatima el Amrani"


def opened_ticket(world: World) -> dict[str, Any]:
    """The ticket that was opened last."""
    program = a_program(world.desk)
    number = program.get("/tickets").json()["items"][0]["number"]
    ticket: dict[str, Any] = program.get(f"/tickets/{number}").json()
    return ticket


def chosen_home(tray: BrowsedPage) -> str:
    """The home that is ticked in the form of an open draft; "" for none."""
    return tray.typed("Converteer naar ticket").get("unit", "")
