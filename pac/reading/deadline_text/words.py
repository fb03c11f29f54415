"""Words of a Spanish deadline text: what each one is, before anybody asks what they say (R13)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final


def split_words(words: str) -> list[str]:
    """Return the words of a list that is written as one text."""
    return words.split()


MONTHS: Final = split_words(
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)

_ABBREVIATIONS: Final = {
    "ene": 1, "feb": 2, "febr": 2, "mar": 3, "abr": 4, "may": 5, "jun": 6, "jul": 7, "ago": 8,
    "agos": 8, "sep": 9, "sept": 9, "set": 9, "setiembre": 9, "oct": 10, "nov": 11, "dic": 12,
}  # fmt: skip

_NUMBERS: Final = split_words(
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres "
    "veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve treinta"
)

_ORDINALS: Final = {
    "primero": 1, "primer": 1, "primera": 1, "segundo": 2, "segunda": 2, "tercero": 3, "tercer": 3,
    "tercera": 3, "cuarto": 4, "cuarta": 4, "quinto": 5, "quinta": 5, "sexto": 6, "sexta": 6,
    "septimo": 7, "octavo": 8, "noveno": 9, "decimo": 10, "ultimo": -1, "ultima": -1,
}  # fmt: skip

_ROMANS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}

_PERIODS: Final = {  # months of each
    "mes": 1, "meses": 1, "bimestre": 2, "trimestre": 3, "cuatrimestre": 4, "semestre": 6,
    "ano": 12, "anos": 12, "vigencia": 12, "anualidad": 12, "trim": 3,
}  # fmt: skip

_EVERY: Final = {  # months between two dates
    "mensual": 1, "bimestral": 2, "trimestral": 3, "cuatrimestral": 4, "semestral": 6, "anual": 12,
}  # fmt: skip

_WEEKDAYS: Final = {
    "lunes": 0, "martes": 1, "miercoles": 2, "jueves": 3, "viernes": 4, "sabado": 5, "domingo": 6,
}  # fmt: skip

_KINDS: Final = {
    "de": "de del",
    "filler": (  # may stand anywhere and says nothing about time
        "el la los las lo en con se su sus para es este esta presente actual curso mismo misma "
        "fecha fechas plazo dentro durante todo toda transcurso respectiva fiscal fondo inclusive "
        "periodicidad frecuencia manera forma programacion programada programado minimo"
    ),
    "label": (  # counts or names what is due ("Corte 1:")
        "corte cortes seguimiento seguimientos informe informes reporte reportes publicacion "
        "publicaciones actividad actividades avance avances entrega entregas fase fases etapa "
        "etapas jornada jornadas capacitacion capacitaciones reunion reuniones sesion sesiones "
        "encuesta encuestas monitoreos evaluaciones actualizaciones campana campanas audiencia "
        "audiencias auditoria auditorias cumplimiento realizacion ejecucion elaboracion "
        "actualizacion formulacion aprobacion divulgacion socializacion consolidacion "
        "implementacion presentacion monitoreo verificacion evaluacion revision medicion "
        "elaborar publicar presentar realizar actualizar publica publicara publicado publicada "
        "presentara realizara evento eventos taller talleres charla charlas socializaciones"
    ),
    "by": "maximo maxima limite tardar",
    "to": "a al hasta",
    "from": "desde",
    "onwards": "adelante",
    "between": "entre",
    "before": "antes",
    "and": "y e",
    "each": "cada",
    "per": "por",
    "times": "vez veces",
    "next": "siguiente proximo proxima",
    "after": "siguientes posteriores posterior despues",
    "day": "dia dias",
    "working": "habil habiles",
    "calendar": "calendario calendarios corrientes",
    "week": "semana semanas",
    "fortnight": "quincena quincenas",
    "firsts": "primeros primeras",
    "lasts": "ultimos ultimas",
    "start": "inicio inicia inicial comienza",
    "end": (
        "finalizar finalizacion finaliza finalizado finalizando terminar terminacion termina "
        "terminado culminar culminacion cierre termino vencimiento concluir"
    ),
    "end_noun": "fin final",
    "lapsed": "vencido vencida reportado evaluado",
    "permanent": (
        "permanente permanentes permanentemente continuo continua continuas continuamente "
        "constante constantemente"
    ),
    "frequent": (
        "diario diaria diarias diariamente semanal semanales semanalmente quincenal quincenales "
        "quincenalmente"
    ),
    "never": (  # no date follows from these, whatever stands beside them
        "no ni si sin segun cuando salvo excepto anterior anteriores demanda requiera "
        "requerimiento necesidad definir aplica cumplido cumplida cancelado aplazado "
        "reprogramado reprogramada aplazada prorrogado prorrogada suspendido suspendida cancelada "
        "eliminado eliminada modificado modificada bimensual trimensual bianual bienal aproximado "
        "tentativo tentativa firma pendiente contados partir sujeto"
    ),
}

# Words that a letter or two keep from a month or a periodicity.
_FALSE_FRIENDS: Final = frozenset(
    split_words(
        "mayor mayores marco marca marcos mazo maro junto juntos junta abrir abra entero entera "
        "enteros julia junior agotado angosto mesas mesa continuar actualmente manualmente"
    )
)

_IDIOMS: Final = (
    (r"\ba mas tardar\b|\bcomo maximo\b", " tardar "),
    (r"\bal menos\b|\bpor lo menos\b|\bcomo minimo\b|\ba lo largo\b|\bdentro del plazo\b", " "),
    (r"\ba partir\b", " desde "),
    (r"\ben adelante\b", " adelante "),
    (r"\btod[oa]s l[oa]s (?=dia|semana|mes|trimestre|semestre|ano|lunes|martes|mierc|juev|viern)",
     " cada "),
    (r"\ba diario\b", " diario "),
    (r"\bmes a mes\b", " mensual "),
    (r"\bcada fin de (?=mes|trimestre|semestre)", " fin de cada "),
    (r"\b(?:12|doce)(?: \(12\))? meses (?=del? (?:ano|la vigencia|20\d\d)\b)", " todo "),
    (r"\bf\. ?(?=inici|fin)", " fecha "),
    (r"\btreinta y un[oa]?\b", " 31 "),
    (r"\bveintiun\b", " 21 "),
    (r"\b2\.(0\d\d)\b", r"2\1"),  # 2.023: a year as Excel writes a number
)  # fmt: skip

_TIME: Final = r"(?:(?:t|\s+)(?:00?|12):00(?::00(?:\.0+)?)?(?:\s*a\.?\s?m\.?)?)?"
_SEP: Final = r"\s*[-/.]\s*"
_SCAN: Final = re.compile(
    rf"(?P<ymd>(?<!\d)(20\d\d){_SEP}(\d\d?){_SEP}(\d\d?)(?!\d|[-/.]\d){_TIME})"
    rf"|(?P<dmy>(?<!\d)(\d\d?){_SEP}(\d\d?){_SEP}(\d{{3,}}){_TIME})"
    rf"|(?P<short>(?<!\d)(\d\d?)(?P<s>[-/.])(\d\d?)(?P=s)(\d\d?)(?!\d){_TIME})"
    rf"|(?P<my>(?<!\d)(0?[1-9]|1[0-2]){_SEP}(20\d\d)(?!\d))"
    r"|(?P<ym>(?<!\d)(20\d\d)[-/](0[1-9]|1[0-2])(?!\s?[-/.]?\s?[a-z\d]))"
    r"|(?P<dm>(?<!\d)(?:(\d\d?)\s?/\s?(\d\d)|(\d\d)\s?/\s?(\d)|(1[3-9]|[23]\d)[-.](0\d|1[0-2]))"
    r"(?!\d))"
    r"|(?P<nth>(?<!\d)(\d\d?)(?:\s?°|(?:er|era|ero|ro|ra|do|da|to|ta|mo|vo|no|(?<=1)o)(?![a-z])))"
    r"|(?P<digits>\d+)|(?P<word>[a-z]+)|(?P<newline>\s*\n\s*)|(?P<blank>\s+)|(?P<mark>.)"
)

_MARKS: Final = {
    ",": "comma", ";": "semicolon", "/": "slash", "-": "dash", ".": "dot", ":": "colon",
    "(": "open", ")": "close", "&": "and",
}  # fmt: skip


_GOES_ON: Final = frozenset(
    split_words("de to and from between before each comma dash filler firsts")
)
_CONTINUES: Final = frozenset(split_words("de to and comma year next working calendar newline"))


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark, with what it is."""

    kind: str  # "month", "num", "to" ...; "unknown" where nobody knows
    value: int = 0  # of a month, number, ordinal, period, weekday
    date: tuple[int | None, int, int | None] = (None, 0, None)  # day, month, year of "30/06/2023"
    text: str = ""
    glued: bool = False  # nothing stands between it and the token before
    typo: bool = False  # read in spite of a typing fault


