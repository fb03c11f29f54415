"""The tables of the open data: the plan, its dates, who answers, the reports and the results.

They hold what ``Figures`` holds and nothing of their own. All are of one cut-off: a report dated
after it, and a date that a later version moved, are of another.
"""

# ruff: noqa: E501  a table reads best one column a line

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from pac.model import Level, PartyKind, Status
from pac.progress.figures import Figures
from pac.progress.measure import DATE_DONE, DATE_MISSING, DATE_NO_TARGET, DATE_TO_COME
from pac.reports import privacy
from pac.reports.open_data.fields import (
    Field,
    Kind,
    Reference,
    Table,
    Value,
    days,
    flags,
    numbers,
    shares,
    texts,
    whole,
)
from pac.schema import ACCUMULATION_WORDS

UNITS: Final = {"count": "cantidad", "percent": "porcentaje"}
SEPARATOR: Final = "; "

_ID: Final = "Identificador de la actividad; con él se unen los archivos."
_OF_PLAN: Final = Reference("id_actividad", "plan", "id_actividad")


def tables(figures: Figures) -> tuple[Table, ...]:
    """Return every table of the open data, each row with its cut-off, version and code."""
    made = (
        plan(figures),
        dates(figures),
        responsible(figures),
        progress(figures),
        plan_results(figures),
        component_results(figures),
        office_results(figures),
        activity_results(figures),
        moves(figures),
        later_changes(figures),
    )
    return tuple(_labelled(one, figures, _short_label) for one in made)


def activities(figures: Figures, made_at: dt.datetime) -> Table:
    """Return one table with all of each activity, the plan's words and its results."""
    results = [
        one
        for one in activity_results(figures).fields
        if one.name not in ("id_actividad", "unidad")
    ]
    whole_plan = plan(figures)
    wide = Table(
        "actividades",
        "Actividades del plan con sus resultados",
        "Una fila por actividad.",
        (*whole_plan.fields, *results),
        whole_plan.key,
    )
    return _labelled(wide, figures, lambda of: _label(of, made_at))


def plan(figures: Figures) -> Table:
    """Return the activities in the plan's words, and how they were read."""
    rows = figures.measured
    return Table(
        "plan",
        "Plan",
        "Una fila por actividad, en el orden del plan.",
        (
            texts("id_actividad", _ID, rows.index, required=True),
            whole("componente", "Número del componente.", rows["component"], required=True),
            texts("nombre_componente", "Nombre del componente.", rows["component_name"]),
            texts("estrategia", "Estrategia o subcomponente, como está en el plan.", rows["strategy"]),
            texts("objetivo", "Objetivo, como está en el plan.", rows["objective"]),
            texts("actividad", "La actividad, como está en el plan.", rows["activity"]),
            texts("indicador", "Indicador, como está en el plan.", rows["indicator"]),
            texts("meta_texto", "La meta, como está escrita en el plan.", rows["target_text"]),
            numbers("meta", "La meta como número: 3, o 90 si es 90 %. En blanco si no se pudo leer.", rows["target"]),
            _unit(rows["unit"]),
            numbers("meta_aplicada", "El número contra el que se mide, en la misma unidad.", rows["applied_target"]),
            texts("fecha_texto", "Fecha de cumplimiento, como está escrita en el plan.", rows["deadline_text"]),
            days("inicio", "Día en que empieza, si el plan lo dice.", rows["start"]),
            whole("cuantas_fechas", "En cuántas fechas vence algo de la actividad.", rows["milestone_count"], required=True),
            texts("fechas", "Esas fechas, separadas por punto y coma. Son las que valen para el corte.", map(_joined_days, rows["milestones"])),
            texts("lidera", "Dependencia, grupo o comité que responde por la actividad.", rows["lead"]),
            texts("tipo_lidera", "Qué es quien lidera.", rows["lead_kind"], allowed=_KINDS),
            texts("responsables", "Quiénes participan, en el orden del plan, separados por punto y coma.", map(SEPARATOR.join, rows["offices"])),
            texts("acumulacion", "Cómo se suman los reportes de la actividad.", (ACCUMULATION_WORDS[one] for one in rows["accumulation"]), allowed=ACCUMULATION_WORDS.values()),
            flags("reprogramada", "Alguna versión del tablero cambió sus fechas.", rows["rescheduled"], required=True),
        ),
        key=("id_actividad",),
        references=(
            Reference("componente", "resultados_componentes", "componente"),
            Reference("lidera", "resultados_dependencias", "dependencia"),
        ),
    )  # fmt: skip


