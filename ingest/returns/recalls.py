"""Outlook's wish to have a mail back, its "recall": a new mail that says nothing but which one."""

from __future__ import annotations

from ingest.language.phrases import alternatives
from store.subjects import prefixes_of

_SUBJECTS = alternatives(r"""
    intrekken\s*:
    recall\s*:
    zurückrufen\s*:
    rappel\s*:
""")
_WORDS = alternatives(r"""
    \bwil(?:t|len)? (?:graag )?het bericht\b.{1,300}\bintrekken\b
    \bwould like to recall the message\b
    \bmöchte die nachricht\b.{1,300}\bzurückrufen\b
    \b(?:souhaite|voudrait) rappeler le message\b
""")
_OPENING = 600  # characters


def recalled_subject(subject: str, text: str) -> str:
    """The subject of the mail that is wanted back; "" where this is no recall. Subject and text must both say so."""
    subject = subject[len(prefixes_of(subject)) :]  # a gateway's tag
    prefix = _SUBJECTS.match(subject.strip())
    if prefix is None or not _WORDS.search(" ".join(text[:_OPENING].split())):
        return ""
    return subject.strip()[prefix.end() :].strip()
