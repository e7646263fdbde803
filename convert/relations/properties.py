"""Properties, the units in them, and the installations that serve them."""

from __future__ import annotations

from typing import Any

from convert.index import index_installation, index_unit
from convert.records import change, filled, get, known, put, unused
from convert.unit_of_work import UnitOfWork
from store.people import (
    Installation,
    Property,
    Unit,
)


def add_property(work: UnitOfWork, name: str, **details: Any) -> Property:
    unused(work, Property, name=filled("name", name))
    return put(work, Property(name=name.strip(), **known(Property, details)))


def edit_property(work: UnitOfWork, property_id: int, **changes: Any) -> Property:
    building = get(work, Property, property_id)
    if (name := changes.get("name", building.name).strip()) != building.name:
        unused(work, Property, name=name)
    change(building, changes)
    work.session.flush()
    return building


def add_unit(work: UnitOfWork, property_id: int, code: str, street: str, number: str, **details: Any) -> Unit:
    building = get(work, Property, property_id)
    unused(work, Unit, code=filled("code", code))
    details.setdefault("postcode", building.postcode)
    details.setdefault("town", building.town)
    details["postcode"] = closed_up(details["postcode"])
    unit = Unit(
        property_id=property_id,
        code=code.strip(),
        street=filled("street", street),
        number=filled("number", number),
        **known(Unit, details),
    )
    put(work, unit)
    index_unit(work.session, unit)
    return unit


def edit_unit(work: UnitOfWork, unit_id: int, **changes: Any) -> Unit:
    unit = get(work, Unit, unit_id)
    if "postcode" in changes:
        changes["postcode"] = closed_up(changes["postcode"])
    change(unit, changes)
    work.session.flush()
    index_unit(work.session, unit)
    return unit


def add_installation(work: UnitOfWork, property_id: int, code: str, kind: str, **details: Any) -> Installation:
    get(work, Property, property_id)
    unused(work, Installation, code=filled("code", code))
    installation = Installation(
        property_id=property_id, code=code.strip(), kind=filled("kind", kind), **known(Installation, details)
    )
    put(work, installation)
    index_installation(work.session, installation)
    return installation


def edit_installation(work: UnitOfWork, installation_id: int, **changes: Any) -> Installation:
    installation = get(work, Installation, installation_id)
    change(installation, changes)
    work.session.flush()
    index_installation(work.session, installation)
    return installation


def closed_up(postcode: str) -> str:
    return postcode.replace(" ", "").upper()
