"""A workbook's parts: found, changed in place and put back, each other byte as it was.

Nothing is parsed and written anew. An XML part is changed by cutting and inserting at the offsets
where its elements stand, and a part that is not changed is copied as it lies in the archive,
without being unpacked (docs/adr/0006).
"""

from __future__ import annotations

import codecs
import io
import posixpath
import re
import struct
import zipfile
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Final, Protocol
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from pac.reading.workbook import MAX_UNPACKED_BYTES

DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CONTENT_TYPES: Final = "[Content_Types].xml"
KIND: Final = "application/vnd.openxmlformats-officedocument."  # begins that of each part

_TRANSITIONAL: Final = "http://schemas.openxmlformats.org"
_STRICT: Final = "http://purl.oclc.org/ooxml"
_RELATIONSHIPS: Final = f"{_TRANSITIONAL}/package/2006/relationships"

_START_TAG: Final = re.compile(rb"<(?:[^\"'>]+|\"[^\"]*\"|'[^']*')*>")
_COUNT: Final = re.compile(rb"(\scount\s*=\s*[\"'])\d+")
_DECLARED: Final = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_DEEPEST: Final = 200  # elements within one another

Edit = tuple[int, int, bytes]  # from, to, what stands there instead


class BrokenPackage(ValueError):  # noqa: N818 (the fault is the file's)
    """The file is no workbook that ``pac.reading.workbook.read_workbook`` would have taken."""


def legal(text: str) -> str:
    """Return a text without the characters that XML refuses, to be read by Excel as it stands."""
    return _LOOKS_ESCAPED.sub("_x005F_", ILLEGAL.sub("", text))


def content(text: str) -> str:
    """Return a text as the content of an element."""
    return escape(legal(text))


def attribute(text: str) -> str:
    """Return a text as the value of an attribute, in its quotes."""
    return quoteattr(ILLEGAL.sub("", text))


# --- elements -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Element:
    """Where one element stands in its part."""

    name: str  # as written, such as x:sheet
    attributes: dict[str, str]  # as written, such as r:id
    start: int
    opened: int  # behind the start tag
    closed: int  # before the end tag; for ``<a/>`` the same as ``opened`` and ``end``
    end: int
    text: str = ""  # between the tags, apart from what its children hold
    children: list[Element] = field(default_factory=list)

    @property
    def local(self) -> str:
        """Return the name without its prefix."""
        return local(self.name)

    @property
    def prefix(self) -> str:
        """Return the prefix with its colon; blank where there is none."""
        return self.name[: -len(self.local)]

    def get(self, name: str) -> str:
        """Return an attribute by its name without prefix, blank where it is missing."""
        exact = self.attributes.get(name)
        if exact is not None:
            return exact
        return next((v for k, v in self.attributes.items() if k.endswith(f":{name}")), "")

    def child(self, name: str) -> Element | None:
        """Return the first child of that name without prefix."""
        return next((one for one in self.children if one.local == name), None)

    def every(self, name: str) -> list[Element]:
        """Return the children of that name without prefix."""
        return [one for one in self.children if one.local == name]

    @property
    def whole_text(self) -> str:
        """Return all text in it, that of its children included."""
        return self.text + "".join(one.whole_text for one in self.children)

    @property
    def strict(self) -> bool:
        """Tell whether a root declares the strict kind of the format."""
        space = f"xmlns:{self.prefix[:-1]}" if self.prefix else "xmlns"
        return self.attributes.get(space, "").startswith(_STRICT)


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


