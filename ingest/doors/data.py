"""The octets of one mail as they come over the wire: as many whole lines at a time as are there.

aiosmtpd's DATA asks for one line and looks at it, and again: a mail of a third of a million lines takes seconds of its
loop, in which no other client is answered.
"""

from __future__ import annotations

import asyncio

END = b".\r\n"  # the line that ends a mail (RFC 5321 §4.1.1.4)


class WholeLines:
    """Stands for the reader while a mail comes in.

    What it gives ends with a line's end and is one line, or several whose own dots are freed (RFC 5321 §4.5.2) but for
    the first's, which aiosmtpd frees. The line that ends the mail always comes alone, and what follows it (RFC 2920)
    stays where it is.

    most  octets in what is given at once: as many as one line may have
    """

    def __init__(self, reader: asyncio.StreamReader, most: int) -> None:
        self._reader = reader
        self._most = most

    async def readuntil(self, line_end: bytes) -> bytes:
        line = await self._reader.readuntil(line_end)
        more = 0 if line == END else self._whole_lines(self._most - len(line))
        if not more:
            return line
        return line + (line_end + await self._reader.readexactly(more)).replace(b"\r\n.", b"\r\n")[len(line_end) :]

    async def read(self, octets: int) -> bytes:
        return await self._reader.read(octets)

    def _whole_lines(self, most: int) -> int:
        """Octets of the lines that are there already, before the one that ends the mail."""
        there: bytearray = self._reader._buffer  # type: ignore[attr-defined]  # nothing public looks without taking
        if there.startswith(END):
            return 0
        last = there.find(b"\r\n" + END, 0, most)
        if last < 0:
            last = there.rfind(b"\r\n", 0, most)
        return last + 2 if last >= 0 else 0
