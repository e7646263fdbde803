"""Facts of the readable text: the right part, its lines as they were meant, pages as a person reads them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.reading.flowed import unwrap
from ingest.reading.html_sanitiser import sanitise, show_pictures
from ingest.reading.html_text import MAX_HTML, read_markup
from tests.ingest.reading.raw import COVER, parts, read, text


def test_of_alternatives_the_words_are_the_plain_ones_and_the_looks_those_of_the_page() -> None:
    mail = read(parts(text(b"Het lekt."), text(b"<p>Het <b>lekt</b>.</p>", b"text/html"), kind=b"alternative"))

    assert mail.text == "Het lekt."
    assert mail.html == "<p>Het <b>lekt</b>.</p>"


def test_texts_beyond_what_a_person_reads_are_kept_as_files() -> None:
    novel = text(b"Het lekt.\n" * 40_000)

    mail = read(parts(*[novel] * 5))

    assert len(mail.text) < 1_500_000
    assert [file.size for file in mail.attachments] == [400_000] * 2
    assert "text-cut" in mail.defects


def test_letters_that_are_longer_than_their_names_are_read_in_any_number() -> None:
    said, page = read_markup("&nGt;" * 50_000)

    assert said == "≫⃒" * 50_000
    assert page == "≫⃒" * 50_000


@pytest.mark.parametrize("page", ["<html hidden><body>Het lekt.", "<html><body style='display:none'>Het lekt."])
def test_a_page_hidden_whole_is_read_all_the_same(page: str) -> None:
    assert read_markup(page) == ("Het lekt.", "Het lekt.")


def test_an_empty_plain_part_does_not_hide_the_page() -> None:
    mail = read(parts(text(b" \r\n"), text(b"<p>Het lekt.</p>", b"text/html"), kind=b"alternative"))

    assert mail.text == "Het lekt."


def test_a_page_without_a_label_is_read_as_it_says_of_itself() -> None:
    page = "<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>протечка".encode("koi8-r")

    assert read(parts(text(page, b"text/html"))).text == "протечка"


def test_a_page_that_is_labelled_ascii_is_read_as_it_says_of_itself() -> None:
    page = "<meta charset=koi8-r>протечка".encode("koi8-r")

    assert read(parts(text(page, b"text/html; charset=us-ascii"))).text == "протечка"


@pytest.mark.parametrize(
    "said",
    [b"base64", b"Base64 (RFC 2045)", b'"base64"', b"base-64", b"base64;", b"(eerst dit) base64"],
)
def test_a_transfer_encoding_is_known_however_it_is_written(said: bytes) -> None:
    leaf = b"Content-Type: text/plain\r\nContent-Transfer-Encoding: " + said + b"\r\n\r\nSGV0IGxla3Qu"

    assert read(parts(leaf)).text == "Het lekt."


def test_blanks_added_behind_a_soft_line_break_do_not_break_the_word() -> None:
    leaf = b"Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted printable\r\n\r\nHet le=  \r\nkt."

    assert read(parts(leaf)).text == "Het lekt."


@pytest.mark.parametrize(
    ("wire", "said"),
    [
        (b"SGV0IGxla3Qu", "Het lekt."),
        (
            b"SGV0IGxla3Qu\n_______________\nBewonerslijst, zie example.nl\n",
            "Het lekt.\n_______________\nBewonerslijst, ",
        ),
        (b"Het lekt al drie dagen, zegt hij.", "Het lekt al drie dagen, zegt hij."),
        (b"SGV0\n!! IGxl\na3Qu", "Het lekt."),
    ],
)
def test_plain_words_in_a_text_that_is_called_base64_are_words(wire: bytes, said: str) -> None:
    leaf = b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + wire

    assert read(parts(leaf)).text.startswith(said)


@pytest.mark.parametrize(
    ("leaf", "files"),
    [
        (b"Content-Type: text/x-onbekend\r\n\r\nHet lekt.", 0),
        (b"Content-Type: text/enriched\r\n\r\nHet <bold>lekt</bold>.", 0),
        (b"Content-Type: text/plain; name=lek.txt\r\nContent-Disposition: inline\r\n\r\nHet lekt.", 1),
    ],
)
def test_where_nothing_else_is_text_the_first_part_shown_is_read(leaf: bytes, files: int) -> None:
    mail = read(parts(leaf, b"Content-Type: image/jpeg\r\n\r\nx"))

    assert mail.text == "Het lekt."
    assert len(mail.attachments) == files + 1


def test_a_text_sent_as_a_file_is_not_read_as_the_mail() -> None:
    leaf = b"Content-Type: text/plain\r\nContent-Disposition: attachment; filename=lek.txt\r\n\r\nHet lekt."

    assert read(parts(leaf)).text == ""


def test_text_around_a_photo_is_read_whole() -> None:
    photo = b"Content-Type: image/jpeg; name=lek.jpg\r\n\r\nx"

    mail = read(parts(text(b"Ervoor."), photo, text(b"Erna.")))

    assert mail.text == "Ervoor.\n\nErna."


def test_a_mail_that_is_only_an_appointment_reads_as_its_appointment() -> None:
    event = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Monteur ketel\r\nDTSTART:20261124T090000Z\r\n"
    event += b"LOCATION:Lindenlaan 22\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

    mail = read(parts(text(event, b"text/calendar; method=REQUEST")))

    assert mail.text == "Monteur ketel\n2026-11-24 09:00\nLindenlaan 22"


@pytest.mark.parametrize(
    ("delete_space", "wire", "text"),
    [
        (False, "Het lekt \nal dagen.\nGroet", "Het lekt al dagen.\nGroet"),
        (True, "Water \nschade", "Waterschade"),
        (False, "> Lekt \n> het?\nJa ", "> Lekt het?\nJa "),
        (False, "tot ziens \n-- \nFatima", "tot ziens \n-- \nFatima"),
        (False, " >geen citaat", ">geen citaat"),
        (False, "> een \n>> twee", "> een \n>> twee"),
    ],
)
def test_flowed_lines_become_paragraphs(wire: str, text: str, delete_space: bool) -> None:
    assert unwrap(wire, delete_space=delete_space) == text


@given(st.text("ab >-\n", max_size=80))
def test_unwrapping_loses_no_word(wire: str) -> None:
    letters = [letter for letter in unwrap(wire, delete_space=False) if letter in "ab"]

    assert letters == [letter for letter in wire if letter in "ab"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Het lekt.</p><p>Nog steeds.</p>", "Het lekt.\n\nNog steeds."),
        ("<div>een</div><div>twee<br>drie</div>", "een\ntwee\ndrie"),
        ("<ul><li>keuken<li>bad</ul>", "- keuken\n- bad"),
        ("<ol><li>keuken<li>bad</ol>", "1. keuken\n2. bad"),
        ("<ol start=3><li>hal<li>dak</ol>", "3. hal\n4. dak"),
        ("<table><tr><th>a<th>b<tr><td>1<td>2</table>", "a | b\n1 | 2"),
        ("<table><tr><td>a<td><td></table>", "a"),
        ("a <blockquote>b<blockquote>c</blockquote></blockquote> d", "a\n\n> b\n>\n> > c\n\nd"),
        ("<pre>  a\n   b</pre>", "  a\n   b"),
        ("<a href='https://x.example.nl/a'>hier</a>", "hier <https://x.example.nl/a>"),
        ("<a href='https://x.example.nl/'>x.example.nl</a>", "x.example.nl"),
        ("<a href='mailto:a@x.example.nl'>mail</a>", "mail"),
        ("<style>p{}</style><script>x</script>a<!-- b --><title>t</title>", "a"),
        ("<div style='display:none'>lokkertje</div>lek", "lek"),
        ("<span style='font-size:0px'>lokkertje</span>lek", "lek"),
        ("<span style='font-size:0.9em'>geen</span> lokkertje", "geen lokkertje"),
        ("lek<img src='https://x.example.nl/p.gif' width=1 height=1>", "lek"),
        ("lek<img alt=open src='https://x.example.nl/p.gif' width=1px height=0>", "lek"),
        ("<img alt='logo De Linde' src='cid:x'> lek", "[logo De Linde] lek"),
        ("een&nbsp;lek &amp; meer", "een lek & meer"),
        ("", ""),
    ],
)
def test_a_page_is_read_as_a_person_sees_it(html: str, text: str) -> None:
    assert read_markup(html)[0] == text


@pytest.mark.parametrize(
    ("html", "safe"),
    [
        ("<script>alert(1)</script>lek", "lek"),
        ("<p onclick='x()'>lek</p>", "<p>lek</p>"),
        ("<img src='https://x.example.nl/p.gif' alt='a'>", '<img alt="a">'),
        ("<img src='cid:foto@x'>", '<img src="cid:foto@x">'),
        ("<p style='background:url(https://x.example.nl/p)'>lek</p>", "<p>lek</p>"),
        ("<p style='position:fixed;color:red'>lek</p>", '<p style="color:red">lek</p>'),
        ("<form action='https://x.example.nl'><input name=a>lek</form>", "lek"),
        ("<a href='javascript:x()'>lek</a>", '<a rel="noopener noreferrer nofollow">lek</a>'),
        ("<iframe src='https://x.example.nl'></iframe>lek", "lek"),
        ("<link rel=stylesheet href='https://x.example.nl/a.css'>lek", "lek"),
    ],
)
def test_nothing_in_a_page_acts_or_calls_home(html: str, safe: str) -> None:
    assert sanitise(html) == safe


def test_pictures_of_the_mail_get_our_own_address_and_unknown_ones_none() -> None:
    shown = show_pictures('<img src="cid:a&amp;b"><img src="cid:weg">', {"a&b": "/files/1"}.get)

    assert shown == '<img src="/files/1"><img >'


def test_blocks_nested_past_all_reason_are_read_as_their_words() -> None:
    text, page = read_markup("<div>" * 40_000 + "lek")

    assert (text, page) == ("lek", "lek")


def test_a_page_without_end_is_read_up_to_a_length() -> None:
    text, _ = read_markup("lek " * MAX_HTML)

    assert len(text) <= MAX_HTML


@pytest.mark.parametrize("piece", ["&", "&a", "&amp;", "&#", "& "])
def test_a_page_of_nothing_but_ampersands_is_read_in_a_blink(piece: str):
    began = time.process_time()

    text, page = read_markup("Het lekt. " + piece * (MAX_HTML // len(piece)))

    assert time.process_time() - began < 0.8
    assert text.startswith("Het lekt. &") and page.startswith("Het lekt. &amp;")


@given(st.text(max_size=100))
def test_no_page_makes_the_reader_stumble(html: str) -> None:
    text, _ = read_markup(f"<div>{html}")

    text.encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "defect"),
    [
        (COVER + b'Content-Type: application/pkcs7-mime; name="smime.p7m"\r\n\r\nx', "encrypted with S/MIME"),
        (
            COVER + b"Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n\r\nx",
            "wrapped in an S/MIME signature",
        ),
        (COVER + b"\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQ\r\n-----END PGP MESSAGE-----\r\n", "encrypted with PGP"),
    ],
)
def test_a_sealed_mail_says_what_it_is(raw: bytes, defect: str) -> None:
    assert defect in read(raw).defects


def test_the_armour_of_a_clear_signature_is_taken_off() -> None:
    signed = b"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nHet lekt.\r\n- - keuken\r\n"
    signed += b"-----BEGIN PGP SIGNATURE-----\r\n\r\nhQ\r\n-----END PGP SIGNATURE-----\r\n"

    assert read(COVER + b"\r\n" + signed).text.strip() == "Het lekt.\n- keuken"
