"""What came along with a mail: listed without decoding it, opened when somebody asks."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ingest.language.unseen import without_unseen
from ingest.mail import Attachment
from ingest.reading.bodies import Body
from ingest.reading.fields import mime_value
from ingest.reading.parts import MAX_PARTS, Part, Skeleton, name_given
from ingest.reading.transfer_encoding import body_octets, decoded_size
from ingest.reading.uuencode import PackedFile, unpack_uu
from ingest.reading.winmail import MAX_WINMAIL, read_winmail
from ingest.reading.wrappers import open_mail
from ingest.replies.split import split_reply

LOGO = 24_000  # octets; logos of signatures are smaller, a photograph of a telephone is larger, also when made small


class MailFile(NamedTuple):
    """One file to be listed.

    place   "3" for the fourth leaf of the mail, "3.0" for the first file packed inside it
    """

    place: str
    part: Part
    kind: str
    name: str
    size: int


def find_files(skeleton: Skeleton, body: Body) -> list[MailFile]:
    """Every leaf that was not read as text, and the files packed inside leaves, in the order of the mail."""
    read = {id(part) for part in body.leaves}
    found: list[MailFile] = []
    for number, part in enumerate(skeleton.root.leaves()):
        packed = unpack(skeleton.raw, part) if len(found) < MAX_PARTS else []
        if id(part) not in read and not (packed and is_tnef(part)):
            name = file_name(part) or _given_name(part, len(found) + 1)
            found.append(MailFile(str(number), part, part.kind, name, decoded_size(skeleton.raw, part)))
        for index, file in enumerate(packed):
            name = without_unseen(file.name)
            found.append(MailFile(f"{number}.{index}", part, _kind_of(name), name, len(file.octets)))
    return found


def list_attachments(files: Sequence[MailFile], names: Sequence[str], body: Body) -> tuple[Attachment, ...]:
    """names   as mail-parser made them safe, one for each file"""
    return tuple(
        Attachment(
            part=file.place,
            filename=name,
            content_type=file.kind,
            size=file.size,
            inline=is_inline(file.part, body),
            content_id=content_id(file.part),
            decoration=is_decoration(file, body),
        )
        for file, name in zip(files, names, strict=True)
    )


def open_part(raw: bytes, part: str) -> bytes:
    """The octets of one attachment, by its `part` in the same raw mail. Raises KeyError where there is none."""
    return next(open_parts(raw, [part]))


def open_parts(raw: bytes, parts: Iterable[str]) -> Iterator[bytes]:
    """The octets of several, one after the other; the mail, and what is packed in a leaf, is searched once."""
    skeleton = open_mail(raw)
    leaves = {str(number): leaf for number, leaf in enumerate(skeleton.root.leaves())}
    opened, packed = "", dict[str, PackedFile]()
    for part in parts:
        number, dot, index = part.partition(".")
        if not dot:
            yield body_octets(skeleton.raw, leaves[number])
            continue
        if opened != number:
            opened = number
            packed = {str(at): file for at, file in enumerate(unpack(skeleton.raw, leaves[number]))}
        yield packed[index].octets


def unpack(raw: bytes, part: Part) -> list[PackedFile]:
    """The files packed inside a leaf; most have none."""
    if is_tnef(part) and part.end - part.start < 2 * MAX_WINMAIL:
        return [PackedFile(file.name, file.octets) for file in read_winmail(body_octets(raw, part))]
    if part.kind == "text/plain" and raw.find(b"begin ", part.start, part.end) >= 0:
        return unpack_uu(body_octets(raw, part))
    return []


def is_tnef(part: Part) -> bool:
    return part.kind in ("application/ms-tnef", "application/vnd.ms-tnef") or file_name(part).lower() == "winmail.dat"


def file_name(part: Part) -> str:
    """The name its sender gave it (`name_given`, else RFC 2557), "" for none."""
    name = name_given(part) or part.fields.get("content-location").rpartition("/")[2]
    return " ".join(without_unseen(name).replace("\0", "").split())


def content_id(part: Part) -> str:
    return part.fields.get("content-id").strip(" \t<>")


def is_inline(part: Part, body: Body) -> bool:
    disposition, _ = mime_value(part.fields.get("content-disposition"))
    return disposition == "inline" or _is_shown(part, body)


def is_decoration(file: MailFile, body: Body) -> bool:
    """Whether this is a signature's logo: too small for a photograph, and the mail's own page shows it below a greeting
    or in what it quotes. iPhones call every photo inline, and Outlook puts pasted photos among the words: neither may
    hide one."""
    small = file.kind.startswith("image/") and file.size <= LOGO
    return small and _is_shown(file.part, body) and _stands_in_signature(body.html, content_id(file.part))


def _is_shown(part: Part, body: Body) -> bool:
    cid = content_id(part)
    return bool(cid and f"cid:{cid}" in body.html)


def _stands_in_signature(html: str, cid: str) -> bool:
    at = html.find(f"cid:{cid}")
    above = _TAG.sub("", _END_OF_LINE.sub("\n", html[max(at - _ABOVE, 0) : at].rpartition("<")[0]))
    reply = split_reply(entities.unescape(above))
    return bool(reply.signature.strip() or reply.quoted.strip())


_ABOVE = 2_000  # characters of the page before a picture
_TAG = re.compile(r"<[^<>]*>")
_END_OF_LINE = re.compile(r"\s*\n\s*|<br[^<>]*>|</(?:p|div|td|tr|li|h\d)>", re.I)


def _given_name(part: Part, number: int) -> str:
    if part.kind in ("message/rfc822", "message/global"):
        return f"forwarded-{number}.eml"
    return f"part-{number}{_EXTENSIONS.get(part.kind, '')}"


def _kind_of(name: str) -> str:
    """The type of a packed file, which says none, by its extension."""
    extension = "." + name.lower().rpartition(".")[2]
    return next((kind for kind, known in _EXTENSIONS.items() if known == extension), "application/octet-stream")


_EXTENSIONS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/heic": ".heic", "image/webp": ".webp",
    "application/pdf": ".pdf", "text/calendar": ".ics", "text/plain": ".txt", "text/html": ".html", "text/csv": ".csv",
    "text/rfc822-headers": ".txt", "message/delivery-status": ".txt", "text/vcard": ".vcf", "text/x-vcard": ".vcf",
    "application/pgp-signature": ".asc", "application/pgp-encrypted": ".asc", "application/pkcs7-signature": ".p7s",
    "application/pkcs7-mime": ".p7m", "application/zip": ".zip", "application/ms-tnef": ".dat", "text/rtf": ".rtf",
    "application/rtf": ".rtf", "audio/mpeg": ".mp3", "video/mp4": ".mp4", "video/quicktime": ".mov",
}  # fmt: skip
