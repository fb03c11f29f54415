"""Numbers as Colombian offices write them: digits, words, percents and cell formats."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from numbers import Real
from typing import Final

# Excel keeps binary fractions: 0.29 behind a percent format is 28.999999999999996 %.
DECIMALS: Final = 9
LONGEST_NUMBER: Final = 18  # characters; no office counts further, and floats lose their units

# Readings that needed a convention, in targets and in progress alike.
CONVENTIONS: Final[dict[str, str]] = {
    "literal_percent": "celdas cuyo formato agrega el signo % como texto (90 leído como 90 %)",
    "number_in_words": "números escritos solo en letras («Uno» como 1)",
    "share_of_total": "partes de un total («3 de 3» como 3)",
    "thousands_mark": "puntos, comas o apóstrofos leídos como miles («2.000 metros» como 2000)",
}

# What a cell may say that no number can be read from, for whoever reads targets or progress.
DOUBTS: Final[dict[str, str]] = {
    "contradiction": (
        "«{found}» dice dos cantidades distintas en letras y en cifras: "
        "deje una sola, por ejemplo «Cuatro (4)»"
    ),
    "error_value": (
        "«{found}» es un error de Excel, no un dato: corrija la fórmula "
        "o escriba el número, por ejemplo «3»"
    ),
    "fraction": (
        "«{found}» puede ser una fracción, una fecha o una parte de un total: "
        "escriba el número, por ejemplo «3», o el porcentaje, por ejemplo «75%»"
    ),
    "number_unclear": (
        "«{found}» no es un número que se pueda leer: escriba, por ejemplo, «3» o «90%»"
    ),
    "thousands_unclear": (
        "«{found}» puede ser miles o un número con tres decimales: "
        "escríbalo sin punto de miles, por ejemplo «1000» o «1000 metros»"
    ),
}

ERROR_VALUE: Final = re.compile(r"#[¡!]?[a-z0-9/]+[!?]|#n/[ad]")
NOT_APPLICABLE: Final = re.compile(
    r"\(?\s*(?:n\s?[./-]?\s?a\.?|no\s?aplica(?:ble)?(?:\W.*)?|[-_]+)\s*\)?"
)


class DoubtError(ValueError):
    """What a cell says cannot be read without guessing; ``reason`` is a stable English slug."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PercentDisplay(StrEnum):
    """What the percent sign of a cell's number format does to the number beneath it."""

    NONE = "none"  # no sign: the cell shows the number itself
    SCALED = "scaled"  # 0.9 shows as 90 %
    LITERAL = "literal"  # the sign is mere text: 90 shows as 90 %
    UNCLEAR = "unclear"  # it depends on a condition inside the format


@dataclass(frozen=True)
class Quantity:
    """A number found in a text, with the place that it takes there."""

    start: int
    end: int
    value: float
    percent: bool = False
    digits: bool = True  # False where it is written in words alone
    grouped: bool = False  # a mark of thousands was read
    maybe_decimals: bool = False  # that mark could be the decimal one: 1.000
    article: bool = False  # "un" or "una", which may count nothing


# --------------------------------------------------------------------------- text

_LOOKALIKES: Final = str.maketrans(
    {
        **dict.fromkeys("ºª", "°"),
        **dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹", ""),  # footnotes and square metres
        **dict.fromkeys("–—−‐‑‒―", "-"),
        **dict.fromkeys("’‘´`", "'"),
        **dict.fromkeys("“”«»", '"'),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
        "⁄": "/",
    }
)


def fold(text: str) -> str:
    """Return the text in lower case, without accents, on one line, with plain dashes and quotes."""
    plain = unicodedata.normalize("NFKD", text.translate(_LOOKALIKES).casefold())
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(bare.replace("⁄", "/").split())


def is_blank(value: object) -> bool:
    """Tell whether a cell holds nothing: None, white space or a missing number (NaN, NaT)."""
    if value is None:
        return True
    if isinstance(value, str):
        return not fold(value)
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, Real | dt.date) and bool(value != value)  # only NaN and NaT


def shown(value: object, number_format: str = "General") -> str:
    """Return what a cell shows as a message quotes it: es-CO numbers and dates, text cut short."""
    if isinstance(value, bool):
        return "VERDADERO" if value else "FALSO"
    if isinstance(value, dt.datetime):
        return value.strftime("%d/%m/%Y %H:%M" if value.time() != dt.time() else "%d/%m/%Y")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    number = as_number(value)
    if number is not None:
        scaled = percent_display(number_format) is PercentDisplay.SCALED
        written = f"{tidy(number * 100) if scaled else number:.12g}".replace(".", ",")
        return f"{written} %" if scaled else written
    text = " ".join(str(value).split())
    return text if len(text) <= 80 else text[:79] + "…"


# --------------------------------------------------------------------------- cells


def as_number(value: object) -> float | None:
    """Return a numeric cell's number; None for text, dates, booleans and what is not finite."""
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        return None
    try:
        number = float(value)
    except (OverflowError, ValueError):
        return None
    return number if math.isfinite(number) else None


def tidy(number: float) -> float:
    """Return the number without the noise of binary fractions, and zero without a sign."""
    return round(number, DECIMALS) + 0.0


