"""The stories of the house, told over real SMTP and HTTP; the lines under each are its "then"."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest

from config.settings import Reminders
from tests.journeys.forms import Typed
from tests.journeys.photos import a_heic, a_photo, says_where
from tests.journeys.staff_user import SEND_ORDER
from tests.journeys.world import World, on

LEAK = (
    "Er komt water door het plafond van de badkamer, precies boven de lamp. Begon gisteravond met een vlek, vanochtend"
    " druppelt het. Heb een emmer staan. Ik ben di en do thuis, anders bij de buren (14A) aanbellen."
)


def test_SC01_the_form_makes_a_ticket_tells_two_people_and_warns_of_water_near_a_lamp(world: World):
    photos = [a_photo("plafond.jpg"), a_photo("vlek.jpg")]

    done = world.fatima.reports(LEAK, "Lindelaan 14B", "Lekkage badkamer", photos=photos)
    world.work()
    done.reload()
    world.work()

    number = world.ingrid.newest_ticket()
    ticket = world.ingrid.opens_ticket(number)
    assert len(world.ingrid.opens("/tickets").rows) == 1
    for fact in ("Nieuw", "website", "Lindelaan 14B", "Fatima el Amrani", "verantwoordelijk: Ingrid Vos", "07:52"):
        assert ticket.says(fact), fact
    receipt = world.fatima.letter()
    for fact in (
        number,
        "16 nov 2026, 07:52",
        LEAK.partition(". ")[0],
        "Een medewerker bekijkt uw melding",
        "foto",
        "112",
        "0800-9009",
    ):
        assert fact in receipt.text, fact
    assert len(world.ingrid.letters()) == 1
    assert {letter.to for letter in world.letters} == {world.fatima.address, world.ingrid.address}
    assert ticket.says("mogelijk spoed")
    assert not any(ticket.says(word) for word in ("Spoed", "Noodgeval", "Hoge prioriteit", "Lage prioriteit"))
    assert ticket.says("Geen eerdere meldingen.")
    assert says_where(ticket.download("plafond.jpg").content)
    assert not says_where(world.fatima.opens(receipt).download("plafond.jpg").content)


def test_SC02_a_call_becomes_a_ticket_on_an_installation_and_the_fitter_accepts_with_a_time(world: World):
    world.clock.set(on(17, 11, "09:10"))
    ticket = world.bram.makes_ticket(
        "Cv-storing",
        "Geen verwarming, 15 graden, fout E5.",
        {"Hoe kwam het binnen?": "telefoon", "Installatie": "INST-0031", "Verantwoordelijke": "Ingrid Vos"}
        | {"Iemand die we kennen": "Olivia Carter"},
    )
    world.work()
    world.clock.set(on(17, 11, "09:25"))
    refused = world.ingrid.starts_order(ticket).press(SEND_ORDER, {"Servicepartij": "Elektro Visser"})
    order = world.ingrid.orders(ticket, "Warmte & Zo", {"Maximumbedrag": "250"})
    world.work()
    letter = world.warmte.letter("Opdracht")
    world.clock.set(on(17, 11, "09:26"))
    robot = world.desk.stranger(**{"user-agent": "LinkScanner/1.0 (bot)"})
    for method in ("GET", "HEAD"):
        robot.request(method, letter.link)
    unchanged = world.ingrid.state_of(order), world.ingrid.opens_order(order).says("bekeken")
    world.clock.set(on(17, 11, "09:40"))
    page = world.warmte.opens(letter)
    only_seen = world.ingrid.state_of(order)
    page = page.press("Accepteren")
    states = {world.ingrid.state_of(order), world.ingrid.opens_ticket(ticket).slips[order].split()[1]}
    world.wait()
    page.press("Stuur deze tijd", {"Dag": "2026-11-17", "Vanaf": "14:00", "Tot": "16:00"})
    world.wait()
    asked = world.olivia.letters()[-1]
    world.olivia.opens(asked).press("Yes, this suits me")
    world.wait()

    assert [letter.to for letter in world.letters if "Nieuw ticket" in letter.subject] == [world.ingrid.address]
    assert "certificaat" in refused.text
    assert refused.status in (409, 422)
    for fact in ("Cv-storing", "Geen verwarming, 15 graden, fout E5.", "Lindelaan 22", "HR-28", "Olivia Carter"):
        assert page.says(fact), fact
    assert not page.says("06 0000 0022")
    assert unchanged == ("Verstuurd", False)
    assert only_seen == "Verstuurd"
    assert world.ingrid.opens_order(order).says("17-11") or world.ingrid.opens_order(order).says("09:40")
    assert states == {"Geaccepteerd"}
    assert len(world.ingrid.letters("Geaccepteerd")) == 1
    assert "Tue 17 Nov 2026, 14:00–16:00" in asked.text
    assert any(name.endswith(".ics") for name in asked.attachments)
    assert (world.ingrid.state_of(order), world.ingrid.phase_of(ticket)) == ("Ingepland", "Ingepland")
    world.until(on(24, 11, "12:00"))
    assert world.warmte.letters("Herinnering") == []


def leak_of_14b(world: World) -> tuple[str, str]:
    """Fatima's leak with De Kraan, sent on Friday 20 November at ten."""
    world.clock.set(on(20, 11, "09:30"))
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()
    ticket = world.ingrid.converts("Lekkage badkamer")
    world.clock.set(on(20, 11, "10:00"))
    order = world.ingrid.orders(ticket, "De Kraan", {"foto": True})
    world.wait()
    return ticket, order


