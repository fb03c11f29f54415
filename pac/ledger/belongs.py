"""Which version of the board a file or a code belongs to, or in what it does not agree."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pac.ledger import store, update
from pac.ledger.difference import difference
from pac.ledger.store import Ledger, Version
from pac.reading import reader
from pac.reading.reader import File


@dataclass(frozen=True)
class Belonging:
    """What is known of a file: its version, and whether it says the same."""

    agrees: bool
    version: Version | None
    sentence: str  # Spanish


def belonging(ledger: Ledger, file: File) -> Belonging:
    """Return which version a file belongs to: by its bytes, else by what it says.

    A copy of the board's workbook that Excel saved again has other bytes and the same content.
    """
    same = store.find_file(ledger, file.data)
    if same:
        code = hashlib.sha256(file.data).hexdigest()
        one = next((each for each in same if each.workbook.sha256 == code), same[0])
        own = one.workbook.sha256 == code
        what = "coincide con el libro de" if own else "es uno de los archivos con que se hizo"
        return Belonging(version=one, agrees=True, sentence=f"{file.name} {what} {_named(one)}.")
    nothing = Belonging(
        version=None,
        agrees=False,
        sentence=f"{file.name} no coincide con ninguna versión de este tablero.",
    )
    reading = reader.read(file)
    if reading.stopped_at == 1:
        return Belonging(version=None, agrees=False, sentence=reading.findings[0].message)
    if reading.stopped_at is not None or not reading.stamp:
        return nothing
    for one in reversed(store.versions(ledger)):
        if one.content.get("stamp") != reading.stamp:
            continue
        known = update.board(ledger, number=one.number)
        made = difference(known.reading, reading, known.moves)
        if not made.changes:
            said = f"{file.name} es una copia de {_named(one)}, guardada de nuevo: dice lo mismo."
            return Belonging(version=one, agrees=True, sentence=said)
        said = f"{file.name} salió de {_named(one)}, y no coincide con ella: {made.sentence}"
        return Belonging(version=one, agrees=False, sentence=said)
    return nothing


def _named(one: Version) -> str:
    return f"la versión {one.number}, del {update.day_of(one.at)}"
