"""Documents set by typst: PDF with tags for screen readers (PDF/UA-1), and pictures of them.

Texts travel as data and are shown as they are: none of them is read as markup. A template
stands in the folder beside this file and builds on ``base.typ``, which has page, colours,
tables and bars. The fonts come with it, so that a document is the same on every machine.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import struct
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

import typst
from PIL import Image, UnidentifiedImageError

from pac.charts import theme
from pac.progress.figures import Figures
from pac.reports import provenance
from pac.workdays import COLOMBIA

TEMPLATES: Final = Path(__file__).parent / "typeset"

_POINTS_PER_INCH: Final = 72
_WIDEST_PICTURE: Final = 480  # pixels; a shield is some 20 mm wide
_UNKNOWN: Final = "□"  # in place of what the font has no letter for, such as an emoji


def frame(
    figures: Figures,
    made_at: dt.datetime,
    title: str,
    *,
    notice: str = "",
    shield: bytes | None = None,
) -> dict[str, Any]:
    """Return what every page of a document says and how it looks, as ``base.typ`` reads it.

    Args:
        figures: Those that the document shows.
        made_at: When it was asked for, in Colombia's time.
        title: Of the document, in Spanish.
        notice: What must stand on each page beside the mark of invented or drafted figures.
        shield: Picture of the entity's shield, PNG or JPEG; None where there is none.
    """
    settings, said = figures.settings, figures.provenance
    known = picture(shield)
    return {
        "title": title,
        "entity": said.entity,
        "instrument": said.instrument,
        "plan_year": said.plan_year,
        "warnings": [one for one in (provenance.mark(said), notice) if one],
        "about": [one for one in provenance.lines(said, made_at) if one != provenance.mark(said)],
        "format_code": settings.format_code,
        "format_version": settings.format_version,
        "shield": None if known is None else list(known),
        "colours": asdict(theme.LIGHT),
        "cuts": [settings.medium_from, settings.high_from],
        "made_at": made_at.replace(tzinfo=COLOMBIA).isoformat(),
    }


def compile(
    template: str,
    data: Mapping[str, Any],
    *,
    form: Literal["pdf", "png"] = "pdf",
    pixels: int | None = None,
    page_points: float = 360.0,
) -> bytes:
    """Return a document as a PDF/UA-1, or the picture of its only page.

    The same data give the same bytes.

    Args:
        template: Name of a file in the folder of templates.
        data: What it shows; JSON's kinds of values only. ``data["frame"]`` is of ``frame``.
        form: ``pdf``, or ``png`` for a document of one page.
        pixels: How wide the picture is; None for one pixel a point.
        page_points: How wide the page is in points, of which a picture of so many pixels is made.

    Raises:
        ValueError: where a picture of several pages is asked for.
    """
    made = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        format=form,
        ppi=_POINTS_PER_INCH * (pixels / page_points if pixels else 1),
        sys_inputs={"data": json.dumps(_plain(data), ensure_ascii=False, allow_nan=False)},
        pdf_standards=["ua-1"] if form == "pdf" else [],
        timestamp=dt.datetime.fromisoformat(data["frame"]["made_at"]),
    )
    if not isinstance(made, bytes):
        raise ValueError(f"{template} has {len(made or ())} pages, and a picture holds one")
    return made


def picture(data: bytes | None) -> bytes | None:
    """Return a picture as a PNG of moderate size; None where there is none that can be read."""
    if not data:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
            shown = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    shown.thumbnail((_WIDEST_PICTURE, _WIDEST_PICTURE))
    made = io.BytesIO()
    shown.save(made, "PNG")
    return made.getvalue()


def _plain(value: Any) -> Any:  # noqa: ANN401  # whatever JSON holds
    """Return data whose texts have only letters that the font has."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return list(value) if value and isinstance(value[0], int) else [_plain(v) for v in value]
    return value


def text(said: str) -> str:
    """Return a text as the font can show it.

    PDF/UA allows no letter without a shape. What has none, such as an emoji, becomes an
    empty square; marks that nobody sees are left out.
    """
    if said.isascii() and said.isprintable():
        return said
    letters = _letters()
    shown = []
    for letter in unicodedata.normalize("NFC", said):
        kind = unicodedata.category(letter)
        if letter in "\n\t\r":
            shown.append("\n" if letter == "\n" else " ")
        elif ord(letter) in letters and kind[0] != "C":
            shown.append(letter)
        elif kind not in ("Cc", "Cf", "Mn", "Me"):
            shown.append(_UNKNOWN)
    return "".join(shown)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[TEMPLATES]
    )


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    """Return the letters that every font of ours has a shape for."""
    every = [frozenset(_mapped(path.read_bytes())) for path in sorted(TEMPLATES.glob("*.otf"))]
    return frozenset.intersection(*every)


def _mapped(font: bytes) -> Iterator[int]:
    """Give the code points that an OpenType font maps to shapes (table ``cmap``, format 12)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    places = dict(struct.unpack_from(">4s4xI", font, 12 + 16 * n) for n in range(tables))
    cmap = places[b"cmap"]
    (subtables,) = struct.unpack_from(">H", font, cmap + 2)
    for n in range(subtables):
        (offset,) = struct.unpack_from(">4xI", font, cmap + 4 + 8 * n)
        kind, groups = struct.unpack_from(">H10xI", font, cmap + offset)
        if kind == 12:
            for one in range(groups):
                first, last = struct.unpack_from(">II", font, cmap + offset + 16 + 12 * one)
                yield from range(first, last + 1)


__all__ = ["TEMPLATES", "compile", "frame", "picture", "text"]
