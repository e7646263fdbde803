"""Who wrote: websites, groups, lists, colleagues and old devices stand between a tenant and the desk."""

from __future__ import annotations

from tests.journeys.cases.post import DESK, Post, Situation, head, many, page, plain

PIET = "Piet Hendriks <p.hendriks@oudeprovider.example.nl>"
KRAAN = "De kraan in de keuken druppelt al een week."


def the_visitor_reports(post: Post, headers: dict[str, str]) -> None:
    """Draft, person, and the receipt to him and to nobody else."""
    post.world.letters.clear()
    before = len(post.world.desk.sink.deliveries)
    mail = post.mail(
        post.world.piet,
        plain(f"Naam: Piet Hendriks\nBericht: {KRAAN}"),
        "Contactformulier",
        {"Authentication-Results": "", **headers},
    )
    draft = post.draft_of(post.sends(mail))
    assert draft["suggestions"]["person"]["name"] == "Piet Hendriks", draft["from"]
    ticket = post.converts(draft)
    told = {one.rcpt_tos[0] for one in post.world.desk.sink.deliveries[before:]}
    assert [person["name"] for person in ticket["people"]] == ["Piet Hendriks"]
    assert any(letter.has_link and ticket["number"] in letter.text for letter in post.world.piet.letters())
    assert post.world.piet.address in told and not {one for one in told if "noreply" in one or one == DESK}, told


OWN_ADDRESS = {
    "PHPMailer": {"From": f"Website De Linde <{DESK}>", "Reply-To": PIET, "X-Mailer": "PHPMailer 6.9.1"},
    "with the visitor's name": {"From": f"Piet Hendriks <{DESK}>", "Reply-To": "p.hendriks@oudeprovider.example.nl"},
    "with a plus": {"From": "melding+website@delinde.example.nl", "X-Original-From": PIET},
    "the name as in a card index": {"From": f"WordPress <{DESK.upper()}>", "Reply-To": '"Hendriks, Piet" <P.Hendriks@OudeProvider.example.nl>', "Sender": "www-data@web01.example.nl"},
    "the desk twice in Reply-To": {"From": DESK, "Reply-To": f"{DESK}, {PIET}"},
}  # fmt: skip
NO_REPLY = {
    "ours": {"From": "De Linde website <noreply@delinde.example.nl>", "Reply-To": PIET},
    "of a builder of forms": {"From": "Jotform <noreply@formulieren.example.nl>", "Reply-To": PIET},
    "Dutch": {"From": "Woonportaal <niet-beantwoorden@woonportaal.example.nl>", "Reply-To": PIET},
    "do_not_reply": {"From": "do_not_reply@site.example.nl", "Reply-To": PIET, "Auto-Submitted": "no"},
    "a program's mailbox": {"From": "WordPress <wordpress@huurders-website.example.nl>", "Reply-To": PIET, "X-Mailer": "PHPMailer 5.2 (https://github.com)"},
    "somebody via a service": {"From": "Piet Hendriks via Formulieren <mailer@dienst.example.nl>", "Reply-To": PIET},
    "marked as made by a machine": {"From": "noreply@delinde.example.nl", "Reply-To": PIET, "Auto-Submitted": "auto-generated"},
}  # fmt: skip


def a_known_tenants_draft(post: Post, headers: dict[str, str]) -> None:
    draft = post.draft_of(post.sends(post.mail(post.world.piet, plain(KRAAN), "Kraan", headers)))
    assert draft["suggestions"]["person"]["name"] == "Piet Hendriks"
    assert "Lijkt automatisch" not in post.world.ingrid.opens(f"/drafts/{draft['id']}").text


