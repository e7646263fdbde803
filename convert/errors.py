"""What convert refuses, in words for whoever asked."""

from __future__ import annotations

from config.words import Text


class DeskError(Exception):
    """The desk cannot do this."""


class MissingError(DeskError):
    """There is no such thing here, or not for you."""


class RefusedError(DeskError):
    """It cannot be done as things stand; the reason is in words for whoever asked.

    code   a short English key, stable for programs
    """

    def __init__(self, code: str, words: Text) -> None:
        super().__init__(str(words))
        self.code = code
        self.words = words


class InvalidError(DeskError):
    """What was filled in cannot be used.

    fields  field name -> what is wrong with it
    """

    def __init__(self, **fields: Text) -> None:
        super().__init__("; ".join(f"{name}: {words}" for name, words in fields.items()))
        self.fields = fields
