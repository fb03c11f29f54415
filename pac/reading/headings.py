"""Which column of a matrix holds what, from headings as offices write them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pac import norms
from pac.labels import MONTHS, fold

_BETWEEN: Final = (
    "de|del|la|las|los|el|lo|y|o|u|e|a|al|en|por|para|con|su|se|que|/|-|–|,|[+]|&|[|]"
    "|nombre|descripcion|numero|n[o°]|20\\d\\d"
)


def _said(heads: str, others: str = "") -> str:
    """Return a pattern of headings made of some of ``heads``, and of ``others`` around them."""
    around = f"(?:{_BETWEEN}{'|' if others else ''}{others})"
    return f"{around}*(?:{heads})(?:{heads}|{around})*"


_CONTROL: Final = r"controlinterno|oci|auditor(?:ia)?|evaluador"
_PROGRAMMED: Final = r"programad[ao]s?|propuest[ao]s?|planead[ao]s?|previst[ao]s?|estimad[ao]s?"
_DAY_FORMAT: Final = r"(?:dd|mm|aa+)(?:[/-]?(?:dd|mm|aa+))+"

# Field -> what its heading says once folded and without blanks or punctuation, so that a heading
# broken by its cell ("Responsa ble") still reads. The first field that fits wins.
_FIELDS: Final[tuple[tuple[str, str], ...]] = (
    ("activity_id", r"id(delaactividad|actividad)?|identificador|cod(igo)?(delaactividad)?"),
    (
        "number",
        r"(n[o°]|nro|num(ero)?|#)(de)?(la)?(actividad|accion|orden|item)?|item|consecutivo|orden"
        r"|numeral",
    ),
    ("lead", r"lidera"),
    (
        "verified",
        _said(
            r"verificado|validado|(?:avance|cumplimiento)(?:segun|por|de)?(?:la|oficinade)*(?:controlinterno|oci)",
            rf"%|porcentaje|avance|cumplimiento|oficina|asesora|jefe|{_CONTROL}|ci",
        ),
    ),
    (
        "control_remarks",
        _said(
            _CONTROL,
            r"observacion(?:es)?|comentarios?|seguimiento|concepto|analisis|verificacion|evaluacion"
            r"|recomendacion(?:es)?|oficina|asesora|jefe|lider",
        ),
    ),
    ("applied_target", r"metaaplicada"),
    ("dates", r"fechasaplicadas|fechasleidas|fechasqueaplican"),
    ("accumulation", r"acumulacion"),
    (
        "completed_on",
        _said(
            "realizacion|realizo|realizada|real(?:es)?",
            "fechas?|ejecucion|cumplimiento|terminacion|entrega",
        ),
    ),
    (
        "start",
        _said(
            "inicio|inicial|inicia|comienzo|desde",
            rf"fechas?|f(?=inici|fin)|plazo|actividad|{_PROGRAMMED}|{_DAY_FORMAT}",
        ),
    ),
    (
        "end",
        _said(
            "fin|final|finalizacion|finaliza|terminacion|termina|hasta|vencimiento|cierre",
            rf"fechas?|f(?=inici|fin)|plazo|actividad|{_PROGRAMMED}|{_DAY_FORMAT}",
        ),
    ),
    (
        "reported_by",
        r"(reportad[oa]|diligenciad[oa]|informad[oa])por|quienreporta"
        r"|responsable(s)?del?(reporte|seguimiento|diligenciamiento|monitoreo)",
    ),
    (
        "as_of",
        _said(
            r"corte|fechadelavance|(?:fechas?|periodo)(?:del?|ultimo)*"
            r"(?:seguimiento|reporte|reportado|evaluacion|evaluado|monitoreo)",
            "fechas?|ultimo|periodo",
        ),
    ),
    (
        "deadline",
        _said(
            "fechas?|plazos?|cronograma|periodos?|periodicidad|frecuencia|tiempo|termino"
            "|programacion|mes(?:es)?|trimestre|cuando",
            rf"cumplimiento|{_PROGRAMMED}|limite|maxim[ao]|ejecucion|entrega|compromiso|realizacion"
            rf"|actividad(?:es)?|accion(?:es)?|vigencia|sehara|seharealiza|vaahacer|{_DAY_FORMAT}",
        ),
    ),
    (
        "done",
        r"(descripciondel[ao]s?)?(actividad(es)?|accion(es)?|tareas?)"
        r"(cumplida|realizada|ejecutada|desarrollada|adelantada)s?(\d{4})?|quesehizo"
        r"|(descripcion|reporte|analisis)(de|del|los|el)*(avances?|cumplimiento|seguimiento|gestion)"
        r"|(avances?|seguimiento|reporte)cualitativo(s)?|gestionrealizada|logros?(alcanzados?)?"
        r"|avancesylogros|logrosyavances|(descripcionde)?lo(realizado|ejecutado)"
        r"|seguimiento(yevaluacion)?|monitoreo|evaluacion|reporte",
    ),
    (
        "value",
        _said(
            r"avances?|cumplimiento|ejecucion|progreso|ejecutad[oa]|(?:%|porcentaje)(?:alcanzado|logrado)?"
            r"|(?:se)?cumpl(?:e|io|ida)(?=$)|resultado(?=$|del?indicador|obtenido|alcanzado)|cantidad(?:ejecutad|realizad)a",
            r"porcentual|nivel|grado|logro|obtenido|alcanzado|acumulado|fecha|corte|cuantitativo"
            r"|actividad(?:es)?|metas?|indicador|numerico|fisic[ao]|reportado|total",
        ),
    ),
    (
        "evidence",
        _said(
            r"evidencias?|soportes?|registros?|link|enlace|anexos?|url|(?:medio|fuente)sdeverificacion"
            r"|(?:medio|fuente)deverificacion",
            r"cumplimiento|avance|ejecucion|presentadas?|documental(?:es)?|actividad(?:es)?",
        ),
    ),
    ("status", r"(estado|semaforo|semaforizacion|calificacion|alerta).*|programado-?noprogramado"),
    (
        "remarks",
        _said(
            r"observacion(?:es)?|comentarios?|notas?|dificultades|recomendacion(?:es)?|justificacion",
            "seguimiento|avance",
        ),
    ),
    (
        "indicator",
        r"(de|del|los|nombre|formula|descripcion)*indicador(es)?"
        r"((de|del|la|formula|gestion|producto(?=$|s$)|cumplimiento|resultado|seguimiento|eficacia"
        r"|medicion|actividad|avance|clave|[(/-])*)*(?<!/producto)",
    ),
    (
        "target",
        _said(
            r"metas?|productos?|entregables?|cantidad|resultados?esperados?",
            rf"indicador(?:es)?|anual|cuatrienio|vigencia|resultado|fisica|{_PROGRAMMED}|actividad"
            r"|esperad[ao]s?|valor|total",
        ),
    ),
    (
        "responsible",
        _said(
            r"responsables?|dependencias?|areas?|secretarias?|quien(?:esresponsable|lohara)?"
            r"|lider(?:es)?(?=$|de)|ejecutor(?:es)?",
            r"proces[oa]s?|cargos?|oficinas?|funcionarios?|lider(?:es)?|equipos?|actor(?:es)?|ejecucion"
            r"|actividad(?:es)?|accion(?:es)?|cumplimiento|yapoyo|corresponsables?|principal|grupo|unidad",
        ),
    ),
    (
        "objective",
        _said("objetivos?", "general|especificos?|estrategicos?|sub|componente|estrategia"),
    ),
    ("component", _said("componentes?", "paac|plan|anticorrupcion")),
    (
        "strategy",
        _said(
            "subcomponentes?|estrategias?|mecanismos?|lineas?|medidas?|procesos?|politicas?"
            "|dimension(?:es)?|tematicas?|temas?|etapas?|categorias?|ejes?",
            "estrategic[ao]s?|etc|accion|institucional|mipg|gestion|administrativas?|componentes?",
        ),
    ),
    (
        "activity",
        _said(
            "actividad(?:es)?|accion(?:es)?|tareas?|compromisos?|quesevaahacer",
            rf"realizar|{_PROGRAMMED}|especificas?|desarrollar|ejecutar|adelantar|paac|plan|principal(?:es)?"
            r"|estrategicas?|gestion|concretas?|racionalizacion",
        ),
    ),
)
# one pattern with a named group a field: read_heading sees every short text of a sheet
_FIELD: Final = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _FIELDS))

PLAN_FIELDS: Final = frozenset(
    {"component", "strategy", "objective", "activity", "indicator", "target", "deadline", "start"}
    | {"end", "responsible"}
)
_LONGEST: Final = 90  # characters; what is longer is a text, not a heading

# Fields that belong to one cut-off where tracking stands beside the plan.
CUT_FIELDS: Final = frozenset(
    {"value", "done", "evidence", "remarks", "verified", "control_remarks", "completed_on"}
)

_ORDINALS: Final = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5,
    "6": 6, "1er": 1, "2do": 2, "3er": 3, "4to": 4, "1ro": 1, "3ro": 3, "1ra": 1, "2da": 2,
    "3ra": 3, "4ta": 4, "1o": 1, "2o": 2, "3o": 3, "1°": 1, "2°": 2, "3°": 3, "4°": 4,
    "primer": 1, "primero": 1, "primera": 1, "segundo": 2, "segunda": 2,
    "tercer": 3, "tercero": 3, "tercera": 3, "cuarto": 4, "cuarta": 4,
}  # fmt: skip
_PERIODS: Final = {
    "cuatrimestre": 4, "corte": 4, "seguimiento": 4, "reporte": 4, "informe": 4,
    "monitoreo": 4, "evaluacion": 4, "trimestre": 3, "trim": 3, "semestre": 6, "bimestre": 2,
    "cuatrim": 4, "cuat": 4, "sem": 6, "t": 3,
}  # fmt: skip
_MONTH: Final = "|".join((*MONTHS, "setiembre", *(m[:3] for m in MONTHS), "sept"))
_OF_YEAR: Final = r"(?:\s*(?:de|del|-|/|,|\.)?\s*(20\d\d))?"
_DAY_MONTH: Final = re.compile(
    rf"\b(\d{{1,2}})[°o]?\s*(?:de\s+|-|/|\.)?\s*({_MONTH})\b\.?{_OF_YEAR}"
)
_MONTH_DAY: Final = re.compile(rf"\b({_MONTH})\b\.?\s*(\d{{1,2}})\b{_OF_YEAR}")
_NUMERIC: Final = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d|\d\d)\b")
_ORDINAL: Final = "|".join(sorted(map(re.escape, _ORDINALS), key=len, reverse=True))
_PERIOD: Final = "|".join(sorted(_PERIODS, key=len, reverse=True))
_ORDINAL_PERIOD: Final = re.compile(
    rf"(?:^|(?<=[\s(/-]))(?P<n>{_ORDINAL})\.?\s*(?:de\s+)?(?P<period>{_PERIOD})s?\b\.?"
)
_PERIOD_ORDINAL: Final = re.compile(
    rf"\b(?P<period>{_PERIOD})\.?\s*(?:no\.?|n°|nro\.?|#|-)?\s*(?P<n>{_ORDINAL})(?![\w/])"
)
_QUARTER: Final = re.compile(r"\b(?P<period>t)\.?\s?(?P<n>[1-4])\b\.?")
_MONTH_ONLY: Final = re.compile(
    rf"\b({_MONTH})\b\.?(?:\s*(?:de|del|-|/)?\s*(20\d\d|(?<=[-/])\d\d\b))?"
)
_YEAR: Final = re.compile(r"\b(?:vigencia\s+)?(?:del?\s+)?20\d\d\b")
_RANGE: Final = re.compile(r"\s*(?:a|al|hasta|-|–|—|/)\s*(?:el\s+)?")
_AROUND_A_CUT: Final = re.compile(
    rf"\b(?:{_ORDINAL}|a|al|con|y|desde|hasta|cortes?|de|del|fechas?|el|la|en|vigencia|periodo"
    r"|seguimiento|reporte|monitoreo|evaluacion|informe|no)\b"
)


@dataclass(frozen=True)
class Heading:
    """What one heading says: a field, a cut-off, both or neither."""

    field: str  # blank where the heading is not known
    cut: dt.date | None  # the cut-off that it names
    percent: bool  # it says that its numbers are percents


@lru_cache(maxsize=4096)
def read_heading(text: str, year: int) -> Heading:
    """Read a heading; a year-less cut-off belongs to ``year``."""
    if not text or len(text) > _LONGEST:
        return Heading("", None, percent=False)
    folded = fold(text)
    percent = "%" in folded or "porcentaje" in folded
    cut, rest = _split_cut(folded, year)
    if cut is None:
        return Heading(field_of(folded), None, percent)
    bare = _AROUND_A_CUT.sub(" ", _YEAR.sub(" ", rest)).strip(" :;,.()-–—/|%")
    if not bare:
        return Heading("", cut, percent)
    field = field_of(rest) or field_of(bare)
    return Heading(field, cut if field else None, percent)


def cut_in(text: str, year: int) -> dt.date | None:
    """Return the cut-off that a title or a sheet's name mentions, None where it mentions none."""
    return _split_cut(fold(text), year)[0]


