"""Text from the workbook is data: it never speaks Markdown, HTML or plotly's tags."""

from __future__ import annotations

import json
import re

import pytest

from pac.model import Cell
from pac.ui import data, problems, show
from tests import workbooks
from tests.ui.boards import PAGES, TRACKED, open_page, said, save, words

HOSTILE = "**x** [a](http://b) <b> $y$ :red[z] `code` -> :smile: :material/home: www.c.co d@e.co"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    rows = [
        workbooks.activity(
            Componente=f"1. {HOSTILE}",
            Estrategia=HOSTILE,
            Objetivo=HOSTILE,
            Actividad=HOSTILE,
            Indicador=HOSTILE,
            Responsable="Secretaría **de** <b>Planeación</b>",
        )
    ]
    report = {
        "ID": "C1-01",
        "Fecha de corte": "30/04/2023",
        TRACKED: 1,
        "Qué se hizo": HOSTILE,
        "Evidencia": HOSTILE,
        "Observaciones de Control Interno": HOSTILE,
        "Avance verificado": 1,
    }
    book = workbooks.book(
        rows, [report], {"Entidad": f"Municipio de {HOSTILE}", "Canal de PQRS": HOSTILE}
    )
    return save(tmp_path_factory.mktemp("texto"), book, "plan_[x](y).xlsx")


def test_an_escaped_text_reads_as_it_was_written():
    assert words(show.escaped(HOSTILE)) == HOSTILE


def test_no_character_that_markdown_heeds_is_left_alone():
    assert not re.search(r"(?<!\\)[*_`$\[\]<>#|~:&!]", show.escaped(HOSTILE))


@pytest.mark.parametrize("text", ["1. uno", "- uno", "+ uno", "# uno", "> uno", "    uno", "a\nb"])
def test_the_beginning_of_a_line_makes_no_list_title_or_quote(text):
    escaped = show.escaped(text)

    assert not re.match(r"\s|\d+[.)]|[-+#>]", escaped)
    assert "\n" not in escaped


@pytest.mark.parametrize("text", ["http://b", "www.c.co", "d@e.co", ":smile:", "a -> b", "a >= b"])
def test_what_streamlit_changes_in_plain_text_is_kept_apart(text):
    shown = words(show.escaped(text))
    kept_apart = re.sub(r"\\(.)", r"\1", show.escaped(text))

    assert shown == text
    assert text not in kept_apart


def test_a_figure_keeps_its_unit_beside_it():
    assert show.escaped("20,5\N{NO-BREAK SPACE}%") == "20,5\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize("page", PAGES)
def test_no_page_lets_the_workbook_speak(page, hostile, monkeypatch):
    monkeypatch.setenv(data.PLAN_VARIABLE, str(hostile))

    at = open_page(page, actividad="C1-01")

    assert not at.exception
    assert HOSTILE in said(at)
    kinds = ("title", "header", "subheader", "caption", "markdown")
    texts = [str(one.value) for kind in kinds for one in at.get(kind)]
    texts += [one.label for one in at.metric]
    texts += [str(cell) for one in at.table for cell in one.value.to_numpy().ravel()]
    for text in texts:
        assert "**x**" not in text
        assert "[a](" not in text
        assert "<b>" not in text
        assert ":red[" not in text


@pytest.mark.parametrize("page", ["resumen", "componentes", "dependencias"])
def test_no_chart_lets_the_workbook_speak(page, hostile, monkeypatch):
    monkeypatch.setenv(data.PLAN_VARIABLE, str(hostile))

    charts = open_page(page).get("plotly_chart")

    assert charts
    for chart in charts:
        shown = json.dumps(json.loads(chart.proto.spec), ensure_ascii=False)
        assert "<b> $y$" not in shown
        assert "<b>Planeación" not in shown


def test_cells_join_in_runs_down_a_column():
    cells = [Cell("Plan", row, column) for row, column in ((17, 4), (14, 4), (15, 4), (16, 4))]
    cells += [Cell("Plan", 22, 4), Cell("Plan", 3, 27), Cell("Plan", 3, 26)]

    assert problems.ranges(cells) == "D14:D17, D22, Z3, AA3"
