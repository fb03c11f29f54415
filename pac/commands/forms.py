"""``formatos``: a small workbook for each office to fill in, and Control Interno's."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from pac import labels
from pac.commands.parser import Orders, date, whole
from pac.commands.shared import DONE, Refused, board, opened, say, write
from pac.workbook import contents, forms

_CONTROL: Final = "Control Interno verifica"  # no office is called so


def add_to(orders: Orders) -> None:
    """Add the order to those of the parser."""
    one = orders.add_parser(
        "formatos", help="escribe el formato de cada dependencia y el de Control Interno"
    )
    one.add_argument("folder", type=Path, metavar="CARPETA", help="se crea si no existe")
    one.add_argument(
        "--corte",
        type=date,
        metavar="AAAA-MM-DD",
        help="el corte que se reporta; sin él, el primero que sigue abierto",
    )
    one.add_argument(
        "--vigencia", type=whole, metavar="AAAA", help="el año del plan; sin ella, el último"
    )
    one.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write the forms and print their names."""
    with opened() as ledger:
        held = board(ledger, chosen.vigencia)
    reading = held.reading
    if reading is None or reading.settings is None or held.version is None:
        raise Refused("El tablero todavía no tiene un plan.")
    settings = reading.settings
    days = forms.open_cutoffs(settings)
    if not days:
        message = "Todos los cortes están cerrados: no hay nada por reportar. Control Interno puede"
        raise Refused(f"{message} volver a abrir uno (cerrar CORTE --reabrir).")
    cutoff = chosen.corte or days[0]
    if cutoff not in days:
        state = "está cerrado" if cutoff in settings.cutoffs else "no es un corte del plan"
        said = labels.listing([one.isoformat() for one in days])
        raise Refused(f"{labels.date(cutoff)} {state}. Los cortes abiertos son {said}.")
    standing = forms.Standing(
        reading, contents.contents(reading), settings, str(held.content("stamp") or ""), held.moves
    )
    made = forms.forms(standing, cutoffs=[cutoff])
    made[_CONTROL] = forms.control_form(standing, cutoffs=[cutoff])
    try:
        chosen.folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Refused(f"No se pudo crear la carpeta {chosen.folder}. Indique otra.") from problem
    taken: set[str] = set()
    for party, data in made.items():
        name = first = forms.form_name(settings, party, cutoff, held.version.number)
        count = 1
        while name in taken:  # of parties whose short names are the same
            count += 1
            name = first.replace(".xlsx", f"_{count}.xlsx")
        taken.add(name)
        write(chosen.folder / name, data)
        say(str(chosen.folder / name))
    return DONE
