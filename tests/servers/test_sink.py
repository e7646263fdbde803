import smtplib

import pytest

from tests.servers.sink import Received, Sink, Stage

LETTER = b"From: melding@delinde.example.nl\r\nSubject: Lekkage badkamer\r\n\r\nEr druppelt water.\r\n.punt\r\n"


def test_sink_keeps_envelope_and_octets_as_they_came(sink: Sink) -> None:
    post(sink)

    assert sink.wait_for(1) == [
        Received("bounce+7@delinde.example.nl", ("johan@dekraan.example.nl",), LETTER),
    ]


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_sink_refuses_at_each_stage_until_told_otherwise(sink: Sink, stage: Stage) -> None:
    sink.answer("451 4.3.0 later", at=stage)
    with pytest.raises(smtplib.SMTPException) as refused:
        post(sink)

    sink.answer_well()
    post(sink)

    assert "451" in str(refused.value)
    assert len(sink.deliveries) == 1


def test_sink_hangs_up_after_data_without_an_answer(sink: Sink) -> None:
    sink.hang_up_after_data()

    with pytest.raises(smtplib.SMTPServerDisconnected):
        post(sink)

    assert sink.wait_for_turned_away(1)[0].octets == LETTER
    assert sink.deliveries == []


def test_sink_that_is_down_refuses_connections_and_comes_up_at_the_same_port(sink: Sink) -> None:
    sink.go_down()
    with pytest.raises(ConnectionRefusedError):
        post(sink)

    sink.go_up()
    post(sink)

    assert len(sink.wait_for(1)) == 1


def post(sink: Sink) -> None:
    with smtplib.SMTP(sink.host, sink.port, timeout=5) as client:
        client.sendmail("bounce+7@delinde.example.nl", ["johan@dekraan.example.nl"], LETTER)