def test_SC03_akkoord_above_the_quoted_letter_accepts_and_the_words_below_do_nothing(world: World):
    _, order = leak_of_14b(world)
    letter = world.johan.letter("Opdracht")
    before = len(world.fatima.letters())
    world.clock.set(on(20, 11, "12:41"))

    world.johan.answers(letter, "Akkoord, ik kom dinsdag")
    world.work()
    world.wait()

    assert "WEIGEREN" in letter.text
    assert world.ingrid.state_of(order) == "Geaccepteerd"
    told = world.ingrid.letter("Geaccepteerd")
    assert "Johan de Kraan heeft de opdracht geaccepteerd en een tijd voorgesteld." in told.text
    assert "Akkoord" in told.text
    assert world.ingrid.opens_order(order).offers("Laatste stap ongedaan maken")
    receipt = world.johan.letter("Geaccepteerd")
    assert "di 24 nov 2026" in receipt.text
    assert "Hoe laat komt u?" in receipt.text
    assert receipt.mail["Auto-Submitted"] == "auto-generated"
    assert letter.message_id in receipt.references
    (asked,) = world.fatima.letters()[before:]
    assert "Komt dit u uit? di 24 nov 2026" in asked.subject
    assert "ik kom" not in asked.text
    assert world.ingrid.opens_order(order).says("di 24 nov 2026")
    world.until(on(27, 11, "12:00"))
    assert world.johan.letters("Herinnering") == []


@pytest.mark.parametrize(
    "words", ["Niet akkoord met de prijs, wel met de klus", "Akkoord?", "Ik ga akkoord als de sleutel er is"]
)
def test_SC09_more_than_the_asked_word_is_for_a_person_to_read(world: World, words: str):
    _, order = leak_of_14b(world)

    world.johan.answers(world.johan.letter("Opdracht"), words)
    world.work()
    world.wait()

    assert world.ingrid.state_of(order) == "Verstuurd"
    assert words in world.ingrid.letter("Bericht van Johan").text


def test_SC09d_no_objection_is_a_yes(world: World):
    _, order = leak_of_14b(world)

    world.johan.answers(world.johan.letter("Opdracht"), "Geen bezwaar, doen we")
    world.work()

    assert world.ingrid.state_of(order) == "Geaccepteerd"


