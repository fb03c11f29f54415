"""What a book says travels through the board whole, in whatever shape an office keeps it."""

from __future__ import annotations

import io
import random

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pac import schema
from pac.ledger import update
from pac.reading import reader
from pac.reading.reader import File
from pac.workbook import contents
from pac.workbook.contents import built
from pac.workbook.layout import Percent
from tests import workbooks
from tests.updates import (
    AT,
    AUGUST,
    PLAN,
    REPORTS,
    VALUE,
    VERIFIED,
    D,
    begun,
    edited,
    errors,
    kinds,
    new_ledger,
    own_workbook,
    report,
    small_book,
    upload,
)
from tests.workbooks import activity, book, grid, read, source_matrix

EXAMPLE = workbooks.ROOT / "data" / "ejemplo_seguimiento_2023.xlsx"


def set_format(cell, number_format):
    cell.number_format = number_format


HEAD = ["Actividad", "Meta", "Responsable", "Fecha programada"]
ROW = ["Revisar los riesgos", 4, "Planeación", "Trimestral"]
REPORT_FIELDS = ("value", "done", "completed_on", "evidence", "remarks", "reported_by")
REPORT_FIELDS += ("verified", "control_remarks")

SHAPES = {
    "the 2023 workbook": lambda: workbooks.PLAN_FILE.read_bytes(),
    "the example with progress": lambda: EXAMPLE.read_bytes(),
    "the typed matrix with progress": lambda: source_matrix(mended=True, progress=True),
    "titles above, merged cells": lambda: grid(
        [
            ["ALCALDÍA MUNICIPAL DE VILLA RICA"],
            ["Plan Anticorrupción y de Atención al Ciudadano vigencia 2021"],
            ["Componente 1: Gestión del Riesgo de Corrupción", *[""] * 5],
            ["Subcomponente", "", "Actividades", "Meta o producto", "Responsa ble", "Fecha"],
            ["Política", "1.1", "Revisar la política", "Una política", "Planeación", "Abril"],
            ["", "1.2", "Divulgar la política", "1 jornada", "Planeación", "30/06/2021"],
            ["Componente 4: Mecanismos de atención", *[""] * 5],
            ["Subcomponente", "", "Actividades", "Meta o producto", "Responsa ble", "Fecha"],
            ["Estructura", "4.1", "Medir la satisfacción", "100%", "Gobierno", "Semestral"],
        ],
        merge=["A1:F1", "A2:F2", "A3:F3", "A5:A6", "A7:F7"],
    ),
    "two columns of dates": lambda: grid(
        [
            ["PLAN 2023"],
            ["ACTIVIDAD", "RESPONSABLE", "FECHA INICIO", "FECHA FINAL", "ENTREGABLE"],
            ["Capacitar al personal", "Talento Humano", "3/02/23", "30/04/23", "1 informe"],
            ["Publicar el plan", "TIC", "1/11/232", "30/11/23", "1 plan"],
        ]
    ),
    "months marked with X": lambda: grid(
        [
            ["PAAC 2023"],
            ["Actividad", "Meta", "Responsable", "Cuatrimestre 1", "Cuatrimestre 2"],
            ["Hacer seguimiento al mapa", 3, "Control Interno", "X ", "x"],
            ["Publicar el plan", 1, "Planeación", "", "1"],
        ]
    ),
    "blocks of columns for each cut-off": lambda: grid(
        [
            ["PAAC 2023"],
            [*HEAD, "1er Cuatrimestre", "", "", "2do Cuatrimestre", "", ""],
            ["", "", "", "", *["Actividades cumplidas", "% de avance", "Observaciones"] * 2],
            [*ROW, "Se revisó", "25%", "Acta 1", "Se volvió a revisar", (0.5, "0%"), ""],
        ],
        merge=["A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:G2", "H2:J2"],
    ),
    "components that come back": lambda: grid(
        [
            ["PAAC 2023"],
            ["Componente", *HEAD],
            ["1. Riesgos", "Revisar el mapa", 1, "TIC", "Junio"],
            ["2. Trámites", "Simplificar un trámite", 1, "TIC", "Junio"],
            ["1. Riesgos", "Divulgar la política", 1, "TIC", "Junio"],
        ]
    ),
    "one text with two indicators": lambda: grid(
        [
            ["PAAC 2023"],
            ["Actividad", "Indicador", "Meta", "Fecha", "Responsable"],
            ["Capacitar a los servidores", "Servidores capacitados", 40, "30 de junio", "TIC"],
            ["Capacitar a los servidores", "Jornadas hechas", 2, "30 de junio", "TIC"],
        ]
    ),
    "a component named in words": lambda: grid(
        [
            ["PAAC 2023"],
            ["Componente", *HEAD],
            ["Componente Atención al ciudadano", "Atender", 1, "TIC", "Junio"],
        ]
    ),
    "numbers where texts belong": lambda: book(
        [
            activity(
                Objetivo=1.5,
                Indicador=(0.9, "0%"),
                Estrategia=D(2023, 5, 1),
                Meta="3 de 3",
            )
        ]
    ),
    "a real date as the deadline": lambda: book(
        [activity(Meta=1, **{"Fecha de cumplimiento": (D(2023, 6, 30), "d-mmm-yy")})]
    ),
    "the optional columns": lambda: book(
        [
            activity(Fechas="30/05/2023; 30/10/2023", Inicio=D(2023, 2, 1)),
            activity(ID="C1-02", Actividad="Otra", Meta=(0.905, "0.0%"), Meta_aplicada=(0.8, "0%")),
            activity(ID="C1-03", Actividad="Más", Meta="Por definir", Meta_aplicada=2),
            activity(ID="C1-04", Actividad="Aún más", Acumulación="Suma de periodos"),
            activity(ID="C1-05", Actividad="Y una", Responsable="Planeación y TIC", Lidera="TIC"),
        ]
    ),
    "faults of the adopted text": lambda: book(
        [
            activity(Meta="0,9"),
            activity(ID="C1-02", Actividad="Otra", **{"Fecha de cumplimiento": "Según cronograma"}),
            activity(ID="C1-03", Actividad="Más", Meta=None, Responsable=None),
            activity(ID="C1-04", Actividad="Aún", Meta="1.000", Indicador=None, Objetivo=None),
            activity(ID="C1-05", Actividad="Signo", Meta=(90, '0"%"')),
        ]
    ),
    "every setting": lambda: book(
        then=lambda workbook: set_format(workbook["Parámetros"]["B6"], "0%"),
        parameters={
            "Cortes": "30/06/2023; 31/12/2023",
            "Cortes cerrados": D(2023, 6, 30),
            "Nivel medio desde": 0.5,
            "Nivel alto desde": "75,5%",
            "Los días son": "calendario",
            "Avisar ... días antes": 15,
            "Código del formato": "007",
            "Versión del formato": 2,
            "Cargo de quien firma": "Alcalde",
            "Canal de PQRS": "https://ejemplo.invalid/?a=1&b=2",
        },
    ),
    "reports of every kind": lambda: book(
        PLAN,
        [
            *REPORTS[:2],
            report("C1-02", D(2023, 5, 17), "Sí", Observaciones="Antes del corte"),
            report("C2-01", AUGUST, "45,55 %", **{VERIFIED: (0.4, "0%")}),
            report("C2-02", AUGUST, 0, **{"Fecha de realización": D(2023, 8, 2)}),
            {**report("C2-02", D(2024, 1, 31)), "Observaciones de Control Interno": "Sin soporte"},
        ],
    ),
}


