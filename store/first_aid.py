"""What the public form asks and advises for each thing that is reported: questions of the trade, what somebody can
safely try first, and what tenants usually mend themselves. What could hurt somebody (gas, an open boiler, bare wires, a
ladder) is in no advice."""

from __future__ import annotations

from dataclasses import dataclass

from config.words import Text
from store.report_choices import OfferedPreset
from store.words import Trade


@dataclass(frozen=True, slots=True)
class FirstAid:
    """steps: what to try, in order · own: said kindly where tenants usually do this themselves, None where not"""

    steps: tuple[Text, ...]
    own: Text | None = None


_UPKEEP = Text("Tenants usually do this small upkeep themselves. Does it not work, or can you not do it? Tell us.")
_PRESSURE = Text("Look at the pressure on the boiler: 1 to 2 bar is well. Lower? Top it up as its booklet says.")
_WATER = (
    Text("Does water come near lamps or sockets? Stay away from them."),
    Text("Does it keep running? Turn off the main stop tap, usually in the meter cupboard."),
    Text("Put a bucket or towels under it."),
)
_BOILER = (
    Text("Does the boiler show a code? Write it down below."),
    _PRESSURE,
    Text("Is the thermostat on, and are its batteries full? Leave the boiler itself closed."),
)
_GROUND = Text("Stay on the ground: no ladder, no roof. A photo from the street helps.")
_OPEN_HOME = Text("Can the home not be locked tonight? Call us; do not wait for our e-mail.")
FIRST_AID: dict[str, FirstAid] = {
    "heating.radiator": FirstAid(
        (
            Text("Turn the tap of the radiator fully open."),
            Text("Set the thermostat low and wait ten minutes."),
            Text("Bleed it: hold a cloth below the small valve at its top, open it a quarter turn until water "
                 "comes, and close it."),
            _PRESSURE,
        ),
        _UPKEEP,
    ),
    "heating.boiler": FirstAid(_BOILER),
    "heating.hot-water": FirstAid(_BOILER),
    "plumbing.bathroom": FirstAid(_WATER),
    "plumbing.kitchen": FirstAid(_WATER),
    "roof.leak": FirstAid(_WATER),
    "plumbing.toilet": FirstAid(
        (Text("Does it keep running? Turn off the small tap beside the cistern; you can flush with a bucket of "
              "water."),)
    ),
    "plumbing.drain": FirstAid(
        (
            Text("Try a plunger, or hot (not boiling) water."),
            Text("Empty the trap under the sink into a bucket, if you can reach it."),
            Text("Use no drain cleaner: it harms the pipes, and whoever comes to mend them."),
        ),
        _UPKEEP,
    ),
    "electricity.power": FirstAid(
        (
            Text("Are the neighbours without power as well? Call 0800-9009, free, day and night."),
            Text("Has a fuse tripped? Unplug what is on its circuit and put the switch up once."),
            Text("Does it trip again? Leave it off."),
        )
    ),
    "electricity.intercom": FirstAid(
        (
            Text("Is its sound turned off, or its handset not quite on the hook?"),
            Text("A bell with batteries: put in new ones."),
        ),
        _UPKEEP,
    ),
    "roof.gutter": FirstAid(
        (_GROUND, Text("Does water run along a wall or into the home? Put things out of its way."))
    ),
    "locks.door": FirstAid(
        (
            Text("Is something in its way: a mat, a coat, a small stone?"),
            Text("Are the screws of its hinges tight? Turn them with a screwdriver."),
            Text("Put a drop of oil on the hinges and on the bolt."),
            _OPEN_HOME,
        ),
        _UPKEEP,
    ),
    "locks.lock": FirstAid(
        (Text("Spray lock spray or graphite into the lock, no cooking oil, and try the spare key."), _OPEN_HOME),
        _UPKEEP,
    ),
    "locks.window": FirstAid(
        (Text("Is glass broken? Keep children, pets and bare feet away; pull nothing out of the frame."), _OPEN_HOME)
    ),
    "lift.stuck": FirstAid(
        (
            Text("Is somebody in it? Let them press the alarm button, and stay where they are."),
            Text("Never force its doors, and do not use it until it is mended."),
        )
    ),
    "cleaning.pests": FirstAid(
        (
            Text("Keep food and waste closed, and look where they come in."),
            Text("Put down no poison: it is dangerous for children, pets and birds."),
        )
    ),
}  # fmt: skip

# What helps whoever comes to bring the right thing; none of it has to be answered.
QUESTIONS: dict[Trade, dict[str, Text]] = {
    Trade.PLUMBING: {
        "since": Text("Since when?"),
        "amount": Text("How much water comes: drops, a trickle, a stream?"),
    },
    Trade.HEATING: {
        "code": Text("Which code does the boiler show?"),
        "pressure": Text("What pressure does it show, in bar?"),
        "rooms": Text("Is it cold in one room, or everywhere?"),
    },
    Trade.ELECTRICITY: {
        "where": Text("Does it concern one room, or the whole home?"),
        "fuse": Text("Has a fuse or the earth-leakage switch tripped?"),
    },
    Trade.ROOF: {"rain": Text("Only when it rains, or always?")},
    Trade.LOCKS: {"shut": Text("Can the home still be locked?")},
    Trade.LIFT: {"floor": Text("On which floor does it stand?"), "people": Text("Is anybody in it?")},
    Trade.CLEANING: {"what": Text("What did you see, and where?")},
    Trade.OTHER: {"again": Text("Has it happened before?")},
}

# Where it leaks, as pictures (static/shapes.svg).
LEAKS: dict[str, Text] = {
    "tap": Text("At the tap"),
    "sink": Text("Under the sink"),
    "shower": Text("In the shower or bath"),
    "toilet": Text("At the toilet"),
    "ceiling": Text("From the ceiling"),
    "radiator": Text("At a radiator or pipe"),
    "washer": Text("At the washing machine"),
}
LEAKING = ("plumbing.bathroom", "plumbing.kitchen", "roof.leak", "plumbing.other")

COLD = "heating.boiler"  # beside which stands what to do where the whole home is cold

# The picture of what is reported most; "something else" of a trade is in the list below the pictures.
PICTURES: dict[str, str] = {
    "plumbing.bathroom": "shower",
    "plumbing.kitchen": "tap",
    "plumbing.toilet": "toilet",
    "plumbing.drain": "sink",
    "heating.boiler": "boiler",
    "heating.hot-water": "thermometer",
    "heating.radiator": "radiator",
    "electricity.power": "bolt",
    "electricity.light": "lamp",
    "electricity.intercom": "bell",
    "roof.leak": "ceiling",
    "roof.gutter": "gutter",
    "locks.door": "door",
    "locks.lock": "key",
    "locks.window": "window",
    "lift.stuck": "lift",
    "cleaning.shared": "broom",
    "cleaning.pests": "bug",
    "other.other": "question",
}


def picture_of(preset: OfferedPreset) -> str:
    """The desk's own has the sign of its trade; "" for what is in the list below the pictures only."""
    if not preset.is_own:
        return PICTURES.get(preset.key, "")
    return next((sign for key, sign in PICTURES.items() if key.startswith(f"{preset.trade.value}.")), "")
