"""The moment before which what goes must be over: a name in each question, so that it is built once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam

BEFORE: BindParameter[Any] = bindparam("before")
BEFORE_DAY: BindParameter[Any] = bindparam("before_day")


def asked(before: datetime) -> dict[str, Any]:
    """What a question about this moment (UTC) is asked with."""
    return {"before": before, "before_day": before.date()}
