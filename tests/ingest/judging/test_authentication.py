"""Facts of who is believed: what our own server wrote is read by its grammar, and From names one plain mailbox."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.filing import file_messages
from ingest.judging.authentication import Authentication, read_authentication
from store.mail import Message
from store.store import Store
from store.words import Trust
from tests.ingest.doors.open_door import a_client, open_door, settings_in
from tests.ingest.known_leak import the_known_leak
from tests.ingest.mails import JOHAN, NOW, some_octets
from tests.ingest.reading.raw import read, read_cover_line

OURS = "mx.delinde.example.nl"
FIRM = "dekraan.example.nl"
NOTHING = Authentication()
HOSTILE = int(os.environ.get("POSTBON_TEST_HOSTILE", "2000"))  # fields of each kind that are tried


def judged(*fields: str, trusted: str = OURS) -> Authentication:
    return read_authentication(fields, FIRM, trusted)


class TestAuthenticationResults:
    """are believed from our own server only (RFC 8601)."""

    def test_a_pass_for_the_senders_own_domain(self):
        found = judged(
            "mx.delinde.example.nl 1; dkim=pass (2048-bit; key) header.d=dekraan.example.nl header.s=a;"
            " spf=pass smtp.mailfrom=dekraan.example.nl; dmarc=pass (p=reject dis=none) header.from=dekraan.example.nl"
        )

        assert found == Authentication("pass", "pass", "pass", aligned=True)

    @pytest.mark.parametrize(
        "field",
        [
            "dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=dekraan.example.nl; dkim=pass"
            " header.i=@dekraan.example.nl header.s=s1 header.b=AbCd/E12",
            "dmarc=pass action=none header.from=dekraan.example.nl;compauth=pass reason=100",
            "dmarc / 1 = pass (a(b)c) header . from = DeKraan.example.nl. ;",
            "dmarc=pass reason=\"not; needed\" header.from=dekraan.example.nl; iprev=pass policy.iprev=2001:db8::1",
            "dkim=pass header.d=dekraan.example.nl header.b=\"x/y=\"; arc=none (no signatures found)",
        ],
    )  # fmt: skip
    def test_the_ways_servers_write_a_pass(self, field: str):
        assert judged(f"{OURS}; {field}").aligned
        assert not judged(f"{OURS}; {field}").doubtful

    @pytest.mark.parametrize(
        "field",
        [
            "mx.elsewhere.example.nl; dmarc=pass header.from=dekraan.example.nl",
            "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=x; dkim=pass header.d=dekraan.example.nl; dmarc=pass",
            "mx.delinde.example.nl.evil.example.nl; dmarc=pass header.from=dekraan.example.nl",
            "mx.delinde.example.nl; none",
            "mx.delinde.example.nl (; dmarc=pass)",
            "",
        ],
    )
    def test_what_others_wrote_or_nobody_said_is_nothing(self, field: str):
        assert judged(field) == NOTHING

    def test_without_a_trusted_server_nothing_is_believed(self):
        assert judged("; dmarc=pass", "x; dmarc=pass", trusted="") == NOTHING

    @pytest.mark.parametrize(
        "field",
        [
            'spf=none smtp.mailfrom="x; dmarc=pass header.from=dekraan.example.nl"@evil.example.nl',
            r'spf=none smtp.mailfrom="x\"; dmarc=pass header.from=dekraan.example.nl; x=\""@evil.example.nl',
            r"spf=none (helo=\); dmarc=pass header.from=dekraan.example.nl \() smtp.helo=x",
            "spf=none (a (b) ; dmarc=pass header.from=dekraan.example.nl) smtp.helo=x",
            "spf=none (a ((b) c); dmarc=pass) ; dmarc=fail) header.from=dekraan.example.nl",
        ],
    )
    def test_what_a_stranger_wrote_inside_quotes_or_a_comment_is_no_result(self, field: str):
        assert not judged(f"{OURS}; {field}").aligned
        assert judged(f"{OURS}; {field}").dmarc == ""

    @pytest.mark.parametrize(
        "field",
        [
            'spf=none smtp.mailfrom="x; dmarc=pass header.from=dekraan.example.nl',
            "dmarc=pass header.from=dekraan.example.nl; spf=none (helo; dmarc=fail",
            "dmarc=pass header.from=dekraan.example.nl; spf=none helo) smtp.helo=x",
            "dmarc=pass header.from=dekraan.example.nl smtp.helo=x\\",
            "dmarc=",
            "dmarc=pass header.from",
            "=pass",
        ],
    )
    def test_a_field_of_our_server_that_breaks_its_grammar_is_a_doubt(self, field: str):
        assert judged(f"{OURS}; {field}") == Authentication(doubtful=True)

    def test_a_pass_about_another_from_than_ours_is_a_doubt(self):
        found = judged(f"{OURS}; dmarc=pass header.from=evil.example.nl; dkim=pass header.d=evil.example.nl")

        assert found.doubtful

    def test_a_good_signature_of_another_domain_says_nothing_of_the_sender(self):
        assert not judged(f"{OURS}; dkim=pass header.d=evil.example.nl").aligned

    def test_a_failed_dmarc_outweighs_a_good_signature(self):
        found = judged(f"{OURS}; dkim=pass header.d=dekraan.example.nl; dmarc=fail")

        assert (found.dmarc, found.aligned) == ("fail", False)

    @pytest.mark.parametrize("outcome", ["fail", "permerror", "temperror", "none", "bestguesspass", "pas"])
    def test_of_several_results_the_worst_counts_wherever_it_stands(self, outcome: str):
        good, bad = f"{OURS}; dmarc=pass header.from={FIRM}", f"{OURS}; dmarc={outcome}"

        for fields in ((good, bad), (bad, good), (f"{good}; dmarc={outcome}",), (f"{bad}; dmarc=pass",)):
            assert (judged(*fields).dmarc, judged(*fields).aligned) == (outcome, False)

    @given(st.lists(st.text(max_size=200)))
    def test_no_field_breaks_it(self, fields: list[str]):
        assert not judged(*fields).aligned

    def test_a_megabyte_of_any_field_is_read_at_once(self):
        begun = time.process_time()

        for piece in ("(", "()", '"', '""', "\\", "(\\", "a=b ", "a.", "; ", ";a=b c=(d)e", "=?utf-8?q?x?="):
            judged(f"{OURS}; dmarc=pass {piece * (1_000_000 // len(piece))}")

        assert time.process_time() - begun < 2


# What a stranger gets a server to write into a comment or inside quotes, each with what looks like a result.
_LURES = (f"; dmarc=pass header.from={FIRM};", f"; dkim=pass header.d={FIRM}", "dmarc=pass", ";", "x")
_OUTCOMES = ("pass", "fail", "none", "neutral", "temperror", "permerror")
Hostile = tuple[str, list[tuple[str, str]]]  # a field, and the results that stand outside quotes and comments


def a_comment(chance: random.Random, depth: int = 0) -> str:
    pieces = [chance.choice((*_LURES, r"\)", r"\(", r"\\", '"', "a b")) for _ in range(chance.randint(0, 3))]
    pieces += [a_comment(chance, depth + 1) for _ in range(chance.randint(0, 2)) if depth < 4]
    chance.shuffle(pieces)
    return f"({''.join(pieces)})"


def a_quotation(chance: random.Random) -> str:
    pieces = [chance.choice((*_LURES, r"\"", r"\\", "(", ")")) for _ in range(chance.randint(0, 4))]
    return f'"{"".join(pieces)}"' + chance.choice(("", "@evil.example.nl"))


def a_blank(chance: random.Random) -> str:
    return chance.choice((" ", f" {a_comment(chance)} "))


def a_property(chance: random.Random) -> str:
    name = chance.choice(("smtp.mailfrom", "smtp.helo", "reason", "header.s", "policy.x"))
    value = chance.choice((a_quotation(chance), "x", "a@b.example.nl"))
    return f"{a_blank(chance)}{name}={value}"


def a_hostile_field(chance: random.Random) -> Hostile:
    results = [
        (chance.choice(("dmarc", "dkim", "spf", "arc")), chance.choice(_OUTCOMES)) for _ in range(chance.randint(0, 5))
    ]
    field = OURS
    for method, outcome in results:
        properties = "".join(a_property(chance) for _ in range(chance.randint(0, 3)))
        field += f";{a_blank(chance)}{method}={outcome}{properties}{a_blank(chance)}"
    return field, results


@pytest.mark.parametrize("length", [16_000, 17_000, 200_000])
def test_a_failure_behind_more_than_is_read_is_no_pass(length: int):
    field = f"{OURS}; dmarc=pass header.from=dekraan.example.nl {' ' * length}; dmarc=fail"
    mail = read(f"From: {JOHAN}\nAuthentication-Results: {field}\n\nGereed.".encode())

    assert not judged(*mail.authentication).aligned


def test_no_result_is_better_than_the_worst_that_stands_outside_quotes_and_comments():
    for seed in range(HOSTILE):
        field, results = a_hostile_field(random.Random(seed))
        found = judged(field)

        assert not found.doubtful, field
        for method in ("dmarc", "dkim", "spf"):
            outcomes = {outcome for name, outcome in results if name == method}
            allowed = {""} if not outcomes else {"pass"} if outcomes == {"pass"} else outcomes - {"pass"}
            assert getattr(found, method) in allowed, field
        assert not found.aligned or found.dmarc == "pass", field


def test_a_field_with_letters_lost_or_added_never_turns_a_failure_into_a_pass():
    for seed in range(HOSTILE):
        chance = random.Random(seed)
        letters = list(a_hostile_field(chance)[0].removeprefix(OURS))
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(letters) + 1)
            letters[at : at + chance.randint(0, 2)] = chance.choice(['"', "\\", "(", ")", ";", "", "=", " "])
        field = f"{OURS}; dmarc=fail header.from={FIRM}{''.join(letters)}"
        found = judged(field, f"{OURS}; dmarc=pass")

        assert found.doubtful or (found.dmarc == "fail" and not found.aligned), field


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        (b"From: johan@dekraan.example.nl", True),
        (b"From: Johan de Kraan <johan@DEKRAAN.example.nl>", True),
        (b'From: "Kraan, Johan de (planning)" <johan@dekraan.example.nl>', True),
        (b"From: =?utf-8?Q?Jansen=2C_Jan?= <johan@dekraan.example.nl>", True),
        (b"From: Jan-Willem d'Ancona & Zn. <johan@dekraan.example.nl>", True),
        (b"From: johan@dekraan.example.nl, evil@mail.example.nl", False),
        (b"From: Johan <johan@dekraan.example.nl>, Evil <evil@mail.example.nl>", False),
        (b"From: Planning: johan@dekraan.example.nl;", False),
        (b"From: <johan@dekraan.example.nl> <evil@mail.example.nl>", False),
        (b"From: evil@mail.example.nl <johan@dekraan.example.nl>", False),
        (b"From: johan@dekraan.example.nl (evil@mail.example.nl)", False),
        (b"From: <@evil.example.nl:johan@dekraan.example.nl>", False),
        (b"From: johan@dekraan.example.nl\r\nFrom: johan@dekraan.example.nl", False),
        (b"From:\r\nSender: johan@dekraan.example.nl", False),
        (b"From: johan", False),
    ],
)
def test_only_one_plain_mailbox_in_from_is_somebody(line: bytes, plain: bool):
    assert read_cover_line(line).plain_from is plain


@pytest.mark.parametrize(
    "field",
    [
        b'mx.delinde.example.nl; spf=none smtp.mailfrom="x; dmarc=pass header.from=dekraan.example.nl"@evil.example.nl',
        b'mx.delinde.example.nl; spf=none smtp.mailfrom="=?utf-8?q?=22=3B_dmarc=3Dpass_x=3D=22?="@evil.example.nl',
        b"mx.delinde.example.nl; spf=none (a (b) ; dmarc=pass header.from=dekraan.example.nl) smtp.helo=x",
        rb"mx.delinde.example.nl; spf=none smtp.helo=x (\); dmarc=pass header.from=dekraan.example.nl \()",
    ],
)
def test_a_forged_completion_over_smtp_is_not_trusted_as_a_proven_one(store: Store, tmp_path: Path, field: bytes):
    cast = the_known_leak(store)
    house = settings_in(tmp_path, trusted_authserv_id=OURS)
    to = house.desk.reply_address(cast.order_link.reply_token)
    octets = b"Authentication-Results: " + field + b"\r\n" + some_octets(sender=JOHAN, to=to, text="Voltooid")

    with open_door(store, house) as port, a_client(port) as client:
        client.sendmail("x@evil.example.nl", [to], octets)
    file_messages(store, house, NOW)

    with store.reading() as session:
        assert session.get_one(Message, 1).trust is Trust.V2


def test_two_senders_in_one_from_are_nobody_to_an_order(store: Store, tmp_path: Path):
    cast = the_known_leak(store)
    house = settings_in(tmp_path, trusted_authserv_id=OURS)
    to = house.desk.reply_address(cast.order_link.reply_token)
    octets = some_octets(sender=f"{JOHAN}, evil@mail.example.nl", to=to, text="Voltooid")
    proven = f"Authentication-Results: {OURS}; dmarc=pass header.from={FIRM}\r\n".encode()

    with open_door(store, house) as port, a_client(port) as client:
        client.sendmail("x@evil.example.nl", [to], proven + octets)
    file_messages(store, house, NOW)

    with store.reading() as session:
        assert session.get_one(Message, 1).trust is Trust.V0
