"""Mailboxes that speak for nobody, and people whose names look a little like them."""

from __future__ import annotations

import pytest

from ingest.language.mailboxes import is_a_forms, is_unread

UNREAD = """
    noreply no-reply no.reply noreply2 NoReply do-not-reply donotreply do_not_reply doesnotreply
    forms-receipts-noreply noreply-dmarc niet-beantwoorden nietantwoorden geen-antwoord nepasrepondre
    ne-pas-repondre nicht-antworten keine-antwort mailer-daemon auto auto-confirm autoreply bounces
    notifications notificatie postmaster
"""
PEOPLES = """
    noor nora.replinger anton.oreply auto.jansen autobedrijf info melding meldingen robert bounceback.pim
    arno.reploeg huismeester notarisvisser antwoordservice
"""


@pytest.mark.parametrize("local", UNREAD.split())
def test_nobody_reads_a_mailbox_that_says_so(local: str):
    assert is_unread(f"{local}@firma.example.nl")


@pytest.mark.parametrize("local", PEOPLES.split())
def test_people_read_theirs(local: str):
    assert not is_unread(f"{local}@firma.example.nl")


def test_a_websites_mailbox_is_known_by_its_whole_name():
    forms = ("wordpress", "www-data", "contactformulier", "contact-form", "website", "web1")
    assert all(is_a_forms(f"{local}@x.example.nl") for local in forms)
    assert not any(is_a_forms(f"{local}@x.example.nl") for local in ("webb", "contact", "info", "formosa", "p.web"))
