"""Which column of a matrix holds what, from headings as offices write them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pac import norms
from pac.labels import MONTHS, fold

# Headings that only their exact words name, once folded and without blanks or punctuation, so that
# one broken by its cell still reads. They go before what single words say.
_PHRASES: Final[tuple[tuple[str, str], ...]] = (
    ("activity_id", r"id(delaactividad|actividad)?|identificador|cod(igo)?(delaactividad)?"),
    (
        "number",
        r"(n[o°]|nro|num(ero)?|#)(de)?(la)?(actividad|accion|orden|item)?|item|consecutivo|orden"
        r"|numeral",
    ),
    ("lead", r"lidera"),
    (
        "verified",
        r"(%|porcentaje)?(de)?(avance|cumplimiento)?(verificado|validado)"
        r"(por)?(la)?(oficinade)?(controlinterno|oci|ci)?"
        r"|(%|porcentaje)?(de)?(avance|cumplimiento)(segun|por|de)?(la)?(oficinade)?(controlinterno|oci)",
    ),
    ("applied_target", r"metaaplicada"),
    ("dates", r"fechasaplicadas|fechasleidas|fechasqueaplican"),
    ("accumulation", r"acumulacion"),
    (
        "as_of",
        r"(fechas?|periodo)(del?)?(la|el)?(ultimo)?"
        r"(seguimiento|reporte|reportado|evaluacion|evaluado|monitoreo|avance)",
    ),
    (
        "reported_by",
        r"(reportad[oa]|diligenciad[oa]|informad[oa])por|quienreporta"
        r"|responsables?del?(reporte|seguimiento|diligenciamiento|monitoreo)",
    ),
    (
        "done",
        r"(descripciondel[ao]s?)?(actividad(es)?|accion(es)?|tareas?)"
        r"(cumplida|realizada|ejecutada|desarrollada|adelantada)s?(20\d\d)?|quesehizo"
        r"|(descripcion|reporte|analisis)(del?|los)?(los)?(avances?|cumplimiento|seguimiento|gestion)"
        r"|(avances?|seguimiento|reporte)cualitativos?|gestionrealizada|logros?(alcanzados?)?"
        r"|avancesylogros|logrosyavances|(descripcionde)?lo(realizado|ejecutado)"
        r"|seguimiento(yevaluacion)?|monitoreo|evaluacion|reporte",
    ),
    (
        "value",
        r"resultados?(del?indicador|obtenidos?|alcanzados?)?|cantidad(ejecut|realiz)ada"
        r"|(se)?cumpl(e|io|ida)|%|porcentaje|[%]?(alcanzado|logrado)",
    ),
    ("target", r"resultados?esperados?"),
    ("evidence", r"(medio|fuente)s?deverificacion"),
    ("status", r"(estado|semaforo|semaforizacion|calificacion|alerta).*|programado-?noprogramado"),
    ("indicator", r"indicador(es)?del?(producto|cumplimiento)"),
)
_PHRASE: Final = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PHRASES))

# Field -> words that name it, and words that may stand beside them. A heading is of the first
# field all of whose words it can say. Plurals and endings in -a are understood.
_PROGRAMMED: Final = "programado propuesto planeado previsto estimado"
_WORDS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "control_remarks",
        "controlinterno oci auditor auditoria evaluador",
        "observacion comentario seguimiento concepto analisis verificacion evaluacion"
        " recomendacion oficina asesor jefe lider",
    ),
    (
        "completed_on",
        "realizacion realizo realizado real",
        "fecha ejecucion cumplimiento terminacion entrega",
    ),
    ("start", "inicio inicial inicia comienzo desde", f"fecha f plazo actividad {_PROGRAMMED}"),
    (
        "end",
        "fin final finalizacion finaliza terminacion termina hasta vencimiento cierre",
        f"fecha f plazo actividad {_PROGRAMMED}",
    ),
    ("as_of", "corte", "fecha ultimo periodo"),
    (
        "deadline",
        "fecha plazo cronograma periodo periodicidad frecuencia tiempo termino programacion mes"
        " trimestre cuando",
        f"{_PROGRAMMED} cumplimiento limite maximo ejecucion entrega compromiso realizacion"
        " actividad accion vigencia realiza hara va hacer",
    ),
    (
        "value",
        "avance cumplimiento ejecucion progreso ejecutado",
        "% porcentaje porcentual nivel grado logro obtenido alcanzado acumulado fecha corte"
        " cuantitativo actividad meta indicador numerico fisico reportado total",
    ),
    (
        "evidence",
        "evidencia soporte registro link enlace anexo url",
        "cumplimiento avance ejecucion presentado documental actividad",
    ),
    (
        "remarks",
        "observacion comentario nota dificultad recomendacion justificacion",
        "seguimiento avance",
    ),
    (
        "indicator",
        "indicador",
        "formula gestion cumplimiento resultado seguimiento eficacia medicion actividad avance",
    ),
    (
        "target",
        "meta producto entregable cantidad",
        f"{_PROGRAMMED} indicador anual cuatrienio vigencia resultado fisico actividad esperado"
        " valor total",
    ),
    (
        "responsible",
        "responsable dependencia area secretaria quien lider ejecutor",
        "proceso cargo oficina funcionario equipo actor ejecucion actividad accion cumplimiento"
        " corresponsable principal grupo unidad es hara",
    ),
    ("objective", "objetivo", "general especifico estrategico componente estrategia"),
    ("component", "componente", "numero no n° paac plan anticorrupcion"),
    (
        "strategy",
        "subcomponente estrategia mecanismo linea medida proceso politica dimension tematico tema"
        " etapa categoria eje",
        "componente estrategico etc accion institucional mipg gestion administrativo",
    ),
    (
        "activity",
        "actividad accion tarea compromiso hacer",
        f"{_PROGRAMMED} realizar especifico desarrollar ejecutar adelantar paac plan principal"
        " estrategico gestion concreto racionalizacion va",
    ),
)
_BETWEEN: Final = {
    "de", "del", "la", "las", "los", "el", "lo", "y", "o", "u", "e", "a", "al", "en", "por",
    "para", "con", "su", "se", "que", "nombre", "descripcion",
}  # fmt: skip
_SEPARATOR: Final = re.compile(r"[\s/,.:;¿?*\"“”«»()|&+–-]+|\b20\d\d\b|(?<=%)|(?=%)")
_MOST_PIECES: Final = 3  # of one word, broken by its cell
_PLURAL: Final = re.compile(r"(?<=..[^aeiou])es$|(?<=...)s$")
_GENDER: Final = re.compile(r"[aeo]$")
_IN_BRACKETS: Final = re.compile(r"\([^)]*\)?")
_LEADING_NUMBER: Final = re.compile(r"^\d+[.)-]?\s*")
_LAST_NUMBER: Final = re.compile(r"[\s.-]+(?:no\.?\s*)?(?:i{1,3}|iv|[1-4])$")  # "Evidencia II"
_PUNCTUATION: Final = dict.fromkeys(map(ord, '.:;¿?*"“”«»'))


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """Return a word without its plural and gender: "programadas" and "programado" are one."""
    singular = _PLURAL.sub("", word)
    return _GENDER.sub("", singular) if len(singular) > 4 else singular


_HEADS: Final = [(name, frozenset(map(_stem, heads.split()))) for name, heads, _ in _WORDS]
_SAYS: Final = [
    (name, frozenset(map(_stem, f"{heads} {others}".split()))) for name, heads, others in _WORDS
]
_KNOWN: Final = frozenset().union(*(words for _, words in _SAYS))

PLAN_FIELDS: Final = frozenset(
    {"component", "strategy", "objective", "activity", "indicator", "target", "deadline", "start"}
    | {"end", "responsible"}
)
LONGEST: Final = 90  # characters; what is longer is a text, not a heading

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
_ANY_MONTH: Final = re.compile(_MONTH)
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


_Found = list[tuple[int, int, dt.date | None]]


@dataclass(frozen=True)
class Heading:
    """What one heading says: a field, a cut-off, both or neither."""

    field: str  # blank where the heading is not known
    cut: dt.date | None  # the cut-off that it names
    percent: bool  # it says that its numbers are percents


_NO_HEADING: Final = Heading("", None, percent=False)


def read_heading(text: str, year: int) -> Heading:
    """Read a heading; a year-less cut-off belongs to ``year``."""
    if not text or len(text) > LONGEST:
        return _NO_HEADING
    return _read_short(text, year)


@lru_cache(maxsize=2**14)  # a sheet repeats the IDs of its activities at each cut-off
def _read_short(text: str, year: int) -> Heading:
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
    whole = fold(text)
    folded = _IN_BRACKETS.sub(" ", whole).strip() or whole
    folded = folded.replace("control interno", "controlinterno")
    forms = (
        folded,
        _LEADING_NUMBER.sub("", folded),
        _YEAR.sub(" ", folded),
        _LAST_NUMBER.sub("", folded),
    )
    for form in dict.fromkeys(forms):
        match = _PHRASE.fullmatch("".join(form.split()).translate(_PUNCTUATION))
        field = str(match.lastgroup) if match else _field_of_words(form)
        if field:
            return field
    return ""


def _field_of_words(text: str) -> str:
    """Return the field that the words of a heading name, in whatever order they stand."""
    words = _whole([word for word in _SEPARATOR.split(text) if word])
    if words is None:
        return ""
    for (name, heads), (_, says) in zip(_HEADS, _SAYS, strict=True):
        if words <= says and words & heads:
            return name
    return ""


def _whole(pieces: list[str]) -> set[str] | None:
    """Return the known words of a heading, the broken ones ("Responsa ble") made whole.

    None where it has a word that no heading has.
    """
    words: set[str] = set()
    place = 0
    while place < len(pieces):
        for length in range(1, _MOST_PIECES + 1):
            word = "".join(pieces[place : place + length])
            stem = _stem(word)
            if stem in _KNOWN or word in _BETWEEN:
                break
        else:
            return None
        if stem in _KNOWN:
            words.add(stem)
        place += length
    return words


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
    named_by: list[dt.date | None] = []
    rest = folded
    for read in (_dates, _periods, _months):
        found = read(rest, year if read is _dates else period_year)
        if found:
            named_by.append(_one_of(found, rest))
        for start, end, _ in reversed(found):
            rest = f"{rest[:start]} {rest[end:]}"
    return next(iter(named_by), None), rest


def _one_of(found: _Found, text: str) -> dt.date | None:
    """Return the one that "corte" announces, else the only one; None where there are several."""
    announced = [one for one in found if one[0] > text.find("corte") >= 0]
    days = {day for _, _, day in announced[:1] or found}
    return days.pop() if len(days) == 1 else None


def _dates(text: str, year: int) -> _Found:
    """Return each date with its place; of two readings of one month, the later day."""
    found: _Found = []
    patterns = [(_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)] if _ANY_MONTH.search(text) else []
    for pattern, day, month in (*patterns, (_NUMERIC, 1, 2)):
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
    for match in _MONTH_ONLY.finditer(text) if _ANY_MONTH.search(text) else ():
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
