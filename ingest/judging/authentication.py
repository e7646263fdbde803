"""What our own receiving server found out about the sender (RFC 8601), and how far an answer is trusted for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.judging.verdict import Home
from ingest.mail import UNNAMED, InboundMail
from ingest.reading.wrappers import JOURNAL
from store.words import Trust

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Authentication:
    """Results by method, in lower case; "" where nothing was said by a server we believe.

    aligned  DMARC passed for the domain in From, or a DKIM signature of that very domain did
    """

    dmarc: str = ""
    dkim: str = ""
    spf: str = ""
    aligned: bool = False


def read_authentication(headers: Headers, from_domain: str, trusted: str) -> Authentication:
    """Read the Authentication-Results of the server named `trusted` ("" believes none); of each method the topmost.

    That server strips what others wrote under its name (RFC 8601 §5); what stands under other names is anybody's.
    """
    outcomes: dict[str, str] = {}
    aligned = False
    for name, value in headers:
        if name != "authentication-results" or not trusted:
            continue
        identity, *results = _COMMENT.sub(" ", value).split(";")
        if (identity.split() or [""])[0].lower() != trusted.lower():
            continue
        for result in results:
            found = _RESULT.match(result)
            if not found:
                continue
            method, outcome = found.group(1).lower(), found.group(2).lower()
            signer = _SIGNER[method].search(result) if method in _SIGNER else None
            of_sender = signer is not None and signer.group(1).rpartition("@")[2].lower() == from_domain
            if method == "dmarc" and method not in outcomes:
                aligned |= outcome == "pass" and (signer is None or of_sender)
            if method == "dkim" and "dmarc" not in outcomes:
                aligned |= outcome == "pass" and of_sender
            outcomes.setdefault(method, outcome)
    dmarc, dkim, spf = (outcomes.get(method, "") for method in ("dmarc", "dkim", "spf"))
    return Authentication(dmarc, dkim, spf, aligned and dmarc != "fail")


_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\s*([a-z0-9-]+)(?:\s*/\s*\d+)?\s*=\s*([a-z]+)", re.I)
_SIGNER = {
    "dmarc": re.compile(r"header\.from\s*=\s*\"?([^\s;\"]+)", re.I),
    "dkim": re.compile(r"header\.[di]\s*=\s*\"?([^\s;\"]+)", re.I),
}


def trust_in(mail: InboundMail, home: Home, authentication: Authentication) -> Trust:
    """How far an answer that came home by one of our own marks is trusted (domain intents 4.1).

    Automatic mail, several senders in From, a failed DMARC and an ended link trust nobody.
    """
    address = mail.sender.address.lower() if mail.sender else ""
    doubtful = mail.is_auto or mail.is_bulk or mail.is_bounce or mail.envelope.sender == ""
    doubtful |= bool({"several-from", JOURNAL, UNNAMED} & set(mail.defects))  # anybody can write a mail and wrap it
    if doubtful or home.ended or authentication.dmarc == "fail":
        return Trust.V0
    if address and address in home.addresses:
        return Trust.V3 if authentication.aligned else Trust.V2
    domain = address.rpartition("@")[2]
    if domain in home.domains - PUBLIC_PROVIDERS and authentication.aligned:
        return Trust.V1
    return Trust.V0


# Whoever has an address there speaks for nobody else.
# fmt: off
PUBLIC_PROVIDERS = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.nl", "live.com", "live.nl", "msn.com",
    "outlook.nl", "icloud.com", "me.com", "mac.com", "yahoo.com", "yahoo.nl", "ymail.com", "aol.com", "gmx.com",
    "gmx.net", "gmx.de", "web.de", "proton.me", "protonmail.com", "mail.com", "mail.ru", "yandex.ru", "yandex.com",
    "kpnmail.nl", "kpnplanet.nl", "planet.nl", "hetnet.nl", "home.nl", "ziggo.nl", "upcmail.nl", "casema.nl",
    "chello.nl", "quicknet.nl", "xs4all.nl", "telfort.nl", "tele2.nl", "online.nl", "freedom.nl", "caiway.nl",
    "solcon.nl", "zeelandnet.nl", "delta.nl", "versatel.nl", "t-online.de", "orange.fr", "wanadoo.fr", "free.fr",
    "telenet.be", "skynet.be", "proximus.be",
})
# fmt: on
