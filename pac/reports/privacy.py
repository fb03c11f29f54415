"""What of the reports is given away: what was done and by which post, and no person's name.

Whoever fills in a report may name a person in any of its texts. On a page the text stands among
others for a while; in a file it is copied for good (Ley 1581 de 2012). So in the open data what
looks like a person's data stays behind, and its place says so; the public board gives posts alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pac.model import Party
from pac.progress.figures import Plan
from pac.reading.offices import looks_like_person, parse_offices

WITHHELD: Final = "[Texto no incluido: parece tener datos de una persona]"
UNREACHABLE: Final = "[Evidencia en un equipo de la entidad]"

# Where somebody's computer keeps it; such a path often holds the name of its user.
_LOCAL: Final = re.compile(r"(?i)(?:^|[\s\"'(])(?:[a-z]:[\\/]|\\\\|file:|/home/|/users/)")

# A post followed by words in small letters alone: no proper name can follow.
_POST: Final = re.compile(
    r"(?i:apoyo|asesora?|asistente|auxiliar|coordinadora?|delegad[ao]|directora?|enlace|gestora?"
    r"|inspectora?|jef[ae]|líder|lider|profesional|responsable|secretari[ao]|subdirectora?"
    r"|supervisora?|t[eé]cnic[ao]|tesorer[ao])(?: [a-záéíóúüñ]+)*"
)


@dataclass(frozen=True)
class Screen:
    """What of a plan's reports may leave."""

    parties: tuple[Party, ...]
    doubtful: Mapping[str, tuple[str, ...]]  # by activity: what reading took for a person's data

    def text(self, activity_id: str, said: str) -> str:
        """Return a text that somebody wrote of an activity, or that it stays behind."""
        doubtful = self.doubtful.get(activity_id, ())
        if any(one in said for one in doubtful) or looks_like_person(said):
            return WITHHELD
        return said

    def evidence(self, activity_id: str, said: str) -> str:
        """Return where the evidence is, or that nobody outside could open it."""
        return UNREACHABLE if _LOCAL.search(said) else self.text(activity_id, said)

    def post(self, said: str) -> str:
        """Return who reported where that is an office or a post; blank where it may be a person."""
        known = {one.name for one in self.parties}
        offices = [one for one in parse_offices(said, self.parties) if one in known]
        if offices:
            return "; ".join(offices)
        is_post = _POST.fullmatch(" ".join(said.split())) is not None
        return said if is_post and not looks_like_person(said) else ""


def screen(plan: Plan) -> Screen:
    """Return what may leave of the reports of a plan.

    A warning that somebody silenced with a reason is no doubt any more.
    """
    doubtful: dict[str, tuple[str, ...]] = {}
    for one in plan.findings:
        if one.code == "personal_data" and one.found:
            for name in one.activities:
                found = one.found.removesuffix("…")
                doubtful[name] = (*doubtful.get(name, ()), found)
    return Screen(plan.parties, doubtful)