def test_SC09_a_refusal_in_plain_words_brings_the_ticket_back_and_the_reporter_is_not_told(world: World):
    ticket, order = leak_of_14b(world)
    before = len(world.fatima.letters())

    words = "Nee hoor, niet akkoord. Dat is dakwerk, dat doen wij niet. Probeer Dakdekker Smit eens."
    world.johan.answers(world.johan.letter("Opdracht"), words)
    world.work()
    at_once = world.ingrid.letter("Geweigerd")
    world.wait()

    assert (world.ingrid.state_of(order), world.ingrid.phase_of(ticket)) == ("Geweigerd", "In behandeling")
    assert order in at_once.subject
    assert "niet ons vak" in at_once.text.lower()
    assert words in " ".join(at_once.text.replace("|", "").split())
    another = world.ingrid.reassigns(order, "Elektro Visser")
    world.until(on(4, 12, "12:00"))
    assert world.johan.letters("Herinnering") == []
    copied = world.marco.opens(world.marco.letter(f"[{another}] Opdracht"))
    for fact in ("Lekkage badkamer", LEAK, "Lindelaan 14B", "Fatima el Amrani"):
        assert copied.says(fact), fact
    told = " ".join(letter.text for letter in world.fatima.letters()[before:])
    assert "geweigerd" not in told.lower()


def test_SC10_voltooid_with_a_photo_completes_and_asks_fatima(world: World):
    ticket, order = leak_of_14b(world)
    world.johan.answers(world.johan.letter("Opdracht"), "Akkoord")
    world.work()
    world.clock.set(on(24, 11, "15:22"))

    words = "Voltooid, zie foto. Siliconenrand was het. 1,5 u + materiaal"
    world.johan.answers(world.johan.letter("Opdracht"), words, photos=[a_photo("foto.jpg")])
    world.work()
    world.wait()

    assert world.ingrid.state_of(order) == "Voltooid"
    assert world.ingrid.phase_of(ticket) == "Opgelost"
    shown = world.ingrid.opens_order(order)
    assert shown.says("Siliconenrand was het. 1,5 u + materiaal")
    assert shown.says("di 24 nov 2026, 15:22")
    assert shown.says("foto.jpg")
    assert len(world.ingrid.letters("Voltooid")) == 1
    asked = world.fatima.letter("Is het opgelost?")
    page = world.fatima.opens(asked)
    assert page.offers("Ja, het is opgelost")
    assert page.offers("Het is niet opgelost")
    assert not page.says("foto.jpg")
    world.until(on(24, 11, "23:00"))
    assert world.ingrid.phase_of(ticket) == "Opgelost"


def test_SC10_a_photo_is_hers_to_see_only_once_staff_release_it(world: World):
    _, order = leak_of_14b(world)
    world.johan.answers(world.johan.letter("Opdracht"), "Voltooid", photos=[a_photo("foto.jpg")])
    world.work()
    world.wait()
    page = world.fatima.letter("Is het opgelost?")
    before = world.fatima.opens(page)

    world.ingrid.opens_order(order).press("Deel met Fatima el Amrani")

    assert not before.says("foto.jpg")
    assert world.fatima.opens(page).says("foto.jpg")


@pytest.mark.parametrize("photos", [0, 1])
def test_SC10b_a_photo_that_was_asked_for_and_did_not_come_is_flagged_and_asked_for_once(world: World, photos: int):
    _, order = leak_of_14b(world)

    world.johan.answers(world.johan.letter("Opdracht"), "Voltooid", photos=[a_photo("foto.jpg")] * photos)
    world.work()
    world.wait()

    assert world.ingrid.state_of(order) == "Voltooid"
    missing = photos == 0
    assert world.ingrid.opens_order(order).says("De gevraagde foto ontbreekt") == missing
    assert ("De gevraagde foto ontbreekt" in world.ingrid.letter("Voltooid").text) == missing
    asked = [letter for letter in world.johan.letters() if "Stuurt u die mee" in letter.text]
    assert len(asked) == missing
    if missing:
        world.johan.answers(asked[0], "Hierbij.", photos=[a_photo("foto.jpg")])
        world.work()
        assert not world.ingrid.opens_order(order).says("De gevraagde foto ontbreekt")


