"""Taking a job on, and not, with every verb the field uses, in each order of words: "pakken wij graag op",
"wij nemen hem niet aan", "we can't take this on"."""

from __future__ import annotations

from ingest.intents.party_words import HIM, ORDER, WE

_FILL = (
    rf"(?: (?:{ORDER}|{HIM}|deze|dit|die|dat|er|graag|gaarne|met (?:alle )?plezier|gewoon|dan|ook|hierbij|bij deze|"
    r"voor (?:u|jullie|je)|zeker|natuurlijk|uiteraard|direct|meteen|zelf|snel|klus))*"
)
_NOT = rf"(?:{_FILL}(?: (?:helaas|toch|echt|liever|dus|nu|momenteel|ook|soort|zulk|werk|klussen))*)* niet{_FILL}"
_SUBJECT = (
    rf"(?:(?:{ORDER}|deze|dit|dat|die|(?:dit|dat) soort (?:werk|klussen)|zulk werk|\w*dakwerk|\w+werkzaamheden) )?"
)
# verb, what belongs to it; the verb of a job that is not taken may have more
_TAKING = (
    ("neem|nemen", "(?:aan|mee)"),
    ("pak|pakken", "op"),
    ("voer|voeren", "uit"),
    ("plan|plannen", "in"),
    ("los|lossen", "op"),
    ("zet|zetten", "(?:in|op) de (?:planning|agenda)"),
    ("ga|gaan|geef|geven", "akkoord"),
    ("zijn|ben", "akkoord"),
    ("ga|gaan", "(?:(?:hier|er) ?mee )?(?:aan de (?:slag|gang)|aan het werk)"),
    (
        "ga|gaan",
        "(?:doen|regelen|oppakken|uitvoeren|inplannen|verzorgen|aannemen|accepteren|oplossen|aanpakken|in orde maken)",
    ),
    ("accepteer|accepteren|acepteren|regel|regelen|verzorg|verzorgen", ""),
)
_NO_PARTICLE = ("doe|doen", "bevestig|bevestigen")  # these need what they are about, or the other order of words
_MORE_DECLINED = (
    ("doe|doen|maak|maken|wil|willen", ""),
    ("kan|kunnen|wil|willen", "(?:doen|aannemen|uitvoeren|maken|verzorgen|accepteren|inplannen|oppakken)"),
    ("kan|kunnen", ""),
)


def _taking_on() -> str:
    lines = []
    for verb, particle in _TAKING:
        end = f" {particle}" if particle else ""
        lines += [rf"{WE} (?:{verb}){_FILL}{end}", rf"{_SUBJECT}(?:{verb}) {WE}{_FILL}{end}"]
    for verb in _NO_PARTICLE:
        about = rf" (?:{ORDER}|{HIM}|deze|dit|die|dat)"
        lines += [rf"{WE} (?:{verb}){_FILL}{about}{_FILL}", rf"(?:hierbij |bij deze )?(?:{verb}) {WE}{about}{_FILL}"]
    lines.append(rf"(?:{ORDER} |dat |dit |die )?(?:doen (?:we|wij)|doe ik){_FILL}")
    will = r"(?:we'll|i'll|we will|i will|we|i)(?: (?:hereby|gladly|happily))?"
    lines.append(
        rf"{will} (?:accept|confirm|take)(?: (?:it|this|that|{ORDER}))(?: one)?(?: on)?(?: with (?:thanks|pleasure))?"
    )
    lines += [rf"(?:we|i)(?: hereby)? accept|{will} do (?:this|it|that|{ORDER})(?: one| job)?"]
    return "\n".join(lines)


def _declining() -> str:
    lines = []
    for verb, particle in (*_TAKING, *_MORE_DECLINED):
        end = f" {particle}" if particle else ""
        lines += [rf"{_SUBJECT}{WE} (?:{verb}){_NOT}{end}", rf"{_SUBJECT}(?:{verb}) {WE}{_NOT}{end}"]
    cannot = r"(?:can't|cannot|can not|won't|will not|don't|do not|won't be able to|(?:'re|are|am|'m) not able to|aren't able to)"
    about = rf"(?: (?:on|it|this|that|one|{ORDER}|any more work|any work))"
    lines.append(rf"(?:we|i)(?: am| are)? ?{cannot} (?:accept|take|do|manage|carry out|fit){about}+")
    must = rf"(?:{WE} (?:moeten|moet)|(?:moeten|moet) {WE})"
    lines.append(rf"{_SUBJECT}{must}(?:{_FILL}(?: helaas)?)*{_FILL} (?:weigeren|afwijzen|afzeggen)")
    lines.append(
        rf"(?:{WE} )?(?:kunnen|kan) (?:{WE} )?u (?:hier|hierbij|hiermee|helaas)* ?niet (?:mee |bij )?(?:helpen|van dienst zijn)"
    )
    lines.append(
        rf"{WE} (?:nemen|neem) (?:(?:helaas|nu|momenteel|op dit moment) )*geen (?:nieuwe )?(?:opdrachten|klussen|werk) (?:meer )?aan"
    )
    lines.append(
        rf"(?:we|i)(?: simply)? (?:don't|do not) have (?:the |any |enough )*(?:capacity|time|staff|people|manpower)(?: for (?:this|it|{ORDER}))?"
    )
    lines.append(
        r"(?:(?:we|i) )?(?:can't|cannot) help(?: you)?(?: with (?:this|that|it))?|(?:we|i) (?:won't|will not) be (?:taking|doing) (?:this|it)(?: job)?"
    )
    lines.append(rf"(?:can't|cannot) do (?:it|this|{ORDER})")
    lines.append(
        r"(?:we|i|we'll|i'll) ?(?:must|will|have to|will have to|need to)? ?(?:have to )?(?:decline|refuse|turn (?:this|it) down)"
        rf"(?:{about})*"
    )
    return "\n".join(lines)


TAKING_ON, DECLINING = _taking_on(), _declining()
