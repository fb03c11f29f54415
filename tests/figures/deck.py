"""The slides: their native charts with the numbers inside, their tables, words and notes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.slide import Slide

from tests.figures import books, phrases
from tests.figures.shape import PLAN, Found, Key, Measures, Said
from tests.figures.truth import plain

Rows = list[list[Any]]

KICKER = 13  # number of its placeholder
WHAT = {"Componente": "component", "Dependencia": "party", "Grupo o comité": "party"}


def slides(data: bytes) -> Iterator[Slide]:
    """Give the slides in their order."""
    return iter(Presentation(io.BytesIO(data)).slides)


def kicker(slide: Slide) -> str:
    """Return what stands above the message: of what the slide speaks."""
    words = [
        shape.text_frame.text
        for shape in slide.placeholders
        if shape.placeholder_format.idx == KICKER
    ]
    return plain(words[0]) if words else ""


def table(slide: Slide) -> Rows:
    """Return the rows of the table of a slide, none where it has none."""
    for shape in slide.shapes:
        if shape.has_table:
            return [[plain(cell.text) for cell in row.cells] for row in shape.table.rows]
    return []


def chart(slide: Slide) -> Chart | None:
    """Return the native chart of a slide."""
    return next((shape.chart for shape in slide.shapes if shape.has_chart), None)


def sheet(of: Chart) -> Rows:
    """Return the workbook inside a chart, what is drawn being what it holds."""
    rows = [
        list(row) for row in books.opened(of.part.chart_workbook.xlsx_part.blob)["Datos"].values
    ]
    heads, *held = rows
    drawn = list(of.plots[0].series)
    assert [one.name for one in drawn] == heads[1 : len(drawn) + 1]
    for place, one in enumerate(drawn, 1):
        assert [value or None for value in one.values] == [row[place] or None for row in held], (
            one.name
        )
    return rows


def charts(data: bytes) -> Said:
    """Return what the charts of components and parties hold, and the tables beside them say."""
    found = Found()
    for slide in slides(data):
        heads, *rows = table(slide) or [[""]]
        scope, drawn = WHAT.get(heads[0], ""), chart(slide)
        if not scope:
            continue
        if heads[1] == "Actividades":
            for name, every, due in rows:
                counts = {"activities": phrases.count(every), "scheduled": phrases.count(due)}
                found.add(Key(scope, name), **counts)
            continue
        for name, first, second in rows:
            found.add(Key(scope, name), **beside_bar(first, second))
        if drawn is None:  # nothing to draw: none of them has anything due
            continue
        columns, *held = sheet(drawn)
        assert [plain(row[0]) for row in held] == [row[0] for row in rows]
        for row in held:
            found.add(Key(scope, plain(row[0])), **bar(columns[1:], row[1:]))
    return found.said


def beside_bar(first: str, second: str) -> Measures:
    """Return what stands beside a bar: «2 de 4» with «50 % ▼ Bajo» or, open, «2 de 2»."""
    if first == "No programada para el corte":
        assert second == "–", second
        return {"scheduled": 0}
    done, due = phrases.fraction(first)
    if " de " in second:
        reported, of = phrases.fraction(second)
        assert of == due
        return {"fulfilled": done, "scheduled": due, "scheduled_reported": reported}
    return {"fulfilled": done, "scheduled": due} | phrases.result(second)


def bar(heads: Sequence[str], values: Sequence[Any]) -> Measures:
    """Return the figures of a row of the workbook in a chart of bars."""
    told = dict(zip(reversed(heads), reversed(values), strict=True))  # of two alike, the first
    measures: Measures = {
        "scheduled": told["Programadas"],
        "fulfilled": told["Al día"],
        "attainment": told["Avance de la vigencia"],
    }
    if "Al día, verificado" in told:
        verified, more, rest = (
            told[name]
            for name in ("Al día, verificado", "Al día, con evidencia", "Al día, solo reportado")
        )
        assert told["Falta"] == told["Programadas"] - verified - more - rest
        return measures | {
            "compliance": told["Cumplimiento"],
            "fulfilled_verified": verified,
            "fulfilled_evidenced": verified + more,
            "fulfilled_reported": verified + more + rest,
        }
    reported = told["Al día"] + told["Con reporte, no al día"]
    assert heads.count("Al día") == 2
    assert values[heads.index("Al día")] == told["Al día"]
    assert told["Sin reporte"] == told["Programadas"] - reported
    return measures | {
        "compliance": told["Al día, de lo programado"],
        "scheduled_reported": reported,
    }


def messages(data: bytes) -> Said:
    """Return what the slides of the plan and of each component say, and their speaker's notes."""
    found, every = Found(), list(slides(data))
    for slide in every:
        over, title = kicker(slide), plain(slide.shapes.title.text_frame.text)
        boxes = {
            shape.name: shape.text_frame.text for shape in slide.shapes if shape.has_text_frame
        }
        if over == "El plan en dos cifras":
            found.add(PLAN, **phrases.compliance_sentence(title))
            found.add(PLAN, **big(boxes["Cumplimiento"]))
            found.add(PLAN, **big(boxes.get("Avance de la vigencia", "")))
        if "Cifras del componente" in boxes:
            key = Key("component", over)
            found.add(key, **phrases.compliance_sentence(title))
            found.add(key, **big(boxes["Cifras del componente"]))
        for key, measures in noted(slide):
            found.add(key, **measures)
    return found.said


