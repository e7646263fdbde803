"""What people report most, by trade: a title to pick instead of to write (R20)."""

from __future__ import annotations

from config.words import Text
from store.words import Trade

# The last of each is for what is not in the list; then the reporter's own words are the title.
PRESETS: dict[Trade, dict[str, Text]] = {
    Trade.PLUMBING: {
        "bathroom": Text("Leak in the bathroom"),
        "kitchen": Text("Leak in the kitchen"),
        "toilet": Text("Toilet runs or leaks"),
        "drain": Text("Blocked drain"),
        "other": Text("Something else with water"),
    },
    Trade.HEATING: {
        "boiler": Text("Heating fault"),
        "hot-water": Text("No hot water"),
        "radiator": Text("Radiator stays cold"),
        "other": Text("Something else with heating"),
    },
    Trade.ELECTRICITY: {
        "power": Text("No power"),
        "light": Text("Light in the stairwell broken"),
        "intercom": Text("Bell or intercom does not work"),
        "other": Text("Something else with electricity"),
    },
    Trade.ROOF: {
        "leak": Text("Leak in the roof"),
        "gutter": Text("Gutter blocked or broken"),
        "other": Text("Something else with roof or wall"),
    },
    Trade.LOCKS: {
        "door": Text("Door does not close"),
        "lock": Text("Lock broken"),
        "window": Text("Window or frame broken"),
        "other": Text("Something else with door, window or key"),
    },
    Trade.LIFT: {
        "stuck": Text("Lift does not work"),
        "other": Text("Something else with the lift"),
    },
    Trade.CLEANING: {
        "shared": Text("Hall or stairwell dirty"),
        "pests": Text("Pests"),
        "other": Text("Something else with cleaning"),
    },
    Trade.OTHER: {"other": Text("Something else")},
}
