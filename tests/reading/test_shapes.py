"""The matrix and its tracking as offices really keep them (design, section 4)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests import workbooks
from tests.workbooks import found, grid, read, source_matrix

D = dt.date


def test_the_source_matrix_typed_as_it_stands_reads_as_53_activities_and_one_error():
    reading = read(source_matrix())

    assert len(reading.activities) == 53
    errors = found(reading, errors_only=True)
    assert errors == [("shifted_row", "Matriz!A33, Matriz!B33, Matriz!C33, Matriz!D33, Matriz!E33")]


@pytest.mark.parametrize("progress", [False, True])
def test_the_source_matrix_with_its_shifted_row_mended_equals_the_workbook(progress):
    reading = read(source_matrix(mended=True, progress=progress))
    real = read(workbooks.PLAN_FILE.read_bytes())

    assert found(reading, errors_only=True) == []
    same = [name for name in real.activities if name != "component_name"]
    for name in same:
        got, expected = list(reading.activities[name]), list(real.activities[name])
        if name == "start":
            got, expected = [str(x) for x in got], [str(x) for x in expected]
        assert got == pytest.approx(expected) if name == "applied_target" else got == expected, name
    assert list(reading.activities.index) == list(real.activities.index)


def test_progress_beside_the_matrix_reads_with_its_cut_off_and_its_cell():
    reading = read(source_matrix(mended=True, progress=True))

    reports = reading.reports.set_index("activity_id")
    assert len(reports) == 54
    assert set(reports["as_of"].dt.date) == {D(2023, 4, 30)}
    assert reports.loc["C1-01", ["value", "cell"]].tolist() == [1.0, "Matriz!I5"]
    assert reports.loc["C2-01", "value"] == 90.0
    assert reports.loc["C2-01", "evidence"] == "https://ejemplo.invalid/acta"


def test_sign_off_rows_are_never_loaded():
    rows = [
        ["PAAC 2023"],
        ["Actividad", "Indicador", "Meta", "Fecha", "Responsable"],
        ["Publicar el informe", "Informe publicado", 1, "30 de junio", "Planeación"],
        [],
        ["Elaboró: Rosa Ejemplo Pérez", "", "", "", "Profesional"],
        ["Aprobó:", "Comité de Gestión"],
    ]
    reading = read(grid(rows))

    assert list(reading.activities["activity"]) == ["Publicar el informe"]
    assert "Rosa" not in reading.activities.to_csv()


def test_title_rows_name_the_component_of_the_activities_below_them():
    head = ["Subcomponente", "", "Actividades", "Meta o producto", "Responsa ble"]
    head += ["Fecha programada"]
    rows = [
        ["ALCALDÍA MUNICIPAL DE VILLA RICA"],
        ["Plan Anticorrupción y de Atención al Ciudadano vigencia 2021"],
        ["Componente 1: Gestión del Riesgo de Corrupción", *[""] * 5],
        head,
        [
            "Política",
            "1.1",
            "Revisar la política de riesgos",
            "Una política",
            "Planeación",
            "Abril",
        ],
        ["", "1.2", "Divulgar la política", "1 jornada", "Planeación", "30/06/2021"],
        ["Componente 4: Mecanismos de atención", *[""] * 5],
        head,
        ["Estructura", "4.1", "Medir la satisfacción", "100%", "Gobierno", "Semestral"],
    ]
    merge = ["A1:F1", "A2:F2", "A3:F3", "A5:A6", "A7:F7"]
    reading = read(grid(rows, merge=merge))

    table = reading.activities
    assert found(reading, errors_only=True) == []
    assert list(table["component"]) == [1, 1, 4]
    assert list(table["component_name"]) == ["Gestión del Riesgo de Corrupción"] * 2 + [
        "Mecanismos de atención"
    ]
    assert list(table["strategy"]) == ["Política", "Política", "Estructura"]
    assert list(table["unit"]) == ["count", "count", "percent"]
    assert table["milestones"].iloc[0] == (D(2021, 4, 30),)
    assert reading.settings is not None
    assert reading.settings.plan_year == 2021
    assert reading.settings.entity == "ALCALDÍA MUNICIPAL DE VILLA RICA"


def test_a_blank_heading_over_the_activities_is_recognized_and_said():
    rows = [
        ["PAAC 2023"],
        ["Subcomponente", "", "Meta o producto", "Responsable", "Fecha programada"],
        ["Lineamientos", "Formular la política de riesgos", "1 política", "Planeación", "30/04/23"],
        ["Divulgación", "Socializar la política con todos", "2 jornadas", "Planeación", "31/08/23"],
    ]
    reading = read(grid(rows))

    assert list(reading.activities["activity"]) == [
        "Formular la política de riesgos",
        "Socializar la política con todos",
    ]
    assert "blank_heading" in {one.code for one in reading.conventions}


def test_two_columns_of_dates_are_a_window():
    rows = [
        ["PLAN 2023"],
        ["ACTIVIDAD", "RESPONSABLE", "FECHA INICIO", "FECHA FINAL", "ENTREGABLE", "OBSERVACIONES"],
        ["Capacitar al personal", "Talento Humano", "3/02/23", "30/04/23", "1 informe", ""],
        ["Publicar el plan", "TIC", "1/11/232", "30/11/23", "1 plan", ""],
    ]
    reading = read(grid(rows))

    assert list(reading.activities["milestones"]) == [(D(2023, 4, 30),), (D(2023, 11, 30),)]
    assert reading.activities["start"].iloc[0].date() == D(2023, 2, 3)
    assert ("unreadable_start", "Hoja1!C4") in found(reading)


def test_a_heading_over_two_rows_splits_its_dates():
    rows = [
        ["PAAC 2023"],
        ["Actividad", "Meta", "Responsable", "Fecha programada", ""],
        ["", "", "", "Inicio", "Fin"],
        ["Publicar el informe de gestión", 1, "Planeación", "1/02/2023", "31/03/2023"],
    ]
    reading = read(grid(rows, merge=["A2:A3", "B2:B3", "C2:C3", "D2:E2"]))

    assert list(reading.activities["milestones"]) == [(D(2023, 3, 31),)]
    assert reading.activities["start"].iloc[0].date() == D(2023, 2, 1)


def test_columns_marked_with_x_are_the_ends_of_their_periods():
    rows = [
        ["PAAC 2023"],
        ["Actividad", "Meta", "Responsable", "Cuatrimestre 1", "Cuatrimestre 2", "Cuatrimestre 3"],
        ["Hacer seguimiento al mapa", 3, "Control Interno", "X ", "X ", "X "],
        ["Publicar el plan", 1, "Planeación", "x", "", ""],
    ]
    reading = read(grid(rows))

    assert list(reading.activities["milestones"]) == [
        (D(2023, 4, 30), D(2023, 8, 31), D(2023, 12, 31)),
        (D(2023, 4, 30),),
    ]


BLOCKS = {
    "one heading row": [
        ["Actividad", "Meta", "Responsable", "Fecha", "Avance 30 abril", "Evidencia",
         "Observaciones", "Avance 31 agosto", "Evidencia", "Observaciones"],
    ],
    "periods": [
        ["Actividad", "Meta", "Responsable", "Fecha", "Avance I cuatrimestre", "Evidencia I",
         "Observaciones", "Avance II cuatrimestre", "Evidencia", "Observaciones"],
    ],
    "two heading rows": [
        ["", "", "", "", "Primer corte", "", "", "Segundo corte", "", ""],
        ["Actividad", "Meta", "Responsable", "Fecha", "Avance", "Evidencia", "Observaciones",
         "Avance", "Evidencia", "Observaciones"],
    ],
    "dates above": [
        ["FORMULACIÓN", "", "", "", "Fecha de seguimiento: 30/04/2023", "", "",
         "Fecha de seguimiento: 31/08/2023", "", ""],
        ["Actividad", "Meta", "Responsable", "Fecha", "% de Avance", "Soporte", "Observaciones",
         "% de Avance", "Soporte", "Observaciones"],
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", BLOCKS)
def test_tracking_in_columns_beside_the_plan_reads_per_cut_off(name):
    heads = BLOCKS[name]
    one = [("25%", None)[0], "Acta 1", "", "50%", "", "Va bien"]
    data = ["Revisar los riesgos", 4, "Planeación", "Trimestral", *one]
    rows = [["PAAC 2023"], *heads, data]
    merge = ["E2:G2", "H2:J2"] if len(heads) == 2 else []
    merge += ["A2:D2"] if name == "dates above" else []
    reading = read(grid(rows, merge=merge))

    assert found(reading, errors_only=True) == []
    got = [
        (row["as_of"].date(), row["value"], row["evidence"], row["remarks"])
        for _, row in reading.reports.iterrows()
    ]
    assert got == [(D(2023, 4, 30), 1.0, "Acta 1", ""), (D(2023, 8, 31), 2.0, "", "Va bien")]
    row = len(rows)
    assert list(reading.reports["cell"]) == [f"Hoja1!E{row}", f"Hoja1!H{row}"]


def test_one_column_of_progress_without_a_cut_off_is_asked_not_guessed():
    rows = [
        ["PAAC 2023"],
        ["Actividad", "Meta", "Responsable", "Fecha", "Avance"],
        ["Revisar los riesgos", 4, "Planeación", "Trimestral", 2],
    ]
    assert ("cut_unknown", "Hoja1!E2") in found(read(grid(rows)))


def test_one_column_of_progress_takes_the_cut_off_of_a_title():
    rows = [
        ["PAAC 2023 - Seguimiento con corte a 30 de abril de 2023"],
        ["Actividad", "Meta", "Responsable", "Fecha", "Avance"],
        ["Revisar los riesgos", 4, "Planeación", "Trimestral", 2],
    ]
    reading = read(grid(rows))

    assert list(reading.reports["as_of"].dt.date) == [D(2023, 4, 30)]
    assert "cut_from_title" in {one.code for one in reading.conventions}


def test_tracking_of_its_own_without_ids_is_matched_by_exact_text():
    plan = workbooks.book([workbooks.activity()])
    rows = [
        ["Seguimiento 2023"],
        ["Actividad", "Fecha de corte", "Avance", "Evidencia"],
        ["Revisar el mapa de riesgos de la entidad", "30/04/2023", 1, "Acta"],
        ["Revisar el mapa de riesgo de la entidad", "31/08/2023", 2, "Acta"],
    ]
    reading = read(plan, grid(rows, title="Avances"))

    assert reading.reports["value"].tolist() == [1.0]
    [error] = [one for one in reading.findings if one.severity == "error"]
    assert error.code == "unknown_activity"
    assert [str(cell) for cell in error.cells] == ["Avances!A4"]
    assert "¿Es C1-01" in error.message


def test_hidden_rows_and_blank_rows_do_not_move_the_addresses():
    def hide(workbook):
        sheet = workbook["Plan"]
        sheet.insert_rows(3, amount=4)
        sheet.row_dimensions[7].hidden = True

    plan = [workbooks.activity(), workbooks.activity(ID="C1-02", Actividad="Otra", Meta="0,9")]
    reading = read(workbooks.book(plan, then=hide))

    assert ("unreadable_target", "Plan!G7") in found(reading)


def test_ids_are_given_by_component_and_order_where_the_matrix_has_none():
    rows = [
        ["PAAC 2023"],
        ["Componente", "Actividad", "Meta", "Fecha", "Responsable"],
        ["Componente 2. Trámites", "Racionalizar un trámite", 1, "30 de junio", "Planeación"],
        ["", "Publicar el inventario", 1, "30 de junio", "Planeación"],
        ["Componente 3. Rendición", "Hacer la audiencia", 1, "30 de junio", "Despacho"],
    ]
    reading = read(grid(rows))

    assert list(reading.activities.index) == ["C2-01", "C2-02", "C3-01"]


def test_several_sheets_one_a_component_make_one_plan():
    def second(workbook):
        sheet = workbook.create_sheet("Componente 2")
        for row in (
            ["Componente 2: Racionalización de trámites"],
            ["Actividad", "Meta", "Fecha", "Responsable"],
            ["Racionalizar un trámite", 1, "30 de junio", "Planeación"],
        ):
            sheet.append(row)
        workbook["Hoja1"].title = "Componente 1"

    import io

    from openpyxl import load_workbook

    first = grid(
        [
            ["Componente 1: Riesgos", "Vigencia 2023"],
            ["Actividad", "Meta", "Fecha", "Responsable"],
            ["Revisar los riesgos", 1, "30 de junio", "Planeación"],
        ]
    )
    workbook = load_workbook(io.BytesIO(first))
    second(workbook)
    reading = read(workbooks.saved(workbook))

    assert list(reading.activities.index) == ["C1-01", "C2-01"]
