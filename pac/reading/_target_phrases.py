"""What a target's words are made of: numbers, periodicities, and names that have numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from pac.reading.numbers import DoubtError, Quantity, find_quantities, read_word

NAME: Final = "·"  # stands for each character of a name that counts nothing
PERIOD: Final = "§"  # stands for each character of a periodicity
NEARBY: Final = 60  # characters on either side that may speak of a number


@dataclass(frozen=True)
class Period:
    """How often something is due, with the place where the text says so."""

    start: int
    end: int
    per_year: int | None  # None where it does not say how many in a year: "diario", "bianual"
    kind: Literal["rate", "each", "adjective", "adverb"]
    plural: bool = False


@dataclass(frozen=True)
class Phrase:
    """A target's folded text, with its names and periodicities blanked and their lengths kept."""

    text: str
    quantities: list[Quantity]
    periods: list[Period]
    unnamed: str  # the same text without the words of its numbered names: "ley 1474"
    alone: str  # the reason, were its names all that it says
    dates: int

    def before(self, quantity: Quantity) -> str:
        """Return the words that lead to a number."""
        return self.text[max(0, quantity.start - NEARBY) : quantity.start].rstrip()

    def after(self, quantity: Quantity) -> str:
        """Return the words that follow a number, from the blank between them."""
        return self.text[quantity.end : quantity.end + NEARBY]


def read_phrase(folded: str) -> Phrase:
    """Return a folded text with what was found in it.

    Raises:
        DoubtError: If a number may be a name, or cannot be read at all.
    """
    periods = find_periods(folded)
    text = folded
    for period in periods:
        text = _blanked(text, period.start, period.end, PERIOD)
    text, unnamed, alone, dates = _without_names(text)
    return Phrase(text, find_quantities(text), periods, unnamed, alone, dates)


def _blanked(text: str, start: int, end: int, filler: str) -> str:
    return text[:start] + filler * (end - start) + text[end:]


# --------------------------------------------------------------------------- periodicities

# fmt: off
_PER_YEAR: Final = {
    "semana": 52, "quincena": 24, "mes": 12, "bimestre": 6, "trimestre": 4, "cuatrimestre": 3,
    "semestre": 2, "ano": 1, "anualidad": 1, "vigencia": 1,
}
_ADJECTIVES: Final = {
    "semanal": 52, "quincenal": 24, "mensual": 12, "bimestral": 6, "trimestral": 4,
    "cuatrimestral": 3, "semestral": 2, "anual": 1,
}
# fmt: on
_EVERY_N_DAYS: Final = {7: 52, 8: 52, 15: 24, 30: 12, 60: 6, 90: 4, 120: 3, 180: 2, 365: 1}
_NOUNS: Final = "|".join(_PER_YEAR)
_PERIOD: Final = re.compile(
    rf"(?P<rate>(?:\b(?:por(?: cada)?|al|a la|x) |/ ?)(?P<rate_noun>{_NOUNS}|dia)\b"
    r"(?! (?:de|del|siguiente|anterior|vencido|[0-9])))"
    r"|(?P<each>\b(?:cada |c/ ?)(?:(?P<n>[0-9]{1,3}|[a-z]+) (?:\((?P<digits>[0-9]{1,3})\) )?)?"
    r"(?P<each_noun>dia|semana|quincena|mes|bimestre|trimestre|cuatrimestre|semestre|ano|vigencia)"
    r"(?:s|es)?\b)"
    r"|(?P<all_months>\b(?:todos los meses|mes a mes)\b)"
    rf"|(?P<adjective>\b(?P<stem>{'|'.join(_ADJECTIVES)})(?P<ending>es|mente)?\b)"
    r"|(?P<vague>\b(?:bimensual|bianual|bienal|trimensual|trianual|trienal)(?:es|mente)?\b"
    r"|\bdiari(?:a|as|os|amente)\b|(?<!el )(?<!un )\bdiario\b(?! oficial))"
)


def find_periods(text: str) -> list[Period]:
    """Return the periodicities of a text; "anual" beside another only names the plan."""
    periods = []
    for match in _PERIOD.finditer(text):
        period = _read_period(text, match)
        if period is not None:
            periods.append(period)
    if any(period.per_year != 1 for period in periods):
        periods = [period for period in periods if period.per_year != 1]
    return periods


