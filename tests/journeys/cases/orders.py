"""Answers to a work order: what gateways and telephones put around the word, and what no person wrote."""

from __future__ import annotations

from typing import Any

from tests.journeys.cases.post import Post, Situation, page, plain


def accepts(post: Post, entity: str) -> None:
    order = post.orders()
    message = post.answers(order, entity)
    assert post.state_of(order) == "accepted", message["evidence"]


def below(banner: str) -> str:
    return plain(f"{banner}\n\nAKKOORD\n")


OUTSIDE = {
    "a Dutch sentence": below("LET OP: Deze e-mail komt van buiten de organisatie. Klik niet op koppelingen en open geen bijlagen."),
    "wrapped over lines": below("LET OP: Deze e-mail is afkomstig van een afzender buiten\nonze organisatie. Open geen bijlagen en klik niet op links tenzij u de\nafzender kent."),
    "a mark alone": below("[EXTERN]"),
    "who it is from": below("U ontvangt niet vaak e-mail van johan@dekraan.example.nl. Ontdek waarom dit belangrijk is"),
    "between lines of stars": below("*** EXTERNE E-MAIL *** Wees voorzichtig met links en bijlagen.\n********************"),
    "German": below("ACHTUNG: Diese E-Mail kommt von außerhalb der Organisation. Öffnen Sie keine Anhänge von unbekannten Absendern."),
    "a warning of the IT department": below("Waarschuwing: dit bericht is verzonden door iemand buiten de organisatie. Controleer het adres van de afzender."),
    "Mimecast": below("This Message originated outside your organization."),
    "at the foot": plain("AKKOORD\n\nJohan\n\nLET OP: Deze e-mail komt van buiten de organisatie. Klik niet op koppelingen en open geen bijlagen.\n"),
}  # fmt: skip
CAUTION = "CAUTION: This email originated from outside of the organization. Do not click links or open attachments unless you recognize the sender and know the content is safe."
IN_A_BOX = {
    "a table": page(f"<table><tr><td>{CAUTION}</td></tr></table><br><div>ACCEPTED</div>"),
    "two cells, the first a sign": page(f"<table><tr><td>⚠️</td><td>{CAUTION}</td></tr></table><p>Accepted</p>"),
    "Outlook's of who writes seldom": page("<div><table><tr><td></td><td>You don't often get email from johan@dekraan.example.nl. <a href='https://aka.ms/LearnAboutSenderIdentification'>Learn why this is important</a></td><td></td></tr></table><div>Accepted</div></div>"),
    "Proofpoint's": page("<div>ZjQcmQRYFpfptBannerStart</div><div>This Message Is From an External Sender</div><div>This message came from outside your organization.</div><div>ZjQcmQRYFpfptBannerEnd</div><p>Accepted</p>"),
    "bold, a rule below it": page("<p><b>EXTERNAL EMAIL:</b> Do not click any links or open any attachments unless you trust the sender and know the content is safe.</p><hr><p>AKKOORD</p>"),
    "French": page("<div>ATTENTION : Ce courriel provient de l'extérieur de l'organisation. Ne cliquez pas sur les liens.</div><div>Akkoord</div>"),
}  # fmt: skip
UNSEEN = {
    "zero-width blanks within": plain("AKK\u200bOORD"),
    "soft hyphens": plain("AK\u00adKOORD"),
    "a byte order mark before it": plain("\ufeffAKKOORD"),
    "marks of direction around it": plain("\u202aAKKOORD\u202c\u200e"),
    "written as entities": page("<p>AKK&#8203;O&shy;ORD&zwnj;</p>"),
    "Mongolian and Arabic marks": plain("\u061cAKKOORD\u180e"),
}
JOINED = {
    "word joiner, no-break blank, zero-width joiner": plain("Akkoord\u2060\u00a0\u200d"),
    "no-break blanks of all kinds": plain("\u00a0\u202fAkkoord\u2007"),
    "a keyboard's full stop and blank": plain("Akkoord.\u00a0\u2060\n\nVerstuurd vanaf mijn Galaxy"),
    "full-width letters": plain("Ａｋｋｏｏｒｄ"),
    "variation selectors": plain("Akkoord\ufe0f\u2060"),
}


def a_quiet_line(post: Post, made: tuple[str, str, dict[str, str]]) -> None:
    """On the order's page; no remark of Johan's, no letter about it, nothing moved."""
    subject, text, headers = made
    order = post.orders()
    before = len(post.world.ingrid.letters())
    entity = plain(text.replace("{SUBJ}", order.letter.subject))
    message = post.answers(order, entity, {"Subject": subject.replace("{SUBJ}", order.letter.subject), **headers})
    post.world.wait()
    assert (message["aside"], message["order"]) == ("automatic", order.number), (message["rule"], message["place"])
    assert post.state_of(order) == "sent"
    shown = post.world.ingrid.opens(f"/orders/{order.number}")
    assert "Automatisch antwoord" in shown.text or "afwezig" in shown.text.lower(), shown.story
    told = [letter.subject for letter in post.world.ingrid.letters()[before:] if "Bericht van" in letter.subject]
    assert told == []


