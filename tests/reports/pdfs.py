"""A PDF read back: its words, its tags, and what it says of itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pypdf


def opened(data: bytes) -> pypdf.PdfReader:
    """Return a PDF open to be read."""
    return pypdf.PdfReader(io.BytesIO(data))


def pages(data: bytes) -> list[str]:
    """Return the words of each page, in one line."""
    return [" ".join(one.extract_text().split()) for one in opened(data).pages]


def text(data: bytes) -> str:
    """Return the words of all pages in one line."""
    return " ".join(pages(data))


def tags(data: bytes) -> Iterator[dict[str, Any]]:
    """Give each tag in the order in which it is read aloud."""
    return _below(opened(data).trailer["/Root"]["/StructTreeRoot"])


def _below(node: Any) -> Iterator[dict[str, Any]]:
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        one = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(one, dict) and "/S" in one:
            yield one
            yield from _below(one)