@pytest.mark.parametrize("words", ["Bijna voltooid, morgen laatste stukje", "Voltooid?", "Is dit al voltooid?"])
def test_SC10cd_nearly_done_or_asked_whether_it_is_completes_nothing(world: World, words: str):
    ticket, order = leak_of_14b(world)

    world.johan.answers(world.johan.letter("Opdracht"), words)
    world.work()
    world.wait()

    assert (world.ingrid.state_of(order), world.ingrid.phase_of(ticket)) == ("Verstuurd", "Uitgezet")
    assert words in world.ingrid.letter("Bericht van Johan").text
    assert world.fatima.letters("Is het opgelost?") == []


def test_SC10e_completing_at_once_accepts_as_well_and_tells_both(world: World):
    _, order = leak_of_14b(world)

    world.johan.answers(world.johan.letter("Opdracht"), "Voltooid")
    world.work()

    assert world.ingrid.state_of(order) == "Voltooid"
    story = " ".join(world.ingrid.opens_order(order).story).lower()
    assert "geaccepteerd" in story
    assert "voltooid" in story


def test_SC10f_not_solved_reopens_the_ticket_and_asks_for_repair(world: World):
    ticket, order = leak_of_14b(world)
    world.johan.answers(world.johan.letter("Opdracht"), "Voltooid")
    world.work()
    world.wait()

    world.fatima.opens(world.fatima.letter("Is het opgelost?")).press(
        "Het is niet opgelost", {"Wat is er nog mis?": "Nee, druppelt nog."}
    )
    world.wait()

    assert world.ingrid.phase_of(ticket) == "In behandeling"
    assert world.ingrid.state_of(order).startswith("Geaccepteerd")
    assert "Nee, druppelt nog." in world.johan.letters()[-1].text


def test_SC13_a_newsletter_lies_aside_and_makes_nobody(world: World):
    news = world.passer_by
    news.name, news.address = "BouwNieuws", "nieuwsbrief@bouwnieuws.example.nl"

    news.mails(
        "Nieuw! Bekijk in uw browser.",
        "Nieuw: lekkage detectie 2.0 – 20% korting!",
        List_Unsubscribe="<mailto:uit@bouwnieuws.example.nl>",
        Precedence="bulk",
    )
    world.work()

    assert world.ingrid.opens("/drafts").count("Postvak") == 0
    assert world.ingrid.opens("/tickets").rows == []
    assert world.letters == []
    assert not world.ingrid.opens("/people").says("BouwNieuws")
    assert world.ingrid.opens("/search").press("Zoeken", {"Nummer, woorden": "lekkage detectie"}).says("BouwNieuws")
    aside = world.ingrid.opens("/aside").follow("lekkage detectie 2.0")
    after = aside.press("Toch een melding")
    assert after.says("lekkage detectie 2.0")
    assert world.ingrid.opens("/drafts").count("Postvak") == 1


def on_the_wire(mail: EmailMessage, html: str, filename: str = "") -> EmailMessage:
    """The same mail with a page of its own, and a page enclosed."""
    mail.add_alternative(html, subtype="html")
    if filename:
        mail.add_attachment(b"<script>steal()</script>", maintype="text", subtype="html", filename=filename)
    return mail


