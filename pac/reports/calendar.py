"""The plan's dates as a calendar file (RFC 5545), which a phone or Outlook takes in.

An event keeps its UID from version to version, so that taking the file in again moves what was
moved instead of adding it twice.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import pandas as pd

from pac import labels, narrative
from pac.model import Move
from pac.progress.figures import Figures
from pac.progress.groups import Group, members
from pac.progress.measure import DATE_DONE, DATE_MISSING
from pac.reports import provenance
from pac.reports.cells import component_of

# In the morning of the day 15 days before, which for an event of all day is 14 days and 16 hours
# before it begins: at midnight nobody wants to be reminded.
_REMINDER: Final = "-P14DT16H"

_LINE: Final = 75  # octets that a line holds (RFC 5545, 3.1)
_SHORT: Final = 90  # characters of an activity in the title of its events

# Nothing but words: what no text may hold, and marks that turn the words that follow around.
_UNFIT: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+"
)

# Colombia has one time all year; no event of ours has an hour, but some programs ask for the zone.
_ZONE: Final = (
    "BEGIN:VTIMEZONE",
    "TZID:America/Bogota",
    "BEGIN:STANDARD",
    "DTSTART:19930404T000000",
    "TZOFFSETFROM:-0500",
    "TZOFFSETTO:-0500",
    "TZNAME:-05",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def calendar(figures: Figures, made_at: dt.datetime, office: str | None = None) -> bytes:
    """Return every date of a plan that can be read, as events of all day with a reminder.

    They are the dates in force today, whatever the cut-off; what is said of each of them is how
    it stood at the cut-off.

    Args:
        figures: Of the whole plan at a cut-off.
        made_at: When it was asked for, in Colombia's time.
        office: The party whose dates are asked for: what it leads, and what it takes part in,
            which is said so; None for all.
    """
    activities = figures.plan.activities.loc[figures.measured.index]
    if office is not None:
        inside = [
            office == one["lead"] or office in one["offices"] for _, one in activities.iterrows()
        ]
        activities = activities.loc[inside]
    states = _states(figures)
    lines = [*_head(figures, office, activities, made_at), *_ZONE]
    components = component_of(activities)
    for (name, one), component in zip(activities.iterrows(), components, strict=True):
        said = _said(figures, one, office, made_at, component)
        for number, due in enumerate(one["milestones"], 1):
            lines += _event(said, number, due, states.get((str(name), due), ""))
        moves = figures.plan.rescheduled.get(str(name), ())
        for number, due in _dropped(one["milestones"], moves):
            lines += _dropped_event(said, number, due)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _head(
    figures: Figures, office: str | None, activities: pd.DataFrame, made_at: dt.datetime
) -> list[str]:
    said = figures.provenance
    about = provenance.lines(said, made_at)
    parts = (f"PAAC {said.plan_year}", said.entity, office or "", said.mark)
    name = _text(_clean(" · ".join(filter(None, parts))))
    described = _text(_paragraphs([*_without_date(figures, activities), *about]))
    return [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tablero PAAC//Calendario//ES",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        f"DESCRIPTION:{described}",
        f"X-WR-CALDESC:{described}",
        "X-WR-TIMEZONE:America/Bogota",
    ]


def _without_date(figures: Figures, activities: pd.DataFrame) -> list[str]:
    """Return which activities have no event, since their date cannot be read."""
    measured = figures.measured.loc[activities.index]
    names = [str(name) for name in measured.index[members(measured, Group.NO_DATE)]]
    if not names:
        return []
    forms = ("actividad no está en el calendario", "actividades no están en el calendario")
    count = labels.count(len(names), *forms)
    return [f"{count}, porque su fecha no se puede leer: {labels.listing(names)}."]


def _states(figures: Figures) -> Mapping[tuple[str, dt.date], str]:
    """Return what came of each date at the cut-off, in words; of one that moved since, nothing."""
    every = figures.milestones
    return {
        (str(name), due.date()): "llegó, sin reporte"
        if state == DATE_MISSING and not figures.has_progress
        else str(state)
        for name, due, state in zip(every["activity_id"], every["due"], every["state"], strict=True)
    }


@dataclass(frozen=True)
class _Said:
    """What the events of one activity have in common."""

    uid: str  # without the number of the date
    sequence: int
    mark: str
    name: str
    activity: str
    component: str
    only_takes_part: bool  # the party asked for, which leads it not
    count: int  # of its dates
    target: str
    who: str
    day: str  # the cut-off
    stands: str  # how the activity stood then
    moved: tuple[str, ...]  # how versions moved its dates
    stamp: str
    about: tuple[str, ...]


def _said(
    figures: Figures, one: pd.Series, office: str | None, made_at: dt.datetime, component: str
) -> _Said:
    settings, said, name = figures.settings, figures.provenance, str(one.name)
    place = labels.slug(settings.entity)
    stands = narrative.activity(
        figures.activity(name), figures.cutoff, closed=figures.closed, cuts=figures.cuts
    )
    moves = figures.plan.rescheduled.get(name, ())
    return _Said(
        uid=f"{place}-{settings.plan_year}-{quote(name, safe='')}",
        sequence=int(said.version) if said.version.isdecimal() else 0,
        mark=said.mark,
        name=name,
        activity=_clean(str(one["activity"])),
        component=_clean(component),
        only_takes_part=office is not None and office != one["lead"],
        count=len(one["milestones"]),
        target=_target(one),
        who=_who(one),
        day=labels.date(figures.cutoff),
        stands=f"{stands[:1].lower()}{stands[1:]}",
        moved=tuple(map(narrative.rescheduling, moves)),
        stamp=f"{made_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        about=tuple(provenance.lines(said, made_at)),
    )


def _target(one: pd.Series) -> str:
    if not one["applied_target"] > 0:
        return "Sin meta legible."
    indicator = f" ({one['indicator']})" if one["indicator"] else ""
    return f"Meta: {labels.quantity(one['applied_target'], one['unit'])}{indicator}."


def _who(one: pd.Series) -> str:
    """Return who leads and who takes part."""
    lead = f"Lidera: {one['lead']}." if one["lead"] else "Sin dependencia que la lidere."
    others = [name for name in one["offices"] if name != one["lead"]]
    if not others:
        return lead
    return f"{lead} {'Participa' if len(others) == 1 else 'Participan'}: {labels.listing(others)}."


def _event(said: _Said, number: int, due: dt.date, state: str) -> list[str]:
    """Return one date as an event; one that is met asks for no reminder."""
    done = state == DATE_DONE
    described = [
        said.activity,
        f"Entrega {number} de {said.count}. {said.target}",
        said.who,
        *([f"Esta fecha, a {said.day}: {state}."] if state else []),
        f"La actividad, a {said.day}: {said.stands}",
        *said.moved,
        "",
        *said.about,
    ]
    return [
        *_opening(said, number, due),
        f"SUMMARY:{_text(_title(said, 'cumplida' if done else ''))}",
        f"DESCRIPTION:{_text(_paragraphs(described))}",
        "STATUS:CONFIRMED",
        *(() if done else _reminder(said, number)),
        "END:VEVENT",
    ]


def _dropped(milestones: Sequence[dt.date], moves: Sequence[Move]) -> list[tuple[int, dt.date]]:
    """Return the dates that an activity had beyond those that it has now, the newest word first.

    Who took them in before would keep them for ever.
    """
    found: dict[int, dt.date] = {}
    for move in moves:
        found.update(enumerate(move.before, 1))
    return [(number, due) for number, due in sorted(found.items()) if number > len(milestones)]


def _dropped_event(said: _Said, number: int, due: dt.date) -> list[str]:
    described = [said.activity, said.who, *said.moved, "", *said.about]
    return [
        *_opening(said, number, due),
        f"SUMMARY:{_text(_title(said, 'fecha quitada'))}",
        f"DESCRIPTION:{_text(_paragraphs(described))}",
        "STATUS:CANCELLED",
        "END:VEVENT",
    ]


def _opening(said: _Said, number: int, due: dt.date) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{said.uid}-{number}@tablero-paac",
        f"SEQUENCE:{said.sequence}",
        f"DTSTAMP:{said.stamp}",
        f"DTSTART;VALUE=DATE:{due.isoformat().replace('-', '')}",
        f"CATEGORIES:{_text(said.component)}",
        "TRANSP:TRANSPARENT",
        "CLASS:PUBLIC",
    ]


def _title(said: _Said, state: str) -> str:
    """Return what a calendar shows of an event: whose date it is, and what is not as usual."""
    notes = ("participa" if said.only_takes_part else "", state, said.mark)
    noted = ", ".join(filter(None, notes))
    title = f"{said.name} · {_short(said.activity)}"
    return _clean(f"{title} ({noted})" if noted else title)


def _short(text: str) -> str:
    """Return the first words of an activity."""
    if len(text) <= _SHORT:
        return text
    words, _, _ = text[: _SHORT + 1].rpartition(" ")
    return f"{(words or text[:_SHORT]).rstrip(' ,.;:')}…"


def _reminder(said: _Said, number: int) -> list[str]:
    which = "" if said.count == 1 else f", entrega {number} de {said.count}"
    text = _text(_clean(f"En 15 días: {said.name} · {_short(said.activity)}{which}"))
    return [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:{_REMINDER}",
        f"DESCRIPTION:{text}",
        "END:VALARM",
    ]


# How texts and lines are written


def _clean(text: str) -> str:
    """Return a text of the plan as one line of words."""
    return " ".join(filter(None, _UNFIT.sub(" ", text).split(" ")))


def _paragraphs(texts: Iterable[str]) -> str:
    return "\n".join(map(_clean, texts))


def _text(text: str) -> str:
    """Return a text as a value of a property: what would end it or part it is escaped."""
    for letter in ("\\", ";", ","):
        text = text.replace(letter, f"\\{letter}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, none of them in the middle of a letter."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += octets
    return "\r\n".join([*pieces, piece])
