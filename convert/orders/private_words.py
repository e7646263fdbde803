"""Words a service party has no need to read: staff look at them before an order goes out."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Stems ending in * match longer words: "chemokuur", "alarmcode". A false find costs a glance, a missed one is a leak.
TOPICS: dict[str, str] = {
    "health": """
        ziek* longziekte kanker chemo* dement* depress* hartpatiënt* zwanger* gehandicapt* rolstoel* medicijn* psych*
        opgenomen astma* arts huisarts* verslaaf* verslav* ill illness* sick* cancer pregnan* disab* wheelchair*
        medication hospital* asthma* addict*""",
    "religion": """
        moskee* kerk* synagog* ramadan moslim* islam* christen* joods* bidden mosque* church* muslim* jewish christian*
        prayer*""",
    "police": """
        politie* aangifte* justitie gevangenis* reclassering* drugs* contactverbod* police arrest* prison probation
        restraining_order*""",
    "violence": "mishandel* geslagen bedreig* huiselijk_geweld stalk* abus* domestic_violence threaten*",
    "absence": """
        vakantie* op_reis niet_thuis afwezig* weken_weg weekje_weg huis_is_leeg huis_staat_leeg in_het_buitenland
        on_holiday on_vacation away_until away_for abroad nobody_home not_at_home house_is_empty out_of_the_country""",
    "access": """
        sleutel* alarm* pincode* toegangscode* deurcode* code codes key_safe keys_under key_under key_is_under key_is_in
        door_code* pin_code* key_code* access_code*""",
    "money": "huurachterstand* schuld* bijstand* uitkering* bewindvoer* arrears debt debts benefits",
    "identity": "bsn burgerservicenummer geboortedatum paspoort* date_of_birth passport*",
}


@dataclass(frozen=True, slots=True)
class PrivateWord:
    """A word as it stands in the text, and what it touches (a key of TOPICS)."""

    word: str
    topic: str


def private_words(text: str) -> list[PrivateWord]:
    """What to look at before this text goes to somebody outside, in the order it was written, each word once."""
    found = [
        (match.start(), PrivateWord(match.group(0), topic))
        for topic, stems in _STEMS.items()
        for match in stems.finditer(text)
    ]
    return list(dict.fromkeys(word for _, word in sorted(found, key=lambda pair: pair[0])))


def _pattern(stems: str) -> re.Pattern[str]:
    each = (re.escape(stem.rstrip("*")).replace("_", r"\s+") + r"\w*" * stem.endswith("*") for stem in stems.split())
    return re.compile(rf"\b(?:{'|'.join(each)})\b", re.IGNORECASE)


_STEMS = {topic: _pattern(stems) for topic, stems in TOPICS.items()}