class Visitor(Protocol):
    """What is told of everything inside an element that is not kept as elements."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """See a start tag; the name has its prefix."""

    def end(self, name: str) -> None:
        """See an end tag."""

    def text(self, data: str) -> None:
        """See text between tags."""


def parsed(
    xml: bytes,
    *,
    into: frozenset[str] | None = None,
    visitors: Mapping[str, Visitor] | None = None,
) -> Element:
    """Return the root of an XML part in UTF-8, with its children.

    Args:
        xml: The part.
        into: Names of the root's children that are looked into; None for all of them.
        visitors: For a child of the root of that name, who is told what is inside.

    Raises:
        expat.ExpatError: where it is not well formed.
        ValueError: where it declares a document type.
    """
    builder = _Builder(xml, into, visitors or {})
    builder.run()
    return builder.root


def streamed(xml: bytes, visitor: Visitor) -> None:
    """Tell a visitor of everything in an XML part in UTF-8."""
    parser = _parser()
    parser.StartElementHandler = visitor.start
    parser.EndElementHandler = visitor.end
    parser.CharacterDataHandler = visitor.text
    parser.Parse(xml, True)  # noqa: FBT003 (that this is all)


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


class _Builder:
    def __init__(
        self, xml: bytes, into: frozenset[str] | None, visitors: Mapping[str, Visitor]
    ) -> None:
        self._xml = xml
        self._into = into
        self._visitors = visitors
        self._open: list[Element] = []
        self._passed = 0  # depth inside a child that is not looked into
        self._parser = _parser()
        self.root = Element("", {}, 0, 0, 0, 0)

    def run(self) -> None:
        self._listen()
        self._parser.Parse(self._xml, True)  # noqa: FBT003 (that this is all)

    def _listen(self) -> None:
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._passed:
            self._passed += 1
            return
        if len(self._open) == _DEEPEST:
            raise ValueError("elements within elements without end")
        start = self._parser.CurrentByteIndex
        tag = _START_TAG.match(self._xml, start)
        opened = tag.end() if tag else start
        element = Element(name, attributes, start, opened, opened, opened)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        if len(self._open) == 2:  # a child of the root
            if element.local in self._visitors:
                self._visit(name, self._visitors[element.local])
            elif self._into is not None and element.local not in self._into:
                self._passed = 1

    def _end(self, _name: str) -> None:
        if self._passed > 1:
            self._passed -= 1
            return
        self._passed = 0
        element = self._open.pop()
        if self._xml[element.opened - 2 : element.opened] != b"/>":
            element.closed = self._parser.CurrentByteIndex
            element.end = self._xml.index(b">", element.closed) + 1

    def _text(self, data: str) -> None:
        if self._open and not self._passed:
            self._open[-1].text += data

    def _visit(self, name: str, visitor: Visitor) -> None:
        """Hand all that is inside to a visitor, at the least cost for each cell."""

        def end(other: str) -> None:
            if other == name:
                self._listen()
                self._end(name)
            else:
                visitor.end(other)

        self._parser.StartElementHandler = visitor.start
        self._parser.EndElementHandler = end
        self._parser.CharacterDataHandler = visitor.text


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a part of a workbook declares no document type")


# --- edits --------------------------------------------------------------------------------------


def patched(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a part with these places changed and all other bytes as they were."""
    pieces = []
    at = 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [xml[at:start], new]
        at = end
    return b"".join((*pieces, xml[at:]))


def without(element: Element) -> Edit:
    """Return the edit that takes an element away."""
    return element.start, element.end, b""


def extended(xml: bytes, element: Element, new: bytes, count: int | None = None) -> list[Edit]:
    """Return the edits that add to the end of an element, ``<a/>`` too.

    Args:
        xml: The part.
        element: What is added to.
        new: What is added.
        count: What its attribute ``count`` says afterwards, where it has one.
    """
    tag = xml[element.start : element.opened]
    if count is not None:
        tag = _COUNT.sub(rb"\g<1>%d" % count, tag)
    if tag.endswith(b"/>"):
        close = b"</" + element.name.encode() + b">"
        return [(element.start, element.opened, tag[:-2].rstrip() + b">" + new + close)]
    return [(element.start, element.opened, tag), (element.closed, element.closed, new)]


# --- the package --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Relation:
    """One link from a part to another."""

    id: str
    kind: str  # last word of its type
    target: str  # path of the part; as written where it leads out of the file


