"""What is set on paper: the words of a PDF as they are copied out of it, and what is read aloud.

The words of a page come without their cells, so each name is looked for and what follows it read:
a name that is not there, or is followed by something else, fails.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tests.figures import phrases, public_page
from tests.figures.phrases import COUNT, PERCENT, QUANTITY
from tests.figures.shape import PLAN, Found, Key, Measures, Said
from tests.reports import pdfs

MARK = r"[▲■▼] \w+(?: · " + PERCENT + ")?"
ZONE = r"[▲■▼] zona \w+"
NOTHING_DUE = "No programada para el corte"
RESULT = rf"(?:{COUNT} de {COUNT}|{COUNT} al día|{COUNT}|{NOTHING_DUE}) "


@lru_cache(maxsize=64)
def pages(data: bytes) -> tuple[str, ...]:
    """Return the words of each page in one line, taken out of it once."""
    return tuple(pdfs.pages(data))


def after(text: str, name: str, pattern: str) -> re.Match[str]:
    """Return what follows a name where it is followed so."""
    found = re.search(rf"(?<!\w){re.escape(name)} {pattern}", text)
    assert found, f"«{name}» is not followed by {pattern} in: {text[:3000]}"
    return found


# The two figures, wherever they head a page

_HEADLINES = (
    re.compile(
        rf"(Cumplimiento a [\w ]+?) ({COUNT} de {COUNT}) (programadas? al día) ({MARK}) "
        r"(Según lo verificado por Control Interno\. Avance promedio de lo programado: "
        rf"{PERCENT}\.)"
    ),
    re.compile(
        rf"(Reportadas, de las programadas a [\w ]+?) ({COUNT} de {COUNT}) (reportadas?) "
        rf"(Preliminar) ({COUNT} al día, según lo reportado\. En recolección)"
    ),
    re.compile(
        rf"(Programadas a [\w ]+?) ({COUNT} de {COUNT}) (actividad|actividades) "
        r"(Sin seguimiento todavía)()"
    ),
    re.compile(
        r"((?:Cumplimiento|Reportadas, de las programadas) a \d+ de \w+ de \d{4})()() "
        r"(Nada programado para el corte)()"
    ),
    re.compile(
        rf"(Avance de la vigencia \d{{4}}) ({PERCENT})()() "
        rf"((?:(?:{COUNT}|[Nn]inguna) terminadas?)[\w ]* avance parcial, de {COUNT})"
    ),
)


def headlines(text: str) -> Iterator[Measures]:
    """Give the big figures of a page."""
    found = [match for one in _HEADLINES for match in one.finditer(text)]
    assert found, text[:600]
    for match in found:
        yield phrases.headline(*match.groups())


# The plan in three pages


def three_pages(data: bytes, components: Sequence[str], parties: Sequence[str]) -> Said:
    """Return the figures of the plan in three pages.

    Args:
        data: The PDF.
        components: With their numbers.
        parties: That lead something, a group or committee with its kind: «Oficinas (grupo)».
    """
    found = Found()
    first, second, third = pages(data)
    for measures in headlines(first):
        found.add(PLAN, **measures)
    found.add(PLAN, **phrases.compliance_sentence(first))
    for name in components:
        found.add(Key("component", name), **group(first, name, with_year=True))
    for name in parties:
        bare = re.sub(r" \((?:grupo|comité)\)$", "", name)
        found.add(Key("party", bare), **group(second, name, with_year=False))
    in_order = sorted(parties, key=lambda name: after(second, name, RESULT).start())
    told = [Key("component", name) for name in components]
    told += [Key("party", re.sub(r" \((?:grupo|comité)\)$", "", name)) for name in in_order]
    _aloud(data, [key for key in told if found.said[key]["scheduled"]], found)
    for day in re.finditer(
        rf"(\d+ de \w+ de \d{{4}}) ({COUNT} de {COUNT}) ({COUNT} de {COUNT}) ({PERCENT})"
        rf"(?: ({PERCENT}|–))?",
        first,
    ):
        cells = dict(zip(_CALENDAR, day.groups()[1:], strict=True))
        row = public_page.cutoff_row({head: text for head, text in cells.items() if text})
        found.add(Key("cutoff", phrases.day(day[1]).isoformat()), **row)
    assert "Fechas, mes por mes" in third
    return found.said


_CALENDAR = (
    "Actividades programadas",
    "Fechas que habrán llegado",
    "Avance planeado",
    "Avance hecho",
)


def group(text: str, name: str, *, with_year: bool) -> Measures:
    """Return what the row of a component or party says."""
    year = rf" ({PERCENT}|–)" if with_year else "()"
    if re.search(r"Actividades Programadas (?!al corte)", text):  # nobody reported
        every, due = after(text, name, rf"({COUNT}) ({COUNT})").groups()
        return {"activities": phrases.count(every), "scheduled": phrases.count(due)}
    first, second, share = after(
        text,
        name,
        rf"(?:({COUNT} de {COUNT}|{COUNT} al día) ({MARK}|{COUNT} de {COUNT} reportadas?)"
        rf"|{NOTHING_DUE}){year}",
    ).groups()
    told = phrases.at_end_of_bar(first, second) if first else {"scheduled": 0}
    return told | {"attainment_words": share}


_ALOUD = re.compile(
    rf"Barra\. De ({COUNT}) programadas?: (?:({COUNT}) al día según lo reportado, "
    rf"({COUNT}) con evidencia y ({COUNT}) según lo verificado|"
    rf"({COUNT}) al día según lo reportado y ({COUNT}) con reporte)\."
)


def _aloud(data: bytes, keys: Sequence[Key], found: Found) -> None:
    """Add what is read aloud of the bars, which stand in the order of their names."""
    alts = [str(tag["/Alt"]) for tag in pdfs.tags(data) if "/Alt" in tag]
    bars = [match for match in map(_ALOUD.fullmatch, alts) if match]
    if not bars:  # nobody reported
        return
    names = ("scheduled", "fulfilled_reported", "fulfilled_evidenced", "fulfilled_verified")
    names += ("fulfilled", "scheduled_reported")
    for key, bar in zip(keys, bars, strict=True):
        told = zip(names, bar.groups(), strict=True)
        found.add(key, **{name: phrases.count(n) for name, n in told if n})


# The page of a component or of an office


def part(
    data: bytes, key: Key, states: dict[str, str], leads: Sequence[str] = (), *, known: bool = True
) -> Said:
    """Return the figures of a page of its own.

    Args:
        data: The PDF.
        key: Of what it is.
        states: By which word each of its activities is told.
        leads: Who leads something of it, where the page says so.
        known: Whether somebody reported.
    """
    found = Found()
    (text,) = pages(data)
    if "No lidera ninguna actividad del plan" not in text:
        for measures in headlines(text):
            found.add(key, **measures)
        found.add(key, **phrases.compliance_sentence(text))
    for name, state in states.items():
        found.add(Key("activity", name), **_task(text, name, state, known=known))
    for name in leads:
        bare = re.sub(r" \((?:grupo|comité)\)$", "", name)
        found.add(
            Key("party", bare), **group(text[text.index("Quién lidera") :], name, with_year=True)
        )
    return found.said


def _task(text: str, name: str, state: str, *, known: bool) -> Measures:
    word = re.escape(state[:1].upper() + state[1:])
    due = rf"(?:no programado|–|{PERCENT})"
    if not known:
        return phrases.expected(after(text, name, rf".*? {word}(?:, reprogramada)? ({due})")[1])
    amount = rf"(?:sin reporte|(?:–|{QUANTITY})(?: \((?:–|{PERCENT})(?: verificado)?\))?)"
    found = after(text, name, rf".*? {word}(?:, reprogramada)? ({amount})(?: programado ({due}))?")
    return phrases.done(found[1]) | phrases.expected(found[2] or "–")


# The follow-up of Control Interno


def follow_up(data: bytes, components: Sequence[str], ids: Sequence[str], chosen: dt.date) -> Said:
    """Return the figures of the follow-up; those of earlier ones by their cut-off."""
    found, text = Found(), " ".join(pages(data))
    found.add(PLAN, **phrases.compliance_sentence(text))
    year = re.search(rf"Avance de la vigencia: {PERCENT}: .*? avance parcial, de {COUNT}", text)
    if year:
        found.add(PLAN, **phrases.year_sentence(year[0]))
    _, _, rest = text.partition("Resumen por componente ")
    summary, _, rest = rest.partition("% de avance: cuánto")
    body, _, _ = rest.partition("Lo que debe saberse de estas cifras")
    for name in (*components, "Todo el plan"):
        key = PLAN if name == "Todo el plan" else Key("component", name)
        found.add(key, **_summary(summary, name))
    days: list[dt.date] = []
    for name in components:
        head = after(body, name, r"(Seguimiento .*?) Subcomponente / Proceso")[1]
        bands = list(_BAND.finditer(head))
        days = [phrases.day(band[1]) for band in bands]
        for day, band in zip(days, bands, strict=True):
            of = Key("component", name, None if day == chosen else day)
            found.add(of, **phrases.band(band[2]))
    for name, segment in _segments(body, ids):
        entries = list(_ENTRY.finditer(segment))
        assert len(entries) == len(days), segment
        for day, entry in zip(days, entries, strict=True):
            found.add(Key("activity", name, None if day == chosen else day), **_entry(entry))
    return found.said


def _summary(text: str, name: str) -> Measures:
    if "Al día, según lo verificado" in text:
        share, n = rf"({PERCENT}|–)", f"({COUNT})"
        found = after(text, name, f"{n} {n} {n} {n} {share} ({ZONE}|–) {share} {share}").groups()
        counts = ("activities", "scheduled", "fulfilled_verified", "fulfilled_reported")
        told = dict(zip(counts, map(phrases.count, found[:4]), strict=True))
        return told | phrases.result(found[5]) | {
            "compliance_words": found[4],
            "attainment_verified_words": found[6],
            "attainment_reported_words": found[7],
        }  # fmt: skip
    if "Reportadas, de las programadas" in text:
        *counts, share = after(
            text, name, rf"({COUNT}) ({COUNT}) ({COUNT}) ({COUNT}) ({PERCENT}|–)"
        ).groups()
        names = ("activities", "scheduled", "scheduled_reported", "fulfilled_reported")
        told = dict(zip(names, map(phrases.count, counts), strict=True))
        return told | {"attainment_reported_words": share}
    every, due = after(text, name, rf"({COUNT}) ({COUNT})").groups()
    return {"activities": phrases.count(every), "scheduled": phrases.count(due)}


_BAND = re.compile(
    r"corte (\d+ \w+ \d{4}) (?:según lo verificado por Control Interno|"
    r"Preliminar, según lo reportado|sin seguimiento todavía) "
    rf"(Nada programado para el corte|"
    rf"{COUNT} de {COUNT} programadas? al día(?: · {PERCENT})?(?: · {ZONE})?|"
    rf"{COUNT} de {COUNT} reportadas? · {COUNT} al día|{COUNT} programadas?)"
)
_ENTRY = re.compile(
    rf"(?:({PERCENT}|sin reporte|sin meta legible) )?"
    rf"\((meta {PERCENT}|no programada|sin fecha legible)\)(?: reportado ({PERCENT}))?"
    rf"|(?<![(\w])(meta {PERCENT}|no programada|sin fecha legible)(?![)\w])"
    r"|(sin meta legible)"
)


def _segments(text: str, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give each activity with the words from its ID to the next one."""
    places = [re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) for one in ids]
    starts = [place.start() for place in places if place]
    assert len(starts) == len(ids)
    assert starts == sorted(starts)
    for name, start, end in zip(ids, starts, [*starts[1:], len(text)], strict=True):
        yield name, text[start:end]


def _entry(entry: re.Match[str]) -> Measures:
    share, beside, reported, alone, no_target = entry.groups()
    due = (beside or alone or "").removeprefix("meta ")
    return {
        "attainment_words": share or no_target,
        "expected_words": due,
        "attainment_reported_words": reported,
    }


def shown(data: bytes, ids: Sequence[str]) -> set[str]:
    """Return the activities that a page lists; one that has no room for all says how many more."""
    (text,) = pages(data)
    found = {one for one in ids if re.search(rf"(?<![\w(]){re.escape(one)} (?!\w* ?\))\S", text)}
    more = sum(phrases.count(n) for n in re.findall(rf"y ({COUNT}) más, en el tablero", text))
    assert len(found) + more >= len(ids), (sorted(set(ids) - found), more)
    return found
