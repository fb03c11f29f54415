"""``resumen``: the figures of the board, or of a book, at a cut-off."""

from __future__ import annotations

import argparse
import datetime as dt
import math
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pac import labels, narrative
from pac.commands.parser import Orders, date, whole
from pac.commands.shared import (
    BLOCKED,
    DONE,
    MISUSED,
    PLAN_FILE,
    Refused,
    board,
    complain,
    kept,
    print_json,
    read_file,
    say,
    say_listed,
)
from pac.ledger import editions, store, update
from pac.ledger.editions import Additions
from pac.ledger.store import Version
from pac.model import Move
from pac.progress.figures import Choice
from pac.reading import reader, verdict
from pac.reading.reader import File, Reading
from pac.reading.workbook import NotReadable
from pac.reports import cells, open_data, provenance
from pac.reports.provenance import Origin


def add_to(orders: Orders) -> None:
    """Add the order to those of the parser."""
    one = orders.add_parser("resumen", help="mide el avance del tablero, o de un libro, a un corte")
    one.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="LIBRO",
        help="libro con el plan; sin él, el tablero que está en vigor",
    )
    one.add_argument(
        "--corte", type=date, metavar="AAAA-MM-DD", help="fecha de corte, por ejemplo 2023-04-30"
    )
    one.add_argument("--seguimiento", type=Path, metavar="LIBRO", help="libro con el seguimiento")
    one.add_argument(
        "--version", type=whole, metavar="N", help="el tablero como lo dejó esa versión"
    )
    one.add_argument(
        "--vigencia", type=whole, metavar="AAAA", help="el tablero de ese año; sin ella, el último"
    )
    one.add_argument("--json", action="store_true", help="escribe JSON")
    one.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the figures at a cut-off."""
    if chosen.file and (chosen.version or chosen.vigencia):
        raise Refused("Un libro no tiene versiones: dé el libro o --version, no los dos.", MISUSED)
    version, file, moves = (None, None, ()) if chosen.file else _board(chosen)
    try:
        file = file or read_file(chosen.file or PLAN_FILE)
        tracking = read_file(chosen.seguimiento) if chosen.seguimiento else None
        reading = reader.read(file, tracking)
    except NotReadable as problem:
        names = [one.name for one in (chosen.file, chosen.seguimiento) if one]
        reading = reader.refused(names, problem.finding)
    return _summarize(reading, chosen.corte, version, moves, as_json=chosen.json)


def _board(
    chosen: argparse.Namespace,
) -> tuple[Version | None, File | None, tuple[Move, ...]]:
    """Return the version asked for, its workbook, and the dates moved up to it."""
    with kept() as ledger:
        if ledger is None:
            if chosen.version:
                raise store.NoSuchVersion(chosen.version)
            if chosen.vigencia:
                raise Refused("El tablero todavía no tiene versiones.")
            return None, None, ()
        if chosen.version:
            held = update.board(ledger, number=chosen.version)
        else:
            held = board(ledger, chosen.vigencia)
        return held.version, held.file, held.moves


def _summarize(
    reading: Reading,
    cutoff: dt.date | None,
    version: Version | None,
    moves: Sequence[Move],
    *,
    as_json: bool,
) -> int:
    if reading.stopped_at is not None or reading.settings is None:
        complain(verdict.headline(reading), *(f"  - {one.message}" for one in reading.findings))
        return BLOCKED
    if not reading.acceptable:
        complain(verdict.headline(reading))
    plan = editions.plan(reading, Additions(moves=tuple(moves)))
    if plan is None:
        raise ValueError("a plan that was not read cannot be measured")
    origin = Origin(reading.files)
    figures = provenance.figures(plan, Choice(cutoff or plan.default_cutoff), origin)
    if as_json:
        print_json(open_data.figures_json(figures))
        return DONE
    total, settings, cuts = figures.total, figures.settings, figures.cuts
    state = "cerrado" if figures.closed else "abierto"
    say(f"{settings.instrument}, {settings.entity}, vigencia {settings.plan_year}")
    if version is not None:
        say(
            f"Versión {version.number} del tablero, del {update.day_of(version.at)}. "
            f"Código de verificación: {version.short_code}"
        )
    say(f"Corte {labels.date(figures.cutoff)} ({state})", "")
    say(
        narrative.compliance(total, figures.cutoff, cuts=cuts),
        narrative.attainment(total, cuts=cuts),
    )
    say(*narrative.remarks(total))
    for title, names, table in (
        ("Componentes", cells.component_names(figures), figures.components),
        ("Dependencias", [*map(str, figures.leads.index)], figures.leads),
    ):
        said = [_line(row, cuts) for _, row in table.iterrows()]
        say_listed(title, [f"{name}: {one}" for name, one in zip(names, said, strict=True)])
    return DONE


def _line(row: pd.Series, cuts: Sequence[float]) -> str:
    """Return how a component or an office stands, in few words."""
    if not row["activities"]:
        return "no lidera ninguna actividad"
    if math.isnan(row["attainment"]):
        due = labels.count(row["scheduled"], "programada", "programadas")
        return f"{due if row['scheduled'] else narrative.NOT_SCHEDULED}; sin seguimiento todavía"
    due = f"{row['fulfilled']} de {labels.count(row['scheduled'], 'programada', 'programadas')}"
    attained = labels.percent(row["attainment"], cuts)
    return (
        f"{due if row['scheduled'] else narrative.NOT_SCHEDULED}; avance de la vigencia {attained}"
    )
