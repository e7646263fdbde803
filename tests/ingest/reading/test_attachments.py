"""Facts of what comes along: every file is listed, and opens to just its octets."""

from __future__ import annotations

import base64
import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mail import InboundMail
from ingest.reading.attachments import open_part
from ingest.reading.transfer_encoding import EXACT, decode_base64
from ingest.reading.winmail import read_winmail
from tests.ingest.reading.raw import COVER, parts, read, text

JPEG = bytes.fromhex("ffd8ffe000104a4649460001")
LETTER = text(b"Zie foto.")


def a_file(header: bytes, octets: bytes = JPEG) -> bytes:
    return header + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(octets)


def names(mail: InboundMail) -> list[str]:
    return [file.filename for file in mail.attachments]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b"Content-Type: image/jpeg", "part-1.jpg"),
        (b"Content-Type: application/pdf", "part-1.pdf"),
        (b"Content-Type: text/calendar", "part-1.ics"),
        (b"Content-Type: image/jpeg; name=lek.jpg", "lek.jpg"),
        (b"Content-Type: image/jpeg; name=oud.jpg\r\nContent-Disposition: attachment; filename=lek.jpg", "lek.jpg"),
        (b"Content-Type: image/jpeg\r\nContent-Location: fotos/lek.jpg", "lek.jpg"),
        (b'Content-Type: image/jpeg\r\nContent-Disposition: attachment; filename="../../lek.jpg"', "lek.jpg"),
        (b"Content-Type: text/plain; name=meterstand.txt", "meterstand.txt"),
        (b"Content-Type: text/plain\r\nContent-Disposition: attachment", "part-1.txt"),
    ],
)
def test_a_file_is_listed_whatever_its_sender_forgot(header: bytes, name: str) -> None:
    raw = parts(LETTER, a_file(header))

    mail = read(raw)

    assert names(mail) == [name]
    assert mail.attachments[0].size == len(JPEG)
    assert open_part(raw, mail.attachments[0].part) == JPEG


def test_a_picture_the_page_shows_is_inline() -> None:
    page = text(b"<p>Zie <img src='cid:foto@x'></p>", b"text/html")

    mail = read(parts(page, a_file(b"Content-Type: image/jpeg\r\nContent-ID: <foto@x>"), kind=b"related"))

    assert [(file.inline, file.content_id) for file in mail.attachments] == [(True, "foto@x")]


def test_a_uuencoded_file_is_taken_out_of_the_text() -> None:
    raw = parts(text(b"Zie foto.\r\nbegin 644 lek.jpg\r\n#86)C\r\n`\r\nend\r\nGroet, Fatima\r\n"))

    mail = read(raw)

    assert mail.text.split() == ["Zie", "foto.", "Groet,", "Fatima"]
    assert names(mail) == ["lek.jpg"]
    assert open_part(raw, mail.attachments[0].part) == b"abc"


def test_uuencode_of_nothing_but_empty_lines_holds_no_more_than_they() -> None:
    raw = COVER + b"Content-Type: image/jpeg\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\n" + b"\n" * 60_000

    mail = read(raw)

    assert mail.attachments[0].size < 70_000


def tnef(*attributes: tuple[int, int, bytes]) -> bytes:
    """A winmail.dat of attachment attributes: (name, type, data), each with the checksum of its data."""
    packed = (
        struct.pack("<BHHI", 2, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)
        for name, kind, data in attributes
    )
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(packed)


def test_files_in_outlooks_winmail_are_listed_in_its_place() -> None:
    render, title, data = (0x9002, 6, bytes(14)), (0x8010, 1, b"lek.jpg\0"), (0x800F, 6, JPEG)
    raw = parts(LETTER, a_file(b"Content-Type: application/ms-tnef; name=winmail.dat", tnef(render, title, data)))

    mail = read(raw)

    assert names(mail) == ["lek.jpg"]
    assert open_part(raw, mail.attachments[0].part) == JPEG


def properties(*said: bytes) -> bytes:
    """An attachment's MAPI properties: each is its type, its name, the number of its values, and they."""
    return struct.pack("<I", len(said)) + b"".join(said)


def a_property(kind: int, name: int, value: bytes) -> bytes:
    return struct.pack("<HHII", kind, name, 1, len(value)) + value + bytes(-len(value) % 4)