def _lexicon() -> dict[str, Token]:
    words = {word: Token(kind) for kind, row in _KINDS.items() for word in row.split()}
    words |= {word: Token("num", n) for n, word in enumerate(_NUMBERS, 1)}
    words |= {"un": Token("num", 1), "una": Token("num", 1)}
    words |= {word: Token("month", n) for n, word in enumerate(MONTHS, 1)}
    for kind, table in (
        ("month", _ABBREVIATIONS), ("ord", _ORDINALS), ("roman", _ROMANS), ("period", _PERIODS),
        ("weekday", _WEEKDAYS),
    ):  # fmt: skip
        words |= {word: Token(kind, value) for word, value in table.items()}
    for word, months in _PERIODS.items():
        words.setdefault(word + "s", Token("periods", months))
    for word, months in _EVERY.items():
        words |= {word + tail: Token("every", months) for tail in ("", "es", "mente")}
    return words


_WORDS: Final = _lexicon()
_GUESSABLE: Final = tuple(
    word
    for word, token in _WORDS.items()
    if len(word) >= 4 and token.kind in {"month", "every", "period", "permanent", "frequent"}
)


def normalise(text: str) -> str:
    """Return the text in lower case without accents, with one kind of dash, blank and ordinal."""
    text = re.sub("[º°ª]", "°", text)
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).lower())
    text = "".join(c for c in text if unicodedata.category(c) not in {"Mn", "Cf"})
    text = re.sub(r"[\r\v\f\x85\u2028]+\n?", "\n", text)
    text = re.sub("[•·▪●◦*►✓➢]", "\n", re.sub("[‐‑‒–—―−_]", "-", text))
    text = re.sub("[\"'«»“”‘’´`¿?¡!]", " ", text)
    text = re.sub(r"[^\S\n]+", " ", text)
    for pattern, plain in _IDIOMS:
        text = re.sub(pattern, plain, text)
    text = re.sub(r"\bdos mil (\w+)", _year_in_words, text)
    return text.strip()