def test_SC14a_a_look_alike_of_ourselves_gets_nothing_and_lies_behind_lock_and_key(world: World):
    thief = world.passer_by
    thief.name, thief.address = "Vastgoedbeheer De Linde", "ingrid@de1inde.example.nl"
    words = "Your mailbox quota is exceeded, verify here: http://verify.example.com/login"
    page = f'<p>{words}</p><a href="http://verify.example.com/login">verify</a><img src="http://t.example.com/p.gif">'
    before = world.ingrid.opens("/people").rows

    thief.posts(on_the_wire(thief.writes(words, "Mailbox quota exceeded", proven=False), page))
    world.work()
    world.wait()

    assert world.letters == []
    assert len(world.ingrid.opens("/tickets?phase=all").rows) == 1  # the old one of the cast
    assert world.ingrid.opens("/drafts").count("Postvak") == 0
    assert world.ingrid.opens("/people").rows == before
    row = world.ingrid.opens("/aside").row("Mailbox quota exceeded")
    assert "Lijkt op delinde.example.nl" in row["Afzender"]
    assert "ingrid@de1inde.example.nl" in row["Afzender"]
    assert "Verdachte afzender" in row["Waarom"]
    shown = world.ingrid.opens("/aside").follow("Mailbox quota exceeded")
    assert shown.says(words)
    assert shown.says("Lijkt op delinde.example.nl")
    assert not any("verify.example.com" in link for link in shown.links())
    assert "<iframe" not in shown.html
    assert "t.example.com" not in shown.html
    assert world.ingrid.opens(f"/glass{shown.path}").status == 404


def test_SC14b_another_account_number_under_a_real_order_warns_its_responsible_and_moves_nothing(world: World):
    ticket, order = leak_of_14b(world)
    before = [len(one.letters()) for one in (world.johan, world.fatima, world.bram)]
    known = world.ingrid.opens("/people").rows
    told = len(world.ingrid.opens_order(order).story)
    thief = world.passer_by
    thief.name, thief.address = "Johan de Kraan", "johan@dekraan-administratie.example.nl"
    words = "Geachte, opdracht voltooid. Graag betalen op ons nieuwe nummer NL00 XXXX 0000 0000 00."
    mail = thief.writes(words, f"Re: [{order}] factuur - gewijzigd rekeningnummer", proven=False)

    thief.posts(on_the_wire(mail, f"<p>{words}</p>", f"factuur_{order}.html"))
    world.work()
    world.wait()

    assert (world.ingrid.state_of(order), world.ingrid.phase_of(ticket)) == ("Verstuurd", "Uitgezet")
    assert len(world.ingrid.opens_order(order).story) == told
    assert thief.letters() == []
    assert [len(one.letters()) for one in (world.johan, world.fatima, world.bram)] == before
    assert world.ingrid.opens("/people").rows == known
    assert len(world.ingrid.opens("/tickets?phase=all").rows) == 2  # the leak, and the old one of the cast
    warning = world.ingrid.letter("poging tot wijzigen rekeningnummer")
    for fact in (
        order,
        "johan@dekraan-administratie.example.nl",
        "dekraan.example.nl",
        "verandert nooit door een mail",
    ):
        assert fact in warning.text, fact
    shown = world.ingrid.opens(warning.buttons["Openen in Postbon"])
    assert shown.says(words)
    assert shown.says("Lijkt op dekraan.example.nl")
    assert shown.says(f"factuur_{order}.html")
    assert not any("/parts/" in link for link in shown.links())
    assert "<iframe" not in shown.html
    assert world.ingrid.opens(f"{shown.path}/parts/2").status == 404


def light_of_kastanjehof(world: World) -> tuple[str, str]:
    """Marco's order, sent on Tuesday 4 May 2027 at 15:20."""
    world.clock.set(on(4, 5, "15:10", 2027))
    ticket = world.bram.makes_ticket(
        "Verlichting portiek", "De lamp knippert.", {"Waar": "Kastanjehof 9", "Verantwoordelijke": "Bram Postma"}
    )
    world.clock.set(on(4, 5, "15:20", 2027))
    order = world.bram.orders(ticket, "Elektro Visser")
    world.work()
    return ticket, order


WITH_HOLIDAY = (["10-05 09:00", "12-05 09:00", "14-05 09:00"], "18-05 09:00")
WITHOUT = (["05-05 09:00", "11-05 09:00", "13-05 09:00"], "14-05 09:00")


