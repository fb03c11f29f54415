"""The verification code of a version: as a person copies it from paper, and back."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O or U
_LETTERS: Final = 16  # of 5 bits, 80 in all
_SHORTEST: Final = 8  # characters that may stand for a code
_ALIKE: Final = str.maketrans("OIL", "011")
_BETWEEN: Final = re.compile(r"[\s.\-_\u2010-\u2015\u2212]+")


def short(code_hex: str) -> str:
    """Return the first 80 bits of a code as ``7QF3-K2M9-X4TD-9ABC``."""
    bits = int(code_hex[:20], 16)
    text = "".join(_ALPHABET[bits >> 5 * place & 31] for place in reversed(range(_LETTERS)))
    return "-".join(text[at : at + 4] for at in range(0, _LETTERS, 4))


def normal(text: str) -> str:
    """Return a code as typed without case, blanks and hyphens; O reads as 0, I and L as 1."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    return plain.upper().translate(_ALIKE)


def matches(text: str, code_hex: str) -> bool:
    """Tell whether a text as typed is a code: all of it, its short form or 8 characters of one."""
    typed = normal(text)
    if len(typed) < _SHORTEST:
        return False
    return code_hex.upper().startswith(typed) or normal(short(code_hex)).startswith(typed)
