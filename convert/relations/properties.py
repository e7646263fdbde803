"""Properties, the units in them, and the installations that serve them."""

from __future__ import annotations

from typing import Any

from convert.index import index_installation, index_unit
from convert.records import change, filled, get, known, put, unused
from convert.unit_of_work import Turn
from store.people import (
    Installation,
    Property,
    Unit,
)


def add_property(turn: Turn, name: str, **details: Any) -> Property:
    unused(turn, Property, name=filled("name", name))
    return put(turn, Property(name=name.strip(), **known(Property, details)))


def edit_property(turn: Turn, property_id: int, **changes: Any) -> Property:
    house = get(turn, Property, property_id)
    if (name := changes.get("name", house.name).strip()) != house.name:
        unused(turn, Property, name=name)
    change(house, changes)
    turn.session.flush()
    return house


def add_unit(turn: Turn, property_id: int, code: str, street: str, number: str, **details: Any) -> Unit:
    house = get(turn, Property, property_id)
    unused(turn, Unit, code=filled("code", code))
    details.setdefault("postcode", house.postcode)
    details.setdefault("town", house.town)
    details["postcode"] = _closed_up(details["postcode"])
    unit = Unit(
        property_id=property_id,
        code=code.strip(),
        street=filled("street", street),
        number=filled("number", number),
        **known(Unit, details),
    )
    put(turn, unit)
    index_unit(turn.session, unit)
    return unit


def edit_unit(turn: Turn, unit_id: int, **changes: Any) -> Unit:
    unit = get(turn, Unit, unit_id)
    if "postcode" in changes:
        changes["postcode"] = _closed_up(changes["postcode"])
    change(unit, changes)
    turn.session.flush()
    index_unit(turn.session, unit)
    return unit


def add_installation(turn: Turn, property_id: int, code: str, kind: str, **details: Any) -> Installation:
    get(turn, Property, property_id)
    unused(turn, Installation, code=filled("code", code))
    installation = Installation(
        property_id=property_id, code=code.strip(), kind=filled("kind", kind), **known(Installation, details)
    )
    put(turn, installation)
    index_installation(turn.session, installation)
    return installation


def edit_installation(turn: Turn, installation_id: int, **changes: Any) -> Installation:
    installation = get(turn, Installation, installation_id)
    change(installation, changes)
    turn.session.flush()
    index_installation(turn.session, installation)
    return installation


def _closed_up(postcode: str) -> str:
    return postcode.replace(" ", "").upper()
