"""How each kind of letter behaves in the outbox: whether it may wait for company, and whether it is counted."""

from __future__ import annotations

from dataclasses import dataclass

from store.words import LetterKind


@dataclass(frozen=True, slots=True)
class PostingRule:
    """folds    it is news only: it may wait a few minutes and travel in another letter to the same person
    counted  a stranger's robot could make us write it again and again, so it counts against the cap per address
    """

    folds: bool = False
    counted: bool = False


NEWS = PostingRule(folds=True, counted=True)
ANSWER = PostingRule(counted=True)  # a receipt or a question: leaves at once, but not without end
ALONE = PostingRule()  # asks for a decision, keeps a promise or is for staff: never folded away, never capped
STAFF_NEWS = PostingRule(folds=True)

POSTING_RULES: dict[LetterKind, PostingRule] = {
    LetterKind.TICKET_RECEIVED: ANSWER,
    LetterKind.TICKET_FOLLOWING: NEWS,
    LetterKind.TICKET_PHASE: NEWS,
    LetterKind.TICKET_COMMENT: NEWS,
    LetterKind.TICKET_QUESTION: ALONE,
    LetterKind.TICKET_REJECTED: ALONE,
    LetterKind.TICKET_MERGED: NEWS,
    LetterKind.TICKET_REOPENED: NEWS,
    LetterKind.TICKET_CLOSED: NEWS,
    LetterKind.PARTY_ENGAGED: NEWS,
    LetterKind.PARTY_ACCEPTED: NEWS,
    LetterKind.APPOINTMENT: ALONE,
    LetterKind.APPOINTMENT_OFF: ALONE,
    LetterKind.VISIT_REMINDER: ALONE,
    LetterKind.ON_HOLD: NEWS,
    LetterKind.SOLVED_QUESTION: ALONE,
    LetterKind.DELAY: NEWS,
    LetterKind.PHOTO_QUESTIONS: ANSWER,
    LetterKind.SAFETY: ALONE,
    LetterKind.TICKET_LINK: ANSWER,
    LetterKind.NOT_OUR_HOUSE: ANSWER,
    LetterKind.WRONG_DESK: ANSWER,
    LetterKind.MAIL_ANSWER: ALONE,
    LetterKind.MAIL_FORWARDED: ALONE,
    LetterKind.WORDS_COPY: ANSWER,
    LetterKind.STAFF_NEW_TICKET: ALONE,
    LetterKind.STAFF_ASSIGNED: STAFF_NEWS,
    LetterKind.STAFF_TASK: ALONE,
    LetterKind.STAFF_MESSAGE: STAFF_NEWS,
    LetterKind.STAFF_ORDER: STAFF_NEWS,
    LetterKind.STAFF_REFUSAL: ALONE,
    LetterKind.STAFF_COST: ALONE,
    LetterKind.STAFF_TICKET: STAFF_NEWS,
    LetterKind.STAFF_ESCALATION: ALONE,
    LetterKind.STAFF_UNDELIVERABLE: ALONE,
    LetterKind.STAFF_ABSENCE: ALONE,
    LetterKind.STAFF_EMERGENCY: ALONE,
    LetterKind.STAFF_DANGER_MAIL: ALONE,
    LetterKind.STAFF_ACCOUNT_CHANGE: ANSWER,
    LetterKind.STAFF_PASSWORD_RESET: ALONE,
    LetterKind.STAFF_ACCESS_CHANGED: ALONE,
    LetterKind.OPERATOR_TROUBLE: ALONE,
    LetterKind.ORDER_SENT: ALONE,
    LetterKind.ORDER_REMINDER: ALONE,
    LetterKind.ORDER_DIGEST: ALONE,
    LetterKind.ORDER_RECEIPT: ANSWER,
    LetterKind.ORDER_WITHDRAWN: ALONE,
    LetterKind.ORDER_CHANGED: ALONE,
    LetterKind.ORDER_REWORK: ALONE,
    LetterKind.ORDER_COMMENT: NEWS,
    LetterKind.ORDER_LINK: ANSWER,
    LetterKind.ORDER_APPOINTMENT: ALONE,
    LetterKind.ORDER_VISIT: ALONE,
    LetterKind.ORDER_COST: ALONE,
    LetterKind.OWNER_COST: ALONE,
    LetterKind.OWNER_COST_OVER: ALONE,
}
FOLDING = tuple(kind for kind, rule in POSTING_RULES.items() if rule.folds)
COUNTED = tuple(kind for kind, rule in POSTING_RULES.items() if rule.counted)
