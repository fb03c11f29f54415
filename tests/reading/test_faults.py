"""One broken cell of any column is one finding, at that cell, and nothing echoes it."""

from __future__ import annotations

import pytest

from tests.workbooks import HEADINGS, TRACKING, activity, book, found, read

FAULTS = {"error_value": "#REF!", "formula_without_value": "=A1&B1"}
REPORT = {
    "ID": "C1-01",
    "Actividad": "Revisar el mapa de riesgos de la entidad",
    "Fecha de corte": "30/04/2023",
    "Avance acumulado a la fecha de corte": 1,
}


@pytest.mark.parametrize("code", FAULTS)
@pytest.mark.parametrize("column", range(len(HEADINGS)))
def test_a_fault_in_any_column_of_the_plan_is_one_error_at_its_cell(code, column):
    def spoil(workbook):
        workbook["Plan"].cell(3, column + 1).value = FAULTS[code]

    other = activity(ID="C1-02", Actividad="Divulgar la política entre todos", Lidera="")
    reading = read(book([activity(), other], then=spoil))

    assert found(reading) == [(code, f"Plan!{'ABCDEFGHIJKLMN'[column]}3")]


@pytest.mark.parametrize("code", FAULTS)
@pytest.mark.parametrize("column", range(len(TRACKING)))
def test_a_fault_in_any_column_of_a_report_is_one_error_at_its_cell(code, column):
    def spoil(workbook):
        workbook["Seguimiento"].cell(2, column + 1).value = FAULTS[code]

    reading = read(book([activity()], [REPORT], then=spoil))

    assert found(reading) == [(code, f"Seguimiento!{'ABCDEFGHIJK'[column]}2")]


@pytest.mark.parametrize("code", FAULTS)
@pytest.mark.parametrize(
    "name", ["Cortes", "Nivel medio desde", "Los días son", "Avisar ... días antes", "Escudo"]
)
def test_a_fault_in_a_parameter_is_one_error_at_its_cell(code, name):
    reading = read(book(parameters={name: FAULTS[code]}))
    assert found(reading) == [(code, "Parámetros!B4")]


@pytest.mark.parametrize("fault", FAULTS.values())
def test_a_year_at_fault_stops_at_the_second_gate(fault):
    reading = read(book(parameters={"Vigencia": fault}))

    assert found(reading) == [("bad_parameter", "Parámetros!B3")]
    assert reading.stopped_at == 2


def test_a_fault_in_the_sheet_of_offices_is_one_error_at_its_cell():
    def spoil(workbook):
        sheet = workbook.create_sheet("Dependencias")
        sheet.append(["Dependencia", "También escrita como", "Tipo"])
        sheet.append(["Secretaría de Planeación", "#REF!", ""])

    assert found(read(book(then=spoil))) == [("error_value", "Dependencias!B2")]
