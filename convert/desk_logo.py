"""The desk's logo: taken, in place of the one before, or taken away."""

from __future__ import annotations

from hashlib import sha256

from sqlmodel import select

from convert.records import put
from convert.unit_of_work import UnitOfWork
from store.chosen_settings import ChosenSetting
from store.desk_logo import LOGO, DeskLogo, DrawnLogo
from store.rows import lock_word


def keep_logo(work: UnitOfWork, logo: DrawnLogo | None) -> None:
    """None: the desk has no logo any more."""
    lock_word(work.session, LOGO)
    for row in (
        *work.session.exec(select(DeskLogo)),
        *work.session.exec(select(ChosenSetting).where(ChosenSetting.name == LOGO)),
    ):
        work.session.delete(row)
    work.session.flush()
    if logo:
        mark = f"{sha256(logo.octets).hexdigest()[:16]}-{logo.width}x{logo.height}"
        put(work, DeskLogo(mark=mark, kind=logo.kind, octets=logo.octets, added_at=work.now))
        put(work, ChosenSetting(name=LOGO, value=mark, changed_at=work.now))
