"""Who has answered for a cut-off, and the message that asks an office for what is missing.

A message is plain text that WhatsApp and e-mail show alike: short, neutral, to a post and never
to a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from pac import labels, workdays
from pac.model import PartyKind, Settings
from pac.progress.groups import Group, members

LONGEST: Final = 899  # characters of a message
ANSWER_WORKING_DAYS: Final = 5  # after the cut-off; a proposal, no norm asks for it
NOBODY: Final = "Sin dependencia que lidere"

_LONGEST_NAME: Final = 80  # characters of an office or a plan
_SHORT_TEXTS: Final = (90, 60, 36)  # characters of an activity, as there is room


@dataclass(frozen=True)
class Answer:
    """What a party that leads something has reported of what is due by a cut-off."""

    party: str  # blank: what nobody leads
    kind: str  # a PartyKind; blank where nobody leads
    led: tuple[str, ...]  # IDs in the plan's order, as all below
    due: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return what the party is called, also where there is none."""
        return self.party or NOBODY

    @property
    def reported(self) -> tuple[str, ...]:
        """Return what is due and answered."""
        return tuple(one for one in self.due if one not in self.missing)

    @property
    def complete(self) -> bool:
        """Tell whether nothing that is due waits for a report."""
        return not self.missing


def answered(measured: pd.DataFrame, previous: dt.date | None = None) -> tuple[Answer, ...]:
    """Return who has answered for a cut-off: offices, then groups and committees, then nobody's.

    What is due is answered where a report is dated after the cut-off before, or where the earlier
    ones cover all that is due by now: who had finished in April has nothing to add in August.

    Args:
        measured: What ``measure.measure`` returned for the cut-off.
        previous: The cut-off before it, None for the first one.
    """
    due = members(measured, Group.SCHEDULED)
    told = measured["reported"].astype(bool)
    if previous is not None:
        told &= measured["as_of"] > pd.Timestamp(previous)
    covered = measured["attainment_reported"] >= measured["expected"]
    missing = due & ~told & ~covered
    kinds = dict(zip(measured["lead"], measured["lead_kind"], strict=True))
    ranks = [*map(str, PartyKind), ""]
    order = sorted(kinds, key=lambda name: (ranks.index(kinds[name]), labels.fold(name)))
    return tuple(
        Answer(
            party,
            kinds[party],
            _ids(measured, measured["lead"] == party),
            _ids(measured, due & (measured["lead"] == party)),
            _ids(measured, missing & (measured["lead"] == party)),
        )
        for party in order
    )


def _ids(measured: pd.DataFrame, which: pd.Series[bool]) -> tuple[str, ...]:
    return tuple(map(str, measured.index[which]))


def answer_day(cutoff: dt.date, today: dt.date | None = None) -> dt.date:
    """Return the day by which to propose an answer: the fifth working day after the cut-off.

    Args:
        cutoff: The cut-off.
        today: Where given and that day is past, the fifth working day after this one.
    """
    day = workdays.working_days_after(cutoff, ANSWER_WORKING_DAYS)
    if today is None or day >= today:
        return day
    return workdays.working_days_after(today, ANSWER_WORKING_DAYS)


def office_message(
    answer: Answer,
    texts: Mapping[str, str],
    settings: Settings,
    cutoff: dt.date,
    answer_by: dt.date | None = None,
) -> str:
    """Return the message to paste for a party, under 900 characters whatever the plan holds.

    Args:
        answer: What it has reported.
        texts: The text of each activity, by ID.
        settings: Of the plan.
        cutoff: The cut-off asked about.
        answer_by: By when to answer; the fifth working day after the cut-off where not given.
    """
    plan = f"{_short(settings.instrument, _LONGEST_NAME)} {settings.plan_year}"
    about = f"Para el corte del {labels.date(cutoff)} del {plan}"
    greeting = f"Buenos días, {_short(answer.party, _LONGEST_NAME)}:" if answer.party else (
        "Buenos días:"
    )  # fmt: skip
    by = labels.date(answer_by or answer_day(cutoff))
    whose = "a su cargo" if answer.party else "sin dependencia que las lidere"
    if not answer.due:
        return _joined(
            greeting,
            f"{about} no hay actividades programadas {whose}. No hace falta reportar; si ya hay "
            "algún avance, puede escribirlo en el formato.",
        )
    due = labels.count(len(answer.due), "actividad programada", "actividades programadas")
    if answer.complete:
        return _joined(
            greeting,
            f"{about} hay {due} {whose} y el reporte está completo: {_listed(answer.due)}. "
            "No falta nada de su parte.",
        )
    before = f"{about} hay {due} {whose}."
    n = len(answer.missing)
    if not answer.reported:
        asked = "Falta su reporte:" if n == 1 else f"Falta el reporte de las {labels.number(n)}:"
    else:
        asked = f"Falta el reporte de {'una' if n == 1 else labels.number(n)}:"
    told = f"Con reporte: {_listed(answer.reported)}." if answer.reported else ""
    after = (
        f"Se propone responder a más tardar el {by}. Llene las celdas blancas de la hoja "
        "Seguimiento del formato y devuélvalo por este medio. Si algo no se ha hecho, escriba 0 y "
        "diga por qué en Observaciones."
    )
    for lines in _lists(answer.missing, texts):
        message = _joined(greeting, before, "\n".join((asked, *lines)), told, after)
        if len(message) <= LONGEST:
            return message
    # so many that the IDs alone do not fit twice: those that are missing matter
    return _joined(greeting, before, "\n".join((asked, *lines)), after)


def _joined(*paragraphs: str) -> str:
    return "\n\n".join(part for part in paragraphs if part)


def _lists(missing: Sequence[str], texts: Mapping[str, str]) -> Iterator[Sequence[str]]:
    """Yield the list of what is missing, each time shorter: its texts, then only some IDs."""
    for most in _SHORT_TEXTS:
        yield [f"- {name}: {_short(texts.get(name, ''), most)}" for name in missing]
    yield [f"- {_listed(missing)}"]


_MOST_IDS: Final = 12  # that a line names
_LONGEST_ID: Final = 16  # characters


def _listed(names: Sequence[str]) -> str:
    """Return the IDs as a listing; of many the first ones, and how many more there are."""
    shown = [_short(name, _LONGEST_ID) for name in names[:_MOST_IDS]]
    more = len(names) - len(shown)
    return labels.listing([*shown, f"{labels.number(more)} más"] if more else shown)


def _short(text: str, most: int) -> str:
    """Return a text on one line, cut between words where it is longer."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    cut = plain[: most - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[most // 2 :] else cut}…".replace(",…", "…")