def said(reading):
    """Return all that a reading says of the plan and its progress, as plain values."""
    plan = {
        name: {
            column: round(value, 9) if isinstance(value, float) else value
            for column, value in row.items()
            if not (pd.api.types.is_scalar(value) and pd.isna(value))
        }
        for name, row in reading.activities.to_dict("index").items()
    }
    reports = {
        (row["activity_id"], row["as_of"].date()): {
            field: None if pd.isna(row[field]) else str(row[field]) for field in REPORT_FIELDS
        }
        for row in reading.reports.to_dict("records")
    }
    blank = dict.fromkeys(REPORT_FIELDS, None) | dict.fromkeys(
        ("done", "evidence", "remarks", "reported_by", "control_remarks"), ""
    )
    return plan, {key: row for key, row in reports.items() if row != blank}, reading.settings


@pytest.mark.parametrize("name", SHAPES)
def test_the_board_reads_what_the_upload_says_and_the_same_file_again_changes_nothing(
    name, tmp_path
):
    data = SHAPES[name]()
    uploaded = reader.read(File("plan.xlsx", data))
    ledger = begun(tmp_path, data)
    board = update.board(ledger)

    plan, reports, parameters = said(board.reading)
    expected = said(uploaded)
    assert list(plan) == list(expected[0])
    for activity_id, row in expected[0].items():
        assert plan[activity_id] == row
    assert reports == expected[1]
    assert parameters == expected[2]
    assert not uploaded.catalogued or board.reading.parties == uploaded.parties
    assert update.recomputed(board.version, board) == {}
    again = upload(ledger, data)
    assert (errors(again), kinds(again), again.left) == ([], [], ())


def shuffled(data: bytes) -> bytes:
    """Return a board's book as a restless office leaves it, with all that it said."""

    def shuffle(workbook):
        for name in (schema.PLAN, schema.TRACKING):
            sheet = workbook[name]
            rows = [
                [(c.value, c.number_format, c.data_type) for c in row]
                for row in sheet.iter_rows(min_row=2)
            ]
            random.Random(7).shuffle(rows)  # noqa: S311  no secret
            for number, row in enumerate(rows, 2):
                for column, (value, number_format, kind) in enumerate(row, 1):
                    cell = sheet.cell(number, column)
                    cell.value = value
                    cell.number_format, cell.data_type = number_format, kind
                sheet.row_dimensions[number].hidden = number % 3 == 0
            sheet.column_dimensions["E"].hidden = True
        workbook._sheets.reverse()
        workbook.create_sheet("Notas")["A1"] = "Pendiente: llamar a Hacienda"

    return edited(data, shuffle)


