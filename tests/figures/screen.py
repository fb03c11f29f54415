"""The pages of the board, as a visitor sees them."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pandas as pd

from tests.figures import phrases, public_page
from tests.figures.phrases import COUNT
from tests.figures.shape import PLAN, Found, Key, Measures, Said
from tests.figures.truth import plain
from tests.ui import boards
from tests.ui.boards import AppTest


def rows(table: pd.DataFrame) -> list[dict[str, str]]:
    """Return the rows of a table on screen, by heading."""
    heads = [plain(str(one)) for one in table.columns]
    return [dict(zip(heads, map(plain, map(str, row)), strict=True)) for row in table.to_numpy()]


def has(at: AppTest, heading: str) -> bool:
    """Tell whether some table on screen has a heading."""
    return any(heading in map(boards.words, map(str, one.value.columns)) for one in at.table)


def summary(at: AppTest, key: Key = PLAN) -> Said:
    """Return what the first page says: headline, sentence, components, curve, calendar, states."""
    found = Found()
    found.add(key, **phrases.compliance_sentence(boards.words(at.header[0].value)))
    captions = [plain(boards.words(one.value)) for one in at.caption]
    for one in at.metric:
        found.add(
            key, **_metric(plain(boards.words(one.label)), one.value, one.delta or "", captions)
        )
    if has(at, "Corte"):
        for row in rows(boards.table(at, "Corte")):
            found.add(
                Key("cutoff", phrases.day(row["Corte"]).isoformat()), **public_page.cutoff_row(row)
            )
    for row in rows(boards.table(at, "Planeado")):
        key = Key("curve", phrases.day(row["Fecha"]).isoformat())
        found.add(key, planned_words=row["Planeado"], actual_words=row.get("Real"))
    (drawn,) = [one for one in charts(at) if one.alt.startswith("Curva del plan")]
    for text in under_the_pointer(drawn):
        day, line, share = re.fullmatch(r"(.+?) (Planeado|Real): (.+)", text).groups()
        name = "planned_words" if line == "Planeado" else "actual_words"
        found.add(Key("curve", phrases.day(day).isoformat()), **{name: share})
    aloud = re.fullmatch(
        r".* Avance planeado a (.+?): (.+?); (?:sin reportes|real: (.+))\.", plain(drawn.alt)
    )
    day, planned, actual = aloud.groups()
    found.add(
        Key("curve", phrases.day(day).isoformat()), planned_words=planned, actual_words=actual
    )
    return found.said


def charts(at: AppTest) -> list[Any]:
    """Return the charts on screen."""
    return [one.proto for one in at.get("plotly_chart")]


def under_the_pointer(chart: Any) -> list[str]:  # a message of Streamlit
    """Return what the marks of a chart say under the pointer."""
    texts = [one for each in json.loads(chart.spec)["data"] for one in each.get("hovertext") or ()]
    return [plain(unescape(re.sub("<[^>]+>", " ", one))) for one in texts]


def _metric(name: str, value: str, delta: str, captions: list[str]) -> Measures:
    if name.startswith("Avance de la vigencia"):
        (made_of,) = [one for one in captions if re.search(rf"avance parcial, de {COUNT}", one)]
        return phrases.headline(name, value, "", delta, made_of)
    if value == "–":
        return {"scheduled": 0}
    if name.startswith("Cumplimiento"):
        (said,) = [one for one in captions if "Avance promedio de lo programado" in one]
        assert said.startswith("Programadas al día según lo verificado por Control Interno. ")
        return phrases.headline(
            re.sub(r"^Cumplimiento.* a (?=\d)", "Cumplimiento a ", name),
            value,
            "programadas al día",
            delta,
            said,
        )
    (said,) = [one for one in captions if "En recolección: " in one]
    name = re.sub("^Reportadas.*, de las", "Reportadas, de las", name)
    return phrases.headline(name, value, "reportadas", delta or "Preliminar", said)


def groups(at: AppTest, scope: str) -> Said:
    """Return the rows of the tables of components, offices and groups, and the bars above them."""
    found = Found()
    for key, measures in bars(at, scope).items():
        found.add(key, **measures)
    for heading in ("Componente", "Dependencia", "Grupo o comité"):
        if not has(at, heading):
            continue
        for row in rows(boards.table(at, heading)):
            name = row.pop(heading).removesuffix(" (verifica su propio reporte)")
            key = Key("component" if heading == "Componente" else "party", name)
            for head in [one for one in row if re.fullmatch(r"A \d+ \w+ \d{4}", one)]:
                found.add(
                    key._replace(cutoff=phrases.day(head[2:])),
                    scheduled=phrases.count(row.pop(head)),
                )
            found.add(key, **public_page.group_row(row))
    return found.said


def bars(at: AppTest, scope: str) -> Said:
    """Return what is written at the bars of the chart on screen."""
    found = Found()
    if not charts(at):  # nobody reported
        return found.said
    layout = json.loads(charts(at)[0].spec)["layout"]
    texts = [plain(unescape(re.sub("<[^>]+>", " ", one["text"]))) for one in layout["annotations"]]
    name = ""
    for text in texts[1:]:  # the first says where the figures come from
        told = _beside(text)
        if told is None:
            name = text
        else:
            found.add(Key(scope, name), **told)
    return found.said


def _beside(text: str) -> Measures | None:
    if text == "No programada para el corte":
        return {"scheduled": 0}
    pair = re.search(rf"({COUNT} de {COUNT})(?: reportadas?)?", text)
    if not pair:
        return None
    rest = plain(text.replace(pair[0], ""))
    if rest.endswith(" al día"):
        return phrases.at_end_of_bar(rest, f"{pair[1]} reportadas")
    if not re.search("[▲■▼]", rest):
        return None
    done, due = phrases.fraction(pair[1])
    return {"fulfilled": done, "scheduled": due} | phrases.result(rest)


def activities(at: AppTest) -> Said:
    """Return the rows of the list of activities."""
    found = Found()
    for row in rows(boards.table(at, "ID")):
        key, status = Key("activity", row["ID"]), row["Estado"].lower()
        found.add(
            key,
            status="programada" if status == "programada sin empezar" else status,
            target_words=row["Meta"],
            **phrases.expected(row["Programado"]),
        )
        if "Avance" in row:
            found.add(key, **phrases.done(row["Avance"]))
    return found.said


def activity(at: AppTest, name: str) -> Said:
    """Return what the page of an activity says: its sentence, its numbers, its dates."""
    found = Found()
    key = Key("activity", name)
    found.add(key, **phrases.activity_sentence(boards.words(at.header[0].value)))
    numbers = {row["Número"]: row["Vale"] for row in rows(boards.table(at, "Número"))}
    found.add(key, **public_page.numbered(numbers))
    for number, row in enumerate(
        rows(boards.table(at, "Entrega")) if has(at, "Entrega") else [], 1
    ):
        found.add(
            Key("date", f"{name} #{number}"),
            day=phrases.day(row["Fecha"].removesuffix(" (reprogramada)")),
            state=public_page.date_state(row["Estado"]),
            done_words=row.get("Lleva"),
        )
    return found.said


def dates(at: AppTest) -> Said:
    """Return what the page of the dates says: of each month, and of each date in the timeline."""
    found = Found()
    for row in rows(boards.table(at, "Mes")):
        found.add(Key("month", phrases.month(row.pop("Mes"))), **public_page.month_row(row))
    months, timeline = charts(at)
    for text in under_the_pointer(months):
        month, head, n = re.fullmatch(r"(\w+ de \d{4}) (.+): ([\d.]+)", text).groups()
        name = public_page.MONTHS.get(head, "missing")  # «Ya llegaron, sin reporte»
        found.add(Key("month", phrases.month(month)), **{name: phrases.count(n)})
    for text in under_the_pointer(timeline):
        told = _DATE.fullmatch(text)
        if told is None:
            assert text.endswith(" Sin fecha"), text
            continue
        name, number, day, state, share = told.groups()
        key = Key("date", f"{name} #{number or 1}")
        found.add(key, day=phrases.day(day), state=STATES[state], done_words=share)
    return found.said


_DATE = re.compile(
    r"(\S+)(?: · fecha (\d+) de \d+)? (\d+ de \w+ de \d{4}) ([A-Z][^,:]+)"
    r"(?:, hecha en parte: (.+)|, sin avance|, sin reporte)?"
)
STATES = {
    "Cumplida": "cumplida",
    "Pendiente": "pendiente",
    "Ya llegó": "pendiente",
    "Sin meta": "sin meta",
    "Por venir": "por venir",
}
