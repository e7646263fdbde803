"""The policy for incoming mail: small named rules, each with its reason in docs/rules.md. The order is the policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from ingest.judging.lookalikes import LookAlike, find_look_alike
from ingest.judging.verdict import Home, Known, Verdict, join, open_draft, set_aside
from ingest.language.mailboxes import is_unread
from ingest.mail import InboundMail, words_of
from ingest.returns.automatic import is_by_phrases, is_by_precedence, is_campaign
from ingest.returns.recalls import recalled_subject
from ingest.suggesting.trades import is_same_topic, problems_in
from ingest.suggesting.urgency import Level, find_urgency
from store.subjects import bare_subject
from store.words import Aside, AuthorBy, Proof

_LIST_NAMES = frozenset({"list-id", "list-post", "mailing-list", "x-mailing-list"})
MOST_MARKS = 100  # a thread of years names each of its mails
Rule: TypeAlias = Callable[[InboundMail, Known], Verdict | None]


def own_echo(mail: InboundMail, known: Known) -> Verdict | None:
    return set_aside(Aside.ECHO, message_id=mail.message_id) if known.own_letter else None


def changed_copy(mail: InboundMail, known: Known) -> Verdict | None:
    return set_aside(Aside.COPY, known.first_copy, message_id=mail.message_id) if known.first_copy else None


def recall(mail: InboundMail, known: Known) -> Verdict | None:
    return join(known.recalled, recalls=recalled_subject(mail.subject, mail.reply.new)) if known.recalled else None


def delivery_report(mail: InboundMail, known: Known) -> Verdict | None:
    if not mail.returns and not mail.is_bounce:
        return None  # a delay is no return, and outbound tells it on the letter's timeline
    originals = [fate.original_message_id for fate in mail.returns if fate.original_message_id]
    home = _first(known.by_return, mail.tokens) or _first(known.by_letter, (*originals, *marks_of(mail)))
    returns = [
        {"recipient": fate.recipient, "action": fate.action, "status": fate.status, "mail_id": fate.original_message_id}
        for fate in mail.returns
    ]
    return set_aside(Aside.RETURN, home, letter_id=home.letter_id if home else None, returns=returns)


def bulk(mail: InboundMail, known: Known) -> Verdict | None:
    answers = mail.in_reply_to or mail.header("auto-submitted").lower().startswith("auto-replied")
    if not mail.is_bulk or answers or is_emergency(mail) or home_of(mail, known):
        return None
    if _came_through_a_list(mail, known):
        return None
    return set_aside(Aside.BULK)


def _came_through_a_list(mail: InboundMail, known: Known) -> bool:
    """A list says how a mail travelled, not what it is."""
    return _is_our_own_list(mail, known) or (known.is_known_sender and not is_campaign(mail.headers))


def _is_our_own_list(mail: InboundMail, known: Known) -> bool:
    """The desk's address is itself a group: everything written to it comes with the headers of that list."""
    names = {known.desk, known.desk.replace("@", ".")}
    return any(
        name in _LIST_NAMES and any(ours in value.lower() for ours in names if ours) for name, value in mail.headers
    )


def auto_reply(mail: InboundMail, known: Known) -> Verdict | None:
    by_itself = mail.envelope.sender == ""
    pressed = mail.calendar_answer is not None
    if pressed and not by_itself and home_of(mail, known):
        return None  # a person did, under an invitation of ours
    if not (mail.is_auto or by_itself or pressed) or _cries_for_help(mail):
        return None
    sure = mail.automatic_sure and not (known.is_known_sender and is_by_phrases(mail.automatic_why))
    if not (by_itself or sure or _is_shaped_like_a_robots(mail)):
        return None  # phrases: people use the words of robots too
    if not by_itself and _is_passed_on_by_a_machine(mail, known):
        return None
    home = home_of(mail, known)
    return set_aside(Aside.AUTOMATIC, home, null_return_path=by_itself, **_told_together(home))


def _is_passed_on_by_a_machine(mail: InboundMail, known: Known) -> bool:
    """A list and a website's form mark what people write as their own."""
    if is_by_precedence(mail.automatic_why):
        return _came_through_a_list(mail, known)
    names_visitor = known.author is not None and known.author.by in (AuthorBy.REPLY_TO, AuthorBy.ORIGINAL_FROM)
    made = mail.automatic_why.lower().startswith("auto-submitted: auto-generated")
    return made and names_visitor and known.is_known_sender and not (mail.in_reply_to or mail.tokens)


def _is_shaped_like_a_robots(mail: InboundMail) -> bool:
    """It answers something, or comes from an address that nobody reads."""
    return bool(mail.in_reply_to or mail.references or mail.tokens or is_unread(sender_of(mail)))


def known_reference(mail: InboundMail, known: Known) -> Verdict | None:
    for token in mail.tokens:
        if token in known.by_token:
            return join(known.by_token[token], token=True)
    for message_id in marks_of(mail):
        if message_id in known.by_letter:
            home = known.by_letter[message_id]
            return join(home, our_message_id=message_id, **_told_together(home))
    return None


def _told_together(home: Home | None) -> dict[str, list[int]]:
    return {"told_together": list(home.told_together)} if home and home.told_together else {}