MEMBERS = "bewoners@lijst.example.nl"
LISTS = {
    "Mailman": {"Precedence": "list", "List-Id": "Bewoners <bewoners.lijst.example.nl>", "List-Post": f"<mailto:{MEMBERS}>", "X-BeenThere": MEMBERS},
    "Mailman, From replaced": {"From": f"Piet Hendriks via Bewoners <{MEMBERS}>", "Reply-To": PIET, "List-Id": "<bewoners.lijst.example.nl>", "Precedence": "list", "Authentication-Results": ""},
    "Sympa": {"Precedence": "list", "List-Id": "<bewoners.lijst.example.nl>", "X-Loop": MEMBERS, "X-Sequence": "12", "List-Unsubscribe": "<mailto:sympa@lijst.example.nl?subject=unsubscribe>"},
    "Groups.io": {"Mailing-List": "list bewoners@groups.example.nl; contact bewoners+owner@groups.example.nl", "List-Unsubscribe": "<https://groups.example.nl/leave>", "Precedence": "Bulk"},
    "Microsoft 365": {"List-Unsubscribe": "<mailto:x@groups.example.nl>", "X-MS-Exchange-Organization-AutoForwarded": "false", "X-List-Name": "bewoners"},
}  # fmt: skip
OWN_GROUP = {
    "Google": {"Precedence": "list", "Mailing-list": f"list {DESK}; contact melding+owners@delinde.example.nl", "List-ID": "<melding.delinde.example.nl>", "X-Google-Group-Id": "1234", "List-Post": f"<https://groups.google.com/a/delinde.example.nl/group/melding/post>, <mailto:{DESK}>"},
    "Google, From replaced": {"From": f"'Piet Hendriks' via Meldpunt <{DESK}>", "X-Original-From": PIET, "Reply-To": PIET, "List-ID": "<melding.delinde.example.nl>", "Precedence": "list", "X-Original-Authentication-Results": "x", "Authentication-Results": ""},
    "Mailman": {"List-Id": f"Meldpunt <{DESK.replace('@', '.')}>", "List-Post": f"<mailto:{DESK}>", "Precedence": "list", "List-Unsubscribe": "<mailto:melding-leave@delinde.example.nl>"},
    "a bulk mark besides": {"List-ID": "<melding.delinde.example.nl>", "Precedence": "bulk", "X-Auto-Response-Suppress": "All"},
}  # fmt: skip
SILENT = {
    "Exchange": {"X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply"},
    "All": {"X-Auto-Response-Suppress": "All"},
    "and no machine, it says": {"X-Auto-Response-Suppress": "OOF", "Auto-Submitted": "no"},
    "a program of customers": {"X-Auto-Response-Suppress": "DR, OOF, AutoReply", "X-Mailer": "Microsoft Dynamics CRM", "Priority": "normal"},
    "and a thread of their own": {"X-Auto-Response-Suppress": "All", "In-Reply-To": "<older@oudeprovider.example.nl>", "References": "<older@oudeprovider.example.nl>"},
}  # fmt: skip


def words_and_wire_sender(post: Post, octets: bytes) -> None:
    message = post.sends(octets, "karel.mulder@mail.example.nl")
    draft = post.draft_of(message)
    assert "fietsenkelder van Kastanjehof 9 is kapot" in draft["text"], draft["text"]
    assert draft["from"]["address"] == "karel.mulder@mail.example.nl"
    shown = post.world.ingrid.opens(f"/drafts/{draft['id']}")
    assert "karel.mulder@mail.example.nl" in shown.text
    assert message["trust"] == "v0"


LAMP = "De verlichting in de fietsenkelder van Kastanjehof 9 is kapot.\r\nKarel\r\n"
BARE = {
    "only a text": LAMP.encode(),
    "a blank line before it": b"\r\n" + LAMP.encode(),
    "words that look like a field": f"Let op: {LAMP}".encode(),
    "a subject alone": b"Subject: lamp\r\n\r\n" + LAMP.encode(),
    "no From among others": b"To: melding@delinde.example.nl\r\nSubject: kelder\r\nDate: Mon, 16 Nov 2026 07:00:00 +0100\r\n\r\n" + LAMP.encode(),
    "an empty From": b"From: \r\nSubject: fiets\r\n\r\n" + LAMP.encode(),
    "old letters": b"\r\n" + ("Caf\u00e9: " + LAMP).encode("latin-1"),
}  # fmt: skip


def the_first_sender_reports(post: Post, entity: str) -> None:
    before = len(post.world.desk.sink.deliveries)
    draft = post.draft_of(post.sends(post.mail(post.world.bram, entity, "FW: gootsteen")))
    ticket = post.converts(draft)
    told = {one.rcpt_tos[0] for one in post.world.desk.sink.deliveries[before:]}
    assert [person["name"] for person in ticket["people"]] == ["Karel Mulder"], draft["suggestions"]["person"]
    assert ticket["description"].startswith("Hallo Bram, de gootsteen"), ticket["description"]
    assert post.world.karel.address in told
    assert "Bram Postma" not in post.world.ingrid.opens("/relations/people").text


