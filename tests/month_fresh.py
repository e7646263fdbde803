"""A second set of templates for a month, written before anybody looked at what the desk makes of them: of the 99 one
lay in another place ("Ik krijg stroom als ik de kraan aanraak" in the tray), and danger of this kind was mended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.month_mails import DESK, FATIMA, INGRID, JOHAN, RUUD, TENANTS, Kind, Month, MonthMail

REPORTS = (
    ("wc", "hallo de wc blijft maar doorlopen, hoor hem de hele nacht. kan er iemand langskomen? mvg"),
    ("", "De rookmelder in de gang piept elke minuut, batterij vervangen helpt niet."),
    (
        "Schimmel slaapkamer",
        "Beste mensen,\n\nIn de hoek van de slaapkamer zit zwarte schimmel. Foto's volgen.\n\nMet vriendelijke groet,\nbewoner",
    ),
    ("FYI: bel", "de deurbel doet het niet"),
    ("Betreft: klemmende deur berging", "L.S.,\n\nDe deur van mijn berging klemt sinds de regen.\n\nHoogachtend"),
    (
        "Water pressure",
        "Hi, there is hardly any water coming out of the shower upstairs. Could you have a look? Thanks!",
    ),
    ("heizung", "Guten Tag, die Heizung im Wohnzimmer wird nicht warm. Mit freundlichen Grüßen"),
    ("2e verzoek!!!", "Ik heb vorige week al gemaild over de lekkende dakgoot. Nog niets gehoord!"),
    ("Sleutel kwijt", "Ik ben de sleutel van de centrale voordeur kwijtgeraakt. Hoe kom ik aan een nieuwe?"),
    ("parkeerplaats", "Er staat al drie dagen een vreemde auto op plek 12."),
    ("Afrekening servicekosten", "Ik begrijp post 4 van de afrekening niet. Kunt u die toelichten?"),
    ("muizen", "Er zitten muizen achter de keukenkastjes."),
    ("Huur opzeggen", "Hierbij zeg ik de huur op per 1 februari."),
    ("Automatische deur", "De automatische deur van de garage gaat niet meer dicht."),
    ("ontvangst", "Ik wil graag ontvangst van tv in de slaapkamer, de aansluiting is dood."),
    (
        "Vraag over vakantie",
        "Wij gaan op vakantie t/m 3 januari; moet de verwarming aan blijven vanwege de ketel die steeds uitvalt?",
    ),
    ("zonnescherm", "Zonnescherm is van de muur gewaaid, het hangt los aan één bout."),
    ("Mededeling", "Mijn nieuwe telefoonnummer is 06 0000 0091."),
    ("intercom stuk", "Bezoekers kunnen niet aanbellen, intercom zegt niks. Groeten uit het appartement"),
    ("thermostaat", "> Vraag aan u:\nDe thermostaat toont E9 en de kamer blijft 17 graden."),
)
FOOTERS = (
    "Verzonden met Proton Mail beveiligde e-mail.", "Sent from Mail for Windows", "Download Outlook voor Android", "Verstuurd vanaf mijn iPad",
    "Envoyé de mon appareil Galaxy", "Gesendet mit der GMX Mail App",
    "De informatie verzonden met dit e-mailbericht is uitsluitend bestemd voor de geadresseerde.",
    "Denk aan het milieu voordat u deze e-mail print.", "This message may contain confidential information. If you are not the intended recipient, please delete it.",
)  # fmt: skip
BANNERS = (
    "Pas op: dit bericht is afkomstig van een externe afzender. Open alleen bijlagen van afzenders die u vertrouwt.",
    "[EXTERNE AFZENDER]",
    "EXTERNAL EMAIL: Think before you click!",
    "WARNING: This email was sent from outside of your organisation. Never click links from unknown senders.",
    "Vorsicht: Diese Nachricht wurde von einem externen Absender gesendet. Bitte öffnen Sie keine Anhänge.",
)
ACTS = (
    "ok akkoord", "Akkoord.\n\nMvg,\nJohan", "Goedemorgen Ingrid, akkoord. Groet Johan", "Prima, doen we.", "Wij accepteren de opdracht.", "accepted, thanks",
    "Akkoord, wij plannen het in.", "Helaas, dit is niet ons vak.", "Opdracht aangenomen", "Ja, wij nemen deze opdracht aan.",
)  # fmt: skip
UNSURE = (
    "Kan ik de huurder bellen?", "Is de sleutel bij jullie?", "Akkoord?", "wij zijn er mee bezig om te kijken of we akkoord kunnen geven",
    "Zie offerte van vorige week", "Welke verdieping is dit", "Niet akkoord zolang de vorige factuur open staat, daarna wel", "Bedankt voor de opdracht, ik kom er op terug.",
    "De vorige keer was akkoord ook genoeg", "morgen bel ik even", "??", "Akkoord als het voor vrijdag mag",
)  # fmt: skip
ANSWERS = (
    "Ik ben er woensdag de hele dag.", "dank u", "Wanneer komt de loodgieter nou?", "De code van de voordeur is 1234#.", "ok", "Hij is nog niet geweest", "Super, bedankt!", "Het mag ook 's avonds.",
)  # fmt: skip
ROBOTS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("Automatisch antwoord: Re: opdracht", "Ik ben vrij tot maandag.", {"Auto_Submitted": "auto-replied"}),
    ("Out of Office: opdracht", "I am out of office with no access to e-mail until Monday.", {"X_Autoreply": "yes"}),
    ("Re: opdracht", "Wij hebben uw e-mail ontvangen. U ontvangt binnen 2 werkdagen antwoord.", {"Auto_Submitted": "auto-generated"}),
    ("Afwezigheidsassistent: opdracht", "Ik ben afwezig en lees uw e-mail niet.", {}),
    ("Abwesend: opdracht", "Ich bin im Urlaub.", {"Precedence": "auto_reply"}),
    ("[Ticket#88172] opdracht", "Your request has been received and is logged under ticket 88172.", {"X_Auto_Response_Suppress": "All", "Auto_Submitted": "auto-generated"}),
    ("Lu : opdracht", "Votre message\n\n  À : Johan\n  Objet : opdracht\n\na été lu le mardi 17 novembre 2026.", {}),
    ("Niet gelezen: opdracht", "Uw bericht\n\n  Aan: Johan\n  Onderwerp: opdracht\n\nis ongelezen verwijderd op dinsdag 17 november 2026.", {}),
)  # fmt: skip
BULK: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("acties@groothandel.example.nl", "Alleen vandaag: kranen", {"List_Unsubscribe": "<https://x.example.nl/u>", "Feedback_ID": "1:2:3"}),
    ("nieuwsbrief@vakblad.example.nl", "Vakblad week 47", {"List_Id": "<vakblad.example.nl>", "Precedence": "bulk"}),
    ("info@congres.example.nl", "Schrijf u in", {"List_Unsubscribe": "<mailto:u@congres.example.nl>", "X_CampaignId": "77"}),
    ("noreply@webshop.example.nl", "Uw bestelling", {"List_Unsubscribe": "<mailto:u@webshop.example.nl>", "Precedence": "bulk"}),
)  # fmt: skip
ROBOTIC = (
    ("Bevestiging", "Kunt u bevestigen dat u mijn melding over de lift heeft ontvangen?"),
    ("Niet gelezen", "Heeft u mijn mail van maandag niet gelezen? De ramen tochten nog."),
    ("Automatic gate", "The automatic gate does not open. This is not an automated message ;-)"),
    ("Afwezig volgende week", "Ik ben volgende week afwezig; kan de schilder daarna komen?"),
    ("delivery", "My delivery box on the wall is broken."),
    ("Mail niet bezorgd", "Mijn post wordt niet bezorgd want de brievenbus zit klem."),
)
DANGER = (
    "er komt rook uit de meterkast", "Help, het stinkt hier naar gas in de keuken!", "My CO alarm is going off", "Ik zit vast in de lift", "er is brand in de berging", "Ik krijg stroom als ik de kraan aanraak",
)  # fmt: skip
FORMS = ("noreply@delinde.example.nl", "wordpress@huurders.example.nl", DESK, "website@formulieren.example.nl")
FORWARDED = (
    "-----Oorspronkelijk bericht-----\nVan: {name} <{who}>\nVerzonden: maandag 16 november 2026 8:11\nAan: Ruud\nOnderwerp: {subject}\n\n{text}",
    "Begin doorgestuurd bericht:\n\nVan: {name} <{who}>\nOnderwerp: {subject}\nDatum: 16 november 2026 om 08:11:00 CET\nAan: Ruud Kok\n\n{text}",
    "________________________________\nFrom: {name} <{who}>\nSent: Monday, November 16, 2026 8:11:00 AM\nTo: Ruud\nSubject: {subject}\n\n{text}",
    "---------- Forwarded message ---------\nFrom: {name} <{who}>\nDate: Mon, 16 Nov 2026 at 08:11\nSubject: {subject}\nTo: <ruud@x.example.nl>\n\n\n{text}",
)  # fmt: skip
BOUNCES = (
    "Delivery has failed to these recipients or groups:\n\n{to}\nThe email address you entered couldn't be found.\n\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'\n\nMessage-ID: <{mark}>\n",
    "Hi. This is the qmail-send program at mx.example.nl.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<{to}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <{mark}>\n",
    "This is the mail system at host mx.example.nl.\n\nI'm sorry to have to inform you that your message could not be delivered.\n\n<{to}>: host mx said: 552 5.2.2 Mailbox full\n\nMessage-ID: <{mark}>\n",
)  # fmt: skip


def _each(rows: Any, make: Callable[[Month, Any], MonthMail]) -> list[Kind]:
    return [lambda month, row=row: make(month, row) for row in rows]  # type: ignore[misc]


def _who(month: Month) -> str:
    return list(TENANTS)[1 + month.number % 5]


def _report(month: Month, row: tuple[str, str]) -> MonthMail:
    return month.sent(f"fresh report {row[0]!r}", month.mail(_who(month), row[1], row[0]), "draft")


def _footed(month: Month, foot: str) -> MonthMail:
    subject, text = REPORTS[month.number % len(REPORTS)]
    return month.sent(
        f"fresh footer {foot[:30]!r}", month.mail(_who(month), f"{text}\n\n{foot}", subject), "draft", without=foot[:25]
    )


def _bannered(month: Month, banner: str) -> MonthMail:
    subject, text = REPORTS[month.number % len(REPORTS)]
    return month.sent(
        f"fresh banner {banner[:30]!r}",
        month.mail(_who(month), f"{banner}\n\n{text}", subject),
        "draft",
        without=banner[:20],
    )


def _by_johan(acts: bool) -> Callable[[Month, str], MonthMail]:
    def make(month: Month, words: str) -> MonthMail:
        quote = "\n\nOp ma 16 nov 2026 om 09:00 schreef De Linde <melding@delinde.example.nl>:\n> Opdracht\n> Antwoord AKKOORD\n"
        mail = month.mail(
            JOHAN, words + quote, "Re: opdracht", to=month.order_to, name="Johan de Kraan", **month.our_letter()
        )
        return month.sent(f"fresh order {words[:40]!r}", mail, "order", acts=acts)

    return make


def _answer(month: Month, words: str) -> MonthMail:
    return month.sent(
        f"fresh answer {words[:30]!r}", month.mail(FATIMA, words, "Re: uw melding", to=month.ticket_to), "ticket"
    )


def _robot(month: Month, row: tuple[str, str, dict[str, str]]) -> MonthMail:
    subject, text, headers = row
    mail = month.mail(JOHAN, text, subject, to=month.order_to, **month.our_letter(), **headers)
    return month.sent(f"fresh robot {subject!r}", mail, "automatic")


def _bulk(month: Month, row: tuple[str, str, dict[str, str]]) -> MonthMail:
    return month.sent(f"fresh bulk {row[0]}", month.mail(row[0], "Bekijk alle aanbiedingen.", row[1], **row[2]), "bulk")


def _danger(month: Month, words: str) -> MonthMail:
    return month.sent(f"fresh danger {words!r}", month.mail(_who(month), words, ""), "opened")


def _form(month: Month, sender: str) -> MonthMail:
    who, (_, text) = _who(month), REPORTS[month.number % len(REPORTS)]
    name, home = TENANTS[who]
    words = f"Nieuwe inzending\n\nNaam: {name}\nAdres: {home}\nUw bericht: {text}\n\nVerzonden via het contactformulier"
    return month.sent(
        f"fresh form {sender}",
        month.mail(sender, words, "Nieuwe inzending: contact", Reply_To=f"{name} <{who}>"),
        "draft",
    )


def _forward(month: Month, shape: str) -> MonthMail:
    who, (subject, text) = _who(month), REPORTS[month.number % len(REPORTS)]
    words = shape.format(name=TENANTS[who][0], who=who, subject=subject, text=text)
    by, called = ((INGRID, "Ingrid Vos"), (RUUD, "Ruud Kok"))[month.number % 2]
    return month.sent(
        f"fresh forward {shape[:20]!r}", month.mail(by, words, f"Doorst: {subject}", name=called), "draft"
    )


def _bounce(month: Month, shape: str) -> MonthMail:
    text = shape.format(to=JOHAN, mark=month.leak.order_letter.mail_id)
    return month.sent(
        f"fresh bounce {shape[:20]!r}",
        month.mail("postmaster@mx.example.nl", text, "Undeliverable: opdracht"),
        "return",
        sender="",
    )


FRESH: list[Kind] = [
    *_each(REPORTS, _report), *_each(FOOTERS, _footed), *_each(BANNERS, _bannered), *_each(ACTS, _by_johan(True)), *_each(UNSURE, _by_johan(False)),
    *_each(ANSWERS, _answer), *_each(ROBOTS, _robot), *_each(BULK, _bulk), *_each(ROBOTIC, _report), *_each(DANGER, _danger), *_each(FORMS, _form),
    *_each(FORWARDED, _forward), *_each(BOUNCES, _bounce),
]  # fmt: skip
