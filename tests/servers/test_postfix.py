import smtplib

import pytest

from tests.servers.postfix import Postfix, StartPostfix
from tests.servers.sink import Sink

LETTER = b"From: melding@delinde.example.nl\r\nMessage-ID: <ob7@delinde.example.nl>\r\n\r\nLekkage.\r\n"


def test_postfix_relays_a_letter_to_the_port_of_its_domain(start_postfix: StartPostfix, sink: Sink) -> None:
    postfix = start_postfix({"dekraan.example.nl": sink.port})

    post(postfix)

    delivery = sink.wait_for(1)[0]
    assert delivery.mail_from == "bounce+7@delinde.example.nl"
    assert delivery.rcpt_tos == ("johan@dekraan.example.nl",)
    assert delivery.octets.endswith(b"Lekkage.\r\n")


def test_postfix_tries_again_after_a_temporary_refusal(start_postfix: StartPostfix, sink: Sink) -> None:
    postfix = start_postfix({"*": sink.port})
    sink.answer("451 4.3.0 later")

    post(postfix)
    sink.wait_for_turned_away(1)
    sink.answer_well()

    assert len(sink.wait_for(1)) == 1


def test_postfix_returns_a_refused_letter_to_its_envelope_sender(start_postfix: StartPostfix, sink: Sink) -> None:
    desk = Sink()
    desk.go_up()
    postfix = start_postfix({"dekraan.example.nl": sink.port, "delinde.example.nl": desk.port})
    sink.answer("550 5.1.1 nobody of that name", at="RCPT")

    post(postfix)

    report = desk.wait_for(1)[0]
    assert (report.mail_from, report.rcpt_tos) == ("", ("bounce+7@delinde.example.nl",))
    assert b"Status: 5.1.1" in report.octets
    assert b"<ob7@delinde.example.nl>" in report.octets
    desk.go_down()


def test_postfix_sends_nothing_beyond_the_routes_it_was_given(start_postfix: StartPostfix, sink: Sink) -> None:
    postfix = start_postfix({"delinde.example.nl": sink.port})

    with pytest.raises(smtplib.SMTPRecipientsRefused, match="no route"):
        post(postfix)


def post(postfix: Postfix) -> None:
    with smtplib.SMTP(postfix.host, postfix.port, timeout=5) as client:
        client.sendmail("bounce+7@delinde.example.nl", ["johan@dekraan.example.nl"], LETTER)