def _year_in_words(match: re.Match[str]) -> str:
    """Return "2023" for "dos mil veintitrés"."""
    word = match[1]
    return str(2001 + _NUMBERS.index(word)) if word in _NUMBERS else match[0]


def tokenise(normalised: str) -> list[Token]:
    """Return the tokens of a normalised text; a word that nobody knows is "unknown"."""
    tokens: list[Token] = []
    glued = False
    for match in _SCAN.finditer(normalised):
        if match.lastgroup == "blank":
            glued = False
            continue
        for token in _read(match):
            if token.kind == "dot" and glued and tokens and _is_abbreviated(tokens[-1]):
                continue
            text = match[0].strip() or "\n"
            tokens.append(Token(token.kind, token.value, token.date, text, glued, token.typo))
            glued = True
    return _unwrap(tokens)


def _is_abbreviated(token: Token) -> bool:
    """Tell whether a dot after the token ends no sentence: "dic.", "1er."."""
    lettered = token.kind == "ord" and token.text[0].isdigit() and token.text[-1].isalpha()
    return token.text in _ABBREVIATIONS or lettered


def _unwrap(tokens: list[Token]) -> list[Token]:
    """Drop the line breaks that a narrow cell puts inside a date."""
    kept: list[Token] = []
    for i, token in enumerate(tokens):
        before = kept[-1].kind if kept else "newline"
        whole = before == "num" and len(kept) > 1 and kept[-2].kind == "month"  # "Junio 30"
        after = tokens[i + 1].kind if i + 1 < len(tokens) else "newline"
        wrapped = (
            before in _GOES_ON
            or after in _CONTINUES
            or (before in {"num", "ord"} and not whole and after in {"month", "day", "firsts"})
        )
        if token.kind != "newline" or not (wrapped or before == "newline"):
            kept.append(token)
    return kept


