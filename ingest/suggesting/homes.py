"""Which home and which complex a mail is about. Doubt is quiet: what is unsure is offered, and none is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ingest.suggesting.places import KnownUnit, Match, Place
from store.suggestions import Suggested, SuggestionReason

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PlacesRead:
    """The places a mail names, by where they stand in it: what its sender newly wrote, what was passed on, the
    signature."""

    own: tuple[Place, ...] = ()
    forwarded: tuple[Place, ...] = ()
    signature: tuple[Place, ...] = ()


def choose_home(places: PlacesRead, lives_at: Sequence[KnownUnit]) -> KnownUnit | None:
    """The one home it is about, None where more than one may be meant.

    The address somebody writes about is meant, even by who lives elsewhere. Where none is named it is the home of
    `lives_at`, those where the reporter lives; the signature says which of them, or where somebody lives whom we do
    not know.
    """
    named = places.own or places.forwarded
    if any(place.match is not Match.UNSURE for place in named):
        return _only_clear(named)
    if named:
        return _only(place.unit for place in named if place.unit in lives_at)
    if len(lives_at) == 1:
        return lives_at[0]
    signed = _only_clear(places.signature)
    return signed if signed and (not lives_at or signed in lives_at) else None


def offer_homes(places: PlacesRead, lives_at: Iterable[KnownUnit], chosen: KnownUnit | None) -> tuple[Suggested, ...]:
    """All homes that may be meant, with the reason, the chosen one first."""
    offered = [_suggested(place, _REASONS[place.match]) for place in places.own]
    offered += [_suggested(place, SuggestionReason.ADDRESS_FORWARDED) for place in places.forwarded]
    offered += [Suggested(unit.unit_id, SuggestionReason.LIVES_THERE) for unit in lives_at]
    offered += [_suggested(place, SuggestionReason.ADDRESS_IN_SIGNATURE) for place in places.signature]
    once = {home.id: home for home in reversed(offered)}
    in_order = list(dict.fromkeys(home.id for home in offered))
    if chosen:
        in_order.sort(key=lambda unit_id: unit_id != chosen.unit_id)
    return tuple(once[unit_id] for unit_id in in_order)


def common_property(places: PlacesRead, lives_at: Sequence[KnownUnit], chosen: KnownUnit | None) -> int | None:
    """The complex of the home; where that is in doubt, the one that all of its candidates stand in."""
    candidates = [place.unit for place in places.own or places.forwarded] or lives_at
    candidates = candidates or [place.unit for place in places.signature]
    return _only([unit.property_id for unit in ([chosen] if chosen else candidates)])


def _only_clear(places: Sequence[Place]) -> KnownUnit | None:
    """The one clear place, where nothing else that is named stands at another number."""
    clear = _only([place.unit for place in places if place.match is not Match.UNSURE])
    if clear and all((place.unit.street, place.unit.number) == (clear.street, clear.number) for place in places):
        return clear
    return None


def _only(candidates: Iterable[T]) -> T | None:
    different = list(dict.fromkeys(candidates))
    return different[0] if len(different) == 1 else None


def _suggested(place: Place, why: SuggestionReason) -> Suggested:
    return Suggested(place.unit.unit_id, why, place.words)


_REASONS = {
    Match.EXACT: SuggestionReason.ADDRESS_IN_TEXT,
    Match.ALIKE: SuggestionReason.ADDRESS_ALIKE,
    Match.UNSURE: SuggestionReason.ADDRESS_UNSURE,
}
