"""What staff should know before an order goes to a firm: the law on gas, closures, an address that fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from store.people import Certificate, Company, Contact, Installation
from store.words import AddressState

GAS = "gas"


@dataclass(frozen=True, slots=True)
class Advice:
    """blocking: the order cannot be sent like this."""

    code: str
    nl: str
    en: str
    blocking: bool = False


def warnings_for(
    session: Session, company: Company, installation: Installation | None, today: date, contact: Contact | None = None
) -> list[Advice]:
    found = []
    if installation and installation.gas and not _is_certified(session, company, today):
        found.append(
            Advice(
                "gas_certificate",
                nl=f"{company.name} heeft geen geldig gascertificaat. Werk aan een gastoestel mag alleen door een "
                "gecertificeerd bedrijf (Gasketelwet).",
                en=f"{company.name} has no valid gas certificate. Only a certified firm may work on a gas appliance "
                "(Gasketelwet).",
                blocking=True,
            )
        )
    for closure in company.closures:
        if str(closure.get("from", "")) <= today.isoformat() <= str(closure.get("to", "")):
            why = f" ({closure['why']})" if closure.get("why") else ""
            found.append(
                Advice(
                    "closed",
                    nl=f"{company.name} is gesloten t/m {closure['to']}{why}; tot dan gaan er geen herinneringen.",
                    en=f"{company.name} is closed until {closure['to']}{why}; no reminders are sent till then.",
                )
            )
    if contact and contact.address_state is AddressState.UNDELIVERABLE:
        found.append(
            Advice(
                "undeliverable",
                nl=f"Post aan {contact.email} kwam terug; bel of kies een ander adres.",
                en=f"Mail to {contact.email} came back; phone or choose another address.",
            )
        )
    return found


def _is_certified(session: Session, company: Company, today: date) -> bool:
    rows = session.exec(select(Certificate).where(Certificate.company_id == company.key, Certificate.name == GAS))
    return any(row.valid_until >= today for row in rows)
