"""Every field that anybody can fill in: of forms as they stand on pages, of the API as it describes itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpx2
from selectolax.lexbor import LexborHTMLParser

from tests.journeys.forms import held
from tests.journeys.world import World
from tests.web.api.programs import a_program
from tests.web.links import a_report, an_order, page_of


@dataclass(frozen=True)
class Field:
    """One field of a form or a call, with what stands in the others."""

    client: httpx2.Client
    method: str
    path: str
    name: str
    others: dict[str, Any]
    way: str  # how it is sent: "data", "files" (as multipart/form-data), "json", "params"

    def send(self, text: str) -> httpx2.Response:
        """In an address, no more of it than a server reads."""
        values: dict[str, Any] = {**self.others, self.name: text[:7_000] if self.way == "params" else text}
        if self.way == "files":
            values = {name: (None, value) for name, value in values.items()}
        sent: dict[str, Any] = {self.way: values}
        return self.client.request(self.method, self.path, **sent)

    def __str__(self) -> str:
        return f"{self.method} {re.sub(r'/l/[^/]+', '/l/…', self.path)} {self.name}"


def every_field(world: World) -> Iterator[Field]:
    """Of a desk with some life in it."""
    ticket = a_report(world.desk)
    order = an_order(world.desk, ticket)
    numbers = [str(link.number) for link in (ticket, order)]
    stranger = world.desk.stranger()
    yield from form_fields(stranger, ["/login", "/report", page_of(world.desk, order=order)])
    yield from form_fields(stranger, [page_of(world.desk, ticket=ticket)])
    rooms = ["drafts/1/split", "drafts/1", "tickets/new", "orders/new", "aside", "outbox", "outbox/1", "tasks"]
    rooms += [f"{at}{end}" for at in (f"tickets/{numbers[0]}", f"orders/{numbers[1]}") for end in ("", "/edit")]
    kinds = ("people", "units", "properties", "installations", "parties")
    rooms += [*kinds, *(f"{kind}/1" for kind in kinds)]
    yield from form_fields(world.ingrid.browser, [f"/{room}" for room in rooms])
    yield Field(world.ingrid.browser, "GET", "/search", "q", {}, "params")
    yield from call_fields(a_program(world.desk), numbers)


def form_fields(browser: httpx2.Client, pages: Sequence[str]) -> Iterator[Field]:
    known = set()
    for page in pages:
        answer = browser.get(page)
        assert answer.status_code == 200, page
        for form in LexborHTMLParser(answer.text).css('form[method="post"]'):
            action = form.attributes.get("action") or page
            others = {entry.name: str(entry.value) for entry in held(form)}
            way = "files" if form.attributes.get("enctype") else "data"
            for name in others:
                shape = re.sub(r"\d+", "0", f"{action} {name}")
                if shape not in known:
                    known.add(shape)
                    yield Field(browser, "POST", action, name, others, way)


def call_fields(program: httpx2.Client, numbers: Sequence[str]) -> Iterator[Field]:
    whole = program.get("/openapi.json").json()
    for path, ways in whole["paths"].items():
        number = numbers[1] if path.startswith("/orders") else numbers[0]
        at = re.sub(r"{\w+}", "1", path.replace("{number}", number).replace("{deed}", "complete"))
        for method, described in ways.items():
            for parameter in described.get("parameters", []):
                if parameter["in"] == "query":
                    yield Field(program, method.upper(), at, parameter["name"], {}, "params")
            content = described.get("requestBody", {}).get("content", {}).get("application/json")
            for kind in re.findall(r"schemas/(\w+)", str(content)):
                shape = whole["components"]["schemas"][kind]
                needed = dict.fromkeys(shape.get("required", ()), "x")
                names = shape.get("properties", ())
                yield from (Field(program, method.upper(), at, name, needed, "json") for name in names)
