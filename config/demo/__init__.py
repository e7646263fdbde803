"""What the cast mails to the desk in a demo: a few reports, and a newsletter among them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email import message_from_string, policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

_HERE = Path(__file__).parent
_WHOLE = policy.SMTP.clone(refold_source="all")  # headers as they stand in the file are text, and must be encoded


def demo_mails(now: datetime) -> Iterator[EmailMessage]:
    """The mails in the order in which they arrive, dated now, photographs attached. `now` in the desk's zone."""
    for path in sorted(_HERE.glob("*.eml")):
        mail = message_from_string(path.read_text("utf-8"), _class=EmailMessage, policy=_WHOLE)
        photo = mail["Attach"]
        del mail["Attach"]
        mail["Date"] = format_datetime(now)
        mail["Message-ID"] = f"<{path.stem}.{now:%Y%m%d%H%M%S}@mail.example.nl>"
        mail.set_content(mail.get_payload())
        if photo:
            mail.add_attachment((_HERE / photo).read_bytes(), "image", "jpeg", filename=photo)
        yield mail
