"""The slides themselves: their size, layouts, texts, foot and notes, and bytes that do not vary."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, cast
from xml.sax.saxutils import escape

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Slides
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide

from pac.charts.theme import LIGHT
from pac.method import Rule
from pac.reports.slides import fit, template
from pac.reports.slides.template import (
    ACROSS,
    HEIGHT,
    KICKER,
    LANGUAGE,
    LEAD,
    MARGIN,
    NAMESPACES,
    TITLE_DOWN,
    WIDTH,
    Box,
    emu,
    solid,
    transform,
)
from pac.workbook import layout

TITLES: Final = (32.0, 28.0, 26.0, 24.0, 22.0, 20.0)
_CAUTION: Final = f"#{layout.CAUTION}"


@dataclass(frozen=True)
class Words:
    """A paragraph of one look."""

    text: str
    size: float
    colour: str = LIGHT.text
    bold: bool = False
    before: float = 0.0  # points of room above it

    def down(self, across: float) -> float:
        """Return how many points it takes across so many."""
        return self.before + fit.height(self.text, across, self.size, bold=self.bold)


@dataclass(frozen=True)
class Deck:
    """A presentation that is being made, and what stands on each of its slides."""

    slides: Slides
    entity: str
    foot: str  # cut-off, version and code
    mark: str  # that the progress is invented, or that nobody updated it yet; blank where neither
    about: tuple[str, ...]  # what the notes of each slide end with
    rules: tuple[Rule, ...]  # as the notes say them


def begun(entity: str, foot: str, mark: str, about: Iterable[str], rules: tuple[Rule, ...]) -> Deck:
    """Return a presentation without slides.

    Args:
        entity: Whose it is; of a very long name the foot has the beginning.
        foot: What else stands at the foot of each slide.
        mark: Of each slide; blank where it needs none.
        about: Lines with which the notes of each slide end.
        rules: What ``method.rules`` returned.
    """
    opened = Presentation(io.BytesIO(template.blank()))
    return Deck(
        opened, fit.clean(entity), fit.clean(foot), mark, tuple(map(fit.clean, about)), rules
    )


def cover(deck: Deck, title: str, lead: str, lines: Sequence[str], notes: Iterable[str]) -> Slide:
    """Add the first slide.

    Args:
        deck: To which it is added.
        title: What is presented.
        lead: Whose it is.
        lines: What it says of itself.
        notes: For who speaks.
    """
    slide: Slide = deck.slides.slides.add_slide(deck.slides.slide_layouts[0])
    title, lead = fit.clean(title), fit.clean(lead)
    across = ACROSS - 0.4
    named = Words(lead, _size(lead, across, 1.3, (28.0, 24.0, 20.0, 16.0)), LIGHT.text)
    big = Words(title, _size(title, across, 2.4, (44.0, 40.0, 36.0, 32.0, 28.0, 24.0)), bold=True)
    box = Box(MARGIN, 1.5, across, 2.4)
    _fill(_placeholder(slide, 0), box, [_shortened(big, box)], anchor="b")
    below = Box(MARGIN, 4.05, across, 1.2)
    _fill(_placeholder(slide, 1), below, [_shortened(named, below)])
    said = [Words(fit.clean(line), 16.0, LIGHT.note, before=3.0) for line in lines]
    under = Box(MARGIN, 5.0, across, 1.7)
    _fill(_placeholder(slide, KICKER), under, _fitting(said, under), anchor="b")
    shape(slide, Box(0.0, 0.0, 0.3, HEIGHT), fill=LIGHT.actual, name="Franja")
    _finish(deck, slide, notes)
    return slide


def message(
    deck: Deck, kicker: str, sentence: str, lead: str, notes: Iterable[str]
) -> tuple[Slide, float]:
    """Add a slide of one message.

    Args:
        deck: To which it is added.
        kicker: What the slide is about, above its title.
        sentence: What was found; of one too long for a title its first part stands there, and
            all of it in the notes.
        lead: What is measured, below the title; blank for none.
        notes: For who speaks, after the sentence.

    Returns:
        The slide, and the top of the room that is left, in inches.
    """
    slide: Slide = deck.slides.slides.add_slide(deck.slides.slide_layouts[1])
    top = 0.38
    beside = ACROSS - (_mark_across(deck) + 0.3 if deck.mark else 0.0)
    small = Words(fit.clean(kicker), 16.0, LIGHT.actual, bold=True)
    box = Box(MARGIN, top, beside, 0.9)
    said = _fitting([small], box)
    box = Box(MARGIN, top, beside, max(_down(said, box), 0.3))
    _fill(_placeholder(slide, KICKER), box, said)
    top = box.top + box.down + 0.08

    title, rest = _title(fit.clean(sentence))
    box = Box(MARGIN, top, ACROSS, _down([title], Box(0, 0, ACROSS, 0)))
    _fill(_placeholder(slide, 0), box, [title])
    top = box.top + box.down + 0.08

    under = _placeholder(slide, LEAD)
    below = " ".join(filter(None, (rest, fit.clean(lead))))
    if below:
        measured = Words(below, _size(below, ACROSS, 0.62, (18.0, 16.0, 14.0)), LIGHT.note)
        box = Box(MARGIN, top, ACROSS, 1.2 if rest else 0.9)
        measured = _shortened(measured, box)
        box = Box(MARGIN, top, ACROSS, _down([measured], box))
        _fill(under, box, [measured])
        top = box.top + box.down
    else:
        under._element.getparent().remove(under._element)
    _finish(deck, slide, [fit.clean(sentence), *notes])
    return slide, top + 0.18


def _title(sentence: str) -> tuple[Words, str]:
    """Return a sentence as a title, of one too long its first part, and what is left of it."""
    across, down = ACROSS * fit.POINTS, TITLE_DOWN * fit.POINTS
    ends = [found.end() for found in re.finditer(r"[.;](?= )", sentence)]
    for end in (len(sentence), *reversed(ends)):
        said = f"{sentence[:end].rstrip('.;')}." if end < len(sentence) else sentence
        size = fit.largest(said, across, down, TITLES, bold=True)
        if size:
            rest = sentence[end:].strip()
            return Words(said, size, bold=True), f"{rest[:1].upper()}{rest[1:]}"
    size = TITLES[-1]
    most = int(down // (size * fit.LINE))
    return Words(fit.shortened(sentence, across, most, size, bold=True), size, bold=True), ""


def paragraphs(
    slide: Slide, box: Box, every: Sequence[Words], *, name: str, anchor: str = "t"
) -> float:
    """Write paragraphs into a box of their own and return where they end, in inches.

    Where they would not fit they are set smaller, down to what can still be read, and then cut.
    """
    said = _fitting([Words(fit.clean(one.text), *_look(one)) for one in every], box)
    written = slide.shapes.add_textbox(*emu(box))
    written.name = name
    _fill(written, box, said, anchor=anchor)
    return box.top + _down(said, box)


def _look(one: Words) -> tuple[float, str, bool, float]:
    return one.size, one.colour, one.bold, one.before


def shape(slide: Slide, box: Box, *, fill: str, name: str) -> None:
    """Draw a plain rectangle, which says nothing to a screen reader."""
    slide.shapes._spTree.append(
        parse_xml(
            f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{next_id(slide)}" '
            f'name="{escape(name)}"><a:extLst>'
            '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
            'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
            "</a:ext></a:extLst></p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>"
            f'{transform(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{solid(fill)}'
            "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
        )
    )


def finished(deck: Deck, title: str, author: str, made_at: dt.datetime) -> bytes:
    """Return the file; the same slides made at the same moment give the same bytes."""
    for slide in deck.slides.slides:
        tree = slide.shapes._spTree
        for one in list(slide.placeholders):
            if one.placeholder_format.idx in template.FEET:  # read after what the slide says
                tree.append(one._element)
    said = deck.slides.core_properties
    said.title, said.author, said.last_modified_by = _property(title), _property(author), ""
    said.subject = said.keywords = said.comments = said.category = ""
    said.language = LANGUAGE
    said.revision = 1
    said.created = said.modified = made_at.astimezone(dt.UTC).replace(tzinfo=None)
    draft = io.BytesIO()
    deck.slides.save(draft)
    return template.rewritten(draft)


def _property(text: str) -> str:
    """Return a text as the properties of a file hold it: not more than so many letters."""
    return fit.clean(text)[:_LONGEST_PROPERTY]


_LONGEST_PROPERTY: Final = 255

# Texts


def _fitting(every: Sequence[Words], box: Box) -> list[Words]:
    """Return paragraphs as large as their box takes them, the last ones cut if it must be."""
    for share in (1.0, 0.9, 0.8, 0.7):
        said = [Words(one.text, max(one.size * share, _LEAST), *_look(one)[1:]) for one in every]
        if _down(said, box) <= box.down:
            return said
    kept: list[Words] = []
    left = box.down * fit.POINTS
    for one in said:
        most = int((left - one.before) // (one.size * fit.LINE))
        if most < 1:
            break
        cut = fit.shortened(one.text, box.points[0], most, one.size, bold=one.bold)
        kept.append(Words(cut, *_look(one)))
        left -= kept[-1].down(box.points[0])
    return kept


_LEAST: Final = 12.0  # points; smaller is not read in a hall


def _shortened(one: Words, box: Box) -> Words:
    most = max(1, int(box.points[1] // (one.size * fit.LINE)))
    text = fit.shortened(one.text, box.points[0], most, one.size, bold=one.bold)
    return Words(text, *_look(one))


def _size(text: str, across: float, down: float, sizes: Sequence[float]) -> float:
    found = fit.largest(text, across * fit.POINTS, down * fit.POINTS, sizes, bold=True)
    return found or sizes[-1]


def _down(every: Sequence[Words], box: Box) -> float:
    """Return how many inches paragraphs take in a box."""
    return sum(one.down(box.points[0]) for one in every) / fit.POINTS


def _fill(
    shape: Shape, box: Box, every: Sequence[Words], *, anchor: str = "t", align: str = "l"
) -> None:
    """Write paragraphs into a shape and put it in its place."""
    shape.left, shape.top, shape.width, shape.height = emu(box)
    body = shape.text_frame._txBody
    for old in list(body):
        body.remove(old)
    body.append(
        parse_xml(
            f'<a:bodyPr {NAMESPACES} wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" '
            f'anchor="{anchor}"><a:noAutofit/></a:bodyPr>'
        )
    )
    for one in every:
        body.append(parse_xml(paragraph(one, align=align, root=True)))


def paragraph(one: Words, *, align: str = "l", root: bool = False) -> str:
    """Return the XML of a paragraph; the text is escaped here and nowhere else."""
    before = f'<a:spcBef><a:spcPts val="{round(one.before * 100)}"/></a:spcBef>'
    return (
        f"<a:p{' ' + NAMESPACES if root else ''}>"
        f'<a:pPr marL="0" indent="0" algn="{align}">{before}<a:buNone/></a:pPr>'
        f'<a:r><a:rPr lang="{LANGUAGE}" sz="{round(one.size * 100)}" b="{int(one.bold)}" '
        f'dirty="0">{solid(one.colour)}</a:rPr><a:t>{escape(one.text)}</a:t></a:r></a:p>'
    )


def _placeholder(slide: Slide, idx: int) -> Shape:
    every = (one for one in slide.placeholders if one.placeholder_format.idx == idx)
    return cast(Shape, next(every))


def next_id(slide: Slide) -> int:
    """Return a number that no shape of a slide has yet."""
    return max(int(one) for one in slide.shapes._spTree.xpath("//p:cNvPr/@id")) + 1


# What stands on each slide


def _mark_across(deck: Deck) -> float:
    return fit.width(deck.mark, _MARK_SIZE, bold=True) / fit.POINTS + 0.3


_MARK_SIZE: Final = 14.0


def _finish(deck: Deck, slide: Slide, notes: Iterable[str]) -> None:
    """Add mark, foot, number and notes."""
    if deck.mark:
        across = _mark_across(deck)
        box = Box(WIDTH - MARGIN - across, 0.34, across, 0.36)
        chip = slide.shapes.add_textbox(*emu(box))
        chip.name = "Aviso"
        word = Words(deck.mark, _MARK_SIZE, _CAUTION, bold=True)
        _fill(chip, box, [word], anchor="ctr", align="ctr")
        line = f'<a:ln {NAMESPACES} w="19050">{solid(_CAUTION)}</a:ln>'
        chip._element.spPr.append(parse_xml(line))
    tree = slide.shapes._spTree
    said = paragraph(_foot_words(deck))
    tree.append(parse_xml(_foot(slide, "ftr", template.FEET[0], "Pie", said)))
    number = (
        f'<a:p><a:pPr algn="r"/><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" '
        f'type="slidenum"><a:rPr lang="{LANGUAGE}" sz="1200">{solid(LIGHT.note)}</a:rPr>'
        f"<a:t>{len(deck.slides.slides)}</a:t></a:fld></a:p>"
    )
    tree.append(
        parse_xml(_foot(slide, "sldNum", template.FEET[1], "Número de diapositiva", number))
    )
    text = slide.notes_slide.notes_text_frame
    if text is not None:
        text.text = "\n".join((*map(fit.clean, notes), "", *deck.about))


def _foot_words(deck: Deck) -> Words:
    """Return the foot on a line or, smaller, on two; what stands after the entity is never cut."""
    across = (ACROSS - 0.9) * fit.POINTS
    whole = f"{deck.entity} · {deck.foot}"
    if fit.height(whole, across, _LEAST) <= _LEAST * fit.LINE:
        return Words(whole, _LEAST, LIGHT.note)
    entity = deck.entity
    while entity and len(fit.lines(f"{entity} · {deck.foot}", across, _FOOT_LEAST)) > _FOOT_LINES:
        entity = f"{entity.rstrip('…')[:-8].rstrip()}…" if len(entity) > _SHORT else ""
    return Words(" · ".join(filter(None, (entity, deck.foot))), _FOOT_LEAST, LIGHT.note)


_FOOT_LEAST: Final = 10.0
_FOOT_LINES: Final = 2
_SHORT: Final = 20  # characters: less of an entity's name says nothing


def _foot(slide: Slide, kind: str, idx: int, name: str, paragraphs: str) -> str:
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{next_id(slide)}" name="{name}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}" sz="quarter" idx="{idx}"/>'
        "</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>"
        f"{paragraphs}</p:txBody></p:sp>"
    )