def _read_period(text: str, match: re.Match[str]) -> Period | None:
    start, end = match.span()
    if match["rate"]:
        if match["rate_noun"] == "dia":
            up_to_date = match["rate"] == "al dia" and not re.search(
                r"(?:[0-9]|vez|veces) $", text[:start]
            )
            return None if up_to_date else Period(start, end, None, "rate")
        return Period(start, end, _PER_YEAR[match["rate_noun"]], "rate")
    if match["all_months"]:
        return Period(start, end, 12, "each")
    if match["each"]:
        n = read_word(match["n"]) if match["n"] else 1
        if n is None:
            return None
        agrees = match["digits"] is None or int(match["digits"]) == n
        return Period(start, end, _times_a_year(n, match["each_noun"]) if agrees else None, "each")
    if match["vague"]:
        return Period(start, end, None, "adjective")
    kind: Literal["adjective", "adverb"] = "adverb" if match["ending"] == "mente" else "adjective"
    return Period(start, end, _ADJECTIVES[match["stem"]], kind, plural=match["ending"] == "es")


def _times_a_year(n: int, noun: str) -> int | None:
    """Return how often "cada n (noun)" comes in a year; None where it does not come out even."""
    if noun == "dia":
        return _EVERY_N_DAYS.get(n)
    if noun == "mes":
        return 12 // n if n and 12 % n == 0 else None
    return _PER_YEAR[noun] if n == 1 else None


# --------------------------------------------------------------------------- names with numbers

LIKELY_YEARS: Final = (2010, 2049)
MONTH: Final = (
    "(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre"
    "|diciembre|ene|feb|mar|abr|may|jun|jul|ago|sept?|oct|nov|dic)"
)
_NUMBER_SIGN: Final = r"(?:(?:no\.|n°|nro\.?|num\.|numero|#) ?)"
_YEAR: Final = r"(?:19[5-9][0-9]|20[0-4][0-9])"
_NAMES: Final = tuple(
    (reason, re.compile(pattern))
    for reason, pattern in (
        ("no_number", r"\b(?:https?://|www\.)\S+|\S+@\S+"),
        ("duration", r"\b24 ?/ ?7\b|\b7 ?[x/] ?24\b|\b24 horas\b"),
        (
            "date_alone",
            rf"\b[0-9]{{1,2}} (?:a|al|y|-) [0-9]{{1,2}} de {MONTH}\b"
            r"|\b[0-9]{1,2} ?([/-]) ?[0-9]{1,2} ?\1 ?(?:[0-9]{4}|[0-9]{2})\b"
            r"|\b[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\b"
            rf"|\b[0-9]{{1,2}}°?(?:ro|ero)?[ -](?:de )?{MONTH}\b\.?"
            r"(?:[ -](?:de |del )?[0-9]{2,4}\b)?"
            rf"|\b{MONTH}\.?[ -](?:[0-9]{{1,2}}(?:,? (?:de |del )?{_YEAR})?|[0-9]{{4}})\b(?!\s*%)",
        ),
        ("year", rf"\b{_YEAR} ?(?:-|/|\ba\b|\bal\b) ?{_YEAR}\b|\b20[0-4][0-9] ?- ?(?:[12]\b|i+\b)"),
        (
            "label_alone",
            r"\b(?:ley|leyes(?= [0-9]{2})|decreto|decretos(?= [0-9]{3})|resolucion|acuerdo|circular"
            r"|ordenanza|directiva|sentencia|conpes|articulo|articulos(?= [0-9]{2})|arts?\.?"
            r"|numeral|literal|paragrafo|inciso|iso|iec|ntc|gtc|ntcgp|meci|ohsas|norma|tecnica"
            r"|nicsp|estandar)"
            r"(?: ?[-/] ?(?:iso|iec|ntc)| (?:ley|municipal|nacional|departamental|intern[oa]"
            r"|extern[oa]|organica|conjunta|unico|reglamentario|estatutaria|presidencial|tecnica"
            r"|iso)){0,3}"
            rf" ?-?{_NUMBER_SIGN}?[0-9][0-9.:/-]*(?: del? [0-9]{{4}})?"
            r"(?:(?: ?, ?| y | e | al? )[0-9]+\b(?: del? [0-9]{4})?(?! ?%)"
            r"(?! (?:[a-z]+s\b(?<!ados)(?<!adas)(?<!idos)(?<!idas))))*",
        ),
        (
            "label_alone",
            r"\b(?:(?:sub)?componente|linea|fase|etapa|nivel|dimension|eje|objetivo|estrategia|version"
            r"|anexo|formato|tabla|capitulo|titulo|seccion|modulo|paso|punto|item|categoria|tipo"
            r"|grupo|zona|sede|calle|carrera|piso|comuna|ods|ruta|lote|bloque|politica|pilar"
            r"|programa|proyecto|actividad|accion|producto|trimestre|semestre|cuatrimestre"
            r"|bimestre|ciclo|cohorte|vereda|estrato|pagina|codigo|contrato|convenio|windows"
            r"|office|covid|corte|radicado|linea gratuita)"
            rf"[ -](?:{_NUMBER_SIGN})?[0-9]+(?:[.-][0-9]+)*\b(?! ?[%)])(?! ?{MONTH}\b)",
        ),
        ("label_alone", r"\bv(?:er|ers)?\.? ?[0-9]+(?:\.[0-9]+)*\b(?! ?%)"),
        ("label_alone", r"(?:\b(?:no\.|nro\.?|num\.)|n\.?°|#) ?[0-9]+(?:[.-][0-9]+)*\b"),
        ("label_alone", r"\b[0-9]{1,2}(?:°|(?:er|ero|era|ra|ro|do|da|to|ta|mo|ma|vo|va|no|na)\b)"),
        ("label_alone", r"\b[a-z]{1,6}[0-9][a-z0-9.:-]*\b|\b(?:[a-z]{1,3}-){1,3}[0-9][a-z0-9-]*\b"),
        ("label_alone", r"\b[0-9]+(?!(?:km|ha|kg|hr|mt|m|h|x|de|el)\b|e[+-])[a-z]{1,2}\b"),
        ("label_alone", r"^1 ?[.)] ?(?=[a-z])"),
    )
)
_WORD_NAMES: Final = re.compile(
    r"\bcero papel\b|(?<=[a-z] )cero (?:filas|tolerancia|corrupcion)\b|\btolerancia cero\b"
)
_SINGLE_YEAR: Final = re.compile(rf"(?<![0-9.,'/]){_YEAR}(?![0-9]|[.,'/][0-9]|e[+-]| ?%)")
_NAMES_A_YEAR: Final = re.compile(r"(?:\b(?:de|del|anos?|vigencias?|desde|periodo|y|e)|[,-]) ?$")
_PLURAL: Final = re.compile(r" (?!(?:los|las|es|sus)\b)[a-z]+s\b")
_PARTICIPLE: Final = re.compile(r" [a-z]+(?:ad|id)[oa]s\b")
_LIST_NUMBER: Final = re.compile(r"(?:^|\s)[0-9]{1,2}[.)] ?(?=[a-z])")


