"""Why a mail lies where it lies is said in words of both languages: no key of the code reaches a clerk."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.words import Text
from ingest.mail import UNNAMED
from ingest.reading.wrappers import JOURNAL, SIGNED
from store.deed_marks import WORDS
from store.words import Proof
from tests.journeys.world import World
from web.staff.verdict_words import ASKED, DEFECTS, EVIDENCE, SENDERS

ROOT = Path(__file__).parents[3]
DEED = re.compile(r'\bdeed="(\w+)"')
OF_THE_INTENT = {"words", "asks_cost"}  # stand within it, and are said in its own words
TABLES = [*EVIDENCE.values(), *ASKED.values(), *DEFECTS.values(), *SENDERS.values()]


@pytest.mark.parametrize("words", TABLES, ids=str)
def test_each_has_its_dutch(words: Text):
    assert words.in_("nl") != str(words) or str(words) in ("code",)


def test_all_that_a_rule_can_see_has_words():
    seen = {*evidence_in("ingest/judging/rules.py"), *evidence_in("ingest/filing.py"), "first", "back", "urgent"}

    assert seen - {"why", "intent", *OF_THE_INTENT} == set(EVIDENCE)


def test_all_that_can_be_odd_about_a_mail_has_words():
    noted = {code for path in (ROOT / "ingest/reading").glob("*.py") for code in defects_in(path)}

    assert noted | {JOURNAL, SIGNED, UNNAMED} == set(DEFECTS)


def test_all_that_an_answer_can_ask_has_words():
    asked = {deed for path in (ROOT / "ingest/intents").glob("*.py") for deed in DEED.findall(path.read_text())}

    assert asked | set(WORDS) | {"none"} <= set(ASKED)


def test_all_that_is_known_of_a_sender_has_words():
    assert set(SENDERS) == set(Proof)


def test_a_clerk_reads_words(world: World):
    world.carry(
        b"From: Fatima <fatima@mail.example.nl>\r\nSubject: Deur\r\nDe deur klemt.\r\n",
        "fatima@mail.example.nl",
        world.desk.settings.desk.address,
    )
    world.work()

    page = world.ingrid.opens("/drafts/1")

    assert page.says("afzender niet bewezen") and page.says("geen lege regel tussen de kopregels en de tekst")
    assert not page.says("body-without-blank-line") and not page.says("unproven")


def evidence_in(file: str) -> Iterator[str]:
    """Names given to a verdict, and keys of what is added to a message's evidence."""
    for node in ast.walk(ast.parse((ROOT / file).read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("set_aside", "join", "open_draft"):
            yield from (word.arg for word in node.keywords if word.arg)
        is_added = isinstance(node, ast.Dict) and (file.endswith("rules.py") or None in node.keys)
        if is_added or (isinstance(node, ast.AugAssign) and "evidence" in ast.unparse(node.target)):
            keys = (key for each in ast.walk(node) if isinstance(each, ast.Dict) for key in each.keys)
            yield from (key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def defects_in(path: Path) -> Iterator[str]:
    source = path.read_text()
    yield from re.findall(r'(?:\.note\(|defects\.append\(|defects, |defects \+= \[)"([^"]+)"', source)
    yield from re.findall(r'self\.note\("([^"]+)" if boundary else "[^"]+"\)', source)
    yield from re.findall(r'else "(multipart-without-boundary)"\)', source)
    yield from re.findall(r'found = \["([^"]+)"\]', source)
    if path.name == "signed.py":
        yield from re.findall(r'"((?:encrypted with|wrapped in) [^"]+)"', source)
