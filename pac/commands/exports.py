"""``informe``: what is made of the figures to be taken away, as the page *Presentar* gives it."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Final

from pac import labels
from pac.commands.parser import Orders, date, one_of, whole
from pac.commands.shared import (
    DONE,
    MISUSED,
    PLAN_FILE,
    Refused,
    check_year,
    kept,
    now,
    read_file,
    say,
    write,
)
from pac.labels import fold
from pac.ledger import editions, store
from pac.progress.figures import Choice, Figures, Plan
from pac.reading import reader
from pac.reports import exports, provenance
from pac.reports.exports import Asked, Export, Part
from pac.reports.provenance import Origin

_NAMES: Final = tuple(dict.fromkeys(one.name for one in exports.EXPORTS))


def add_to(orders: Orders) -> None:
    """Add the order to those of the parser."""
    one = orders.add_parser(
        "informe", help="escribe un informe, las diapositivas, el tablero público o los datos"
    )
    one.add_argument("what", type=one_of(*_NAMES), metavar="|".join(_NAMES))
    one.add_argument(
        "--corte",
        type=date,
        metavar="AAAA-MM-DD",
        help="un corte del plan; sin él, el que el público ve primero",
    )
    one.add_argument(
        "--version", type=whole, metavar="N", help="el tablero como lo dejó esa versión"
    )
    one.add_argument(
        "--vigencia", type=whole, metavar="AAAA", help="el año del plan; sin ella, el último"
    )
    one.add_argument(
        "--componente", type=whole, metavar="N", help="número de un componente (pagina, tarjeta)"
    )
    one.add_argument(
        "--dependencia",
        metavar="NOMBRE",
        help="una dependencia, un grupo o un comité (pagina, tarjeta, calendario)",
    )
    one.add_argument(
        "-o",
        "--salida",
        dest="out",
        type=Path,
        required=True,
        metavar="SALIDA",
        help="el archivo, o una carpeta que exista para ponerle su nombre",
    )
    one.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write one file and print its name."""
    export = _export(chosen.what, chosen.out)
    figures = _figures(chosen)
    part = _part(export, figures.plan, chosen.componente, chosen.dependencia)
    asked = Asked(figures, now().replace(microsecond=0), part, editions.shield(figures.settings))
    out: Path = chosen.out
    if out.is_dir():
        out = out / exports.file_name(export, asked)
    write(out, export.make(asked))
    say(str(out))
    return DONE


def _export(name: str, out: Path) -> Export:
    """Return the kind of file of a name that an output asks for.

    Raises:
        Refused: where it is not made as such a file.
    """
    kinds = [one for one in exports.EXPORTS if one.name == name]
    if out.is_dir():
        return kinds[0]
    asked = out.suffix.lower().removeprefix(".")
    for one in kinds:
        if one.extension == asked:
            return one
    ends = " o ".join(f".{one.extension}" for one in kinds)
    raise Refused(f"«{name}» se escribe en un archivo que termina en {ends}.", MISUSED)


def _figures(chosen: argparse.Namespace) -> Figures:
    """Return the figures asked for; of the plan of the program where nobody began a board."""
    with kept() as ledger:
        if ledger is not None:
            check_year(ledger, chosen.vigencia)
            figures = editions.in_ledger(ledger, plan_year=chosen.vigencia, number=chosen.version)
        elif chosen.version:
            raise store.NoSuchVersion(chosen.version)
        else:
            figures = _without_versions()
    if chosen.vigencia not in (None, figures.settings.plan_year):
        which = f"La versión {chosen.version}" if chosen.version else "El plan del programa"
        raise Refused(f"{which} es de la vigencia {figures.settings.plan_year}.")
    return _at(figures, chosen.corte)


def _without_versions() -> Figures:
    reading = reader.read(read_file(PLAN_FILE))
    plan = editions.plan(reading)
    if plan is None:
        raise Refused("El plan no se puede leer.")
    return provenance.figures(plan, Choice(plan.default_cutoff), Origin(reading.files))


def _at(figures: Figures, cutoff: dt.date | None) -> Figures:
    if cutoff is None:
        return figures
    known = figures.settings.cutoffs
    if cutoff not in known:
        said = labels.listing([one.isoformat() for one in known])
        raise Refused(f"{labels.date(cutoff)} no es un corte del plan. Los cortes son {said}.")
    return provenance.at(figures, Choice(cutoff))


def _part(export: Export, plan: Plan, component: int | None, office: str | None) -> Part:
    """Return the part that a file is about.

    Raises:
        Refused: where the plan has no such part, or the file is not about one.
    """
    if component is not None and office is not None:
        raise Refused("Dé --componente o --dependencia, no los dos.", MISUSED)
    if component is not None and not export.by_component:
        raise Refused(f"«{export.name}» no se hace por componente.", MISUSED)
    if office is not None and not export.by_office:
        raise Refused(f"«{export.name}» no se hace por dependencia.", MISUSED)
    if component is None and office is None and not export.whole:
        raise Refused(f"«{export.name}» pide --componente N o --dependencia NOMBRE.", MISUSED)
    if component is not None and component not in plan.component_names:
        known = [labels.component(*one) for one in plan.component_names.items()]
        raise Refused(f"El plan no tiene el componente {component}. Tiene: {'; '.join(known)}.")
    if office is None:
        return Part(component)
    named = {fold(name): name for name in plan.named_parties}
    if fold(office) not in named:
        known = list(plan.named_parties)
        raise Refused(f"El plan no nombra «{office}». Nombra: {'; '.join(known)}.")
    return Part(office=named[fold(office)])
