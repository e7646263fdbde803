"""What people report most, by trade: a title to pick instead of to write (R20)."""

from __future__ import annotations

from store.words import Trade

Title = dict[str, str]  # {"nl": …, "en": …}

# The last of each is for what is not in the list; then the reporter's own words are the title.
PRESETS: dict[Trade, dict[str, Title]] = {
    Trade.PLUMBING: {
        "bathroom": {"nl": "Lekkage badkamer", "en": "Leak in the bathroom"},
        "kitchen": {"nl": "Lekkage keuken", "en": "Leak in the kitchen"},
        "toilet": {"nl": "Toilet loopt door of lekt", "en": "Toilet runs or leaks"},
        "drain": {"nl": "Verstopping", "en": "Blocked drain"},
        "other": {"nl": "Iets anders met water", "en": "Something else with water"},
    },
    Trade.HEATING: {
        "boiler": {"nl": "Cv-storing", "en": "Heating fault"},
        "hot-water": {"nl": "Geen warm water", "en": "No hot water"},
        "radiator": {"nl": "Radiator blijft koud", "en": "Radiator stays cold"},
        "other": {"nl": "Iets anders met verwarming", "en": "Something else with heating"},
    },
    Trade.ELECTRICITY: {
        "power": {"nl": "Geen stroom", "en": "No power"},
        "light": {"nl": "Lamp in portiek kapot", "en": "Light in the stairwell broken"},
        "intercom": {"nl": "Bel of intercom werkt niet", "en": "Bell or intercom does not work"},
        "other": {"nl": "Iets anders met stroom", "en": "Something else with electricity"},
    },
    Trade.ROOF: {
        "leak": {"nl": "Lekkage dak", "en": "Leak in the roof"},
        "gutter": {"nl": "Dakgoot verstopt of kapot", "en": "Gutter blocked or broken"},
        "other": {"nl": "Iets anders met dak of gevel", "en": "Something else with roof or wall"},
    },
    Trade.LOCKS: {
        "door": {"nl": "Deur sluit niet", "en": "Door does not close"},
        "lock": {"nl": "Slot defect", "en": "Lock broken"},
        "window": {"nl": "Raam of kozijn kapot", "en": "Window or frame broken"},
        "other": {"nl": "Iets anders met deur, raam of sleutel", "en": "Something else with door, window or key"},
    },
    Trade.LIFT: {
        "stuck": {"nl": "Lift doet het niet", "en": "Lift does not work"},
        "other": {"nl": "Iets anders met de lift", "en": "Something else with the lift"},
    },
    Trade.CLEANING: {
        "shared": {"nl": "Gang of portiek vuil", "en": "Hall or stairwell dirty"},
        "pests": {"nl": "Ongedierte", "en": "Pests"},
        "other": {"nl": "Iets anders met schoonmaak", "en": "Something else with cleaning"},
    },
    Trade.OTHER: {"other": {"nl": "Iets anders", "en": "Something else"}},
}


def preset_of(key: str) -> tuple[Trade, Title] | None:
    """The trade and title of a choice such as "plumbing.bathroom"; None for what is not in the list."""
    trade, _, name = key.partition(".")
    title = PRESETS.get(Trade(trade), {}).get(name) if trade in set(Trade) else None
    return (Trade(trade), title) if title else None
