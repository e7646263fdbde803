"""Master data from files, and what staff are warned of before a text leaves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from convert.relations.import_columns import COLUMNS, KEYS, read_lines
from convert.relations.importing import import_csv
from store.people import Company, Person, Unit
from tests.cast import Desk


def test_a_file_is_added_once_with_what_it_belongs_to(desk: Desk):
    units = "property;code;street;number;postcode\nBeukenhof;BH-1;Beukenlaan;1;3512 SA\n"
    with desk.work(desk.staff("Ingrid")) as work:
        assert import_csv(work, "units", units).added == 1
        assert import_csv(work, "units", units).known == 1
        told = import_csv(work, "people", "\ufeffname,email,unit\nAnna Bos,anna@mail.example.nl,BH-1\n")
        parties = import_csv(
            work, "parties", "name,contact,email,trades\nDak BV,Jan,jan@dak.example.nl,roof|plumbing\n"
        )

        assert (told.added, parties.added) == (1, 1)
        assert work.session.exec(select(Unit).where(Unit.code == "BH-1")).one().postcode == "3512SA"
        assert work.session.exec(select(Company).where(Company.name == "Dak BV")).one().trades == ["roof", "plumbing"]


def test_one_wrong_line_is_named_in_words_and_nothing_is_written(desk: Desk):
    text = "name,email,unit\nAnna Bos,anna@mail.example.nl,\nBob,geen adres,\nCor,,XX-9\n,x@mail.example.nl,\n"
    with desk.work(desk.staff("Ingrid")) as work:
        done = import_csv(work, "people", text)

        assert [fault.line for fault in done.faults] == [3, 4, 5]
        assert "'XX-9' bestaat hier niet" in done.faults[1].words.in_("nl")
        assert work.session.exec(select(Person).where(Person.name == "Anna Bos")).first() is None


def test_a_dry_run_tells_and_writes_nothing(desk: Desk):
    with desk.work(desk.staff("Ingrid")) as work:
        done = import_csv(work, "people", "name\nAnna Bos\n", dry_run=True)

        assert done.added == 1
        assert work.session.exec(select(Person).where(Person.name == "Anna Bos")).first() is None


def test_a_line_without_end_is_named_and_the_file_not_read():
    lines, faults = read_lines("people", "name,email\nAnna Bos,anna@mail.example.nl\n" + "a@b," * 1_000_000)

    assert not lines
    assert [(fault.line, fault.words.in_("nl")) for fault in faults] == [(3, "Een regel van meer dan 100000 tekens.")]


@given(st.sampled_from(sorted(COLUMNS)), st.text())
def test_any_text_at_all_is_lines_or_faults(kind: str, text: str):
    lines, faults = read_lines(kind, text)

    assert all(line.number > 1 and any(line[name] for name in KEYS[kind]) for line in lines)
    assert not (lines and any(fault.line == 1 for fault in faults))
