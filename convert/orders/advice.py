"""What staff should know before an order goes to a firm: the law on gas, closures, an address that fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, select

from config.words import Text
from store.people import Certificate, Company, Contact, Installation
from store.words import AddressState, Trade

GAS = "gas"


@dataclass(frozen=True, slots=True)
class Advice:
    """blocking: the order cannot be sent like this."""

    code: str
    words: Text
    blocking: bool = False


def warnings_for(
    session: Session,
    company: Company,
    installation: Installation | None,
    today: date,
    contact: Contact | None = None,
    trade: str = "",
) -> list[Advice]:
    """trade: of the job; "" and "other" ask for none in particular."""
    found = []
    if trade not in ("", Trade.OTHER) and company.trades and trade not in company.trades:
        found.append(Advice("trade", Text("%(trade)s is not their trade", trade=trade)))
    if installation and installation.gas and not _is_certified(session, company, today):
        found.append(
            Advice(
                "gas_certificate",
                Text(
                    "%(name)s has no valid gas certificate. Only a certified firm may work on a "
                    "gas appliance (Gasketelwet).",
                    name=company.name,
                ),
                blocking=True,
            )
        )
    for closure in company.closures:
        if str(closure.get("from", "")) <= today.isoformat() <= str(closure.get("to", "")):
            why = f" ({closure['why']})" if closure.get("why") else ""
            found.append(
                Advice(
                    "closed",
                    Text(
                        "%(name)s is closed until %(to)s%(why)s; no reminders are sent till then.",
                        name=company.name,
                        to=closure["to"],
                        why=why,
                    ),
                )
            )
    if contact and (away := is_away(contact, today)):
        found.append(Advice("away", away))
    if contact and contact.address_state is AddressState.UNDELIVERABLE:
        found.append(
            Advice(
                "undeliverable",
                Text("Mail to %(email)s came back; phone or choose another address.", email=contact.email),
            )
        )
    return found


def is_away(contact: Contact, today: date) -> Text | None:
    """That their automatic answer says so, and whom to ask meanwhile; None where they are here."""
    until, urgent = str(contact.absence.get("to", "")), contact.absence.get("urgent", "")
    if until < today.isoformat():
        return None
    back = date.fromisoformat(until) + timedelta(days=1)
    if not urgent:
        return Text("%(name)s is away and back on %(back)s.", name=contact.name, back=back)
    return Text("%(name)s is away and back on %(back)s. “%(urgent)s”", name=contact.name, back=back, urgent=urgent)


def _is_certified(session: Session, company: Company, today: date) -> bool:
    rows = session.exec(select(Certificate).where(Certificate.company_id == company.key, Certificate.name == GAS))
    return any(row.valid_until >= today for row in rows)
