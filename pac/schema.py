"""Sheets and columns of the workbook, and columns of the tables that travel inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

INSTRUCTIONS: Final = "Instrucciones"
PLAN: Final = "Plan"
TRACKING: Final = "Seguimiento"
OFFICES: Final = "Dependencias"
PARAMETERS: Final = "Parámetros"
COMMITMENTS: Final = "Compromisos"
# Beside the stamp of the version that a form came from: it holds a part of the board by intent.
FORM_MARK: Final = "formato"
SUPPORTS: Final = "Apoya"  # of an office's form: what it supports, to read; we never do
REVIEW: Final = "Revisión del tablero"  # our list of findings in a marked copy; never read

TEMPLATE_VERSION: Final = "1"


@dataclass(frozen=True)
class Column:
    """One column of a sheet: its identifier, its header on screen and how it looks."""

    name: str
    header: str
    width: float  # in characters, as Excel counts
    note: str  # Spanish; the note on the header
    required: bool = False


PLAN_COLUMNS: Final = (
    Column("activity_id", "ID", 8, "Identificador de la actividad, por ejemplo C3-10. No se repite ni se cambia: por él se reconoce la actividad en el seguimiento.", required=True),
    Column("component", "Componente", 26, "Número y nombre del componente, por ejemplo «2. Racionalización de Trámites».", required=True),
    Column("strategy", "Estrategia", 26, "Estrategia, línea, mecanismo o subcomponente, con las palabras del plan."),
    Column("objective", "Objetivo", 44, "Objetivo con las palabras del plan."),
    Column("activity", "Actividad", 52, "La actividad, con las palabras del plan.", required=True),
    Column("indicator", "Indicador", 36, "El indicador, con las palabras del plan."),
    Column("target", "Meta", 10, "Una cantidad (3) o un porcentaje (90%). Un porcentaje se escribe en una celda con formato de porcentaje.", required=True),
    Column("deadline", "Fecha de cumplimiento", 26, "La fecha, con las palabras del plan: «30 de junio», «30 de abril, 31 de agosto y 31 de diciembre», «Mensual». La celda es de texto.", required=True),
    Column("responsible", "Responsable", 36, "Dependencias responsables, con las palabras del plan. Sin nombres de personas.", required=True),
    Column("lead", "Lidera", 30, "Opcional. La dependencia que responde por la actividad. En blanco: la primera que se nombra en Responsable."),
    Column("start", "Inicio", 13, "Opcional. Fecha en que empieza, si no es la que se lee en Fecha de cumplimiento."),
    Column("dates", "Fechas", 26, "Opcional. Las fechas en que algo se cumple, si no se leen bien en Fecha de cumplimiento: 30/04/2023; 31/08/2023."),
    Column("applied_target", "Meta aplicada", 10, "Opcional. La cantidad contra la que se mide, si no es la de Meta."),
    Column("accumulation", "Acumulación", 24, "Opcional. «Último acumulado» (lo usual), «Suma de periodos» o «Se exige en cada fecha»."),
)  # fmt: skip

TRACKING_COLUMNS: Final = (
    Column("activity_id", "ID", 8, "El mismo ID de la hoja Plan.", required=True),
    Column("activity", "Actividad", 52, "La actividad, para leerla. Debe ser la misma de la hoja Plan para ese ID."),
    Column("as_of", "Fecha de corte", 13, "La fecha hasta la que llega este reporte, por ejemplo 30/04/2023.", required=True),
    Column("value", "Avance acumulado a la fecha de corte", 16, "Cuánto se lleva en total desde el 1 de enero, en la unidad de la meta: 2 (de 3) o 45% (de 100%). En blanco: no hay reporte.", required=True),
    Column("done", "Qué se hizo", 44, "En una o dos frases, lo que se hizo."),
    Column("completed_on", "Fecha de realización", 13, "Opcional. La fecha en que se terminó."),
    Column("evidence", "Evidencia", 36, "Enlace o radicado donde cualquiera pueda verla. No sirve una ruta del computador (C:\\...)."),
    Column("remarks", "Observaciones", 30, "Opcional."),
    Column("reported_by", "Reportado por", 24, "El cargo o la dependencia. Sin nombres de personas."),
    Column("verified", "Avance verificado", 14, "Lo llena Control Interno: el avance que comprobó, en la unidad de la meta."),
    Column("control_remarks", "Observaciones de Control Interno", 36, "Lo llena Control Interno."),
)  # fmt: skip

OFFICES_COLUMNS: Final = (
    Column("name", "Dependencia", 42, "El nombre con el que aparece en el tablero.", required=True),
    Column("aliases", "También escrita como", 80, "Otras maneras de escribirla en el plan, separadas por punto y coma."),
    Column("kind", "Tipo", 14, "dependencia, grupo o comité."),
)  # fmt: skip

COMMITMENTS_COLUMNS: Final = (
    Column("date", "Fecha", 13, "Fecha de la sesión."),
    Column("question", "Pregunta", 52, "Lo que se preguntó, sin el nombre de quien preguntó."),
    Column("activity_id", "Actividad", 10, "ID de la actividad, si se refiere a una."),
    Column("office", "Dependencia", 32, "Quién responde."),
    Column("due", "Para cuándo", 13, "Fecha prometida."),
    Column("answer", "Respuesta", 52, "La respuesta, cuando la haya."),
)  # fmt: skip


@dataclass(frozen=True)
class Parameter:
    """One row of the sheet ``Parámetros``: a name, a value and what it is for."""

    name: str
    label: str
    note: str


PARAMETER_ROWS: Final = (
    Parameter("entity", "Entidad", "Nombre de la entidad como aparece en el plan."),
    Parameter("instrument", "Instrumento", "Nombre del plan."),
    Parameter("plan_year", "Vigencia", "Año del plan. Las fechas sin año son de este año."),
    Parameter("cutoffs", "Cortes", "Fechas de corte, separadas por punto y coma."),
    Parameter("closed_cutoffs", "Cortes cerrados", "Cortes que Control Interno ya cerró, separados por punto y coma."),
    Parameter("medium_from", "Nivel medio desde", "Cumplimiento desde el que el nivel es medio."),
    Parameter("high_from", "Nivel alto desde", "Cumplimiento desde el que el nivel es alto."),
    Parameter("days", "Los días son", "hábiles o calendario: cómo se cuentan los «primeros días» de un mes."),
    Parameter("notice_days", "Avisar ... días antes", "Con cuántos días de anticipación una actividad está por vencer."),
    Parameter("shield", "Escudo", "Nombre del archivo de imagen del escudo."),
    Parameter("format_code", "Código del formato", "Del sistema de gestión de la entidad."),
    Parameter("format_version", "Versión del formato", "Del sistema de gestión de la entidad."),
    Parameter("signer", "Cargo de quien firma", "El cargo, sin nombre."),
    Parameter("pqrs_channel", "Canal de PQRS", "A dónde escribe el ciudadano que no está de acuerdo con una cifra."),
    Parameter("board", "Versión del tablero", "No la cambie: dice de qué versión del tablero salió este libro, para reconocer qué cambió en él."),
    Parameter("template_version", "Versión de la plantilla", "No la cambie: dice con qué plantilla se hizo el libro."),
)  # fmt: skip

ACCUMULATION_WORDS: Final = {
    "latest": "Último acumulado",
    "sum": "Suma de periodos",
    "per_milestone": "Se exige en cada fecha",
}

# The table that travels: one row an activity, indexed by activity_id, in the plan's order.
ACTIVITIES: Final = {
    "component": "int: number of the component",
    "component_name": "str: its full name",
    "strategy": "str, blank where the plan has none",
    "objective": "str, likewise",
    "activity": "str",
    "indicator": "str",
    "target_text": "str: the target as the cell shows it",
    "target": "float: 3, or 90 for 90 %; NaN where not readable",
    "unit": "str: count or percent; blank where not readable",
    "applied_target": "float: what is counted against (R1), same unit; NaN where not readable",
    "deadline_text": "str: the deadline in the plan's own words",
    "start": "datetime64: opening of the window; NaT where none",
    "milestones": "tuple of datetime.date, rising; empty where not readable",
    "offices": "tuple of str: canonical names in the plan's order",
    "lead": "str: canonical name of who answers; blank where nobody",
    "lead_kind": "str: dependencia, grupo, comité; blank where nobody",
    "accumulation": "str: latest, sum, per_milestone",
}

# One row a progress report, any order.
REPORTS: Final = {
    "activity_id": "str: an ID of the plan",
    "as_of": "datetime64: the date up to which it reports",
    "value": "float: in the target's unit, 90 for 90 %; NaN: no report",
    "done": "str: what was done",
    "completed_on": "datetime64: date of completion; NaT where not said",
    "evidence": "str: blank where none",
    "remarks": "str",
    "reported_by": "str",
    "verified": "float: Control Interno's own number, same unit; NaN: not verified",
    "control_remarks": "str",
    "cell": "str: address of the value, such as Seguimiento!D5",
    "verified_cell": "str: address of the verified value; blank where the sheet has none",
    "evidence_cell": "str: address of the evidence; blank where the sheet has none",
    "as_of_cell": "str: address of the date, or of the heading or title that gives it; blank where the order of the columns or the sheet's name does",
    "file": "str: name of the workbook in which these cells stand",
}

# What progress.measure adds to ACTIVITIES for one cut-off.
MEASURED: Final = {
    "milestone_count": "int: n of R1",
    "milestones_due": "int: milestones dated on or before the cut-off",
    "expected": "float 0-1 (R4); NaN where the deadline is not readable",
    "reported": "bool: some report with a value is dated on or before the cut-off",
    "has_evidence": "bool: the reports that R2 chose carry evidence",
    "is_verified": "bool: the reports that R2 chose carry Control Interno's number",
    "actual": "float: R2, in the target's unit; NaN without a report that counts",
    "ratio": "float: actual / applied target, not capped; NaN without a report",
    "attainment_reported": "float 0-1 (R3, R10); NaN where there is no target, or no report in the whole plan",
    "attainment_evidenced": "float 0-1, likewise",
    "attainment_verified": "float 0-1, likewise",
    "attainment": "float 0-1: the tier in force (R16)",
    "scheduled": "bool: something due by the cut-off and a readable target (R5, R6)",
    "fulfilled": "bool: scheduled and attainment >= expected, in the tier in force (R5)",
    "status": "str: the word of R9",
    "next_milestone": "datetime64: first one after the cut-off; NaT where none",
    "last_milestone": "datetime64: NaT where the deadline is not readable",
    "as_of": "datetime64: date of the newest report on or before the cut-off; NaT where none",
    "completed_on": "datetime64: date of completion that proves it; NaT where none",
    "late_completion": "bool: cumplida fuera de término (R9)",
    "rescheduled": "bool: some version of the board moved its dates, whatever the cut-off (R17)",
}