def dates(figures: Figures) -> Table:
    """Return the dates on which something is due."""
    rows = figures.milestones
    return Table(
        "fechas",
        "Fechas",
        "Una fila por fecha en que vence algo de una actividad.",
        (
            texts("id_actividad", _ID, rows["activity_id"], required=True),
            whole("numero", "Cuál de las fechas de la actividad es, desde 1.", rows["number"], required=True),
            whole("de_cuantas", "Cuántas fechas tiene la actividad.", rows["count"], required=True),
            days("fecha", "La fecha en que vence.", rows["due"], required=True),
            texts("estado", "Cómo está al corte.", rows["state"], required=True, allowed=(DATE_DONE, DATE_MISSING, DATE_TO_COME, DATE_NO_TARGET)),
            shares("parte_cumplida", "Cuánto de lo de esa fecha está hecho, según la base del corte.", rows["done_share"]),
        ),
        key=("id_actividad", "numero"),
        references=(_OF_PLAN,),
    )  # fmt: skip


def responsible(figures: Figures) -> Table:
    """Return who takes part in each activity."""
    rows = [
        (name, place, office, office == lead)
        for name, offices, lead in zip(
            figures.measured.index,
            figures.measured["offices"],
            figures.measured["lead"],
            strict=True,
        )
        for place, office in enumerate(_with_lead(offices, lead), 1)
    ]
    ids, places, offices, leads = _columns(rows, 4)
    return Table(
        "responsables",
        "Responsables",
        "Una fila por cada dependencia, grupo o comité que participa en una actividad.",
        (
            texts("id_actividad", _ID, ids, required=True),
            whole("orden", "Lugar en que el plan lo nombra, desde 1.", places, required=True),
            texts("dependencia", "Nombre de la dependencia, grupo o comité.", offices, required=True),
            flags("lidera", "Es quien responde por la actividad.", leads, required=True),
        ),
        key=("id_actividad", "dependencia"),
        references=(_OF_PLAN, Reference("dependencia", "resultados_dependencias", "dependencia")),
    )  # fmt: skip


def progress(figures: Figures) -> Table:
    """Return the reports up to the cut-off, without what looks like a person's data."""
    rows = _counted(figures)
    units = figures.measured["unit"].reindex(rows["activity_id"])
    free = privacy.screen(figures.plan)

    def screened(column: str) -> list[str]:
        pairs = zip(rows["activity_id"], rows[column], strict=True)
        return [free.text(str(name), str(said)) for name, said in pairs]

    evidence = [
        free.evidence(str(name), str(said))
        for name, said in zip(rows["activity_id"], rows["evidence"], strict=True)
    ]
    supported = (rows["evidence"].str.strip() != "") | rows["verified"].notna()
    return Table(
        "avance",
        "Avance reportado",
        "Una fila por reporte con fecha hasta el corte.",
        (
            texts("id_actividad", _ID, rows["activity_id"], required=True),
            days("fecha_reporte", "Fecha hasta la que llega el reporte.", rows["as_of"], required=True),
            numbers("avance", "Lo que se reportó, en la unidad de la meta: 2, o 45 si es 45 %.", rows["value"]),
            _unit(units),
            texts("que_se_hizo", "Lo que se hizo, como se reportó.", screened("done")),
            days("fecha_realizacion", "Día en que se terminó, si se dijo.", rows["completed_on"]),
            texts("evidencia", "Dónde está la evidencia, como se reportó.", evidence),
            flags("tiene_evidencia", "El reporte trae evidencia, o Control Interno puso el avance que comprobó.", supported, required=True),
            texts("observaciones", "Observaciones del reporte.", screened("remarks")),
            texts("reportado_por", "Dependencia o cargo que reportó. En blanco si no se reconoce como uno.", map(free.post, rows["reported_by"])),
            numbers("avance_verificado", "El avance que comprobó Control Interno, en la misma unidad. En blanco: sin verificar.", rows["verified"]),
            texts("observaciones_control_interno", "Observaciones de Control Interno.", screened("control_remarks")),
            texts("libro", "Libro de Excel en que está el reporte.", rows["file"]),
            texts("celda", "Celda del libro en que está el avance.", rows["cell"]),
        ),
        key=("id_actividad", "fecha_reporte"),
        references=(_OF_PLAN,),
    )  # fmt: skip


