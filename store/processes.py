"""The processes that run the desk: which roles each fills, and when it last gave a sign of life."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Field, Session, col, delete, select

from store.rows import Row, json_dict, json_list

GONE = timedelta(seconds=60)  # without a sign for so long, a process is gone or stands still
FORGOTTEN = timedelta(days=1)  # then its row is dropped where its roles are filled by another


class DeskProcess(Row, table=True):
    """One `postbon serve`. It deletes its row when it ends as it should; a row that stays tells of one that did not.

    node     host/pid
    troubles what is wrong with its threads: {thread: words}
    took     how long things took there: store.latencies
    """

    __tablename__ = "desk_process"

    node: str = Field(unique=True)
    roles: list[str] = json_list()
    started_at: datetime
    seen_at: datetime = Field(index=True)
    troubles: dict[str, Any] = json_dict()
    took: dict[str, Any] = json_dict()


def give_sign(
    session: Session,
    node: str,
    roles: tuple[str, ...],
    troubles: dict[str, str],
    now: datetime,
    took: dict[str, Any] | None = None,
) -> None:
    row = session.exec(select(DeskProcess).where(DeskProcess.node == node)).first()
    row = row or DeskProcess(node=node, roles=list(roles), started_at=now, seen_at=now)
    row.seen_at, row.troubles, row.took = now, troubles, took or {}
    session.add(row)
    session.flush()


def take_leave(session: Session, node: str) -> None:
    session.execute(delete(DeskProcess).where(col(DeskProcess.node) == node))


def desk_troubles(session: Session, now: datetime) -> dict[str, str]:
    """What is wrong with the running of the desk, by name: threads that stand still, roles that nobody fills any more.

    A process that is gone is no trouble while another fills its roles.
    """
    rows = session.exec(select(DeskProcess).order_by(col(DeskProcess.seen_at))).all()
    alive = [row for row in rows if row.seen_at > now - GONE]
    filled = {role for row in alive for role in row.roles}
    wrong = {f"thread:{row.node}:{name}": words for row in alive for name, words in row.troubles.items()}
    for row in rows:
        for role in row.roles:
            if role not in filled:
                wrong[f"role:{role}"] = (
                    f"niemand doet dit meer / nobody does this any more: {row.node}, {row.seen_at:%d-%m %H:%M:%S} UTC"
                )
    return wrong


def forget_processes(session: Session, now: datetime) -> None:
    """Drop the rows of processes that others have replaced long since."""
    session.execute(delete(DeskProcess).where(col(DeskProcess.seen_at) < now - FORGOTTEN))
