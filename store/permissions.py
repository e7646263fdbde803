"""Who of the staff, and which key of a program, may do what: one table for pages and API. What it does not name, only
an administrator may."""

from __future__ import annotations

import re
from collections.abc import Mapping

from store.words import Power, Role, Scope

# What a request takes: the first line that fits, by method and the beginning of its path. A GET changes nothing; the
# page of a form takes what the form takes.
_DEEDS: tuple[tuple[str, str, Power], ...] = (
    ("GET", r"/(tickets/new|tickets/[^/]+/edit|drafts/[^/]+/split)$", Power.TRAY),
    ("GET", r"/orders/(new|[^/]+/edit)$", Power.ORDERS),
    ("GET", r"/relations/import", Power.RELATIONS),
    ("GET", r"/settings", Power.ADMIN),
    ("GET", r"/", Power.LOOK),
    ("*", r"/(logout|account|views|appointments/feed)\b", Power.OWN),
    ("*", r"/tickets/[^/]+/opened$", Power.OWN),
    ("*", r"/tickets/[^/]+/orders$", Power.ORDERS),
    ("*", r"/(drafts|tickets|messages|aside|incidents|appointments|texts|troubles)\b", Power.TRAY),
    ("*", r"/orders\b", Power.ORDERS),
    ("*", r"/(people|units|properties|installations|parties|relations)\b", Power.RELATIONS),
    ("*", r"/outbox\b", Power.OUTBOX),
    ("*", r"/(users|settings)\b", Power.ADMIN),
)
BY_ROLE: Mapping[Role, frozenset[Power]] = {
    Role.ADMIN: frozenset(Power),
    Role.STAFF: frozenset(Power) - {Power.ADMIN},
    Role.ON_CALL: frozenset({Power.LOOK, Power.OWN, Power.TRAY, Power.ORDERS}),
    Role.READ_ONLY: frozenset({Power.LOOK, Power.OWN}),
}
BY_SCOPE: Mapping[Scope, frozenset[Power]] = {
    Scope.READ: frozenset({Power.LOOK}),
    Scope.TRAY: frozenset({Power.LOOK, Power.TRAY}),
    Scope.ORDERS: frozenset({Power.LOOK, Power.ORDERS}),
    Scope.RELATIONS: frozenset({Power.LOOK, Power.RELATIONS}),
    Scope.ALL: frozenset(Power),
}


class ForbiddenError(Exception):
    """Whoever asks is known, and may not do this."""


def power_for(method: str, path: str) -> Power | None:
    """What this request takes, of a path without /api/v1; None where the table does not name it."""
    asked = "GET" if method in ("HEAD", "OPTIONS") else method
    fits = (power for verb, shape, power in _DEEDS if verb in (asked, "*") and re.match(shape, path))
    return next(fits, None)


def may(method: str, path: str, role: Role, scope: Scope = Scope.ALL) -> bool:
    """Whether this role, or a key of this scope that acts for it, may do this."""
    power = power_for(method, path.removeprefix("/api/v1")) or Power.ADMIN
    return power in BY_ROLE[role] and power in BY_SCOPE[scope]


def check_permission(method: str, path: str, role: Role, scope: Scope = Scope.ALL) -> None:
    """Raises ForbiddenError where they may not."""
    if not may(method, path, role, scope):
        raise ForbiddenError