def _counted(figures: Figures) -> pd.DataFrame:
    """Return the reports that exist for the cut-off (R2), in the plan's order and by date."""
    every = figures.plan.reports
    kept = every["value"].notna() & (every["as_of"] <= pd.Timestamp(figures.cutoff))
    rows = every.loc[kept & every["activity_id"].isin(figures.measured.index)]
    place = {name: number for number, name in enumerate(figures.measured.index)}
    order = rows.assign(place=rows["activity_id"].map(place))
    return order.sort_values(["place", "as_of"], kind="stable").drop(columns="place")


def plan_results(figures: Figures) -> Table:
    """Return what the whole plan adds up to."""
    said = figures.provenance
    one = pd.DataFrame([vars(figures.total)])
    return Table(
        "resultados_plan",
        "Resultados del plan",
        "Una fila: el plan completo al corte.",
        (
            texts("entidad", "Entidad.", [said.entity]),
            texts("instrumento", "Nombre del plan.", [said.instrument]),
            whole("vigencia", "Año del plan.", [said.plan_year], required=True),
            flags("corte_cerrado", "Control Interno cerró el corte.", [figures.closed], required=True),
            texts("base", "En qué se basan las cifras del corte.", [said.basis]),
            *_results(one, figures),
        ),
        key=("vigencia",),
    )  # fmt: skip


def component_results(figures: Figures) -> Table:
    """Return what each component adds up to."""
    rows = figures.components
    return Table(
        "resultados_componentes",
        "Resultados por componente",
        "Una fila por componente. Juntas dan el plan.",
        (
            whole("componente", "Número del componente.", rows.index, required=True),
            texts("nombre_componente", "Nombre del componente.", rows["name"]),
            *_results(rows, figures),
        ),
        key=("componente",),
    )


def office_results(figures: Figures) -> Table:
    """Return what each party leads adds up to."""
    rows = figures.leads
    return Table(
        "resultados_dependencias",
        "Resultados por dependencia",
        "Una fila por dependencia, grupo o comité, con lo que lidera. Juntas, y con las "
        "actividades que nadie lidera, dan el plan.",
        (
            texts("dependencia", "Nombre de la dependencia, grupo o comité.", rows.index, required=True),
            texts("tipo", "Qué es.", rows["kind"], required=True, allowed=_KINDS),
            *_results(rows, figures),
        ),
        key=("dependencia",),
    )  # fmt: skip


def activity_results(figures: Figures) -> Table:
    """Return how each activity stands at the cut-off."""
    rows, known = figures.measured, figures.has_progress
    return Table(
        "resultados_actividades",
        "Resultados por actividad",
        "Una fila por actividad: cómo está al corte.",
        (
            texts("id_actividad", _ID, rows.index, required=True),
            texts("estado", "Estado al corte.", rows["status"], required=True, allowed=_STATES),
            flags("programada", "Tenía algo por cumplir hasta el corte, y una meta legible.", rows["scheduled"], required=True),
            flags("al_dia", "Programada y con todo lo que debía hasta el corte, según la base del corte.", _known(rows["fulfilled"], known=known)),
            whole("fechas_hasta_el_corte", "Cuántas de sus fechas habían llegado.", rows["milestones_due"], required=True),
            shares("esperado", "Qué parte de la meta debía estar hecha al corte.", rows["expected"]),
            numbers("cantidad", "Cuánto se lleva según lo reportado, en la unidad de la meta.", rows["actual"]),
            _unit(rows["unit"]),
            numbers("cantidad_sobre_meta", "Esa cantidad dividida por la meta aplicada; pasa de 1 si se hizo más de lo previsto.", rows["ratio"]),
            shares("avance", "Qué parte de la meta está hecha, según la base del corte. Nunca más de 1.", rows["attainment"]),
            *_three("avance", "Lo mismo", rows, "attainment", shares),
            flags("reportada", "Tiene algún reporte hasta el corte.", rows["reported"], required=True),
            flags("con_evidencia", "Los reportes que cuentan tienen evidencia.", rows["has_evidence"], required=True),
            flags("verificada", "Control Interno verificó los reportes que cuentan.", rows["is_verified"], required=True),
            days("ultimo_reporte", "Fecha del último reporte hasta el corte.", rows["as_of"]),
            days("proxima_fecha", "Primera fecha después del corte.", rows["next_milestone"]),
            days("ultima_fecha", "La última de sus fechas.", rows["last_milestone"]),
            days("terminada_el", "Día en que se terminó, si está probado.", rows["completed_on"]),
            flags("fuera_de_termino", "Se terminó después de su última fecha.", rows["late_completion"], required=True),
        ),
        key=("id_actividad",),
        references=(_OF_PLAN,),
    )  # fmt: skip


