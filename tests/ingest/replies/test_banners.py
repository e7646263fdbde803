"""What a gateway writes above a mail is no part of what its sender wrote."""

from __future__ import annotations

import pytest

from ingest.mail import Sure
from ingest.replies.split import split_reply

BANNERS = [
    "LET OP: Deze e-mail komt van buiten de organisatie. Klik niet op koppelingen en open geen bijlagen tenzij u de "
    "afzender kent.",
    "LET OP: deze e-mail komt van buiten.\nKlik niet op links en open geen bijlagen\ntenzij u de afzender kent.",
    "[EXTERN]",
    "**EXTERNE E-MAIL**\n\nDit bericht is afkomstig van een externe afzender. Wees voorzichtig met links.",
    "U ontvangt niet vaak e-mail van johan@dekraan.example.nl. Meer informatie over waarom dit belangrijk is",
    "CAUTION: This email originated from outside of the organization. Do not click links or open attachments unless "
    "you recognize the sender.",
    "External Email - Please be cautious.",
    "[EXTERNAL]",
    "You don't often get email from johan@dekraan.example.nl. Learn why this is important",
    "ACHTUNG: Diese E-Mail stammt von einem externen Absender. Klicken Sie nicht auf Links.",
    "Vorsicht! Diese Nachricht kommt von außerhalb der Organisation.",
    "ATTENTION : Ce message provient de l'extérieur de l'organisation. Ne cliquez pas sur les liens.",
]


@pytest.mark.parametrize("banner", BANNERS)
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_a_banner_is_no_part_of_what_is_new_and_stays_in_sight(banner: str, between: str):
    reply = split_reply(
        f"{banner}{between}AKKOORD\n\nOp za 28 nov 2026 om 09:58 schreef De Linde <m@delinde.example.nl>:\n\n> x"
    )

    assert (reply.new, reply.sure) == ("AKKOORD", Sure.HIGH)
    assert reply.signature.startswith(banner.split("\n")[0])


def test_danger_below_a_banner_is_never_taken_for_its_advice():
    text = f"{BANNERS[0]}\nWees voorzichtig in de kelder, ik ruik gas.\n\nKlik niet op de bel."

    assert split_reply(text).new.startswith("Wees voorzichtig in de kelder, ik ruik gas.")


@pytest.mark.parametrize(
    "text",
    [
        "Let op: er staat water in de kelder.\n\nKlik niet op de bel, die is kapot.",
        "Deze mail is voor Bram.\n\nDe kraan lekt.",
        "LET OP\n\nDe lamp buiten is kapot.",
        "Klik niet op de deurbel.\n\nJan",
        "Dit bericht is van mijn buurvrouw, zij woont buiten de stad: haar kraan lekt.",
        "Warning: the light outside is broken.",
        "Wees voorzichtig met de lamp.\n\nHij staat onder stroom.",
        "LET OP: Deze e-mail komt van buiten de organisatie. AKKOORD maar niet op dinsdag",
        "[EXTERN]",
    ],
)
def test_what_a_person_may_have_written_is_kept(text: str):
    reply = split_reply(text)

    assert "".join(text.split()).startswith("".join(reply.new.split())) and reply.new
