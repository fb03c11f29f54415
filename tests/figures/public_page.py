"""The public board, read as a browser shows it: its page and the slides in the same file."""

from __future__ import annotations

from typing import Any

from lxml import html

from tests.figures import phrases
from tests.figures.phrases import count, fraction
from tests.figures.shape import PLAN, Found, Key, Measures, Said
from tests.figures.truth import plain

Element = Any


def board(data: bytes) -> Element:
    """Return the page, parsed."""
    return html.document_fromstring(data.decode())


def text(element: Element) -> str:
    """Return the words of an element in one line."""
    return plain(element.text_content())


def texts(element: Element, path: str) -> list[str]:
    """Return the words of each element at a path."""
    return [text(one) for one in element.xpath(path)]


def first(element: Element, path: str) -> str:
    """Return the words of the only element at a path; blank where there is none."""
    found = texts(element, path)
    assert len(found) <= 1, found
    return found[0] if found else ""


def tables(element: Element, caption: str) -> list[dict[str, str]]:
    """Return the rows of the table of a caption, by heading."""
    (found,) = [
        one for one in element.xpath(".//table") if first(one, "./caption").startswith(caption)
    ]
    heads = texts(found, "./thead//th")
    rows = [texts(row, "./th | ./td") for row in found.xpath("./tbody/tr")]
    return [dict(zip(heads, row, strict=True)) for row in rows]


def page(data: bytes) -> Said:
    """Return the figures of the page: the two big ones, bars, tables, tiers, time."""
    found, (main,) = Found(), board(data).xpath("//main[@id='contenido']")
    (start,) = main.xpath(".//section[@id='inicio']")
    for measures in figures(start):
        found.add(PLAN, **measures)
    found.add(PLAN, **phrases.compliance_sentence(first(start, "./p[@class='lead']")))
    for scope, section in (("component", "componentes"), ("party", "dependencias")):
        (part,) = main.xpath(f".//section[@id='{section}']")
        for name, measures in bars(part):
            found.add(Key(scope, name), **measures)
        for row in tables(part, "Cifras de cada "):
            names = [
                row.pop(head)
                for head in ("Componente", "Dependencia, grupo o comité")
                if head in row
            ]
            found.add(Key(scope, *names), **group_row(row))
    for row in main.xpath(".//section[@id='respaldo']//ul[@class='bars tiers']/li"):
        tier = TIERS[first(row, "./*[@class='name']")]
        found.add(PLAN, **{f"attainment_{tier}_words": first(row, ".//p[@class='result']/b")})
        note = first(row, ".//p[@class='result']/span").removesuffix(" al día")
        if note:
            part, whole = fraction(note)
            found.add(PLAN, scheduled=whole, **{f"fulfilled_{tier}": part})
    return found.said


TIERS = {
    "Según lo reportado": "reported",
    "De ello, con evidencia": "evidenced",
    "Verificado por Control Interno": "verified",
}


def figures(element: Element) -> list[Measures]:
    """Return each of the big figures in an element."""
    return [
        phrases.headline(
            first(one, "./*[@class='name']"),
            first(one, "./p[@class='value']/b"),
            first(one, "./p[@class='value']/span"),
            first(one, "./p[@class='mark']"),
            first(one, "./p[@class='said']"),
        )
        for one in element.xpath(".//div[contains(@class, 'figure')]")
    ]


def bars(element: Element) -> list[tuple[str, Measures]]:
    """Return the name and the figures of each bar of components, offices and groups."""
    made = []
    for row in element.xpath(".//ul[contains(@class, 'bars')]/li[a[@class='name']]"):
        name, empty = first(row, "./a"), first(row, ".//div[@class='empty']/span")
        kind = next((one for one in ("grupo", "comité") if name.endswith(f" ({one})")), "")
        told = [first(row, f".//p[@class='result']/{tag}") for tag in ("b", "span")]
        measures = phrases.in_place_of_bar(empty) if empty else phrases.at_end_of_bar(*told)
        shown = row.get("class", "").removeprefix("nivel-")
        assert shown == measures.get("level", ""), f"{name} is drawn as {shown}"
        made.append((name.removesuffix(f" ({kind})"), measures | ({"kind": kind} if kind else {})))
    return made


def group_row(row: dict[str, str]) -> Measures:
    """Return the figures of a row of the tables of components and offices."""
    said: Measures = phrases.result(row.pop("Cumplimiento", ""))
    for heading, value in row.items():
        name = COLUMNS["Programadas" if heading.startswith("Programadas a ") else heading]
        said[name] = value.lower() if name == "kind" else value if "words" in name else count(value)
    if "missing" in said:
        assert said.pop("missing") == said["scheduled"] - said["fulfilled"]
    return said


COLUMNS = {
    "Tipo": "kind",
    "Actividades": "activities",
    "Programadas": "scheduled",
    "Reportadas": "scheduled_reported",
    "Al día": "fulfilled",
    "Faltan": "missing",
    "Avance de la vigencia": "attainment_words",
}


