"""Delivery reports of many servers, and the mails that only sound like one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mail import Envelope, Return
from ingest.reading.message import read_mail
from ingest.returns.reports import Report, may_be_return, read_returns

FROM_DAEMON = (
    ("return-path", "<>"),
    ("from", "Mail Delivery System <MAILER-DAEMON@mx.delinde.example.nl>"),
    ("to", "bounce+42@delinde.example.nl"),
    ("subject", "Undelivered Mail Returned to Sender"),
)
PIET = "p.hendriks@oudeprovider.example.nl"
LETTER = "letter-42@delinde.example.nl"
RETURNED = f"Message-ID: <{LETTER}>\nFrom: melding@delinde.example.nl\nTo: {PIET}\nSubject: [T-2026-00042] Lekkage\n"

# What servers write that keep to no standard. Each speaks of Piet.
STYLES = {
    "exim": "A message that you sent could not be delivered to one or more of its recipients.\n"
    "This is a permanent error. The following address(es) failed:\n\n"
    f"  {PIET}\n    host mx.oudeprovider.example.nl: 550 5.1.1 unknown user\n\n"
    f"------ This is a copy of the message, including all the headers. ------\n\n{RETURNED}",
    "qmail": "Hi. This is the qmail-send program. I'm afraid I wasn't able to deliver your message.\n\n"
    f"<{PIET}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
    f"--- Below this line is a copy of the message.\n\n{RETURNED}",
    "postfix": "I'm sorry to have to inform you that your message could not\nbe delivered.\n\n"
    f"<{PIET}>: host mx.example.nl said: 550\n    5.1.1 user unknown (in reply to RCPT TO command)\n",
    "sendmail": f"   ----- The following addresses had permanent fatal errors -----\n<{PIET}>\n\n"
    f"   ----- Transcript of session follows -----\n550 5.1.1 <{PIET}>... User unknown\n",
    "courier": f"Your message to the following recipients cannot be delivered:\n\n<{PIET}>:\n"
    f"    mx.example.nl [203.0.113.9]:\n>>> RCPT TO:<{PIET}>\n<<< 550 5.1.1 User unknown\n",
    "opensmtpd": "An error has occurred while attempting to deliver a message for\nthe following recipients:\n\n"
    f"{PIET}: 550 5.1.1 Invalid recipient\n\n    Below is a copy of the original message:\n\n{RETURNED}",
    "hmailserver": f"The following recipient(s) could not be reached:\n\n{PIET}\n   Error Type: SMTP\n"
    f"   hMailServer sent: RCPT TO:<{PIET}>\n   Remote server replied: 550 5.1.1 Unknown user\n",
    "stalwart": "Your message could not be delivered to the following recipients:\n\n"
    f"<{PIET}> (host 'mx' rejected command 'RCPT TO:<{PIET}>' with code 550 (5.1.1) 'User unknown')\n",
    "exchange da": f"Din meddelelse til {PIET} blev ikke leveret.\n\n550 5.1.1 RecipientNotFound\n",
    "exchange cs": f"Vaši zprávu pro {PIET} se nepodařilo doručit.\n\n550 5.1.1 neznámý uživatel\n",
    "exchange hu": f"A {PIET} címre küldött üzenet kézbesítése nem sikerült.\n\n550 5.1.1\n",
    "a language nobody here knows": f"Ujumbe wako kwa {PIET} haukufika.\n\n550 5.1.1\n",
    "one that does not say so": f"Ujumbe wako kwa {PIET} haukufika (5.1.1).\n",
    "below a line of its own": f"----- original mail info -----\n\n550 5.1.1 <{PIET}>... User unknown\n",
    "a delay that ended": f"Delivery was delayed.\n\n<{PIET}>: 550 5.1.1 unknown\n",
    "exchange nl": f"Uw bericht kan niet worden bezorgd bij {PIET}.\n\nHet adres is niet gevonden.\n\n"
    f"Diagnostische informatie:\n{PIET}\nRemote Server returned '550 5.1.1 User unknown'\n",
    "exchange de": f"Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\n{PIET}\n"
    f"Ihre Nachricht konnte nicht zugestellt werden. 550 5.1.1 RESOLVER.ADR.RecipNotFound\n",
    "gmail": f"Address not found\n\nYour message wasn't delivered to {PIET} because the address couldn't be found.\n\n"
    f"The response was:\n550 5.1.1 The email account that you tried to reach does not exist.\n",
}


@pytest.mark.parametrize("style", STYLES)
def test_a_server_that_only_uses_words_is_understood(style: str):
    is_bounce, returns = read_returns(Report(FROM_DAEMON, STYLES[style], (("message/rfc822", RETURNED),)))

    assert is_bounce
    assert returns == (Return(PIET, "failed", "5.1.1", LETTER),)


def a_status_part(action: str, status: str, recipient: str = f"rfc822; {PIET}") -> str:
    return (
        "Reporting-MTA: dns; mx.delinde.example.nl\n\n"
        f"Final-Recipient: {recipient}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 5.1.1 unknown\n"
    )


def read_status(part: str) -> tuple[bool, tuple[Return, ...]]:
    return read_returns(
        Report(FROM_DAEMON, "Could not be delivered", (("message/delivery-status", part), ("message/rfc822", RETURNED)))
    )


def test_the_machine_part_is_believed_before_the_words():
    assert read_status(a_status_part("failed", "5.2.2")) == (True, (Return(PIET, "failed", "5.2.2", LETTER),))


def test_a_delay_is_told_and_is_no_return():
    assert read_status(a_status_part("delayed", "4.4.1")) == (False, (Return(PIET, "delayed", "4.4.1", LETTER),))


def test_a_status_that_says_nothing_gives_way_to_the_servers_own_words():
    _, (fate,) = read_status(a_status_part("failed", "5.0.0"))

    assert fate.status == "5.1.1"


def test_the_address_we_wrote_to_counts_where_an_alias_led_on():
    part = a_status_part("failed", "5.1.1", "rfc822; piet@elders.example.nl") + f"Original-Recipient: rfc822;{PIET}\n"

    _, (fate,) = read_status(part)

    assert fate.recipient == PIET


def test_recipients_without_an_empty_line_between_them_are_told_apart():
    _, fates = read_status(
        f"Reporting-MTA: dns; mx\nFinal-Recipient: rfc822; {PIET}\nAction: failed\nStatus: 5.1.1\n"
        "Final-Recipient: rfc822; johan@dekraan.example.nl\nAction: delayed\nStatus: 4.4.1\n"
    )

    assert fates == (
        Return(PIET, "failed", "5.1.1", LETTER),
        Return("johan@dekraan.example.nl", "delayed", "4.4.1", LETTER),
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"utf-8; j\x{F6}rg@dekraan.example.nl", "jörg@dekraan.example.nl"),
        (r"utf-8; j\x{D800}rg@dekraan.example.nl", r"j\x{D800}rg@dekraan.example.nl"),
        ('rfc822; "jan de kraan"@dekraan.example.nl', '"jan de kraan"@dekraan.example.nl'),
        (f"RFC822 ; <{PIET}>;", PIET),
    ],
)
def test_an_address_is_read_however_its_report_writes_it(written: str, meant: str):
    _, (fate,) = read_status(a_status_part("failed", "5.1.1", written))

    assert fate.recipient == meant


@pytest.mark.parametrize("kind", ["text/plain", "application/octet-stream"])
def test_a_machine_part_is_known_by_its_fields_where_a_gateway_renamed_it(kind: str):
    report = Report(FROM_DAEMON, "See the report.", ((kind, a_status_part("failed", "5.2.2")),))

    assert read_returns(report) == (True, (Return(PIET, "failed", "5.2.2", ""),))


def test_a_machine_part_without_a_status_takes_the_one_in_the_words():
    part = f"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; {PIET}\nAction: failed\n"
    report = Report(FROM_DAEMON, STYLES["postfix"], (("message/delivery-status", part),))

    assert read_returns(report) == (True, (Return(PIET, "failed", "5.1.1", ""),))


def test_where_an_alias_led_on_only_that_address_is_the_one_we_wrote_to():
    told = (
        "Your message could not be delivered.\n\n<johan@dekraan.example.nl>: unknown user\n\n"
        f"<p@elders.example.nl> (expanded from {PIET}): mailbox full\n"
    )

    _, fates = read_returns(Report(FROM_DAEMON, told, ()))

    assert [fate.recipient for fate in fates] == ["johan@dekraan.example.nl", PIET]


def test_a_header_that_names_who_failed_needs_no_words():
    headers = (("return-path", "<>"), ("from", "Post <post@mx.example.nl>"), ("x-failed-recipients", PIET))

    assert read_returns(Report(headers, "Sorry.", ())) == (True, (Return(PIET, "failed", "", ""),))


def test_a_read_receipt_is_no_return():
    receipt = (("message/disposition-notification", f"Final-Recipient: rfc822;{PIET}\nDisposition: displayed\n"),)

    assert read_returns(Report(FROM_DAEMON, "Your message was read", receipt)) == (False, ())


def test_amazon_tells_a_return_in_json():
    bounce = {"bouncedRecipients": [{"emailAddress": PIET, "action": "failed", "status": "5.1.1"}]}
    mail = {"commonHeaders": {"messageId": f"<{LETTER}>"}}
    notice = json.dumps({"notificationType": "Bounce", "bounce": bounce, "mail": mail})

    assert read_returns(Report((("x-amz-sns-message-id", "1"),), notice, ())) == (
        True,
        (Return(PIET, "failed", "5.1.1", LETTER),),
    )


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Afwezig", "Ik ben niet bereikbaar. Neem contact op met dennis@elektrovisser.example.nl."),
        ("Lekkage", "Ik kon u niet vinden op het adres. De monteur is niet verschenen."),
        ("Re: Undelivered Mail Returned to Sender", "Wat moet ik hiermee? Piet zegt dat zijn adres niet bestaat."),
    ],
)
def test_a_persons_mail_from_a_null_return_path_is_no_return(subject: str, text: str):
    headers = (("return-path", "<>"), ("from", "Marco Visser <marco@elektrovisser.example.nl>"), ("subject", subject))

    assert read_returns(Report(headers, text, (("text/plain", text),))) == (False, ())


@pytest.mark.parametrize(
    "text",
    [
        "Het pakket is niet bezorgd op ons adres Lindenlaan 22, en de bel doet het niet.",
        "De brief kon niet worden bezorgd, de bus klemt.\n\nFatima\nfatima@mail.example.nl",
    ],
)
def test_a_tenants_undelivered_parcel_is_a_report_of_a_broken_bell(text: str):
    headers = (
        ("return-path", "<fatima@mail.example.nl>"),
        ("from", "Fatima <fatima@mail.example.nl>"),
        ("subject", "Pakket niet bezorgd"),
    )

    assert read_returns(Report(headers, text, (("text/plain", text),))) == (False, ())


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Delivery failed", "The delivery of the new boiler failed: fitter@example.com said he comes again."),
        ("Returned mail", "I returned the mail of the former tenant. The new address is former@example.com."),
        ("Failure notice", "I give notice of the failure of the heating. It shows error #5.2.2 since Monday."),
    ],
)
def test_a_person_whose_subject_sounds_like_a_servers_is_a_person(subject: str, text: str):
    headers = (
        ("return-path", "<fatima@mail.example.nl>"),
        ("from", "Fatima <fatima@mail.example.nl>"),
        ("subject", subject),
    )

    assert read_returns(Report(headers, text, (("text/plain", text),))) == (False, ())


@pytest.mark.parametrize(
    ("sender", "path"),
    [
        ("Mail Gateway <no-reply@gw.example.nl>", "<no-reply@gw.example.nl>"),
        ("Post <post@gw.example.nl>", "<>"),
        ("System Attendant <it@gw.example.nl>", ""),
    ],
    ids=["a program's name", "the null return path", "a return path that was lost"],
)
def test_a_server_without_a_daemons_name_is_known_by_whom_it_names(sender: str, path: str):
    text = f"Your message to {PIET} was not delivered because the mailbox is full."
    headers = (*((("return-path", path),) if path else ()), ("from", sender), ("subject", "Undeliverable message"))

    assert read_returns(Report(headers, text, ())) == (True, (Return(PIET, "failed", "", ""),))


def test_a_mailer_that_tells_of_success_tells_no_return():
    told = f"The following addresses had successful delivery notifications:\n<{PIET}> (relayed)\n"

    assert not read_returns(Report((*FROM_DAEMON[:3], ("subject", "Return receipt")), told, ()))[0]


def test_a_late_fitter_is_no_delay_of_mail():
    text = "De monteur is vertraagd. Mail planning@example.com als u wilt verzetten."
    headers = (("return-path", "<>"), ("from", "Fatima <fatima@mail.example.nl>"), ("subject", "Vertraagd"))

    assert read_returns(Report(headers, text, ())) == (False, ())


def test_the_null_return_path_of_our_own_door_counts_without_a_header():
    raw = f"From: Post <post@gw.example.nl>\nSubject: Lekkage\n\n<{PIET}> was not delivered: 550 5.1.1 unknown\n"

    assert read_mail(raw.encode(), Envelope("", ())).is_bounce
    assert not read_mail(raw.encode(), Envelope("post@gw.example.nl", ())).is_bounce


def test_an_automatic_answer_that_names_a_colleague_is_no_return():
    text = "Ik ben afwezig. Uw bericht wordt niet bezorgd; mail johan@dekraan.example.nl."
    headers = (
        ("return-path", "<>"),
        ("auto-submitted", "auto-replied"),
        ("from", "Piet <piet@dekraan.example.nl>"),
        ("subject", "Afwezig"),
    )

    assert read_returns(Report(headers, text, (("text/plain", text),))) == (False, ())


def test_an_ordinary_mail_is_not_even_looked_at():
    headers = (
        ("return-path", "<fatima@mail.example.nl>"),
        ("from", "Fatima <fatima@mail.example.nl>"),
        ("subject", "Lekkage"),
    )

    assert not may_be_return(headers)


@given(st.text(), st.text())
def test_any_report_is_read_without_a_fault(text: str, part: str):
    read_returns(Report(FROM_DAEMON, text, (("message/delivery-status", part), ("message/rfc822", text))))
