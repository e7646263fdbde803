"""What is wrong with a setting, in one plain sentence that names its key, and the key that was perhaps meant."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, get_args

from config.speech import say

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails


def setting_words(error: ErrorDetails, settings: type[BaseModel]) -> str:
    """One error of pydantic in words of our own; `settings` knows which keys there are."""
    key = ".".join(str(part) for part in error["loc"])
    kind = error["type"]
    if kind == "extra_forbidden":
        meant = _meant([str(part) for part in error["loc"] if isinstance(part, str)], settings)
        if meant:
            return say("there is no setting %(key)s; did you mean %(meant)s?", key=key, meant=meant)
        return say("there is no setting %(key)s; docs/settings.md names them all", key=key)
    if kind == "missing":
        return say("setting %(key)s is missing", key=key)
    return say("setting %(key)s: %(why)s", key=key, why=why_wrong(error))


def why_wrong(error: ErrorDetails) -> str:
    """The sentence without the key."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context.get("error", error["msg"]))  # a validator of ours, which speaks for itself
    if kind == "literal_error":
        return say("choose from %(choices)s", choices=str(context["expected"]).replace(" or ", ", "))
    if kind.startswith(("int_", "float_")):
        return say("this must be a number")
    if kind.startswith("bool_"):
        return say("this must be true or false")
    if kind.startswith("date_"):
        return say("this must be a day like 2026-11-28")
    if kind.startswith("time_"):
        return say("this must be a time like 09:00")
    if kind == "greater_than":
        return say("this must be more than %(least)s", least=context["gt"])
    if kind == "greater_than_equal":
        return say("this must be at least %(least)s", least=context["ge"])
    if kind == "less_than_equal":
        return say("this must be at most %(most)s", most=context["le"])
    if kind == "too_long":
        return say("these are more than %(most)s", most=context["max_length"])
    return say("this cannot be used here")


def _meant(typed: list[str], settings: type[BaseModel]) -> str:
    """The key that resembles the one that was typed: in its own section, else one of that name elsewhere."""
    keys = dict(_keys(settings))
    section, name = typed[0], typed[-1]
    if section in keys and len(typed) > 1:
        near = get_close_matches(name, keys[section], 1, 0.6)
        if near:
            return f"{section}.{near[0]}"
    elif near := get_close_matches(section, keys, 1, 0.6):
        return ".".join([near[0], *typed[1:]])
    homes = [other for other in keys if name in keys[other]]
    return ", ".join(f"{home}.{name}" for home in (homes if len(typed) > 1 else homes[:1]))


def _keys(settings: type[BaseModel]) -> Iterator[tuple[str, list[str]]]:
    for section, field in settings.model_fields.items():
        model: Any = next(iter(get_args(field.annotation)), field.annotation)
        yield section, list(model.model_fields)
