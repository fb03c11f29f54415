"""The slides, read back: figures of native charts, words of each slide, and room for all of it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from PIL import ImageFont
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import PP_PLACEHOLDER

from pac import labels, narrative
from pac.ledger import editions
from pac.model import Commitment, Later, PartyKind, Publication
from pac.progress.figures import Choice
from pac.progress.trace import Number, trace
from pac.reading import reader
from pac.reports import provenance, slides
from pac.reports.provenance import Origin
from pac.reports.slides import fit, frame, template
from pac.workdays import COLOMBIA
from tests import workbooks

APRIL, AUGUST = dt.date(2023, 4, 30), dt.date(2023, 8, 31)
NOW = dt.datetime(2023, 5, 12, 9, 5, tzinfo=COLOMBIA)
INCH = 914_400

HOSTILE = (
    '=1+1 & "comillas" <script>alert(1)</script>',
    '=HYPERLINK("http://a.invalid","b") 😀😀 {{7*7}} #x $y$',
    "@SUM(A1) \\ ; ,\nnueva línea\u202e",
    "-2+3 " + "palabralarguísimasinespacios" * 8,
)
LONG = (
    "Mecanismos de fortalecimiento institucional para la racionalización, simplificación y "
    "automatización de trámites, la atención integral a la ciudadanía rural y urbana y el "
    "seguimiento a las solicitudes"
)


@lru_cache
def real(name="ejemplo_seguimiento_2023", cutoff=APRIL, **origin):
    reading = reader.read(reader.load(Path(workbooks.ROOT / "data" / f"{name}.xlsx")))
    said = Origin(reading.files, "3", "7KQ2-ABCD-EFGH-JKMN", **origin)
    return provenance.figures(editions.plan(reading), Choice(cutoff), said)


def _as_text(book):
    for sheet in book:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"


@lru_cache
def town(components=10, offices=30, each=6):
    """Return another town: its names are long, its texts hostile, and some cannot be read."""
    plan, reports = [], []
    deadlines = (
        "30 de abril, 31 de agosto y 31 de diciembre", "30 de marzo", "30 de junio",
        "Según cronograma", "31 de diciembre",
    )  # fmt: skip
    for n in range(components * each):
        component, place = n // each + 1, n % each + 1
        office = f"Secretaría {n % offices + 1} de "
        office += "Gobierno" if n % 3 else "Desarrollo Económico, Turismo, Ambiente y Gestión"
        name = f"C{component}-{place:02d}"
        text = HOSTILE[component % 4] if place == 1 else "Actividad"
        plan.append(
            workbooks.activity(
                ID=name, Componente=f"{component}. {LONG if component % 2 else HOSTILE[0]}",
                Actividad=f"{text} {'de muchas palabras que siguen ' * (1 + n % 9)}{name}",
                Meta=3 if n % 7 else "Por definir", Responsable=office,
                **{"Fecha de cumplimiento": deadlines[n % 5]},
            )
        )  # fmt: skip
        if n % 3:
            reports.append({
                "ID": name, "Fecha de corte": dt.date(2025, 4, 30),
                "Avance acumulado a la fecha de corte": 1 + n % 3,
                "Evidencia": "https://a.invalid/1" if n % 2 else None,
                "Avance verificado": 1 + n % 3 if n % 4 else None,
            })  # fmt: skip
    parameters = {
        "Entidad": "Alcaldía Municipal de San Sebastián de los Altos de la Sierra Nevada del Cocuy "
        "& Güicán «La Nueva» y de sus corregimientos y veredas de la cordillera oriental",
        "Instrumento": "Plan Anticorrupción y de Atención al Ciudadano articulado con el Programa "
        "de Transparencia y Ética Pública", "Vigencia": 2025,
        "Canal de PQRS": "pqrs@altos.invalid", "Cortes cerrados": "30/04/2025",
    }  # fmt: skip
    reading = workbooks.read(workbooks.book(plan, reports, parameters, then=_as_text))
    read = editions.plan(reading)
    assert read is not None
    origin = Origin(("Plan & <b>2025</b>.xlsx",), "12", "7KQ2-ABCD-EFGH-JKMN", draft=True)
    return provenance.figures(read, Choice(dt.date(2025, 4, 30)), origin)


CASES = {
    "closed": lambda: real(example=True),
    "open": lambda: real(cutoff=AUGUST, example=True),
    "no progress": lambda: real("plan_2023"),
    "another town": town,
    "one component": lambda: town(components=1, offices=1, each=2),
}


@lru_cache
def made(case):
    return slides.presentation(CASES[case](), NOW)


@lru_cache
def opened(case):
    return Presentation(io.BytesIO(made(case)))


def of(figures):
    return Presentation(io.BytesIO(slides.presentation(figures, NOW)))


def titled(deck, words):
    """Return the slides whose theme, above their title, begins so."""
    return [slide for slide in deck.slides if theme(slide).startswith(words)]


def theme(slide):
    return next(
        (s.text_frame.text for s in slide.placeholders if s.placeholder_format.idx == 13), ""
    )


def charts(slide):
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def cells(slide):
    """Return the texts of the tables of a slide, row by row."""
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows]


def texts(slide):
    """Return everything that a slide says."""
    said = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    return "\n".join((*said, *(text for row in cells(slide) for text in row)))


def plain(text):
    return text.replace("\xa0", " ")


def values(chart):
    return {one.name: list(one.values) for one in chart.plots[0].series}


def notes(slide):
    return slide.notes_slide.notes_text_frame.text


# Figures


@pytest.mark.parametrize("case", ["closed", "another town"])
def test_bars_of_a_closed_cut_off_hold_the_counts_of_the_summaries(case):
    figures, deck = CASES[case](), opened(case)
    for kicker, table in (
        ("Componentes", figures.components),
        ("Dependencias", figures.leads.loc[figures.leads["kind"] == PartyKind.OFFICE]),
    ):
        table = table.loc[table["activities"] > 0]
        found = [values(chart) for slide in titled(deck, kicker) for chart in charts(slide)]
        drawn = {name: [n for part in found for n in part[name]] for name in found[0]}

        solid, evidence, reported, missing = drawn.values()
        assert solid == table["fulfilled"].tolist()
        both = [a + b for a, b in zip(solid, evidence, strict=True)]
        assert both == table["fulfilled_evidenced"].tolist()
        every = [a + b for a, b in zip(both, reported, strict=True)]
        assert every == table["fulfilled_reported"].tolist()
        whole = [a + b for a, b in zip(every, missing, strict=True)]
        assert whole == table["scheduled"].tolist()


def test_bars_of_an_open_cut_off_hold_what_is_up_to_date_and_what_is_reported():
    figures, deck = CASES["open"](), opened("open")
    ((chart,),) = map(charts, titled(deck, "Componentes"))
    done, reported, missing = values(chart).values()

    assert done == figures.components["fulfilled"].tolist()
    total = [a + b for a, b in zip(done, reported, strict=True)]
    assert total == figures.components["scheduled_reported"].tolist()
    total = [a + b for a, b in zip(total, missing, strict=True)]
    assert total == figures.components["scheduled"].tolist()


@pytest.mark.parametrize("case", ["closed", "open", "another town"])
def test_each_bar_has_its_words_beside_it(case):
    figures, deck = CASES[case](), opened(case)
    rows = [row for slide in titled(deck, "Componentes") for row in cells(slide)[1:]]

    assert len(rows) == len(figures.components)
    for (name, first, said), (number, one) in zip(rows, figures.components.iterrows(), strict=True):
        second = plain(said)
        assert name == fit.clean(labels.component(number, one["name"]))
        if not one["scheduled"]:
            assert (first, second) == ("No programada para el corte", "–")
        elif not figures.closed:
            assert first == f"{one['fulfilled']} de {one['scheduled']}"
            assert second == f"{one['scheduled_reported']} de {one['scheduled']}"
        else:
            assert first == f"{one['fulfilled']} de {one['scheduled']}"
            assert str(one["level"]).capitalize() in second
            assert labels.LEVEL_SYMBOLS[one["level"]] in second
            assert ("%" in second) == (not one["few"])  # of one or two the count says more (R6)


def test_the_plan_is_in_two_figures_and_only_one_of_them_has_a_level():
    figures = CASES["closed"]()
    (slide,) = titled(opened("closed"), "El plan en dos cifras")
    boxes = {shape.name: shape for shape in slide.shapes if shape.has_text_frame}

    compliance = plain(boxes["Cumplimiento"].text_frame.text).split("\n")
    assert compliance == [
        "Cumplimiento a 30 de abril de 2023", "9 de 14", "programadas al día", "64,3 % ■ Medio",
    ]  # fmt: skip
    assert (figures.total.fulfilled, figures.total.scheduled) == (9, 14)
    year = boxes["Avance de la vigencia"]
    assert plain(year.text_frame.text).split("\n") == [
        "Avance de la vigencia", "21,4 %", "6 terminadas y 15 con avance parcial, de 54",
    ]  # fmt: skip
    colours = {run.font.color.rgb for part in year.text_frame.paragraphs for run in part.runs}
    levels = {"1B7F55", "9A6400", "A61B29"}
    assert not levels & set(map(str, colours))


def test_an_open_cut_off_has_no_level_anywhere():
    for slide in opened("open").slides:
        assert not set("▲■▼") & set(texts(slide))
    (slide,) = titled(opened("open"), "El plan en dos cifras")
    assert "22 de 24\nprogramadas con reporte\n15 al día, según lo reportado" in texts(slide)


def test_the_lines_are_the_curve_and_nothing_is_said_of_what_was_done_later():
    for case in ("closed", "open"):
        figures = CASES[case]()
        ((chart,),) = map(charts, titled(opened(case), "Planeado y real"))
        assert chart.chart_type == XL_CHART_TYPE.LINE
        days = [pd.Timestamp("1899-12-30") + pd.Timedelta(days=n) for n in serials(chart)]
        drawn = {name: dict(zip(days, those, strict=True)) for name, those in values(chart).items()}
        before, after, actual = drawn.values()
        cutoff = pd.Timestamp(figures.cutoff)
        for day, planned in figures.curve["planned"].items():
            assert (before if day <= cutoff else after)[day] == planned
        for day, share in figures.curve["actual"].items():
            assert (
                (actual[day] == share) if pd.notna(share) else (actual[day] is None or day < cutoff)
            )
        assert all(share is None for day, share in actual.items() if day > cutoff)


def serials(chart):
    points = chart.plots[0]._element.xpath("./c:ser[1]/c:cat//c:pt/c:v")
    return [float(point.text) for point in points]


@pytest.mark.parametrize("case", CASES)
def test_the_columns_are_the_dates_of_each_month_in_the_chart_and_in_the_table_below(case):
    figures = CASES[case]()
    (slide,) = titled(opened(case), "Fechas")
    (chart,) = charts(slide)
    came = "Pendientes" if figures.has_progress else "Sin reporte"
    columns = {
        "Cumplidas": "done",
        came: "missing",
        "Sin meta": "no_target",
        "Por venir": "to_come",
    }

    assert chart.chart_type == XL_CHART_TYPE.COLUMN_STACKED
    drawn = values(chart)
    for name, column in columns.items():
        expected = figures.months[column].tolist()
        assert (name in drawn) == any(expected)
        if name in drawn:
            assert [int(n or 0) for n in drawn[name]] == expected
            (row,) = [row for row in cells(slide) if row[0] == name]
            assert [int(n) for n in row[1:]] == expected


@pytest.mark.parametrize("case", CASES)
def test_each_chart_keeps_its_numbers_in_a_workbook_without_formulas(case):
    for slide in opened(case).slides:
        for chart in charts(slide):
            book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
            sheet = book["Datos"]
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
            heads = [cell.value for cell in sheet[1]]
            for name, drawn in values(chart).items():
                column = heads.index(name) + 1
                kept = [sheet.cell(row, column).value for row in range(2, len(drawn) + 2)]
                assert kept == drawn
            for reference in chart._chartSpace.iter("{*}f"):
                assert reference.text.startswith("Datos!")


def test_the_workbook_of_the_bars_has_the_figures_beside_the_counts():
    figures = CASES["closed"]()
    ((chart,),) = map(charts, titled(opened("closed"), "Componentes"))
    sheet = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Datos"]
    heads = [cell.value for cell in sheet[1]]

    for head, column in (
        ("Programadas", "scheduled"), ("Al día", "fulfilled"), ("Cumplimiento", "compliance"),
        ("Avance de la vigencia", "attainment"),
    ):  # fmt: skip
        kept = [sheet.cell(row, heads.index(head) + 1).value for row in range(2, 8)]
        expected = [None if pd.isna(n) else n for n in figures.components[column]]
        assert kept == expected


# Words


@pytest.mark.parametrize("case", CASES)
def test_every_slide_has_a_title_a_foot_a_number_its_mark_and_where_it_comes_from(case):
    figures, deck = CASES[case](), opened(case)
    said = figures.provenance
    for number, slide in enumerate(deck.slides, 1):
        kinds = {shape.placeholder_format.type: shape for shape in slide.placeholders}
        assert slide.shapes.title.text_frame.text
        foot = kinds[PP_PLACEHOLDER.FOOTER].text_frame.text
        for part in (fit.clean(said.entity)[:60], "versión", said.code, said.basis):
            assert part in foot
        assert f"corte {labels.short_date(figures.cutoff)}" in foot
        assert kinds[PP_PLACEHOLDER.SLIDE_NUMBER].text_frame.text == str(number)
        assert (said.mark in texts(slide)) if said.mark else "Borrador" not in texts(slide)
        for line in provenance.lines(said, NOW):
            assert fit.clean(line) in notes(slide)


@pytest.mark.parametrize("case", CASES)
def test_the_title_is_the_finding_and_the_notes_hold_all_of_it(case):
    figures, deck = CASES[case](), opened(case)
    cuts = figures.cuts
    offices = figures.leads.loc[
        (figures.leads["kind"] == PartyKind.OFFICE) & (figures.leads["activities"] > 0)
    ]
    for kicker, sentence in (
        ("El plan en dos cifras", narrative.compliance(figures.total, figures.cutoff, cuts=cuts)),
        ("Componentes", narrative.components(figures.components)),
        ("Dependencias", narrative.offices(offices)),
        ("Planeado y real", narrative.curve(figures.curve, figures.cutoff, cuts=cuts)),
        ("Fechas", narrative.deadlines(figures.milestones, figures.cutoff)),
    ):
        found = titled(deck, kicker)
        assert found
        for slide in found:
            assert notes(slide).split("\n")[0] == fit.clean(sentence)
            title = slide.shapes.title.text_frame.text.rstrip(".…")
            assert fit.clean(sentence).startswith(title)


def test_of_a_finding_too_long_for_a_title_the_rest_stands_below_it():
    deck = frame.begun("Municipio", "corte", "", [], ())
    good = "Uno de los tres componentes programados está en nivel alto"
    rest = f"en nivel medio, {LONG}; en nivel bajo, {LONG[:150]}"
    slide, _ = frame.message(deck, "Componentes", f"{good}; {rest}.", "Lo que se mide.", [])
    below = next(s for s in slide.placeholders if s.placeholder_format.idx == 14)

    assert slide.shapes.title.text_frame.text == f"{good}."
    # what is bad news is not left out
    assert below.text_frame.text == f"E{rest[1:]}. Lo que se mide."
    assert notes(slide).startswith(f"{good}; {rest}.")


def test_the_notes_of_a_component_cite_the_cells_of_each_activity():
    figures = CASES["closed"]()
    (slide,) = titled(opened("closed"), "3. Mecanismos")
    said = plain(notes(slide))

    for name, expected, done in (("C3-09", "100 %", "70 %"), ("C3-02", "0 %", "30 %")):
        steps = {
            step.number: step
            for step in trace(figures.plan, name, APRIL, main_file=figures.provenance.files[0])
        }
        asked = ", ".join(steps[Number.EXPECTED].cells)
        verified = ", ".join(steps[Number.VERIFIED].cells)
        assert f"{name}: programado {expected} ({asked}); avance {done} ({verified})." in said
    assert "Secretaría de Planeación: faltan 2 de 2 (C3-09 y C3-10)." in said
    for name in figures.measured.index[figures.measured["component"] == 3]:
        assert name in said


def test_the_notes_of_the_two_figures_say_their_rules_with_the_division():
    (slide,) = titled(opened("closed"), "El plan en dos cifras")
    said = plain(notes(slide))

    assert "Reglas R5 y R6" in said
    assert "9 al día ÷ 14 programadas = 64,3 %." in said
    assert "Regla R7" in said
    assert "÷ 54 = 21,4 %." in said


def test_a_component_says_what_is_missing_and_who_answers():
    (slide,) = titled(opened("closed"), "3. Mecanismos")

    rows = [[plain(text) for text in row] for row in cells(slide)]
    assert rows[0] == ["Lo que falta", "Lleva", "Debía", "Responde"]
    assert rows[1][0].startswith("C3-09 · Implementar una estrategia")
    assert rows[1][1:] == ["70 %", "100 %", "Secretaría de Planeación"]
    assert len(rows) == 3


def test_a_component_without_anything_due_says_what_comes():
    (slide,) = titled(opened("closed"), "2. Racionalización")

    assert "Nada programado para el corte" in texts(slide)
    assert cells(slide)[1][0].replace("\xa0", " ") == "30 jun 2023"
    assert "0 %" not in texts(slide)


def test_groups_and_committees_stand_apart_from_offices():
    figures = CASES["closed"]()
    single = {row[0] for slide in titled(opened("closed"), "Dependencias") for row in cells(slide)}
    others = {row[0] for slide in titled(opened("closed"), "Grupos") for row in cells(slide)}

    for name, one in figures.leads.loc[figures.leads["activities"] > 0].iterrows():
        assert (name in single) == (one["kind"] == PartyKind.OFFICE)
        assert (name in others) == (one["kind"] != PartyKind.OFFICE)


def test_what_presses_comes_first_and_what_does_not_fit_is_counted():
    figures, deck = CASES["open"](), opened("open")
    (slide,) = titled(deck, "Lo que hay que atender")
    pressing = figures.attention.loc[figures.attention["reason"] != "por vencer"]

    rows = cells(slide)[1:]
    assert len(rows) <= 8
    named = [row[1].partition(" · ")[0] for row in rows]
    assert named == pressing["activity_id"].tolist()[: len(rows)]
    assert f"y {len(pressing) - len(rows)} más" in texts(slide)
    for name in pressing["activity_id"]:
        assert name in notes(slide)
    (slide,) = titled(deck, "Lo que sigue")
    assert slide.shapes.title.text_frame.text.startswith(f"{len(figures.coming)} fechas")


def test_without_progress_nothing_is_measured():
    deck = opened("no progress")

    for slide in deck.slides:
        if theme(slide) in ("Planeado y real", "Cómo comprobarlo"):
            continue
        assert "\xa0%" not in texts(slide)  # an activity of the plan may speak of its 100%
        kinds = {chart.chart_type for chart in charts(slide)}
        assert kinds <= {XL_CHART_TYPE.COLUMN_STACKED}
    (slide,) = titled(deck, "El plan en dos cifras")
    assert "Sin seguimiento todavía" in texts(slide)
    assert ["30 abr 2023", "14 de 54"] in cells(slide)
    ((chart,),) = map(charts, titled(deck, "Planeado y real"))
    assert list(values(chart)) == ["Planeado", "Planeado, después del corte"]


def test_commitments_are_shown_until_they_are_answered_and_then_with_their_answer():
    deck = opened("closed")
    waiting, answered = titled(deck, "Compromisos")

    assert waiting.shapes.title.text_frame.text == "1 compromiso por responder, de 3."
    assert [row[1] for row in cells(waiting)[1:]] == ["¿Habrá atención los sábados en las veredas?"]
    assert cells(waiting)[1][2].replace("\xa0", " ") == "31 oct 2023"
    assert len(cells(answered)) == 3
    assert "El formulario está en pruebas." in texts(answered)


def test_many_commitments_are_all_shown():
    plan = real(example=True).plan
    many = tuple(
        Commitment(dt.date(2023, 7, 19), f"¿Pregunta {n} {HOSTILE[n % 4]} {'larga ' * 30}?")
        for n in range(25)
    )
    figures = replace(real(example=True), plan=replace(plan, commitments=many))
    found = titled(of(figures), "Compromisos")

    rows = [row[1] for slide in found for row in cells(slide)[1:]]
    assert [row.split()[1] for row in rows] == [str(n) for n in range(25)]
    assert all("por responder" in slide.shapes.title.text_frame.text for slide in found)


def test_the_last_slide_says_how_to_check_and_what_changed_after_closing():
    figures = CASES["closed"]()
    plan = replace(
        figures.plan,
        published=(Publication(APRIL, dt.date(2023, 5, 12), "https://a.invalid/s.pdf"),),
        later=(Later(APRIL, "4", dt.date(2023, 6, 1), "C3-09 pasó de 0,7 a 1", "Llegó el acta"),),
        settings=replace(figures.settings, pqrs_channel="pqrs@sesquile.invalid"),
    )
    slide = list(of(replace(figures, plan=plan)).slides)[-1]

    for words in (
        "7KQ2-ABCD-EFGH-JKMN", "versión 3", "ejemplo_seguimiento_2023.xlsx", "«Cómo se calcula»",
        "pqrs@sesquile.invalid", "https://a.invalid/s.pdf", "1 cambio después de cerrado",
    ):  # fmt: skip
        assert words in texts(slide)
    assert "C3-09 pasó de 0,7 a 1. Llegó el acta" in notes(slide)


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_left_of_the_librarys_own_words_and_every_picture_is_described(case):
    package = zipfile.ZipFile(io.BytesIO(made(case)))
    for name in package.namelist():
        assert not name.endswith((".jpeg", ".bin"))
        if name.startswith("ppt/") and name.endswith(".xml") and "/embeddings/" not in name:
            text = package.read(name).decode()
            assert "en-US" not in text
            assert "Click to edit" not in text or "notesMaster" in name
    for slide in opened(case).slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
        for shape in slide.placeholders:
            assert shape.text_frame.text


def test_a_slide_is_read_aloud_from_its_title_to_its_foot():
    for slide in opened("closed").slides:
        *_, foot, number = slide.shapes
        assert slide.shapes[0].placeholder_format.idx == 0
        assert (foot.placeholder_format.idx, number.placeholder_format.idx) == template.FEET


def test_texts_of_the_plan_stay_the_texts_they_are():
    deck = opened("another town")
    said = "\n".join(texts(slide) for slide in deck.slides)

    assert "<script>alert(1)</script>" in said
    assert '=HYPERLINK("http://a.invalid","b") 😀😀' in said
    for slide in deck.slides:
        every = [*slide.part.rels.values(), *slide.notes_slide.part.rels.values()]
        assert not [rel for rel in every if rel.is_external]


# Room


def _points(emu):
    return emu / INCH * 72


def _needed(paragraph, across):
    size = max((run.font.size.pt for run in paragraph.runs), default=0)
    bold = any(run.font.bold for run in paragraph.runs)
    before = paragraph.space_before.pt if paragraph.space_before else 0
    return before + fit.height(paragraph.text, across, size, bold=bold) if size else 0


@pytest.mark.parametrize("case", CASES)
def test_no_text_is_larger_than_its_place_and_nothing_leaves_the_slide(case):
    for slide in opened(case).slides:
        for shape in slide.shapes:
            if shape.is_placeholder and shape.placeholder_format.idx >= 15:
                continue  # foot and number have the place of their layout
            assert shape.left >= 0
            assert shape.left + shape.width <= template.WIDTH * INCH + 1
            assert shape.top + shape.height <= (template.FOOT + 0.01) * INCH or not shape.left
            if shape.has_text_frame and shape.text_frame.text:
                across = _points(shape.width) + 0.5
                taken = sum(_needed(one, across) for one in shape.text_frame.paragraphs)
                assert taken <= _points(shape.height) + 1, shape.text_frame.text
            if shape.has_table:
                _fits(shape)


def _fits(shape):
    table = shape.table
    assert sum(row.height for row in table.rows) <= shape.height + len(table.rows)
    assert shape.top + shape.height <= (template.BOTTOM + 0.02) * INCH
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            across = _points(column.width - cell.margin_left - cell.margin_right) + 0.5
            taken = sum(_needed(one, across) for one in cell.text_frame.paragraphs)
            air = _points(cell.margin_top + cell.margin_bottom)
            assert taken + air <= _points(row.height) + 1, cell.text


@pytest.mark.parametrize("case", CASES)
def test_no_text_is_smaller_than_a_hall_can_read_and_no_foot_is_cut(case):
    for slide in opened(case).slides:
        for shape in slide.shapes:
            if not shape.has_text_frame:
                continue
            least = 10 if shape.is_placeholder and shape.placeholder_format.idx >= 15 else 12
            for paragraph in shape.text_frame.paragraphs:
                assert all(run.font.size.pt >= least for run in paragraph.runs)
        for row in cells(slide):
            assert all(row)
        foot = next(s for s in slide.placeholders if s.placeholder_format.idx == 15)
        across = _points(foot.width)
        assert sum(_needed(one, across) for one in foot.text_frame.paragraphs) <= _points(
            foot.height
        )


def test_ten_components_and_thirty_offices_are_all_named_at_most_twelve_a_slide():
    figures, deck = town(), opened("another town")
    for kicker, names in (
        (
            "Componentes",
            [labels.component(n, one) for n, one in figures.components["name"].items()],
        ),
        ("Dependencias", [name for name, one in figures.leads.iterrows() if one["activities"]]),
    ):
        rows = [[row[0] for row in cells(slide)[1:]] for slide in titled(deck, kicker)]
        assert [name for part in rows for name in part] == list(map(fit.clean, names))
        assert max(map(len, rows)) <= 12
        assert len(rows) > 1
    assert len(figures.components) == 10
    assert len(figures.leads) == 30


FONT = Path("/usr/share/fonts/truetype/liberation2")  # of the same widths as Arial


@pytest.mark.skipif(not FONT.is_dir(), reason="without a font of Arial's widths")
@pytest.mark.parametrize("bold", [False, True])
def test_a_text_is_never_taken_for_narrower_than_it_is(bold):
    name = f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf"
    font = ImageFont.truetype(str(FONT / name), 1000)
    for sentence in (
        "9 de 14 programadas al día a 30 de abril: 64,3 %, nivel medio, según lo verificado.",
        "Secretaría Administrativa y de Gobierno, Oficina de Contratación y Despacho del Alcalde",
        "ÁÉÍÓÚÑ áéíóúñü ¿? ¡! «» “” – — … · ÷ ▲ Alto ■ Medio ▼ Bajo C3-10 https://a.invalid/x_1",
    ):
        real_width = font.getlength(sentence) * 20 / 1000
        assert real_width * 0.999 <= fit.width(sentence, 20, bold=bold) <= real_width * 1.12


@pytest.mark.parametrize("most", [1, 2, 5])
@pytest.mark.parametrize("text", ["palabra " * 60, "x" * 400, "a b " * 100, "corta"])
def test_a_text_that_is_cut_fits_and_says_so(text, most):
    said = fit.shortened(text.strip(), 200, most, 16)

    assert len(fit.lines(said, 200, 16)) <= most
    assert said == text.strip() or said.endswith("…")


# The file


def test_the_slides_are_as_wide_as_a_projector():
    deck = opened("closed")

    assert round(deck.slide_width / INCH, 2) == 13.33
    assert deck.slide_height / INCH == 7.5


def test_the_same_figures_at_the_same_moment_are_the_same_file():
    figures = CASES["closed"]()

    assert slides.presentation(figures, NOW) == made("closed")
    assert slides.presentation(figures, NOW + dt.timedelta(hours=1)) != made("closed")
    package = zipfile.ZipFile(io.BytesIO(made("closed")))
    assert {one.date_time for one in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_says_what_it_is_and_when_it_was_made():
    said = opened("closed").core_properties

    assert said.title == "Plan Anticorrupción y de Atención al Ciudadano, vigencia 2023"
    assert said.author == "Municipio de Sesquilé"
    assert (
        said.created
        == said.modified
        == dt.datetime(2023, 5, 12, 14, 5, tzinfo=dt.UTC).replace(tzinfo=said.created.tzinfo)
    )
    assert said.language == "es-CO"
