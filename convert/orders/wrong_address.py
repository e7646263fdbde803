"""An order that was sent for the wrong home: what the service party must no longer see of who lives there, and the
entry for the register of data breaches, prepared where it saw that. The law gives 72 hours (GDPR, article 33)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from config.language import say_moment
from config.words import Text
from convert.tickets.comments import add_note
from convert.tickets.tasks import add_task
from convert.unit_of_work import UnitOfWork
from store.facts import order_facts
from store.letter_lists import letters_about
from store.letter_table import Letter
from store.links import first_seen
from store.orders import WorkOrder
from store.people import Property, Unit
from store.slips import parties_of, slip_of
from store.words import ACCEPTED_STATES, LetterState

TO_REPORT = timedelta(hours=72)
_MAY_HAVE_ARRIVED = (LetterState.SENT, LetterState.UNKNOWN, LetterState.POSTING)


def is_elsewhere(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether another home is meant; a capital, a space or a postcode that was lacking makes none."""
    postcodes = {_bare(address.get("postcode", "")) for address in (before, after)} - {""}
    return _bare(before.get("line", "")) not in ("", _bare(after.get("line", ""))) or len(postcodes) > 1


def at_new_home(work: UnitOfWork, order: WorkOrder, changes: Mapping[str, Any]) -> dict[str, Any]:
    """These changes to an order that moves to another home, and what changes with it: of the wrong home nothing stays
    that was not typed anew. Sets the places the order belongs to."""
    address = {name: str(changes["address"].get(name, "")) for name in ("line", "postcode", "town")}
    unit, building = _places(work, address)
    if unit:
        address |= {"floor": unit.floor, "remarks": unit.remarks}
    if building:
        address["property"] = building.name
    if order.installation_id and (unit is None or unit.key != order.unit_id):
        order.installation_id, order.installation = None, {}
    order.unit_id, order.property_id = unit.key if unit else None, building.key if building else None
    typed = changes.get("on_site", order.on_site)
    on_site = {name: "" if typed.get(name) == order.on_site.get(name) else typed.get(name) for name in typed}
    on_site["may_call"] = bool(on_site.get("phone") and typed.get("may_call"))
    access = changes.get("access", order.access)
    return {
        **changes,
        "address": address,
        "on_site": on_site,
        "access": (unit.access if unit else "") if access == order.access else access,
    }


def rewrite_waiting(work: UnitOfWork, order: WorkOrder, old_line: str) -> None:
    """Letters about it that have not left yet say what it says now."""
    about = col(Letter.order_id) == order.key
    if order.ticket_id:
        about |= col(Letter.ticket_id) == order.ticket_id
    waiting = select(Letter).where(about, col(Letter.state).in_((LetterState.WAITING, LetterState.HELD)))
    for letter in work.session.exec(waiting):
        facts = letter.snapshot.get("order") or {}
        if facts.get("number") != order.number or facts.get("address") != old_line:
            continue
        new = {"order": {**order_facts(work.session, order), "state": facts["state"]}}
        if "slip" in letter.snapshot:
            new["slip"] = dict(slip_of(work.session, order, for_party=True, now=work.now))
        letter.snapshot, letter.octets_key = letter.snapshot | new, ""


def prepare_breach(work: UnitOfWork, order: WorkOrder, old: Mapping[str, Any]) -> None:
    """Where the party was shown who lives there, note it for the register and leave the responsible the task. old: what
    the order said, and the version it said it in."""
    shown, on_site = [], old["on_site"]
    if on_site.get("name"):
        shown.append(Text("name"))
    if old["state"] in ACCEPTED_STATES:
        shown += [Text("telephone")] * bool(on_site.get("phone") and on_site.get("may_call"))
        shown += [Text("access")] * bool(old["access"])
    about_party = [letter for letter in letters_about(work.session, order_id=order.key) if letter.contact_id]
    letters = [letter for letter in about_party if letter.state in _MAY_HAVE_ARRIVED]
    seen = first_seen(work.session, order.key)
    if not shown or not (letters or seen):
        return
    language = work.settings.desk.language

    def when(moment: datetime) -> str:
        return say_moment(moment, language, work.settings.desk.zone)

    party, contact = parties_of(work.session, order)
    lines = [
        Text("Possible data breach, to be judged before %(moment)s (72 hours).", moment=when(work.now + TO_REPORT)),
        Text(
            "What: %(shown)s of who lives at %(address)s, as in version %(version)s of %(number)s.",
            shown=", ".join(word.in_(language) for word in shown),
            address=old["address"].get("line", ""),
            version=old["version"],
            number=order.number,
        ),
        Text("Shown to: %(party)s, %(contact)s.", party=party, contact=contact),
        *(Text("By a letter of %(moment)s.", moment=when(each.sent_at or each.created_at)) for each in letters),
        Text("On its page, first opened %(moment)s.", moment=when(seen)) if seen else Text("Its page was not opened."),
        Text("Done: taken off the page and out of letters that had not left; the firm is asked to delete what it has."),
        Text("To do: judge the risk, tell who lives there if needed, and write down here what was decided."),
    ]
    text = "\n".join(line.in_(language) for line in lines)
    add_note(work, order.ticket_id, order.key, text=text)
    if order.ticket_id:
        task = Text("Judge the possible data breach of %(number)s", number=order.number).in_(language)
        add_task(work, order.ticket_id, task, order.responsible_id, work.settings.desk.day_of(work.now + TO_REPORT))


def _places(work: UnitOfWork, address: Mapping[str, str]) -> tuple[Unit | None, Property | None]:
    """The home that is known at this address, and the complex; another home in the same street is not guessed."""
    postcode = address["postcode"].replace(" ", "").upper()
    homes = work.session.exec(select(Unit).where(Unit.postcode == postcode)).all() if postcode else []
    unit = next((home for home in homes if _bare(home.address_line) == _bare(address["line"])), None)
    return unit, work.session.get(Property, unit.property_id) if unit else None


def _bare(words: str) -> str:
    return "".join(character for character in words.casefold() if character.isalnum())
