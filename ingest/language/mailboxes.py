"""Mailboxes that speak for nobody: what their names say."""

from __future__ import annotations

import re


def is_unread(address: str) -> bool:
    """Nobody reads what is sent there: no-reply, donotreply, niet-beantwoorden, mailer-daemon, notifications."""
    return _UNREAD.search(address.lower().partition("@")[0]) is not None


def is_a_forms(address: str) -> bool:
    """A website's own mailbox, in whose name its form writes: wordpress, website, contactformulier."""
    return _FORM.fullmatch(address.lower().partition("@")[0]) is not None


_UNREAD = re.compile(
    r"""(?<![a-z])(?:no|do[-_.]?not|does[-_.]?not|niet|geen|ne[-_.]?pas|nicht|keine?)[-_.]?
        (?:reply|respond|response|(?:be)?antwoord\w*|(?:be)?antworte?n?|repondre|reponse)(?![a-z])
      | daemon | robot(?![a-z])
      | ^(?:auto[-_.]?(?:confirm|mail|mailer|matic|reply|respond|responder|message|notify)|bounces?|postmaster
         |notif(?:y|ication|ications|icatie|icaties))(?![a-z])
      | ^auto$""",
    re.VERBOSE,
)
_FORM = re.compile(
    r"""(?:www|www-data|web|website|webform|webformulier|webserver|wordpress|wp|php|phpmailer|apache|nginx|nobody|root
      |forms?|formulier|formulieren|formmail|formsubmit|kontaktformular|formulaire
      |contact[-_.]?form(?:ulier)?|meld[-_.]?formulier|online[-_.]?formulier)\d?""",
    re.VERBOSE,
)

# Whoever has an address there speaks for nobody else.
# fmt: off
PUBLIC_PROVIDERS = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.nl", "live.com", "live.nl", "msn.com",
    "outlook.nl", "icloud.com", "me.com", "mac.com", "yahoo.com", "yahoo.nl", "ymail.com", "aol.com", "gmx.com",
    "gmx.net", "gmx.de", "web.de", "proton.me", "protonmail.com", "mail.com", "mail.ru", "yandex.ru", "yandex.com",
    "kpnmail.nl", "kpnplanet.nl", "planet.nl", "hetnet.nl", "home.nl", "ziggo.nl", "upcmail.nl", "casema.nl",
    "chello.nl", "quicknet.nl", "xs4all.nl", "telfort.nl", "tele2.nl", "online.nl", "freedom.nl", "caiway.nl",
    "solcon.nl", "zeelandnet.nl", "delta.nl", "versatel.nl", "t-online.de", "orange.fr", "wanadoo.fr", "free.fr",
    "telenet.be", "skynet.be", "proximus.be",
})
# fmt: on
