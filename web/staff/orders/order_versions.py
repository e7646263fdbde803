"""What an earlier version of a work order said: kept word for word when it was sent, and out of force since."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter
from fastapi.responses import Response

from convert.errors import MissingError
from store.files import order_files
from store.order_lists import versions_of
from store.slips import Slip
from web.numbered import numbered_order
from web.rendering import staff_page
from web.request import StaffContext
from web.slips.slip_on_page import slip_on_page
from web.staff.sharing import Sharing
from web.staff.timeline import file_shown

router = APIRouter(prefix="/orders", include_in_schema=False)


@router.get("/{number}/versions/{version:int}")
def show(context: StaffContext, number: str, version: int) -> Response:
    with context.reading() as session:
        order = numbered_order(session, number)
        kept = next((row for row in versions_of(session, order.key) if row.version == version), None)
        if kept is None:
            raise MissingError(f"{number} v{version}")
        slip = cast(Slip, kept.slip)
        sent = [file["id"] for file in slip["files"]]
        sharing = Sharing(context, session, order)
        files = [file_shown(context, file, sharing) for file in order_files(session, order.key) if file.key in sent]
        return staff_page(
            context,
            session,
            "orders/version.html",
            title=f"{order.number} v{version}",
            here="orders",
            order=order,
            version=version,
            since=kept.at,
            slip=slip_on_page(context, slip, files=files),
        )
