"""Pictures, files, and mails within mails: what the sender's program did with them takes nothing away."""

from __future__ import annotations

from typing import Any

from asn1crypto import cms

from tests.journeys.cases.post import Post, Situation, head, many, page, part, plain
from tests.journeys.photos import a_heic

PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


def photo(name: str, *fields: str, kind: str = "image/jpeg", octets: bytes = PHOTO) -> str:
    return part(f'{kind}; name="{name}"', octets, *fields)


def files_are_kept(post: Post, entity: str) -> None:
    """Two files of Fatima's, both on the draft and on the ticket."""
    draft = post.draft_of(post.sends(post.mail(post.world.fatima, entity, "Twee foto's")))
    ticket = post.converts(draft)
    assert sorted(one["filename"] for one in ticket["files"]) == ["image001.jpg", "image002.jpg"]
    assert [post.world.ingrid.opens(f"/drafts/{draft['id']}").status, len(draft["attachments"])] == [200, 2]


BY_ID = "Content-ID: <image001.jpg@01DB>"
BARE = "Content-ID: <image002.jpg@01DB>"
SHOWN = '<p>F28</p><img src="cid:image001.jpg@01DB"><p>en</p><img src="image002.jpg">'
OUTLOOK = {
    "no disposition, the one named by cid and the other bare": many(
        "related", page(SHOWN), photo("image001.jpg", BY_ID), photo("image002.jpg", BARE)
    ),
    "by Content-Location (RFC 2557)": many(
        "related",
        page('<img src="image001.jpg"><img src="image002.jpg">'),
        photo("image001.jpg", "Content-Location: image001.jpg"),
        photo("image002.jpg", "Content-Location: image002.jpg"),
    ),
    "called octet-stream": many(
        "related",
        page(SHOWN),
        photo("image001.jpg", BY_ID, kind="application/octet-stream"),
        photo("image002.jpg", BARE, kind="application/octet-stream"),
    ),
    "in a page within alternatives, another beside it": many(
        "mixed",
        many("alternative", plain("F28"), many("related", page(SHOWN), photo("image001.jpg", BY_ID))),
        photo("image002.jpg", "Content-Disposition: inline"),
    ),
    "related beside a text that does not show them": many(
        "alternative",
        plain("[cid:image001.jpg@01DB] F28"),
        many(
            "related",
            page(SHOWN),
            photo("image001.jpg", BY_ID, "Content-Disposition: inline"),
            photo("image002.jpg", BARE),
        ),
    ),
}


def all_words_in_order(post: Post, entity: str) -> None:
    draft = post.draft_of(post.sends(post.mail(post.world.fatima, entity, "Slot en lek")))
    text = " ".join(draft["text"].split())
    found = [text.find(words) for words in ("het slot", "het lek", "Kan het vandaag")]
    assert -1 not in found and found == sorted(found), text
    assert {"een.jpg", "twee.jpg"} <= {one["filename"] for one in draft["attachments"]}, draft["attachments"]
    names = {one["filename"] for one in post.converts(draft)["files"]}
    assert {"een.jpg", "twee.jpg"} <= names, names


INLINE = "Content-Disposition: inline"
FIRST, SECOND, THIRD = "Dit is het slot:", "En dit is het lek:", "Kan het vandaag?"
BETWEEN = {
    "text, photo, text, photo, text": many(
        "mixed", plain(FIRST), photo("een.jpg", INLINE), plain(SECOND), photo("twee.jpg", INLINE), plain(THIRD)
    ),
    "a PDF between": many(
        "mixed", plain(FIRST), photo("een.jpg", INLINE), part('application/pdf; name="twee.jpg"', b"%PDF-1.4", INLINE),
        plain(SECOND), plain(THIRD),
    ),
    "pieces of a page": many(
        "mixed", page(FIRST), photo("een.jpg", INLINE), page(SECOND), photo("twee.jpg", INLINE), page(f"<b>{THIRD}</b>")
    ),
    "each piece in two ways": many(
        "mixed", many("alternative", plain(FIRST), page(FIRST)), photo("een.jpg"),
        many("alternative", plain(f"{SECOND}\n{THIRD}"), page(f"{SECOND}<br>{THIRD}")), photo("twee.jpg", "Content-Disposition: attachment"),
    ),
    "alternatives whose page has the pieces": many(
        "alternative", plain(f"{FIRST}\n{SECOND}\n{THIRD}"),
        many("mixed", page(FIRST), photo("een.jpg", INLINE), page(f"{SECOND}<br>{THIRD}"), photo("twee.jpg", INLINE)),
    ),
}  # fmt: skip


