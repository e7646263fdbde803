"""Facts of header fields: unfolding, stray lines, parameters in pieces, encoded words, charsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.reading.charsets import decode
from ingest.reading.encoded_words import decode_words, rewrite_words
from ingest.reading.fields import MAX_PREFACE, mime_value, read_fields
from tests.ingest.reading.raw import read, read_cover_line


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        (b"Subject: Lekkage\r\n in de keuken", "Lekkage in de keuken"),
        (b"Subject : Lekkage", "Lekkage"),
        (b"Subject: Lekkage caf\xe9", "Lekkage café"),
        ("Subject: Lekkage café".encode(), "Lekkage café"),
        (b"Subject: =?utf-8?Q?Lekkage_caf=C3=A9?=", "Lekkage café"),
        (b"Subject: =?UTF-8?B?TGVra2FnZSBjYWbD?=\r\n =?UTF-8?B?qQ==?=", "Lekkage café"),
        (b"Subject: =?utf-8?Q?Lek?= =?utf-8?Q?kage?= in de keuken", "Lekkage in de keuken"),
        (b'Subject: "=?iso-8859-1?Q?caf=E9?="', '"café"'),
        (b"Subject: =?utf-8?B?PT91dGYtOD9RP2NhZj1DMz1BOT89?=", "café"),
        (b"Subject: =?utf-8*nl?Q?caf=C3=A9?=", "café"),
        (b"Subject: =?onbekend?Q?caf=E9?=", "café"),
        (b"Subject: =?utf-8?B?TGVra2FnZ?=", "Lekkag"),
        (b"Subject: =?gb2312?B?1uzpRrv5?=", "朱镕基"),
        (b"Subject: =?utf-8?B?w6?= =?utf-8?B?k=?=", "é"),
        (b"Subject: =?utf-8?Q?lek_caf=C3=A9", "lek café"),
        (b"Subject: =??Q?caf=E9?=", "café"),
        (b"Subject: =?iso-8859-1?Q?caf=C3=A9?=", "café"),
        ("Subject: протечка\r\nContent-Type: text/plain; charset=windows-1251".encode("cp1251"), "протечка"),
        ("Subject: протечка\r\nContent-Type: text/plain; charset=windows-1251".encode(), "протечка"),
    ],
)
def test_a_subject_reads_as_it_was_meant(line: bytes, subject: str) -> None:
    assert read_cover_line(line).subject == subject


@given(st.text(max_size=60))
def test_words_written_anew_say_the_same(said: str) -> None:
    word = "=?utf-8?Q?" + "".join(f"={octet:02X}" for octet in said.encode()) + "?="

    assert decode_words(rewrite_words(word)) == decode_words(word)


@given(st.text())
def test_any_text_can_be_looked_through_for_encoded_words(said: str) -> None:
    assert isinstance(decode_words("=?utf-8?q?" + said), str)


def test_a_stray_line_between_well_known_fields_does_not_end_the_header() -> None:
    mail = read(b"Subject: een lang\nverhaal\nFrom: fatima@mail.example.nl\n\nHet lekt.")

    assert (mail.subject, mail.text) == ("een lang verhaal", "Het lekt.")
    assert "stray-line-in-header" in mail.defects


def test_a_body_that_follows_without_an_empty_line_is_a_body() -> None:
    mail = read(b"Subject: lek\nHet lekt bij ons.\nOok in de keuken.\n")

    assert mail.text.strip() == "Het lekt bij ons.\nOok in de keuken."
    assert "body-without-blank-line" in mail.defects


def test_the_mbox_line_above_a_mail_is_no_part_of_it() -> None:
    assert read(b"From fatima Mon Nov 23 09:12:00 2026\nSubject: lek\n\nHet lekt.").subject == "lek"


def test_a_from_field_with_a_blank_before_its_colon_is_no_mbox_line() -> None:
    mail = read(b"From : fatima@mail.example.nl\nSubject: lek\n\nHet lekt.")

    assert mail.sender is not None
    assert mail.sender.address == "fatima@mail.example.nl"


def test_a_byte_order_mark_above_a_mail_is_no_part_of_it() -> None:
    assert read(b"\xef\xbb\xbfSubject: lek\n\nHet lekt.").subject == "lek"


def test_blank_lines_by_the_million_are_a_text_that_says_nothing() -> None:
    fields, body, _ = read_fields(b"\n" * 1_000_000, 0)

    assert (list(fields), body) == ([], MAX_PREFACE + 1)


def test_a_subject_of_a_megabyte_is_read_as_far_as_is_reasonable() -> None:
    mail = read(b"Subject: " + b"Lek " * 250_000 + b"\nTo: melding@delinde.example.nl\n\nHet lekt.")

    assert 1_000 < len(mail.subject) < 20_000
    assert "field-too-long" in mail.defects
    assert [person.address for person in mail.to] == ["melding@delinde.example.nl"]


def test_a_header_of_a_hundred_thousand_fields_is_read_as_far_as_is_reasonable() -> None:
    fields, _, defects = read_fields(b"X-A: b\n" * 100_000 + b"\n", 0)

    assert len(list(fields)) == 5_000
    assert defects == ["too-many-fields"]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ('image/jpeg; name="foto lek.jpg"', "foto lek.jpg"),
        ("image/jpeg; name=foto lek.jpg", "foto lek.jpg"),
        ("image/jpeg name=foto.jpg", "foto.jpg"),
        ("image/jpeg; NAME*=utf-8''caf%C3%A9.jpg", "café.jpg"),
        ("image/jpeg; name*1*=%A9.jpg; name*0*=utf-8'nl'caf%C3", "café.jpg"),
        ('image/jpeg; name*0="foto "; name*1="lek.jpg"', "foto lek.jpg"),
        ('image/jpeg; name="=?utf-8?Q?caf=C3=A9.jpg?="', "café.jpg"),
        ('image/jpeg; name="een.jpg"; name="twee.jpg"', "een.jpg"),
        ('image/jpeg; name="C:\\fotos\\lek.jpg"', "C:\\fotos\\lek.jpg"),
        ('image/jpeg; name="een \\"lek\\".jpg"', 'een "lek".jpg'),
        ('image/jpeg; name="een "lek".jpg"; x=y', 'een "lek".jpg'),
        ('image/jpeg; name="een.jpg" x="y"', "een.jpg"),
        ("image/jpeg; name=\"cafe.jpg\"; name*=utf-8''caf%C3%A9.jpg", "café.jpg"),
        ("image/jpeg; name*=utf-8''caf%C3%A9.jpg; name=\"cafe.jpg\"", "café.jpg"),
        ("image/jpeg; name=x; name*0*=utf-8''caf%C3; name*1*=%A9.jpg", "café.jpg"),
        ("image/jpeg; name=\"utf-8''caf%C3%A9.jpg\"", "café.jpg"),
        ("image/jpeg; name=lek.jpg (de badkamer)", "lek.jpg"),
        ("image/jpeg; name=lek (1).jpg", "lek (1).jpg"),
        ("(foto) image / jpeg (groot); name=lek.jpg", "lek.jpg"),
    ],
)
def test_a_file_name_is_read_however_it_was_written(value: str, name: str) -> None:
    kind, said = mime_value(value)

    assert (kind, said["name"]) == ("image/jpeg", name)


def test_a_parameter_without_a_value_above_it_is_read_all_the_same() -> None:
    assert mime_value("filename=lek.jpg") == ("", {"filename": "lek.jpg"})


@pytest.mark.parametrize(
    ("octets", "label", "text"),
    [
        ("lekkage € 25".encode("cp1252"), "iso-8859-1", "lekkage € 25"),
        ("café".encode(), "us-ascii", "café"),
        ("café".encode("latin-1"), "us-ascii", "café"),
        ("café".encode("latin-1"), "", "café"),
        ("café".encode("latin-1"), "utf-8", "café"),
        ("lekkage — café".encode()[:-1], "utf-8", "lekkage — caf\ufffd"),
        ("протечка".encode("koi8-r"), "koi8-r", "протечка"),
        ("漏れ".encode("shift_jis"), "Shift_JIS", "漏れ"),
        ("漏れ".encode("iso2022_jp"), "us-ascii", "漏れ"),
        ("漏水".encode("gb18030"), "gb2312", "漏水"),
        ("café".encode("utf-7"), "utf-7", "café"),
        ("café".encode("cp850"), "cp-850", "café"),
        ("漏水".encode("gb18030") * 9 + b"\xc2", "gb2312", "漏水" * 9 + "\ufffd"),
        ("€ 25".encode("cp1252") + b"\x81", "", "€ 25\ufffd"),
        (b"lek", "een onzinlabel", "lek"),
        ("lekkage café".encode(), "iso-8859-1", "lekkage café"),
        (b"\xef\xbb\xbf" + "café".encode(), "iso-8859-1", "café"),
        (b"\xff\xfe" + "café".encode("utf-16-le"), "", "café"),
        ("café, één".encode("utf-16-be"), "utf-16", "café, één"),
        ("café, één".encode("utf-16-le"), "utf-16", "café, één"),
        ("누수".encode("iso2022_kr"), "iso-2022-kr", "누수"),
        ("누수".encode("euc-kr"), "x-euc-kr", "누수"),
        ("протечка".encode("cp1251"), "win-1251", "протечка"),
    ],
)
def test_octets_are_read_in_the_charset_they_are_in_whatever_the_label_says(
    octets: bytes, label: str, text: str
) -> None:
    assert decode(octets, label).text == text


@given(
    st.binary(max_size=200),
    st.sampled_from(["", "utf-8", "utf-16", "utf-7", "hz", "iso-2022-jp", "big5", "rot13", "idna"]),
)
def test_every_text_can_be_written_to_a_page(octets: bytes, label: str) -> None:
    decode(octets, label).text.encode("utf-8")