def moves(figures: Figures) -> Table:
    """Return the changes of dates by versions of the board (R17)."""
    known = figures.plan.rescheduled
    rows = [
        one
        for one in figures.plan.moves
        if one in known.get(one.activity_id, ()) and one.activity_id in figures.measured.index
    ]
    free = privacy.screen(figures.plan)
    return Table(
        "reprogramaciones",
        "Reprogramaciones",
        "Una fila por cada vez que una versión del tablero cambió las fechas de una actividad.",
        (
            whole("orden", "Lugar del cambio, del más antiguo al más nuevo.", range(1, len(rows) + 1), required=True),
            texts("id_actividad", _ID, [one.activity_id for one in rows], required=True),
            texts("version_del_cambio", "Versión del tablero que lo hizo.", [one.version for one in rows]),
            days("dia_del_cambio", "Día de esa versión.", [one.day for one in rows], required=True),
            texts("fechas_antes", "Fechas de la actividad hasta ese día.", [_joined_days(one.before) for one in rows]),
            texts("fechas_despues", "Fechas de la actividad desde ese día.", [_joined_days(one.after) for one in rows]),
            texts("motivo", "Por qué, como lo escribió quien actualizó.", [free.text(one.activity_id, one.reason) for one in rows]),
        ),
        key=("orden",),
        references=(_OF_PLAN,),
    )  # fmt: skip


def later_changes(figures: Figures) -> Table:
    """Return what versions changed of cut-offs that were closed (R16)."""
    rows, free = figures.later, privacy.screen(figures.plan)
    return Table(
        "cambios_de_cortes_cerrados",
        "Cambios de cortes cerrados",
        "Una fila por cada cambio que una versión del tablero hizo en un corte ya cerrado, hasta "
        "este corte.",
        (
            whole("orden", "Lugar del cambio, del más antiguo al más nuevo.", range(1, len(rows) + 1), required=True),
            days("corte_cambiado", "Corte que estaba cerrado.", [one.cutoff for one in rows], required=True),
            texts("version_del_cambio", "Versión del tablero que lo hizo.", [one.version for one in rows]),
            days("dia_del_cambio", "Día de esa versión.", [one.day for one in rows], required=True),
            texts("cambio", "Qué cambió.", [free.text("", one.sentence) for one in rows]),
            texts("motivo", "Por qué, como lo escribió quien actualizó.", [free.text("", one.reason) for one in rows]),
        ),
        key=("orden",),
    )  # fmt: skip


def _results(rows: pd.DataFrame, figures: Figures) -> tuple[Field, ...]:
    """Return the fields of ``Summary``, one row a group; what cannot be known yet is none."""
    known = figures.has_progress

    def counted(name: str) -> list[Value]:
        return _known(rows[name], known=known)

    return (
        whole("actividades", "Cuántas actividades son.", rows["activities"], required=True),
        whole("programadas", "Cuántas tenían algo por cumplir hasta el corte.", rows["scheduled"], required=True),
        whole("al_dia", "Cuántas de las programadas tienen todo lo que debían, según la base del corte.", counted("fulfilled")),
        shares("cumplimiento", "al_dia dividido por programadas. En blanco si no hay programadas.", rows["compliance"]),
        texts("nivel", "Nivel del cumplimiento. En blanco mientras el corte está abierto.", rows["level"], allowed=list(Level)),
        shares("avance_de_lo_programado", "Promedio, en las programadas, de lo hecho dividido por lo esperado, hasta 1.", rows["scheduled_mean"]),
        shares("avance", "Avance de la vigencia: promedio de avance de todas las actividades, según la base del corte.", rows["attainment"]),
        whole("terminadas", "Cuántas llegaron a su meta.", counted("done")),
        whole("con_avance_parcial", "Cuántas tienen algo hecho, sin llegar a su meta.", counted("partial")),
        whole("reportadas", "Cuántas tienen algún reporte.", rows["reported"], required=True),
        whole("programadas_reportadas", "Cuántas de las programadas tienen algún reporte.", rows["scheduled_reported"], required=True),
        whole("sin_reporte", "Cuántas no tienen ninguno; cuentan como 0 en el avance.", rows["unreported"], required=True),
        whole("sin_meta", "Cuántas no tienen meta legible; cuentan como 0 en el avance.", rows["no_target"], required=True),
        whole("sin_fecha", "Cuántas no tienen fecha legible; no entran en el cumplimiento.", rows["no_date"], required=True),
        whole("sin_quien_lidere", "Cuántas no tienen quien las lidere.", rows["no_lead"], required=True),
        whole("reprogramadas", "A cuántas alguna versión del tablero les cambió las fechas.", rows["rescheduled"], required=True),
        *_three("al_dia", "Cuántas de las programadas están al día", rows, "fulfilled", lambda name, meaning, values: whole(name, meaning, _known(values, known=known))),
        *_three("avance", "Avance de la vigencia", rows, "attainment", shares),
    )  # fmt: skip


