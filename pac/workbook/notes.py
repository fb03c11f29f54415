"""Notes on the cells of a sheet: their texts are one part of the file, their boxes another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from pac import schema
from pac.model import Finding, Severity
from pac.workbook import layout
from pac.workbook.marks import Place, address, by_weight, note
from pac.workbook.parts import (
    DECLARATION,
    KIND,
    Edit,
    Element,
    Package,
    content,
    extended,
    main_space,
    parsed,
    patched,
    without,
)

AUTHOR: Final = schema.REVIEW  # of our notes, and their first line
PER_SHEET: Final = 500  # more would bury the sheet; the colours and the list go on

_LARGEST: Final = 8 * 2**20  # bytes of notes that are looked into
_NOTES_KIND: Final = f"{KIND}spreadsheetml.comments+xml"
_DRAWING_KIND: Final = f"{KIND}vmlDrawing"

_SHAPE: Final = re.compile(rb"<(\w+:)?shape\s.*?</\1?shape\s*>", re.DOTALL)
_SHAPE_ID: Final = re.compile(rb"_x0000_s(\d+)")
_OF_A_NOTE: Final = re.compile(rb"ObjectType\s*=\s*[\"']Note[\"']")
_SHAPE_ROW: Final = re.compile(rb"<(?:\w+:)?Row\s*>\s*(\d+)\s*<")
_SHAPE_COLUMN: Final = re.compile(rb"<(?:\w+:)?Column\s*>\s*(\d+)\s*<")
_VML: Final = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_NEW_DRAWING: Final = (
    f'<xml xmlns:v="{_VML["v"]}" xmlns:o="{_VML["o"]}" xmlns:x="{_VML["x"]}">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
).encode()
_SHAPE_TYPE: Final = (
    '<v:shapetype{spaces} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NOTE_SHAPE: Final = (
    '<v:shape{spaces} id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;'
    "margin-left:59.25pt;margin-top:1.5pt;width:290px;height:{height}px;z-index:1;"
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)


def add_notes(
    package: Package, part: str, root: Element, marks: Mapping[Place, list[Finding]]
) -> str:
    """Give a note to each marked cell that has none.

    Returns:
        The id of the link to a new drawing; blank where the sheet has one already, or where its
        notes cannot be read and are left alone.
    """
    relations = package.relations(part)
    drawing = root.child("legacyDrawing")
    shapes = next((r.target for r in relations if drawing and r.id == drawing.get("id")), "")
    notes = next((one.target for one in relations if one.kind == "comments"), "")
    if (drawing and shapes not in package) or (notes and notes not in package):
        return ""
    space = main_space(strict=root.strict)
    bare = f'<comments xmlns="{space}"><authors/><commentList/></comments>'.encode()
    try:
        before = package.read(notes) if notes else DECLARATION + bare
        tree = _notes_tree(before)
    except (expat.ExpatError, ValueError):
        return ""
    had = {one.get("ref") for one in _notes_in(tree)}
    places = [place for place in marks if address(place) not in had]
    places.sort(key=lambda at: (by_weight(marks[at])[0].severity is not Severity.ERROR, at))
    texts = {place: note(marks[place]) for place in sorted(places[:PER_SHEET])}
    vml = package.read(shapes) if shapes else _NEW_DRAWING
    with_shapes = _with_shapes(vml, texts)
    if not texts or with_shapes is None:
        return ""
    folder = part.partition("/")[0] if "/" in part else ""
    if not notes:
        notes = package.free(f"{folder}/comments{{}}.xml".lstrip("/"))
        package.relate(part, "comments", notes, strict=root.strict)
        package.declare(notes, _NOTES_KIND)
    package.write(notes, _with_notes(before, tree, texts))
    link = ""
    if not shapes:
        shapes = package.free(f"{folder}/drawings/vmlDrawing{{}}.vml".lstrip("/"))
        link = package.relate(part, "vmlDrawing", shapes, strict=root.strict)
        package.declare(shapes, _DRAWING_KIND)
    package.write(shapes, with_shapes)
    return link


def _notes_tree(xml: bytes) -> Element:
    if len(xml) > _LARGEST:
        raise ValueError("more notes than anybody reads")
    return parsed(xml)


def _notes_in(tree: Element) -> list[Element]:
    listed = tree.child("commentList")
    return listed.every("comment") if listed else []


def _with_notes(xml: bytes, tree: Element, texts: Mapping[Place, str]) -> bytes:
    p = tree.prefix
    authors, listed = tree.child("authors"), tree.child("commentList")
    edits: list[Edit] = []
    names = [one.text for one in authors.children] if authors else []
    if AUTHOR not in names:
        author = f"<{p}author>{content(AUTHOR)}</{p}author>"
        if authors:
            edits += extended(xml, authors, author.encode())
        else:
            whole = f"<{p}authors>{author}</{p}authors>".encode()
            edits.append((tree.opened, tree.opened, whole))
        names.append(AUTHOR)
    number = names.index(AUTHOR)
    size = f'<{p}sz val="9"/>'
    family = f'<{p}rFont val="Tahoma"/><{p}family val="2"/>'
    new = "".join(
        f'<{p}comment ref="{address(place)}" authorId="{number}"><{p}text><{p}r><{p}rPr><{p}b/>'
        f'{size}{family}</{p}rPr><{p}t xml:space="preserve">{content(AUTHOR)}\n</{p}t></{p}r>'
        f'<{p}r><{p}rPr>{size}{family}</{p}rPr><{p}t xml:space="preserve">{content(text)}</{p}t>'
        f"</{p}r></{p}text></{p}comment>"
        for place, text in texts.items()
    )
    if listed:
        edits += extended(xml, listed, new.encode())
    else:
        at = authors.end if authors else tree.opened
        edits.append((at, at, f"<{p}commentList>{new}</{p}commentList>".encode()))
    return patched(xml, edits)


def _with_shapes(vml: bytes, texts: Mapping[Place, str]) -> bytes | None:
    """Return the drawing of a sheet's notes with a hidden box for each new one.

    It is searched and not parsed: Excel itself leaves tags open in it. None where it has no end.
    """
    end = vml.rfind(b"</xml>")
    if end < 0:
        return None
    root = vml[: vml.find(b">", vml.find(b"<xml"))]
    missing = {p: uri for p, uri in _VML.items() if f'xmlns:{p}="{uri}"'.encode() not in root}
    spaces = "".join(f' xmlns:{p}="{uri}"' for p, uri in missing.items())
    first = max((int(number) for number in _SHAPE_ID.findall(vml)), default=1024) + 1
    pieces = [] if b"_x0000_t202" in vml else [_SHAPE_TYPE.format(spaces=spaces)]
    for number, ((row, column), text) in enumerate(texts.items(), first):
        height = (layout.line_count(text, 40) + 1) * 20 + 16
        pieces.append(
            _NOTE_SHAPE.format(
                spaces=spaces, id=number, height=min(height, 600), row=row - 1, column=column - 1
            )
        )
    return vml[:end] + "".join(pieces).encode() + vml[end:]


def clear_notes(package: Package, part: str) -> None:
    """Take our notes from a sheet, and the parts that held nothing else."""
    relations = package.relations(part)
    notes = next((one.target for one in relations if one.kind == "comments"), "")
    if notes not in package:
        return
    xml = package.read(notes)
    try:
        tree = _notes_tree(xml)
    except (expat.ExpatError, ValueError):
        return
    authors = tree.child("authors")
    names = [one.text for one in authors.children] if authors else []
    ours: list[Element] = []
    others: list[Element] = []
    for one in _notes_in(tree):
        author = one.get("authorId")
        name = names[int(author)] if author.isdigit() and int(author) < len(names) else ""
        mine = name == AUTHOR or one.whole_text.lstrip().startswith(AUTHOR)
        (ours if mine else others).append(one)
    if not ours:
        return
    sheet = package.read(part)
    drawing = parsed(sheet, into=frozenset()).child("legacyDrawing")
    shapes = next((r.target for r in relations if drawing and r.id == drawing.get("id")), "")
    if shapes in package:
        vml = _without_shapes(package.read(shapes), {one.get("ref") for one in ours})
        package.write(shapes, vml)
        if drawing and b"ClientData" not in vml:
            package.write(part, patched(sheet, [without(drawing)]))
            package.unrelate(part, shapes)
            package.remove(shapes)
    if not others:
        package.unrelate(part, notes)
        package.remove(notes)
        return
    edits = list(map(without, ours))
    kept = {one.get("authorId") for one in others}
    if authors and names[-1:] == [AUTHOR] and str(len(names) - 1) not in kept:
        edits.append(without(authors.children[-1]))
    package.write(notes, patched(xml, edits))


def _without_shapes(vml: bytes, refs: set[str]) -> bytes:
    """Return a drawing without the boxes of the notes of these cells."""

    def kept(match: re.Match[bytes]) -> bytes:
        shape = match[0]
        row, column = _SHAPE_ROW.search(shape), _SHAPE_COLUMN.search(shape)
        if not (_OF_A_NOTE.search(shape) and row and column):
            return shape
        place = (int(row[1]) + 1, int(column[1]) + 1)
        return b"" if address(place) in refs else shape

    return _SHAPE.sub(kept, vml)
