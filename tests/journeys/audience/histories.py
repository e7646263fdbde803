"""Random histories: each rule is one thing that somebody does, and afterwards everybody looks at all they have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, TypeVar

from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from hypothesis.strategies import booleans, integers, sampled_from

from store.access import Link
from tests.journeys.audience.desk import FIRMS, INGRID, OWNER, PEOPLE, STRANGER, HistoryState, ModelDraft
from tests.journeys.audience.history import History
from tests.journeys.desk_in_memory import Photograph
from tests.journeys.letters import ReceivedLetter

T = TypeVar("T")

FATIMA, SEM, KAREL, OLIVIA = PEOPLE
JOHAN, PETRA, MARCO = FIRMS
DAY = 24 * 60

whichever = integers(0, 60)  # of what there is, modulo how much there is
people = sampled_from(PEOPLE)
firms = sampled_from(list(FIRMS))


class Histories(RuleBasedStateMachine):
    """Each rule is one thing that somebody does. `begins` are the days on which a history may begin."""

    history: History
    begins: ClassVar[list[tuple[Photograph, HistoryState]]] = []
    played: int

    @initialize(day=whichever)
    def begin(self, day: int) -> None:
        type(self).played += 1
        self.history.put_back(_one_of(self.begins, day))

    @rule(sender=sampled_from((*PEOPLE, STRANGER)), proven=booleans(), with_file=booleans())
    def report(self, sender: str, proven: bool, with_file: bool) -> None:
        self.history.report(sender, proven=proven, with_file=with_file)

    @precondition(lambda self: self.history.state.drafts)
    @rule(draft=whichever, also=people, how=sampled_from(("convert", "household", "split", "dismiss")))
    def decide(self, draft: int, also: str, how: str) -> None:
        one = _one_of(self.history.state.drafts, draft)
        if how == "dismiss":
            self.history.dismiss(one)
        elif one.sender in PEOPLE and how == "split" and also != one.sender:
            self.history.split(one, also)
        elif one.sender in PEOPLE:
            self.history.convert(one, *([also] if how == "household" and also != one.sender else []))

    @precondition(lambda self: self.history.state.dismissed)
    @rule(draft=whichever)
    def reopen(self, draft: int) -> None:
        self.history.reopen(_one_of(self.history.state.dismissed, draft))

    @precondition(lambda self: self.history.state.drafts and self.tickets)
    @rule(draft=whichever, ticket=whichever, reads=sampled_from(("", "own", "all", "nothing")))
    def join(self, draft: int, ticket: int, reads: str) -> None:
        self.history.join(_one_of(self.history.state.drafts, draft), _one_of(self.tickets, ticket), reads)

    @precondition(lambda self: self.to_outside)
    @rule(letter=whichever, writer=sampled_from((*PEOPLE, *FIRMS, OWNER, STRANGER)))
    def answer_of_anybody(self, letter: int, writer: str) -> None:
        self.history.answer(_one_of(self.to_outside, letter), writer)

    @precondition(lambda self: self.to_outside)
    @rule(
        letter=whichever, words=sampled_from(("", "", "Akkoord", "Ja, het is opgelost", "Voltooid", "Dat schikt mij"))
    )
    def answer(self, letter: int, words: str) -> None:
        one = _one_of(self.to_outside, letter)
        self.history.answer(one, self.history.readers[one.to], words)

    @precondition(lambda self: self.to_outside)
    @rule(letter=whichever, words=sampled_from(("", "Akkoord", "Ja, het is opgelost", "Voltooid", "Dat schikt mij")))
    def forged_answer(self, letter: int, words: str) -> None:
        one = _one_of(self.to_outside, letter)
        self.history.answer(one, self.history.readers[one.to], words, forged=True)

    @precondition(lambda self: self.to_staff)
    @rule(letter=whichever, intern=sampled_from(("", "", "below", "all")), forged=sampled_from((False, False, True)))
    def answer_by_staff(self, letter: int, intern: str, forged: bool) -> None:
        self.history.answer_by_staff(_one_of(self.to_staff, letter), intern, forged=forged)

    @precondition(lambda self: self.tickets)
    @rule(
        ticket=whichever,
        reader=sampled_from(("", "reporter")),
        chosen=integers(0, 2),
        question=booleans(),
        with_file=booleans(),
        greeting=booleans(),
    )
    def note(self, ticket: int, reader: str, chosen: int, question: bool, with_file: bool, greeting: bool) -> None:
        of_it: dict[str, Any] = {"question": question, "with_file": with_file, "greeting": greeting}
        self.history.note(_one_of(self.tickets, ticket), reader, chosen=chosen, **of_it)

    @precondition(lambda self: self.tickets)
    @rule(ticket=whichever, reader=sampled_from(("", "reporter")))
    def note_by_program(self, ticket: int, reader: str) -> None:
        self.history.note_by_program(_one_of(self.tickets, ticket), reader)

    @precondition(lambda self: self.tickets)
    @rule(ticket=whichever)
    def edit(self, ticket: int) -> None:
        self.history.edit(_one_of(self.tickets, ticket))

    @precondition(lambda self: len(self.tickets) + len(self.to_group) > 1 and self.tickets)
    @rule(ticket=whichever, also=whichever, with_drafts=booleans())
    def group(self, ticket: int, also: int, with_drafts: bool) -> None:
        before = self.may_hear()
        drafts = self.to_group if with_drafts else []
        self.history.group([*{_one_of(self.tickets, ticket): 0, _one_of(self.tickets, also): 0}], drafts)
        after, theirs = self.may(), {draft.sender for draft in drafts}
        assert all(after[reader] <= before[reader] for reader in before if reader not in theirs)

    @precondition(lambda self: self.history.model.merged)
    @rule(ticket=whichever, at_once=booleans())
    def take_out(self, ticket: int, at_once: bool) -> None:
        """One report; or all that the last press grouped with it."""
        number, before = _one_of(list(self.history.model.merged), ticket), self.may()
        if at_once:
            self.history.undo_grouping(self.history.model.live(number))
        else:
            self.history.take_out(number)
        self.look()
        after = self.may()
        assert all(after[reader] <= before[reader] for reader in before)

    @precondition(lambda self: self.history.state.converted)
    @rule(which=whichever)
    def undo_conversion(self, which: int) -> None:
        self.history.undo_conversion(*_one_of(self.history.state.converted, which))

    @precondition(lambda self: len(self.tickets) > 1)
    @rule(ticket=whichever, into=whichever)
    def merge(self, ticket: int, into: int) -> None:
        before = self.may_hear()
        self.history.merge(_one_of(self.tickets, ticket), _one_of(self.tickets, into))
        after = self.may()
        assert all(after[reader] <= before[reader] for reader in before)

    @precondition(lambda self: self.tickets)
    @rule(ticket=whichever, person=people, reads_all=booleans())
    def link(self, ticket: int, person: str, reads_all: bool) -> None:
        self.history.link(_one_of(self.tickets, ticket), person, reads_all=reads_all)

    @precondition(lambda self: self.history.model.members)
    @rule(member=whichever)
    def unlink(self, member: int) -> None:
        self.history.unlink(*_one_of(list(self.history.model.members), member))
        self.look()

    @precondition(lambda self: self.tickets)
    @rule(ticket=whichever, phase=sampled_from(("in_progress", "solved", "solved", "closed", "rejected")))
    def move(self, ticket: int, phase: str) -> None:
        self.history.move(_one_of(self.tickets, ticket), phase)

    @precondition(lambda self: self.tickets)
    @rule(ticket=whichever)
    def undo_move(self, ticket: int) -> None:
        self.history.undo_move(_one_of(self.tickets, ticket))

    @precondition(lambda self: self.tickets)
    @rule(ticket=whichever, file=whichever, reader=whichever, how=sampled_from(("with", "with", "stop", "remove")))
    def share(self, ticket: int, file: int, reader: int, how: str) -> None:
        number = _one_of(self.tickets, ticket)
        if files := self.history.files_on(number):
            key, mark = _one_of(files, file)
            if how == "remove":
                self.history.remove(number, key, mark)
            else:
                circle = _one_of(self.history.model.circles_of(number), reader)
                self.history.share(key, mark, circle, ticket=number, stop=how == "stop")

    @precondition(lambda self: self.tickets)
    @rule(ticket=whichever, firm=firms, with_file=booleans())
    def order(self, ticket: int, firm: str, with_file: bool) -> None:
        self.history.order(_one_of(self.tickets, ticket), firm, with_file=with_file)

    @precondition(lambda self: self.orders)
    @rule(order=whichever, reader=sampled_from(("", "party")), with_file=booleans())
    def note_on_order(self, order: int, reader: str, with_file: bool) -> None:
        self.history.note_on_order(_one_of(self.orders, order), reader, with_file=with_file)

    @precondition(lambda self: self.orders)
    @rule(order=whichever)
    def withdraw(self, order: int) -> None:
        self.history.withdraw(_one_of(self.orders, order))
        self.look()

    @precondition(lambda self: self.orders)
    @rule(order=whichever, firm=firms)
    def reassign(self, order: int, firm: str) -> None:
        self.history.reassign(_one_of(self.orders, order), firm)

    @precondition(lambda self: self.orders)
    @rule(order=whichever)
    def undo_on_order(self, order: int) -> None:
        self.history.undo_on_order(_one_of(self.orders, order))

    @precondition(lambda self: self.orders)
    @rule(order=whichever, file=whichever, reader=whichever, stop=sampled_from((False, False, True)))
    def share_of_order(self, order: int, file: int, reader: int, stop: bool) -> None:
        number = _one_of(self.orders, order)
        if files := self.history.files_on(order=number):
            model = self.history.model
            readers = [number, *model.circles_of(model.orders[number].ticket)]
            self.history.share(*_one_of(files, file), _one_of(readers, reader), order=number, stop=stop)

    @precondition(lambda self: self.orders)
    @rule(order=whichever, line=whichever, reader=whichever, stop=sampled_from((False, False, True)))
    def share_line(self, order: int, line: int, reader: int, stop: bool) -> None:
        number, model = _one_of(self.orders, order), self.history.model
        if lines := self.history.lines_on(number):
            readers = [number, *model.circles_of(model.orders[number].ticket)]
            self.history.share_line(*_one_of(lines, line), _one_of(readers, reader), number, stop=stop)

    @precondition(lambda self: self.orders)
    @rule(order=whichever)
    def ask_owner(self, order: int) -> None:
        self.history.ask_owner(_one_of(self.orders, order))

    @precondition(lambda self: self.orders)
    @rule(order=whichever, agree=booleans())
    def decide_cost(self, order: int, agree: bool) -> None:
        self.history.decide_cost(_one_of(self.orders, order), agree=agree)

    @precondition(lambda self: self.of_owner)
    @rule(link=whichever, agree=booleans())
    def decide_on_cost(self, link: int, agree: bool) -> None:
        self.history.decide_on_cost(_one_of(self.of_owner, link), agree=agree)

    @precondition(lambda self: self.of_people)
    @rule(link=whichever, with_file=booleans())
    def comment(self, link: int, with_file: bool) -> None:
        self.history.comment(_one_of(self.of_people, link), with_file=with_file)

    @precondition(lambda self: self.of_people)
    @rule(link=whichever, solved=booleans())
    def say_solved(self, link: int, solved: bool) -> None:
        self.history.say_solved(_one_of(self.of_people, link), solved=solved)

    @precondition(lambda self: self.of_people and self.orders)
    @rule(link=whichever, order=whichever, suits=booleans())
    def say_suits(self, link: int, order: int, suits: bool) -> None:
        self.history.say_suits(_one_of(self.of_people, link), _one_of(self.orders, order), suits=suits)

    @precondition(lambda self: self.of_firms)
    @rule(link=whichever, with_file=booleans())
    def comment_of_firm(self, link: int, with_file: bool) -> None:
        self.history.comment(_one_of(self.of_firms, link), with_file=with_file)

    @precondition(lambda self: self.of_firms)
    @rule(
        link=whichever,
        deed=sampled_from(
            (
                "accept",
                "accept",
                "plan",
                "complete",
                "complete",
                "refuse",
                "hold",
                "ask-cost",
                "ask-hand-back",
            )
        ),
    )
    def deed(self, link: int, deed: str) -> None:
        self.history.deed(_one_of(self.of_firms, link), deed)

    @rule(minutes=sampled_from((1, 6, 60, DAY, 2 * DAY, 8 * DAY)))
    def wait(self, minutes: int) -> None:
        leaks = self.history.wait(minutes)
        assert not leaks, leaks

    def teardown(self) -> None:
        if hasattr(self.history, "state"):
            self.wait(6)
            self.wait(6)
            self.look(everywhere=True)

    def look(self, *, everywhere: bool = False) -> None:
        """Everybody looks at all they have: they find what is theirs, and nothing else."""
        history, model = self.history, self.history.model
        told = {key: circle for key, circle in model.members.items() if circle}
        assert history.readers_in_product() == told, history.readers_in_product().items() ^ told.items()
        for reader, found in history.look(everywhere=everywhere).items():
            assert not (found - model.may(reader)), f"{reader} reads {sorted(found - model.may(reader))}"
            if everywhere:
                missed = model.must(reader, history.standing_marks()) - found
                assert not missed, f"{reader} misses {sorted(missed)}"

    def may(self) -> dict[str, set[str]]:
        return {reader: self.history.model.may(reader) for reader in (*PEOPLE, *FIRMS, OWNER)}

    def may_hear(self) -> dict[str, set[str]]:
        return {reader: self.history.model.may_hear(reader) for reader in (*PEOPLE, *FIRMS, OWNER)}

    @property
    def to_group(self) -> list[ModelDraft]:
        return [draft for draft in self.history.state.drafts if draft.is_proven and draft.sender in PEOPLE]

    @property
    def tickets(self) -> list[str]:
        return list(self.history.model.tickets)

    @property
    def orders(self) -> list[str]:
        return list(self.history.model.orders)

    @property
    def to_outside(self) -> list[ReceivedLetter]:
        return [one for one in self.history.state.letters if one.to in self.history.readers]

    @property
    def to_staff(self) -> list[ReceivedLetter]:
        return [one for one in self.history.state.letters if one.to == self.history.addresses[INGRID]]

    @property
    def of_people(self) -> list[Link]:
        return [link for link in self.history.links() if link.person_id]

    @property
    def of_firms(self) -> list[Link]:
        return [link for link in self.history.links() if self.history.holder(link) in FIRMS]

    @property
    def of_owner(self) -> list[Link]:
        return [link for link in self.history.links() if self.history.holder(link) == OWNER]


def _one_of(what: Sequence[T], number: int) -> T:
    return what[number % len(what)]


def begun(history: History) -> Iterator[None]:
    """The days a history may begin on, one after the other."""
    yield
    history.report(FATIMA, with_file=True)
    history.report(SEM)
    for draft in [*history.state.drafts]:
        history.convert(draft)
    history.wait(6)
    yield
    fatimas, sems = history.model.tickets
    history.order(fatimas, JOHAN)
    history.order(sems, MARCO)
    history.wait(6)
    yield
    johans, _ = history.model.orders
    (link,) = [link for link in history.links() if history.holder(link) == JOHAN]
    history.deed(link, "ask-cost")
    history.ask_owner(johans)
    history.wait(6)
    yield
    to_fatima, to_johan = (_newest_to(history, name) for name in (FATIMA, JOHAN))
    history.answer(to_johan, STRANGER)
    for letter, writer in ((to_johan, JOHAN), (to_fatima, FATIMA)):
        history.answer(letter, writer, forged=True)
    history.merge(sems, fatimas)
    history.note(fatimas, "reporter")
    history.move(fatimas, "in_progress")
    history.report(KAREL)
    history.wait(6)
    yield


def _newest_to(history: History, name: str) -> ReceivedLetter:
    return [letter for letter in history.state.letters if letter.to == history.addresses[name]][-1]