def photo_alone(post: Post, entity: str) -> None:
    """The file is there, the tenant is asked what it shows, and no program is quoted as the tenant's words."""
    draft = post.draft_of(post.sends(post.mail(post.world.fatima, entity, "")))
    ticket = post.converts(draft)
    assert len(draft["attachments"]) == len(ticket["files"]) == 1
    asked = post.world.fatima.letters()[-1].text
    assert ticket["number"] in asked and asked.count("?") >= 3, asked
    assert "vanaf" not in ticket["description"] and "from my" not in ticket["description"], ticket["description"]


ALONE = {
    "an iPhone's": many("mixed", photo("IMG_7.jpeg", INLINE), plain("\n\nVerstuurd vanaf mijn iPhone")),
    "a Samsung's": many("mixed", plain("Verzonden vanaf mijn Galaxy"), photo("20261116_081502.jpg", "Content-Disposition: attachment")),
    "with an empty text": many("mixed", plain("\n\n"), photo("IMG_8.jpeg")),
    "the photo is the whole mail": photo("IMG_9.jpeg", "Content-Disposition: inline"),
    "HEIC": many("mixed", photo("IMG_1.HEIC", INLINE, kind="image/heic", octets=a_heic("x").octets), plain("Sent from my iPad")),
    "an empty page that shows it": many(
        "related", page('<div><br></div><img src="cid:a1"><div>Verstuurd vanaf Outlook voor iOS</div>'), photo("IMG_2.jpg", "Content-ID: <a1>", INLINE)
    ),
    "a film": many("mixed", part('video/quicktime; name="IMG_3.MOV"', bytes(5000), INLINE), plain("Verstuurd vanaf mijn iPhone")),
}  # fmt: skip


def enclosed(outer: str, inner: bytes, kind: str = "message/rfc822", *fields: str) -> str:
    return many(
        "mixed",
        plain(outer),
        f"Content-Type: {kind}\n" + "\n".join(fields) + ("\n" if fields else "") + "\n" + inner.decode(),
    )


def inner_mail(text: str = "Ik ruik gas op Kastanjehof 9!", subject: str = "gaslucht") -> bytes:
    return head({"From": "Karel Mulder <karel.mulder@mail.example.nl>", "To": "huismeester@kastanjehof.example.nl",
                 "Subject": subject, "Date": "Mon, 16 Nov 2026 07:30:00 +0100", "Message-ID": "<k1@mail.example.nl>"}, plain(text))  # fmt: skip


def danger_within_is_heard(post: Post, entity: str) -> None:
    message = post.sends(post.mail(post.world.ruud, entity, "FW: gaslucht"))
    assert message["aside"] is None
    shown = post.world.ingrid.opens(f"/drafts/{message['draft']}")
    assert "Ik ruik gas" in shown.text
    assert any("NOODGEVAL" in letter.subject for letter in post.world.piket.letters()), "nobody was called"


PASSED_ON = {
    "attached whole": enclosed("zie bijlage", inner_mail()),
    "attached twice over": enclosed("ter info", head({"From": "Anna <anna@mail.example.nl>", "Subject": "FW: gas"}, enclosed("Kijk even", inner_mail()))),
    "attached with nothing above it": many("mixed", "Content-Type: message/rfc822\nContent-Disposition: attachment; filename=gas.eml\n\n" + inner_mail().decode()),
    "attached as a file": many("mixed", plain("zie bijlage"), part('application/octet-stream; name="gaslucht.eml"', inner_mail(), 'Content-Disposition: attachment; filename="gaslucht.eml"')),
    "attached in base64": many("mixed", plain("zie bijlage"), part("message/rfc822", inner_mail())),
}  # fmt: skip


