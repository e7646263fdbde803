"""What was wrong with a form, in the reader's language, at its field."""

from __future__ import annotations

from collections.abc import Mapping

from convert.errors import InvalidError, RefusedError
from web.request import RequestContext
from web.typed import Typed


class Answers(dict[str, str]):
    """Text by field name; "" for what is not there, so that a template can ask for any field."""

    def __init__(self, known: Mapping[str, object] | None = None) -> None:
        super().__init__({name: "" if value is None else str(value) for name, value in (known or {}).items()})

    def __missing__(self, name: str) -> str:
        return ""


def typed_answers(form: Typed) -> Answers:
    """What was typed, to be shown again as it was."""
    return Answers(form.kept())


# What convert calls a thing, and the field of our forms where it is filled in.
FIELDS = {
    "company_id": "company",
    "contact_id": "company",
    "responsible_id": "responsible",
    "appointment_from": "on",
    "appointment_to": "until",
}


def faults_of(context: RequestContext, error: InvalidError | RefusedError) -> Answers:
    """What to say at which field; what concerns the whole form stands at ""."""
    if isinstance(error, RefusedError):
        return Answers({"": context.say(error.words)})
    return Answers({FIELDS.get(name, name): context.say(words) for name, words in error.fields.items()})


def wrongs_of(errors: Answers) -> list[dict[str, str]]:
    """What parts/forms.html lists at the top of a form that was refused."""
    return [{"name": name, "text": words} for name, words in errors.items() if words]
