"""Every letter in every language, as files to look at: `postbon letters DIR`."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html import escape
from pathlib import Path

from config.settings import Settings
from config.words import languages
from outbound.compose import compose
from outbound.letter_texts import audience
from outbound.samples import NOW, sample
from store.words import LetterKind

_REPLY_TOKEN = "abcdefghijklmnopqrstuvwxyz"  # noqa: S105  a sample


def write_letters(folder: Path, settings: Settings) -> int:
    """Write each letter as .eml, .html and .txt, and an index.html; how many letters there are."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    rows = []
    for kind in LetterKind:
        for language in (*languages(), ""):  # the last: not known, so two in one letter
            name = f"{kind}.{language or 'both'}"
            subject = _write(folder, name, kind, language, settings)
            rows.append(
                f'<tr><td><a href="{name}.html">{name}</a><td><a href="{name}.txt">txt</a>'
                f'<td><a href="{name}.eml">eml</a><td>{escape(subject)}'
            )
    page = f"<!doctype html><meta charset=utf-8><title>Letters</title><table>{''.join(rows)}</table>\n"
    (folder / "index.html").write_text(page, encoding="utf-8")
    return len(rows)


def _write(folder: Path, name: str, kind: LetterKind, language: str, settings: Settings) -> str:
    to = audience(kind)
    reply_token = "" if to == "staff" else _REPLY_TOKEN
    composed = compose(sample(kind, language, to), settings, NOW, reply_token=reply_token)
    (folder / f"{name}.eml").write_bytes(composed.octets)
    mail: EmailMessage = BytesParser(policy=policy.default).parsebytes(composed.octets)
    for form, suffix in (("plain", "txt"), ("html", "html")):
        part = mail.get_body((form,))
        assert part  # both forms are always there: compose writes them
        (folder / f"{name}.{suffix}").write_text(part.get_content(), encoding="utf-8")
    return composed.subject