def known_message(mail: InboundMail, known: Known) -> Verdict | None:
    for message_id in marks_of(mail):
        home = known.by_message.get(message_id)
        if home and not (home.draft_id and is_emergency(mail)):  # danger is never a line below another's mail
            another = {"of_another": author_of(mail, known)} if _is_of_another(mail, known, home) else {}
            return join(home, their_message_id=message_id, **another)
    return None


def _is_of_another(mail: InboundMail, known: Known, home: Home) -> bool:
    return home.draft_id is not None and author_of(mail, known) not in home.addresses


def same_matter(mail: InboundMail, known: Known) -> Verdict | None:
    first = known.waiting
    by_header = known.author is not None and known.author.by is AuthorBy.FROM
    tells = bool(mail.reply.new.strip() or mail.attachments)
    if first is None or not by_header or not tells or first.names_another or mail.forwarded or is_emergency(mail):
        return None
    if known.proof is Proof.FORGED or known.proof is not first.proof:
        return None  # in their name, perhaps: neither hides below the other
    words = f"{mail.subject}\n{mail.reply.new}"
    if problems_in(words) or not is_same_topic(f"{first.subject}\n{first.text}", words, _again(first.subject, mail)):
        return None
    return join(first.home, second_mail=True)


def _again(subject: str, mail: InboundMail) -> bool:
    """Whether it goes on under the same subject, or under none."""
    return bare_subject(mail.subject).casefold() in ("", bare_subject(subject).casefold())


def too_large(mail: InboundMail, known: Known) -> Verdict | None:
    if known.size <= known.max_size or is_emergency(mail):
        return None
    return set_aside(Aside.TOO_LARGE, size=known.size, limit=known.max_size)


def look_alike(mail: InboundMail, known: Known) -> Verdict | None:
    found = _look_alike(mail, known)
    if not found or is_emergency(mail):
        return None
    return set_aside(Aside.QUARANTINE, domain=found.domain, resembles=found.resembles)


def flood(mail: InboundMail, known: Known) -> Verdict | None:
    if known.recent_drafts < known.drafts_per_hour or known.from_staff or is_emergency(mail):
        return None
    return set_aside(Aside.AUTOMATIC, drafts_this_hour=known.recent_drafts)


def new_draft(mail: InboundMail, known: Known) -> Verdict | None:
    found = _look_alike(mail, known)
    travelled = is_by_precedence(mail.automatic_why) and _came_through_a_list(mail, known)
    looks = "" if travelled else mail.automatic_why
    doubts = {"resembles": found.resembles if found else "", "looks_automatic": looks}
    return open_draft(**{name: why for name, why in doubts.items() if why})


def _look_alike(mail: InboundMail, known: Known) -> LookAlike | None:
    """Of who is said to have sent it, or of its author."""
    domains = dict.fromkeys(address.rpartition("@")[2] for address in (sender_of(mail), author_of(mail, known)))
    return next((found for domain in domains if (found := find_look_alike(domain, known.domains))), None)


RULES: tuple[Rule, ...] = (
    own_echo,  # aside:  our own letter coming round again
    changed_copy,  # aside:  the same words under the same Message-ID, changed by a gateway on the way
    delivery_report,  # aside:  for outbound, which reads a letter's fate from it (RFC 3464)
    bulk,  # aside:  newsletters and lists (RFC 2919, RFC 2369)
    auto_reply,  # aside:  machines open no drafts (RFC 3834); its thread shows that it came
    recall,  # join:   a wish to have an earlier mail back is laid with that mail
    known_reference,  # join:   an answer to something we sent
    look_alike,  # aside:  a sender that resembles us or a firm we know, and is neither
    known_message,  # join:   an answer to, or a follow-up of, a mail we received
    same_matter,  # join:   the same sender's second mail of the day about what waits in the tray
    too_large,  # aside:  SMTP refuses it at the door; other doors cannot
    flood,  # aside:  one sender, more drafts in an hour than people write
    new_draft,  # draft:  everything else, so the list always ends here
)


def sender_of(mail: InboundMail) -> str:
    """The address in From."""
    return mail.sender.address.lower() if mail.sender else ""


def author_of(mail: InboundMail, known: Known) -> str:
    return known.author.address if known.author else sender_of(mail)


def is_emergency(mail: InboundMail) -> bool:
    """Danger is never set aside by a rule: a false alarm in the tray is cheaper than a gas leak in a bin."""
    return find_urgency(words_of(mail.subject, mail.reply, mail.forwarded)).level is Level.EMERGENCY


def marks_of(mail: InboundMail) -> tuple[str, ...]:
    """The Message-IDs it refers to: In-Reply-To, then References newest first; of very many, the first."""
    return tuple(dict.fromkeys((*mail.in_reply_to, *reversed(mail.references))))[:MOST_MARKS]


def home_of(mail: InboundMail, known: Known) -> Home | None:
    return (
        _first(known.by_token, mail.tokens)
        or _first(known.by_letter, marks_of(mail))
        or _first(known.by_message, marks_of(mail))
    )


def _first(homes: Mapping[str, Home], marks: tuple[str, ...]) -> Home | None:
    return next((homes[mark] for mark in marks if mark in homes), None)


def _cries_for_help(mail: InboundMail) -> bool:
    """An alarm that writes by itself (a lift, a CO detector) answers nobody, and is not set aside."""
    return is_emergency(mail) and not mail.in_reply_to and not mail.tokens
