"""The command line, for whoever automates or checks: ``python -m pac revisar|resumen|…``."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

import pandas as pd

from pac import commands, labels, narrative
from pac.model import Move, Severity, Tier
from pac.progress import measure, summary
from pac.progress.schedule import holding
from pac.reading import conventions, reader, verdict
from pac.reading.reader import Reading
from pac.reading.workbook import NotReadable

PLAN_FILE: Final = Path(__file__).resolve().parent.parent / "data" / "plan_2023.xlsx"
_MISUSED: Final = 2  # exit code where the command itself is wrong, as argparse has it
BLOCKED: Final = 1  # exit code where errors block updating, or nothing could be read


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # a Windows console is not, by default
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if chosen.command not in ("revisar", "resumen"):
        return commands.run(chosen)
    if chosen.command == "revisar":
        reading = _read(chosen.file, chosen.seguimiento)
        code = _review(reading, as_json=chosen.json)
        if chosen.anotar and reading.stopped_at != 1:
            code = commands.annotate((chosen.file,), chosen.anotar, reading.findings) or code
        return code
    held = None if chosen.file or chosen.seguimiento else commands.current_book()
    if held:
        reading, moves = reader.read(held[0]), held[1].moves
    else:
        reading, moves = _read(chosen.file or PLAN_FILE, chosen.seguimiento), ()
    return _summarize(reading, chosen.corte, moves, as_json=chosen.json)


class _Help(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or "Uso: ")


# what argparse says in English, and what a person reads instead
_REFUSALS: Final = (
    (r"the following arguments are required: (.*)", r"falta \1"),
    (r"unrecognized arguments: (.*)", r"no se reconoce «\1»"),
    (
        r"argument orden: invalid choice: '?(.*?)'? \(choose from (.*)\)",
        r"«\1» no es una orden; son \2",
    ),
    (r"argument (\S+): expected one argument", r"falta el valor de \1"),
    (r"argument (\S+): (.*)", r"\1: \2"),
)


class _Parser(argparse.ArgumentParser):
    """A parser that speaks Spanish."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (argparse's own)
        super().__init__(formatter_class=_Help, add_help=False, **options)
        positionals, optionals = self._action_groups[:2]
        positionals.title, optionals.title = "argumentos", "opciones"
        self.add_argument("-h", "--ayuda", "--help", action="help", help="muestra esta ayuda")

    def error(self, message: str) -> NoReturn:
        for said, instead in _REFUSALS:
            if re.fullmatch(said, message):
                message = re.sub(said, instead, message)
                break
        self.exit(_MISUSED, f"{self.format_usage()}{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m pac", description="Revisa y mide un plan anticorrupción (PAAC)."
    )
    orders = parser.add_subparsers(dest="command", required=True, metavar="orden")
    review = orders.add_parser("revisar", help="revisa un libro y dice qué celda corregir y cómo")
    review.add_argument("file", type=Path, metavar="LIBRO", help="libro de Excel con el plan")
    review.add_argument(
        "--anotar", type=Path, metavar="SALIDA", help="escribe el libro con las celdas marcadas"
    )
    summarize = orders.add_parser("resumen", help="mide el avance del plan a una fecha de corte")
    summarize.add_argument(
        "file", type=Path, nargs="?", metavar="LIBRO", help="libro con el plan; si no, el tablero"
    )
    summarize.add_argument(
        "--corte", type=_date, metavar="AAAA-MM-DD", help="fecha de corte, por ejemplo 2023-04-30"
    )
    for command in (review, summarize):
        command.add_argument(
            "--seguimiento", type=Path, metavar="LIBRO", help="libro con el seguimiento"
        )
        command.add_argument("--json", action="store_true", help="escribe JSON")
    commands.add_to(orders, _date)
    return parser


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        message = f"«{text}» no es una fecha; escríbala así: 2023-04-30"
        raise argparse.ArgumentTypeError(message) from None


def _read(plan: Path, tracking: Path | None) -> Reading:
    names = tuple(path.name for path in (plan, tracking) if path)
    try:
        return reader.read(reader.load(plan), reader.load(tracking) if tracking else None)
    except NotReadable as problem:
        return reader.refused(names, problem.finding)


def _review(reading: Reading, *, as_json: bool) -> int:
    """Print the verdict; the exit code says whether errors block updating."""
    listed = conventions.listed(reading.conventions)
    if as_json:
        _print_json(
            {
                "activities": len(reading.activities),
                "components": int(reading.activities["component"].nunique()),
                "acceptable": reading.acceptable,
                "findings": [
                    {
                        "code": one.code,
                        "severity": str(one.severity),
                        "cells": [str(cell) for cell in one.cells],
                        "message": one.message,
                    }
                    for one in reading.findings
                ],
                "conventions": [
                    {
                        "code": one.code,
                        "cells": [str(cell) for cell in one.cells],
                        "message": one.message,
                    }
                    for one in listed
                ],
            }
        )
    else:
        print(verdict.headline(reading))
        for severity, title in ((Severity.ERROR, "Por corregir"), (Severity.WARNING, "Avisos")):
            _print_section(title, [f.message for f in reading.findings if f.severity is severity])
        _print_section("Cómo se leyó", [one.message for one in listed])
    return 0 if reading.acceptable else BLOCKED


def _print_section(title: str, lines: Sequence[str]) -> None:
    if lines:
        print(f"\n{title}")
        for line in lines:
            print(f"  - {line}")


