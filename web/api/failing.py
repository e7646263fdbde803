"""What a program is told when it cannot have what it asked: always `{"error": {code, message, fields}}`."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from convert.errors import InvalidError, MissingError, RefusedError
from store.permissions import ForbiddenError
from store.store import NOT_KEEPABLE, StoreUnavailableError
from web.api.call import AnsweredBeforeError
from web.request import StrangerError


class ErrorOut(BaseModel):
    code: str = Field(description="a short English key, stable for programs", examples=["state"])
    message: str = Field(description="what is wrong, in a sentence")
    fields: dict[str, str] = Field(description="what is wrong with which field; empty where it is the whole")


class Failure(BaseModel):
    """Every answer that is not 2xx."""

    error: ErrorOut


def add_failures(app: FastAPI) -> None:
    app.add_exception_handler(StrangerError, stranger)
    app.add_exception_handler(ForbiddenError, forbidden)
    app.add_exception_handler(AnsweredBeforeError, answered_before)
    app.add_exception_handler(MissingError, missing)
    app.add_exception_handler(RefusedError, refused)
    app.add_exception_handler(InvalidError, invalid)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(HTTPException, http_failure)
    for error in NOT_KEEPABLE:
        app.add_exception_handler(error, not_keepable)
    app.add_exception_handler(StoreUnavailableError, unavailable)
    app.add_exception_handler(Exception, broken)


async def stranger(_request: Request, _error: Exception) -> JSONResponse:
    answer = failure(401, "stranger", "A key is needed: Authorization: Bearer <key>.")
    answer.headers["www-authenticate"] = "Bearer"
    return answer


async def forbidden(_request: Request, _error: Exception) -> JSONResponse:
    return failure(403, "forbidden", "This key may not do this: see its scope, and the role of whom it acts as.")


async def answered_before(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AnsweredBeforeError)
    return JSONResponse(error.body, error.status, headers={"idempotent-replayed": "true"})


async def missing(_request: Request, _error: Exception) -> JSONResponse:
    return failure(404, "missing", "There is no such thing here.")


async def refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RefusedError)
    return failure(409, error.code, str(error.words))


async def invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, InvalidError)
    fields = {name: str(words) for name, words in error.fields.items()}
    return failure(422, "invalid", "Something filled in cannot be used.", fields)


async def unreadable(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    fields = {
        ".".join(str(part) for part in one["loc"][1:]) or str(one["loc"][0]): one["msg"] for one in error.errors()
    }
    return failure(422, "invalid", "Something filled in cannot be used.", fields)


async def not_keepable(_request: Request, _error: Exception) -> JSONResponse:
    return failure(422, "invalid", "A number or text in it is none that can be kept.")


async def http_failure(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = {404: "missing", 405: "method", 413: "too_large"}.get(error.status_code, "http")
    return failure(error.status_code, code, str(error.detail))


async def unavailable(_request: Request, _error: Exception) -> JSONResponse:
    answer = failure(503, "unavailable", "The store cannot be reached just now; nothing was changed.")
    answer.headers["retry-after"] = "10"
    return answer


async def broken(_request: Request, _error: Exception) -> JSONResponse:
    return failure(500, "broken", "Our own program broke on this; nothing was changed.")


def failure(status: int, code: str, message: str, fields: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(
        Failure(error=ErrorOut(code=code, message=message, fields=dict(fields or {}))).model_dump(), status
    )
