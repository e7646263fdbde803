"""What the way did to a mail: copies, lost marks, recalls, a mailbox that cannot be written, a form sent twice."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from imapclient import IMAPClient

from ingest.doors.imap import PassedBy, logged_in, read_folder
from store.intake import Intake
from tests.ingest.doors.imap_account import account_of
from tests.journeys.cases.post import DESK, Post, Situation, plain
from tests.journeys.outside_user import SEND_REPORT
from tests.journeys.photos import a_photo


def laid_with_its_mail(post: Post, recall: tuple[str, str, str]) -> None:
    """{NR}: what makes each subject another."""
    subject, recalled, text = recall
    henk, number = post.world.henk, str(post.now.day)
    first = post.sends(post.mail(henk, plain("Hierbij de lijst."), subject.replace("{NR}", number)))
    again = post.sends(post.mail(henk, plain(text.replace("{NR}", number)), recalled.replace("{NR}", number)))
    assert (again["place"], again["draft"]) == ("joined", first["draft"]), (again["rule"], again["place"])
    shown = post.world.ingrid.opens(f"/drafts/{first['draft']}")
    assert text.replace("{NR}", number).splitlines()[-1] in shown.text
    assert shown.says("De afzender wil deze mail terug")


RECALLS = {
    "Dutch": ("Huurlijst {NR} met bankgegevens", "Intrekken: Huurlijst {NR} met bankgegevens", "Henk Terpstra wil het bericht Huurlijst {NR} met bankgegevens intrekken."),
    "English": ("Keys {NR}", "Recall: Keys {NR}", "Henk Terpstra would like to recall the message, \"Keys {NR}\"."),
    "German": ("Liste {NR}", "Zurückrufen: Liste {NR}", "Henk Terpstra möchte die Nachricht \"Liste {NR}\" zurückrufen."),
    "French": ("Liste de loyers {NR}", "Rappel : Liste de loyers {NR}", "Henk Terpstra souhaite rappeler le message « Liste de loyers {NR} »."),
    "a gateway's tag on both": ("[EXTERN] Codes {NR}", "[EXTERN] Intrekken: Codes {NR}", "Henk Terpstra wil het bericht Codes {NR} intrekken."),
    "below a banner": ("Sleutelplan {NR}", "Intrekken: Sleutelplan {NR}", "LET OP: Deze e-mail komt van buiten de organisatie.\n\nHenk Terpstra wil het bericht Sleutelplan {NR} intrekken."),
    "of an answer": ("Re: overleg {NR}", "Intrekken: overleg {NR}", "Henk Terpstra wil het bericht overleg {NR} intrekken."),
}  # fmt: skip


def offered_first(post: Post, lead: tuple[str, str]) -> None:
    """Two tickets of Fatima's, a work order on the older; what is lost on the way leaves a number."""
    subject, text = lead
    fatima = post.world.fatima
    older = post.converts(post.draft_of(post.sends(post.mail(fatima, plain("Het lekt."), "Lekkage badkamer"))))
    post.world.clock.advance(hours=30)
    post.converts(post.draft_of(post.sends(post.mail(fatima, plain("De bel is stuk."), "Bel"))))
    post.world.clock.advance(hours=30)
    order = post.program.post(f"/tickets/{older['number']}/orders", json={"party": post.firm()}).json()
    numbers = {"{T}": older["number"], "{t}": older["number"].lower(), "{OB}": order["number"]}
    for mark, number in numbers.items():
        subject, text = subject.replace(mark, number), text.replace(mark, number)
    lost = {"In-Reply-To": "<0102-abc@relay.example.nl>", "References": "<0102-abc@relay.example.nl>"}
    message = post.sends(post.mail(fatima, plain(text), subject, lost))
    first = post.draft_of(message)["suggestions"]["tickets"][0]
    assert first["name"].startswith(older["number"]) and "is in the" in first["why"], first
    form = post.world.ingrid.opens(f"/drafts/{message['draft']}").typed("Voeg toe aan dit ticket")
    assert form["ticket"] == older["number"]


LEADS = {
    "our subject": ("Re: [{T}] Wij hebben uw melding ontvangen", "Dinsdag ben ik thuis."),
    "behind a gateway's tag": ("AW: [EXTERN] Re: [{T}] uw melding", "Dinsdag ben ik thuis."),
    "the number of the work order": ("Opdracht {OB}", "De loodgieter is niet geweest."),
    "only in the words": ("afspraak", "Het gaat over {T}: dinsdag ben ik thuis."),
    "without brackets, in small letters": ("vraag over {t}", "Wanneer komt er iemand?"),
}


def stands_once(post: Post, change: Callable[[bytes], bytes]) -> None:
    ticket = post.converts(post.draft_of(post.sends(post.mail(post.world.fatima, plain("Het lekt."), "Lekkage"))))
    letter = post.world.fatima.letters("Lekkage")[-1]
    post.world.clock.advance(hours=2)
    words = f"Woensdag ben ik thuis, zegt {letter.message_id[1:9]}."
    headers = {"To": letter.reply_to, "In-Reply-To": letter.message_id, "Cc": DESK}
    mail = post.mail(post.world.fatima, plain(words), f"Re: {letter.subject}", headers)
    for octets, to in ((mail, letter.reply_to), (mail, DESK), (change(mail), DESK)):
        post.sends(octets, post.world.fatima.address, to)
    timeline = post.asks(f"/tickets/{ticket['number']}")["timeline"]
    assert [words in line["text"] for line in timeline].count(True) == 1
    assert not [row for row in post.asks("/drafts")["items"] if words in row["text"]]