def receipt(words: str, subject: str = "Gelezen: {SUBJ}", **headers: str) -> tuple[str, str, dict[str, str]]:
    return subject, words, headers


DUTCH = "Uw bericht\n\n   Aan: Johan de Kraan\n   Onderwerp: {SUBJ}\n   Verzonden: zaterdag 28 november 2026 09:58\n\nis gelezen op zaterdag 28 november 2026 10:01."
RECEIPTS = {
    "Outlook, Dutch": receipt(DUTCH),
    "Outlook, English": receipt("Your message\n\n   To: Johan\n   Subject: {SUBJ}\n   Sent: Saturday, 28 November 2026 09:58:00 (UTC+01:00)\n\nwas read on Saturday, 28 November 2026 10:01:00.", "Read: {SUBJ}"),
    "a gateway's tag before it": receipt(DUTCH, "[EXTERN] Gelezen: {SUBJ}"),
    "deleted without reading": receipt("Uw bericht\n\n   Aan: Johan\n   Onderwerp: {SUBJ}\n\nis verwijderd zonder te zijn gelezen op zaterdag 28 november 2026.", "Niet gelezen: {SUBJ}"),
    "Thunderbird": receipt("Dit is een ontvangstbevestiging voor de e-mail die u naar johan@dekraan.example.nl hebt verzonden.\n\nOpmerking: deze ontvangstbevestiging geeft alleen aan dat het bericht is weergegeven op de computer van de ontvanger. Er is geen garantie dat de ontvanger de inhoud van het bericht heeft gelezen of begrepen.", "Leesbevestiging (weergegeven) - {SUBJ}"),
    "Thunderbird, English": receipt("This is a Return Receipt for the mail that you sent to johan@dekraan.example.nl.\n\nNote: This Return Receipt only acknowledges that the message was displayed on the recipient's computer. There is no guarantee that the recipient has read or understood the message contents.", "Return Receipt (displayed) - {SUBJ}"),
    "German": receipt("Ihre Nachricht\n\n   An: Johan\n   Betreff: {SUBJ}\n   Gesendet: Samstag, 28. November 2026 09:58\n\nwurde am Samstag, 28. November 2026 10:01 gelesen.", "Gelesen: {SUBJ}"),
    "below a banner": receipt(f"LET OP: Deze e-mail komt van buiten de organisatie.\n\n{DUTCH}"),
}  # fmt: skip
NOTE = "Ik ben tot en met 6 december met vakantie. Voor spoed: Piet, 06 0000 0077, piet@dekraan.example.nl"
ABSENT = {
    "Auto-Submitted": receipt(NOTE, "Re: {SUBJ}", **{"Auto-Submitted": "auto-replied"}),
    "Outlook's subject and its wish for silence": receipt(NOTE, "Automatisch antwoord: {SUBJ}", **{"X-Auto-Response-Suppress": "All"}),
    "an old vacation program": receipt(NOTE, "Afwezig: {SUBJ}", Precedence="auto_reply"),
    "English, with X-Autoreply": receipt("I am out of the office until 7 December. For urgent matters call Piet on 06 0000 0077.", "Automatic reply: {SUBJ}", **{"X-Autoreply": "yes"}),
    "a subject and words, and no header": receipt("Bedankt voor uw e-mail. Ik ben afwezig tot en met 6 december en lees uw mail niet. Bij spoed: 06 0000 0077.", "Afwezigheidsbericht: {SUBJ}"),
    "German": receipt("Ich bin bis 6. Dezember nicht im Büro. Ihre Nachricht wird nicht weitergeleitet. In dringenden Fällen: 06 0000 0077.", "Abwesenheitsnotiz: {SUBJ}", **{"Auto-Submitted": "auto-replied"}),
}  # fmt: skip


def absence_is_seen(post: Post, made: tuple[str, str, dict[str, str]]) -> None:
    a_quiet_line(post, made)
    shown: Any = post.world.ingrid.opens(f"/orders/{post.newest()['order']}")
    assert "06 0000 0077" in shown.text, shown.story


ORDERS = {
    "26-external-banner-accept": Situation(accepts, OUTSIDE),
    "27-external-banner-html-english": Situation(accepts, IN_A_BOX),
    "28-invisible-characters-accept": Situation(accepts, UNSEEN),
    "29-mobile-word-joiner-accept": Situation(accepts, JOINED),
    "54-out-of-office-on-an-order": Situation(absence_is_seen, ABSENT),
    "86-read-receipt-without-report": Situation(a_quiet_line, RECEIPTS),
}