def read_as_the_mail_within(post: Post, octets: bytes) -> None:
    message = post.sends(octets, "journal@vecht.example.nl")
    draft = post.draft_of(message)
    assert draft["from"]["address"] == "semdewit@mail.example.nl", draft["from"]
    assert draft["text"].strip() == "De berging op nummer 7 gaat niet meer open.", draft["text"]
    assert draft["suggestions"]["person"]["name"] == "Sem de Wit"


def journal(inner: str, headers: dict[str, str], envelope: str) -> bytes:
    mail = head({"From": "Sem de Wit <semdewit@mail.example.nl>", "To": "melding@delinde.example.nl", "Subject": "Deur klemt",
                 "Date": "Mon, 16 Nov 2026 07:30:00 +0100", "Message-ID": f"<j{hash(inner + envelope)}@mail.example.nl>"}, inner)  # fmt: skip
    server = {"From": "Microsoft Exchange <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@vecht.example.nl>",
              "To": "melding@delinde.example.nl", "Subject": "Deur klemt", "Message-ID": f"<o{hash(inner + envelope)}@exchange.example.nl>"}  # fmt: skip
    return head(server | headers, many("mixed", plain(envelope), "Content-Type: message/rfc822\n\n" + mail.decode()))


BERGING = "De berging op nummer 7 gaat niet meer open."
ENVELOPE = "Sender: semdewit@mail.example.nl\nSubject: Deur klemt\nMessage-Id: <j1@mail.example.nl>\nRecipient: melding@delinde.example.nl\n"
JOURNALS = {
    "Exchange": journal(plain(BERGING), {"X-MS-Journal-Report": ""}, ENVELOPE),
    "its header without a blank": journal(page(BERGING), {"x-ms-journal-report": ""}, ENVELOPE + "To: melding@delinde.example.nl\n"),
    "the mail within in two ways": journal(many("alternative", plain(BERGING), page(f"<p>{BERGING}</p>")), {"X-MS-Journal-Report": "", "X-MS-Exchange-Organization-SCL": "-1"}, ENVELOPE),
    "with a photo within": journal(many("mixed", plain(BERGING), photo("slot.jpg")), {"X-MS-Journal-Report": ""}, ENVELOPE),
    "a gateway took the header away": journal(plain(f"{BERGING}\n"), {}, ENVELOPE + "Recipient: archief@vecht.example.nl\n"),
}  # fmt: skip


def words_are_read(post: Post, entity: str) -> None:
    draft = post.draft_of(post.sends(post.mail(post.world.piet, entity, "Verwarming")))
    assert draft["text"].strip() == "De radiator blijft koud.", draft["text"]
    shown = post.world.ingrid.opens(f"/drafts/{draft['id']}")
    assert "Er staat geen tekst" not in shown.text


def signed(entity: str, indefinite: bool = False) -> bytes:
    """In a CMS signature in one piece (RFC 5652), by nobody; indefinite: as programs write that do not know its length."""
    octets = entity.replace("\n", "\r\n").encode()
    inner: dict[str, Any] = {"content_type": "data", "content": octets}
    data = {"version": "v1", "digest_algorithms": [], "encap_content_info": inner, "signer_infos": []}
    whole: bytes = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(data)}).dump()
    if not indefinite:
        return whole
    half = len(octets) // 2
    chunks = b"".join(b"\x04" + _length(len(one)) + one for one in (octets[:half], octets[half:]))
    content = b"\xa0\x80\x24\x80" + chunks + b"\x00\x00\x00\x00"
    info = b"\x30\x80" + cms.ContentType("data").dump() + content + b"\x00\x00"
    body: bytes = b"\x02\x01\x01" + b"\x31\x00" + info + b"\x31\x00"
    kind: bytes = cms.ContentType("signed_data").dump()
    return b"\x30\x80" + kind + b"\xa0\x80\x30\x80" + body + b"\x00\x00" * 3


