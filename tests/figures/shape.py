"""The common shape: what is said of the plan, a component, a party, an activity, a date, a month.

``{Key("component", "3. Rendición de cuentas"): {"fulfilled": 2, "scheduled": 4, …}}``. A measure
that a format leaves out, or shows as a dash, is not there. A share as a number is ``attainment``,
the same one in words ``attainment_words``: nothing turns one into the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Key(NamedTuple):
    """Of what something is said."""

    scope: str  # plan, component, party, activity, date, month, cutoff
    name: str = ""  # as people read it; of a component with its number
    cutoff: dt.date | None = None  # where another one than that of the file


Measures = dict[str, Any]
Said = dict[Key, Measures]

PLAN = Key("plan")


class Found:
    """Gathers what a file says; one that says two things of the same is caught here."""

    def __init__(self) -> None:
        self.said: Said = {}

    def add(self, key: Key, **measures: object) -> None:
        """Keep what was read; None, a blank and a dash say nothing."""
        held = self.said.setdefault(key, {})
        for name, value in measures.items():
            if value in (None, "", "–"):
                continue
            assert held.setdefault(name, value) == value, f"{key}: {name} {held[name]} and {value}"


def merged(*those: Said) -> Said:
    """Return what several parts of a file say together, which must agree."""
    found = Found()
    for said in those:
        for key, measures in said.items():
            found.add(key, **measures)
    return found.said


def only(said: Mapping[Key, Measures], scope: str, *measures: str) -> Said:
    """Return of one scope the measures that are named, as far as there is such a figure."""
    return {
        key: {name: held[name] for name in measures if name in held}
        for key, held in said.items()
        if key.scope == scope
    }


def without(said: Mapping[Key, Measures], keys: Iterable[Key]) -> Said:
    """Return what is said of the others."""
    left_out = set(keys)
    return {key: held for key, held in said.items() if key not in left_out}


def differences(said: Said, expected: Said) -> list[str]:
    """Return what is said and is not so, what is not said, and what may not be said."""
    found = []
    for key in dict.fromkeys((*expected, *said)):
        if key not in said:
            found.append(f"{key}: not there")
            continue
        told, known = said[key], expected.get(key, {})
        if key not in expected:
            found.append(f"{key}: nobody knows it: {told}")
        for name in dict.fromkeys((*known, *told)):
            says, holds = told.get(name, "nothing"), known.get(name, "nothing")
            if says != holds and not _between(key, says, holds):
                found.append(f"{key}: {name} is said to be {says}, and is {holds}")
    return found


def _between(key: Key, says: object, holds: object) -> bool:
    """Tell whether the mean of a group falls between two ninth decimals, and was rounded to each.

    The board adds up in binary, the pencil in fractions: a tie may go either way. Its words, and
    every other figure, are the same to the last digit.
    """
    if not (isinstance(says, float) and isinstance(holds, float)):
        return False
    return key.scope in ("plan", "component", "party") and abs(says - holds) < 1.5e-9
