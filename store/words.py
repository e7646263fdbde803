"""The words of the desk as enums (domain words: English keys inside, the reader's language on pages)."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING_REPORTER = "waiting_reporter"
    WAITING_APPROVAL = "waiting_approval"
    WITH_PARTY = "with_party"
    SCHEDULED = "scheduled"
    SOLVED = "solved"
    CLOSED = "closed"
    REJECTED = "rejected"
    MERGED = "merged"
    TAKEN_BACK = "taken_back"  # its conversion was undone: the mail is a draft again


class PhaseCategory(StrEnum):
    """What a phase comes down to, whatever it is called."""

    OPEN = "open"
    WAITING = "waiting"
    SOLVED = "solved"
    CLOSED = "closed"


PHASE_CATEGORY = {
    Phase.NEW: PhaseCategory.OPEN,
    Phase.IN_PROGRESS: PhaseCategory.OPEN,
    Phase.WAITING_REPORTER: PhaseCategory.WAITING,
    Phase.WAITING_APPROVAL: PhaseCategory.WAITING,
    Phase.WITH_PARTY: PhaseCategory.WAITING,
    Phase.SCHEDULED: PhaseCategory.WAITING,
    Phase.SOLVED: PhaseCategory.SOLVED,
    Phase.CLOSED: PhaseCategory.CLOSED,
    Phase.REJECTED: PhaseCategory.CLOSED,
    Phase.MERGED: PhaseCategory.CLOSED,
    Phase.TAKEN_BACK: PhaseCategory.CLOSED,
}
ELSEWHERE = (Phase.MERGED, Phase.TAKEN_BACK)  # what it was about goes on elsewhere; each has a deed of its own


class OrderState(StrEnum):
    """Where a work order stands."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    ON_SITE = "on_site"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    APPROVED = "approved"
    REFUSED = "refused"
    HANDED_BACK = "handed_back"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


# The service party has said yes and nothing ended it: it may know what it needs at the door.
ACCEPTED_STATES = (
    OrderState.ACCEPTED,
    OrderState.SCHEDULED,
    OrderState.ON_SITE,
    OrderState.ON_HOLD,
    OrderState.COMPLETED,
    OrderState.APPROVED,
)

# Nothing follows any more.
ENDED_STATES = (OrderState.APPROVED, OrderState.REFUSED, OrderState.HANDED_BACK, OrderState.WITHDRAWN)


class Deed(StrEnum):
    """What somebody does to a work order. CONFIRM and DECLINE are the occupant's answer to an appointment;
    MISSED: nobody was home; CALL_OFF: the firm cannot come after all; ASK_COST and
    the three below it are about what the work may cost."""

    SEND = "send"
    ACCEPT = "accept"
    REFUSE = "refuse"
    PLAN = "plan"
    CONFIRM = "confirm"
    DECLINE = "decline"
    MISSED = "missed"
    CALL_OFF = "call-off"
    START = "start"
    HOLD = "hold"
    RESUME = "resume"
    COMPLETE = "complete"
    APPROVE = "approve"
    REWORK = "rework"
    ASK_HAND_BACK = "ask-hand-back"
    HAND_BACK = "hand-back"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    ASK_COST = "ask-cost"
    ASK_OWNER = "ask-owner"
    GRANT_COST = "grant-cost"
    DENY_COST = "deny-cost"


class Priority(StrEnum):
    EMERGENCY = "emergency"
    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Trade(StrEnum):
    """The category of a problem, which is the trade that mends it."""

    PLUMBING = "plumbing"
    HEATING = "heating"
    ELECTRICITY = "electricity"
    ROOF = "roof"
    LOCKS = "locks"
    LIFT = "lift"
    CLEANING = "cleaning"
    OTHER = "other"


class Channel(StrEnum):
    """How something reached us or was done."""

    WEBSITE = "website"
    EMAIL = "email"
    PHONE = "phone"
    COUNTER = "counter"
    LETTER = "letter"
    WHATSAPP = "whatsapp"
    OWN = "own"
    PAGE = "page"  # the private page of a link
    STAFF = "staff"  # the staff screen
    API = "api"
    CLOCK = "clock"


class ActorKind(StrEnum):
    STAFF = "staff"
    PERSON = "person"
    PARTY = "party"
    OWNER = "owner"  # a contact of the property's owner, asked about the cost of one order
    SYSTEM = "system"


