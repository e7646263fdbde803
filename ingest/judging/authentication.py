"""What our own receiving server found out about the sender (RFC 8601), and how far an answer is trusted for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from ingest.judging.authentication_results import MethodResult, UnreadableResultsError, read_results, written_by
from ingest.judging.verdict import Home
from ingest.language.mailboxes import PUBLIC_PROVIDERS
from ingest.mail import UNNAMED, InboundMail
from ingest.reading.wrappers import JOURNAL
from store.words import AuthorBy, Proof, Trust

MAX_FIELDS = 100  # our server's stand above all others


@dataclass(frozen=True, slots=True)
class Authentication:
    """The worst result of each method, in lower case; "" where nothing was said by a server we believe.

    aligned   DMARC passed for the domain in From; where nobody asked for DMARC, the signatures of that very domain did
    doubtful  what our server wrote cannot be read, or is about another From than the one we read
    """

    dmarc: str = ""
    dkim: str = ""
    spf: str = ""
    aligned: bool = False
    doubtful: bool = False


def read_authentication(fields: Iterable[str], from_domain: str, trusted: str) -> Authentication:
    """Judge the fields Authentication-Results of the server named `trusted` ("" believes none).

    fields  as sent, unfolded, encoded words not decoded: decoding first could close a quote

    That server strips what others wrote under its name (RFC 8601 §5); where one got through all the same, the worst
    counts. What stands under other names is anybody's.
    """
    results: list[MethodResult] = []
    ours = [field for field in islice(fields, MAX_FIELDS) if trusted and written_by(field) == trusted.lower()]
    for field in ours:
        try:
            results += read_results(field)
        except UnreadableResultsError:
            return Authentication(doubtful=True)
    outcomes = {method: _worst(results, method) for method in ("dmarc", "dkim", "spf")}
    judged_from = [value for result in results if result.method == "dmarc" for value in result.values("header.from")]
    return Authentication(
        **outcomes,
        aligned=outcomes["dmarc"] == "pass" or (not outcomes["dmarc"] and _is_signed_by(from_domain, results)),
        doubtful=any(_domain(value) != from_domain for value in judged_from),
    )


def _worst(results: list[MethodResult], method: str) -> str:
    outcomes = [result.outcome for result in results if result.method == method]
    return min(outcomes, key=lambda outcome: _FROM_WORST.get(outcome, _FROM_WORST["neutral"]), default="")


# RFC 8601 §2.7; a word that no method has says nothing.
_FROM_WORST = {
    outcome: rank
    for rank, outcome in enumerate(
        ("fail", "hardfail", "permerror", "temperror", "softfail", "policy", "neutral", "none", "pass")
    )
}


def _is_signed_by(domain: str, results: list[MethodResult]) -> bool:
    """Whether this very domain signed the mail, and no signature on it is broken."""
    signatures = [result for result in results if result.method == "dkim"]
    signers = [_domain(value) for result in signatures for value in _signers(result)]
    return domain in signers and all(result.outcome == "pass" for result in signatures)


def _signers(result: MethodResult) -> list[str]:
    """Of a signature the domain; the identity (header.i) only where no domain is given, as it may be a part of it."""
    return result.values("header.d") or result.values("header.i")


def _domain(value: str) -> str:
    return value.rpartition("@")[2].lower().rstrip(".")


def proof_of(mail: InboundMail, authentication: Authentication, author: AuthorBy = AuthorBy.FROM) -> Proof:
    """Whether the mail is from whom it says it is from; of an author who stands elsewhere than in From nobody knows."""
    if authentication.dmarc == "fail" or authentication.doubtful or not mail.plain_from:
        return Proof.FORGED
    return Proof.PROVEN if authentication.aligned and author is AuthorBy.FROM else Proof.UNPROVEN


def trust_in(mail: InboundMail, home: Home, authentication: Authentication, author: AuthorBy = AuthorBy.FROM) -> Trust:
    """How far an answer that came home by one of our own marks is trusted (docs/rules.md).

    Automatic mail, anything but one plain mailbox in From, an author who stands elsewhere, a failed or doubtful DMARC
    and an ended link trust nobody.
    """
    address = mail.sender.address.lower() if mail.sender else ""
    doubtful = mail.is_auto or mail.is_bulk or mail.is_bounce or mail.envelope.sender == ""
    doubtful |= bool({JOURNAL, UNNAMED} & set(mail.defects)) or not mail.plain_from  # anybody can wrap a mail
    doubtful |= authentication.doubtful or author is not AuthorBy.FROM
    if doubtful or home.ended or authentication.dmarc == "fail":
        return Trust.V0
    if address and address in home.addresses:
        return Trust.V3 if authentication.aligned else Trust.V2
    domain = address.rpartition("@")[2]
    if domain in home.domains - PUBLIC_PROVIDERS and authentication.aligned:
        return Trust.V1
    return Trust.V0