SINK = "Hallo Bram, de gootsteen op Kastanjehof 9 loopt niet meer door.\n\nGroet, Karel\n"
FORWARDS = {
    "Outlook": plain(f"Pak jij dit op?\n\nVan: Karel Mulder <karel.mulder@mail.example.nl>\nVerzonden: vrijdag 27 november 2026 19:02\nAan: Bram Postma <bram@delinde.example.nl>\nOnderwerp: gootsteen\n\n{SINK}"),
    "Gmail": plain(f"---------- Forwarded message ---------\nVan: Karel Mulder <karel.mulder@mail.example.nl>\nDate: vr 27 nov 2026 om 19:02\nSubject: gootsteen\nTo: Bram Postma <bram@delinde.example.nl>\n\n\n{SINK}"),
    "Apple": plain("Begin doorgestuurd bericht:\n\n> Van: Karel Mulder <karel.mulder@mail.example.nl>\n> Onderwerp: gootsteen\n> Datum: 27 november 2026 om 19:02:11 CET\n> Aan: Bram Postma <bram@delinde.example.nl>\n> \n> Hallo Bram, de gootsteen op Kastanjehof 9 loopt niet meer door.\n> \n> Groet, Karel\n"),
    "Outlook on the web, as a page": page("<div>ter info</div><hr><div><b>Van:</b> Karel Mulder &lt;karel.mulder@mail.example.nl&gt;<br><b>Verzonden:</b> vrijdag 27 november 2026 19:02<br><b>Aan:</b> Bram Postma &lt;bram@delinde.example.nl&gt;<br><b>Onderwerp:</b> gootsteen</div><div>Hallo Bram, de gootsteen op Kastanjehof 9 loopt niet meer door.</div><div>Groet, Karel</div>"),
    "English Outlook, the address in brackets": plain(f"FYI\n\n-----Original Message-----\nFrom: Karel Mulder [mailto:karel.mulder@mail.example.nl]\nSent: Friday, November 27, 2026 7:02 PM\nTo: Bram Postma\nSubject: gootsteen\n\n{SINK}"),
    "twice": plain(f"Van: Ruud Kok <huismeester@kastanjehof.example.nl>\nVerzonden: vrijdag 27 november 2026 20:00\nAan: Bram Postma <bram@delinde.example.nl>\nOnderwerp: FW: gootsteen\n\nzie onder\n\nVan: Karel Mulder <karel.mulder@mail.example.nl>\nVerzonden: vrijdag 27 november 2026 19:02\nAan: Ruud Kok <huismeester@kastanjehof.example.nl>\nOnderwerp: gootsteen\n\n{SINK}"),
    "attached": many("mixed", plain("graag oppakken"), "Content-Type: message/rfc822\n\n" + head({"From": "Karel Mulder <karel.mulder@mail.example.nl>", "To": "bram@delinde.example.nl", "Subject": "gootsteen", "Date": "Fri, 27 Nov 2026 19:02:00 +0100", "Message-ID": "<gootsteen@mail.example.nl>"}, plain(SINK)).decode()),
    "a telephone's": plain(f"Verzonden vanaf mijn Galaxy\n\n-------- Oorspronkelijk bericht --------\nVan: Karel Mulder <karel.mulder@mail.example.nl>\nDatum: 27-11-2026 19:02 (GMT+01:00)\nAan: Bram Postma <bram@delinde.example.nl>\nOnderwerp: gootsteen\n\n{SINK}"),
}  # fmt: skip


def a_draft_of_a_person(post: Post, words: tuple[str, str]) -> None:
    subject, text = words
    draft = post.draft_of(post.sends(post.mail(post.world.piet, plain(text), subject)))
    assert draft["suggestions"]["person"]["name"] == "Piet Hendriks"


ROBOTIC = {
    "a confirmation asked for": ("Ontvangstbevestiging", "Graag een ontvangstbevestiging van mijn melding van vorige week."),
    "who got an automatic answer": ("Automatisch antwoord gekregen", "Ik kreeg een automatisch antwoord maar nooit een monteur. De kraan lekt nog."),
    "a key out of office hours": ("Out of office key", "The key of the bike shed (out of office hours) does not fit."),
    "a holiday and a leak": ("Vakantie en lekkage", "Wij zijn met vakantie t/m 5 december. De buren zien water onder onze voordeur."),
    "absent when the plumber came": ("Afwezig:", "Ik was afwezig toen de monteur kwam. Kan hij terugkomen?"),
    "do not answer my neighbour": ("Uw bericht is ontvangen", "Uw bericht is ontvangen, maar er is nog steeds niemand geweest. De kraan lekt."),
    "on leave myself": ("On leave", "I am on leave this week, so I am home: can the plumber come for the tap?"),
    "newsletter of ours": ("Nieuwsbrief: klacht", "In uw nieuwsbrief staat dat de lift gemaakt is. Dat is niet zo."),
    "undelivered parcel": ("Mail delivery failed", "The mail delivery failed again: the letterbox door of my house is broken."),
    "read": ("Gelezen: uw brief", "Ik heb uw brief gelezen en ben het er niet mee eens: de ketel is oud."),
}  # fmt: skip
PEOPLE = {
    "11-webform-from-own-address": Situation(the_visitor_reports, OWN_ADDRESS),
    "13-group-list-headers-original-from": Situation(a_known_tenants_draft, LISTS),
    "14-exchange-suppress-header-person": Situation(a_known_tenants_draft, SILENT),
    "46-desk-address-is-a-google-group": Situation(a_known_tenants_draft, OWN_GROUP),
    "48-webform-noreply-with-reply-to": Situation(the_visitor_reports, NO_REPLY),
    "72-no-headers-at-all": Situation(words_and_wire_sender, BARE),
    "83-colleague-forwards-tenant-mail": Situation(the_first_sender_reports, FORWARDS),
    "87-people-who-sound-like-robots": Situation(a_draft_of_a_person, ROBOTIC),
}