class Visibility(StrEnum):
    """Who outside staff may see a note or a file. No line and no file is for an owner: theirs is one question."""

    STAFF = "staff"
    REPORTER = "reporter"
    PARTY = "party"
    OWNER = "owner"


class PersonRole(StrEnum):
    REPORTER = "reporter"
    FOLLOWER = "follower"
    ON_SITE = "on_site"


class MessageState(StrEnum):
    WAITING = "waiting"  # kept, not read yet
    READ = "read"
    BROKEN = "broken"  # our code broke on it: kept whole, with the traceback


class MessagePlace(StrEnum):
    """The one place every received message ends in."""

    DRAFT = "draft"
    JOINED = "joined"
    ASIDE = "aside"


class Aside(StrEnum):
    """Why a message was set aside."""

    ECHO = "echo"
    COPY = "copy"  # the same mail once more, changed on its way
    RETURN = "return"
    AUTOMATIC = "automatic"
    BULK = "bulk"
    QUARANTINE = "quarantine"
    TOO_LARGE = "too_large"
    BROKEN = "broken"
    DISMISSED = "dismissed"


class DraftState(StrEnum):
    OPEN = "open"
    CONVERTED = "converted"
    JOINED = "joined"
    DISMISSED = "dismissed"


class AuthorBy(StrEnum):
    """How the author of a mail is known. Only what stands in From can be proven."""

    FROM = "from"
    REPLY_TO = "reply_to"  # From is ours, a no-reply, a form's, a list or "via", and one other mailbox wants the answer
    ORIGINAL_FROM = "original_from"  # the same; a list or group kept the author in X-Original-From
    ENVELOPE = "envelope"  # no From: who sent it on the wire
    FORWARD = "forward"  # who first wrote what was passed on; of a draft's reporter only
    NOBODY = "nobody"  # From speaks for others and names none


class Proof(StrEnum):
    """What our own receiving server found out about the sender of a mail, whoever it is."""

    PROVEN = "proven"  # the domain in From signed or sent it
    UNPROVEN = "unproven"  # nothing was found out, or nobody looked
    FORGED = "forged"  # DMARC failed, or From cannot be read in one way


class Trust(StrEnum):
    """How far an answer is trusted (docs/rules.md), in rising order: V3 known address, token and aligned
    authentication may act; V2 the same without authentication; V1 the company's domain with token; V0 never acts."""

    V0 = "v0"
    V1 = "v1"
    V2 = "v2"
    V3 = "v3"


class LetterState(StrEnum):
    WAITING = "waiting"
    HELD = "held"  # by staff, by a cap or the breaker, or because it cannot be composed
    POSTING = "posting"  # claimed; where its poster dies before the letter goes over, another takes it
    SENT = "sent"
    UNKNOWN = "unknown"  # DATA went out, no answer came: staff decide
    RETURNED = "returned"
    CANCELLED = "cancelled"  # overtaken, undone, or folded into another


class CauseKind(StrEnum):
    """What made us write a letter."""

    ENTRY = "entry"  # a line of the timeline
    REMINDER = "reminder"  # an order nobody reacted to, one step of a round
    DIGEST = "digest"  # reminders of one morning, by the first of their letters
    ESCALATION = "escalation"  # the same, told to the responsible
    DELAY = "delay"  # the same, told to the people of its ticket
    UNREACHED = "unreached"  # an order that reached nobody: told to the responsible each working day
    OWNER_ASKED = "owner_asked"  # an owner who was asked about a cost and has not decided, one step
    OWNER_SILENT = "owner_silent"  # the same, told to the responsible
    VISIT = "visit"  # an order's appointment comes near
    RETURN_ON_TICKET = "return_on_ticket"  # an address does not work, for letters about a ticket
    RETURN_ON_ORDER = "return_on_order"
    DANGER_MAIL = "danger_mail"  # mails with words of danger that no ticket may be opened of, up to this draft
    DRAFT = "draft"  # staff answered a mail without a ticket
    ABSENCE = "absence"  # a contact is away: once a return and reader
    ACCOUNT_CHANGE = "account_change"  # a message that wants us to pay to another account
    ACCESS = "access"  # a line of the security log: who may come in, or how, was changed
    TROUBLE = "trouble"  # something is wrong for the operator to mend
    LINK_ASKED = "link_asked"  # the holder of a link that has expired asks for a new one
    OTHER = "other"  # a sample, or what an older release wrote and nobody knows any more


