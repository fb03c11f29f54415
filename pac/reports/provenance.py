"""Figures that know where they come from, and what an export says of itself by them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from pac import labels, narrative
from pac.model import Provenance
from pac.progress import figures as measuring
from pac.progress.figures import Choice, Figures, Plan
from pac.progress.measure import tier_in_force


@dataclass(frozen=True)
class Origin:
    """Where the figures of a plan come from, as ``model.Provenance`` has it."""

    files: tuple[str, ...]
    version: str = ""
    code: str = ""
    example: bool = False
    draft: bool = False
    stamp: str = ""
    query: tuple[tuple[str, str], ...] = ()


def figures(plan: Plan, choice: Choice, origin: Origin) -> Figures:
    """Return a plan, or the chosen part of it, measured at a cut-off, with where it comes from."""
    settings = plan.settings
    closed = settings.is_closed(choice.cutoff)
    made = measuring.figures(
        plan,
        choice,
        Provenance(
            entity=settings.entity,
            instrument=settings.instrument,
            plan_year=settings.plan_year,
            cutoff=choice.cutoff,
            basis=narrative.TIERS[tier_in_force(closed=closed)],
            scope=narrative.scope(choice, plan.component_names),
            **_of_origin(origin),
        ),
    )
    if made.has_progress:
        return made
    basis = narrative.NO_PROGRESS.lower()
    return replace(made, provenance=replace(made.provenance, basis=basis))


def at(known: Figures, choice: Choice) -> Figures:
    """Return the same plan measured for another choice: another cut-off, component or office."""
    if choice == known.choice:
        return known
    return figures(known.plan, choice, Origin(**_of_origin(known.provenance)))


def _of_origin(said: Origin | Provenance) -> dict[str, Any]:
    """Return what a provenance has in common with the origin that it was made from."""
    return {field.name: getattr(said, field.name) for field in fields(Origin)}


def mark(provenance: Provenance) -> str:
    """Return what must stand wherever the figures do, and what it means; blank where nothing."""
    meaning = "nadie lo ha puesto en el tablero" if provenance.draft else "el avance es inventado"
    return f"{provenance.mark}: {meaning}" if provenance.mark else ""


def lines(provenance: Provenance, made_at: dt.datetime) -> list[str]:
    """Return what an export says of itself, one thing a line."""
    named = (provenance.entity, provenance.instrument, f"vigencia {provenance.plan_year}")
    files = (
        f"Archivo {' y '.join(provenance.files)}",
        f"versión {provenance.version}" if provenance.version else "",
        f"código {provenance.code}" if provenance.code else "",
    )
    said = [
        mark(provenance),
        " · ".join(filter(None, named)),
        f"Corte {labels.date(provenance.cutoff)}, {provenance.basis}",
        f"Solo {provenance.scope}" if provenance.scope else "",
        " · ".join(filter(None, files)),
        f"Generado el {labels.date(made_at)} a las {made_at:%H:%M}",
    ]
    return [line for line in said if line]


def file_name(figures: Figures, what: str, *, ids: Iterable[str] = ()) -> str:
    """Return how a file of these figures is called, without its extension.

    Args:
        figures: Those that it shows.
        what: What it is, such as ``por_atender``.
        ids: Activities that it is about.
    """
    settings, choice, said = figures.settings, figures.choice, figures.provenance
    parts = (
        "PAAC",
        str(settings.plan_year),
        labels.slug(settings.entity),
        what,
        *(re.sub(r"[^\w-]+|_", "-", one, flags=re.ASCII) for one in ids),
        f"componente_{choice.component}" if choice.component is not None else "",
        labels.slug(choice.office)[:_SHORT_NAME] if choice.office else "",
        "participa" if choice.office and choice.role == "all" else "",
        figures.cutoff.isoformat(),
        "ejemplo" if said.example else "",
        "borrador" if said.draft else "",
        f"v{said.version}" if said.version else "",
    )
    return "_".join(filter(None, parts))


_SHORT_NAME: Final = 40  # characters of an office in the name of a file