@pytest.mark.parametrize(("reminders", "days"), [(Reminders(), WITH_HOLIDAY), (Reminders(may_5="workday"), WITHOUT)])
def test_SC18_reminders_keep_the_dutch_calendar_to_the_hour(world: World, days: tuple[list[str], str]):
    _, order = light_of_kastanjehof(world)

    world.until(on(21, 5, "12:00", 2027), every=timedelta(hours=3))

    first, *later = world.marco.letters()
    assert [_when(letter) for letter in later] == days[0]
    told = world.bram.letter("Geen reactie")
    assert _when(told) == days[1]
    for n, letter in enumerate(later, start=1):
        assert f"herinnering {n} van 3" in letter.text
        assert "open" in letter.text
        assert order in letter.text
        assert "Kastanjehof 9" in letter.text
        assert first.message_id in letter.references
    assert ["Bram Postma bericht" in letter.text for letter in later] == [False, False, True]


def test_SC18_at_the_escalation_staff_hear_who_mended_the_like_here(world: World):
    told: dict[str, Typed] = {"Waar": "Kastanjehof 7", "Verantwoordelijke": "Bram Postma"}
    world.bram.orders(world.bram.makes_ticket("Kraan lekt", "De kraan lekt weer.", told), "Elektro Visser")

    world.until(on(25, 11, "12:00"))

    assert "Loodgietersbedrijf De Kraan" in world.bram.letter("Geen reactie van Elektro Visser").text


def test_SC18_acceptance_by_link_stops_the_next_reminder(world: World):
    light_of_kastanjehof(world)
    world.until(on(12, 5, "10:15", 2027))

    world.marco.opens(world.marco.letter("Opdracht:")).press("Accepteren")
    world.until(on(21, 5, "12:00", 2027))

    assert [_when(letter) for letter in world.marco.letters("Herinnering")] == ["10-05 09:00", "12-05 09:00"]
    assert world.bram.letters("Geen reactie") == []


def test_SC18_a_server_that_was_down_in_the_morning_reminds_once_in_the_afternoon(world: World):
    light_of_kastanjehof(world)
    world.until(on(12, 5, "08:00", 2027))

    world.clock.set(on(12, 5, "13:00", 2027))
    world.work()
    world.work()
    world.until(on(12, 5, "18:00", 2027))

    assert [_when(letter) for letter in world.marco.letters("Herinnering")] == ["10-05 09:00", "12-05 13:00"]


def test_SC18_a_reassigned_order_is_another_s_and_a_late_yes_changes_nothing(world: World):
    ticket, order = light_of_kastanjehof(world)
    first = world.marco.letter("Opdracht:")
    world.until(on(18, 5, "10:00", 2027))

    world.bram.reassigns(order, "De Kraan")
    world.work()
    world.marco.answers(first, "Akkoord")
    world.work()
    world.wait()

    assert world.bram.state_of(order) == "Ingetrokken"
    assert "trekken deze opdracht in" in world.marco.letter("ingetrokken").text
    page = world.marco.opens(first)
    assert page.says("ingetrokken")
    assert not page.says("Kastanjehof")
    (new,) = [one for one in world.bram.opens_ticket(ticket).slips if one != order]
    assert world.bram.state_of(new) == "Verstuurd"
    assert new in world.johan.letter("Opdracht").subject
    assert "Akkoord" in world.bram.letter("Bericht van Marco").text


def test_SC06_photos_without_a_word_are_kept_and_three_questions_asked(world: World):
    world.clock.set(on(22, 11, "19:18"))
    photos = [a_heic("IMG_2211.HEIC"), a_photo("IMG_2212.jpeg")]
    world.sem.mails("\nVerzonden vanuit Outlook voor iOS\n", "", photos=photos)
    world.work()

    draft = world.bram.opens("/drafts")
    title = draft.field("Converteer naar ticket", "Titel")
    number = world.bram.converts("Sem de Wit")
    world.wait()

    assert title == "Foto’s ontvangen – Kastanjehof 7 (zonder tekst)"
    assert "Outlook" not in draft.field("Converteer naar ticket", "Omschrijving")
    (asked,) = world.sem.letters()
    assert asked.text.count("?") >= 3
    assert "gevaarlijk" in asked.text
    ticket = world.bram.opens_ticket(number)
    assert ticket.says("IMG_2211.HEIC")
    assert ticket.download("IMG_2211.HEIC").content == photos[0].octets
    assert ticket.thumbnail("IMG_2211.HEIC").status_code == 200
    assert not says_where(world.sem.opens(asked).download("IMG_2212.jpeg").content)


