"""The empty presentation: our sizes, colours and layouts in place of the library's."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Emu

from pac.charts.theme import LIGHT
from pac.reports.slides import fit

INCH: Final = 914_400  # in the units of the file
WIDTH: Final = 12_192_000 / INCH  # as wide as every program takes 16:9
HEIGHT: Final = 7.5
MARGIN: Final = 0.65
ACROSS: Final = WIDTH - 2 * MARGIN
FOOT: Final = 6.98  # top of the foot
BOTTOM: Final = 6.75  # of what a slide holds above its foot
LANGUAGE: Final = "es-CO"
TITLE_DOWN: Final = 1.25  # inches that a title may take
NAMESPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)

KICKER: Final = 13  # idx of the placeholders of our layouts
LEAD: Final = 14
FEET: Final = (15, 16)  # foot and number of the slide


@dataclass(frozen=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    across: float
    down: float

    @property
    def points(self) -> tuple[float, float]:
        """Return how wide and how tall it is, in points."""
        return self.across * fit.POINTS, self.down * fit.POINTS


def emu(box: Box) -> tuple[Emu, Emu, Emu, Emu]:
    """Return a place in the units of the file: left, top, width and height."""
    sides = (box.left, box.top, box.across, box.down)
    left, top, across, down = (Emu(round(side * INCH)) for side in sides)
    return left, top, across, down


def transform(box: Box) -> str:
    """Return the XML of a place."""
    left, top, across, down = emu(box)
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'


def solid(colour: str) -> str:
    """Return the XML of a plain fill."""
    return f'<a:solidFill><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:solidFill>'


@lru_cache(maxsize=1)
def blank() -> bytes:
    """Return a presentation without slides, with two layouts: cover and message."""
    opened = Presentation()
    opened.slide_width, opened.slide_height = Emu(round(WIDTH * INCH)), Emu(round(HEIGHT * INCH))
    opened.element.sldSz.attrib.pop("type", None)  # of the library's 4:3
    master = opened.slide_masters[0]
    for one in list(opened.slide_layouts)[2:]:
        opened.slide_layouts.remove(one)
    _shapes(master, _MASTER)
    (styles,) = master._element.xpath("./p:txStyles")
    master._element.replace(styles, parse_xml(_STYLES))
    for one, name, kind, places in (
        (opened.slide_layouts[0], "Portada", "title", _COVER),
        (opened.slide_layouts[1], "Mensaje", "obj", _MESSAGE),
    ):
        one._element.cSld.set("name", name)
        one._element.set("type", kind)
        _shapes(one, places)
    package = opened.part.package
    for rel in list(package.iter_rels()):
        if rel.reltype == RT.THUMBNAIL:
            package.drop_rel(rel.rId)
        elif rel.reltype == RT.PRINTER_SETTINGS:
            opened.part.rels.pop(rel.rId)
    draft = io.BytesIO()
    opened.save(draft)
    return rewritten(draft)


def _shapes(
    holder: SlideMaster | SlideLayout, places: Sequence[tuple[str, int, str, Box, float, str, str]]
) -> None:
    """Give a master or a layout these placeholders and no others."""
    tree = holder.shapes._spTree
    for old in tree.xpath("./p:sp"):
        tree.remove(old)
    for number, (kind, idx, name, box, size, colour, says) in enumerate(places, 2):
        said = f' type="{kind}"' if kind else ""
        place = f' idx="{idx}"' if idx else ""
        content = (
            f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
            f'<a:rPr lang="{LANGUAGE}"/><a:t>‹#›</a:t></a:fld>'
            if kind == "sldNum"
            else f'<a:r><a:rPr lang="{LANGUAGE}"/><a:t>{says}</a:t></a:r>'
        )
        align = "r" if kind == "sldNum" else "l"
        tree.append(
            parse_xml(
                f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr>'
                f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{said}{place}/></p:nvPr>'
                f"</p:nvSpPr><p:spPr>{transform(box)}"
                '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>'
                '<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"><a:normAutofit/>'
                f'</a:bodyPr><a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{align}"><a:buNone/>'
                f'<a:defRPr sz="{round(size * 100)}">{solid(colour)}</a:defRPr></a:lvl1pPr>'
                f"</a:lstStyle><a:p>{content}</a:p></p:txBody></p:sp>"
            )
        )


_TITLE_BOX: Final = Box(MARGIN, 0.76, ACROSS, TITLE_DOWN)
_FOOT_BOX: Final = Box(MARGIN, FOOT, ACROSS - 0.9, 0.36)
_NUMBER_BOX: Final = Box(WIDTH - MARGIN - 0.8, FOOT, 0.8, 0.36)
_FEET_PLACES: Final = (
    ("ftr", FEET[0], "Pie", _FOOT_BOX, 12.0, LIGHT.note, ""),
    ("sldNum", FEET[1], "Número de diapositiva", _NUMBER_BOX, 12.0, LIGHT.note, ""),
)
_MASTER: Final = (
    ("title", 0, "Título", _TITLE_BOX, 28.0, LIGHT.text, "Lo que se encontró, en una frase"),
    ("body", 1, "Texto", Box(MARGIN, 2.2, ACROSS, 4.5), 20.0, LIGHT.text, "Texto"),
    *_FEET_PLACES,
)
_COVER: Final = (
    ("ctrTitle", 0, "Título", Box(MARGIN, 1.5, 11.6, 2.4), 40.0, LIGHT.text, "Plan"),
    ("subTitle", 1, "Entidad", Box(MARGIN, 4.05, 11.6, 1.2), 28.0, LIGHT.text, "Entidad"),
    ("body", KICKER, "De dónde sale", Box(MARGIN, 5.0, 11.6, 1.7), 16.0, LIGHT.note, "Corte"),
    *_FEET_PLACES,
)
_MESSAGE: Final = (
    ("title", 0, "Título", _TITLE_BOX, 28.0, LIGHT.text, "Lo que se encontró, en una frase"),
    ("body", KICKER, "Tema", Box(MARGIN, 0.38, 9.5, 0.3), 16.0, LIGHT.actual, "Tema"),
    ("body", LEAD, "Qué se mide", Box(MARGIN, 2.1, ACROSS, 0.5), 18.0, LIGHT.note, "Qué se mide"),
    *_FEET_PLACES,
)


def _style(name: str, size: int, fonts: str, *, bold: bool) -> str:
    return (
        f'<p:{name}><a:lvl1pPr marL="0" indent="0" algn="l" defTabSz="914400" rtl="0" '
        'eaLnBrk="1" latinLnBrk="0" hangingPunct="1"><a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f'<a:buNone/><a:defRPr sz="{size}" b="{int(bold)}" kern="1200"><a:solidFill>'
        f'<a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+{fonts}-lt"/>'
        f'<a:ea typeface="+{fonts}-ea"/><a:cs typeface="+{fonts}-cs"/></a:defRPr></a:lvl1pPr>'
        f"</p:{name}>"
    )


_STYLES: Final = (
    f"<p:txStyles {NAMESPACES}>"
    + _style("titleStyle", 2800, "mj", bold=True)
    + _style("bodyStyle", 2000, "mn", bold=False)
    + _style("otherStyle", 1800, "mn", bold=False)
    + "</p:txStyles>"
)

# What the theme calls its colours, and which of ours each is
_COLOURS: Final = {
    "dk1": LIGHT.text,
    "lt1": LIGHT.background,
    "dk2": LIGHT.actual,
    "lt2": LIGHT.track,
    "accent1": LIGHT.actual,
    "accent2": LIGHT.planned,
    "accent3": LIGHT.high,
    "accent4": LIGHT.medium,
    "accent5": LIGHT.low,
    "accent6": LIGHT.mark,
    "hlink": LIGHT.actual,
    "folHlink": LIGHT.note,
}
_SCHEME: Final = (
    '<a:clrScheme name="Tablero">'
    + "".join(
        f'<a:{name}><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:{name}>'
        for name, colour in _COLOURS.items()
    )
    + "</a:clrScheme>"
)
_FONTS: Final = (
    '<a:fontScheme name="Tablero">'
    + "".join(
        f'<a:{one}><a:latin typeface="{fit.FONT}"/><a:ea typeface=""/><a:cs typeface=""/></a:{one}>'
        for one in ("majorFont", "minorFont")
    )
    + "</a:fontScheme>"
)


def rewritten(draft: io.BytesIO) -> bytes:
    """Return a package in our theme and language, its parts without the moment of writing."""
    final = io.BytesIO()
    with zipfile.ZipFile(draft) as parts, zipfile.ZipFile(final, "w") as archive:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0
            archive.writestr(part, _ours(name, parts.read(name)))
    return final.getvalue()


def _ours(name: str, data: bytes) -> bytes:
    if name == "docProps/app.xml":
        return _APPLICATION.encode()
    if name.startswith("ppt/theme/"):
        text = data.decode()
        for pattern, ours in (
            (r"<a:clrScheme.*?</a:clrScheme>", _SCHEME),
            (r"<a:fontScheme.*?</a:fontScheme>", _FONTS),
            (r'name="Office Theme"', 'name="Tablero"'),
        ):
            text = re.sub(pattern, ours, text, count=1, flags=re.DOTALL)
        return text.encode()
    if name.endswith(".xml"):
        return _ENGLISH.sub(rf'\1{LANGUAGE}"'.encode(), data)
    return data


_ENGLISH: Final = re.compile(rb'(<a:\w+ lang=")en-US"')  # of a tag: a text has no < in it

_APPLICATION: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Tablero PAAC</Application></Properties>"
)