def tagged(tag: bytes) -> Callable[[bytes], bytes]:
    return lambda octets: octets.replace(b"\r\nSubject: ", b"\r\nSubject: " + tag + b" ", 1)


COPIES: dict[str, Callable[[bytes], bytes]] = {
    "[EXTERN]": tagged(b"[EXTERN]"),
    "suspected of spam": tagged(b"***SPAM***"),
    "other trace fields": lambda octets: b"Received: from a by b; Mon, 16 Nov 2026 08:00:00 +0100\r\nX-Spam-Score: 1\r\n" + octets,
    "a banner above it": lambda octets: octets.replace(b"\r\n\r\n", b"\r\n\r\nLET OP: Deze e-mail komt van buiten de organisatie.\r\n\r\n", 1),
    "a disclaimer below it": lambda octets: octets + b"\r\n\r\nDit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde.\r\n",
    "to an address with a plus": lambda octets: octets.replace(b"To: ", b"Delivered-To: melding+extra@delinde.example.nl\r\nTo: ", 1),
}  # fmt: skip


def each_is_kept_once(post: Post, harm: Callable[[Path], str]) -> None:
    """The done folder of a real mailbox cannot be written; every mail is kept, once, and the next are read."""
    mailbox = post.fixture("dovecot").mailbox(f"case-{post.now:%d}-{id(harm)}@delinde.example.nl")
    store, mails = post.world.desk.store, []
    with logged_in(account_of(mailbox)) as client:
        client.create_folder("Postbon")
        [folder] = Path("/tmp").glob(f"postbon-*/homes/{mailbox.username}/Maildir/.Postbon")
        account = account_of(mailbox, name=f"desk{post.now:%d}", done_folder=harm(folder) or "Postbon")
        for number in range(3):
            mails.append(post.mail(post.world.sem, plain(f"Melding {number}"), f"Melding {number}"))
            client.append("INBOX", mails[-1])
        for _ in range(2):
            take_in(client, store, account, post)
    ids = [mail.split(b"Message-ID: <")[1].split(b">")[0].decode() for mail in mails]
    assert [len(post.asks(f"/messages?message_id={key}")["items"]) for key in ids] == [1, 1, 1]


def take_in(client: IMAPClient, store: Any, account: Any, post: Post) -> None:
    intake = Intake(store)
    try:
        read_folder(client, store, intake, account, post.now, PassedBy())
    finally:
        intake.close()


def read_only(folder: Path) -> str:
    for room in (*folder.iterdir(), folder):
        room.chmod(0o555)
    return ""


def closed(folder: Path) -> str:
    folder.chmod(0o000)
    return ""


def gone_and_in_the_way(folder: Path) -> str:
    shutil.rmtree(folder)
    folder.write_text("a file")
    return ""


BROKEN_FOLDERS: dict[str, Callable[[Path], str]] = {
    "read only": read_only,
    "closed": closed,
    "a file in its place": gone_and_in_the_way,
    "a name no server takes": lambda _: "x" * 300,
}


def a_second_report(post: Post, edit: dict[str, Any]) -> None:
    """Sent, pressed twice, Back, edited, sent again: two tickets, both told, nothing thrown away."""
    fatima, before = post.world.fatima, len(post.asks("/tickets")["items"])
    form = fatima.opens("/report")
    post.world.clock.advance(seconds=30)
    fill: dict[str, Any] = {
        "Of kort in uw eigen woorden": "Lamp kapot",
        "Vertel wat u ziet": "De lamp boven de trap is kapot.",
        "Adres": "Lindelaan 14B",
        "Uw naam": fatima.name,
        "E-mail": fatima.address,
    }
    pages = [form.press(SEND_REPORT, fill), form.press(SEND_REPORT, fill), form.press(SEND_REPORT, fill | edit)]
    numbers = [next(word.strip(".,") for word in one.text.split() if word.startswith("T-20")) for one in pages]
    assert numbers[0] == numbers[1] != numbers[2], numbers
    assert len(post.asks("/tickets")["items"]) == before + 2
    post.world.wait()
    address = edit.get("E-mail", fatima.address)
    told = "".join(letter.text for letter in post.world.letters if letter.to in (fatima.address, address))
    assert all(number in told for number in (numbers[0], numbers[2])), numbers


EDITS = {
    "other words": {"Of kort in uw eigen woorden": "Lekkage keuken", "Vertel wat u ziet": "De kraan in de keuken lekt."},
    "another home": {"Adres": "Lindelaan 22"},
    "another name": {"Uw naam": "Yusuf el Amrani"},
    "one word more": {"Vertel wat u ziet": "De lamp boven de trap is kapot!!"},
    "another address for mail": {"E-mail": "fatima@elders.example.nl"},
    "a photo": {"Foto’s of bestanden": [a_photo("lamp.jpg")]},
}  # fmt: skip
TRAVELS = {
    "18-outlook-recall": Situation(laid_with_its_mail, RECALLS),
    "42-relay-rewrote-message-id-plus-stripped": Situation(offered_first, LEADS),
    "44-same-mail-to-two-of-our-addresses": Situation(stands_once, COPIES),
    "62-imap-one-mail-cannot-be-moved": Situation(each_is_kept_once, BROKEN_FOLDERS),
    "78-form-back-and-edit": Situation(a_second_report, EDITS),
}
