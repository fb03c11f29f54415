"""``revisar``: what a book says, what to mend and how, and the book with its cells marked."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from pac.commands.parser import Orders
from pac.commands.shared import (
    BLOCKED,
    DONE,
    Refused,
    apart,
    complain,
    finding_json,
    print_json,
    read_file,
    say,
    say_listed,
    write,
)
from pac.model import Severity
from pac.reading import conventions, reader, verdict
from pac.reading.conventions import Listed
from pac.reading.reader import File, Reading
from pac.reading.workbook import NotReadable
from pac.workbook.marked import marked
from pac.workbook.parts import BrokenPackage


def add_to(orders: Orders) -> None:
    """Add the order to those of the parser."""
    one = orders.add_parser("revisar", help="revisa un libro y dice qué celda corregir y cómo")
    one.add_argument("file", type=Path, metavar="LIBRO", help="libro de Excel con el plan")
    one.add_argument("--seguimiento", type=Path, metavar="LIBRO", help="libro con el seguimiento")
    one.add_argument(
        "--anotar",
        type=Path,
        metavar="SALIDA",
        help="escribe una copia de LIBRO con las celdas marcadas",
    )
    one.add_argument("--json", action="store_true", help="escribe JSON")
    one.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the verdict; the exit code says whether errors block updating."""
    paths = [path for path in (chosen.file, chosen.seguimiento) if path]
    if chosen.anotar:
        apart(chosen.anotar, paths)
    files: list[File] = []
    try:
        files = [read_file(path) for path in paths]
        reading = reader.read(*files)
    except NotReadable as problem:
        reading = reader.refused([path.name for path in paths], problem.finding)
    listed = conventions.listed(reading.conventions)
    if chosen.json:
        print_json(_as_json(reading, listed))
    else:
        _print(reading, listed)
    if chosen.anotar:
        _annotate(reading, files, chosen.anotar)
        # JSON stands alone on the output
        tell = complain if chosen.json else say
        tell("", f"La copia con las celdas marcadas quedó en {chosen.anotar}")
    return DONE if reading.acceptable else BLOCKED


def _as_json(reading: Reading, listed: Sequence[Listed]) -> dict[str, object]:
    return {
        "activities": len(reading.activities),
        "components": int(reading.activities["component"].nunique()),
        "acceptable": reading.acceptable,
        "findings": [finding_json(one) for one in reading.findings],
        "conventions": [
            {
                "code": one.code,
                "cells": [str(cell) for cell in one.cells],
                "message": one.message,
            }
            for one in listed
        ],
    }


def _print(reading: Reading, listed: Sequence[Listed]) -> None:
    say(verdict.headline(reading))
    for severity, title in ((Severity.ERROR, "Por corregir"), (Severity.WARNING, "Avisos")):
        say_listed(title, [one.message for one in reading.findings if one.severity is severity])
    say_listed("Cómo se leyó", [one.message for one in listed])


def _annotate(reading: Reading, files: Sequence[File], out: Path) -> None:
    """Write the book with its findings marked; cleared of earlier marks where there are none."""
    if not files or reading.stopped_at == 1:
        raise Refused("No se hizo la copia marcada, porque el libro no se puede abrir.")
    book = files[0]
    own = [one for one in reading.findings if one.file in ("", book.name)]
    try:
        data = marked(book.data, own)
    except BrokenPackage as problem:
        message = "No se pudo hacer la copia marcada: el libro está dañado por dentro."
        raise Refused(f"{message} Guárdelo de nuevo en Excel.") from problem
    write(out, data)
