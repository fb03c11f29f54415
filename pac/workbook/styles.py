"""Styles added to a workbook behind those that it has."""

from __future__ import annotations

from typing import Final

from pac.workbook.parts import (
    DECLARATION,
    KIND,
    Book,
    Edit,
    Package,
    extended,
    main_space,
    parsed,
    patched,
)

_STYLES_KIND: Final = f"{KIND}spreadsheetml.styles+xml"

_COLLECTIONS: Final = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)  # fmt: skip
_DEFAULTS: Final = {  # what the numbers 0 and 1 mean, where a book has none
    "fonts": ('<{p}font><{p}sz val="11"/><{p}name val="Calibri"/><{p}family val="2"/></{p}font>',),
    "fills": (
        '<{p}fill><{p}patternFill patternType="none"/></{p}fill>',
        '<{p}fill><{p}patternFill patternType="gray125"/></{p}fill>',
    ),
    "borders": ("<{p}border><{p}left/><{p}right/><{p}top/><{p}bottom/><{p}diagonal/></{p}border>",),
    "cellXfs": ('<{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
}


class Styles:
    """The part of styles: what is added goes behind what is there, whose numbers stay."""

    def __init__(self, package: Package, book: Book) -> None:
        """Open the part of a book, or make one."""
        self._package = package
        self._part = book.target("styles")
        if self._part not in package:
            folder = book.part.rpartition("/")[0]
            self._part = package.free(f"{folder}/styles{{}}.xml".lstrip("/"))
            space = main_space(strict=book.strict)
            package.write(self._part, DECLARATION + f'<styleSheet xmlns="{space}"/>'.encode())
            package.relate(book.part, "styles", self._part, strict=book.strict)
            package.declare(self._part, _STYLES_KIND)
        self._xml = package.read(self._part)
        self._root = parsed(self._xml)
        self.prefix = self._root.prefix
        self._known: dict[str, list[bytes]] = {}
        self._new: dict[str, list[bytes]] = {}

    def add(self, collection: str, template: str) -> int:
        """Return the number of a style, which is added where the book has none like it.

        Args:
            collection: Such as ``fonts``.
            template: Its XML, ``{p}`` in place of the prefix.
        """
        if collection not in self._known:
            element = self._root.child(collection)
            children = element.children if element else []
            self._known[collection] = [self._xml[e.start : e.end] for e in children]
            if not children:
                for one in _DEFAULTS.get(collection, ()):
                    self._append(collection, one.replace("{p}", self.prefix).encode())
        wanted = template.replace("{p}", self.prefix).encode()
        known = self._known[collection]
        return known.index(wanted) if wanted in known else self._append(collection, wanted)

    def _append(self, collection: str, xml: bytes) -> int:
        self._known[collection].append(xml)
        self._new.setdefault(collection, []).append(xml)
        return len(self._known[collection]) - 1

    def save(self) -> None:
        """Write what was added."""
        edits: list[Edit] = []
        missing: list[str] = []
        for name in _COLLECTIONS:
            if name not in self._new:
                continue
            element = self._root.child(name)
            if element is None:
                missing.append(name)
                continue
            new = b"".join(self._new[name])
            edits += extended(self._xml, element, new, len(self._known[name]))
        if missing and not self._root.children:
            edits = extended(self._xml, self._root, b"".join(map(self._whole, missing)))
        elif missing:
            for name in missing:
                at = self._place_for(name)
                edits.append((at, at, self._whole(name)))
        self._package.write(self._part, patched(self._xml, edits))

    def _whole(self, name: str) -> bytes:
        tag = f"{self.prefix}{name}"
        new = self._new[name]
        return f'<{tag} count="{len(new)}">'.encode() + b"".join(new) + f"</{tag}>".encode()

    def _place_for(self, name: str) -> int:
        before = _COLLECTIONS[: _COLLECTIONS.index(name)]
        ends = [e.end for e in self._root.children if e.local in before]
        return max(ends, default=self._root.opened)
