"""Facts of a mail's structure: which parts it has, and that broken ones are still found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.reading.parts import MAX_DEPTH, find_parts
from tests.ingest.reading.raw import parts, read, text

PHOTO = b"Content-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n/9j/4AAQ"


def kinds(raw: bytes) -> list[str]:
    return [leaf.kind for leaf in find_parts(raw).root.leaves()]


def test_parts_stand_in_the_order_they_were_written() -> None:
    raw = parts(text(b"lek"), PHOTO, text(b"<p>lek", b"text/html"))

    assert kinds(raw) == ["text/plain", "image/jpeg", "text/html"]


def test_the_line_end_before_a_boundary_belongs_to_the_boundary() -> None:
    skeleton = find_parts(parts(text(b"het lekt\r\n"), PHOTO))

    leaf = skeleton.root.leaves()[0]

    assert skeleton.raw[leaf.start : leaf.end] == b"het lekt\r\n"


def test_a_mail_cut_off_in_the_middle_keeps_its_last_part() -> None:
    raw = parts(text(b"lek"), PHOTO).removesuffix(b"\r\n--tak--\r\n")

    skeleton = find_parts(raw)

    assert kinds(raw) == ["text/plain", "image/jpeg"]
    assert skeleton.defects == ("unclosed-multipart",)


def test_a_boundary_that_differs_from_what_was_announced_is_found_by_its_looks() -> None:
    raw = parts(text(b"lek"), PHOTO).replace(b"boundary=tak", b"boundary=wortel")

    assert kinds(raw) == ["text/plain", "image/jpeg"]
    assert "boundary-guessed" in find_parts(raw).defects


def test_a_multipart_without_any_boundary_is_read_as_text() -> None:
    mail = read(b"Content-Type: multipart/mixed\r\n\r\nHet lekt.")

    assert mail.text == "Het lekt."


def test_a_boundary_that_begins_like_another_is_not_mistaken_for_it() -> None:
    inner = b"Content-Type: multipart/mixed; boundary=takje\r\n\r\n--takje\r\n\r\nbinnen\r\n--takje--\r\n"

    mail = read(parts(inner, text(b"buiten")))

    assert mail.text == "binnen\n\nbuiten"


def test_a_forwarded_mail_stays_closed() -> None:
    inner = b"Content-Type: message/rfc822\r\n\r\n" + parts(text(b"van een ander"), PHOTO)

    mail = read(parts(text(b"Zie onder."), inner.replace(b"tak", b"twijg")))

    assert mail.text == "Zie onder."
    assert [file.filename for file in mail.attachments] == ["forwarded-1.eml"]


def test_a_thousand_containers_within_each_other_are_read_to_a_depth_and_no_further() -> None:
    opened = b"".join(b"Content-Type: multipart/mixed; boundary=n%d\n\n--n%d\n" % (n, n) for n in range(1000))

    skeleton = find_parts(opened + b"\nlek\n")

    assert "nested-too-deep" in skeleton.defects
    assert len(skeleton.root.leaves()) <= MAX_DEPTH


def test_old_macintosh_line_ends_are_line_ends() -> None:
    assert read(b"Subject: lek\r\rHet lekt.\rNog steeds.").text == "Het lekt.\nNog steeds."


@given(st.lists(st.binary(max_size=40).filter(lambda body: b"--tak" not in body), min_size=1, max_size=6))
def test_whatever_octets_a_part_holds_are_given_back_as_they_were(bodies: list[bytes]) -> None:
    raw = parts(*(b"Content-Type: application/x-iets\r\n\r\n" + body for body in bodies))

    skeleton = find_parts(raw)

    found = [skeleton.raw[leaf.start : leaf.end] for leaf in skeleton.root.leaves()]
    assert found == bodies


@given(st.binary(max_size=600))
def test_no_octets_make_the_reader_stumble(raw: bytes) -> None:
    skeleton = find_parts(raw)

    assert skeleton.root.leaves()
