"""What every body a program sends has in common: no text is longer than a person writes."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

LONGEST = 50_000  # characters of one text


class RequestBody(BaseModel):
    model_config = ConfigDict(str_max_length=LONGEST)
