"""Days and times in an answer, counted from when it was sent: "dinsdag tussen 8 en 10", "week 49", "half negen"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from ingest.intents.sparing import any_of, words_in
from ingest.language.dates import MONTHS
from ingest.language.days import WEEKDAYS

ZONE = ZoneInfo("Europe/Amsterdam")
FURTHEST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class ReadAppointment:
    """A day, None where none is known, and the window of it, None where open; `text` is as written, in plain letters."""

    day: date | None
    begin: time | None
    end: time | None
    text: str

    def as_json(self) -> dict[str, Any]:
        return {
            "date": self.day.isoformat() if self.day else None,
            "from": self.begin.strftime("%H:%M") if self.begin else None,
            "to": self.end.strftime("%H:%M") if self.end else None,
            "text": self.text,
        }


# Short names ("di", "do", "zo") are words too: they count only before a date or a part of the day, or after "a.s.".
_LONG = "|".join(name for name in WEEKDAYS if len(name) > 3)
_ALL = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NEXT = r"(?:volgende week|next week|nachste woche|la semaine prochaine)"
_COMING = r"(?:aanstaande|aankomende|komende|a\.?s\.?|deze|this coming|(?<!\w )coming|this|kommenden?)"
_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DUTCH = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
# A cheap look before the dear one: a clause without any of these names no day and no time.
_HINTS = frozenset((
    *WEEKDAYS, *MONTHS, *_DUTCH[1:], *_ENGLISH[1:], "volgende", "next", "nachste", "prochaine", "week", "wk", "kw", "semaine",
    "vandaag", "overmorgen", "vanmorgen", "vanochtend", "vanmiddag", "vanavond", "morgen", "today", "tomorrow", "tonight",
    "heute", "ubermorgen", "aujourd", "demain", "ochtend", "ochtends", "morgens", "morning", "vormittag", "vormittags", "matin",
    "middag", "middags", "afternoon", "nachmittag", "nachmittags", "apres", "avond", "avonds", "evening", "dag", "day",
    "half", "kwart", "quarter",
))  # fmt: skip
# What a day begins with, three letters of it: most words need no other look.
_FIRST = "|".join(sorted({hint[:3] for hint in _HINTS})) + r"|op |on |am |le |la |de |the|a\.?s|aan|kom|dez|thi|com"
_DAY = re.compile(
    rf"(?<![^\W_])(?<!-)(?<!\d[.:])(?=\d|{_FIRST})(?:(?:op|on|am|le) )?(?:"
    rf"(?P<next>{_NEXT}) (?:op )?(?P<next_day>{_ALL})|(?P<day_next>{_ALL}) {_NEXT}|"
    rf"(?P<next_en>next) (?P<next_en_day>{_LONG})|"
    rf"(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|"
    rf"(?:(?P<wd>{_ALL})\.? (?:de |the )?)?(?:(?P<d>\d{{1,2}})(?:e|ste|de|th|st|nd|rd|\.)?(?: of)? (?P<mon>{_MONTH})\b\.?(?: (?P<y>20\d\d))?|"
    rf"(?P<d2>\d{{1,2}})(?:-(?=0?[1-9]\b|1[0-2]\b)|/)(?P<m2>\d{{1,2}})(?:[-/](?P<y2>(?:20)?\d\d))?(?![\d:]| ?(?:u|uur|h|am|pm)\b))|"
    rf"(?P<mon3>{_MONTH}) (?P<d3>\d{{1,2}})(?:th|st|nd|rd)?\b|"
    rf"(?:(?P<wd4>{_ALL}) )?de (?P<d4>\d{{1,2}})e\b|(?:(?P<wd5>{_LONG}) )?the (?P<d5>\d{{1,2}})(?:th|st|nd|rd)\b|"
    rf"{_COMING} (?P<coming>{_ALL})\b|(?P<long>{_LONG})\b|"
    rf"(?P<short>{_ALL})(?= (?:om |tussen |rond |vanaf |van )?(?:\d|'s|ochtend|middag|morgen|a\.?s|aanstaande))(?: a\.?s\.?)?|"
    rf"(?P<week>week|wk|kw|semaine) (?P<week_number>\d{{1,2}})|(?P<next_week>{_NEXT})|(?P<this_week>(?:deze|this) week)|"
    rf"(?P<relative>vandaag|overmorgen|vanmorgen|vanochtend|vanmiddag|vanavond|today|tomorrow|day after tomorrow|tonight|"
    rf"this (?:morning|afternoon|evening)|heute|ubermorgen|aujourd'hui|demain|"
    rf"(?<!goede)(?<!goede )(?<!'s )morgen(?=$|[ ,]))"
    rf")(?: aanstaande\b)?"
)
_NUMBERS = {name: number for names in (_DUTCH, _ENGLISH) for number, name in enumerate(names, 1)}
_NUMBER = "|".join([*_NUMBERS, r"\d{1,2}"])
_WINDOW = re.compile(
    rf"(?<![\d.,])(?:(?<!\w)(?:om|um|tussen|van|vanaf|between|from|rond|omstreeks|at|around|zwischen|entre|voor|na|before|after|tot|until|by) )?(?:"
    rf"(?P<f>\d{{1,2}})(?:[:.](?P<fm>\d{{2}}))?(?: ?(?P<fap>am|pm|uur|u|h|uhr)\.?)? ?(?:-|–|tot|en|and|to|a|bis|until|t/m|und|et) ?(?P<t>\d{{1,2}})(?:[:.](?P<tm>\d{{2}}))?(?: ?(?P<tap>am|pm|uur|u|h|uhr)\b)?|"
    rf"(?P<half>half) (?P<half_of>{_NUMBER})\b(?! (?:\w+ )?(?:monteur|man|collega|iemand|kraan))|(?P<quarter>kwart (?:voor|over)|quarter (?:to|past)|half past) (?P<quarter_of>{_NUMBER})\b|"
    rf"(?P<o>\d{{1,2}})[:.](?P<om>\d{{2}})(?: ?(?:uur|u|h|uhr|am|pm)\b)?|(?P<o2>\d{{1,2}}) ?(?P<oap>uur|u|h|am|pm|uhr|o'clock)\b(?P<om2>\d{{2}})?|"
    rf"(?<=om |at )(?P<o3>\d{{1,2}})(?= |$)"
    rf")(?![\d])"
)
_PARTS = (
    (any_of(r"(?:aan het )?(?:einde|eind) (?:van de )?(?:middag|dag)|end of (?:the )?(?:day|afternoon)"), time(15), time(17)),
    (any_of(r"begin (?:van de )?middag|early afternoon|(?:rond|tegen) (?:de middag|het middaguur)|around (?:noon|midday|lunch ?time)"), time(12), time(14)),
    (any_of(r"(?:in de loop van |in |gedurende )?(?:de )?(?:vroege )?ochtend|'s (?:ochtends|morgens)|in de ochtend|ochtends|vanochtend|vanmorgen|(?:in the |this )?morning|vormittags?|(?:le )?matin"), time(8), time(12)),
    (any_of(r"(?:in de loop van |in |gedurende )?(?:de )?middag|'s middags|middags|vanmiddag|(?:in the |this )?afternoon|nachmittags?|l'apres-midi"), time(12), time(17)),
    (any_of(r"(?:in de )?avond|'s avonds|avonds|vanavond|(?:in the |this )?evening|tonight"), time(17), time(21)),
)  # fmt: skip
_DIGIT = re.compile(r"\d")


def names_day(clause: str) -> bool:
    return _names_time(clause) and bool(_days_in(clause))


@lru_cache(maxsize=64)
def _days_in(clause: str) -> list[re.Match[str]]:
    return [match for match in _DAY.finditer(clause) if _stands_apart(clause, match)]


def _names_time(clause: str) -> bool:
    return _DIGIT.search(clause) is not None or not _HINTS.isdisjoint(words_in(clause))


@lru_cache(maxsize=64)
def read_appointments(clause: str, sent: datetime | None) -> tuple[str, list[ReadAppointment], str]:
    """The clause without its days and times, the appointments in it, and why they are not certain ("" where they are).

    A time without a day belongs to no appointment; it is a doubt of its own only where nothing tells the day.
    """
    if not _names_time(clause):
        return clause, [], ""
    days = _days_in(clause)
    rest = _without(clause, days)
    begin, end, problem, rest = _window(rest)
    if not days:
        if begin is None and not problem:
            return clause, [], ""
        return rest, [ReadAppointment(None, begin, end, clause)], problem or "day_unclear"
    appointments = []
    for match in days:
        day, doubt = _day(match, sent, begin)
        if doubt == "day_contradicts" and begin is None and (hours := _HOURS_AFTER.fullmatch(match.group())):
            return read_appointments(
                clause.replace(match.group(), f"{hours[1]} tussen {hours[2]} en {hours[3]} uur"), sent
            )
        part = match["relative"] or ""
        if begin is None:
            begin, end = next(((b, e) for pattern, b, e in _PARTS if pattern.fullmatch(part)), (None, None))
        problem = problem or doubt
        appointments.append(ReadAppointment(day, begin, end, clause))
    return rest, appointments, problem


_HOURS_AFTER = re.compile(rf"((?:op |on )?(?:{_ALL})\.?) (0?[7-9]|1\d)-(0?[8-9]|1\d|2[01])")  # "Tuesday 10-12"


def _stands_apart(clause: str, match: re.Match[str]) -> bool:
    before, after = clause[: match.start()][-1:], clause[match.end() :][:1]
    return not (before.isalnum() or after.isalnum() or before == "-")


def _without(clause: str, matches: list[re.Match[str]]) -> str:
    for match in reversed(matches):
        clause = f"{clause[: match.start()]} {clause[match.end() :]}"
    return " ".join(clause.split())


def _window(text: str) -> tuple[time | None, time | None, str, str]:
    match = _WINDOW.search(text)
    if match:
        rest = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
        part = next((pattern for pattern, _, _ in _PARTS if pattern.search(rest)), None)
        return *_clock(match), part.without(rest) if part else rest
    for pattern, begin, end in _PARTS:
        if pattern.search(text):
            return begin, end, "", " ".join(pattern.without(text).split())
    return None, None, "", text


def _clock(match: re.Match[str]) -> tuple[time | None, time | None, str]:
    if match["half"]:
        word = match["half_of"]
        number = _NUMBERS.get(word) or (int(word) if word.isdigit() else 0)
        if (
            word in _ENGLISH or match.group().startswith("at ") or not 1 <= number <= 12
        ):  # half nine: half past eight here, half past nine there
            return None, None, "time_unclear"
        return _time(_daytime((number - 1) or 12), 30), None, ""
    if match["quarter"]:
        word = match["quarter_of"]
        number = _NUMBERS.get(word) or (int(word) if word.isdigit() else 0)
        if not 1 <= number <= 12:
            return None, None, "time_unclear"
        to = match["quarter"] in ("kwart voor", "quarter to")
        minute = 45 if to else (30 if match["quarter"] == "half past" else 15)
        return _time(_daytime(((number - 1) or 12) if to else number), minute), None, ""
    if match["f"]:
        evening = match["tap"] == "pm"
        start, stop = int(match["f"]), int(match["t"])
        if evening:
            stop = stop % 12 + 12
            start = start % 12 + 12 if match["fap"] != "am" and start % 12 + 12 < stop else start
        begin, end = _time(_daytime(start), match["fm"]), _time(_daytime(stop), match["tm"])
        certain = begin is not None and end is not None and begin < end
        return (begin, end, "") if certain else (None, None, "time_unclear")
    hour = int(match["o"] or match["o2"] or match["o3"])
    if (match["oap"] or match.group()[-2:]) == "pm":
        hour = hour % 12 + 12
    begin = _time(_daytime(hour), match["om"] or match["om2"])
    return (begin, None, "") if begin else (None, None, "time_unclear")


def _daytime(hour: int) -> int:
    """Tradespeople come by day: at one to six in the afternoon."""
    return hour + 12 if 1 <= hour <= 6 else hour


def _time(hour: int, minute: str | int | None) -> time | None:
    minutes = int(minute or 0)
    return time(hour, minutes) if hour < 24 and minutes < 60 else None


def _day(match: re.Match[str], sent: datetime | None, begin: time | None) -> tuple[date | None, str]:
    """The day, and the doubt about it. Without a date of sending no day can be counted: the words stay."""
    if sent is None:
        return None, ""
    today = sent.astimezone(ZONE).date()
    weekday = match["wd"] or match["wd4"] or match["wd5"]
    day: date | None
    if match["iso"] or match["d"] or match["d2"] or match["d3"] or match["d4"] or match["d5"]:
        day = _dated(match, today)
        if day is None:
            return None, "day_unclear"
        if weekday and WEEKDAYS[weekday] != day.weekday():
            return None, "day_contradicts"
        return _bounded(day, today)
    if match["next_day"] or match["day_next"]:
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
        return _bounded(monday + timedelta(days=WEEKDAYS[match["next_day"] or match["day_next"]]), today)
    if match["next_en"]:  # the first one, or the one of next week
        ahead = (WEEKDAYS[match["next_en_day"]] - today.weekday()) % 7 or 7
        day = today + timedelta(days=ahead)
        in_next_week = day.isocalendar().week != today.isocalendar().week
        return _bounded(day, today) if in_next_week else (day, "day_unclear")
    if match["week"] or match["next_week"] or match["this_week"]:
        return _of_week(match, today)
    if name := match["coming"] or match["long"] or match["short"]:
        ahead = (WEEKDAYS[name] - today.weekday()) % 7
        if ahead == 0:
            later = begin is not None and begin > sent.astimezone(ZONE).time()
            return (today, "") if later else (today, "day_unclear")
        return _bounded(today + timedelta(days=ahead), today)
    word = match["relative"]
    ahead = 1 if word in ("morgen", "tomorrow", "demain") else 0
    if word in ("overmorgen", "day after tomorrow", "ubermorgen"):
        ahead = 2
    return _bounded(today + timedelta(days=ahead), today)


def _dated(match: re.Match[str], today: date) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        if match["d4"] or match["d5"]:
            number = int(match["d4"] or match["d5"])
            year, month = (today.year, today.month) if number >= today.day else (
                today.year + today.month // 12, today.month % 12 + 1
            )  # fmt: skip
            return date(year, month, number)
        number = int(match["d"] or match["d2"] or match["d3"])
        named = match["mon"] or match["mon3"]
        month = MONTHS[named] if named else int(match["m2"])
        if digits := match["y"] or match["y2"]:
            return date(int(digits) + (2000 if len(digits) == 2 else 0), month, number)
        day = date(today.year, month, number)
        # January, named in December, is of the next year; what is just past stays past.
        return day if today - day < timedelta(days=180) else date(today.year + 1, month, number)
    except ValueError:
        return None


def _of_week(match: re.Match[str], today: date) -> tuple[date | None, str]:
    """A week is no day: it is kept in words, checked for being ahead."""
    if not match["week"]:
        return None, ""
    try:
        monday = date.fromisocalendar(today.year, int(match["week_number"]), 1)
        if today - monday > timedelta(days=180):
            monday = date.fromisocalendar(today.year + 1, int(match["week_number"]), 1)
    except ValueError:
        return None, "day_unclear"
    if monday + timedelta(days=6) < today:
        return None, "day_past"
    return (None, "day_far") if monday - today > FURTHEST else (None, "")


def _bounded(day: date, today: date) -> tuple[date, str]:
    if day < today:
        return day, "day_past"
    if day - today > FURTHEST:
        return day, "day_far"
    return day, "day_off" if day.weekday() == 6 or day in _days_off(day.year) else ""


@lru_cache(maxsize=8)
def _days_off(year: int) -> frozenset[date]:
    """The country's holidays on which tradespeople rest; Liberation Day is a working day for most."""
    country = holidays.country_holidays("NL", years=year, language="en_US")
    return frozenset(day for day, name in country.items() if "Liberation" not in name)


def offers(clause: str) -> list[str]:
    """Times to choose from, each a clause of its own: "dinsdag 13 uur of woensdag 9 uur"."""
    parts = _OR.pattern.split(clause) if _OR.search(clause) else []
    return parts if 1 < len(parts) <= _OFFERS and all(map(names_day, parts)) else [clause]


def day_with_hour(first: ReadAppointment, second: ReadAppointment) -> ReadAppointment | None:
    """A day and the hour of it, each in a clause of its own: "ik kom dinsdag, rond tien uur"."""
    day, hour = (first, second) if first.day else (second, first)
    if day.day is None or day.begin is not None or hour.day is not None or hour.begin is None:
        return None
    return replace(day, begin=hour.begin, end=hour.end, text=f"{first.text}, {second.text}")


def may_be_chosen(appointments: list[ReadAppointment]) -> bool:
    """Up to three moments, all different, each with its day and hour."""
    moments = {(each.day, each.begin) for each in appointments if each.day and each.begin}
    return len(moments) == len(appointments) <= _OFFERS


_OR = any_of(r" (?:of|or|oder|ou) (?:op |on )?| (?:en|and) (?:op |on )?(?=[a-z]+(?:dag|day)\b)")
_OFFERS = 3