def _three(name: str, meaning: str, rows: pd.DataFrame, column: str, make: Any) -> list[Field]:  # noqa: ANN401
    """Return a figure in the three tiers side by side (R10)."""
    return [
        make(f"{name}_reportado", f"{meaning}, según lo reportado.", rows[f"{column}_reported"]),
        make(
            f"{name}_con_evidencia",
            f"{meaning}, según lo que tiene evidencia.",
            rows[f"{column}_evidenced"],
        ),
        make(
            f"{name}_verificado",
            f"{meaning}, según lo verificado por Control Interno.",
            rows[f"{column}_verified"],
        ),
    ]


_KINDS: Final = tuple(map(str, PartyKind))
_STATES: Final = tuple(map(str, Status))


def _unit(values: Iterable[str]) -> Field:
    return texts(
        "unidad",
        "Unidad de la meta: cantidad (3 informes) o porcentaje (90 es 90 %).",
        (UNITS.get(one, "") for one in values),
        allowed=UNITS.values(),
    )


def _known(values: Iterable[Any], *, known: bool) -> list[Value]:
    """Return counts of what is done; none while the plan has no progress: they are no zeros."""
    return list(values) if known else [None for _ in values]


def _joined_days(those: Sequence[dt.date]) -> str:
    return SEPARATOR.join(day.isoformat() for day in those)


def _with_lead(offices: Sequence[str], lead: str) -> list[str]:
    """Return who takes part, once each, and who leads where the plan names it elsewhere."""
    return list(dict.fromkeys([*offices, *filter(None, [lead])]))


def _columns(rows: Sequence[tuple[Any, ...]], count: int) -> list[tuple[Any, ...]]:
    return list(zip(*rows, strict=True)) if rows else [()] * count


# What each row says of where it comes from, for whoever puts several files together


def _labelled(table: Table, figures: Figures, label: Any) -> Table:  # noqa: ANN401
    """Return a table whose rows say of which cut-off and version they are, and its mark first."""
    count = len(table.fields[0].values)
    own = {one.name for one in table.fields}
    added = [one for one in label(figures) if one.name not in own]
    mark = figures.provenance.mark
    first = [texts("marca", "Qué son estos datos.", [mark], required=True)] if mark else []
    repeated = [replace(one, values=one.values * count) for one in (*first, *added)]
    at = len(first)
    return replace(table, fields=(*repeated[:at], *table.fields, *repeated[at:]))


def _short_label(figures: Figures) -> list[Field]:
    said = figures.provenance
    return [
        whole("vigencia", "Año del plan.", [said.plan_year], required=True),
        days("corte", "Fecha de corte.", [said.cutoff], required=True),
        texts("version", "Versión del tablero.", [said.version]),
        texts("codigo", "Código de verificación de esa versión.", [said.code]),
    ]


def _label(figures: Figures, made_at: dt.datetime) -> list[Field]:
    said = figures.provenance
    moment = made_at.isoformat(timespec="seconds")
    return [
        texts("entidad", "Entidad.", [said.entity]),
        texts("instrumento", "Nombre del plan.", [said.instrument]),
        *_short_label(figures)[:2],
        flags("corte_cerrado", "Control Interno cerró el corte.", [figures.closed], required=True),
        texts("base", "En qué se basan las cifras del corte.", [said.basis], required=True),
        *_short_label(figures)[2:],
        Field(
            "momento",
            Kind.MOMENT,
            "Cuándo se hizo este archivo; por internet, cuándo se hizo la versión.",
            (moment,),
            required=True,
        ),
    ]