class Package:
    """The file: its parts by path, read when asked for and kept as they are until changed."""

    def __init__(self, data: bytes) -> None:
        """Open a file that ``read_workbook`` has taken.

        Raises:
            BrokenPackage: where its parts would take more room than a workbook may.
        """
        self._data = data
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._infos = {info.filename: info for info in self._archive.infolist()}
        self._changed: dict[str, bytes] = {}
        self._removed: set[str] = set()
        self._encodings: dict[str, tuple[bytes, str]] = {}
        unpacked = sum(i.file_size for i in self._infos.values() if "/media/" not in i.filename)
        if unpacked > MAX_UNPACKED_BYTES:
            raise BrokenPackage(f"{unpacked} bytes of parts")

    def __contains__(self, part: object) -> bool:
        """Tell whether there is such a part."""
        return part in self._changed or (part in self._infos and part not in self._removed)

    def read(self, part: str) -> bytes:
        """Return an XML part in UTF-8, whatever encoding it is kept in.

        Raises:
            KeyError: where there is none.
        """
        if part not in self:
            raise KeyError(part)
        data = self._changed.get(part)
        if data is None:
            if "/media/" in part:
                raise BrokenPackage(f"{part} is no part of XML")
            data = self._archive.read(self._infos[part])
        bom, codec = _encoding(data)
        self._encodings[part] = bom, codec
        data = data[len(bom) :]
        return data if codec == "utf-8" else data.decode(codec).encode()

    def write(self, part: str, xml: bytes) -> None:
        """Put an XML part in UTF-8 back in the encoding it was kept in; or add one."""
        self._removed.discard(part)
        bom, codec = self._encodings.get(part, (b"", "utf-8"))
        if codec != "utf-8":
            xml = xml.decode().encode(codec, "xmlcharrefreplace")
        self._changed[part] = bom + xml

    def remove(self, part: str) -> None:
        """Take a part away, with the links from it and what is said of its kind."""
        for name in (part, _links_of(part)):
            self._changed.pop(name, None)
            self._encodings.pop(name, None)
            if name in self._infos:
                self._removed.add(name)
        types = self.read(CONTENT_TYPES)
        gone = [
            one
            for one in parsed(types).every("Override")
            if one.get("PartName").lower() == f"/{part}".lower()
        ]
        if gone:
            self.write(CONTENT_TYPES, patched(types, map(without, gone)))

    def free(self, pattern: str) -> str:
        """Return the first path that no part has, a number in place of ``{}``."""
        taken = {name.lower() for name in (*self._infos, *self._changed) if name in self}
        number = 1
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    def declare(self, part: str, kind: str) -> None:
        """Say of what kind a new part is."""
        types = self.read(CONTENT_TYPES)
        root = parsed(types)
        ending = part.rpartition(".")[2]
        for one in root.every("Default"):
            if one.get("Extension").lower() == ending and one.get("ContentType") == kind:
                return
        name, value = attribute(f"/{part}"), attribute(kind)
        new = f"<{root.prefix}Override PartName={name} ContentType={value}/>".encode()
        self.write(CONTENT_TYPES, patched(types, extended(types, root, new)))

    def relations(self, part: str) -> list[Relation]:
        """Return the links from a part; those of the file itself for a blank path."""
        if _links_of(part) not in self:
            return []
        folder = posixpath.dirname(part)
        found = []
        for one in parsed(self.read(_links_of(part))).every("Relationship"):
            target = one.get("Target")
            if one.get("TargetMode") != "External":
                absolute = target.startswith("/")
                path = target.lstrip("/") if absolute else posixpath.join(folder, target)
                target = posixpath.normpath(path)
            found.append(Relation(one.get("Id"), local_type(one.get("Type")), target))
        return found

    def relate(self, part: str, kind: str, target: str, *, strict: bool) -> str:
        """Link a part to another and return the link's id."""
        links = _links_of(part)
        if links not in self:
            self.write(links, DECLARATION + f'<Relationships xmlns="{_RELATIONSHIPS}"/>'.encode())
        xml = self.read(links)
        root = parsed(xml)
        taken = {one.get("Id") for one in root.children}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        path = posixpath.relpath(target, posixpath.dirname(part) or ".")
        new = (
            f'<{root.prefix}Relationship Id="rId{number}" '
            f'Type="{relationships(strict=strict)}/{kind}" Target={attribute(path)}/>'
        )
        self.write(links, patched(xml, extended(xml, root, new.encode())))
        return f"rId{number}"

    def unrelate(self, part: str, target: str) -> None:
        """Take the links from a part to another away, and their list with the last one."""
        links = _links_of(part)
        gone = {one.id for one in self.relations(part) if one.target == target}
        xml = self.read(links)
        root = parsed(xml)
        if gone.issuperset(one.get("Id") for one in root.children):
            self.remove(links)
            return
        edits = [without(one) for one in root.children if one.get("Id") in gone]
        self.write(links, patched(xml, edits))

    def to_bytes(self) -> bytes:
        """Return the file: the parts in their order, new ones behind, the untouched as they lay."""
        changed = {
            name: data
            for name, data in self._changed.items()
            if name not in self._infos or self._archive.read(self._infos[name]) != data
        }
        if not changed and not self._removed - changed.keys():
            return self._data
        fresh = io.BytesIO()
        with zipfile.ZipFile(fresh, "w") as packed:
            for name, data in changed.items():
                old = self._infos.get(name)
                info = zipfile.ZipInfo(name, old.date_time if old else (1980, 1, 1, 0, 0, 0))
                info.compress_type = old.compress_type if old else zipfile.ZIP_DEFLATED
                info.create_system = old.create_system if old else 0
                info.external_attr = old.external_attr if old else 0
                packed.writestr(info, data)
            new = {info.filename: info for info in packed.infolist()}
        entries = []
        for info in self._archive.infolist():
            if info.filename in new and info is self._infos[info.filename]:
                entries.append((new.pop(info.filename), fresh.getvalue()))
            elif info.filename in self:
                entries.append((info, self._data))
        entries += [(info, fresh.getvalue()) for info in new.values()]
        return _zipped(entries, self._archive.comment)


