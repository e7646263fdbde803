"""The filters of a list: what its address may ask for, and what each of the staff last asked of it.

The menu leads to a list without a word about filters: it shows what they last asked of it, until they clear that. It is
kept in their browser, so that looking changes nothing in the store. An address that asks for anything shows just that.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from fastapi.responses import RedirectResponse, Response

from config.words import Text
from store.paging import Sorting, sorting_named
from web.request import RequestContext, cookie_of, drop_cookie, give_cookie

# Each list, by its path, and what its address may be asked for.
LISTS: dict[str, tuple[str, ...]] = {
    "tickets": ("phase", "responsible", "property", "trade", "priority", "view", "sort"),
    "orders": ("state", "late", "party", "property", "unit", "responsible", "sort"),
    "outbox": ("state", "sort"),
    "people": ("sort",),
    "units": ("property", "sort"),
    "properties": ("sort",),
    "installations": ("property", "sort"),
    "parties": ("kind", "sort"),
}
LONGEST_VALUE, LONGEST_KEPT = 100, 400  # characters: of one value, and of a query that a browser keeps
KEPT = timedelta(days=90)


def known_query(of_list: str, query: str) -> str:
    """What of a query this list knows, in its own order; nothing else is kept or led to."""
    values = {name: value[:LONGEST_VALUE] for name, value in parse_qsl(query[:2000], max_num_fields=None)[:50]}
    return urlencode({name: values[name] for name in LISTS[of_list] if values.get(name) not in (None, "", "any")})


def asked_of(context: RequestContext, of_list: str) -> dict[str, str]:
    """What the address asks of this list, by name; "" where nothing."""
    return dict.fromkeys(LISTS[of_list], "") | dict(parse_qsl(_query(context, of_list)))


def list_address(of_list: str, query: str = "") -> str:
    """The list with these filters; without any it says so, for its bare address shows what was last asked."""
    return f"/{of_list}?{query or 'clear=yes'}"


def address_with(context: RequestContext, of_list: str, **changes: str) -> str:
    """The list as it is asked for, but for these; `after`, a place in it, is kept by none."""
    after = changes.pop("after", "")
    query = known_query(of_list, urlencode(asked_of(context, of_list) | changes))
    return list_address(of_list, "&".join(filter(None, (query, f"after={quote(after)}" if after else ""))))


def sheet_address(context: RequestContext, of_list: str) -> str:
    """The same list as a spreadsheet."""
    return f"/{of_list}/list.csv?{_query(context, of_list)}"


def column_heads(
    context: RequestContext,
    of_list: str,
    columns: Iterable[tuple[str, str]],
    sort: str,
    sortings: Mapping[str, Sorting],
) -> list[dict[str, str]]:
    """The heads of a table: word, and where it can be sorted by one the way to do so and how it is sorted now
    (`ascending`, `descending` or ``). A second press turns it round.

    columns   each word, and the name of its sorting, "" where it has none
    sort      what the list is sorted by now, as sorting_named takes it
    sortings  those this list can have now
    """
    heads = []
    for word, name in columns:
        known = sortings.get(name)
        way = "" if known is None else address_with(context, of_list, sort=f"-{name}" if sort == name else name)
        now = sorting_named(dict(sortings), sort) if sort.removeprefix("-") == name and known else None
        heads.append({"word": word, "href": way, "sorted": _WAYS[now.descending] if now else ""})
    return heads


def sort_choices(context: RequestContext, words: Mapping[str, Text], sort: str) -> list[tuple[str, str]]:
    """What a list can be sorted by, in words; with one the other way round where a head of the table asked for that."""
    choices = [(name, context.say(word)) for name, word in words.items()]
    if sort not in words and (turned := words.get(sort.removeprefix("-"))):
        choices.append((sort, context.say(Text("%(sorting)s, the other way round", sorting=turned))))
    return choices


_WAYS = {True: "descending", False: "ascending"}


def last_asked(context: RequestContext, of_list: str) -> Response | None:
    """The way to what they last asked of this list, where its address asks for nothing."""
    if context.request.url.query:
        return None
    query = known_query(of_list, _kept(context, of_list))
    return RedirectResponse(list_address(of_list, query), 303) if query else None


def keep_asked(context: RequestContext, of_list: str, page: Response) -> Response:
    """The page of the list, with which the browser keeps what was asked."""
    query = _query(context, of_list)
    if len(query) <= LONGEST_KEPT and query != _kept(context, of_list):
        if query:
            words = base64.urlsafe_b64encode(f"{context.clerk.key}?{query}".encode()).decode().rstrip("=")
            give_cookie(page, context.settings, _cookie(of_list), words, KEPT)
        else:
            drop_cookie(page, context.settings, _cookie(of_list))
    return page


def words_chosen(*chosen: tuple[Iterable[tuple[Any, str]], Any]) -> list[str]:
    """What is chosen in the fields of a filter, each by its options and its value; of what is not narrowed, nothing."""
    found = (next((word for key, word in options if str(key) == str(value)), "") for options, value in chosen)
    return [word for word in found if word]


def _query(context: RequestContext, of_list: str) -> str:
    return known_query(of_list, context.request.url.query)


def _kept(context: RequestContext, of_list: str) -> str:
    """What this browser keeps of whoever asks; a colleague who sat here before them asked for themselves."""
    packed = cookie_of(context.request, context.settings, _cookie(of_list))
    try:
        words = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except (binascii.Error, ValueError):
        return ""
    whose, _, query = words.partition("?")
    return query if whose == str(context.clerk.key) else ""


def _cookie(of_list: str) -> str:
    return f"postbon_{of_list}"
