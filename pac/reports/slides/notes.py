"""What the speaker's notes say of a figure: by which rule it is made, and from which cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import pandas as pd

from pac import formulas, labels, narrative
from pac.method import Rule
from pac.model import Tier
from pac.progress.figures import Figures
from pac.progress.groups import Group, members
from pac.progress.measure import tier_in_force
from pac.progress.trace import Number, Step, trace

SOURCE: Final = "De dónde sale"


def by_rules(rules: Iterable[Rule], *asked: tuple[str, ...]) -> list[str]:
    """Return what the rules of these numbers say, with their example.

    Args:
        rules: What ``method.rules`` returned for the figures that are presented.
        asked: The numbers by which a rule is known, such as ``("R5", "R6")``.
    """
    said = []
    for rule in rules:
        if rule.numbers in asked:
            what = "Regla" if len(rule.numbers) == 1 else "Reglas"
            title = f"{rule.title[:1].lower()}{rule.title[1:]}"
            named = f"{what} {labels.listing(rule.numbers)}, {title}."
            said.append(" ".join(filter(None, (named, rule.says, rule.example))))
    return said


def counted(measured: pd.DataFrame, *groups: Group) -> list[str]:
    """Return which activities each group holds, one group a line; an empty one is left out."""
    said = []
    for group in groups:
        names = [str(name) for name in measured.index[members(measured, group)]]
        if names:
            said.append(f"{group} ({labels.number(len(names))}): {', '.join(names)}.")
    return said


def cells(figures: Figures, measured: pd.DataFrame) -> list[str]:
    """Return of each activity with something due or reported how it is counted and its cells."""
    shown = measured.loc[members(measured, Group.SCHEDULED) | members(measured, Group.REPORTED)]
    return [_cells_of(figures, str(name), one) for name, one in shown.iterrows()]


def _cells_of(figures: Figures, name: str, one: pd.Series) -> str:
    steps = {
        step.number: step
        for step in trace(figures.plan, name, figures.cutoff, main_file=figures.provenance.files[0])
    }
    in_force = _IN_FORCE[tier_in_force(closed=figures.closed)]
    said = [_part(steps[number], one, figures) for number in (Number.EXPECTED, in_force)]
    return f"{name}: {'; '.join(said)}."


_IN_FORCE: Final = {
    Tier.REPORTED: Number.REPORTED,
    Tier.EVIDENCED: Number.EVIDENCED,
    Tier.VERIFIED: Number.VERIFIED,
}


def _part(step: Step, one: pd.Series, figures: Figures) -> str:
    what = "programado" if step.number is Number.EXPECTED else "avance"
    places: Sequence[str] = step.cells
    if step.held is not None:
        places = [*places, narrative.earlier_dates(step.held)]
    where = f" ({', '.join(places)})" if places else ""
    return f"{what} {formulas.value(step, one, figures.cuts)}{where}"