@dataclass(frozen=True)
class _Figures:
    """A plan measured at one cut-off."""

    reading: Reading
    cutoff: dt.date
    closed: bool
    measured: pd.DataFrame
    total: summary.Summary
    components: pd.DataFrame
    offices: pd.DataFrame


def _measure(reading: Reading, cutoff: dt.date | None, moves: Sequence[Move] = ()) -> _Figures:
    settings = reading.settings
    if settings is None:
        raise ValueError("a plan that was not read cannot be measured")
    if cutoff is None:
        cutoff = summary.default_cutoff(
            settings.cutoffs, settings.closed_cutoffs, reading.last_report
        )
    closed = settings.is_closed(cutoff)
    medium, high = settings.medium_from, settings.high_from
    measured = measure.measure(
        holding(reading.activities, moves, cutoff),
        reading.reports,
        cutoff,
        closed=closed,
        notice_days=settings.notice_days,
    )
    return _Figures(
        reading,
        cutoff,
        closed,
        measured,
        summary.summarize(measured, closed=closed, medium_from=medium, high_from=high),
        summary.by_component(measured, closed=closed, medium_from=medium, high_from=high),
        summary.by_office(
            measured, reading.parties, closed=closed, medium_from=medium, high_from=high
        ),
    )


def _summarize(
    reading: Reading, cutoff: dt.date | None, moves: Sequence[Move], *, as_json: bool
) -> int:
    """Print the figures at a cut-off."""
    if reading.stopped_at is not None or reading.settings is None:
        print(verdict.headline(reading), file=sys.stderr)
        for one in reading.findings:
            print(f"  - {one.message}", file=sys.stderr)
        return BLOCKED
    if not reading.acceptable:
        print(verdict.headline(reading), file=sys.stderr)
    figures = _measure(reading, cutoff, moves)
    if as_json:
        _print_json(_as_json(figures))
        return 0
    total, settings = figures.total, reading.settings
    print(f"{settings.instrument}, {settings.entity}, vigencia {settings.plan_year}")
    state = "cerrado" if figures.closed else "abierto"
    print(f"Corte {labels.date(figures.cutoff)} ({state})\n")
    print(narrative.compliance(total, figures.cutoff))
    print(narrative.attainment(total))
    for remark in narrative.remarks(total):
        print(remark)
    for title, table in (("Componentes", figures.components), ("Dependencias", figures.offices)):
        print(f"\n{title}")
        for key, row in table.iterrows():
            name = f"{key}. {row['name']}" if "name" in table else str(key)
            print(f"  {name}: {_line(row)}")
    return 0


def _line(row: pd.Series) -> str:
    """Return how a component or an office stands, in few words."""
    if not row["activities"]:
        return "no lidera ninguna actividad"
    if math.isnan(row["attainment"]):
        due = labels.count(row["scheduled"], "programada", "programadas")
        return f"{due if row['scheduled'] else narrative.NOT_SCHEDULED}; sin seguimiento todavía"
    due = f"{row['fulfilled']} de {labels.count(row['scheduled'], 'programada', 'programadas')}"
    attained = labels.percent(row["attainment"])
    return (
        f"{due if row['scheduled'] else narrative.NOT_SCHEDULED}; avance de la vigencia {attained}"
    )


def _as_json(figures: _Figures) -> dict[str, Any]:
    """Return the figures as the contract of design section 6 names them."""
    total = figures.total
    return {
        "cutoff": figures.cutoff.isoformat(),
        "closed": figures.closed,
        "tier": str(Tier.VERIFIED if figures.closed else Tier.REPORTED),
        "plan": _group(pd.Series({name: getattr(total, name) for name in _GROUP})),
        "components": [
            {"number": int(str(number)), "name": row["name"], **_group(row)}
            for number, row in figures.components.iterrows()
        ],
        "offices": [
            {"name": name, "kind": row["kind"], **_group(row)}
            for name, row in figures.offices.iterrows()
        ],
        "activities": list(_activities(figures.measured)),
    }


_GROUP: Final = (
    "attainment", "compliance", "level", "scheduled", "fulfilled", "reported", "activities",
)  # fmt: skip


def _group(row: pd.Series) -> dict[str, Any]:
    shares = {name: _number(row[name]) for name in ("attainment", "compliance")}
    level = None if pd.isna(row["level"]) else str(row["level"])
    counts = {name: int(row[name]) for name in _GROUP[3:]}
    return {**shares, "level": level, **counts}


def _activities(measured: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for activity_id, row in measured.iterrows():
        unit = row["unit"] or None
        yield {
            "id": activity_id,
            "component": int(row["component"]),
            "strategy": row["strategy"],
            "objective": row["objective"],
            "activity": row["activity"],
            "indicator": row["indicator"],
            "target": {"value": _number(row["target"]), "unit": unit},
            "applied_target": _number(row["applied_target"]),
            "accumulation": row["accumulation"],
            "start": None if pd.isna(row["start"]) else row["start"].date().isoformat(),
            "due": [day.isoformat() for day in row["milestones"]],
            "offices": list(row["offices"]),
            "lead": row["lead"] or None,
            "actual": _number(row["actual"]),
            "attainment": _number(row["attainment"]),
            "expected": _number(row["expected"]),
            "status": str(row["status"]),
            "reported": bool(row["reported"]),
        }


def _number(value: float | None) -> float | int | None:
    """Return a number as JSON says it: undefined as null, a whole one without decimals."""
    if value is None or math.isnan(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def _print_json(content: dict[str, Any]) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    sys.exit(main())
