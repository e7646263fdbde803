"""Who holds a private link, what it leads to, and in which language they read. Wrong, expired and revoked links are
told the same: there is nothing here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request
from sqlmodel import Session

from config.words import languages
from convert.errors import MissingError
from store.access import Link
from store.audience import circles_of_person
from store.links import open_link, revoked_order_link
from store.orders import WorkOrder
from store.people import Contact, Person
from store.recipients import is_linked
from store.timeline import Actor, devices_seen, tell
from store.words import ActorKind, Channel, Entry, OrderState, Visibility
from web.request import RequestContext, context_of

# Programs that fetch what stands in a mail or a chat before a person does, as far as they say who they are.
_ROBOT = re.compile(r"bot\b|crawl|spider|preview|scan|slack|facebookexternal|whatsapp|python|curl|wget|go-http", re.I)

_TOKEN_IN_PATH = re.compile(r"^(/l/|/login/reset/)[^/]+")


_READERS = {ActorKind.PARTY: Visibility.PARTY, ActorKind.OWNER: Visibility.OWNER}


class WithdrawnError(Exception):
    """This work order was withdrawn or given to another firm: its page says just that."""


@dataclass(frozen=True, slots=True)
class LinkAccess:
    """A link that is valid now, and its holder.

    lang   the language they chose on the page, "" for their own; it goes along from page to page
    """

    context: RequestContext
    token: str
    link: Link
    actor: Actor
    lang: str = ""
    circles: frozenset[str] = frozenset()  # of a reporter: what of the ticket they read

    @property
    def reader(self) -> Visibility:
        return _READERS.get(self.actor.kind, Visibility.REPORTER)

    def path(self, below: str = "", do: str = "") -> str:
        """An address of this link: its page, or what is below it. do: the deed whose form is open on it."""
        query = urlencode({name: value for name, value in (("lang", self.lang), ("do", do)) if value})
        return f"/l/{self.token}{below}" + (f"?{query}" if query else "")


def link_access_of(request: Request, token: str, lang: str = "") -> LinkAccess:
    """Raises MissingError, WithdrawnError."""
    context = context_of(request)
    lang = lang if lang in languages() else ""
    request.state.context = context = _speaking(context, lang)
    with context.reading() as session:
        link = open_link(session, token, context.now)
        if link is None or _is_withdrawn(session, link):
            _part_ways(session, token, context)
        else:
            actor, language = _holder(session, link)
            context = _speaking(context, lang or language)
            request.state.context = context
            on_ticket = link.ticket_id and link.person_id
            circles = circles_of_person(session, link.ticket_id or 0, link.person_id or 0) if on_ticket else frozenset()
            return LinkAccess(context, token, link, actor, lang, circles)
    raise MissingError


AnyLink = Annotated[LinkAccess, Depends(link_access_of)]


def note_seen(access: LinkAccess) -> None:
    """The first look, and the first from a device of another kind, are written down for staff; robots and looks ahead
    do not count."""
    if not _is_person(access.context.request):
        return
    with access.context.store.writing() as session:
        link = session.get_one(Link, access.link.key)
        is_first, device = link.first_seen_at is None, _device_of(access.context.request)
        ticket_id = link.ticket_id or _ticket_of(session, link)
        devices = set() if is_first else devices_seen(session, link.key, ticket_id=ticket_id, order_id=link.order_id)
        if is_first or (device and devices and device not in devices):
            link.first_seen_at = link.first_seen_at or access.context.now
            tell(
                session,
                access.actor,
                Entry.SEEN,
                access.context.now,
                ticket_id=ticket_id,
                order_id=link.order_id,
                link=link.key,
                device=device,
                again=not is_first,
            )


def without_token(path: str) -> str:
    """A path as it may stand in a log."""
    return _TOKEN_IN_PATH.sub(r"\1…", path)


def _is_person(request: Request) -> bool:
    headers = request.headers
    ahead = headers.get("sec-purpose", headers.get("purpose", headers.get("x-moz", "")))
    if request.scope.get("asked") == "HEAD" or "prefetch" in ahead or "preview" in ahead:
        return False
    return not _ROBOT.search(headers.get("user-agent", ""))


def _device_of(request: Request) -> str:
    """The kind of device, as far as its browser says; "" where it does not."""
    return next((device for device in _DEVICES if device in request.headers.get("user-agent", "")), "")


_DEVICES = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "CrOS", "Linux")  # Android says Linux too


def _part_ways(session: Session, token: str, context: RequestContext) -> None:
    """Say that an order was withdrawn to whoever held its link; to everybody else there is nothing here."""
    link = open_link(session, token, context.now) or revoked_order_link(session, token, context.now)
    if link and _is_withdrawn(session, link):
        raise WithdrawnError
    raise MissingError


def _is_withdrawn(session: Session, link: Link) -> bool:
    order = session.get(WorkOrder, link.order_id) if link.order_id else None
    return order is not None and order.state is OrderState.WITHDRAWN


def _holder(session: Session, link: Link) -> tuple[Actor, str]:
    """Whose link it is and their language. Raises MissingError for those who have left or were unlinked."""
    if link.contact_id:
        contact, order = session.get_one(Contact, link.contact_id), session.get_one(WorkOrder, link.order_id)
        if contact.active:
            kind = ActorKind.PARTY if contact.company_id == order.company_id else ActorKind.OWNER
            return Actor(kind, contact.name, Channel.PAGE, contact.key), contact.language
    if link.person_id and is_linked(session, link.ticket_id, link.person_id):
        person = session.get_one(Person, link.person_id)
        return Actor(ActorKind.PERSON, person.name, Channel.PAGE, person.key), person.language
    raise MissingError


def _ticket_of(session: Session, link: Link) -> int | None:
    order = session.get(WorkOrder, link.order_id) if link.order_id else None
    return order.ticket_id if order else None


def _speaking(context: RequestContext, language: str) -> RequestContext:
    return replace(context, language=language if language in languages() else context.language)
