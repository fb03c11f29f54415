"""The target of an activity, read from its cell: a count or a percent, never a guess (R15)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pac.model import Target, Unit
from pac.reading import numbers
from pac.reading._target_phrases import (
    LIKELY_YEARS,
    MONTH,
    NAME,
    PERIOD,
    Period,
    Phrase,
    read_phrase,
)
from pac.reading.deadlines import says_only_when
from pac.reading.numbers import (
    ERROR_VALUE,
    NOT_APPLICABLE,
    DoubtError,
    PercentDisplay,
    Quantity,
    as_number,
    fold,
    is_blank,
    percent_display,
    shown,
    tidy,
)

CONVENTIONS: Final[dict[str, str]] = {
    **numbers.CONVENTIONS,
    "absolute_level": (
        "aumentos dichos por el nivel al que se llega («Aumentar al 95%» como 95 %, "
        "«Incrementar a 500» como 500)"
    ),
    "minimum": "mínimos tomados como meta («Mayor al 80%» como 80 %, «al menos 3» como 3)",
    "percent_over_count": (
        "porcentajes aplicados a una cantidad, de los que cuenta el porcentaje "
        "(«80% de los 50 funcionarios» como 80 %)"
    ),
    "periodic_target": (
        "metas dichas por periodo, llevadas al año («1 por trimestre» como 4, "
        "«Sitio actualizado cada trimestre» como 4)"
    ),
    "product_in_words": "productos dichos solo en palabras, contados como 1",
    "year_total": (
        "cantidades con su periodicidad, tomadas como el total del año "
        "(«12 informes mensuales» como 12)"
    ),
}

REASONS: Final[dict[str, str]] = {
    **numbers.DOUBTS,
    "all_in_words": (
        "«{found}» dice «todos» sin decir cuántos: escriba el porcentaje, por ejemplo «100%», "
        "o el número, por ejemplo «12»"
    ),
    "blank": "la meta está vacía: escriba un número, por ejemplo «3», o un porcentaje, «100%»",
    "date_alone": (
        "«{found}» es una fecha y no una meta: escriba cuánto se hará, por ejemplo «1 informe»"
    ),
    "detail": (
        "«{found}» no deja claro si el número es la meta o describe el producto: "
        "escriba solo la meta, por ejemplo «1» o «3 informes»"
    ),
    "duration": (
        "«{found}» es un plazo y no una cantidad por cumplir: "
        "escriba, por ejemplo, «100%» de las respuestas dentro del plazo"
    ),
    "formula": (
        "«{found}» es la fórmula de un indicador: escriba el resultado que se espera, "
        "por ejemplo «100%»"
    ),
    "label_alone": (
        "«{found}» nombra algo numerado y no dice cuánto: escriba la meta, por ejemplo «1»"
    ),
    "label_or_count": (
        "«{found}» puede nombrar algo numerado o contar: escriba la cantidad primero, "
        "por ejemplo «3 informes»"
    ),
    "less_is_better": (
        "«{found}» pone un tope o pide reducir, y el avance se mide hacia arriba: escriba lo que "
        "se cumplirá, por ejemplo «90%» de las solicitudes dentro del plazo"
    ),
    "negative": "«{found}» es negativo: escriba una cantidad mayor que cero, por ejemplo «3»",
    "no_number": (
        "«{found}» nombra lo que se mide y no dice cuánto: agregue el número, "
        "por ejemplo «3» o «100%»"
    ),
    "not_a_number": (
        "«{found}» no es un número ni un texto (Excel convierte «1/3» en fecha): "
        "dé formato de texto a la celda y escriba la meta, por ejemplo «3» o «90%»"
    ),
    "not_applicable": (
        "«{found}» no es una meta: escriba cuánto se hará en la vigencia, por ejemplo «1», "
        "o retire la actividad del plan"
    ),
    "over_100_percent": (
        "«{found}» pasa de 100 %: escriba un porcentaje de 1 a 100, por ejemplo «100%», "
        "o una cantidad, por ejemplo «3», en una celda sin formato de porcentaje"
    ),
    "per_unit": (
        "«{found}» depende de cuántas dependencias, personas o casos haya: "
        "escriba el total del año, por ejemplo «12»"
    ),
    "periodic_unclear": (
        "«{found}» no deja claro cuántos son en todo el año: escriba el total, "
        "por ejemplo «12», o «2 por mes»"
    ),
    "periodicity_alone": (
        "«{found}» dice cada cuánto y no qué se entrega: escriba el total del año, "
        "por ejemplo «12 informes»"
    ),
    "relative": (
        "«{found}» se mide frente a otro periodo: escriba el nivel al que se quiere llegar, "
        "por ejemplo «Aumentar al 95%»"
    ),
    "several": (
        "«{found}» tiene más de una cantidad y no es claro cuál es la meta: deje una sola, "
        "por ejemplo «3», o separe la actividad en dos"
    ),
    "too_long": "«{found}» es demasiado largo para una meta: escriba solo la cantidad, «3» o «90%»",
    "undefined": (
        "«{found}» deja la meta sin definir: escriba un número, por ejemplo «3», "
        "o un porcentaje, por ejemplo «100%» de lo solicitado"
    ),
    "unit_unclear": (
        "«{found}» puede ser un porcentaje o una cantidad (0,9 es 90 % o nueve décimas): "
        "dé formato de porcentaje a la celda o escriba el signo, por ejemplo «90%»"
    ),
    "year": "«{found}» parece un año y no una cantidad: escriba la meta, por ejemplo «1»",
    "yes_no": "«{found}» no dice cuánto: escriba un número, por ejemplo «1», o «100%»",
    "zero": (
        "«{found}» es una meta de cero, que no se puede avanzar: "
        "escriba lo que se hará, por ejemplo «1»"
    ),
}

LONGEST: Final = 1000  # characters; a longer text is no target


class TargetError(ValueError):
    """A target that cannot be read without guessing (R15).

    ``reason`` is a stable English slug, a key of REASONS; the message is Spanish and says what is
    wrong and how to write it.
    """

    def __init__(self, reason: str, found: str) -> None:
        super().__init__(reason, found)
        self.reason = reason
        self.found = found

    def __str__(self) -> str:
        """Return the Spanish sentence that an official reads."""
        return REASONS[self.reason].format(found=self.found)


def parse_target(value: object, number_format: str = "General") -> Target:
    """Return what the cell of a target says: a count or a percent, 90.0 for 90 % (R15).

    A number means what its cell format says, whatever its size. A product in words counts as 1.
    Every reading that needed a convention carries its code of CONVENTIONS.

    Args:
        value: What the cell holds: text, a number, or what Excel made of it.
        number_format: The cell's number format, as Excel writes it.

    Raises:
        TargetError: If it says nothing, nothing that can be reached, or several things.
    """
    try:
        if is_blank(value):
            raise DoubtError("blank")
        if isinstance(value, str):
            target = _read_text(value, number_format)
            if says_only_when(value):
                raise DoubtError("date_alone")
            return target
        return _read_number(value, number_format)
    except DoubtError as doubt:
        raise TargetError(doubt.reason, shown(value, number_format)) from None


def _read_number(value: object, number_format: str) -> Target:
    number = as_number(value)
    if number is None:
        raise DoubtError("not_a_number")
    display = percent_display(number_format)
    if display is PercentDisplay.UNCLEAR or (display is PercentDisplay.LITERAL and 0 < number <= 1):
        raise DoubtError("unit_unclear")
    if display is PercentDisplay.SCALED:
        return _target(number * 100, "percent")
    if display is PercentDisplay.LITERAL:
        return _target(number, "percent", ["literal_percent"])
    if LIKELY_YEARS[0] <= number <= LIKELY_YEARS[1]:
        raise DoubtError("year")
    return _target(number, "count")


def _target(value: float, unit: Unit, conventions: list[str] | None = None) -> Target:
    """Return the target, or raise where no target can have that value."""
    amount = tidy(value)
    if amount < 0:
        raise DoubtError("negative")
    if amount == 0:
        raise DoubtError("zero" if value == 0 else "unit_unclear")
    if unit == "percent" and amount > 100:
        raise DoubtError("over_100_percent")
    if unit == "count" and amount < 1:
        raise DoubtError("unit_unclear")
    return Target(amount, unit, tuple(sorted(set(conventions or []))))


# --------------------------------------------------------------------------- whole cells

_DEMAND: Final = (
    r"(?:demandas?|necesidad|requerimientos?|solicitud(?:es)?|cronograma|programacion|lo requerido)"
)
_WHOLE_CELLS: Final = tuple(
    (reason, re.compile(pattern))
    for reason, pattern in (
        ("not_applicable", NOT_APPLICABLE.pattern),
        ("yes_no", r"(?:si|no|si ?/ ?no|s|x)"),
        (
            "undefined",
            r"(?:por|sin|a|pendiente por|no) ?(?:definir|definid[oa]|establecer|establecid[oa]"
            r"|determinar|determinad[oa]|concertar|asignar|programar|programad[oa]|confirmar"
            r"|acordar|demanda|solicitud|meta|dato|datos|informacion)\b.*",
        ),
        (
            "undefined",
            r"(?:tod[oa]s )?(?:l[oa]s )?(?:necesari|requerid|solicitad|programad|pertinent|posibl)"
            r"(?:[oa]|e)s?",
        ),
        ("undefined", r"pendientes?\b.*|indefinid[oa]|variable|ilimitad[oa]|tbd|n/?d|s/?[dn]"),
        ("undefined", r"ver\b.*|en (?:construccion|proceso|definicion|revision|tramite|curso)"),
        ("undefined", r"(?:linea base|total|meta|nul[oa])"),
        (
            "undefined",
            r"(?:nivel |calificacion |grado )?(?:muy )?(?:alt[oa]|medi[oa]|baj[oa]|excelente"
            r"|buen[oa]|satisfactori[oa]|optim[oa]|adecuad[oa]|aceptable|sobresaliente|regular)",
        ),
        (
            "periodicity_alone",
            r"(?:permanente(?:mente)?|continu[oa](?:mente)?|constante(?:mente)?"
            r"|(?:durante )?tod[oa] (?:el|la) (?:ano|vigencia)|durante (?:el|la) (?:ano|vigencia))",
        ),
        ("number_unclear", r"[ivx]+"),
        ("formula", r"=[a-z]+[0-9(].*"),
    )
)


def _refuse_whole_cell(text: str) -> None:
    """Raise where all that the cell says is that it has no target."""
    if ERROR_VALUE.fullmatch(text):
        raise DoubtError("error_value")
    bare = text.strip(" .,;:¿?¡!\"'*")
    for reason, pattern in _WHOLE_CELLS:
        if pattern.fullmatch(bare) or pattern.fullmatch(text):
            raise DoubtError(reason)


# --------------------------------------------------------------------------- texts

_FORMULA: Final = re.compile(
    r"[x*×] ?100\b"  # "(atendidas / recibidas) x 100"
    r"|\b(?:numero de|no\. ?(?:de )?[a-z]|n° ?(?:de )?[a-z]).*/"
    r"|[a-z](?:ad|id)[oa]s?\)? ?/ ?[^/]*[a-z](?:ad|id)[oa]s?\b"
)
_EXPLAINED: Final = re.compile(r"(?P<said>[^()/*×=]*[0-9] ?%[^()/*×=]*)\([^()]*/[^()]*\)[ .]*")


def _read_text(raw: str, number_format: str) -> Target:
    if len(raw) > LONGEST:
        raise DoubtError("too_long")
    text = fold(raw)
    _refuse_whole_cell(text)
    explained = _EXPLAINED.fullmatch(text)
    if explained and _FORMULA.search(text):  # "100% (atendidas / recibidas)"
        text = explained["said"].strip()
    if _FORMULA.search(text):
        raise DoubtError("formula")
    phrase = read_phrase(text)
    _refuse_changes(phrase)
    percents = [quantity for quantity in phrase.quantities if quantity.percent]
    counts = [quantity for quantity in phrase.quantities if not quantity.percent]
    if percents:
        return _read_percents(phrase, percents, counts)
    if percent_display(number_format) is not PercentDisplay.NONE and not re.search("[a-z]", text):
        raise DoubtError("unit_unclear")
    return _read_counts(phrase, counts) if counts else _read_words(phrase)


# --------------------------------------------------------------------------- changes and bounds

_ARTICLE: Final = "(?:un|una|el|la|los|las)"
_TO_A_LEVEL: Final = re.compile(
    rf"\b(?:a|al|hasta)(?: {_ARTICLE}| por lo menos| como minimo| minimo){{0,2}}$"
)
_GROW: Final = (
    r"\b(?:aument(?:ar|o|ad[oa]s?)|increment(?:ar|o|ad[oa]s?)|crecer|crecimiento|elevar|subir)"
)
_SHRINK: Final = (
    r"\b(?:reduc(?:ir|cion|id[oa]s?)|disminu(?:ir|cion|id[oa]s?)|bajar|minimizar|rebajar)"
)
_BETTER: Final = (
    r"\b(?:mejor(?:ar|a|amiento|ad[oa]s?)|ampli(?:ar|acion|ad[oa]s?)|fortalec(?:er|id[oa]s?))"
)
_BY: Final = rf"(?: (?:en|de|del|{_ARTICLE}|por lo menos|al menos|minimo|mas)){{0,4}}$"
_GROWS_BY: Final = re.compile(_GROW + _BY)
_SHRINKS_BY: Final = re.compile(_SHRINK + "(?: (?:a|al|hasta))?" + _BY)
_GETS_BETTER_BY: Final = re.compile(_BETTER + rf"(?:(?: [a-z]+){{0,6}} en(?: {_ARTICLE})?)?$")
_HEAD: Final = rf"^(?:(?:lograr|buscar|propender por|meta|alcanzar)[: ]+)?(?:{_ARTICLE} )?"
_HEAD_GROWS: Final = re.compile(_HEAD + _GROW)
_HEAD_SHRINKS: Final = re.compile(
    _HEAD + rf"(?:{_SHRINK}|menos\b|menor\b|no (?:superar|exceder)\b)"
)
_COMPARED: Final = re.compile(
    r"\b(?:(?:frente|respecto|relacion|compara\w+|adicional(?:es)?|superior|inferior)"
    r"(?: (?:a|al|con|de|del|que|la|el|lo|los|las)){0,3}"
    r"|(?:mayor|menor|mas|menos) (?:que|a|al)(?: (?:en|la|el|lo|los|las|de|del)){0,3})"
    rf" (?:(?:ano|vigencia|periodo|trimestre|semestre|mes|cuatrienio)s?\b|{NAME * 4})"
    r"|\bpuntos porcentuales\b|\blinea base\b"
)


def _refuse_changes(phrase: Phrase) -> None:
    """Raise where the target is a change from another period, or less of something (R15)."""
    if _HEAD_SHRINKS.search(phrase.text):
        raise DoubtError("less_is_better")
    for quantity in phrase.quantities:
        before = phrase.before(quantity)
        in_points = quantity.percent or phrase.after(quantity).startswith(" punto")
        if _SHRINKS_BY.search(before):
            raise DoubtError("less_is_better")
        if _GROWS_BY.search(before) or (in_points and _GETS_BETTER_BY.search(before)):
            raise DoubtError("relative")
    if phrase.quantities and _COMPARED.search(phrase.text):
        raise DoubtError("relative")
    if _HEAD_GROWS.search(phrase.text) and not any(
        _is_level(phrase, quantity) for quantity in phrase.quantities
    ):
        raise DoubtError("relative")


def _is_level(phrase: Phrase, quantity: Quantity) -> bool:
    """Tell whether an increase is said by where it ends: "aumentar la cobertura al 95%"."""
    grows = _HEAD_GROWS.search(phrase.text) is not None
    return grows and _TO_A_LEVEL.search(phrase.before(quantity)) is not None


_JOINS: Final = rf"(?: (?:o|e|igual|que|a|al|de|del|en|{_ARTICLE})){{0,4}} ?[:=]?$"
_AT_LEAST: Final = re.compile(
    r"(?:\bno (?:menos|menor(?:es)?|inferior(?:es)?)|(?:>|≥) ?=?|=>"
    r"|\b(?:minim[oa]|al menos|por lo menos|cuando menos|mas del?|mayor(?:es)?|superior(?:es)?"
    r"|por encima))" + _JOINS
)
_AT_MOST: Final = re.compile(
    r"(?:\bno (?:mas|mayor(?:es)?|superior(?:es)?|superar|exceder|sobrepasar)|(?:<|≤) ?=?|=<"
    r"|\b(?:maxim[oa]|menos del?|menor(?:es)?|inferior(?:es)?|a lo sumo|por debajo|tope))" + _JOINS
)
_UP_TO: Final = re.compile(r"\bhasta" + _JOINS)
_OR_MORE: Final = re.compile(
    r" ?\+|\)? ?(?:[a-z]+ ){0,2}(?:o mas|o superior(?:es)?|como minimo|minimo|en adelante)\b"
)
_OR_LESS: Final = re.compile(
    r"\)? ?(?:[a-z]+ ){0,3}(?:o menos|o inferior(?:es)?|como maximo|maximo)\b"
)


def _bounds(phrase: Phrase, quantity: Quantity) -> list[str]:
    """Return the convention of a minimum, if it is one; raise for a ceiling."""
    before, after = phrase.before(quantity), phrase.after(quantity)
    at_least, at_most = _AT_LEAST.search(before), _AT_MOST.search(before)
    if at_least and at_most:  # "no menos de" ends in "menos de", and "no más de" in "más de"
        least_first = at_least.start() < at_most.start()
        at_least, at_most = (at_least, None) if least_first else (None, at_most)
    up_to = not quantity.percent and not _is_level(phrase, quantity) and _UP_TO.search(before)
    if at_most or up_to or _OR_LESS.match(after):
        raise DoubtError("less_is_better")
    return ["minimum"] if at_least or _OR_MORE.match(after) else []


_WIDE_MEASURE: Final = re.compile(r"\)? ?(?:km\b|kilometros?|hectareas?|has?\b|toneladas?|puntos?)")


def _markings(phrase: Phrase, quantity: Quantity) -> list[str]:
    """Return the conventions that the writing of one quantity needed.

    "2.000 metros" are two thousand; "1.000" alone and "3.125 km" may have three decimals.
    """
    rest = phrase.text[: quantity.start] + phrase.text[quantity.end :]
    alone = not re.search(f"[a-z{PERIOD}]", rest)
    if quantity.maybe_decimals and (
        alone or quantity.percent or _WIDE_MEASURE.match(phrase.after(quantity))
    ):
        raise DoubtError("thousands_unclear")
    return [
        *(["thousands_mark"] if quantity.grouped else []),
        *([] if quantity.digits else ["number_in_words"]),
        *(["absolute_level"] if _is_level(phrase, quantity) else []),
    ]


# --------------------------------------------------------------------------- percents

_PREPOSITION: Final = "(?:de|del|a|al|en|para|por|sobre|con|entre|ante|segun|mediante|contra)"
_THE: Final = "(?:los|las|sus|estos|estas|todos los|todas las)"
_DESCRIBED: Final = re.compile(rf"\b(?!con\b){_PREPOSITION}(?: {_THE})?$")


def _read_percents(phrase: Phrase, percents: list[Quantity], counts: list[Quantity]) -> Target:
    """Return the percent of a text; the counts beside it may only say of what it is a percent."""
    if len({percent.value for percent in percents}) > 1:
        raise DoubtError("several")
    percent = percents[0]
    others = [
        count
        for count in counts
        if not _is_duration(phrase, count)
        and not (count.article and not _is_coordinated(phrase, count, percent))
    ]
    for count in others:
        if count.start < percent.start or not _DESCRIBED.search(phrase.before(count)):
            raise DoubtError("several")
    for period in phrase.periods:  # "25% trimestral" may be 100 % at the year's end
        if (period.per_year or 1) > 1 and percent.value * (period.per_year or 1) <= 100:
            raise DoubtError("periodic_unclear")
    conventions = _bounds(phrase, percent) + _markings(phrase, percent)
    return _target(
        percent.value, "percent", conventions + (["percent_over_count"] if others else [])
    )


def _is_coordinated(phrase: Phrase, count: Quantity, percent: Quantity) -> bool:
    later = count if count.start > percent.start else percent
    return re.search(r"\b(?:y|e|mas)$", phrase.before(later)) is not None


# --------------------------------------------------------------------------- counts

_MEASURE: Final = re.compile(
    r"\)? ?(?:km2?|m2?|mts?|has?|kg|kilometros?|metros?|hectareas?|kilos?|kilogramos?|toneladas?"
    r"|litros?|pesos|horas?|puntos?)\b"
)
_DURATION: Final = re.compile(
    r" ?(?:dias?|horas?|minutos?|segundos?|semanas?|mes|meses|anos?|hrs?|min|h"
    r"|(?:bi|tri|cuatri|se)mestres?)\b"
)
_DISTRIBUTED: Final = re.compile(
    r"\bcada\b|\b(?:por|x) (?:dependencia|secretaria|oficina|area|proceso|procedimiento"
    r"|funcionari[oa]|servidor(?:a)?|contrato|contratista|evento|sede|vereda|barrio|sector|persona"
    r"|usuari[oa]|grupo|comuna|entidad|tramite|componente|riesgo|lider|municipio|institucion"
    r"|solicitud|unidad|servicio|programa|proyecto|politica|emplead[oa]|corregimiento|reunion|sesion"
    r"|comite|visita|jornada|caso|convocatoria|peticion|queja|paciente|estudiante|docente|familia"
    r"|hallazgo|auditoria|audiencia|capacitacion|ciudadan[oa]|cliente|cargo)(?:es|s)?\b"
)
_ON_DEMAND: Final = re.compile(
    rf"\b(?:segun|por|a|de acuerdo (?:a|con|al))(?: {_ARTICLE})? {_DEMAND}\b"
    r"|\b(?:cuando|que|si) (?:se (?:requier[ae]|present[ae]|solicit[ae])n?|apli(?:que|ca)n?"
    r"|haya lugar|sea(?:n)? necesari[oa]s?|corresponda|proceda)\b"
)
_ABOUT: Final = re.compile(r"\b(?:docenas?|decenas?|centenar(?:es)?|miles|par de)\b")
_OF: Final = re.compile(r"(?: [a-z]+)? de(?: l[oa]s)?")


def _is_duration(phrase: Phrase, count: Quantity) -> bool:
    return _DURATION.match(phrase.after(count)) is not None


def _read_counts(phrase: Phrase, counts: list[Quantity]) -> Target:
    """Return the one count that a text without percents promises in the year."""
    if "%" in phrase.text or re.search(r"\bporcentajes?\b", phrase.text[: counts[0].start]):
        raise DoubtError("unit_unclear")
    if _ON_DEMAND.search(phrase.text):
        raise DoubtError("undefined")
    if _ABOUT.search(phrase.text):
        raise DoubtError("number_unclear")
    counts = [count for count in counts if not _counts_nothing(phrase, count)]
    if not counts:
        return _read_words(phrase)
    if len(counts) > 1:
        counts = [count for count in counts if not _is_duration(phrase, count)] or counts
    if len(counts) == 1:
        return _read_count(phrase, counts[0])
    first, second = counts[:2]
    if len(counts) == 2 and _is_all_of(phrase, first, second):
        return _read_count(phrase, replace(first, end=second.end), "share_of_total")
    for total, rate in ((first, second), (second, first)):
        if len(counts) == 2 and _is_rate_of(phrase, total, rate):
            conventions = _bounds(phrase, total) + _markings(phrase, total)
            return _target(total.value, "count", [*conventions, "periodic_target"])
    raise DoubtError("several")


def _counts_nothing(phrase: Phrase, count: Quantity) -> bool:
    """Tell whether "un" or "una" is but an article: "en una página", "cada uno"."""
    before = phrase.before(count)
    article = count.article and re.search(rf"\b{_PREPOSITION}$", before)
    return bool(article or (not count.digits and re.search(r"\bcada$", before)))


def _is_all_of(phrase: Phrase, first: Quantity, second: Quantity) -> bool:
    """Tell whether a text says "3 de 3"; in "2 de 3" neither is clearly the target."""
    between = phrase.text[first.end : second.start].rstrip()
    return first.value == second.value and _OF.fullmatch(between) is not None


def _is_rate_of(phrase: Phrase, total: Quantity, rate: Quantity) -> bool:
    """Tell whether "4 informes (1 por trimestre)" gives a total and the rate that makes it."""
    per_year = _per_year(phrase)
    return (
        per_year is not None
        and per_year > 1
        and phrase.periods[0].start >= rate.end
        and not rate.end <= total.start < phrase.periods[0].start
        and rate.value * per_year == total.value
    )


def _read_count(phrase: Phrase, count: Quantity, *conventions: str) -> Target:
    if count.value < 0:
        raise DoubtError("negative")
    codes = [*conventions, *_bounds(phrase, count), *_markings(phrase, count)]
    rest = phrase.text[count.end :]
    if _is_duration(phrase, count) and not _counts_hours(phrase, count):
        raise DoubtError("duration")
    if re.match(rf" (?:de )?{MONTH}\b| de {PERIOD}", rest):
        raise DoubtError("date_alone")  # "uno de julio", "15 de cada mes"
    if re.search(r"\bcuatrienio\b", phrase.text):
        raise DoubtError("periodic_unclear")
    if _DISTRIBUTED.search(rest):
        raise DoubtError("per_unit")
    measured = _MEASURE.match(rest) is not None
    if count.value % 1 and not measured and re.match(r"\)? ?[a-z]", rest):
        raise DoubtError("number_unclear")  # "1.1 informe" is a number of the list
    doubt = None if measured or _is_level(phrase, count) else _doubt_about(phrase, count)
    if doubt and (doubt == "several" or count.value != 1 or _per_year(phrase) != 1):
        raise DoubtError(doubt)
    value, how = _in_the_year(phrase, count)
    if measured and 0 < value < 1:  # "0,5 km" says its unit
        return Target(tidy(value), "count", tuple(sorted({*codes, *how})))
    return _target(value, "count", codes + how)


_VERB: Final = re.compile(r"\b[a-z]{2,}(?:ar|er|ir)(?:se|l[oa]s?)?$")
_NO_VERB: Final = re.compile(
    r"\b(?:taller|mujer|lugar|hogar|lider|poder|deber|escolar|familiar|militar|auxiliar|popular"
    r"|celular|particular|similar|preliminar|bienestar|titular|ejemplar|regular|circular|primer"
    r"|tercer|haber|alquiler|modular|curricular|disciplinar|tutelar|malestar|pilar|par|mar)$"
)
_ACTION: Final = re.compile(
    r"\b(?:publicacion|realizacion|elaboracion|ejecucion|expedicion|entrega|presentacion"
    r"|implementacion|desarrollo|formulacion|difusion|emision|creacion|adopcion|construccion"
    r"|instalacion|adquisicion|total|numero|cantidad|meta|envio|diseno|aplicacion|programacion"
    r"|organizacion|celebracion|actualizacion|generacion|racionalizacion|simplificacion"
    r"|automatizacion|virtualizacion|inscripcion|suscripcion|intervencion|asistencia"
    r"|participacion|minim[oa]|compra|siembra|firma|montaje)$"
)
_COUNTS_BEFORE: Final = re.compile(
    r"\b(?:total|meta|minim[oa]|cantidad|numero|menos|es|son|[a-z]+s)$"
)
_DESCRIBES: Final = re.compile(rf"\b(?P<how>{_PREPOSITION}|{_THE}|{_PREPOSITION} {_THE})$")
_QUALIFIED: Final = re.compile(r"\)? ?[a-z]+(?:ad|id)[oa]s?\b")
_ADDED: Final = re.compile(r"[a-z)]{3}[^,;]*(?:\b(?:y|e|mas)|[,;+])$")


def _doubt_about(phrase: Phrase, count: Quantity) -> str | None:
    """Return why a lone number may not be what is promised, None where it clearly is.

    A count goes before what it counts. After a preposition it describes ("informe de 3
    auditorías"), unless a verb or the name of an action leads to it ("publicación de 3 informes").
    After a noun it may be its name ("ventanilla 2 habilitada").
    """
    before = _AT_LEAST.sub("", phrase.before(count)).rstrip()
    if _ADDED.search(before) and not _led_by_verb(before.rsplit(" ", 1)[0]):
        return "several"  # "plan publicado y 1 informe"
    described = _DESCRIBES.search(before)
    if described:
        lead = before[: described.start()].rstrip()
        if described["how"] == "entre":
            return "several"
        names_action = described["how"] == "de" and _ACTION.search(lead)
        opens = not lead and described["how"] in {"los", "las"}
        return None if opens or names_action or _led_by_verb(lead) else "detail"
    if not re.search("[a-z]$", before) or _led_by_verb(before) or _COUNTS_BEFORE.search(before):
        return None
    after = phrase.after(count)
    counts_something = re.match(r"\)? ?[a-z]", after) and not _QUALIFIED.match(after)
    in_brackets = phrase.text[count.start] == "("
    return None if counts_something or in_brackets else "label_or_count"


def _led_by_verb(words: str) -> bool:
    return _VERB.search(words) is not None and _NO_VERB.search(words) is None


def _counts_hours(phrase: Phrase, count: Quantity) -> bool:
    """Tell "40 horas de capacitación" from a time limit."""
    before = phrase.before(count)
    named = re.match(" ?horas? de [a-z]", phrase.after(count)) is not None
    return named and (not before or _led_by_verb(before))


# --------------------------------------------------------------------------- in the year

_LOOSE: Final = re.compile(r"[,;:.]|\b(?:con|para|sobre|por|y|e)\b")
_ONE_PRODUCT: Final = re.compile(
    r"\b(?:plan|politica|procedimiento|formato|cronograma|manual|protocolo|guia|programa"
    r"|estrategia|calendario|instructivo|metodologia|documento|primer[oa]?|segund[oa]|tercer[oa]?)\b"
)


def _per_year(phrase: Phrase) -> int | None:
    """Return the one periodicity of a text, 1 where it has none, None where it is not clear."""
    found = {period.per_year for period in phrase.periods}
    if len(found) > 1:
        raise DoubtError("several")
    return found.pop() if found else 1


def _in_the_year(phrase: Phrase, count: Quantity) -> tuple[float, list[str]]:
    """Return how many are due in the whole year, and the convention that it took (R15).

    "1 mensual" is 12; "12 informes mensuales" is the year's total; "2 informes mensuales" may be
    2 or 24, and raises.
    """
    per_year = _per_year(phrase)
    if per_year == 1:
        return count.value, []
    if per_year is None:
        raise DoubtError("periodic_unclear")
    period = phrase.periods[0]
    is_total = count.value == per_year
    if period.kind == "rate" or (period.kind == "each" and not is_total):
        return count.value * per_year, ["periodic_target"]
    leads = period.start < count.start
    if is_total and period.kind != "each":
        aside = re.search(r"[(,;:-] ?$", phrase.text[: period.start])
        if leads or aside or period.plural or period.kind == "adverb":
            return count.value, ["year_total"]
    tied = period.kind == "adverb" or (not leads and _is_tied(phrase, count.end, period))
    if count.value == 1 and tied and not period.plural:
        return float(per_year), ["periodic_target"]
    raise DoubtError("periodic_unclear")


def _is_tied(phrase: Phrase, start: int, period: Period) -> bool:
    """Tell whether "mensual" speaks of the product itself and not of a part of it."""
    between = phrase.text[start : period.start]
    loose = _LOOSE.search(between) or _ONE_PRODUCT.search(between)
    return not loose and len(between.split()) <= 8


# --------------------------------------------------------------------------- words

_NO_PRODUCT: Final = re.compile(
    r"\b(?:vigencias?|anos?|anual|anualidad|metas?|total|corte|periodo|mes|meses|del|los|las|con"
    r"|para|por|una|uno|mas|tardar|dentro|antes|fecha|hasta|desde|entre|enero|febrero|marzo|abril|mayo|junio|julio"
    r"|agosto|septiembre|setiembre|octubre|noviembre|diciembre|ene|feb|mar|abr|may|jun|jul|ago"
    r"|sept?|oct|nov|dic|(?:sub)?componente|linea|fase|etapa|nivel|dimension|eje|objetivo|version"
    r"|anexo|(?:tri|se|cuatri|bi)mestre|primero?|segundo|tercero?|cuarto|dias?|horas?|numero|nro"
    r"|num)\b"
)
_ORDINAL: Final = re.compile(
    rf"{NAME}(?:°|er|ero|era|ra|ro|do|da)\b"
    r"|\b(?:primer|segund|tercer|cuart)[oa]?\b|\b(?:i{1,3}|iv|vi?)\b"
)
_NO_AMOUNT: Final = tuple(
    (reason, re.compile(pattern))
    for reason, pattern in (
        (
            "no_number",
            rf"^(?:{_ARTICLE} )?(?:numero|n°|no\.|nro\.?|num\.|#|cantidad|porcentaje|cuant[oa]s)"
            r"(?: de)?\b|^# |^%|%$",
        ),
        (
            "undefined",
            r"^(?:varios|varias|algunos|algunas|multiples|numeros[oa]s|diferentes|divers[oa]s|x+|n"
            r"|_+|segun|de acuerdo|no)\b",
        ),
        ("all_in_words", r"^(?:[a-z]+(?:ar|er|ir) (?:a )?)?(?:la )?(?:tod[oa]s?|totalidad)\b"),
        ("undefined", _ON_DEMAND.pattern),
        ("per_unit", r"\bcada\b"),
        ("zero", r"^(?:sin|ningun[oa]?)\b"),
        ("number_unclear", _ABOUT.pattern),
        ("fraction", r"\b(?:mitad|tercio|tercera parte|cuarta parte)\b"),
    )
)


def _read_words(phrase: Phrase) -> Target:
    """Return 1 for a product in words, or as many as its periodicity makes in the year (R15)."""
    text = phrase.text
    for reason, pattern in _NO_AMOUNT:
        if pattern.search(text):
            raise DoubtError(reason)
    if len(_ORDINAL.findall(text)) > 1 or phrase.dates > 1:
        raise DoubtError("several")
    if not re.search("[a-z]{3}", _NO_PRODUCT.sub("", phrase.unnamed)):
        only_period = phrase.periods and phrase.alone == "no_number"
        raise DoubtError("periodicity_alone" if only_period else phrase.alone)
    per_year = _per_year(phrase)
    if per_year == 1:
        return _target(1, "count", ["product_in_words"])
    period = phrase.periods[0]
    if per_year is None or (period.kind == "adjective" and not _is_tied(phrase, 0, period)):
        raise DoubtError("periodic_unclear")
    return _target(per_year, "count", ["periodic_target"])
