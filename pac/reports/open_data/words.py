"""What a person reads in the open data: what they are, how to check the sums, the licence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from pac import labels, narrative
from pac.progress.figures import Figures
from pac.reports.open_data.fields import Table
from pac.reports.privacy import UNREACHABLE, WITHHELD
from pac.reports.provenance import lines

LICENCE: Final = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Atribución 4.0 Internacional",
    "path": "https://creativecommons.org/licenses/by/4.0/deed.es",
}


def readme(figures: Figures, tables: Sequence[Table], made_at: dt.datetime) -> str:
    """Return what the files are and how to check their sums."""
    listed = [f"- {one.name}.csv: {one.meaning[0].lower()}{one.meaning[1:]}" for one in tables]
    return "\n".join(
        [
            f"Datos abiertos: {figures.provenance.instrument}",
            "",
            *lines(figures.provenance, made_at),
            "",
            "QUÉ DICEN",
            *_said(figures),
            "",
            "QUÉ HAY AQUÍ",
            *listed,
            "- datos.xlsx: lo mismo en un solo libro de Excel, con una hoja por archivo.",
            "- datapackage.json: la descripción para programas (Frictionless Data Package).",
            "- LICENCIA.txt: qué se puede hacer con los datos.",
            "",
            "CÓMO REVISAR LAS SUMAS",
            *_sums(figures),
            "",
            "CÓMO ESTÁN ESCRITOS",
            *_FORM,
            "",
            "QUÉ NO ESTÁ",
            *_LEFT_OUT,
            "",
            "LICENCIA",
            f"{LICENCE['title']} ({LICENCE['name']}): {LICENCE['path']}",
            "",
        ]
    )


def licence(figures: Figures) -> str:
    """Return what may be done with the data, and how to name where they come from."""
    said = figures.provenance
    version = f", versión {said.version}, código {said.code}" if said.version else ""
    return "\n".join(
        [
            f"{LICENCE['title']} ({LICENCE['name']})",
            LICENCE["path"],
            "",
            "Usted puede copiar, repartir, cambiar y usar estos datos para lo que quiera, también "
            "para ganar dinero, si dice de dónde vienen y si los cambió.",
            "",
            "Cómo decirlo:",
            f"{said.entity}. {said.instrument}, vigencia {said.plan_year}, corte "
            f"{labels.date(said.cutoff)}, {said.basis}{version}.",
            "",
            "El texto legal completo está en "
            "https://creativecommons.org/licenses/by/4.0/legalcode.es",
            "",
        ]
    )


def _said(figures: Figures) -> list[str]:
    total = figures.total
    return [
        narrative.compliance(total, figures.cutoff, cuts=figures.cuts),
        f"Avance de la vigencia. {narrative.attainment(total, cuts=figures.cuts)}",
        *narrative.remarks(total),
    ]


def _sums(figures: Figures) -> list[str]:
    """Return how to come to the two figures by counting rows, with what comes out."""
    total, cuts = figures.total, figures.cuts
    every = labels.count(total.activities, "fila", "filas")
    due = labels.count(total.scheduled, "fila", "filas")
    if total.attainment is None:
        return [
            f"resultados_actividades.csv tiene {every}, una por actividad.",
            f"En {due} programada es sí: había algo por cumplir hasta el corte.",
            "Todavía no hay ningún reporte, así que no hay cumplimiento ni avance que sumar.",
        ]
    done = labels.count(total.fulfilled, "fila", "filas")
    said = [
        "1. En datos.xlsx abra la hoja resultados_actividades, o el CSV del mismo nombre. Tiene "
        f"{every}, una por actividad."
    ]
    if total.scheduled:
        share = f" Son {labels.among(total.fulfilled, total.scheduled)}"
        if figures.closed and not total.few:  # else the count says more than its percent (R6, R16)
            share += f": {labels.percent(total.compliance, cuts)}"
        said.append(
            f"2. Cumplimiento: en {due} programada es sí y, de ellas, en {done} al_dia es sí."
            f"{share}."
        )
    else:
        said.append("2. Cumplimiento: en ninguna fila programada es sí, así que no hay.")
    return [
        *said,
        f"3. Avance de la vigencia: sume la columna avance, con los blancos como 0, y divida por "
        f"{labels.number(total.activities)}: {labels.percent(total.attainment, cuts)}.",
        "4. Un componente o una dependencia es lo mismo con sus filas: en plan.csv están el "
        "componente y quien lidera cada actividad. El resultado está en "
        "resultados_componentes.csv y en resultados_dependencias.csv.",
        "5. De un avance a sus reportes: busque la actividad en avance.csv; libro y celda dicen de "
        "dónde salió cada número.",
    ]


_FORM: Final = (
    "- CSV en UTF-8, separado por comas. En Excel, si todo queda en una columna: Datos, Desde el "
    "texto, delimitador coma. O abra datos.xlsx.",
    "- Decimales con punto, sin separador de miles: un programa en español puede tomarlos por "
    "texto y dejarlos fuera de una suma. Para sumar, abra datos.xlsx.",
    "- Fechas AAAA-MM-DD. En blanco: no hay dato; nunca quiere decir cero.",
    "- Las proporciones van de 0 a 1 (0.205 es 20,5 %). Las metas en porcentaje van de 0 a 100, "
    "como en el plan; unidad lo dice.",
    "- Un texto que empieza con =, +, - o @ lleva un apóstrofo (') delante en los CSV, para "
    "que ningún programa lo tome por una fórmula. Quítelo y queda como estaba.",
    "- Cada columna está explicada en diccionario.csv.",
)

_LEFT_OUT: Final = (
    "- Reportes con fecha posterior al corte: para este corte no existen.",
    "- Nombres de personas. reportado_por solo dice dependencias y cargos. Un texto de un reporte "
    f"que parece tener datos de una persona dice {WITHHELD}.",
    f"- Direcciones de archivos en un computador: dicen {UNREACHABLE}.",
)