@lru_cache(maxsize=128)
def percent_display(number_format: str) -> PercentDisplay:
    r"""Tell what the percent sign in an Excel number format means (R15, R18).

    ``0%`` and ``0.0\ %`` show a hundred times the number; ``0"%"`` and ``0\%`` show the number
    itself beside a sign that is mere text. Only the section for positive numbers counts, unless
    the sections have conditions of their own and disagree.
    """
    sections = [PercentDisplay.NONE]
    conditional = False
    position = 0
    while position < len(number_format):
        character = number_format[position]
        if character in '"[':
            closing = number_format.find('"' if character == '"' else "]", position + 1)
            inside = number_format[position + 1 : closing if closing >= 0 else None]
            if character == '"' and "%" in inside and sections[-1] is PercentDisplay.NONE:
                sections[-1] = PercentDisplay.LITERAL
            conditional |= character == "[" and any(sign in inside for sign in "<>=")
            position += len(inside) + 1
        elif character == "\\":
            position += 1
            if number_format[position : position + 1] == "%" and (
                sections[-1] is PercentDisplay.NONE
            ):
                sections[-1] = PercentDisplay.LITERAL
        elif character in "_*":
            position += 1
        elif character == ";":
            sections.append(PercentDisplay.NONE)
        elif character == "%":
            sections[-1] = PercentDisplay.SCALED
        position += 1
    if conditional and len(set(sections)) > 1:
        return PercentDisplay.UNCLEAR
    return sections[0]


# --------------------------------------------------------------------------- numbers in a text

_BELOW_THIRTY_WORDS: Final = (
    "cero|un uno una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce"
    "|quince|dieciseis|diecisiete|dieciocho|diecinueve|veinte|veintiun veintiuno veintiuna"
    "|veintidos|veintitres|veinticuatro|veinticinco|veintiseis|veintisiete|veintiocho|veintinueve"
)
_TENS_WORDS: Final = "treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa"
_HUNDREDS_WORDS: Final = (
    "cien ciento|doscientos doscientas|trescientos trescientas|cuatrocientos cuatrocientas"
    "|quinientos quinientas|seiscientos seiscientas|setecientos setecientas"
    "|ochocientos ochocientas|novecientos novecientas"
)


def _counted(words: str, first: int, step: int) -> dict[str, int]:
    """Return each word's value, for words in rising order; a blank parts ways to say the same."""
    return {
        word: first + step * position
        for position, same in enumerate(words.split("|"))
        for word in same.split()
    }


_BELOW_THIRTY: Final = _counted(_BELOW_THIRTY_WORDS, first=0, step=1)
_ONES: Final = {word: value for word, value in _BELOW_THIRTY.items() if 1 <= value <= 9}
_TENS: Final = _counted(_TENS_WORDS, first=30, step=10)
_HUNDREDS: Final = _counted(_HUNDREDS_WORDS, first=100, step=100)
_WORD_VALUES: Final = {**_BELOW_THIRTY, **_TENS, **_HUNDREDS}


