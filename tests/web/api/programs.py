"""Programs that use the API with a key."""

from __future__ import annotations

import httpx2

from store.keys import make_key
from tests.running_app import RunningDesk


def a_program(desk: RunningDesk, staff: str = "Ingrid") -> httpx2.Client:
    """A program with a key that acts as this member of staff."""
    with desk.store.writing() as session:
        _, words = make_key(session, "koppeling", desk.staff_named(staff).key, desk.clock())
    program = desk.stranger(authorization=f"Bearer {words}")
    program.base_url = f"{desk.url}/api/v1"
    return program