def _length(number: int) -> bytes:
    return bytes([number]) if number < 128 else b"\x82" + number.to_bytes(2, "big")


RADIATOR = plain("De radiator blijft koud.")
P7M = 'Content-Disposition: attachment; filename="smime.p7m"'
SIGNED = {
    "pkcs7-mime": part("application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", signed(RADIATOR), P7M),
    "x-pkcs7-mime, of a page": part("application/x-pkcs7-mime; name=smime.p7m", signed(page("<p>De radiator blijft koud.</p>")), P7M),
    "of a length that was not known": part("application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", signed(RADIATOR, indefinite=True), P7M),
    "called octet-stream": part("application/octet-stream; name=smime.p7m", signed(RADIATOR), P7M),
    "signed twice": part("application/pkcs7-mime; name=smime.p7m", signed(part("application/pkcs7-mime; name=smime.p7m", signed(RADIATOR))), P7M),
    "with a photo within": part("application/pkcs7-mime; name=smime.p7m", signed(many("mixed", RADIATOR, photo("ketel.jpg"))), P7M),
}  # fmt: skip


def nothing_turns_the_direction(post: Post, names: tuple[str, str, str]) -> None:
    subject, name, filename = names
    fatima = post.world.fatima
    mail = post.mail(fatima, many("mixed", plain("Zie de factuur."), part("application/octet-stream", b"MZ", f"Content-Disposition: attachment; {filename}")),
                     subject, {"From": f"{part_name(name)} <{fatima.address}>"})  # fmt: skip
    draft = post.draft_of(post.sends(mail))
    ticket = post.converts(draft)
    page = post.world.ingrid.opens(f"/tickets/{ticket['number']}")
    address = next(link for link in page.links() if "/files/" in link)
    download = str(post.world.ingrid.browser.get(address, follow_redirects=True).headers)
    letters = "".join(f"{letter.subject}{letter.from_name}{letter.text}" for letter in post.world.letters)
    for shown in (str(draft), str(ticket), page.html, download, letters):
        assert not {
            chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)
        } & set(shown)
        assert not any(code in shown.lower() for code in ("%e2%80%ae", "%e2%81%a6", "%e2%80%8f"))


def part_name(name: str) -> str:
    from email.header import Header

    return Header(name, "utf-8").encode()


TURNED = {
    "an override in a file name": ("factuur", "Fatima el Amrani", "filename*=utf-8''factuur%E2%80%AEfdp.exe"),
    "isolates, in encoded words": (
        "factuur",
        "Fatima \u2067el\u2069 Amrani",
        'filename="=?utf-8?q?factuur=E2=81=A6fdp=2Eexe?="',
    ),
    "marks in the subject": ("fac\u202etuur\u200f", "Fatima", "filename*=utf-8''factuur%E2%80%8Ffdp.exe"),
    "in a name in pieces": (
        "\u2066factuur",
        "\u202dFatima",
        "filename*0*=utf-8''factuur%E2%80; filename*1*=%AEfdp.exe",
    ),
}
PICTURES = {
    "02-outlook-cid-no-disposition": Situation(files_are_kept, OUTLOOK),
    "16-text-between-attachments": Situation(all_words_in_order, BETWEEN),
    "19-exchange-journal-report": Situation(read_as_the_mail_within, JOURNALS),
    "20-smime-opaque-signed": Situation(words_are_read, SIGNED),
    "56-photo-only-mail-from-iphone": Situation(photo_alone, ALONE),
    "57-forwarded-as-attachment": Situation(danger_within_is_heard, PASSED_ON),
    "79-right-to-left-override-in-file-name": Situation(nothing_turns_the_direction, TURNED),
}
