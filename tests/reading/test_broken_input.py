"""Whatever is dropped on it, the reader answers in Spanish, with the cell, soon and in little room."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from tests import workbooks
from tests.workbooks import activity, book, found, grid, read, saved

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SECONDS = 5.0
MEGABYTES = 350


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


def zip_bomb() -> bytes:
    return zipped(
        **{"[Content_Types].xml": b"<a/>", "xl__worksheets__sheet1.xml": b"0" * 300_000_000}
    )


def entity_bomb() -> bytes:
    """A workbook one of whose parts declares entities that grow without end."""
    source, stream = zipfile.ZipFile(io.BytesIO(book())), io.BytesIO()
    lol = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    with zipfile.ZipFile(stream, "w") as archive:
        for item in source.infolist():
            data = source.read(item)
            if item.filename.endswith("sheet1.xml"):
                data = lol + data
            archive.writestr(item, data)
    return stream.getvalue()


def without_sheets() -> bytes:
    workbook = Workbook()
    return saved(workbook)


NOT_A_PLAN = {
    "empty file": (b"", "empty_file", 1),
    "text": (b"ID;Actividad;Meta\n", "not_xlsx", 1),
    "old excel": (OLE + b"\0" * 512, "old_excel", 1),
    "password": (OLE + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le"), "password", 1),
    "another zip": (zipped(**{"hola.txt": b"hola"}), "not_xlsx", 1),
    "open document": (zipped(mimetype=b"application/vnd.oasis"), "other_spreadsheet", 1),
    "binary workbook": (zipped(**{"xl__workbook.bin": b""}), "other_spreadsheet", 1),
    "half a file": (book()[:2000], "broken_file", 1),
    "no workbook part": (zipped(**{"[Content_Types].xml": b"<a/>"}), "broken_file", 1),
    "too large": (b"PK" + b"\0" * (10 * 2**20), "too_large", 1),
    "zip bomb": (zip_bomb(), "zip_bomb", 1),
    "entity bomb": (entity_bomb(), "broken_file", 1),
    "blank book": (without_sheets(), "no_sheets", 2),
    "another table": (grid([["Vigencia 2023"], ["Nombre", "Edad"], ["x", 3]]), "no_plan_sheet", 2),
    "headings only": (book(()), "empty_plan", 2),
    "no year": (
        grid([["Actividad", "Meta", "Fecha", "Responsable"], ["Revisar", 1, "30 de junio", "TIC"]]),
        "missing_year",
        2,
    ),
    "another template": (
        book(parameters={"Versión de la plantilla": "99"}), "unknown_template", 2
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_A_PLAN)
def test_a_file_that_is_no_plan_gets_one_finding_that_says_why_and_at_which_gate(name):
    data, code, gate = NOT_A_PLAN[name]

    reading = read(data)

    assert [one.code for one in reading.findings if one.severity == "error"] == [code]
    assert reading.stopped_at == gate
    assert not reading.acceptable
    [error] = [one for one in reading.findings if one.severity == "error"]
    assert "{" not in error.message
    assert error.fix


def test_a_file_cut_anywhere_never_raises():
    data = workbooks.PLAN_FILE.read_bytes()

    for size in range(0, len(data), len(data) // 40):
        assert read(data[:size]).stopped_at == 1


def test_a_file_with_any_byte_changed_never_raises():
    data = bytearray(book())

    for place in range(0, len(data), len(data) // 150):
        changed = bytearray(data)
        changed[place] ^= 0xFF
        read(bytes(changed))


def test_a_missing_heading_is_named_with_its_row():
    def rename(workbook):
        workbook["Plan"]["G1"] = "Valor esperado"

    reading = read(book(then=rename))

    assert ("missing_headings", "Plan!A1") in found(reading)
    assert reading.stopped_at == 2


def report(**changes):
    row = {
        "ID": "C1-01",
        "Actividad": workbooks.ACTIVITY["Actividad"],
        "Fecha de corte": "30/04/2023",
        "Avance acumulado a la fecha de corte": 1,
        "Evidencia": "https://ejemplo.invalid/1",
    }
    return {**row, **{name.replace("_", " "): value for name, value in changes.items()}}


VALUE = "Avance acumulado a la fecha de corte"
PERCENT = activity(Meta=(0.9, "0%"), **{"Fecha de cumplimiento": "30 de diciembre"})
BROKEN = {
    "text where a number belongs": (report(**{VALUE: "bastante"}), "value_not_number", "D2"),
    "in progress": (report(**{VALUE: "En proceso"}), "value_not_number", "D2"),
    "negative": (report(**{VALUE: -1}), "negative_value", "D2"),
    "not applicable": (report(**{VALUE: "N/A"}), "value_not_applicable", "D2"),
    "a dash": (report(**{VALUE: "-"}), "value_not_applicable", "D2"),
    "unknown ID": (report(ID="C9-99"), "unknown_activity", "A2"),
    "another activity's text": (report(Actividad="Otra cosa"), "activity_mismatch", "A2, B2"),
    "no date": (report(**{"Fecha de corte": None}), "missing_as_of", "C2"),
    "no real date": (report(**{"Fecha de corte": "pronto"}), "bad_as_of", "C2"),
    "date beyond the plan": (
        report(**{"Fecha de corte": "30/04/2025"}), "date_outside_plan", "C2"
    ),
    "date before the plan": (
        report(**{"Fecha de corte": "31/12/2022"}), "date_outside_plan", "C2"
    ),
    "error value": (report(**{VALUE: ("#REF!", "General")}), "error_value", "D2"),
    "formula without its value": (report(**{VALUE: "=1+1"}), "formula_without_value", "D2"),
    "date of completion": (report(**{"Fecha de realización": "ayer"}), "bad_completed_on", "F2"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_one_broken_cell_of_a_report_is_one_error_at_its_address(name):
    row, code, cells = BROKEN[name]

    reading = read(book(reports=[row]))

    expected = ", ".join(f"Seguimiento!{cell}" for cell in cells.split(", "))
    assert found(reading, errors_only=True) == [(code, expected)]


def test_a_bare_number_under_a_percent_target_is_unit_unclear_whatever_its_size():
    for value in (0.45, 1, 45, 90, "45"):
        reading = read(book([PERCENT], [report(**{VALUE: value})]))
        assert found(reading, errors_only=True) == [("unit_unclear", "Seguimiento!D2")], value


def test_two_different_rows_of_one_activity_and_date_are_an_error_that_names_both():
    reading = read(book(reports=[report(), report(**{VALUE: 2})]))
    assert found(reading, errors_only=True) == [
        ("duplicate_report", "Seguimiento!C2, Seguimiento!C3")
    ]


def test_two_equal_rows_count_once_and_are_a_warning():
    reading = read(book(reports=[report(), report()]))
    assert found(reading) == [("repeated_report", "Seguimiento!C3")]
    assert len(reading.reports) == 1


PLAN_FAULTS = {
    "duplicate ID": (
        [activity(), activity(Actividad="Otra")], "duplicate_id", "Plan!A2, Plan!A3"
    ),
    "missing ID": ([activity(), activity(ID=None, Actividad="Otra")], "missing_id", "Plan!A3"),
    "ID that Excel made a number": ([activity(ID=3.1)], "id_not_text", "Plan!A2"),
    "no activity": ([activity(), activity(ID="C1-02", Actividad=None)], "missing_activity", "Plan!E3"),
    "error in the target": ([activity(Meta="#REF!")], "error_value", "Plan!G2"),
    "formula in the deadline": (
        [activity(**{"Fecha de cumplimiento": "=HOY()"})], "formula_without_value", "Plan!H2"
    ),
    "dates": ([activity(Fechas="29/02/2023")], "bad_dates", "Plan!L2"),
    "start": ([activity(Inicio="pronto")], "bad_start", "Plan!K2"),
    "applied target": ([activity(Meta_aplicada=0)], "bad_applied_target", "Plan!M2"),
    "accumulation": ([activity(Acumulación="a veces")], "bad_accumulation", "Plan!N2"),
    "lead": ([activity(Lidera="Bomberos")], "bad_lead", "Plan!J2"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLAN_FAULTS)
def test_one_broken_cell_of_the_plans_structure_is_one_error_at_its_address(name):
    rows, code, cells = PLAN_FAULTS[name]
    assert found(read(book(rows)), errors_only=True) == [(code, cells)]


DOUBTS = {
    "target": (activity(Meta="0,9"), "unreadable_target", "Plan!G2"),
    "no target": (activity(Meta=None), "missing_target", "Plan!G2"),
    "deadline": (activity(**{"Fecha de cumplimiento": "Según cronograma"}), "unreadable_deadline", "Plan!H2"),
    "no deadline": (activity(**{"Fecha de cumplimiento": None}), "missing_deadline", "Plan!H2"),
    "impossible date": (activity(**{"Fecha de cumplimiento": "29/02/23", "Meta": 1}), "unreadable_deadline", "Plan!H2"),
    "another year": (activity(**{"Fecha de cumplimiento": "30/06/2021", "Meta": 1}), "deadline_outside_year", "Plan!H2"),
    "no responsible": (activity(Responsable=None), "missing_responsible", "Plan!I2"),
    "led by a group": (activity(Responsable="Líderes de los procesos"), "led_by_group", "Plan!I2"),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBTS)
def test_a_fault_of_the_adopted_text_is_one_warning_and_never_blocks(name):
    row, code, cell = DOUBTS[name]
    reading = read(book([row]))
    assert (code, cell) in found(reading)
    assert len(found(reading)) == 1
    assert reading.acceptable


MEASURED_APART = """
import json, sys, time
from pathlib import Path
from pac.reading import reader
data = sys.stdin.buffer.read()
started = time.process_time()
reading = reader.read(reader.File("libro.xlsx", data))
print(json.dumps({
    "seconds": time.process_time() - started,
    "megabytes": int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024,
    "errors": [
        [f.code, [str(c) for c in f.cells]] for f in reading.findings if f.severity == "error"
    ],
    "activities": len(reading.activities),
    "stopped_at": reading.stopped_at,
}))
"""


def read_apart(data: bytes) -> dict:
    """Read in a process of its own, whose memory tells."""
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED_APART], input=data, capture_output=True, cwd=root,
        check=True, env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    return json.loads(done.stdout)


def blank_formatted_rows() -> bytes:
    workbook = Workbook(write_only=False)
    sheet = workbook.active
    for row in (workbooks.ACTIVITY,):
        sheet.append(list(row))
        sheet.append(list(row.values()))
    fill = PatternFill("solid", fgColor="FFFF00")
    for number in range(3, 100_003):
        for column in (1, 5, 9):
            sheet.cell(number, column).fill = fill
    sheet.title = "Plan"
    parameters = workbook.create_sheet("Parámetros")
    parameters.append(["Vigencia", 2023])
    return saved(workbook)


def evidence_hyperlinks(rows: int = 60_000, *, linked: bool = True) -> bytes:
    """A tracking sheet whose evidence column holds hyperlinks, as Excel makes them by itself."""
    source, stream = zipfile.ZipFile(io.BytesIO(book())), io.BytesIO()
    cells, links, relations = [], [], []
    for number in range(2, rows + 2):
        cells.append(
            f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>C1-01</t></is></c>'
            f'<c r="D{number}"><v>1</v></c>'
            f'<c r="G{number}" t="inlineStr"><is><t>https://ejemplo.invalid/{number}</t></is></c></row>'
        )
        if not linked:
            continue
        links.append(f'<hyperlink ref="G{number}" r:id="rId{number}"/>')
        relations.append(
            f'<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/'
            f'2006/relationships/hyperlink" Target="https://ejemplo.invalid/{number}" TargetMode="External"/>'
        )
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in source.infolist():
            data = source.read(item)
            if item.filename.endswith("sheet2.xml"):
                text = data.decode().replace("</sheetData>", "".join(cells) + "</sheetData>")
                head = '<worksheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
                text = text.replace("<worksheet", head, 1)
                text = text.replace(
                    "<pageMargins", f"<hyperlinks>{''.join(links)}</hyperlinks><pageMargins"
                )
                data = text.encode()
            archive.writestr(item, data)
        rels = "".join(relations)
        archive.writestr(
            "xl/worksheets/_rels/sheet2.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rels}</Relationships>',
        )
    return stream.getvalue()


def rows_without_end() -> bytes:
    return evidence_hyperlinks(300_000, linked=False)


@pytest.mark.parametrize(
    ("make", "activities", "code", "cells", "gate"),
    [
        (blank_formatted_rows, 1, None, (0, None), None),
        (evidence_hyperlinks, 1, "missing_as_of", (60_000, "Seguimiento!C2"), None),
        (rows_without_end, 0, "too_many_rows", (1, "Seguimiento!A100001"), 2),
        (zip_bomb, 0, "zip_bomb", (0, None), 1),
    ],
    ids=["100,000 blank rows", "60,000 evidence hyperlinks", "300,000 rows", "zip bomb"],
)
def test_a_monster_is_answered_within_five_seconds_and_350_megabytes(
    make, activities, code, cells, gate
):
    got = read_apart(make())

    assert got["seconds"] < SECONDS
    assert got["megabytes"] < MEGABYTES
    assert got["activities"] == activities
    assert got["stopped_at"] == gate
    assert [error[0] for error in got["errors"]] == ([code] if code else [])
    for _, places in got["errors"]:
        assert (len(places), next(iter(places), None)) == cells


def test_two_cells_in_opposite_corners_cost_nothing():
    def far(workbook):
        workbook["Plan"]["XFD1048576"] = "lejos"

    started = time.perf_counter()
    reading = read(book(then=far))

    assert time.perf_counter() - started < SECONDS
    assert ("too_many_rows", "Plan!A100001") in found(reading)


@pytest.mark.parametrize(
    ("heading", "said"),
    [("E1", "Actividad"), ("G1", "Meta"), ("H1", "Fecha de cumplimiento"), ("I1", "Responsable")],
)
def test_each_needed_heading_that_is_missing_is_asked_for(heading, said):
    def rename(workbook):
        workbook["Plan"][heading] = "Otra cosa"

    reading = read(book(then=rename))

    assert found(reading) == [("missing_headings", "Plan!A1")]
    assert f"no tiene la columna «{said}»" in reading.findings[0].message


def test_a_matrix_called_plan_without_ids_needs_its_activities_only():
    rows = [["PAAC 2023"], ["Indicador", "Meta", "Fecha", "Responsable"], ["x", 1, "Junio", "TIC"]]
    assert found(read(grid(rows, title="Plan"))) == [("missing_headings", "Plan!A2")]


def test_a_cover_called_plan_with_two_headings_asks_for_the_matrix():
    rows = [["PAAC 2023"], ["Actividad", "Avance"], ["x", 1]]
    assert found(read(grid(rows, title="Plan"))) == [("no_plan_sheet", "")]


def test_a_plan_whose_only_row_is_shifted_says_so_and_nothing_else():
    rows = [
        ["PAAC 2023"],
        ["Componente", "Estrategia", "Actividad", "Meta", "Fecha", "Responsable"],
        ["Publicar el informe", 1, "30 de junio", "Planeación"],
    ]
    reading = read(grid(rows))

    assert found(reading) == [("shifted_row", "Hoja1!A3, Hoja1!B3, Hoja1!C3, Hoja1!D3")]
    assert "Corte las celdas A3:D3 y péguelas en C3:F3" in reading.findings[0].message


def test_a_short_row_that_does_not_read_one_column_on_is_not_called_shifted():
    rows = [
        ["PAAC 2023"],
        ["Componente", "Actividad", "Meta", "Fecha", "Responsable"],
        ["1. Riesgos", "Publicar el informe", "Un informe", "30 de junio", "TIC"],
        ["Revisar el mapa", "Según el caso", "Por definir", "TIC", ""],
        ["", "Divulgar el mapa", 1, "30 de junio", "TIC"],
    ]
    assert "shifted_row" not in {code for code, _ in found(read(grid(rows)))}


def test_parameters_of_a_tracking_book_that_do_not_read_are_reported():
    tracking = book(parameters={"Vigencia": "este año"})
    assert found(read(book(), tracking)) == [("bad_parameter", "Parámetros!B3")]
