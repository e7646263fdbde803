"""The timeline of a ticket or work order as pages tell it: every line with its files and with what became of the
letters it caused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlmodel import Session

from config.language import say_appointment, say_cost, say_day
from config.words import Text
from convert.notices.unreachable import TELL
from store.letter_lists import letters_about
from store.letter_table import Letter
from store.mail import Message
from store.orders import WorkOrder
from store.rows import rows_by_id
from store.scans import is_kept_apart, scan_words, virus_in
from store.tickets import File, Ticket, TimelineEntry
from store.timeline import timeline_of
from store.wording import words_of_answer
from store.words import (
    ActorKind,
    CauseKind,
    Channel,
    Deed,
    Entry,
    LetterKind,
    LetterState,
    LetterStop,
    MessagePlace,
    Phase,
)
from web.request import RequestContext
from web.staff.sharing import Sharing

MARKS = {
    "unproven": Text("sender not proven"),
    "stranger": Text("from somebody outside this thread"),
    "owner": Text("from the owner; this is no agreement, only a press on the owner's page is"),
}
FIELDS = {
    "title": Text("title"),
    "description": Text("description"),
    "priority": Text("priority"),
    "trade": Text("category"),
    "property_id": Text("complex"),
    "unit_id": Text("home"),
    "installation_id": Text("installation"),
    "spot": Text("exact spot"),
    "access": Text("access"),
    "availability": Text("availability"),
    "may_call": Text("telephone permission"),
    "responsible": Text("responsible"),
}
# A line that is somebody's mail stands where it was written; what a mail made happen, where it happened.
WRITTEN = (Entry.CREATED, Entry.MESSAGE_IN, Entry.COMMENT, Entry.FILE, Entry.AUTOMATIC)
FROM_OUTSIDE = (ActorKind.PERSON, ActorKind.PARTY, ActorKind.OWNER)


def tell_story(context: RequestContext, session: Session, about: Ticket | WorkOrder) -> list[dict[str, Any]]:
    """What parts/timeline.html asks, oldest first, for staff."""
    ticket_id, order_id = (None, about.key) if isinstance(about, WorkOrder) else (about.key, None)
    rows = timeline_of(session, ticket_id=ticket_id, order_id=order_id)
    letters = letters_about(session, ticket_id=ticket_id, order_id=order_id)
    timeline = _Timeline(context, session, rows, letters, Sharing(context, session, about))
    lines = [
        timeline.line(row) for row in rows if row.kind is not Entry.LETTER_OUT
    ]  # letters stand with what caused them
    return sorted([*lines, *timeline.letters_alone()], key=lambda line: line["when"])


class _Timeline:
    """What the lines speak of, fetched once for all of them."""

    def __init__(
        self,
        context: RequestContext,
        session: Session,
        rows: list[TimelineEntry],
        letters: list[Letter],
        sharing: Sharing,
    ) -> None:
        self.context, self.session, self.sharing = context, session, sharing
        self.say = context.say
        self.messages = rows_by_id(session, Message, {row.message_id for row in rows})
        self.files = rows_by_id(
            session, File, {key for row in rows for key in (row.file_id, *row.data.get("files", []))}
        )
        self.orders = rows_by_id(session, WorkOrder, {row.order_id for row in rows})
        self.letters: dict[int | None, list[Letter]] = defaultdict(list)
        self.rows = {row.key: row for row in rows}
        for letter in letters:
            caused_by = letter.cause_id if letter.cause is CauseKind.ENTRY else None
            self.letters[caused_by if caused_by in self.rows else None].append(letter)

    def line(self, row: TimelineEntry) -> dict[str, Any]:
        message = self.messages.get(row.message_id or 0)
        say = _SENTENCES.get(row.kind)
        return {
            "kind": self._kind(row),
            "who": (message.from_name or message.from_address) if message else row.actor_name or "Postbon",
            "channel": self.context.word(row.channel) if row.channel is not Channel.STAFF else "",
            "when": message.written_at if message and row.kind in WRITTEN else row.at,
            "title": say(self, row) if say else "",
            "text": self._text(row, message),
            "rest": _rest(message),
            "lang": message.language if message else "",
            "files": self._files(row),
            "letters": [letter_shown(self.context, self.session, letter) for letter in self.letters.get(row.key, [])],
            "readers": self._readers(row),
            "sharing": self.sharing.of_entry(row),
            "href": f"/messages/{message.key}" if message else "",
            "key": row.key,
            "undone": row.undone_at is not None,
            "afresh": self._afresh(row, message),
        }

    def _afresh(self, row: TimelineEntry, message: Message | None) -> str:
        """The closed ticket that this line answers, where nobody decided yet; else ""."""
        ticket = self.session.get(Ticket, row.ticket_id) if row.data.get("why") == "closed" else None
        is_here = message and message.place is MessagePlace.JOINED and message.ticket_id == row.ticket_id
        return ticket.number if ticket and is_here and ticket.phase is Phase.CLOSED else ""

    def letters_alone(self) -> list[dict[str, Any]]:
        """Letters that no line caused, such as reminders."""
        return [
            {
                "kind": "out",
                "who": "Postbon",
                "channel": self.context.word(Channel.EMAIL),
                "when": letter.sent_at or letter.created_at,
                "title": letter.subject or self.context.word(LetterKind(letter.kind)),
                "text": "",
                "rest": "",
                "lang": "",
                "files": [],
                "letters": [letter_shown(self.context, self.session, letter)],
                "readers": "",
                "href": "",
                "undone": False,
            }
            for letter in self.letters.get(None, [])
        ]

    def _kind(self, row: TimelineEntry) -> str:
        if row.kind in (Entry.CREATED, Entry.MESSAGE_IN):
            return "in"
        if row.kind in (Entry.COMMENT, Entry.FILE) and row.actor_kind in FROM_OUTSIDE:
            return "in"
        if row.kind in (Entry.NOTE, Entry.COMMENT):
            return "out" if row.visible_to else "note"
        return "event"

    def _readers(self, row: TimelineEntry) -> str:
        words = self.sharing.words(row)
        if not row.visible_to and (mark := MARKS.get(row.data.get("mark", ""))):
            return f"{self.say(mark)}; {words or self.say('colleagues only')}"
        return words

    def _text(self, row: TimelineEntry, message: Message | None) -> str:
        if message and row.kind is not Entry.CREATED:
            return message.new_text
        if row.kind in (Entry.PERSON, Entry.TASK, Entry.FILE):
            return ""
        return row.text or str(row.data.get("words") or row.data.get("reason") or "")

    def _files(self, row: TimelineEntry) -> list[dict[str, Any]]:
        keys = [row.file_id, *row.data.get("files", [])]
        files = [self.files[key] for key in dict.fromkeys(keys) if key in self.files]
        return [file_shown(self.context, file, self.sharing) for file in files if not file.removed_at]


def letter_shown(context: RequestContext, session: Session, letter: Letter) -> dict[str, Any]:
    """What parts/timeline.html asks of a letter; of one that was gathered into another, what became of the other."""
    carrier = session.get(Letter, letter.folded_into_id) if letter.folded_into_id else None
    shown = carrier or letter
    answer = "" if shown.state is LetterState.SENT else context.say(words_of_answer(shown.last_answer))
    return {
        "who": letter.to_name or letter.to_address,
        "state": shown.shown_state,
        "note": context.word(LetterStop.FOLDED) if carrier else answer,
        "href": f"/outbox/{shown.key}",
    }


def file_shown(context: RequestContext, file: File, sharing: Sharing) -> dict[str, Any]:
    """What parts/files.html and parts/sharing.html ask, for a file on a ticket or order."""
    is_picture = file.content_type.startswith("image/") and "svg" not in file.content_type
    with context.reading() as session:
        virus = virus_in(session, file)
    apart, words = is_kept_apart(virus), scan_words(context.settings, virus)
    note = sharing.words(file) or context.say("colleagues only")
    return {
        "id": file.key,
        "name": file.filename,
        "href": "" if apart else f"/files/{file.key}",
        "size": file.size,
        "thumb": f"/files/{file.key}/thumb" if is_picture and not apart else "",
        **({"view": f"/files/{file.key}/view"} if is_picture and not apart else {}),
        "alt": file.filename,
        "note": f"{context.say(words)} · {note}" if words else note,
        "sharing": sharing.of_file(file),
    }


def _phase(timeline: _Timeline, row: TimelineEntry) -> str:
    if "after" not in row.data:
        return timeline.say("Undid the last move")
    before, after = (timeline.context.word(Phase(row.data[key])) for key in ("before", "after"))
    return timeline.say("Moved from %(before)s to %(after)s", before=before, after=after)


def _order(timeline: _Timeline, row: TimelineEntry) -> str:
    order = timeline.orders.get(row.order_id or 0)
    deed = row.data.get("deed", "")
    words = timeline.say(DONE.get(deed, CHANGED))
    if request := row.data.get("cost"):
        options = request["options"][request["chosen"] - 1 : request["chosen"]] or request["options"]
        words = f"{words}: {'; '.join(say_cost(option, timeline.context.language) for option in options)}"
    zone = timeline.context.settings.desk.zone
    if when := say_appointment(row.data.get("appointment"), timeline.context.language, zone):
        words = f"{words}: {when}"
    return f"{order.number}: {words}" if order else words


def _edit(timeline: _Timeline, row: TimelineEntry) -> str:
    became = row.data.get("became", {})
    if "responsible" in became:
        return timeline.say("Gave it to %(name)s", name=became["responsible"])
    return timeline.say("Changed %(fields)s", fields=", ".join(timeline.say(FIELDS.get(name, name)) for name in became))


def _task(timeline: _Timeline, row: TimelineEntry) -> str:
    change = row.data.get("change", "")
    if change == "added":
        return timeline.say("Task for %(name)s: %(task)s", name=row.data.get("assignee", ""), task=row.text)
    if change == "by_hand":
        letter = row.data.get("letter")  # lines of earlier releases name none
        task = timeline.say(TELL[LetterKind(letter)]) if letter else row.text
        return timeline.say(
            "No letter reaches %(name)s; tell them yourself: %(task)s", name=row.data["person"], task=task
        )
    return timeline.say(TASKS[change], task=row.text)


def _person(timeline: _Timeline, row: TimelineEntry) -> str:
    if row.data.get("change") == "agreed":
        return timeline.say("%(name)s says that it is solved; others are still asked", name=row.text)
    if row.data.get("change") == "unlinked":
        return timeline.say("%(name)s is told no longer", name=row.text)
    return timeline.say("%(name)s is told from now on", name=row.text)


def _automatic(timeline: _Timeline, row: TimelineEntry) -> str:
    absence = row.data.get("absence")
    if not absence:
        return timeline.say("Automatic answer; nobody wrote this")
    if not absence["back"]:
        return timeline.say("Automatic answer: away, without a day of return")
    back = say_day(date.fromisoformat(absence["back"]), timeline.context.language)
    return timeline.say("Automatic answer: away, back on %(back)s", back=back)


def _share(timeline: _Timeline, row: TimelineEntry) -> str:
    shared = timeline.rows.get(row.data["line"])
    what = timeline.say("what %(name)s wrote", name=shared.actor_name) if shared else timeline.say("a message")
    return timeline.sharing.sentence(row, what)


def _file(timeline: _Timeline, row: TimelineEntry) -> str:
    if "reader" in row.data:
        return timeline.sharing.sentence(row, row.text)
    words = {
        "shared": Text("Changed who may see %(file)s"),
        "removed": Text("Removed %(file)s"),
    }.get(row.data.get("change", ""), Text("Added %(file)s"))
    return timeline.say(words, file=row.text)


_SENTENCES: dict[Entry, Callable[[_Timeline, TimelineEntry], str]] = {
    Entry.PHASE: _phase,
    Entry.ORDER: _order,
    Entry.EDIT: _edit,
    Entry.TASK: _task,
    Entry.PERSON: _person,
    Entry.FILE: _file,
    Entry.SHARE: _share,
    Entry.SEEN: lambda timeline, row: (
        timeline.say("Looked at it on another device: %(device)s", device=row.data["device"])
        if row.data.get("again")
        else timeline.say("Looked at it for the first time")
    ),
    Entry.MERGED: lambda timeline, row: (
        timeline.say("%(number)s was taken out of this again", number=row.data.get("merged", ""))
        if row.data.get("change") == "out"
        else timeline.say("Merged with %(number)s", number=row.data.get("merged", ""))
    ),
    Entry.TROUBLE: lambda timeline, _: timeline.say("Something needs attention"),
    Entry.AUTOMATIC: _automatic,
}

TASKS: dict[str, Text] = {
    "done": Text("Task done: %(task)s"),
    "undone": Text("Task not done after all: %(task)s"),
    "withdrawn": Text("Task not needed any more: %(task)s"),
}
CHANGED = Text("Work order changed")
DONE: dict[str, Text] = {
    "create": Text("made"),
    "undo": Text("the last step was undone"),
    Deed.SEND: Text("sent to the service party"),
    Deed.ACCEPT: Text("accepted"),
    Deed.REFUSE: Text("refused"),
    Deed.PLAN: Text("appointment proposed"),
    Deed.CONFIRM: Text("appointment confirmed by the occupant"),
    Deed.DECLINE: Text("appointment declined by the occupant"),
    Deed.MISSED: Text("nobody was home"),
    Deed.CALL_OFF: Text("the service party cannot come"),
    Deed.START: Text("work started"),
    Deed.HOLD: Text("put on hold"),
    Deed.RESUME: Text("resumed"),
    Deed.COMPLETE: Text("completion reported"),
    Deed.APPROVE: Text("closed"),
    Deed.REWORK: Text("not right yet, back to the service party"),
    Deed.ASK_HAND_BACK: Text("asked to hand it back"),
    Deed.HAND_BACK: Text("job taken back"),
    Deed.WITHDRAW: Text("withdrawn"),
    Deed.LAPSE: Text("lapsed"),
    Deed.ASK_COST: Text("asks for an agreement on the cost"),
    Deed.ASK_OWNER: Text("the owner is asked about the cost"),
    Deed.GRANT_COST: Text("the cost is agreed to"),
    Deed.DENY_COST: Text("the cost is not agreed to"),
}


def _rest(message: Message | None) -> str:
    return "\n\n".join(text for text in (message.quoted, message.signature) if text) if message else ""
