"""All tables, so that one import knows the whole schema."""

from store.access import (
    ApiKey,
    Attempt,
    IdempotentAnswer,
    Link,
    MailboxGrant,
    PasswordReset,
    RecoveryCode,
    SecondFactor,
    SecurityEntry,
    StaffSession,
    Trouble,
)
from store.calendar_feed import CalendarFeed
from store.chosen_settings import ChosenSetting
from store.desk_logo import DeskLogo
from store.letter_table import Letter
from store.mail import Delivery, Draft, Mailbox, Message
from store.numbers import Series
from store.orders import OrderVersion, WorkOrder
from store.people import (
    Certificate,
    Company,
    Contact,
    Installation,
    Person,
    PersonAddress,
    Property,
    Route,
    Staff,
    Tenancy,
    Unit,
)
from store.presence import DraftLook
from store.processes import DeskProcess
from store.report_choices import ReportChoice
from store.safety_texts import SafetyText
from store.saved_views import SavedView
from store.search import SearchRef
from store.spelling import SpelledWord
from store.text_blocks import TextBlock
from store.tickets import File, Task, Ticket, TicketPerson, TimelineEntry

__all__ = [
    "ApiKey",
    "Attempt",
    "CalendarFeed",
    "Certificate",
    "ChosenSetting",
    "Company",
    "Contact",
    "Delivery",
    "DeskLogo",
    "DeskProcess",
    "Draft",
    "DraftLook",
    "File",
    "IdempotentAnswer",
    "Installation",
    "Letter",
    "Link",
    "Mailbox",
    "MailboxGrant",
    "Message",
    "OrderVersion",
    "PasswordReset",
    "Person",
    "PersonAddress",
    "Property",
    "RecoveryCode",
    "ReportChoice",
    "Route",
    "SafetyText",
    "SavedView",
    "SearchRef",
    "SecondFactor",
    "SecurityEntry",
    "Series",
    "SpelledWord",
    "Staff",
    "StaffSession",
    "Task",
    "Tenancy",
    "TextBlock",
    "Ticket",
    "TicketPerson",
    "TimelineEntry",
    "Trouble",
    "Unit",
    "WorkOrder",
]
