"""What stands above everybody's mail is learned as a gateway's; nobody's own words and no danger are."""

from __future__ import annotations

import pytest

from ingest.judging.learned_banners import Opening, without_learned_banner
from ingest.mail import Envelope
from ingest.reading.message import read_mail
from tests.journeys.cases.post import Post, page, plain
from tests.journeys.world import World

OURS = "Gecontroleerd door Veiligpost van De Linde: zie intranet voor uitleg."
BOX = f"<table><tr><td>{OURS}</td></tr></table><div>AKKOORD</div>"


def stands_above(world: World, block: str, mails: int = 10, senders: int = 5) -> Post:
    """So many mails with this block above them."""
    post = Post(world, lambda name: name)
    people = [world.piet, world.sem, world.karel, world.olivia, world.ruud][:senders]
    for number in range(mails):
        words = f"{block}\n\nNummer {number}: de lamp in hal {number} brandt niet."
        world.carry(post.mail(people[number % senders], plain(words), f"Lamp {number}"), "x@y.example.nl", post.desk)
        world.clock.advance(hours=25)
    world.work()
    return post


@pytest.mark.parametrize("entity", [plain(f"{OURS}\n\nAKKOORD\n"), page(BOX), plain(f"{OURS}\nAKKOORD\n")])
def test_a_block_above_ten_mails_is_no_part_of_the_eleventh(world: World, entity: str):
    post = stands_above(world, OURS)
    order = post.orders()

    message = post.answers(order, entity)

    assert post.state_of(order) == "accepted"
    assert world.ingrid.opens(f"/messages/{message['id']}").says(f"door een mailserver boven elke mail gezet {OURS}")


def test_what_staff_named_as_the_senders_own_words_is_unlearned():
    mail = read_mail(f"From: a@x.example.nl\n\n{OURS}\n\nAKKOORD".encode(), Envelope(None, ()))
    openings = [Opening(f"{number}@x.example.nl", f"{OURS} {number}") for number in range(12)]

    learned = without_learned_banner(mail, openings)
    unlearned = without_learned_banner(mail, openings, ["veiligpost van De Linde"])

    assert (learned[0].reply.new, learned[1]) == ("AKKOORD", OURS)
    assert unlearned == (mail, "")


@pytest.mark.parametrize(("mails", "senders"), [(9, 5), (12, 2)])
def test_less_than_ten_mails_and_two_people_teach_nothing(world: World, mails: int, senders: int):
    post = stands_above(world, OURS, mails, senders)
    order = post.orders()

    post.answers(order, plain(f"{OURS}\n\nAKKOORD\n"))

    assert post.state_of(order) == "sent"


def test_words_that_all_tenants_begin_with_are_read_when_they_speak_of_danger(world: World):
    danger = "Wij ruiken hier allemaal gas in het trappenhuis."
    post = stands_above(world, danger)

    message = post.sends(post.mail(world.sem, plain(f"{danger}\n\nKomt er iemand?"), "Trappenhuis"))

    assert danger in message["text"]
