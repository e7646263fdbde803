"""The rounds outbound makes, for the timetable and for `postbon work`: each can be asked at any time, by anybody."""

from outbound.post import post_letters
from outbound.remind import remind
from outbound.returns import read_returns

__all__ = ["post_letters", "read_returns", "remind"]
