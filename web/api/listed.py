"""Lists: one page at a time, gone on with by the cursor of the page before; as JSON, or as CSV for whoever asks so."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Generic, TypeVar, get_args
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field

from web.downloads import spreadsheet

T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=100, description="how many at most")]
Cursor = Annotated[str, Query(description="`next` of the page before; leave it out for the first")]


class Listed(BaseModel, Generic[T]):
    items: list[T]
    next: str | None = Field(description="the cursor of the following page, null at the end")


class ListRoute(APIRoute):
    """A route of which a list leaves as CSV where a program asks for that before JSON (`Accept: text/csv`)."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()
        model = self.response_model
        if not (isinstance(model, type) and issubclass(model, Listed)):
            return answer
        (item,) = get_args(model.model_fields["items"].annotation)
        columns = [field.serialization_alias or field.alias or name for name, field in item.model_fields.items()]

        async def answer_as_asked(request: Request) -> Response:
            response = await answer(request)
            if response.status_code != 200 or not _wants_csv(request.headers.get("accept", "")):
                return response
            return _as_csv(json.loads(bytes(response.body)), columns, request)

        return answer_as_asked


def _wants_csv(accept: str) -> bool:
    """Whether it names CSV, and JSON not before it (RFC 9110 §12.5.1, in the order written)."""
    named = [kind.split(";")[0].strip().lower() for kind in accept.split(",")]
    return next((kind for kind in named if kind in ("text/csv", "application/json")), "") == "text/csv"


def _as_csv(listed: dict[str, Any], columns: list[str], request: Request) -> Response:
    """The items of this page; where more follow, a Link header leads there (RFC 8288)."""
    rows = [[_cell(item.get(name)) for name in columns] for item in listed["items"]]
    sheet = spreadsheet(columns, rows, f"{request.url.path.rpartition('/')[2]}.csv")
    if listed["next"]:
        query = [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]
        sheet.headers["link"] = f'<?{urlencode([*query, ("cursor", listed["next"])])}>; rel="next"'
    return sheet


def _cell(value: Any) -> Any:
    """As JSON says it, where it is no plain value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
