"""The cast's leak as far as it came: a report, a work order that was sent, and the private pages of both."""

from __future__ import annotations

import io

import httpx2
from PIL import Image
from sqlmodel import col, select

from convert.files import Upload
from convert.orders.ordering import NewOrder, create_order
from convert.tickets.opening import NewTicket, open_ticket
from store.access import Link
from store.orders import WorkOrder
from store.tickets import File, Ticket
from store.tokens import page_token
from store.words import Channel, Visibility
from tests.running_app import RunningDesk

LEAK = "Er komt water door het plafond van de badkamer, precies boven de lamp."


def a_report(desk: RunningDesk, person: str = "Fatima", unit: str = "LH-14B", **details: object) -> Ticket:
    fatima = desk.person_named(person)
    new = NewTicket(
        title="Lekkage badkamer",
        description=LEAK,
        channel=Channel.WEBSITE,
        received_at=desk.clock(),
        reporter_id=fatima.key,
        unit_id=desk.unit_named(unit).key,
        access="Aanbellen bij 14A, code 4711",
        may_call=True,
        **details,  # type: ignore[arg-type]
    )
    with desk.work(desk.person(person)) as work:
        return open_ticket(work, new)


def an_order(desk: RunningDesk, ticket: Ticket, company: str = "Kraan", **details: object) -> WorkOrder:
    new = NewOrder(ticket_id=ticket.key, company_id=desk.company_named(company).key, **details)  # type: ignore[arg-type]
    with desk.work(desk.staff("Ingrid")) as work:
        return create_order(work, new)


def link_of(desk: RunningDesk, *, ticket: Ticket | None = None, order: WorkOrder | None = None) -> Link:
    """The newest link to this order, or of a person to this ticket."""
    which = col(Link.order_id) == order.key if order else col(Link.ticket_id) == (ticket.key if ticket else 0)
    with desk.store.reading() as session:
        return session.exec(select(Link).where(which).order_by(col(Link.id).desc())).first() or _missing()


def page_of(desk: RunningDesk, *, ticket: Ticket | None = None, order: WorkOrder | None = None) -> str:
    """The path of that link's page."""
    return f"/l/{page_token(desk.settings.secret, link_of(desk, ticket=ticket, order=order).nonce)}"


def now_of(desk: RunningDesk, order: WorkOrder) -> WorkOrder:
    with desk.store.reading() as session:
        return session.get_one(WorkOrder, order.key)


def ticket_now(desk: RunningDesk, ticket: Ticket) -> Ticket:
    with desk.store.reading() as session:
        return session.get_one(Ticket, ticket.key)


def files_on(desk: RunningDesk, ticket: Ticket) -> list[File]:
    with desk.store.reading() as session:
        return list(session.exec(select(File).where(File.ticket_id == ticket.key).order_by(col(File.id))))


def a_photo(place: str = "52.0907 5.1214", size: tuple[int, int] = (640, 480)) -> Upload:
    """A photo that knows where and with what it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Telefoonmaker"
    exif[0x9286] = place
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 5.0, 26.5)
    drawn = io.BytesIO()
    Image.new("RGB", size, (120, 140, 130)).save(drawn, "JPEG", exif=exif, comment=b"Telefoonmaker")
    return Upload("plafond.jpg", "image/jpeg", drawn.getvalue())


def press(browser: httpx2.Client, page: str, deed: str, **fields: str) -> httpx2.Response:
    """Press a button of this page, and see the page that follows."""
    path, _, query = page.partition("?")
    answer = browser.post(f"{path}/{deed}" + (f"?{query}" if query else ""), data=fields)
    return browser.get(answer.headers["location"]) if answer.status_code == 303 else answer


REPORTER = (Visibility.REPORTER,)


def _missing() -> Link:
    raise AssertionError("no link")
