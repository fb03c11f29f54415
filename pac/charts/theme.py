"""How every chart looks and speaks: colours of light and dark, Spanish plotly, text as data."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from pac import labels
from pac.model import Level, Provenance

Figure = dict[str, Any]
Place = float | str  # on an axis: a number or an ISO date

FONT: Final = '"Source Sans", "Source Sans 3", "Segoe UI", sans-serif'
TEXT_SIZE: Final = 14
NOTE_SIZE: Final = 12

# Characters that fit in a line on a phone 390 pixels wide, at the size of text and of notes.
LINE: Final = 54
NOTE_LINE: Final = 68

EXAMPLE: Final = "Datos de ejemplo"


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, by what they mean; never used without words beside them."""

    background: str
    text: str
    note: str
    actual: str  # what was done
    planned: str  # what is expected, and the grid
    track: str  # the empty part of a bar
    mark: str  # what is not scheduled, not reported or without a date; always hatched
    high: str
    medium: str
    low: str

    def level(self, level: Level | None) -> str:
        """Return the colour of a level; without a level, that of what was done."""
        if level is None:
            return self.actual
        return {Level.HIGH: self.high, Level.MEDIUM: self.medium, Level.LOW: self.low}[level]


LIGHT: Final = Palette(
    background="#ffffff",
    text="#111922",
    note="#565f6c",
    actual="#0b4f8a",
    planned="#6b7280",
    track="#e8ecf1",
    mark="#8a8f98",
    high="#1b7f55",
    medium="#9a6400",
    low="#a61b29",
)
DARK: Final = Palette(
    background="#0f151d",
    text="#e9edf2",
    note="#a9b2bd",
    actual="#7db8f0",
    planned="#9aa3af",
    track="#232d3a",
    mark="#7a808a",
    high="#4cc38a",
    medium="#e5b454",
    low="#ff8f8a",
)


def palette(theme: Literal["light", "dark"] | str | None) -> Palette:
    """Return the colours of a theme; light where the browser has not said which."""
    return DARK if theme == "dark" else LIGHT


def foot_note(provenance: Provenance) -> str:
    """Return the lines at the foot of a chart, for whoever sees it apart from its page."""
    parts = [
        provenance.mark,
        provenance.entity,
        f"solo {provenance.scope}" if provenance.scope else "",
        f"corte {labels.short_date(provenance.cutoff)}".replace(" ", _NO_BREAK),
        provenance.basis,
        " y ".join(provenance.files),
        f"versión {provenance.version}" if provenance.version else "",
        f"código {provenance.code}" if provenance.code else "",
    ]
    # a line never begins with the dot between two parts
    return wrapped(f"{_NO_BREAK}· ".join(filter(None, parts)), NOTE_LINE)


_NO_BREAK: Final = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Chart:
    """A figure with what it says to whoever cannot see it."""

    figure: Figure  # plotly's; never changed once made
    alt: str


def escaped(text: str) -> str:
    """Return a text as plotly shows it letter by letter: its tags would be read as HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def wrapped(text: str, width: int = LINE) -> str:
    """Return an escaped text in lines that fit a phone, none of it cut."""
    return "<br>".join(escaped(line) for line in _lines(text, width))


def line_count(text: str, width: int = LINE) -> int:
    """Return how many lines ``wrapped`` makes of a text."""
    return len(_lines(text, width))


def _lines(text: str, width: int) -> Sequence[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False) or [""]


def layout(
    colours: Palette, provenance: Provenance, *, height: int, margin: dict[str, int]
) -> Figure:
    """Return the layout that all charts share, with the foot note under the plot.

    Args:
        colours: Those of the theme on screen.
        provenance: What the foot note says.
        height: Of the plot itself, in pixels; margins and note come on top.
        margin: ``l``, ``r``, ``t`` and ``b`` of the plot, in pixels, without the note.
    """
    note = foot_note(provenance)
    foot = 14 + 16 * (note.count("<br>") + 1)
    return {
        "height": height + margin["t"] + margin["b"] + foot,
        "margin": {**margin, "b": margin["b"] + foot, "pad": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": TEXT_SIZE, "color": colours.text},
        "hoverlabel": {
            "bgcolor": colours.background,
            "bordercolor": colours.planned,
            "font": {"family": FONT, "size": TEXT_SIZE, "color": colours.text},
            "align": "left",
        },
        "separators": ",.",
        "modebar": {
            "bgcolor": "rgba(0,0,0,0)",
            "color": colours.note,
            "activecolor": colours.text,
        },
        "dragmode": False,
        "showlegend": False,
        "annotations": [
            {
                "text": note,
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": 0,
                "xshift": -margin["l"] - 2,
                "yshift": -(margin["b"] + foot),
                "xanchor": "left",
                "yanchor": "bottom",
                "align": "left",
                "showarrow": False,
                "font": {"size": NOTE_SIZE, "color": colours.note},
            }
        ],
    }


def links(addresses: Sequence[str], count: int) -> Figure:
    """Return what makes so many marks of a trace lead somewhere; without addresses, nothing.

    Raises:
        ValueError: There are some, but not one a mark.
    """
    if addresses and len(addresses) != count:
        raise ValueError(f"{len(addresses)} links for {count} marks")
    return {"customdata": list(addresses)} if any(addresses) else {}


def axis(colours: Palette, **says: object) -> Figure:
    """Return an axis that neither zooms nor decorates, its words readable in both themes."""
    return {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickangle": 0,
        "automargin": False,
        "tickfont": {"size": NOTE_SIZE, "color": colours.note},
        **says,
    }


def line(colour: str, x0: Place, x1: Place, y0: Place, y1: Place, **says: object) -> Figure:
    """Return a thin straight line as a shape of a layout."""
    return {
        "type": "line",
        "x0": x0,
        "x1": x1,
        "y0": y0,
        "y1": y1,
        "line": {"color": colour, "width": 1},
        **says,
    }


def words(text: str, **says: object) -> Figure:
    """Return words on a chart as an annotation of its layout; ``text`` is already escaped."""
    return {"text": text, "showarrow": False, "align": "left", **says}


def config(name: str) -> dict[str, Any]:
    """Return plotly's configuration in Spanish, all of it inline: no outside request.

    Args:
        name: Of the image that the mode bar gives out, without its extension.
    """
    return {
        "locale": "es-CO",
        "locales": {"es-CO": SPANISH},
        "displaylogo": False,
        "scrollZoom": False,
        "doubleClick": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": name, "scale": 2},
    }


SPANISH: Final = {
    "moduleType": "locale",
    "name": "es-CO",
    "dictionary": {
        "Download plot as a PNG": "Descargar como PNG",
        "Download plot as a png": "Descargar como PNG",
        "Download plot": "Descargar la gráfica",
        "Taking snapshot - this may take a few seconds": "Preparando la imagen",
        "Snapshot succeeded": "Imagen lista",
        "Sorry, there was a problem downloading your snapshot!": "No se pudo hacer la imagen",
        "Zoom": "Ampliar",
        "Pan": "Desplazar",
        "Reset axes": "Restablecer",
        "Autoscale": "Ajustar",
        "Click to enter Plot title": "",
    },
    "format": {
        "days": ["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"],
        "shortDays": ["dom", "lun", "mar", "mié", "jue", "vie", "sáb"],
        "months": list(labels.MONTHS),
        "shortMonths": list(labels.SHORT_MONTHS),
        "date": "%d/%m/%Y",
        "decimal": ",",
        "thousands": ".",
        "grouping": [3],
        "currency": ["$", ""],
    },
}
