"""What the desk refuses is said in the words of the page it was asked on; programs read English."""

from __future__ import annotations

from tests.running_app import RunningDesk
from tests.web.api.programs import a_program
from tests.web.links import a_report, an_order


def test_a_phase_that_cannot_be_reached_is_named_as_the_page_names_it(running_desk: RunningDesk):
    ticket = a_report(running_desk)
    ingrid = running_desk.staff_browser()
    ingrid.post(f"/tickets/{ticket.number}/move", data={"phase": "solved"})

    page = ingrid.post(f"/tickets/{ticket.number}/move", data={"phase": "with_party"})
    answer = a_program(running_desk).patch(f"/tickets/{ticket.number}", json={"phase": "with_party"})

    assert page.status_code == 409
    assert "(Opgelost → Uitgezet)" in page.text
    assert answer.json()["error"]["code"] == "phase"
    assert "(Solved → With service party)" in answer.json()["error"]["message"]


def test_a_deed_that_comes_too_late_names_the_state_as_the_page_does(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    ingrid = running_desk.staff_browser()
    ingrid.post(f"/orders/{order.number}/do/withdraw")

    page = ingrid.post(f"/orders/{order.number}/do/complete")
    answer = a_program(running_desk).post(f"/orders/{order.number}/complete")

    assert page.status_code == 409
    assert f"opdracht {order.number} staat op “Ingetrokken”" in page.text
    assert answer.json()["error"]["code"] == "state"
    assert f"work order {order.number} is “Withdrawn”" in answer.json()["error"]["message"]
