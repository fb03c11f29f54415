"""Readings that needed a convention: what each one is called on screen, and their grouped list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pac.labels import count
from pac.model import Cell, Convention
from pac.reading import deadlines, targets, values

_EXAMPLES: Final = 3

# code -> Spanish clause that follows a count of cells
SENTENCES: Final[dict[str, str]] = {
    **deadlines.CONVENTIONS,
    **targets.CONVENTIONS,
    **values.CONVENTIONS,
    "target_at_each_date": "metas menores que el número de sus fechas, exigidas en cada fecha",
    "percent_at_each_date": "porcentajes con varias fechas, exigidos en cada fecha",
    "ids_by_order": "la matriz no trae ID: se dieron por componente y orden",
    "component_by_order": "componentes sin número, numerados por su estrategia o su orden",
    "broken_cell": "textos partidos entre dos páginas, leídos como uno solo",
    "row_aside": "filas que no son actividades (títulos, totales, notas, firmas), no cargadas",
    "row_not_applicable": "filas que dicen «No aplica» en lugar de una actividad, no cargadas",
    "shared_target": "metas en celdas combinadas, leídas como la de cada una de sus actividades",
    "shared_value": "avances en celdas combinadas, leídos como el de cada una de sus actividades",
    "blank_heading": "la columna de actividades no tiene título y se reconoció por lo que contiene",
    "cut_by_order": "columnas de avance sin fecha, leídas como los tres cortes legales en orden",
    "cut_from_title": "columnas de avance con la fecha de corte del título de la hoja",
    "year_from_title": "la vigencia se tomó del título de la matriz",
    "year_from_name": "la vigencia se tomó del nombre de la hoja o del archivo",
}


@dataclass(frozen=True)
class Listed:
    """One convention with every cell where it was applied."""

    code: str
    cells: tuple[Cell, ...]
    message: str  # Spanish: how many, what, and up to three of the texts


def listed(conventions: Iterable[Convention]) -> tuple[Listed, ...]:
    """Return the conventions grouped by code, in the order of their first use."""
    groups: dict[str, list[Convention]] = {}
    for convention in conventions:
        groups.setdefault(convention.code, []).append(convention)
    return tuple(
        Listed(
            code,
            tuple(one.cell for one in group if one.cell),
            f"{count(len(group), 'celda', 'celdas')}: {SENTENCES[code]}{_examples(group)}",
        )
        for code, group in groups.items()
    )


def _examples(group: Iterable[Convention]) -> str:
    texts = list(dict.fromkeys(one.text for one in group if one.text))
    shown = ", ".join(f"«{text[:80]}»" for text in texts[:_EXAMPLES])
    more = "…" if len(texts) > _EXAMPLES else ""
    return f" ({shown}{more})" if shown else ""