def big(text: str) -> Measures:
    """Return the figures that stand big on a slide, line by line."""
    head, _, year = text.partition("Avance de la vigencia\n")
    lines = [plain(line) for line in head.splitlines()]
    told: Measures = {}
    if year:
        share, made_of = map(plain, year.splitlines())
        told = {"attainment_words": share} | phrases.made_of(made_of)
    if not lines:
        return told
    if lines[0] == "Sin seguimiento todavía":
        words = re.fullmatch(
            r"actividad(?:es)?; (?:([\d.]+) programadas?|ninguna programada) a .*", lines[2]
        )
        due = phrases.count(words[1]) if words[1] else 0
        return told | {"activities": phrases.count(lines[1]), "scheduled": due}
    if lines[1] == "Nada programado para el corte":
        return told | {"scheduled": 0}
    part, whole = phrases.fraction(lines[1])
    if lines[2] in ("programada al día", "programadas al día"):
        return told | {"fulfilled": part, "scheduled": whole} | phrases.result(lines[3])
    assert lines[0].startswith("En recolección a "), lines
    assert lines[2] in ("programada con reporte", "programadas con reporte"), lines
    done = phrases.count(lines[3].removesuffix(" al día, según lo reportado"))
    return told | {"scheduled_reported": part, "scheduled": whole, "fulfilled": done}


def lacking(data: bytes) -> Said:
    """Return how much each activity has that the slides list as missing."""
    found = Found()
    for slide in slides(data):
        heads, *rows = table(slide) or [[""]]
        if heads[:3] != ["Lo que falta", "Lleva", "Debía"]:
            continue
        for text, has, due, _ in rows:
            key = Key("activity", text.partition(" · ")[0])
            is_reported = has != "sin reporte"
            found.add(key, reported=is_reported, expected_words=due)
            found.add(key, attainment_words=has if is_reported else "")
    return found.said


_GROUP = re.compile(r"(.+): (.+); avance de la vigencia (–|[\d.,]+ %)\.")
_ACTIVITY = re.compile(
    r"(\S+): programado (–|[\d.,]+ %)(?: \([^)]*\))?; avance (–|[\d.,]+ %)(?: \([^)]*\))?\."
)


def noted(slide: Slide) -> Iterator[tuple[Key, Measures]]:
    """Give what the speaker's notes of a slide say of groups and of activities."""
    scope = "component" if kicker(slide).startswith("Componentes") else "party"
    for line in slide.notes_slide.notes_text_frame.text.splitlines():
        said = plain(line)
        group, one = _GROUP.fullmatch(said), _ACTIVITY.fullmatch(said)
        if group:
            name, words, share = group.groups()
            yield Key(scope, name), noted_group(words) | {"attainment_words": share}
        elif one:
            name, due, share = one.groups()
            told = {} if due == "0 %" else {"expected_words": due}
            yield Key("activity", name), told | {"attainment_words": share}


def noted_group(words: str) -> Measures:
    """Return what a note says of what is due: «2 de 4 al día, 50 % ▼ Bajo»."""
    if words == "No programada para el corte":
        return {"scheduled": 0}
    due = re.fullmatch(r"([\d.]+) programadas?, sin reporte", words)
    if due:
        return {"scheduled": phrases.count(due[1])}
    first, second = words.split(" al día, ")
    return beside_bar(first, second.removesuffix(" con reporte"))


def time(data: bytes) -> Said:
    """Return what the charts of the year and of the months hold."""
    found = Found()
    for slide in slides(data):
        drawn, over = chart(slide), kicker(slide)
        if drawn is not None and over == "Planeado y real":
            heads, *rows = sheet(drawn)
            for day, *values in rows:
                told = dict(zip(heads[1:], values, strict=True))
                key = Key("curve", day.date().isoformat())
                found.add(key, planned=told["Planeado"], actual=told.get("Real"))
                found.add(key, planned=told["Planeado, después del corte"])
        if drawn is not None and over == "Fechas":
            heads, *rows = sheet(drawn)
            for name, (_, *values) in zip(
                phrases.short_months([row[0] for row in rows]), rows, strict=True
            ):
                found.add(
                    Key("month", name),
                    **{STACKS[head]: n or 0 for head, n in zip(heads[1:], values, strict=True)},
                )
            top, *below = table(slide)
            for head, *values in below:
                for name, n in zip(phrases.short_months(top[1:]), values, strict=True):
                    found.add(Key("month", name), **{STACKS[head]: phrases.count(n)})
    return found.said


STACKS = {
    "Cumplidas": "done",
    "Pendientes": "missing",
    "Sin reporte": "missing",
    "Sin meta": "no_target",
    "Por venir": "to_come",
}


def every_text(slide: Slide) -> str:
    """Return all that stands on a slide, without its notes."""
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    texts += [cell for row in table(slide) for cell in row]
    return plain(" ".join(texts))
