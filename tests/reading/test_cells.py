"""Where each value of a report and of the plan stands, so that a figure can cite it."""

from __future__ import annotations

import datetime as dt

from pac.reading import reader
from tests.workbooks import ROOT, activity, book, grid, read

APRIL, AUGUST = dt.date(2023, 4, 30), dt.date(2023, 8, 31)
TRACKED = "Avance acumulado a la fecha de corte"
TITLE = ["PLAN ANTICORRUPCIÓN VIGENCIA 2023"]
HEAD = ["Actividad", "Indicador", "Meta", "Fecha de cumplimiento", "Responsable"]
ROW = ["Revisar el mapa", "Número", 3, "30 de abril, 31 de agosto y 31 de diciembre", "Planeación"]
ADDRESSES = ["cell", "as_of_cell", "evidence_cell"]


def report(cutoff=AUGUST, value=2, **says):
    return {"ID": "C1-01", "Fecha de corte": cutoff, TRACKED: value, **says}


def addresses(reading, columns=ADDRESSES):
    return [tuple(row) for row in reading.reports[columns].itertuples(index=False)]


def beside(*headings, values, above=(), merge=()):
    """Return a matrix whose progress stands in the plan's own rows, headings in row 2 or 3."""
    upper = [["", "", "", "", "", *above]] if above else []
    rows = [TITLE, *upper, [*HEAD, *headings], [*ROW, *values]]
    return read(grid(rows, merge=merge))


class TestReports:
    def test_the_template_gives_the_cell_of_each_value_in_the_same_row(self):
        reading = read(book(reports=[report(APRIL, 1), report(Evidencia="Acta 1")]))

        assert addresses(reading, [*ADDRESSES, "verified_cell"]) == [
            ("Seguimiento!D2", "Seguimiento!C2", "Seguimiento!G2", "Seguimiento!J2"),
            ("Seguimiento!D3", "Seguimiento!C3", "Seguimiento!G3", "Seguimiento!J3"),
        ]

    def test_a_blank_evidence_still_has_its_cell_and_a_missing_column_has_none(self):
        with_column = read(book(reports=[report()]))
        without = beside("Avance 31 de agosto", values=[2])

        assert with_column.reports["evidence"].tolist() == [""]
        assert with_column.reports["evidence_cell"].tolist() == ["Seguimiento!G2"]
        assert without.reports["evidence_cell"].tolist() == [""]

    def test_beside_the_plan_the_heading_gives_the_date(self):
        reading = beside(
            "Avance 30 de abril", "Evidencia", "Avance 31 de agosto", "Evidencia",
            values=[1, "Acta 1", 2, "Acta 2"],
        )  # fmt: skip

        assert addresses(reading) == [
            ("Hoja1!F3", "Hoja1!F2", "Hoja1!G3"),
            ("Hoja1!H3", "Hoja1!H2", "Hoja1!I3"),
        ]

    def test_of_two_heading_rows_the_one_that_names_the_date_gives_it(self):
        reading = beside(
            "Avance", "Evidencia", "Avance", "Evidencia",
            values=[1, "Acta 1", 2, "Acta 2"],
            above=["Corte 30 de abril", "", "Corte 31 de agosto", ""],
            merge=["F2:G2", "H2:I2"],
        )  # fmt: skip

        assert [day.date() for day in reading.reports["as_of"]] == [APRIL, AUGUST]
        assert reading.reports["as_of_cell"].tolist() == ["Hoja1!F2", "Hoja1!H2"]

    def test_a_title_that_gives_the_date_is_its_cell(self):
        titled = ["Seguimiento con corte a 31 de agosto de 2023"]
        reading = read(grid([TITLE, titled, [*HEAD, "Avance"], [*ROW, 2]]))

        assert addresses(reading, ["cell", "as_of_cell"]) == [("Hoja1!F4", "Hoja1!A2")]

    def test_a_title_in_two_cells_gives_the_one_with_the_date(self):
        titled = ["FECHA DE CORTE:", "", "31 DE AGOSTO DE 2023"]
        reading = read(grid([TITLE, titled, [*HEAD, "Avance"], [*ROW, 2]]))

        assert reading.reports["as_of"].tolist() == [dt.datetime(2023, 8, 31)]  # noqa: DTZ001
        assert reading.reports["as_of_cell"].tolist() == ["Hoja1!C2"]

    def test_where_the_order_gives_the_date_no_cell_does(self):
        reading = beside("Avance", "Avance", "Avance", values=[1, 2, 3])

        assert [row[0] for row in addresses(reading)] == ["Hoja1!F3", "Hoja1!G3", "Hoja1!H3"]
        assert reading.reports["as_of_cell"].tolist() == ["", "", ""]

    def test_where_the_name_of_the_sheet_gives_the_date_no_cell_does(self):
        reading = read(grid([TITLE, [*HEAD, "Avance"], [*ROW, 2]], title="Corte agosto"))

        assert [day.date() for day in reading.reports["as_of"]] == [AUGUST]
        assert reading.reports["as_of_cell"].tolist() == [""]

    def test_each_report_says_in_which_workbook_it_stands(self):
        reading = read(book(reports=[report(APRIL, 1)]), book(reports=[report(Evidencia="Acta 1")]))

        files = dict(zip(reading.reports["as_of"].dt.date, reading.reports["file"], strict=True))
        assert files == {APRIL: "plan.xlsx", AUGUST: "seguimiento.xlsx"}
        # the same address in either
        assert set(reading.reports["cell"]) == {"Seguimiento!D2"}


class TestPlan:
    def test_only_what_is_written_counts_as_filled_and_a_source_has_its_cell(self):
        reading = read(book([activity(Meta_aplicada=6, Objetivo=None)]))

        assert ("C1-01", "applied_target") in reading.filled
        assert ("C1-01", "target") in reading.filled
        for blank in ("dates", "accumulation", "objective"):
            assert ("C1-01", blank) not in reading.filled
        assert str(reading.sources["C1-01", "dates"]) == "Plan!L2"
        assert reading.filled <= set(reading.sources)

    def test_blanks_are_not_filled(self):
        assert ("C1-01", "dates") not in read(book([activity(Fechas="   ")])).filled


class TestParameters:
    def test_those_that_are_written_have_their_cell(self):
        reading = read(book(parameters={"Cortes cerrados": "30/04/2023", "Escudo": None}))

        said = {name: str(cell) for name, cell in reading.parameters.items()}
        assert said == {
            "entity": "Parámetros!B2",
            "plan_year": "Parámetros!B3",
            "closed_cutoffs": "Parámetros!B4",
        }

    def test_without_their_sheet_the_year_stands_in_the_title(self):
        reading = read(grid([TITLE, HEAD, ROW]))

        assert {name: str(cell) for name, cell in reading.parameters.items()} == {
            "plan_year": "Hoja1!A1"
        }

    def test_a_year_that_only_the_name_of_the_sheet_says_has_no_cell(self):
        reading = read(grid([HEAD, ROW], title="PAAC 2023"))

        assert reading.settings.plan_year == 2023
        assert reading.parameters == {}

    def test_a_workbook_that_was_refused_has_neither(self):
        reading = read(b"not a workbook")

        assert (reading.filled, dict(reading.parameters)) == (frozenset(), {})


def test_no_report_of_the_example_is_without_its_cells():
    example = reader.read(reader.load(ROOT / "data" / "ejemplo_seguimiento_2023.xlsx"))

    assert (example.reports[ADDRESSES] != "").all(axis=None)
    assert set(example.reports["file"]) == set(example.files)
