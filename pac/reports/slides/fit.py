"""How much room a text takes on a slide, so that none overflows on a machine that we never see.

The letters are Arial's: every machine has it, or a font of the same widths in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

FONT: Final = "Arial"
LINE: Final = 1.2  # of its size that a line takes; PowerPoint needs a little less
POINTS: Final = 72.0  # to an inch
_BOLD: Final = 1.1  # of its plain width that a bold letter takes, at most

# Widths of Arial's letters in thousandths of their size; any other is taken for a whole one.
_WIDTHS: Final = {
    letter: width
    for width, letters in (
        (222, "'ijlļł‘’"),
        (278, " !,./:;I[\\]ft\N{NO-BREAK SPACE}ÌÍÎÏìíîï|"),
        (333, "()-`r¡¨´·¸“”"),
        (350, '•"{}ªº'),
        (400, "*°"),
        (500, "Jcksvxyzçýÿž^"),
        (556, "#$0123456789?L_abdeghnopqu¢£«»àáâãäåèéêëðñòóôõöùúûü–±÷≥≤"),
        (611, "FTZ¿ßø+<=>~¬×■"),
        (667, "&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝ"),
        (722, "CDHNRUwÇÐÑÙÚÛÜ"),
        (778, "GOQÒÓÔÕÖØ©®"),
        (833, "Mm½¼¾"),
        (889, "%æ"),
        (944, "Wœ"),
    )
    for letter in letters
}
_WHOLE: Final = 1015
_WIDE: Final = 1400  # emoji and their kin

# What XML cannot hold, and marks that would turn the words that follow around.
_UNFIT: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def clean(text: str) -> str:
    """Return a text of the plan as one line of words that any slide can hold."""
    return " ".join(filter(None, _UNFIT.sub(" ", text).split(" ")))


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how many points a text takes on one line."""
    return _thousandths(text) * size / 1000 * (_BOLD if bold else 1.0)


@lru_cache(maxsize=2**14)
def _thousandths(text: str) -> int:
    return sum(_WIDTHS.get(letter) or (_WIDE if letter > "\u2fff" else _WHOLE) for letter in text)


def lines(text: str, across: float, size: float, *, bold: bool = False) -> list[str]:
    """Return a text in the lines that it takes across so many points, none of it cut.

    A no-break space holds words together; a word longer than a line is broken.
    """
    broken, line = [], ""
    for word in _pieces(text, across, size, bold=bold):
        longer = f"{line} {word}" if line else word
        if line and width(longer, size, bold=bold) > across:
            broken.append(line)
            line = word
        else:
            line = longer
    return [*broken, line]


def _pieces(text: str, across: float, size: float, *, bold: bool) -> Iterator[str]:
    for word in text.split(" "):
        piece = ""
        for letter in word if width(word, size, bold=bold) > across else ():
            if piece and width(piece + letter, size, bold=bold) > across:
                yield piece
                piece = ""
            piece += letter
        yield piece or word


def height(text: str, across: float, size: float, *, bold: bool = False) -> float:
    """Return how many points down a text takes across so many points."""
    return len(lines(text, across, size, bold=bold)) * size * LINE


def largest(
    text: str, across: float, down: float, sizes: Sequence[float], *, bold: bool = False
) -> float | None:
    """Return the first of the sizes, which fall, at which a text fits; None where at none."""
    for size in sizes:
        if height(text, across, size, bold=bold) <= down:
            return size
    return None


def shortened(text: str, across: float, most: int, size: float, *, bold: bool = False) -> str:
    """Return a text that takes at most so many lines, cut after a word and said to be so."""
    every = lines(text, across, size, bold=bold)
    if len(every) <= most:
        return text
    words = " ".join(every[:most]).split(" ")
    while len(words) > 1 and len(lines(f"{' '.join(words)}…", across, size, bold=bold)) > most:
        words.pop()
    said = f"{' '.join(words).rstrip(' ,.;:')}…"
    while len(lines(said, across, size, bold=bold)) > most:
        said = f"{said[:-2]}…"  # one word, longer than all the lines
    return said