@pytest.mark.parametrize(
    ("words", "language", "way"),
    [
        ("ik ruik gas in de meterkast, beetje misselijk ook. wat moet ik doen?", "nl", "mail"),
        ("I smell gas near the meter", "en", "mail"),
        ("ik ruik gas in de meterkast, beetje misselijk ook. wat moet ik doen?", "nl", "form"),
    ],
)
def test_SC20_gas_is_answered_before_any_human_and_everybody_is_called(
    world: World, words: str, language: str, way: str
):
    world.clock.set(on(21, 11, "23:41"))
    reporter = world.fatima if language == "nl" else world.olivia

    if way == "mail":
        reporter.mails(words, "gas")
    else:
        reporter.reports(words, "Lindelaan 14B", "gas")
    world.work()

    answer = reporter.letters()[0]
    windows = "ramen" if language == "nl" else "windows"
    for fact in ("0800-9009", "112", windows):
        assert fact in answer.text, fact
    number = world.ingrid.newest_ticket()
    assert world.ingrid.opens("/tickets").row(number)["Ticket"].count("NOODGEVAL") == 1
    for member in (world.ingrid, world.piket):
        assert number in member.letter("NOODGEVAL").subject
        assert ("06 0000 0014" if language == "nl" else "06 0000 0022") in member.letter("NOODGEVAL").text
    world.until(on(22, 11, "00:41"), every=timedelta(minutes=5))
    assert len(world.piket.letters("NOODGEVAL")) >= 2
    world.piket.sees(number)
    called = len(world.piket.letters("NOODGEVAL"))
    world.until(on(22, 11, "02:41"), every=timedelta(minutes=5))
    assert len(world.piket.letters("NOODGEVAL")) == called


def test_SC20_false_alarm_about_a_bill_costs_nothing_but_a_look(world: World):
    world.fatima.mails("Mijn gasrekening is veel te hoog, klopt de meterstand?", "Gasrekening")
    world.work()

    assert len(world.ingrid.opens("/drafts").links("Gasrekening")) == 1 or world.ingrid.newest_ticket()


def test_X03_the_second_to_accept_is_told_who_was_first_and_nothing_happens_twice(world: World):
    _, order = leak_of_14b(world)
    letter = world.johan.letter("Opdracht")
    first, second = world.johan.opens(letter), world.passer_by.opens(letter.link)
    world.clock.set(on(20, 11, "10:30"))

    first.press("Accepteren")
    answered = second.press("Accepteren")
    world.wait()

    assert answered.says("Al geaccepteerd door Johan de Kraan")
    assert len(world.ingrid.letters("Geaccepteerd")) == 1
    accepted = [line for line in world.ingrid.opens_order(order).story if "geaccepteerd" in line.lower()]
    assert len(accepted) == 1


def _when(letter: object) -> str:
    return letter.at.strftime("%d-%m %H:%M")  # type: ignore[attr-defined,no-any-return]


def test_X01_a_no_in_english_reopens_and_the_next_letters_are_english(world: World):
    ticket, _ = leak_of_14b(world)
    world.johan.answers(world.johan.letter("Opdracht"), "Voltooid")
    world.work()
    world.wait()

    world.fatima.answers(world.fatima.letter("Is het opgelost?"), "No, still not fixed :( water again this morning")
    world.wait()
    world.wait()

    assert world.ingrid.phase_of(ticket) == "In behandeling"
    assert any("heeft dit ticket heropend" in letter.text for letter in world.ingrid.letters())
    assert "Dear Fatima el Amrani" in world.fatima.letters()[-1].text