@dataclass(frozen=True)
class SheetPart:
    """One sheet of the workbook."""

    name: str
    part: str  # blank for a sheet without cells, such as a chart's


@dataclass(frozen=True)
class Book:
    """The workbook's own part and what it leads to."""

    part: str
    root: Element
    relations: tuple[Relation, ...]
    sheets: tuple[SheetPart, ...]  # in the order of their tabs

    @property
    def strict(self) -> bool:
        """Tell whether it is of the strict kind of the format."""
        return self.root.strict

    def target(self, kind: str) -> str:
        """Return the part of a kind, blank where there is none."""
        return next((one.target for one in self.relations if one.kind == kind), "")


def open_book(package: Package) -> Book:
    """Return the workbook of a package."""
    part = next(one.target for one in package.relations("") if one.kind == "officeDocument")
    root = parsed(package.read(part))
    relations = tuple(package.relations(part))
    parts = {one.id: one.target for one in relations if one.kind == "worksheet"}
    listed = root.child("sheets")
    sheets = tuple(
        SheetPart(one.get("name"), parts.get(one.get("id"), ""))
        for one in (listed.children if listed else ())
    )
    return Book(part, root, relations, sheets)


def link_attribute(root: Element, link: str) -> str:
    """Return the attribute ``r:id``, with the prefix that the root has for it or a new one."""
    space = relationships(strict=root.strict)
    for name, value in root.attributes.items():
        if value == space and name.startswith("xmlns:"):
            return f' {name[6:]}:id="{link}"'
    return f' xmlns:r="{space}" r:id="{link}"'


def main_space(*, strict: bool) -> str:
    """Return the namespace of sheets, styles and notes."""
    return (
        f"{_STRICT}/spreadsheetml/main" if strict else (f"{_TRANSITIONAL}/spreadsheetml/2006/main")
    )


def relationships(*, strict: bool) -> str:
    """Return the namespace of links within the file, which begins the type of each."""
    return (
        f"{_STRICT}/officeDocument/relationships"
        if strict
        else (f"{_TRANSITIONAL}/officeDocument/2006/relationships")
    )


def local_type(address: str) -> str:
    """Return the last word of a relationship's type."""
    return address.rpartition("/")[2]


def _links_of(part: str) -> str:
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _encoding(data: bytes) -> tuple[bytes, str]:
    """Return the mark at the beginning of a part, if any, and the name of its encoding."""
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return bom, codec
    if data.startswith(b"<\0"):
        return b"", "utf-16-le"
    if data.startswith(b"\0<"):
        return b"", "utf-16-be"
    declared = _DECLARED.match(data[:200])
    name = codecs.lookup(declared[1].decode()).name if declared else "utf-8"
    return b"", name


def _zipped(entries: Iterable[tuple[zipfile.ZipInfo, bytes]], comment: bytes) -> bytes:
    """Return an archive of packed entries, each taken as it lies in the archive it stands in."""
    out = io.BytesIO()
    directory = []
    for info, source in entries:
        entry = copy(info)
        entry.flag_bits &= ~0x08  # the sizes stand before the data and not behind
        entry.extra = b""
        offset = out.tell()
        out.write(entry.FileHeader(zip64=False))
        name_length, extra_length = struct.unpack_from("<2H", source, info.header_offset + 26)
        begin = info.header_offset + 30 + name_length + extra_length
        out.write(source[begin : begin + info.compress_size])
        directory.append((entry, offset))
    begin = out.tell()
    for entry, offset in directory:
        out.write(_directory_entry(entry, offset))
    size = out.tell() - begin
    count = len(directory)
    out.write(
        struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, begin, len(comment)) + comment
    )
    return out.getvalue()


def _directory_entry(entry: zipfile.ZipInfo, offset: int) -> bytes:
    """Return what the directory at the end of an archive says of an entry, after its header."""
    local_header = entry.FileHeader(zip64=False)
    name = local_header[30:]
    fixed = struct.pack("<4s2B", b"PK\1\2", entry.create_version, entry.create_system)
    fixed += local_header[4:28]  # version, flags, method, time, check sum, sizes, name length
    fixed += struct.pack(
        "<4H2L", 0, len(entry.comment), 0, entry.internal_attr, entry.external_attr, offset
    )
    return fixed + name + entry.comment