def _read(match: re.Match[str]) -> Iterator[Token]:
    found = match[0]
    kind = match.lastgroup
    numbers = [int(part) for part in re.findall(r"\d+", found)]
    if kind == "word":
        yield from _word(found)
    elif kind == "digits":
        year = len(found) == 4 and found[:2] in {"19", "20"}
        yield Token("year" if year else "num" if len(found) <= 2 else "unknown", numbers[0])
    elif kind in {"ymd", "ym"}:
        day = numbers[2] if kind == "ymd" else None
        yield Token("date", date=(day, numbers[1], numbers[0]))
    elif kind == "my":
        yield Token("date", date=(None, numbers[0], numbers[1]))
    elif kind == "nth":
        yield Token("ord", numbers[0])
    elif kind == "dmy":  # a year that is neither of two digits nor of four is none
        yield Token("date", date=(numbers[0], numbers[1], max(numbers[2], 100)))
    elif kind in {"short", "dm"}:
        yield Token("date", date=(numbers[0], numbers[1], numbers[2] if kind == "short" else None))
    else:
        yield Token("newline" if kind == "newline" else _MARKS.get(found, "unknown"))


def _word(word: str) -> Iterator[Token]:
    """Yield what a word is; two of them where "de" was typed against a month."""
    if word in _WORDS:
        yield _WORDS[word]
    elif word.startswith("de") and word[2:] in MONTHS:
        yield from (_WORDS["de"], _WORDS[word[2:]])
    elif word.endswith("de") and word[:-2] in MONTHS:
        yield from (_WORDS[word[:-2]], _WORDS["de"])
    else:
        meant = _meant(word)
        yield replace(_WORDS[meant], typo=True) if meant else Token("unknown")


@lru_cache(maxsize=4096)
def _meant(word: str) -> str | None:
    """Return the only month or periodicity that differs by a slip of the keyboard, or None."""
    if len(word) < 4 or word in _FALSE_FRIENDS:
        return None
    near = [
        known
        for known in _GUESSABLE
        if known[0] == word[0] and _slips(word, known) <= (1 if len(known) < 9 else 2)
    ]
    if not near:
        return None
    best = min(near, key=lambda known: _slips(word, known))
    tied = {_WORDS[known] for known in near if _slips(word, known) == _slips(word, best)}
    return best if len(tied) == 1 else None


def _slips(word: str, known: str) -> int:
    """Return how many letters were dropped, added, changed or swapped with the next one."""
    if abs(len(word) - len(known)) > 2:
        return 3
    before, row = [0] * (len(known) + 1), list(range(len(known) + 1))
    for i, a in enumerate(word, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(known, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == known[j - 2] and word[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
