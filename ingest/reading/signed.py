"""Mail that is signed or sealed: said what it is, opened only where no key is needed (RFC 1847, RFC 8551, RFC 9580)."""

from __future__ import annotations

import re

from ingest.reading.parts import Skeleton


def find_seal(skeleton: Skeleton, text: str) -> str:
    """What keeps a mail from being read, for staff to see; "" where nothing does. Signatures keep nobody out."""
    if skeleton.root.kind == "multipart/encrypted" or _PGP_MESSAGE in text:
        return "encrypted with PGP"
    for part in skeleton.root.leaves():
        if part.kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
            signed = part.params.get("smime-type", "").lower() == "signed-data"
            return "wrapped in an S/MIME signature" if signed else "encrypted with S/MIME"
    return ""


_PGP_MESSAGE = "-----BEGIN PGP MESSAGE-----"


def open_clear_signature(text: str) -> str:
    """A text without the armour of the PGP signature around it (RFC 9580 §7); the signature is not checked."""
    above, begun, rest = text.partition("-----BEGIN PGP SIGNED MESSAGE-----\n")
    signed_text, signed, below = rest.partition("\n\n")[2].partition("\n-----BEGIN PGP SIGNATURE-----")
    if not begun or not signed:
        return text
    return above + _DASHED.sub("", signed_text) + below.partition("-----END PGP SIGNATURE-----")[2]


_DASHED = re.compile(r"^- ", re.M)
