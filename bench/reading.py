"""CPU and memory of reading one mail, beside the standard library reading the same mail in the same run."""

from __future__ import annotations

import base64
import gc
import random
import time
import tracemalloc
from collections.abc import Callable
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from functools import partial

from ingest.intents.answer import read_intent
from ingest.intents.intent import Speaker
from ingest.judging.policy import judge
from ingest.judging.verdict import Known
from ingest.mail import Envelope, InboundMail
from ingest.reading.message import read_mail

NOWHERE = Envelope(sender=None, recipients=())
PARAGRAPH = (
    "Goedemorgen,\n\nDe verwarming in de woonkamer wordt niet meer warm sinds gisteravond. In de slaapkamer doet hij "
    "het nog wel. De ketel geeft storing E09 aan. Kunt u iemand sturen? Ik ben donderdag de hele dag thuis.\n\n"
)
QUOTE = "Met vriendelijke groet,\nFatima\n\nOp ma 23 nov 2026 om 09:12 schreef Huismeesters <reparatie@example.nl>:\n\n"
# What firms write, to be put together: no two answers are alike, so that nothing read before helps but words do.
TOLD = (
    "Bedankt voor de opdracht",
    "Wij hebben vanmorgen met de bewoner gebeld over de lekkage in de badkamer",
    "De siliconenrand bij het bad is versleten en achter de tegels zit vocht",
    "Onze monteur heeft de rand vervangen en de afvoer nagekeken",
    "De sleutel ligt weer bij de huismeester",
    "Wij komen {day} {number} november tussen 8 en 10 terug",
    "De rekening volgt later deze week per post",
    "De ketel staat weer aan en de druk is bijgevuld tot {number} bar",
    "Wij zijn {number} uur bezig geweest met twee man",
    "De bewoner was niet thuis, wij proberen het {day} opnieuw",
    "Het slot van de voordeur is gesmeerd en sluit weer goed",
    "Wij hebben alleen een nieuwe thermostaatkraan nodig",
    "Als het onderdeel er is maken wij een afspraak",
    "De goot is schoongemaakt, er lag een nest in",
    "Morgen komt collega {number} het schilderwerk afmaken",
    "Foto's stuur ik u vanavond toe",
    "Dank voor het snelle antwoord",
    "Het lampje op de galerij brandt weer",
    "We weten nog niet wanneer de levering komt",
    "De lift is gekeurd en mag weer gebruikt worden",
)
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag")


def main() -> None:
    print(f"{'mail':34} {'octets':>10} {'stdlib ms':>10} {'ours ms':>9} {'ratio':>6}   allowed")
    for name, raw, rounds, allowed in classes():
        theirs, ours = compare(partial(read_by_stdlib, raw), partial(read_and_judge, raw), rounds)
        print(f"{name:34} {len(raw):10,} {theirs:10.2f} {ours:9.2f} {ours / theirs:6.2f}   {allowed}")
    raws = answers(600)
    unread, mails = iter(raws), iter([read_mail(each, NOWHERE) for each in raws])
    reading, asking = compare(lambda: read_and_judge(next(unread)), lambda: understand(next(mails)), len(raws) - 1)
    length, ratio = sum(map(len, raws)) / len(raws), asking / reading
    print(f"what it asks, mails of {length:.0f} octets: {asking:.2f} ms, allowed 1; {ratio:.2f} of reading that mail")
    raw = photos(4, 4_600_000)
    print(f"memory for a mail of {len(raw):,} octets: {peak(raw) / len(raw):.2f} times its size above idle, allowed 3")


def classes() -> list[tuple[str, bytes, int, float]]:
    return [
        ("text, 2 KB", plain(), 300, 1.3),
        ("text and HTML with a logo, 27 KB", alternative(), 100, 1.3),
        ("two photos, 7 MB", photos(2, 2_600_000), 5, 0.35),
    ]


