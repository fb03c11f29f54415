"""What is made of the figures to be taken away: each with its name, its kind and who makes it.

The page *Presentar* and the order ``informe`` offer what is listed here, so that both give out
the same files under the same names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from pac.progress.figures import Figures
from pac.reports import provenance

# What makes slides and PDF is imported when the first one is asked for: a page or an order that
# makes none starts sooner without.


@dataclass(frozen=True)
class Part:
    """The part of the plan that a file is about; all of it by default."""

    component: int | None = None
    office: str | None = None


@dataclass(frozen=True)
class Asked:
    """What a file is made of."""

    figures: Figures  # of the whole plan, at the cut-off
    made_at: dt.datetime  # when it is asked for, in Colombia's time, to the second
    part: Part = Part()
    shield: bytes | None = None  # picture of the entity's shield, where there is one


@dataclass(frozen=True)
class Export:
    """One kind of file that the figures are given out as."""

    name: str  # Spanish, as the order calls it and in the name of the file
    extension: str
    media_type: str
    make: Callable[[Asked], bytes]
    by_component: bool = False  # it can be about one component
    by_office: bool = False  # it can be about one office
    whole: bool = True  # it can be about the whole plan


def file_name(export: Export, asked: Asked) -> str:
    """Return how a file is called, with its extension."""
    part = asked.part
    choice = replace(asked.figures.choice, component=part.component, office=part.office)
    about = replace(asked.figures, choice=choice)
    return f"{provenance.file_name(about, export.name)}.{export.extension}"


def _public(asked: Asked) -> bytes:
    from pac.reports import public

    return public.page(asked.figures, asked.made_at)


def _follow_up_pdf(asked: Asked) -> bytes:
    from pac.reports import follow_up_pdf

    return follow_up_pdf.document(asked.figures, asked.made_at, asked.shield)


def _follow_up_book(asked: Asked) -> bytes:
    from pac.reports import follow_up_book

    return follow_up_book.workbook(asked.figures, asked.made_at, asked.shield)


def _slides(asked: Asked) -> bytes:
    from pac.reports import slides

    return slides.presentation(asked.figures, asked.made_at)


def _three_pages(asked: Asked) -> bytes:
    from pac.reports import pages

    return pages.plan(asked.figures, asked.made_at, asked.shield)


def _page(asked: Asked) -> bytes:
    from pac.reports import pages

    figures, at, part = asked.figures, asked.made_at, asked.part
    if part.component is not None:
        return pages.component(figures, part.component, at, asked.shield)
    if part.office is None:
        raise ValueError("a page is of a component or of an office")
    return pages.office(figures, part.office, at, asked.shield)


def _card(asked: Asked) -> bytes:
    from pac.reports import cards

    figures, at, part = asked.figures, asked.made_at, asked.part
    if part.component is not None:
        return cards.component(figures, part.component, at)
    return (
        cards.plan(figures, at) if part.office is None else cards.office(figures, part.office, at)
    )


def _calendar(asked: Asked) -> bytes:
    from pac.reports import calendar

    return calendar.calendar(asked.figures, asked.made_at, asked.part.office)


def _open_data(asked: Asked) -> bytes:
    from pac.reports import open_data

    return open_data.bundle(asked.figures, asked.made_at)


def _annex(asked: Asked) -> bytes:
    from pac.reports import annex

    return annex.annex(asked.figures, asked.made_at)


_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_SHEET: Final = f"{_OFFICE}spreadsheetml.sheet"
_DECK: Final = f"{_OFFICE}presentationml.presentation"
_PDF: Final = "application/pdf"

PUBLIC: Final = Export("publico", "html", "text/html", _public)
FOLLOW_UP_PDF: Final = Export("seguimiento", "pdf", _PDF, _follow_up_pdf)
FOLLOW_UP_BOOK: Final = Export("seguimiento", "xlsx", _SHEET, _follow_up_book)
SLIDES: Final = Export("diapositivas", "pptx", _DECK, _slides)
THREE_PAGES: Final = Export("resumen", "pdf", _PDF, _three_pages)
PAGE: Final = Export(
    "pagina", "pdf", _PDF, _page, by_component=True, by_office=True, whole=False
)  # fmt: skip
CARD: Final = Export("tarjeta", "png", "image/png", _card, by_component=True, by_office=True)
CALENDAR: Final = Export("calendario", "ics", "text/calendar", _calendar, by_office=True)
OPEN_DATA: Final = Export("datos", "zip", "application/zip", _open_data)
ANNEX: Final = Export("compromisos", "xlsx", _SHEET, _annex)

EXPORTS: Final = (
    FOLLOW_UP_PDF,
    FOLLOW_UP_BOOK,
    SLIDES,
    PUBLIC,
    THREE_PAGES,
    PAGE,
    CARD,
    CALENDAR,
    OPEN_DATA,
    ANNEX,
)
