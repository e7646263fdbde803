"""Why the desk suggests something, in words."""

from __future__ import annotations

from convert.drafts.proposals import Suggestion
from web.request import RequestContext


def why_suggested(context: RequestContext, suggestion: Suggestion) -> str:
    """ "mentioned: “Lindenlaan 14-b”", in the visitor's language."""
    why = context.word(suggestion.why, words=suggestion.words)
    return context.say("%(why)s; it is closed", why=why) if suggestion.is_over else why
