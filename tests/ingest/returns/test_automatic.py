"""Machines are told from people, and people are never taken for machines lightly."""

from __future__ import annotations

import pytest

from ingest.mail import Envelope
from ingest.reading.message import read_mail
from ingest.returns.automatic import find_automatic, is_bulk
from tests.mail_files import mail_file


@pytest.mark.parametrize(
    "header",
    [
        ("auto-submitted", "auto-replied"),
        ("auto-submitted", "auto-generated; owner-email=x"),
        ("x-autoreply", "yes"),
        ("precedence", "bulk"),
        ("precedence", "auto_reply"),
        ("content-type", "multipart/report; report-type=disposition-notification"),
        ("content-type", "Multipart/Report; report-type=feedback-report"),
        ("from", "Mail Delivery System <MAILER-DAEMON@mx.example.nl>"),
    ],
)
def test_a_header_of_a_machine_decides(header: tuple[str, str]):
    assert find_automatic((header,), "Lekkage", "De kraan lekt.").why


@pytest.mark.parametrize(
    "subject",
    [
        "Automatisch antwoord: [OB-2026-00033] Opdracht: Verlichting portiek",
        "Afwezig: Re: [OB-2026-00033]",
        "Out of office",
        "Automatic reply: job",
        "Re: [OB-2026-00033] Out of Office AutoReply: back next week",
        "Abwesenheitsnotiz: Auftrag",
        "Réponse automatique : travaux",
        "Ontvangstbevestiging melding",
    ],
)
def test_a_subject_only_machines_write_decides(subject: str):
    assert find_automatic((), subject, "").why


def test_a_header_that_asks_for_silence_is_a_second_sign_and_never_the_only_one():
    silence = (("x-auto-response-suppress", "DR, RN, NRN, OOF, AutoReply"),)

    assert find_automatic(silence, "Radiator bedroom cold", "The radiator stays cold.").why == ""
    assert find_automatic((), "Out of office", "I am back on Monday.").sure is False
    assert find_automatic(silence, "Out of office", "I am back on Monday.").sure is True


@pytest.mark.parametrize(
    ("subject", "opening"),
    [
        ("Gelezen: [OB-2026-00031] Opdracht", "Uw bericht\n\n Aan: Johan\n\nis gelezen op zaterdag 28 november 2026."),
        ("Read: Work order", "Your message To: Johan was read on Saturday 28 November."),
        ("Gelesen: Auftrag", "Ihre Nachricht wurde am Samstag, 28. November 2026 gelesen."),
        ("Verwijderd: Opdracht", "Uw bericht is ongelezen verwijderd op zaterdag."),
    ],
)
def test_a_read_receipt_in_words_is_a_machines(subject: str, opening: str):
    assert find_automatic((), subject, opening).sure


def test_a_person_who_says_what_was_read_writes_no_receipt():
    assert find_automatic((), "Gelezen: uw brief", "Ik ben het niet met u eens.").why == ""


@pytest.mark.parametrize(
    "opening",
    [
        "Bedankt voor uw bericht, wij hebben uw opdracht in goede orde ontvangen.\n"
        "Ik ben afwezig t/m vrijdag 27 november. Uw mail wordt niet doorgestuurd.",
        "Uw melding is geregistreerd onder [LM-88213].",
        "Ik ben niet op kantoor en kom terug op 4 december. Ik zal uw bericht dan beantwoorden.",
        "Sono fuori ufficio fino al 4 dicembre. Questo è un messaggio automatico.",
        "Ihre Mail wird nicht automatisch weitergeleitet.",
        "Bedankt voor uw e-mail. T/m 4 december ben ik met vakantie. Voor dringende zaken belt u mijn collega.",
        "I am currently out of the office with limited access to e-mail.",
        "Ich bin bis Freitag im Urlaub. In dringenden Fällen wenden Sie sich an meine Vertretung.",
        "Je suis actuellement en congés, je lirai votre message à mon retour.",
    ],
)
def test_first_lines_only_machines_write_decide(opening: str):
    assert find_automatic((), "Re: Opdracht", opening).why


@pytest.mark.parametrize(
    ("subject", "opening"),
    [
        ("Lekkage", "Ik ben op vakantie tot 5 december, maar de buren zien water uit mijn woning komen."),
        ("Afwezig van de monteur", "De monteur was niet aanwezig op de afspraak."),
        ("Re: Opdracht", "Akkoord, ik kom dinsdag"),
        ("Vakantie", "Mag ik de sleutel afgeven voor mijn vakantie?"),
        ("Automatische deur kapot", "De automatische deur in de hal sluit niet."),
        ("Tap", "The tap leaks. I am out of the office tomorrow, so the fitter can come any time."),
        ("Auto: kras", "Ik zag een kras op mijn auto in de garage."),
        ("Re: Opdracht", "Ik ben niet op kantoor, maar ik zal uw monteur binnenlaten."),
        ("Out of office?", "Is Ingrid away? Nobody answers."),
        ("Ontvangstbevestiging borg", "Kunt u mij die sturen?"),
        ("Re: Automatisch antwoord: Lekkage", "Prima, dan wacht ik tot u terug bent."),
        ("FW: [Ticket #4411] uw melding is ontvangen", "Er is nog niemand geweest."),
    ],
)
def test_a_person_who_is_away_still_reports(subject: str, opening: str):
    assert find_automatic((("auto-submitted", "no"),), subject, opening).why == ""


def test_newsletters_and_lists_are_bulk():
    assert is_bulk((("list-unsubscribe", "<https://bouwnieuws.example.nl/u>"),))
    assert is_bulk((("precedence", "list"),))
    assert not is_bulk((("subject", "Lekkage"),))


@pytest.mark.parametrize(
    ("name", "is_auto"), [("invitation_accepted_by_a_press", True), ("invitation_accepted_with_other_words", False)]
)
def test_a_press_of_accept_on_an_invitation_is_no_answer_of_a_person(name: str, is_auto: bool):
    mail = read_mail(mail_file(name), Envelope(None, ()))

    assert mail.is_auto is is_auto
