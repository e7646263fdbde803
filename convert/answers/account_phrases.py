"""Whether a mail is about another bank account number, in Dutch or English: the oldest trick with invoices.

A false find costs a colleague a glance, a missed one an invoice paid to a thief: it listens for an account and a word
of change close together, and for an account number that is to be paid to.
"""

from __future__ import annotations

import re
import unicodedata

from config.plain_text import normalised

_LOOKED_AT = 20_000  # characters: nobody hides his new account below twenty pages
_NEAR = 6  # words between the account and its change

# Patterns of words, one a piece; "_" is a blank.
_ACCOUNT = r"""
    (bank)?rekenings?_?(nummers?|nrs?|gegevens|houder) bank(rekening(en)?|gegevens|relatie) betaal(gegevens|rekening)
    iban(nummers?)? (op|naar)_(onze|mijn|deze)_rekening
    (bank|payment|remittance|banking)_(accounts?|details|information) account_(numbers?|nos?|details) sort_code
    beneficiary(_account)? wire_instructions"""
_CHANGE = r"""
    nieuwe? andere? gewijzigde? wijzig(en|t|ing(en)?) verander(d|de|en|t|ing(en)?) aangepaste? aanpass(en|ing)
    vervang(en|t) vervallen overgestapt voortaan vanaf_(nu|heden|vandaag) niet_(meer|langer)
    new different another chang(e|ed|es|ing) updat(e|ed|es|ing) replac(e|ed|es|ing) amended switched moved
    no_longer from_now_on instead"""
_PAY = r"""
    betaalt? betalen betaling(en)? overmaken overboeken overschrijven voldoen storten
    pay(ing|ments?|able)? transfer(red|ring)? remit wire"""
_IBAN = r"[a-z]{2}(?:\d\d|xx)(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,4})?"  # ISO 13616; one may have hidden its digits


def is_about_other_account(text: str) -> bool:
    """Whether this text asks to pay, from now on, to another account number."""
    words = _plain(text[:_LOOKED_AT])
    return any(pattern.search(words) for pattern in (_CHANGED, _PAY_HERE, _ELSEWHERE))


def _plain(text: str) -> str:
    """Lower case without accents, its words parted by single blanks, its sentences by a full stop."""
    folded = "".join(one for one in normalised(text.casefold(), "NFKD") if not unicodedata.combining(one))
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s.!?]+", " ", folded))


def _any(table: str) -> str:
    return "|".join(piece.replace("_", " ").replace("(", "(?:") for piece in table.split())


def _near(one: str, other: str) -> re.Pattern[str]:
    """One and the other in one sentence, at most `_NEAR` words apart, in either order."""
    between = rf"(?: \w+){{0,{_NEAR}}} "
    first, second = rf"\b(?:{one})\b", rf"\b(?:{other})\b"
    return re.compile(f"{first}{between}{second}|{second}{between}{first}")


_CHANGED = _near(_any(_ACCOUNT), _any(_CHANGE))
_PAY_HERE = _near(_any(_PAY), _IBAN)
_ELSEWHERE = re.compile(r"\b(?:op|naar|to|into)(?: \w+)? (?:nieuwe|andere|new|other|another) (?:rekening|account)\b")