def _either(words: dict[str, int]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + r")\b"


_UNDER_100: Final = rf"(?:{_either(_TENS)}(?: y {_either(_ONES)})?|{_either(_BELOW_THIRTY)})"
_UNDER_1000: Final = rf"(?:{_either(_HUNDREDS)}(?: {_UNDER_100})?|{_UNDER_100})"
_IN_WORDS: Final = rf"(?:(?:{_UNDER_1000} )?mil\b(?: {_UNDER_1000})?|{_UNDER_1000})"
_SIGN: Final = r"\s*(?:%+|por ?cien(?:to)?\b)"
_NUMBER: Final = re.compile(
    r"(?P<before>%\s*)?(?<![0-9])(?P<digits>[0-9]+(?:[.,][0-9]+)?e[+-][0-9]+|[0-9]+(?:[.,'][0-9]+)*)"
    rf"(?P<scale> (?:mil millones|mil|millon|millones)\b)?(?P<sign>{_SIGN})?"
    rf"|(?<![a-z])(?!(?<=por )cien)(?P<words>{_IN_WORDS})(?P<millions> (?:millon|millones)\b)?"
    rf"(?P<word_sign>{_SIGN})?"
)
_SIGN_AFTER: Final = re.compile(_SIGN)
_SCALES: Final = {"mil": 1e3, "millon": 1e6, "millones": 1e6, "mil millones": 1e9}

_PLAIN: Final = re.compile(r"(?!00|0[0-9]{2})[0-9]+(?:[.,][0-9]+)?")  # "005" is a code
_ONE_GROUP: Final = re.compile(r"[1-9][0-9]{0,2}[.][0-9]{3}")
_ONE_UNUSUAL_GROUP: Final = re.compile(r"[1-9][0-9]{0,2}[,'][0-9]{3}")
_SPACED_GROUP: Final = re.compile(r"(?<![0-9.,'])[1-9][0-9]{0,2} [0-9]{3}(?![0-9]| ?%)")
_THREE_DECIMALS: Final = re.compile(r"[1-9][0-9]?[.,](?!000)[0-9]{3}")
_GROUPS: Final = re.compile(
    r"[1-9][0-9]{0,2}(?:"
    r"(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,}|'[0-9]{3}(?:[.,][0-9]{3})+"
    r"|(?:\.[0-9]{3})+,(?P<after_comma>[0-9]+)|(?:,[0-9]{3})+\.(?P<after_dot>[0-9]+))"
)


def read_word(word: str) -> int | None:
    """Return the value of one folded word or whole number, such as ``tres`` or ``3``, or None."""
    return int(word) if re.fullmatch(r"[0-9]{1,4}", word) else _WORD_VALUES.get(word)


def find_quantities(text: str) -> list[Quantity]:
    """Return the numbers of a folded text in order, ``cuatro (4)`` and ``90 por ciento`` as one.

    Raises:
        DoubtError: If one cannot be read without guessing (``1/3``, ``1 000``, ``tres (4)``).
    """
    if _SPACED_GROUP.search(text):
        raise DoubtError("thousands_unclear")
    found: list[Quantity] = []
    for match in _NUMBER.finditer(text):
        quantity = _with_its_brackets(text, _read(text, match))
        joined = _join(text, found[-1], quantity) if found else None
        if joined is None:
            found.append(quantity)
        else:
            found[-1] = joined
    return found


def _read(text: str, match: re.Match[str]) -> Quantity:
    if match["words"]:
        value = float(_value_of_words(match["words"])) * (1e6 if match["millions"] else 1)
        return Quantity(
            *match.span(),
            value=value,
            percent=bool(match["word_sign"]),
            digits=False,
            article=match["words"] in {"un", "una"} and not match["word_sign"],
        )
    start = match.start("digits")
    token = match["digits"]
    if start and text[start - 1] in ".," and text[start - 2 : start - 1] in {"", " "}:
        raise DoubtError("number_unclear")  # ".5", ",25"
    sign = -1.0 if re.search(r"(?:^|[ (:=])-$", text[:start]) else 1.0
    percent = bool(match["sign"] or match["before"])
    if percent and _THREE_DECIMALS.fullmatch(token):
        token += "0"  # "33,333 %" can only have decimals
    value, grouped, maybe_decimals = _value_of_digits(token)
    return Quantity(
        *match.span(),
        value=sign * value * _SCALES.get((match["scale"] or "").strip(), 1.0),
        percent=percent,
        grouped=grouped,
        maybe_decimals=maybe_decimals,
    )


def _value_of_digits(token: str) -> tuple[float, bool, bool]:
    """Return the value, whether thousands were marked, and whether decimals are as likely."""
    if len(token) > LONGEST_NUMBER:
        raise DoubtError("number_unclear")
    if _ONE_UNUSUAL_GROUP.fullmatch(token):
        raise DoubtError("thousands_unclear")
    one_group = _ONE_GROUP.fullmatch(token) is not None
    groups = _GROUPS.fullmatch(token)
    if one_group:
        plain = token.replace(".", "")
    elif groups:
        decimals = groups["after_comma"] or groups["after_dot"] or ""
        whole = token.removesuffix(decimals)
        plain = re.sub(r"[.,']", "", whole) + "." + decimals
    elif _PLAIN.fullmatch(token):
        plain = token.replace(",", ".")
    else:
        raise DoubtError("number_unclear")
    return float(plain), one_group or groups is not None, one_group


def _value_of_words(words: str) -> int:
    total = group = 0
    for word in words.split():
        if word == "mil":
            total, group = (group or 1) * 1000, 0
        elif word != "y":
            group += _WORD_VALUES[word]
    return total + group


def _with_its_brackets(text: str, quantity: Quantity) -> Quantity:
    """Return the quantity with the brackets that hold it alone, and a percent sign after them."""
    opening = re.search(r"\(\s*$", text[: quantity.start])
    closing = re.match(r"\s*\)", text[quantity.end :])
    if not (opening and closing):
        return quantity
    end = quantity.end + closing.end()
    sign = _SIGN_AFTER.match(text, end)
    return replace(
        quantity,
        start=opening.start(),
        end=sign.end() if sign else end,
        percent=quantity.percent or bool(sign),
    )


def _join(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """Return one quantity where the second only says the first again, None where it does not."""
    between = text[first.end : second.start]
    bracketed = text[second.start] == "(" or text[first.start] == "("
    adjacent = not between.strip()
    if first.digits and second.digits and not bracketed:
        if between.strip() == "/":
            raise DoubtError("fraction")
        return None
    words_only = re.fullmatch(r"[a-z ]{0,40}", between) is not None
    if first.digits == second.digits and not (bracketed and adjacent):
        return None
    if not (adjacent or (words_only and text[second.start] == "(")):
        return None
    if first.value != second.value:
        if adjacent and bracketed and first.digits != second.digits:
            raise DoubtError("contradiction")
        return None
    return Quantity(
        start=first.start,
        end=second.end if adjacent else first.end,
        value=first.value,
        percent=first.percent or second.percent,
        grouped=first.grouped or second.grouped,
        maybe_decimals=first.maybe_decimals and second.maybe_decimals,
    )