class SecurityEvent(StrEnum):
    """What the security log keeps."""

    LOG_IN = "log_in"
    LOG_IN_REFUSED = "log_in_refused"
    LOG_OUT = "log_out"
    SESSIONS_ENDED = "sessions_ended"
    RESET_ASKED = "reset_asked"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  a word of ours
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    ROLE_CHANGED = "role_changed"
    MANDATE_CHANGED = "mandate_changed"
    USER_ADDED = "user_added"
    USER_DISABLED = "user_disabled"
    USER_ENABLED = "user_enabled"
    KEY_MADE = "key_made"  # of a program, or the secret address of a calendar
    KEY_ENDED = "key_ended"
    DATA_SEEN = "data_seen"  # a person's page, or a list that was taken away whole
    PERSON_EXPORTED = "person_exported"
    PERSON_ERASED = "person_erased"
    SETTING_CHOSEN = "setting_chosen"  # on the page of settings
    SETTINGS_CHANGED = "settings_changed"  # since the desk was started before
    TROUBLE_ENDED = "trouble_ended"
    BACKUP = "backup"
    RESTORE = "restore"


class Danger(StrEnum):
    """What somebody in danger is told differs by it (store/safety_texts.py)."""

    GAS = "gas"
    CO = "co"
    WATER = "water"
    OTHER = "other"  # fire, a lift, power, anything else
    COLD = "cold"  # no heating: no danger to life, and a word beside the form


class LetterStop(StrEnum):
    """Why a letter of ours does not leave, or not yet. The value is what its row keeps."""

    FOLDED = "told in another letter"
    OVERTAKEN = "overtaken by what happened since"
    OFFICE_HOURS = "waits for office hours"
    BY_STAFF = "held by staff"
    BREAKER = "the breaker is open: too many letters in an hour"
    CAP = "too many automatic letters to this address in a day"
    UNDONE = "undone"
    REMINDERS_OFF = "reminders off"
    DEAD_ADDRESS = "the address does not work"
    ERASED = "the person was erased"


class AddressState(StrEnum):
    OK = "ok"
    UNDELIVERABLE = "undeliverable"
    UNCONFIRMED = "unconfirmed"


class CompanyKind(StrEnum):
    SERVICE_PARTY = "service_party"
    OWNER = "owner"
    ASSOCIATION = "association"  # VvE


class Region(StrEnum):
    """Of the builders' summer holiday."""

    NORTH = "north"
    MIDDLE = "middle"
    SOUTH = "south"
    NONE = "none"  # does not close for it


class Role(StrEnum):
    ADMIN = "admin"
    STAFF = "staff"
    ON_CALL = "on_call"
    READ_ONLY = "read_only"


class Power(StrEnum):
    """What a request takes of whoever asks (store/permissions.py)."""

    LOOK = "look"
    OWN = "own"  # one's own account
    TRAY = "tray"  # drafts, messages and tickets
    ORDERS = "orders"
    RELATIONS = "relations"
    OUTBOX = "outbox"
    ADMIN = "admin"


class Scope(StrEnum):
    """What a key of a program may do, beside what its member of staff may."""

    READ = "read"
    TRAY = "tray"
    ORDERS = "orders"
    RELATIONS = "relations"
    ALL = "all"


class RefusalReason(StrEnum):
    NO_TIME = "no_time"
    NOT_OUR_TRADE = "not_our_trade"
    OUTSIDE_REGION = "outside_region"
    WARRANTY = "warranty"
    TOO_EXPENSIVE = "too_expensive"
    WRONG_DETAILS = "wrong_details"
    OTHER = "other"


class Entry(StrEnum):
    """What a line on the timeline tells."""

    CREATED = "created"
    MESSAGE_IN = "message_in"
    LETTER_OUT = "letter_out"
    NOTE = "note"
    COMMENT = "comment"
    FILE = "file"
    TASK = "task"
    PHASE = "phase"
    ORDER = "order"
    PERSON = "person"
    EDIT = "edit"
    SEEN = "seen"
    MERGED = "merged"
    TROUBLE = "trouble"
    AUTOMATIC = "automatic"
    SHARE = "share"  # staff gave a line of an order's thread to somebody more to read, or took it back


