"""One call by a program: its key, whom it acts as, and that a repeated call is answered as the first was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from config.words import ENGLISH, Text
from convert.errors import RefusedError
from convert.unit_of_work import UnitOfWork
from store.access import ApiKey, IdempotentAnswer
from store.keys import answer_before, note_use, open_key
from store.people import Staff
from store.permissions import check_permission
from store.timeline import Actor
from store.words import ActorKind, Channel
from web.request import RequestContext, StrangerError, context_of


class AnsweredBeforeError(Exception):
    """This call came before; it is answered as it was then."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(status)
        self.status = status
        self.body = body


@dataclass(frozen=True, slots=True)
class Call:
    """What a route needs. once: the caller's Idempotency-Key, "" where none; request_hash: of what was asked."""

    context: RequestContext
    key: ApiKey
    once: str = ""
    request_hash: str = ""

    @property
    def staff(self) -> Staff:
        return self.context.clerk

    @property
    def today(self) -> date:
        return self.context.today

    def reading(self) -> AbstractContextManager[Session]:
        return self.context.reading()

    @contextmanager
    def work(self) -> Iterator[UnitOfWork]:
        """One unit of work that changes things, as the member of staff the key acts as."""
        actor = Actor(ActorKind.STAFF, self.staff.name, Channel.API, self.staff.key)
        with self.context.work(actor) as work:
            note_use(work.session.get_one(ApiKey, self.key.key), work.now)
            yield work

    def answer(self, work: UnitOfWork, body: BaseModel, status: int = 200) -> JSONResponse:
        """The answer to a call that changed something, kept in the same unit of work as the change."""
        content = jsonable_encoder(body, by_alias=True)
        if self.once:
            row = IdempotentAnswer(
                api_key_id=self.key.key,
                idempotency_key=self.once,
                request_hash=self.request_hash,
                at=work.now,
                status=status,
                body=content,
            )
            work.session.add(row)
            try:
                work.session.flush()
            except IntegrityError:
                raise _conflict(Text("The same call is being answered just now; call again.")) from None
        return JSONResponse(content, status)


async def hash_of(request: Request) -> str:
    """What was asked, hashed: method, address and body."""
    is_form = request.headers.get("content-type", "").startswith("multipart/")
    # A form with files is streamed to disk and not hashed; its length tells enough of two different ones apart.
    body = request.headers.get("content-length", "").encode() if is_form else await request.body()
    return hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode() + body).hexdigest()


def call_of(
    request: Request,
    request_hash: Annotated[str, Depends(hash_of)],
    idempotency_key: Annotated[
        str, Header(max_length=200, description="Repeat a POST or PATCH safely: the same key gets the same answer.")
    ] = "",
) -> Call:
    """Raises StrangerError, ForbiddenError, AnsweredBeforeError, RefusedError."""
    scheme, _, words = request.headers.get("authorization", "").partition(" ")
    context = context_of(request)
    with context.reading() as session:
        found = open_key(session, words.strip(), context.now) if scheme.lower() == "bearer" else None
        if found is None:
            raise StrangerError
        key, staff = found
        check_permission(request.method, request.url.path, staff.role, key.scope)
        once = idempotency_key if request.method in ("POST", "PATCH") else ""
        if once:
            _answer_again(session, key, once, request_hash)
    return Call(replace(context, staff=staff, language=ENGLISH), key, once, request_hash)


AnyCall = Annotated[Call, Depends(call_of)]


def _answer_again(session: Session, key: ApiKey, once: str, request_hash: str) -> None:
    before = answer_before(session, key, once)
    if before is None:
        return
    if before.request_hash != request_hash:
        raise _conflict(Text("This Idempotency-Key was used for another call."))
    raise AnsweredBeforeError(before.status, before.body)


def _conflict(words: Text) -> RefusedError:
    return RefusedError("idempotency_key", words)