def test_a_file_in_winmail_bears_the_longest_name_its_sender_gave_it() -> None:
    render, title = (0x9002, 6, bytes(14)), (0x8010, 1, b"WATERL~1.JPG\0")
    number = struct.pack("<HHI", 3, 0x0E20, 3)
    named = struct.pack("<HH16sII", 0x1F, 0x8001, bytes(16), 1, 6) + "lek".encode("utf-16-le") + bytes(2)
    named += struct.pack("<II", 1, 4) + "ja".encode("utf-16-le")
    name = a_property(0x1F, 0x3707, "waterlek café.jpg\0".encode("utf-16-le"))
    content = a_property(0x102, 0x3701, JPEG)
    said = (0x9005, 6, properties(number, named, name, content))
    raw = parts(LETTER, a_file(b"Content-Type: application/ms-tnef; name=winmail.dat", tnef(render, title, said)))

    mail = read(raw)

    assert names(mail) == ["waterlek café.jpg"]
    assert open_part(raw, mail.attachments[0].part) == JPEG


@pytest.mark.parametrize("kind", [0x1002, 0x1102, 0x101E, 0x1048, 0x1003, 0x1F, 0x1001])
def test_winmail_that_claims_millions_of_values_is_no_more_work_than_its_octets(kind: int) -> None:
    render, title = (0x9002, 6, bytes(14)), (0x8010, 1, b"lek.jpg\0")
    claims = (0x9005, 6, struct.pack("<IHHI", 0xFFFFFFFF, kind, 0x3707, 0x7FFFFFFF) + bytes(1_000_000))
    raw = parts(LETTER, a_file(b"Content-Type: application/ms-tnef; name=winmail.dat", tnef(render, title, claims)))

    began = time.process_time()
    mail = read(raw)

    assert names(mail) == ["lek.jpg"]
    assert time.process_time() - began < 1


@given(st.binary(max_size=400))
def test_whatever_winmail_holds_its_reading_ends(octets: bytes) -> None:
    render = (0x9002, 6, bytes(14))

    files = read_winmail(tnef(render, (0x9005, 6, octets)) + octets)

    assert 1 <= len(files) <= 100


def test_a_broken_winmail_is_a_file_like_any_other() -> None:
    mail = read(parts(LETTER, a_file(b"Content-Type: application/ms-tnef; name=winmail.dat", b"kapot")))

    assert names(mail) == ["winmail.dat"]


def test_prose_that_speaks_of_beginning_is_left_alone() -> None:
    mail = read(parts(text(b"begin 2026 is het gaan lekken\r\nnu erger\r\n")))

    assert mail.text.startswith("begin 2026 is het gaan lekken\nnu erger")
    assert mail.attachments == ()


@pytest.mark.parametrize("part", ["9", "0.0", "x", "", "-1", "1.99", "²"])
def test_a_part_that_is_not_there_cannot_be_opened(part: str) -> None:
    with pytest.raises(KeyError):
        open_part(parts(LETTER, a_file(b"Content-Type: image/jpeg")), part)


@given(st.binary(max_size=300), st.integers(1, 80))
def test_base64_survives_any_line_length(octets: bytes, width: int) -> None:
    letters = base64.b64encode(octets)

    folded = b"\r\n".join(letters[at : at + width] for at in range(0, len(letters), width))

    assert decode_base64(folded) == octets


def test_the_size_of_a_large_photo_is_counted_without_decoding_it() -> None:
    photo = bytes(range(256)) * (EXACT // 128)

    mail = read(parts(LETTER, a_file(b"Content-Type: image/jpeg", photo)))

    assert mail.attachments[0].size == len(photo)


def test_the_first_mail_passed_on_whole_is_read_as_data() -> None:
    inner = b"From: Jan <jan@mail.example.nl>\r\nDate: Mon, 23 Nov 2026 09:12:00 +0100\r\nSubject: lek\r\n\r\nHet lekt."

    mail = read(parts(LETTER, b"Content-Type: message/rfc822\r\n\r\n" + inner))

    assert mail.forwarded is not None
    assert mail.forwarded.sender is not None
    assert (mail.forwarded.sender.address, mail.forwarded.subject) == ("jan@mail.example.nl", "lek")
    assert mail.forwarded.text == "Het lekt."
