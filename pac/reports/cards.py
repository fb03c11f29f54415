"""The plan, a component or an office as a picture that is read on a phone in ten seconds.

The two figures, what is missing, who answers and since when; 1080 by 1350 pixels, so that
WhatsApp shows it whole, and no letter under 28 pixels.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from PIL import Image

from pac import labels
from pac.progress.figures import Choice, Figures
from pac.reports import provenance, typeset
from pac.reports.pages import parts
from pac.reports.pages.parts import Task

TEMPLATE: Final = "card.typ"
SIZE: Final = (1080, 1350)  # pixels; the template has the same proportions

_COLOURS: Final = 128

_LINES: Final = 5  # of what is missing
_NEXT: Final = 3  # dates to come, where nothing is missing


def plan(figures: Figures, made_at: dt.datetime) -> bytes:
    """Return the card of the plan as a PNG.

    Args:
        figures: Of the whole plan, at the cut-off.
        made_at: When it was asked for, in Colombia's time.
    """
    whole = provenance.at(figures, Choice(figures.cutoff))
    settings = whole.settings
    owed = [
        _said(parts.name(one.who), [f"{one.what} {one.since}"] * 4, "", "plain")
        for one in parts.owes(whole)
    ]
    return _card(whole, made_at, f"{settings.instrument} {settings.plan_year}", "", owed)


def component(figures: Figures, number: int, made_at: dt.datetime) -> bytes:
    """Return the card of a component as a PNG.

    Args:
        figures: Of the whole plan, at the cut-off.
        number: Of the component.
        made_at: When it was asked for, in Colombia's time.

    Raises:
        ValueError: where the plan has no such component.
    """
    own = parts.component(figures, number)
    title = labels.component(number, own.plan.component_names[number])
    return _card(
        own, made_at, title, _of_plan(own, "Componente"), _missing(parts.tasks(own), lead=True)
    )


def office(figures: Figures, name: str, made_at: dt.datetime) -> bytes:
    """Return the card of what an office, a group or a committee leads, as a PNG (R11).

    Args:
        figures: Of the whole plan, at the cut-off.
        name: Of the party, as the plan's catalogue has it.
        made_at: When it was asked for, in Colombia's time.

    Raises:
        ValueError: where the plan does not name it.
    """
    whole = provenance.at(figures, Choice(figures.cutoff))
    own, kind = parts.office(whole, name), parts.kind(whole, name)
    over = _of_plan(own, kind.value.capitalize())
    if own.total.activities:
        lines = _missing(parts.tasks(own), lead=False)
        return _card(own, made_at, name, over, lines, parts.party_note(own, kind))
    supported = parts.supports(whole, name)
    every = labels.count(len(supported), "actividad", "actividades")
    return _card(
        own,
        made_at,
        name,
        over,
        _missing(supported, lead=True),
        f"No lidera ninguna actividad del plan. Participa en {every} que no lidera.",
        lines_title=f"De {'ella' if len(supported) == 1 else 'ellas'}, qué falta y quién responde",
    )


def _of_plan(figures: Figures, kind: str) -> str:
    settings = figures.settings
    return f"{kind} · {settings.instrument} {settings.plan_year}"


def _missing(tasks: Sequence[Task], *, lead: bool) -> list[dict[str, Any]]:
    """Return what was due and is not done, or cannot be shown, one activity a line."""
    return [_line(one, lead=lead) for one in tasks if one.kind != "plain"]


def _line(one: Task, *, lead: bool) -> dict[str, Any]:
    # a phone has room for the short variants of a text
    shorter = [one.activity[place] for place in (1, 2, 3, 3)]
    who = f" · {one.lead[-1]}" if lead else ""
    return _said([f"{one.activity_id} · {one.state}"] * 4, shorter, f"{one.when}{who}", one.kind)


def _said(who: list[str], what: list[str], when: str, kind: str) -> dict[str, Any]:
    return {"who": who, "what": what, "when": when, "kind": kind}


def _card(
    figures: Figures,
    made_at: dt.datetime,
    title: str,
    over: str,
    lines: list[dict[str, Any]],
    note: str = "",
    *,
    lines_title: str = "",
) -> bytes:
    """Return a card as a PNG.

    Args:
        figures: Of what it is about.
        made_at: When it was asked for.
        title: Its name.
        over: Above the title: of what it is a part; blank for the whole plan.
        lines: What is missing and who answers, the first one first.
        note: What else must be known.
        lines_title: What the lines are; blank for what is missing of its own.
    """
    whole = parts.whole(figures)
    _, soon = parts.coming(figures)
    dates = [*soon, *parts.afterwards(figures)]
    data = {
        "frame": typeset.frame(figures, made_at, title, notice=parts.preliminary(figures)),
        "title": parts.name(title),
        "over": over,
        "note": note,
        "headlines": [asdict(one) for one in parts.headlines(figures)],
        "whole": None if whole is None else asdict(whole),
        "cuts": list(parts.levels(figures)),
        "has_progress": figures.has_progress,
        "lines_title": lines_title
        or ("Qué falta y quién responde" if figures.has_progress else "Quién debe reportar"),
        "lines": lines[:_LINES],
        "every_line": len(lines),
        "bar_note": _bar_note(figures),
        "nothing": _nothing(figures) if not lines else "",
        "next": [asdict(one) for one in dates[: 1 if lines else _NEXT]],
        "foot": _foot(figures, made_at),
    }
    return _light(typeset.compile(TEMPLATE, data, form="png", pixels=SIZE[0]))


def _light(png: bytes) -> bytes:
    """Return a picture in few colours and without transparency: a third of the size.

    What is left of the others are the shades at the edges of letters.
    """
    made = io.BytesIO()
    with Image.open(io.BytesIO(png)) as drawn:
        drawn.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(made, "PNG")
    return made.getvalue()


def _bar_note(figures: Figures) -> str:
    """Return how the bar is read: on a card only the tier in force is drawn."""
    if figures.closed:
        return parts.levels_note(figures)
    return "Lleno: al día. Contorno: reportado, pero no al día."


def _nothing(figures: Figures) -> str:
    """Return that all that was due is done; blank where nothing was due or nobody reported."""
    done = figures.has_progress and figures.total.scheduled > 0
    return "Todo lo programado está al día." if done else ""


def _foot(figures: Figures, made_at: dt.datetime) -> list[str]:
    """Return whose figures they are, of when, and by what they can be checked."""
    said = figures.provenance
    checked = " · ".join(
        filter(
            None,
            (
                f"Versión {said.version}" if said.version else f"Archivo {' y '.join(said.files)}",
                f"código {said.code}" if said.code else "",
                f"{labels.short_date(made_at)}, {made_at:%H:%M}",
            ),
        )
    )
    return [
        *([said.entity] if len(said.entity) < _FOOT_LINE else []),  # the head has it in any case
        f"Corte {labels.short_date(said.cutoff)}, {said.basis}",
        checked,
    ]


_FOOT_LINE: Final = 60  # characters of the foot that stand on one line
