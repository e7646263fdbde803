"""One request at the desk: who asks, when, in which language, and the one unit of work it gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from config.settings import Language, Settings
from config.words import Text, languages
from convert.unit_of_work import UnitOfWork
from store.access import SecurityEntry
from store.chosen_settings import chosen, laid_under
from store.desk_logo import LOGO
from store.people import Staff
from store.permissions import check_permission
from store.second_factor import factor_of
from store.security_log import record, was_seen
from store.staff import is_stale, note_seen, open_session
from store.store import Store, StoreUnavailableError
from store.timeline import Actor
from store.wording import word_of
from store.words import ActorKind, Channel, Role, SecurityEvent

WITHOUT_FACTOR = ("/account/second-factor", "/account/language", "/logout")  # open to who must set one up first
COOKIE = "postbon"  # of a member of staff who is logged in
Clock = Callable[[], datetime]


class StrangerError(Exception):
    """This page is for staff."""


class FactorMissingError(Exception):
    """Whoever asks must set up a second factor before anything else."""


@dataclass(frozen=True, slots=True)
class RequestContext:
    """What a page needs. Opening it reads nothing but who asks; a page then opens one unit of work of its own.

    staff  None for somebody without an account
    """

    request: Request
    store: Store
    settings: Settings
    now: datetime
    language: Language
    staff: Staff | None = None
    session_key: int = 0  # of the log-in this request came with
    logo: str = ""  # the mark of the desk's, "" where it has none

    @property
    def client(self) -> str:
        """The address the request came from."""
        return self.request.client.host if self.request.client else ""

    @property
    def clerk(self) -> Staff:
        """Whoever of the staff asks. Raises StrangerError."""
        if self.staff is None:
            raise StrangerError
        return self.staff

    @property
    def needs_factor(self) -> bool:
        """Whether the desk wants a second factor of whoever asks."""
        wanted = self.settings.web.second_factor
        return wanted == "required" or (wanted == "admins" and self.clerk.role is Role.ADMIN)

    @property
    def today(self) -> date:
        """The date at the desk."""
        return self.settings.desk.day_of(self.now)

    def say(self, words: str | Text, /, **values: Any) -> str:
        """These words in the visitor's language: an English msgid with %(name)s for values, or such a Text."""
        return (words if isinstance(words, Text) else Text(words)).filled(**values).in_(self.language)

    def word(self, key: StrEnum, /, **values: Any) -> str:
        """The word for one of the store's keys, in the visitor's language, with %(name)s for values."""
        return word_of(key).filled(**values).in_(self.language)

    def reading(self) -> AbstractContextManager[Session]:
        return self.store.reading()

    def log(
        self, session: Session, event: SecurityEvent, *, account: int | None = None, about: str = ""
    ) -> SecurityEntry:
        """Write a line of the security log, of whoever asks."""
        by = self.staff.key if self.staff else None
        return record(session, event, self.now, by=by, account=account, client=self.client, about=about)

    def log_look(self) -> None:
        """Write down that this page, with personal data on it, was seen; once an hour, and not worth the page."""
        path = self.request.url.path
        with self.reading() as session:
            if self.request.scope.get("asked") == "HEAD" or was_seen(session, self.clerk.key, path, self.now):
                return
        with suppress(StoreUnavailableError), self.store.writing() as session:
            self.log(session, SecurityEvent.DATA_SEEN, about=path)

    @contextmanager
    def work(self, actor: Actor | None = None) -> Iterator[UnitOfWork]:
        """One unit of work that changes things, as this member of staff or as `actor`; then the postman is woken."""
        who = actor or Actor(ActorKind.STAFF, self.clerk.name, Channel.STAFF, self.clerk.key)
        with self.store.writing() as session:
            yield UnitOfWork(session, self.settings, who, self.now)
        self.store.bell.ring("outbox")


def context_of(request: Request) -> RequestContext:
    """A request by anybody, in the language the browser asks for."""
    state = request.app.state
    settings: Settings = state.settings
    values: dict[str, str] = {}
    with suppress(StoreUnavailableError), state.store.reading() as session:  # without it its page says so by itself
        values = chosen(session)
    settings = laid_under(settings, values)
    language = asked_language(request.headers.get("accept-language", ""), settings.desk.language)
    return RequestContext(request, state.store, settings, state.clock(), language, logo=values.get(LOGO, ""))


def staff_context_of(request: Request) -> RequestContext:
    """A request by staff, in the language of their account. Raises StrangerError for anybody else,
    ForbiddenError for what their role may not, FactorMissingError where they must set one up first."""
    context = context_of(request)
    with context.reading() as session:
        idle = timedelta(minutes=context.settings.web.idle_minutes)
        found = open_session(session, cookie_of(request, context.settings, COOKIE), context.now, idle)
    if found is None:
        raise StrangerError
    staff, row = found
    check_permission(request.method, request.url.path, staff.role)
    if is_stale(row, context.now):
        with suppress(StoreUnavailableError), context.store.writing() as session:  # not worth a page
            note_seen(session, row.key, context.now)
    language = _known(staff.language, context.settings.desk.language)
    context = replace(context, staff=staff, session_key=row.key, language=language)
    if context.needs_factor and not request.url.path.startswith(WITHOUT_FACTOR):
        with context.reading() as session:
            if not factor_of(session, staff.key):
                raise FactorMissingError
    request.state.context = context  # so that a failure, too, speaks their language
    return context


def note_look(context: Annotated[RequestContext, Depends(staff_context_of)]) -> None:
    """For routes that show personal data of one person, or of many at once."""
    context.log_look()


AnyContext = Annotated[RequestContext, Depends(context_of)]
StaffContext = Annotated[RequestContext, Depends(staff_context_of)]
LOOKED_AT = [Depends(note_look)]


def asked_language(header: str, otherwise: Language) -> Language:
    """The first of our languages that an Accept-Language header names (RFC 9110 §12.5.4, in the order written)."""
    for asked in header.lower().split(","):
        tag = asked.split(";")[0].strip().split("-")[0]
        if tag in languages():
            return tag
    return otherwise


def _known(tag: str, otherwise: Language) -> Language:
    return tag if tag in languages() else otherwise


# cookies that let somebody in: out of reach of scripts, of forms on other sites and, under https, of other hosts


def cookie_of(request: Request, settings: Settings, name: str) -> str:
    return request.cookies.get(_called(settings, name), "")


def give_cookie(response: Response, settings: Settings, name: str, value: str, life: timedelta) -> None:
    seconds, is_tls = int(life.total_seconds()), _is_tls(settings)
    response.set_cookie(_called(settings, name), value, max_age=seconds, httponly=True, samesite="lax", secure=is_tls)


def drop_cookie(response: Response, settings: Settings, name: str) -> None:
    response.delete_cookie(_called(settings, name), httponly=True, samesite="lax", secure=_is_tls(settings))


def _called(settings: Settings, name: str) -> str:
    """A browser takes a cookie of this prefix from no other host of the same domain (RFC 6265bis §4.1.3.2)."""
    return f"__Host-{name}" if _is_tls(settings) else name


def _is_tls(settings: Settings) -> bool:
    return settings.desk.base_url.startswith("https:")
