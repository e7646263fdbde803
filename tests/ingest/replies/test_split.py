"""What is new in a mail: whose programs quote how, and what must never be lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mail import Sure
from ingest.replies.split import split_reply

ORDER = "Wilt u deze opdracht accepteren? Antwoord AKKOORD, WEIGEREN of VOLTOOID."
ANSWER = "Akkoord, ik kom dinsdag"
MARKED = f"> {ORDER}\n> https://delinde.example.nl/l/b7Qk"
TO_US = "melding+b7QkX0r9VdT4nLw2m8@delinde.example.nl"

# What each program puts between the answer and the order, as it prints it.
QUOTES = {
    "gmail nl": f"Op vr 20 nov 2026 om 10:00 schreef De Linde <\n{TO_US}>:\n\n{MARKED}",
    "gmail en": f"On Fri, Nov 20, 2026 at 10:00 AM De Linde <{TO_US}>\nwrote:\n\n{MARKED}",
    "gmail de": f"Am Fr., 20. Nov. 2026 um 10:00 Uhr schrieb De Linde <\n{TO_US}>:\n\n{MARKED}",
    "gmail fr": f"Le ven. 20 nov. 2026 à 10:00, De Linde <{TO_US}> a\nécrit :\n\n{MARKED}",
    "gmail es": f"El vie, 20 nov 2026 a las 10:00, De Linde (<{TO_US}>)\nescribió:\n\n{MARKED}",
    "gmail it": f"Il giorno ven 20 nov 2026 alle ore 10:00 De Linde <\n{TO_US}> ha scritto:\n\n{MARKED}",
    "gmail pl": f"pt., 20 lis 2026 o 10:00 De Linde <{TO_US}> napisał(a):\n\n{MARKED}",
    "gmail ja": f"2026年11月20日(金) 10:00 De Linde <{TO_US}>:\n\n{MARKED}",
    "apple nl": f"> Op 20 nov 2026 om 10:00 heeft De Linde\n> <{TO_US}> het volgende geschreven:\n>\n{MARKED}",
    "apple en": f"> On 20 Nov 2026, at 10:00, De Linde <{TO_US}> wrote:\n>\n{MARKED}",
    "thunderbird nl": f"Op 20-11-2026 om 10:00 schreef De Linde:\n{MARKED}",
    "thunderbird de": f"Am 20.11.26 um 10:00 schrieb De Linde:\n{MARKED}",
    "outlook nl": f"Van: De Linde <{TO_US}>\nVerzonden: vrijdag 20 november 2026 10:00\nAan: Johan\n"
    f"Onderwerp: Opdracht\n\n{ORDER}",
    "outlook rule": f"________________________________\nVan: De Linde <{TO_US}>\nVerzonden: vrijdag 20 november 2026"
    f" 10:00:00\nAan: Johan\nOnderwerp: Opdracht\n\n{ORDER}",
    "outlook en": f"From: De Linde <{TO_US}>\nSent: Friday, November 20, 2026 10:00 AM\nTo: Johan\nSubject: Job\n\n"
    f"{ORDER}",
    "outlook old nl": f"-----Oorspronkelijk bericht-----\nVan: De Linde\nVerzonden: 20 november 2026\n\n{ORDER}",
    "outlook de": f"Von: De Linde <{TO_US}>\nGesendet: Freitag, 20. November 2026 10:00\nAn: Johan\nBetreff: x\n\n"
    f"{ORDER}",
    "outlook fr": f"De : De Linde <{TO_US}>\nEnvoyé : vendredi 20 novembre 2026 10:00\nÀ : Johan\nObjet : x\n\n{ORDER}",
    "samsung nl": f"-------- Oorspronkelijk bericht --------\nVan: De Linde <{TO_US}>\nDatum: 20-11-2026 10:00 "
    f"(GMT+01:00)\nAan: johan@dekraan.example.nl\nOnderwerp: Opdracht\n\n{ORDER}",
    "yahoo nl": f"Op vrijdag 20 november 2026 om 10:00:12 CET schreef De Linde <{TO_US}>: \n\n {ORDER}",
    "ziggo": f"Op 20-11-2026 10:00 CET schreef De Linde <{TO_US}>:\n\n\n{ORDER}",
    "mail.ru": f"Пятница, 20 ноября 2026, 10:00 +03:00 от De Linde <{TO_US}>:\n\n{MARKED}",
    "yandex": f'20.11.2026, 10:00, "De Linde" <{TO_US}>:\n\n{ORDER}',
    "zoho": f"---- On Fri, 20 Nov 2026 10:00:00 +0100 De Linde wrote ----\n\n{ORDER}",
    "notes": f"----- Doorgestuurd door Ruud Kok op 20-11-2026 10:00 -----\n\n{ORDER}",
    "bluemail": f"\u2063Verzonden vanaf BlueMail\n\nOp 20 nov. 2026, om 10:00, De Linde <{TO_US}> schreef:\n{ORDER}",
    "tutanota nl": f"20 nov 2026, 10:00 door {TO_US}:\n\n{MARKED}",
    "gmail he": f"\u202bבתאריך יום ו׳, 20 בנוב׳ 2026 מאת \u202aDe Linde <\u202a{TO_US}\u202c>:\u202c\n\n{MARKED}",
    "gmail ca": f"Missatge de De Linde <{TO_US}> del dia dv., 20 de nov. 2026 a les 10:00:\n\n{MARKED}",
    "thunderbird fy": f"De Linde skreau op 20-11-2026 om 10:00:\n{MARKED}",
    "outlook bg": f"От: De Linde <{TO_US}>\nИзпратено: 20 ноември 2026 г. 10:00\nДо: Johan\nОтносно: x\n\n{ORDER}",
    "outlook ar": f"من: De Linde <{TO_US}>\nتم الإرسال: 20/نوفمبر/2026 10:00\nإلى: Johan\nالموضوع: x\n\n{ORDER}",
    "outlook hr": f"Šalje: De Linde <{TO_US}>\nPoslano: 20. studenog 2026. 10:00\nPrima: Johan\nPredmet: x\n\n{ORDER}",
    "outlook sl": f"Od: De Linde <{TO_US}>\nPoslano: petek, 20. november 2026 10:00\nZa: Johan\nZadeva: x\n\n{ORDER}",
    "outlook sk": f"Od: De Linde <{TO_US}>\nOdoslané: piatok 20. novembra 2026\nKomu: Johan\nPredmet: x\n\n{ORDER}",
    "outlook ca": f"De: De Linde <{TO_US}>\nEnviat el: 20 de novembre de 2026\nPer a: Johan\nTema: x\n\n{ORDER}",
    "horde nl": f"De Linde <{TO_US}> citeren:\n\n{MARKED}",
    "no verb": f"* De Linde [2026-11-20 10:00:03 +0100]:\n\n{MARKED}",
    "blackberry": f"Original Message\nFrom: De Linde <{TO_US}>\nSent: Friday, November 20, 2026 10:00 AM\nTo: Johan\n"
    f"Subject: Job\n\n{ORDER}",
    "notes without from": f"De Linde <{TO_US}>\n20-11-2026 10:00\n\nAan\nJohan\nOnderwerp\nOpdracht\n\n{ORDER}",
    "groupwise": f">>> De Linde <{TO_US}> 20-11-2026 10:00 >>>\n{ORDER}",
    "marked headers": f"> From: De Linde <{TO_US}>\n> Date: Fri, 20 Nov 2026 10:00:00 +0100\n> Subject: Job\n\n{ORDER}",
    "our marker": f"--- schrijf uw antwoord boven deze regel ---\n\n{ORDER}",
    "our marker en": f"## write your answer above this line ##\n\n{ORDER}",
    "forward": f"---------- Doorgestuurd bericht ---------\nVan: De Linde <{TO_US}>\nDate: vr 20 nov 2026\n\n{ORDER}",
}


@pytest.mark.parametrize("program", QUOTES)
def test_words_in_the_quoted_order_are_not_the_answer(program: str):
    reply = split_reply(f"{ANSWER}\n\n{QUOTES[program]}\n")

    assert (reply.new, reply.sure) == (ANSWER, Sure.HIGH)
    assert ORDER in reply.quoted


@pytest.mark.parametrize(
    "signature",
    [
        "Verstuurd vanaf mijn iPhone",
        "Verzonden vanuit Outlook voor iOS<https://aka.ms/o0ukef>",
        "Verzonden vanaf mijn Samsung-apparaat",
        "Met mijn Android-telefoon verstuurd",
        "Sent from my iPhone",
        "Von Outlook für iOS gesendet",
        "Provenance : Courrier pour Windows",
        "De inhoud van dit bericht is vertrouwelijk. Gebruik door anderen is niet toegestaan.",
        "Dit bericht kan informatie bevatten die niet voor u is bestemd. Indien u niet de geadresseerde bent: bel.",
        "If you are not the intended recipient of this message, please notify the sender immediately.",
        "Der Inhalt dieser E-Mail ist vertraulich und ausschließlich für den bezeichneten Adressaten bestimmt.",
        "Bitte denken Sie an die Umwelt, bevor Sie diese E-Mail drucken.",
        "Pensez à l'environnement avant d'imprimer ce message.",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "-- \nJohan de Kraan\nLoodgietersbedrijf De Kraan",
        "Met vriendelijke groet,\n\nJohan de Kraan\n06 0000 0021",
        "Mvg Johan",
        "Kind regards\nJohan",
        "Groetjes,\nJohan\n\nDit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde.",
        "Johan de Kraan",
        "-johan",
        "gr johan",
        "bedankt\njohan",
        "Cheers, Johan",
        "JdK",
        "Johan & Ria de Kraan",
        "Viele Grüße aus Utrecht\nJohan",
        "____________\nJohan de Kraan\n030 000 0021",
        "Vriendelijke groeten / Kind regards,\n\nJohan de Kraan\nKanaalweg 4 | 3511 AA Utrecht\nT 030-0000000",
    ],
)
def test_signatures_are_set_apart_and_kept(signature: str):
    reply = split_reply(f"{ANSWER}, na tien uur.\n\n{signature}\n")

    assert reply.new == f"{ANSWER}, na tien uur."
    assert reply.signature.split() == signature.split()


@pytest.mark.parametrize(
    "text",
    [
        "Lekkage\n\nKeuken",
        "De lift doet het niet.\n\nMvg,\nKarel\n\nP.S. ook de lamp op de 2e is kapot",
        "Het kenteken van de monteur was\n\nVW Caddy",
        "Hoi,\n\nVoltooid",
        "Bedankt",
        "Graag bellen.\n\nBedankt!",
        "De ketel geeft E5.\n- gereset\n- bijgevuld\n- Honeywell",
        "Sinds maandag:\n\nOp de gang lekt het ook, kunt u kijken:\n\nonder de wasbak",
        "Nieuw bericht via de website\n\nNaam: Fatima\nDatum: 20-11-2026\nOnderwerp: Lekkage\nBericht: De kraan lekt",
        "Nieuw bericht\n\nVan: Fatima <fatima.elamrani@mail.example.nl>\nOnderwerp: Lekkage\n\nDe kraan lekt",
        "De monteur schreef op een briefje:\n\nMorgen terug.",
        "Bij de afspraak zijn:\n\nKarel Mulder\nZeynep Yılmaz",
        "U kunt mijn zus bellen:\nSamira el Amrani\n06 0000 0015",
        "De standen van vandaag zijn:\n________________\nKoud 12\nWarm 8",
        "Van: unit 12\nAan: technische dienst\n\nDe lamp is kapot.",
        ">>> let op: de bel doet het niet <<<",
        "Ik heb de mail verstuurd vanaf mijn werk, maar het water loopt nog.",
    ],
)
def test_text_that_only_looks_like_a_signature_or_quote_stays(text: str):
    assert split_reply(text).new == text


OLD = "Komt dinsdag tussen 8 en 10 uur u uit? De loodgieter belt u een"  # as wide as programs leave a line


@pytest.mark.parametrize(
    "below",
    [
        f"________________________________\nVan: Ingrid Vos <i@delinde.example.nl>\n"
        f"Verzonden: maandag 16 november 2026 10:00\nAan: Fatima\nOnderwerp: Re: Lekkage\n\n{OLD}",
        f"\n> {OLD}\nhalf uur van tevoren\n> Groet, Ingrid",
        f"\n2026-11-16 10:00 GMT+01:00 Ingrid Vos <melding@delinde.example.nl>:\n> {OLD}",
        f"\nma 16 nov. 2026 om 10:00 Ingrid Vos <melding@delinde.example.nl>\n> {OLD}\n> Ingrid",
        f"\nOp ma 16 nov. 2026\nom 10:00 schreef\nVastgoedbeheer De Linde\nB.V.\n<i@delinde.example.nl>:\n\n{OLD}",
        f"\nOp ma 16 nov. 2026 om 10:00 schreef Vastgoedbeheer De Linde\nB.V.\n<i@delinde.example.nl\n>:\n\n{OLD}",
        f"\nmelding@delinde.example.nl:\n> {OLD}\n> Ingrid",
        f"\n<melding@delinde.example.nl> schreef:\n\n{OLD}",
        f"\nVerzonden vanaf mijn BlackBerry 10-smartphone.\nOorspronkelijk bericht\nVan: Ingrid\n"
        f"Verzonden: maandag 16 november 2026 10:00\nAan: Johan\nOnderwerp: opdracht\n\n{OLD}",
        f"\nGet Outlook for iOS<https://aka.ms/o0ukef>\nOutlook voor iOS downloaden<https://aka.ms/o0ukef>\n"
        f"________________________________\nVan / From: Ingrid Vos <i@delinde.example.nl>\n"
        f"Verzonden / Sent: maandag 16 november 2026 10:00\nAan / To: J\nOnderwerp / Subject: opdr\n\n{OLD}",
        "\nVerstuurd vanaf mijn iPhone / Sent from my iPhone",
    ],
)
def test_what_stands_directly_above_what_programs_write_is_the_reply(below: str):
    reply = split_reply(f"Dinsdag is goed, tot dan\n{below}")

    assert reply.new == "Dinsdag is goed, tot dan"
    assert OLD in reply.quoted or "iPhone" in reply.signature


def test_an_answer_below_a_short_quoted_line_is_no_wrapped_piece_of_it():
    reply = split_reply("> Past dinsdag u\nja hoor\n> Groet, Ingrid")

    assert "ja hoor" in reply.new


def test_answers_between_the_quoted_lines_are_kept_whole_and_trusted_little():
    text = "> Wanneer kunt u komen?\nDinsdag\n\n> Is het binnen het budget?\nNee, het wordt € 450"

    reply = split_reply(text)

    assert (reply.new, reply.interleaved, reply.sure) == (text, True, Sure.LOW)


def test_an_answer_below_the_quote_is_found():
    reply = split_reply(f"Op 20-11-2026 om 10:00 schreef De Linde:\n{MARKED}\n\n{ANSWER}\n")

    assert reply.new == ANSWER


def test_an_empty_answer_above_a_quote_says_nothing():
    assert split_reply(QUOTES["gmail nl"]).new == ""


def test_a_mail_passed_on_without_a_word_is_what_was_meant_to_be_said():
    reply = split_reply(QUOTES["forward"])

    assert ORDER in reply.new
    assert reply.sure is Sure.LOW


def test_a_phone_that_signs_alone_wrote_nothing():
    reply = split_reply("\n\nVerzonden vanuit Outlook voor iOS\n")

    assert (reply.new, reply.signature) == ("", "Verzonden vanuit Outlook voor iOS")


def test_a_greeting_alone_is_still_something():
    assert split_reply("Met vriendelijke groet,\nFatima").new != ""


@given(st.lists(st.sampled_from([ANSWER, "", "> ja", ORDER, *"".join(QUOTES.values()).split("\n")]), max_size=30))
def test_no_letter_is_lost_between_new_quoted_and_signature(lines: list[str]):
    text = "\n".join(lines)

    reply = split_reply(text)

    kept = "".join((reply.new, reply.quoted, reply.signature))
    assert sorted("".join(kept.split())) == sorted("".join(text.split()))


@given(st.text())
def test_any_text_is_parted_without_a_fault(text: str):
    split_reply(text)


@pytest.mark.parametrize(
    "piece",
    ["> a\n", "a:\n", "On 1 Jan 2026 wrote\n", "From: a\n", "-- \n", "Jan\n", "a " * 20, "\n", "wrote: ", ">" * 50],
)
def test_hostile_text_costs_no_more_than_its_length(piece: str):
    short, long = (piece * (size // len(piece)) for size in (20_000, 200_000))

    base = _seconds(short)

    assert _seconds(long) < 40 * base + 0.05


def _seconds(text: str) -> float:
    start = time.process_time()
    split_reply(text)
    return time.process_time() - start