class LetterKind(StrEnum):
    """Every letter the desk writes. One template each in outbound/letters, in Dutch and English."""

    # to reporters and linked people
    TICKET_RECEIVED = "ticket_received"  # number, date received, their own words, what next, emergency line
    TICKET_FOLLOWING = "ticket_following"  # "u volgt nu": linked later
    TICKET_PHASE = "ticket_phase"  # the phase changed, and what happens next
    TICKET_COMMENT = "ticket_comment"  # a note that is visible to them
    TICKET_QUESTION = "ticket_question"  # staff ask something
    TICKET_REJECTED = "ticket_rejected"  # with its reason
    TICKET_MERGED = "ticket_merged"
    TICKET_REOPENED = "ticket_reopened"
    TICKET_CLOSED = "ticket_closed"
    PARTY_ENGAGED = "party_engaged"  # given to a firm
    PARTY_ACCEPTED = "party_accepted"  # accepted, with or without a proposed date
    APPOINTMENT = "appointment"  # proposed (please confirm) or fixed, with .ics
    APPOINTMENT_OFF = "appointment_off"  # nobody was home, or the firm cannot come: what now
    VISIT_REMINDER = "visit_reminder"  # the working day before
    ON_HOLD = "on_hold"
    SOLVED_QUESTION = "solved_question"  # "is het opgelost?"
    DELAY = "delay"
    PHOTO_QUESTIONS = "photo_questions"  # photos came without words
    SAFETY = "safety"  # gas, carbon monoxide: before any human
    NOT_OUR_HOUSE = "not_our_house"  # answered from the tray, without a ticket
    TICKET_LINK = "ticket_link"  # the link they asked for, where theirs had expired
    WRONG_DESK = "wrong_desk"
    MAIL_ANSWER = "mail_answer"  # the same, in staff's own words
    MAIL_FORWARDED = "mail_forwarded"  # to a colleague, a firm or another address, with its files
    WORDS_COPY = "words_copy"  # what staff wrote to somebody else
    # to staff
    STAFF_NEW_TICKET = "staff_new_ticket"
    STAFF_ASSIGNED = "staff_assigned"
    STAFF_TASK = "staff_task"
    STAFF_MESSAGE = "staff_message"  # an answer or comment from a reporter or a service party
    STAFF_ORDER = "staff_order"  # a work order changed
    STAFF_REFUSAL = "staff_refusal"  # somebody else must be found
    STAFF_COST = "staff_cost"  # a service party asks for an agreement on the cost
    STAFF_TICKET = "staff_ticket"  # a ticket changed by somebody else
    STAFF_ESCALATION = "staff_escalation"
    STAFF_UNDELIVERABLE = "staff_undeliverable"
    STAFF_ABSENCE = "staff_absence"  # a contact's automatic answer says that they are away
    STAFF_EMERGENCY = "staff_emergency"
    STAFF_DANGER_MAIL = "staff_danger_mail"  # words of danger from somebody unproven: look into the tray
    STAFF_ACCOUNT_CHANGE = "staff_account_change"  # a look-alike wants to be paid elsewhere
    STAFF_PASSWORD_RESET = "staff_password_reset"  # noqa: S105
    STAFF_ACCESS_CHANGED = "staff_access_changed"
    OPERATOR_TROUBLE = "operator_trouble"
    # to service parties
    ORDER_LINK = "order_link"  # the link they asked for, where theirs had expired
    ORDER_SENT = "order_sent"  # the opdrachtbon with its link
    ORDER_REMINDER = "order_reminder"
    ORDER_DIGEST = "order_digest"  # the reminders of one morning to one contact
    ORDER_RECEIPT = "order_receipt"  # what you did, as we understood it
    ORDER_WITHDRAWN = "order_withdrawn"
    ORDER_CHANGED = "order_changed"  # a new version
    ORDER_REWORK = "order_rework"
    ORDER_COMMENT = "order_comment"
    ORDER_APPOINTMENT = "order_appointment"  # confirmed or declined by the occupant, with .ics
    ORDER_VISIT = "order_visit"  # the working day before
    ORDER_COST = "order_cost"  # what was decided on the cost, with the new version where it was agreed to
    # to owners
    OWNER_COST = "owner_cost"  # a cost above the mandate of whoever is responsible
    OWNER_COST_OVER = "owner_cost_over"  # what was decided, or that it is asked no longer