def _without_names(text: str) -> tuple[str, str, str, int]:
    """Return the text without the digits that count nothing, without the names whole, and more.

    The last two are why the digits count nothing, and how many dates there are.

    Years, dates, laws, standards, codes and numbered things are no targets (R15).
    """
    if len(_LIST_NUMBER.findall(text)) > 1:
        raise DoubtError("several")
    for match in _WORD_NAMES.finditer(text):
        text = _blanked(text, *match.span(), NAME)
    unnamed, alone, dates = text, "no_number", 0
    for reason, pattern in _NAMES:
        for match in pattern.finditer(text) if reason == "label_alone" else ():
            _refuse_counted(text, match)
            unnamed = _blanked(unnamed, *match.span(), NAME)
        text, names = pattern.subn(lambda match: re.sub("[0-9]", NAME, match.group()), text)
        alone = reason if names and alone == "no_number" else alone
        dates += names if reason == "date_alone" else 0
    for match in _SINGLE_YEAR.finditer(text):
        if _is_year(text, match):
            text = _blanked(text, *match.span(), NAME)
            alone = "year" if alone == "no_number" else alone
    return text, unnamed, alone, dates


def _refuse_counted(text: str, match: re.Match[str]) -> None:
    """Raise where a name's number may count what follows: "programa 3 capacitaciones"."""
    digits = re.findall("[0-9]+", match.group())
    counts = _PLURAL.match(text, match.end()) and not _PARTICIPLE.match(text, match.end())
    if counts and len(digits) == 1 and len(digits[0]) <= 2:
        raise DoubtError("label_or_count")


def _is_year(text: str, match: re.Match[str]) -> bool:
    """Tell whether four digits are a year; raise where they count something as likely."""
    named = _NAMES_A_YEAR.search(text[: match.start()]) is not None
    plural = _PLURAL.match(text, match.end()) is not None
    if not LIKELY_YEARS[0] <= int(match.group()) <= LIKELY_YEARS[1]:
        return named and not plural
    if plural and not named and not _PARTICIPLE.match(text, match.end()):
        raise DoubtError("year")
    return True