def compare(first: Callable[[], object], second: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Milliseconds of CPU for one call of each, taken in turns so that a busy machine troubles both alike."""
    first(), second()
    spent = [0.0, 0.0]
    for _ in range(rounds):
        for which, call in enumerate((first, second)):
            began = time.process_time()
            call()
            spent[which] += time.process_time() - began
    return spent[0] / rounds * 1000, spent[1] / rounds * 1000


def read_by_stdlib(raw: bytes) -> object:
    """What a program gets that parses, takes the addresses and the body, as the library's manual shows."""
    mail = BytesParser(policy=default).parsebytes(raw)
    assert isinstance(mail, EmailMessage)
    people = [address for name in ("from", "to", "cc") if mail[name] for address in mail[name].addresses]
    body = mail.get_body(("plain", "html"))
    texts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    files = [(part.get_filename(), part.get_content()) for part in mail.iter_attachments()]
    return mail["subject"], mail["date"], people, body, texts, files


def read_and_judge(raw: bytes) -> object:
    """All that is decided without the store: parts, text, reply, language, robots, returns, danger, and the rule."""
    mail = read_mail(raw, NOWHERE)
    return mail, judge(mail, Known(size=len(raw)))


def understand(mail: InboundMail) -> object:
    return read_intent(mail.reply.new, as_=Speaker.PARTY, date=mail.date)


def peak(raw: bytes) -> float:
    gc.collect()
    tracemalloc.start()
    copy = raw + b"\r\n"  # the mail itself counts
    read_mail(copy, NOWHERE)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def plain() -> bytes:
    mail = cover()
    text = PARAGRAPH + QUOTE + "".join(f"> {line}\n" for line in (PARAGRAPH * 2).splitlines())
    mail.set_content(text, cte="quoted-printable")
    return with_hops(mail)


def answers(count: int) -> list[bytes]:
    """About as long as is understood: who writes more is read by a person."""
    return [answer(random.Random(seed)) for seed in range(count)]


def answer(chance: random.Random) -> bytes:
    told = (
        sentence.format(day=chance.choice(DAYS), number=chance.randint(2, 29)) for sentence in chance.sample(TOLD, 6)
    )
    mail = cover()
    quoted = "".join(f"> {line}\n" for line in PARAGRAPH.splitlines())
    mail.set_content(f"Goedemorgen Ingrid,\n\n{'. '.join(told)}.\n\n{QUOTE}{quoted}", cte="quoted-printable")
    return with_hops(mail)


def alternative() -> bytes:
    mail = cover()
    mail.set_content(PARAGRAPH * 4 + QUOTE + "".join(f"> {line}\n" for line in (PARAGRAPH * 4).splitlines()))
    cells = "".join(
        f'<p class="MsoNormal" style="margin:0;font-family:Calibri"><span style="color:#1F497D">{line}</span></p>'
        for line in (PARAGRAPH * 9).splitlines()
    )
    mail.add_alternative(
        f"<html><head><style>p{{margin:0}}</style></head><body>{cells}<img src='cid:logo'></body></html>",
        subtype="html",
    )
    mail.add_attachment(
        noise(9_000), maintype="image", subtype="png", filename="logo.png", cid="<logo>", disposition="inline"
    )
    return with_hops(mail)


def photos(count: int, size: int) -> bytes:
    mail = cover()
    mail.set_content(PARAGRAPH)
    for number in range(count):
        mail.add_attachment(noise(size), maintype="image", subtype="jpeg", filename=f"IMG_{number:04}.jpg")
    return with_hops(mail)


def cover() -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Fatima el Idrissi <fatima@example.nl>"
    mail["To"] = "Reparatie Huismeesters <reparatie@example.nl>"
    mail["Cc"] = "Buurman Jansen <jansen@example.nl>"
    mail["Subject"] = "Verwarming in de woonkamer blijft koud – Lindenlaan 22"
    mail["Date"] = "Mon, 23 Nov 2026 09:41:06 +0100"
    mail["Message-ID"] = "<1234567890.abcdef@mail.example.nl>"
    mail["In-Reply-To"] = "<0987654321.fedcba@mail.example.nl>"
    mail["References"] = "<0987654321.fedcba@mail.example.nl>"
    return mail


def with_hops(mail: EmailMessage) -> bytes:
    """As it looks after three servers: their traces, a verdict and a signature above it."""
    trace = (
        "Received: from mail{0}.example.nl (mail{0}.example.nl [192.0.2.{0}])\r\n\tby mx.example.nl (Postfix) "
        "with ESMTPS id 4{0};\r\n\tMon, 23 Nov 2026 09:41:0{0} +0100\r\n"
    )
    verdict = "Authentication-Results: mx.example.nl; dkim=pass header.d=example.nl; spf=pass\r\n"
    signed = f"DKIM-Signature: v=1; a=rsa-sha256; d=example.nl;\r\n\tb={base64.b64encode(noise(192)).decode()}\r\n"
    above = "".join(trace.format(number) for number in range(3)) + verdict + signed
    return above.encode() + mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))


def noise(size: int) -> bytes:
    return random.Random(size).randbytes(size)
