"""Staff at their screens: what they press to get the work done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

import httpx2

from tests.journeys.browsers import BrowsedPage
from tests.journeys.either_language import seen
from tests.journeys.forms import Typed
from tests.journeys.letters import ReceivedLetter
from tests.journeys.outside_user import OutsideUser

TICKET = re.compile(r"T-\d{4}-\d{5}")
SEND_ORDER = "Verstuur de opdrachtbon"
ORDER = re.compile(r"OB-\d{4}-\d{5}")


class StaffUser(OutsideUser):
    """Somebody of the staff, logged in where they sit."""

    @cached_property
    def browser(self) -> httpx2.Client:
        return self.world.desk.staff_browser(self.name)

    def reads(self, words: str) -> str:
        """The words of a file in their language, to be asked after in Dutch."""
        return seen(words, self.world.desk.staff_named(self.name).language)

    def opens(self, where: str | ReceivedLetter) -> BrowsedPage:
        """Open an address, logging in again where the session of this morning is over."""
        page = super().opens(where)
        if page.path == "/login":
            del self.browser
            page = super().opens(where)
        return page

    def opens_draft(self, subject: str) -> BrowsedPage:
        """The mail with these words, as it lies in the tray."""
        return self.opens("/drafts").follow(subject)

    def converts(self, subject: str, **fill: Typed) -> str:
        """Make a ticket of this mail; its number."""
        return number_of(TICKET, self.opens_draft(subject).press("Converteer naar ticket", fill))

    def opens_ticket(self, number: str) -> BrowsedPage:
        return self.opens(f"/tickets/{number}")

    def makes_ticket(self, title: str, description: str, fill: Mapping[str, Typed] | None = None) -> str:
        """A ticket by hand; its number."""
        told = {"Titel": title, "Omschrijving": description}
        page = self.opens("/tickets/new").press("Open het ticket", told | dict(fill or {}))
        return number_of(TICKET, page)

    def moves(self, number: str, phase: str, fill: Mapping[str, Typed] | None = None) -> BrowsedPage:
        return self.opens_ticket(number).press("Verplaats", {"Fase": phase} | dict(fill or {}))

    def notes(self, number: str, text: str, readers: str = "Alleen collega’s") -> BrowsedPage:
        """Write on a ticket. readers: the words of the choice who will read it."""
        return self.opens_ticket(number).press("Plaats", {"Bericht": text, readers: True})

    def sees(self, number: str) -> BrowsedPage:
        """Open a ticket and say so, as the page itself does where scripts run."""
        return self.opens_ticket(number).press("Ik heb het gezien")

    def phase_of(self, number: str) -> str:
        """The phase of a ticket as the list says it."""
        return self.opens("/tickets?phase=all").row(number)["Fase"]

    def newest_ticket(self) -> str:
        """The number of the highest numbered ticket."""
        return str(max(TICKET.findall(self.opens("/tickets?phase=all").text)))

    def original_of(self, number: str) -> bytes:
        """The mail a ticket came from, as it came in."""
        page = self.opens_ticket(number).follow("De mail zoals die binnenkwam")
        return self.browser.get(page.links("Download de mail zoals")[0]).content

    def starts_order(self, ticket: str) -> BrowsedPage:
        """The form of a work order for this ticket."""
        return self.opens_ticket(ticket).follow("Opdrachtbon maken")

    def orders(self, ticket: str, party: str, fill: Mapping[str, Typed] | None = None) -> str:
        """Make a work order of this ticket and send it; its number."""
        return self.sends(self.starts_order(ticket), {"Servicepartij": party} | dict(fill or {}))

    def sends(self, form: BrowsedPage, fill: Mapping[str, Typed]) -> str:
        """Send the work order of this form; its number."""
        return number_of(ORDER, form.press(SEND_ORDER, fill))

    def reassigns(self, order: str, party: str) -> str:
        """Give a work order to another party; the number of the new one."""
        return number_of(ORDER, self.opens_order(order).press("Geef", {"Servicepartij": party}))

    def opens_order(self, number: str) -> BrowsedPage:
        return self.opens(f"/orders/{number}")

    def state_of(self, number: str) -> str:
        """The state of a work order as the list says it."""
        return self.opens("/orders?state=all").row(number)["Status"]


def number_of(pattern: re.Pattern[str], page: BrowsedPage) -> str:
    """The number of what was just made: of the page one landed on, or in the line that says so."""
    assert page.status == 200, page.text
    found = pattern.search(page.path) or pattern.search(page.done)
    assert found, f"no number on {page.url}: {page.text}"
    return found.group()