@pytest.mark.parametrize("name", ["the example with progress", "reports of every kind"])
@pytest.mark.parametrize(
    "hands", [lambda data: data, edited, shuffled], ids=["as is", "saved", "shuffled"]
)
def test_the_boards_own_book_changes_nothing_however_it_was_saved(name, hands, tmp_path):
    ledger = begun(tmp_path, SHAPES[name]())
    proposal = upload(ledger, hands(own_workbook(ledger)))

    assert (errors(proposal), kinds(proposal)) == ([], [])
    assert proposal.uploads[0].based_on == 1


def test_a_file_that_arrives_with_formulas_counts_by_their_stored_values(tmp_path):
    """Excel keeps the value of a formula beside it; the board keeps the value alone."""

    def stored(data: bytes) -> bytes:
        import zipfile

        source, stream = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for item in source.infolist():
                part = source.read(item)
                if item.filename == "xl/worksheets/sheet2.xml":
                    part = part.replace(b"<v>2</v>", b"<f>1+1</f><v>2</v>")
                archive.writestr(item, part)
        return stream.getvalue()

    ledger = begun(tmp_path, stored(small_book()))
    sheet = load_workbook(io.BytesIO(own_workbook(ledger)))[schema.TRACKING]

    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "d"}
    assert kinds(upload(ledger, small_book())) == []


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn"]),
    min_size=1,
    max_size=40,
).map(lambda text: " ".join(f"x {text}".split()))
CELLS = st.fixed_dictionaries(
    {
        "Estrategia": TEXT,
        "Indicador": TEXT | st.sampled_from(["=1+1", "+57", "-", "@x", "'hola", "<b>", "90%"]),
        "Objetivo": TEXT,
        "Meta": st.integers(1, 10**6)
        | st.floats(0.01, 1).map(lambda share: (round(share, 4), "0.00%")),
    }
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CELLS, min_size=1, max_size=4))
def test_whatever_the_cells_say_a_book_built_of_them_says_the_same(rows):
    def as_text(workbook):  # openpyxl would take "=1+1" for a formula
        for row in workbook["Plan"].iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.data_type = "s"

    plan = [
        activity(ID=f"C1-{number:02d}", Actividad=f"Hacer la tarea {number}", **row)
        for number, row in enumerate(rows, 1)
    ]
    reading = read(book(plan, then=as_text))
    held = contents.contents(reading)
    again = contents.contents(reader.read(File("x.xlsx", built(held, reading.settings, "s"))))

    assert again.plan == held.plan


def test_equal_contents_make_equal_bytes():
    reading = read(small_book())
    held = contents.contents(reading)

    assert built(held, reading.settings, "s") == built(held, reading.settings, "s")


def test_a_percent_keeps_its_format_and_a_report_its_cell():
    held = contents.contents(read(small_book()))

    assert held.plan["C2-01"]["target"] == Percent(90)
    assert held.reports["C2-01", AUGUST]["value"] == Percent(50)
    assert str(held.cells[("C2-01", AUGUST), "value"]) == "Seguimiento!D5"


def test_commitments_and_offices_travel_too(tmp_path):
    def sheets(workbook):
        sheet = workbook.create_sheet(schema.COMMITMENTS)
        sheet.append([column.header for column in schema.COMMITMENTS_COLUMNS])
        sheet.append(
            [D(2023, 6, 1), "¿Cuándo publican?", "C1-01", "TIC", D(2023, 7, 1), "=1+1 en julio"]
        )
        sheet["F2"].data_type = "s"
        offices = workbook.create_sheet(schema.OFFICES)
        offices.append([column.header for column in schema.OFFICES_COLUMNS])
        offices.append(["Secretaría de Planeación", "Planeación; Sec. Planeación", "dependencia"])

    data = book(then=sheets)
    ledger = begun(tmp_path, data)
    reading = update.board(ledger).reading

    [commitment] = reading.commitments
    assert {name: one.text for name, one in commitment.items()} == {
        "date": "01/06/2023",
        "question": "¿Cuándo publican?",
        "activity_id": "C1-01",
        "office": "TIC",
        "due": "01/07/2023",
        "answer": "=1+1 en julio",
    }
    assert [one.name for one in reading.parties] == ["Secretaría de Planeación"]
    assert kinds(upload(ledger, data)) == []


def test_a_ledger_begins_once(tmp_path):
    ledger = new_ledger(tmp_path)

    assert update.begin(ledger, File("a.xlsx", small_book()), AT).number == 1
    assert update.begin(ledger, File("a.xlsx", small_book()), AT) is None


def test_a_report_of_a_date_that_is_no_cut_off_stands_in_the_board_too(tmp_path):
    data = book(PLAN, [report("C1-01", D(2023, 5, 17), 1)])
    ledger = begun(tmp_path, data)
    sheet = load_workbook(io.BytesIO(own_workbook(ledger)))[schema.TRACKING]
    headings = [cell.value for cell in sheet[1]]
    rows = [dict(zip(headings, [c.value for c in row], strict=True)) for row in sheet]

    assert [row[VALUE] for row in rows[1:] if row["Fecha de corte"].date() == D(2023, 5, 17)] == [1]