def field_of(text: str) -> str:
    """Return the field that a heading names, blank where it names none."""
    folded = re.sub(r"\([^)]*\)?", " ", fold(text)).strip() or fold(text)
    forms = (
        folded,
        re.sub(r"^\d+[.)-]?\s*", "", folded),
        _YEAR.sub(" ", folded),
        re.sub(r"[\s.-]+(?:no\.?\s*)?(?:i{1,3}|iv|[1-4])$", "", folded),  # "Evidencia II"
    )
    for form in forms:
        squashed = re.sub(r"[\s.:;¿?*\"“”«»]", "", form)
        match = _FIELD.fullmatch(squashed)
        if match:
            return str(match.lastgroup)
    return ""


def period_end(ordinal: int, months: int, year: int) -> dt.date | None:
    """Return the last day of the n-th period of so many months; None beyond the year."""
    month = ordinal * months
    if month > 12:
        return None
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def month_number(name: str) -> int:
    """Return the number of a month from its folded name or first three letters; 0 if unknown."""
    short = "sep" if name.startswith("set") else name[:3]
    return next((i for i, month in enumerate(MONTHS, 1) if month[:3] == short), 0)


def _split_cut(folded: str, year: int) -> tuple[dt.date | None, str]:
    """Return the cut-off that a heading names and the heading without all that names it.

    A date says more than a period and that more than a month: "Primer seguimiento (30 de abril)".
    """
    named = re.search(r"\b20\d\d\b", folded)
    period_year = int(named[0]) if named else year
    cut: dt.date | None = None
    rest = folded
    for read in (_dates, _periods, _months):
        found = read(rest, year if read is _dates else period_year)
        for start, end, _ in reversed(found):
            rest = f"{rest[:start]} {rest[end:]}"
        if cut is None and found:
            cut = found[0][2]
    return cut, rest


