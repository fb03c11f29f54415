"""Pages of the board recorded as the messages that it sent, for a page that sends just these."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: TID251  the wire's own messages
from streamlit.proto.Navigation_pb2 import Navigation  # noqa: TID251  likewise

_LENGTH: Final = struct.Struct("<I")
_NAVIGATION: Final = "navigation"


def save(folder: Path, address: str, messages: Sequence[ForwardMsg]) -> None:
    """Keep what one page drew, and the list of pages that came with it.

    Args:
        folder: Where recordings stand.
        address: The page's, as the navigation knows it; blank for the first page.
        messages: What one run sent, none of them a mere reference to an earlier one.
    """
    with _file(folder, address).open("wb") as out:
        for message in messages:
            kind = message.WhichOneof("type")
            if kind == "delta":
                data = message.SerializeToString()
                out.write(_LENGTH.pack(len(data)) + data)
            elif kind == "navigation":
                (folder / _NAVIGATION).write_bytes(message.navigation.SerializeToString())


def navigation(folder: Path) -> Navigation:
    """Return the list of pages that was recorded last."""
    read = Navigation()
    read.ParseFromString((folder / _NAVIGATION).read_bytes())
    return read


def load(folder: Path, address: str) -> Iterator[bytes]:
    """Return the recorded messages of a page; none if it was not recorded."""
    path = _file(folder, address)
    data = path.read_bytes() if path.exists() else b""
    place = 0
    while place < len(data):
        (length,) = _LENGTH.unpack_from(data, place)
        place += _LENGTH.size
        yield data[place : place + length]
        place += length


def _file(folder: Path, address: str) -> Path:
    return folder / f"{address or 'default'}.deltas"
