"""The progress that an office reports, read in the unit of its activity's target (R18)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pac.model import Unit
from pac.reading import numbers
from pac.reading._target_phrases import Phrase, read_phrase
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
    "percent_of_count": (
        "porcentajes de una meta en unidades, llevados a la unidad más cercana («33 %» de 3 como 1)"
    ),
    "said_done": "avances dichos en palabras, tomados como la meta completa («Sí», «Cumplida»)",
    "said_none": "avances dichos en palabras, tomados como cero («No», «Sin avance»)",
    "share_of_count": (
        "porcentajes de una meta en unidades, leídos como parte de ella («50 %» de 1 como 0,5)"
    ),
}

REASONS: Final[dict[str, str]] = {
    **numbers.DOUBTS,
    "approximate": (
        "«{found}» no es una cifra exacta: escriba lo hecho a la fecha, por ejemplo «2» o «45%»"
    ),
    "contradiction": "«{found}» dice dos cosas distintas: deje solo lo hecho a la fecha, {example}",
    "label_or_count": (
        "«{found}» puede nombrar algo numerado o contar: escriba solo la cantidad, {example}"
    ),
    "negative": "«{found}» es negativo: escriba lo hecho a la fecha, {example}",
    "no_number": "«{found}» no dice cuánto se ha hecho: escriba la cifra, {example}",
    "not_a_number": (
        "«{found}» no es una cifra de avance (Excel convierte «1/3» en fecha): "
        "escriba lo hecho a la fecha, {example}"
    ),
    "not_applicable": (
        "«{found}» no es un avance: escriba «0» si no se hizo nada y explíquelo en "
        "Observaciones, o deje la celda vacía si no hay reporte"
    ),
    "over_100_percent": (
        "«{found}» pasa de 100 % de una meta en unidades: escriba cuántas se hicieron, {example}"
    ),
    "percent_too_large": (
        "«{found}» es más de 200 %: revise si la celda ya tenía formato de porcentaje "
        "y escriba, por ejemplo, «45%»"
    ),
    "periodic": (
        "«{found}» dice cada cuánto y no cuánto va: escriba el total a la fecha, {example}"
    ),
    "says_missing": (
        "«{found}» habla de lo que falta: escriba lo que ya se hizo a la fecha, {example}"
    ),
    "several": "«{found}» tiene más de una cifra: deje solo la de lo hecho a la fecha, {example}",
    "too_long": "«{found}» es demasiado largo para un avance: escriba solo la cifra, {example}",
    "total_differs": (
        "«{found}» habla de un total distinto de la meta, que es {target}: "
        "escriba solo lo hecho, {example}"
    ),
    "unit_unclear": (
        "«{found}» puede ser un porcentaje o una cantidad, y la meta es {target}: dé formato de "
        "porcentaje a la celda o escriba el signo si es un porcentaje, {example}"
    ),
    "year": "«{found}» parece un año: escriba cuánto se ha hecho, {example}",
}

LONGEST: Final = 300  # characters; a longer text belongs in "Qué se hizo"
LARGEST_PERCENT: Final = 200.0  # above it, a percent was typed in a cell that was one already
ONE_POINT: Final = 1.0  # "33 %" of 3 is 1: offices round thirds to whole points


@dataclass(frozen=True)
class Progress:
    """What a cell of progress says, in the unit of the target: 90.0 for 90 %."""

    value: float
    conventions: tuple[str, ...] = ()


class ProgressError(ValueError):
    """A progress that cannot be read without guessing (R18).

    ``reason`` is a stable English slug, a key of REASONS; the message is Spanish and says what is
    wrong and how to write it.
    """

    def __init__(self, reason: str, found: str, unit: Unit, target: float) -> None:
        super().__init__(reason, found, unit, target)
        self.reason = reason
        self.found = found
        self.unit = unit
        self.target = target

    def __str__(self) -> str:
        """Return the Spanish sentence that an official reads."""
        percent = self.unit == "percent"
        return REASONS[self.reason].format(
            found=self.found,
            target=shown(self.target) + (" %" if percent else ""),
            example="por ejemplo «45%»" if percent else "por ejemplo «2»",
        )


def parse_progress(value: object, number_format: str, unit: Unit, target: float) -> Progress | None:
    """Return what the cell says was done, in the target's unit; None where it is blank (R18).

    Under a percent target only a percent is read, by cell format or by sign. Against a count a
    percent is a share of it. Words that say all or nothing are the target or zero. Every reading
    that needed a convention carries its code of CONVENTIONS.

    Args:
        value: What the cell holds: text, a number, or what Excel made of it.
        number_format: The cell's number format, as Excel writes it.
        unit: The unit of the activity's target.
        target: The activity's target in that unit, above zero, 90.0 for 90 %.

    Raises:
        ProgressError: If it says something that is no progress, or several things.
    """
    if is_blank(value):
        return None
    goal = _Goal(unit, target)
    try:
        if isinstance(value, str):
            return _read_text(value, goal)
        return _read_number(value, number_format, goal)
    except DoubtError as doubt:
        raise ProgressError(doubt.reason, shown(value, number_format), unit, target) from None


@dataclass(frozen=True)
class _Goal:
    unit: Unit
    target: float


def _read_number(value: object, number_format: str, goal: _Goal) -> Progress:
    number = as_number(value)
    if number is None:
        raise DoubtError("not_a_number")
    display = percent_display(number_format)
    if display is PercentDisplay.UNCLEAR or (display is PercentDisplay.LITERAL and 0 < number <= 1):
        raise DoubtError("unit_unclear")
    if display is PercentDisplay.SCALED:
        return _percent(number * 100, goal)
    if display is PercentDisplay.LITERAL:
        return _percent(number, goal, "literal_percent")
    return _count(number, goal)


def _count(amount: float, goal: _Goal, *conventions: str) -> Progress:
    """Return a number that has no percent sign, which only a count can have."""
    if tidy(amount) < 0:
        raise DoubtError("negative")
    if goal.unit == "percent":
        raise DoubtError("unit_unclear")
    return Progress(tidy(amount), tuple(sorted(set(conventions))))


def _percent(amount: float, goal: _Goal, *conventions: str) -> Progress:
    """Return a percent, or the share of a count that it is: "33 %" of 3 is 1 (R18).

    Only a part in between is brought to a whole unit: 99 % of 1 is not 1 done.
    """
    percent, target = tidy(amount), goal.target
    if percent < 0:
        raise DoubtError("negative")
    if goal.unit == "percent":
        if percent > LARGEST_PERCENT:
            raise DoubtError("percent_too_large")
        return Progress(percent, tuple(sorted(set(conventions))))
    if percent > 100:
        raise DoubtError("over_100_percent")
    units = float(round(percent * target / 100))
    near = 0 < units < target and abs(percent - 100 * units / target) <= ONE_POINT
    if near and float(target).is_integer():
        value, how = units, "percent_of_count"
    elif percent in {0, 100}:
        value, how = target * percent / 100, "percent_of_count"
    else:
        value, how = tidy(target * percent / 100), "share_of_count"
    return Progress(value, tuple(sorted({*conventions, how})))


# --------------------------------------------------------------------------- words

_FULFILLED: Final = (
    r"cumpl(?:id[oa]s?|io|ieron|e)|realiz(?:ad[oa]s?|o|aron)|ejecut(?:ad[oa]s?|o|aron)"
)
_FINISHED: Final = r"(?:terminad|finalizad|completad|concluid|culminad)[oa]s?|complet[oa]"
_DONE_WORD: Final = rf"(?:{_FULFILLED}|{_FINISHED}|hech[oa]s?)"
_BEGUN_WORD: Final = rf"(?:{_FULFILLED}|hech[oa]s?|iniciad[oa]s?|inicio)"  # "no terminada" is begun
_ALL: Final = re.compile(
    rf"si|cumplimiento total"
    r"|(?:si ?[,.;:-]? ?)?(?:(?:ya )?se |ya |totalmente |completamente |actividad |meta )?"
    rf"{_DONE_WORD}(?: (?:totalmente|completamente|en su totalidad|la meta|la actividad))?"
)
_NOTHING: Final = re.compile(
    rf"no|nada|incumplid[oa]s?|(?:actividad |meta )?no (?:se )?(?:ha |han |fue )?{_BEGUN_WORD}"
    r"|(?:no (?:hay|hubo|presenta|tiene|registra) |ningun |sin )avances?"
    r"|ningun[oa]|sin (?:iniciar|ejecutar|ejecucion|cumplir|empezar)"
)
_NOT_PLANNED: Final = re.compile(r"no (?:se )?program(?:ad[oa]|o)\b.*")
_CLAIMS_ALL: Final = re.compile(
    rf"^(?:si|(?:actividad |meta |se )?(?:cumpl(?:id[oa]s?|io|e)|{_FINISHED}))\b(?! (?:al?|en)\b)"
)
_DENIES: Final = re.compile(r"\b(?:no|sin|falt[a-z]+|pendientes?|restan?|incumplid[oa]s?)\b")
_UNDER_WAY: Final = re.compile(
    r"\b(?:proceso|ejecucion|tramite|elaboracion|revision|borrador(?:es)?|parcial(?:es|mente)?"
    r"|por [a-z]+(?:ar|er|ir)|programad[oa]s?)\b"
)
_INEXACT: Final = re.compile(
    r"\b(?:mas|menos|casi|cerca|aprox[a-z]*|alrededor|unos|unas|hasta|minimo|maximo|entre"
    r"|superior|inferior|mayor|menor|promedio)\b|[<>≤≥~±+]"
)


def _read_text(raw: str, goal: _Goal) -> Progress:
    if len(raw) > LONGEST:
        raise DoubtError("too_long")
    text = fold(raw)
    bare = text.strip(" .,;:!¡\"'*()")
    if ERROR_VALUE.fullmatch(text):
        raise DoubtError("error_value")
    if NOT_APPLICABLE.fullmatch(text) or NOT_APPLICABLE.fullmatch(bare):
        raise DoubtError("not_applicable")
    if _NOT_PLANNED.fullmatch(bare):
        raise DoubtError("not_applicable")
    if _NOTHING.fullmatch(bare):
        return Progress(0.0, ("said_none",))
    if _ALL.fullmatch(bare):
        return Progress(goal.target, ("said_done",))
    if says_only_when(raw):
        raise DoubtError("no_number")
    phrase = read_phrase(text)
    amounts = [amount for amount in phrase.quantities if not _is_article(phrase, amount)]
    if not amounts:
        raise DoubtError("no_number")
    if len(amounts) == 1:
        return _read_amount(phrase, amounts[0], goal)
    if len(amounts) == 2:
        return _read_pair(phrase, amounts[0], amounts[1], goal)
    raise DoubtError("several")


def _is_article(phrase: Phrase, amount: Quantity) -> bool:
    """Tell whether "un" or "una" counts nothing: "en un 45%"."""
    follows = re.search(r"\b(?:en|de|a|con)$", phrase.before(amount)) is not None
    return amount.article and follows and len(phrase.quantities) > 1


# --------------------------------------------------------------------------- numbers in a text

_OF: Final = re.compile(r"(?: [a-z]+){0,2} de(?: l[oa]s)?")
_LEADS: Final = re.compile(
    r"^(?:si ?[,;:.]?)?$|[:=(-]$|\bse(?: ha| han)? [a-z]+$"
    r"|\b(?:si|van|llevamos|llevan|total|avance|avances|ejecutado|ejecutada|realizado|realizada"
    r"|hecho|hechos|cumplid[oa]|[a-z]+s|[a-z]+(?:aron|ieron))$"
)


def _read_pair(phrase: Phrase, first: Quantity, second: Quantity, goal: _Goal) -> Progress:
    """Return "3 de 4" where 4 is the target, and "2 (50%)" where both say the same."""
    counts = [amount for amount in (first, second) if not amount.percent]
    if len(counts) == 2 and _OF.fullmatch(phrase.text[first.end : second.start].rstrip()):
        if goal.unit == "percent":
            raise DoubtError("unit_unclear")
        if second.value != goal.target:
            raise DoubtError("total_differs")
        if first.value > second.value or _denied(phrase, first):
            raise DoubtError("contradiction")
        return _count(first.value, goal, "share_of_total")
    if len(counts) == 1 and goal.unit == "count":
        percent = second if counts[0] is first else first
        share = 100 * counts[0].value / goal.target
        if abs(percent.value - share) <= ONE_POINT and not _denied(phrase, first):
            return _count(counts[0].value, goal)
        raise DoubtError("contradiction")
    raise DoubtError("several")


def _denied(phrase: Phrase, amount: Quantity) -> bool:
    return _DENIES.search(_around(phrase, amount)) is not None


def _around(phrase: Phrase, amount: Quantity) -> str:
    return phrase.text[: amount.start] + " | " + phrase.text[amount.end :]


def _read_amount(phrase: Phrase, amount: Quantity, goal: _Goal) -> Progress:
    around = _around(phrase, amount)
    if amount.value < 0:
        raise DoubtError("negative")
    if _INEXACT.search(around):
        raise DoubtError("approximate")
    if amount.value and _denied(phrase, amount):
        raise DoubtError("says_missing")
    if amount.maybe_decimals and (amount.percent or not re.search("[a-z]", around)):
        raise DoubtError("thousands_unclear")
    how = [
        *(["thousands_mark"] if amount.grouped else []),
        *([] if amount.digits else ["number_in_words"]),
    ]
    if amount.percent:
        progress = _percent(amount.value, goal, *how)
    else:
        _refuse_other_counts(phrase, amount, around)
        progress = _count(amount.value, goal, *how)
    if _CLAIMS_ALL.search(phrase.text) and progress.value < goal.target:
        raise DoubtError("contradiction")
    says_all = re.search(rf"\bsi\b|\b{_DONE_WORD}\b", around) is not None
    if amount.percent and amount.value == 100 and says_all and goal.unit == "count":
        return Progress(goal.target, ("said_done",))
    return progress


def _refuse_other_counts(phrase: Phrase, amount: Quantity, around: str) -> None:
    """Raise where a number names something, is a rate, or counts what is not done yet."""
    if "%" in around or re.search(r"\bporcentajes?\b", around):
        raise DoubtError("unit_unclear")
    if any(
        (period.per_year or 2) > 1 and not period.plural and period.kind != "adverb"
        for period in phrase.periods
    ):
        raise DoubtError("periodic")
    if amount.value and _UNDER_WAY.search(around):
        raise DoubtError("no_number")
    if not _LEADS.search(phrase.before(amount)):
        raise DoubtError("label_or_count")