_Found = list[tuple[int, int, dt.date | None]]


def _dates(text: str, year: int) -> _Found:
    """Return each date with its place; of two readings of one month, the later day."""
    found: _Found = []
    for pattern, day, month in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1), (_NUMERIC, 1, 2)):
        for match in pattern.finditer(text):
            name = match[month]
            written = int(match[3]) if match[3] else year
            written += 2000 if written < 100 else 0
            number = int(name) if name.isdigit() else month_number(name)
            found.append((*match.span(), _day(written, number, int(match[day]))))
    found.sort(key=lambda one: (one[0], one[1]))
    kept: _Found = []
    for one in found:
        if kept and one[0] < kept[-1][1]:
            kept[-1] = max(kept[-1], one, key=lambda any_: any_[2].day if any_[2] else 0)
        else:
            kept.append(one)
    return _ranges_joined(kept, text)


def _periods(text: str, year: int) -> _Found:
    found: _Found = []
    for pattern in (_ORDINAL_PERIOD, _PERIOD_ORDINAL, _QUARTER):
        for match in pattern.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end, _ in found):
                ordinal = _ORDINALS[match["n"]]
                found.append((*match.span(), _cut_of(ordinal, match["period"], year)))
    return sorted(found, key=lambda one: one[0])


def _months(text: str, year: int) -> _Found:
    found: _Found = []
    for match in _MONTH_ONLY.finditer(text):
        written = int(match[2]) if match[2] else year
        written += 2000 if written < 100 else 0
        found.append((*match.span(), period_end(month_number(match[1]), 1, written)))
    return _ranges_joined(found, text)


def _ranges_joined(found: _Found, text: str) -> _Found:
    """Return "enero - abril" as what it ends with."""
    joined: _Found = []
    for one in found:
        if joined and _RANGE.fullmatch(text[joined[-1][1] : one[0]]):
            joined[-1] = (joined[-1][0], one[1], one[2])
        else:
            joined.append(one)
    return joined


def _cut_of(ordinal: int, period: str, year: int) -> dt.date | None:
    months = _PERIODS[period]
    if months != 4:
        return period_end(ordinal, months, year)
    legal = norms.legal_cutoffs(year)
    return legal[ordinal - 1] if ordinal <= len(legal) else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