def activities(data: bytes) -> Said:
    """Return what the list says of each activity: in its line, its sentence, its numbers, dates."""
    found = Found()
    for one in board(data).xpath("//details[contains(@class, 'activity')]"):
        name = first(one, "./summary/span[@class='id']")
        key = Key("activity", name)
        line = first(one, "./summary/span[@class='done']")
        numbers = {row["Número"]: row["Vale"] for row in tables(one, f"Números de {name}")}
        told = phrases.activity_sentence(first(one, "./div/p[@class='lead']"))
        status = first(one, "./summary/span[contains(@class, 'state')]").lower()
        assert status == (
            "programada sin empezar" if told["status"] == "programada" else told["status"]
        )
        # without progress the line says what was due
        known = "Avance" in numbers
        found.add(key, **told)
        found.add(key, **numbered(numbers))
        found.add(key, **(phrases.done(line) if known else phrases.expected(line)))
        for number, row in enumerate(
            tables(one, f"Fechas de {name}") if told_dates(one) else [], 1
        ):
            found.add(
                Key("date", f"{name} #{number}"),
                day=phrases.day(row["Fecha"].removesuffix(" (reprogramada)")),
                state=date_state(row["Estado"]),
                done_words=row.get("Lleva"),
            )
    return found.said


def told_dates(one: Element) -> bool:
    """Tell whether an activity has dates to list."""
    return any(caption.startswith("Fechas de ") for caption in texts(one, ".//caption"))


def date_state(text: str) -> str:
    """Return the state of a date as the tables of the board keep it."""
    said = text.lower()
    return "pendiente" if said == "llegó, sin reporte" else said


def numbered(values: dict[str, str]) -> Measures:
    """Return the numbers of an activity that its table explains."""
    told = values["Fechas que habían llegado"]
    came, dates = (0, 0) if told == "–" else fraction(told)
    return {
        "target_words": values["Meta que se exige"],
        "due": came,
        "dates": dates,
        "expected_words": values["Programado"] if came else "",
        "actual_words": values.get("Avance"),
        "attainment_reported_words": values.get("Avance de la vigencia, según lo reportado"),
        "attainment_evidenced_words": values.get("Avance de la vigencia, con evidencia"),
        "attainment_verified_words": values.get("Avance de la vigencia, verificado"),
    }


def time(data: bytes) -> Said:
    """Return what the tables of the months, the curve and the calendar say."""
    found, whole = Found(), board(data)
    (main,) = whole.xpath("//main[@id='contenido']")
    for row in tables(main, "Fechas del plan, mes por mes"):
        found.add(Key("month", phrases.month(row.pop("Mes"))), **month_row(row))
    for row in tables(main, "Avance planeado y real"):
        day = phrases.day(row["Fecha"]).isoformat()
        found.add(Key("curve", day), planned_words=row["Planeado"], actual_words=row.get("Real"))
    for name, share in drawn_curve(main):
        found.add(PLAN, **{f"{name}_words": share})
    for row in tables(main, "Lo que debe estar hecho") if calendar(main) else []:
        found.add(Key("cutoff", phrases.day(row["Corte"]).isoformat()), **cutoff_row(row))
    return found.said


def drawn_curve(main: Element) -> list[tuple[str, str]]:
    """Return the shares that stand at the two lines of the year."""
    lines = {"Planeado": "planned", "Real": "actual"}
    (drawing,) = main.xpath(".//section[@id='vigencia']//svg[starts-with(@aria-label, 'Curva')]")
    told = [one.partition(" ") for one in texts(drawing, ".//text")]
    return [(lines[name], share) for name, _, share in told if name in lines]


def calendar(main: Element) -> bool:
    """Tell whether the page shows what is due by each cut-off."""
    return any(one.startswith("Lo que debe estar hecho") for one in texts(main, ".//caption"))


def month_row(row: dict[str, str]) -> Measures:
    """Return the dates of a month by what came of them."""
    return {MONTHS[heading]: count(value) for heading, value in row.items()}


MONTHS = {
    "Fechas": "dates",
    "Cumplidas": "done",
    "Pendientes": "missing",
    "Sin meta": "no_target",
    "Por venir": "to_come",
}


def cutoff_row(row: dict[str, str]) -> Measures:
    """Return what is to be done by a cut-off."""
    due, every = fraction(row["Actividades programadas"])
    came, dates = fraction(row["Fechas que habrán llegado"])
    return {
        "scheduled": due,
        "activities": every,
        "came": came,
        "dates": dates,
        "planned_words": row["Avance planeado"],
        "actual_words": row.get("Avance hecho"),
    }


def slides(data: bytes) -> Said:
    """Return the figures of the presentation in the same file."""
    found = Found()
    for slide in board(data).xpath("//section[@class='slide']"):
        over, title = first(slide, ".//p[@class='over']"), first(slide, ".//h1")
        of_component = over.startswith("Componente ") and ":" not in over
        key = Key("component", title) if of_component else PLAN
        for measures in figures(slide):
            found.add(key, **measures)
        scope = "component" if over == "Componentes" else "party"
        for name, measures in bars(slide):
            found.add(Key(scope, name), **measures)
    return found.said
