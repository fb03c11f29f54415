"""The plan in three pages, and one page a component and an office: PDF, carta, to print and read.

Each says where its part stands, what is missing, who answers and by when. A list that has no room
says how many of it are on the board and not on the page: there are never more pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from pac import labels, narrative
from pac.progress.figures import Choice, Figures
from pac.reports import provenance, typeset
from pac.reports.pages import drawing, parts
from pac.reports.pages.parts import Date, Promise, Task
from pac.reports.public import board
from pac.reports.table import Table

PLAN: Final = "plan.typ"
PART: Final = "part.typ"

_MOST: Final = 40  # rows that one page may hold
_AFTERWARDS: Final = 12  # dates after the days of notice


def plan(figures: Figures, made_at: dt.datetime, shield: bytes | None = None) -> bytes:
    """Return the plan in three pages as a PDF.

    Args:
        figures: Of the whole plan, at the cut-off.
        made_at: When it was asked for, in Colombia's time.
        shield: Picture of the entity's shield, PNG or JPEG.
    """
    whole = provenance.at(figures, Choice(figures.cutoff))
    settings, has_progress = whole.settings, whole.has_progress
    come, dates = parts.coming(whole)
    promised, promises = parts.promises(whole, made_at.date())
    title = f"{settings.instrument} {settings.plan_year}"
    data = {
        **_shared(
            whole, made_at, f"{title}, en tres páginas", title, "El plan en tres páginas", shield
        ),
        "components_title": narrative.components(whole.components),
        "components": asdict(parts.components(whole)),
        "curve_title": narrative.curve(whole.curve, whole.cutoff, cuts=whole.cuts),
        "curve": asdict(drawing.curve(whole)),
        "calendar": _columns(parts.calendar(whole)),
        "changed": list(board.changed(whole)),
        "missing_title": "Qué falta y quién responde"
        if has_progress
        else "Qué hay que cumplir y quién responde",
        "offices_title": narrative.offices(whole.leads),
        "offices": asdict(parts.parties(whole)),
        "unled": [asdict(one) for one in parts.owes(whole) if one.who not in whole.leads.index],
        "dates_title": narrative.deadlines(whole.milestones, whole.cutoff),
        "coming_title": come,
        "coming": _list(dates),
        "afterwards": _list(parts.afterwards(whole), _AFTERWARDS),
        "months": asdict(drawing.months(whole)),
        "promised": promised,
        "promises": _list(promises),
        "moved": _list(parts.moved(whole)),
        "later": _list(parts.later(whole)),
        "publication": parts.publication(whole),
        "calculation": parts.calculation(whole),
        "sources": _sources(whole, made_at),
    }
    return typeset.compile(PLAN, data)


def component(
    figures: Figures, number: int, made_at: dt.datetime, shield: bytes | None = None
) -> bytes:
    """Return the page of a component as a PDF.

    Args:
        figures: Of the whole plan, at the cut-off.
        number: Of the component.
        made_at: When it was asked for, in Colombia's time.
        shield: Picture of the entity's shield, PNG or JPEG.

    Raises:
        ValueError: where the plan has no such component.
    """
    own = parts.component(figures, number)
    title = labels.component(number, own.plan.component_names[number])
    _, promises = parts.promises(own, made_at.date())
    data = {
        **_shared(own, made_at, title, title, "Componente", shield),
        "tasks_title": _listed(own.total.activities, "Su única actividad", "Sus {} actividades"),
        "tasks": _list(parts.tasks(own, every=True)),
        "shows_lead": True,
        "offices_title": narrative.offices(own.leads),
        "offices": asdict(parts.parties(own)),
        "promises": _list(promises),
    }
    return typeset.compile(PART, data)


def office(figures: Figures, name: str, made_at: dt.datetime, shield: bytes | None = None) -> bytes:
    """Return the page of an office, a group or a committee as a PDF.

    Its figures are of what it leads; what it only takes part in stands apart and is not added
    to them (R11).

    Args:
        figures: Of the whole plan, at the cut-off.
        name: Of the party, as the plan's catalogue has it.
        made_at: When it was asked for, in Colombia's time.
        shield: Picture of the entity's shield, PNG or JPEG.

    Raises:
        ValueError: where the plan does not name it.
    """
    whole = provenance.at(figures, Choice(figures.cutoff))
    own, kind = parts.office(whole, name), parts.kind(whole, name)
    supported = parts.supports(whole, name)
    _, promises = parts.promises(own, made_at.date())
    data = {
        **_shared(own, made_at, name, name, kind.value.capitalize(), shield),
        "note": parts.party_note(own, kind),
        "tasks_title": _listed(
            own.total.activities, "Lidera una actividad", "Lidera {} actividades"
        )
        if own.total.activities
        else "No lidera ninguna actividad del plan",
        "tasks": _list(parts.tasks(own, every=True)),
        "shows_lead": False,
        "supported_title": _listed(
            len(supported),
            "Participa en una actividad que no lidera",
            "Participa en {} actividades que no lidera",
        ),
        "supported": _list(supported),
        "promises": _list(promises),
    }
    return typeset.compile(PART, data)


def _shared(
    figures: Figures,
    made_at: dt.datetime,
    document: str,
    title: str,
    over: str,
    shield: bytes | None,
) -> dict[str, Any]:
    """Return what every page says: what it is of, its two figures and what they rest on.

    Args:
        figures: Of what it is about.
        made_at: When it was asked for, in Colombia's time.
        document: Title of the document, without its cut-off.
        title: On the page.
        over: Above the title: what kind of thing it is.
        shield: Picture of the entity's shield.
    """
    said = figures.provenance
    frame = typeset.frame(
        figures,
        made_at,
        f"{document}. Corte {labels.date(figures.cutoff)}",
        notice=parts.preliminary(figures),
        shield=shield,
    )
    whole = parts.whole(figures)
    return {
        "frame": frame,
        "running": f"{said.instrument} {said.plan_year}",
        "title": parts.name(title),
        "over": over,
        "basis": " · ".join(
            filter(
                None,
                (
                    f"Corte {labels.date(figures.cutoff)}, {said.basis}",
                    f"versión {said.version}" if said.version else "",
                    provenance.mark(said),
                ),
            )
        ),
        "headlines": [asdict(one) for one in parts.headlines(figures)],
        "whole": None if whole is None else asdict(whole),
        "cuts": list(parts.levels(figures)),
        "bar_note": parts.components(figures).note,
        "sentence": parts.sentence(figures),
        "remarks": parts.remarks(figures),
        "has_progress": figures.has_progress,
        "tasks": _list(parts.tasks(figures)),
        "missing": parts.missing_sentence(figures) if figures.total.activities else "",
    }


def _listed(n: int, one: str, many: str) -> str:
    """Return a title that counts: ``one`` for a single thing, else ``many`` with the number."""
    return one if n == 1 else many.format(labels.number(n))


def _list(every: Sequence[Task | Date | Promise | list[str]], most: int = _MOST) -> dict[str, Any]:
    """Return the first of a list, as many as a page may hold, and how many there are."""
    rows = [asdict(one) if not isinstance(one, list) else one for one in every[:most]]
    return {"rows": rows, "every": len(every)}


def _columns(shown: Table) -> dict[str, list[Any]]:
    """Return a table as its headings and its rows, in words."""
    return {
        "heads": [one.heading for one in shown.screen],
        "rows": [list(row) for row in zip(*(one.texts for one in shown.screen), strict=True)],
    }


def _sources(figures: Figures, made_at: dt.datetime) -> list[list[str]]:
    """Return where the figures come from, as names with their values."""
    said = figures.provenance
    channel = figures.settings.pqrs_channel
    rows = (
        ("Entidad", said.entity),
        ("Corte", f"{labels.date(said.cutoff)}, {said.basis}"),
        ("Archivo", " y ".join(said.files)),
        ("Versión del tablero", said.version),
        ("Código de verificación", said.code),
        ("Generado", f"{labels.date(made_at)}, {made_at:%H:%M}"),
        ("Si no está de acuerdo con una cifra", channel),
    )
    return [[what, value] for what, value in rows if value]


__all__ = ["PART", "PLAN", "component", "office", "plan"]
