"""The marked copy of a workbook: marks on the right cells, and not one other byte changed."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import FormulaRule, IconSetRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image as Picture

from pac import schema
from pac.model import Cell, Finding, Severity
from pac.workbook import marked as module
from pac.workbook import notes
from pac.workbook.marked import marked
from pac.workbook.parts import BrokenPackage
from tests.workbooks import PLAN_FILE, ROOT, activity, book, grid, read, saved, source_matrix

X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
EXTENSIONS = (
    f'<extLst><ext xmlns:x14="{X14}" uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}">'
    "<x14:conditionalFormattings><x14:conditionalFormatting "
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    '<x14:cfRule type="dataBar" id="{00000000-000E-0000-0000-000001000000}"><x14:dataBar '
    'minLength="0" maxLength="100"><x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/>'
    "</x14:dataBar></x14:cfRule><xm:sqref>P2:P4</xm:sqref></x14:conditionalFormatting>"
    f'</x14:conditionalFormattings></ext><ext xmlns:x14="{X14}" '
    'uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup>'
    "<x14:sparklines><x14:sparkline><xm:f>Plan!P2:P4</xm:f><xm:sqref>Q2</xm:sqref>"
    "</x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
)
TEXT_BOX = (
    "<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9"
    "</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>3</xdr:col><xdr:colOff>0"
    '</xdr:colOff><xdr:row>12</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp macro="" '
    'textlink=""><xdr:nvSpPr><xdr:cNvPr id="9" name="Cuadro"/><xdr:cNvSpPr txBox="1"/>'
    '</xdr:nvSpPr><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>'
    "<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>Aprobado en comité</a:t></a:r></a:p></xdr:txBody>"
    "</xdr:sp><xdr:clientData/></xdr:twoCellAnchor>"
)
DRAWING_SPACES = (
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)

FAULTY = (
    activity(),
    activity(ID="C1-02", Actividad="Publicar el mapa", Meta="N/A"),
    activity(ID="C1-02", Actividad="Socializar el mapa"),
    activity(ID=None, Actividad="Evaluar el mapa", Responsable="Despacho"),
    activity(ID="C1-05", Actividad="Archivar", Fecha_de_cumplimiento='Según "cronograma" & plan'),
)
REPORTS = (
    {"ID": "C1-01", "Fecha de corte": "30/04/2023", "Avance acumulado a la fecha de corte": -3},
    {"ID": "C1-05", "Fecha de corte": "ayer", "Avance acumulado a la fecha de corte": 1},
)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def opened(data: bytes) -> Workbook:
    """Return a workbook that openpyxl opens, whatever it says of what it would lose."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(data))


def text_of(content: bytes) -> str:
    return content.decode("utf-16" if content[:2] == b"\xff\xfe" else "utf-8-sig")


def rebuilt(contents: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in contents.items():
            stored = name.endswith(".png")
            kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, kind)
    return stream.getvalue()


def furnish(workbook: Workbook) -> None:
    """Put into the plan's sheet what loading and saving would spoil."""
    sheet = workbook["Plan"]
    for row in (2, 3, 4):
        sheet.cell(row, 16).value = f"=1+{row}"
    sheet["E2"].comment = Comment("Nota de Planeación", "Planeación")
    sheet["G3"].comment = Comment("La meta la fija el comité", "Planeación")
    sheet.merge_cells("B8:D9")
    sheet["B8"] = "Elaboró: Planeación"
    check = DataValidation(type="list", formula1='"a,b"')
    check.add("M2:M9")
    sheet.add_data_validation(check)
    sheet.conditional_formatting.add("P2:P4", IconSetRule("3Arrows", "percent", [0, 33, 67]))
    red = PatternFill("solid", start_color="FF0000", end_color="FF0000")
    sheet.conditional_formatting.add("G2:G6", FormulaRule(["ISTEXT(G2)"], fill=red))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=16, min_row=2, max_row=4))
    sheet.add_chart(chart, "S2")
    picture = io.BytesIO()
    Picture.new("RGB", (8, 8), "navy").save(picture, "PNG")
    sheet.add_image(Image(picture), "S20")
    sheet.column_dimensions["E"].width = 61.5
    sheet.print_title_rows = "1:1"
    workbook.create_sheet("Notas").sheet_state = "hidden"


@pytest.fixture(scope="module")
def rich() -> bytes:
    contents = parts(book(FAULTY, REPORTS, then=furnish))
    sheet = contents["xl/worksheets/sheet1.xml"].decode()
    for row in (2, 3, 4):
        old = re.search(rf"<f>1\+{row}</f>(?:<v ?/>|<v></v>)", sheet)
        assert old
        sheet = sheet.replace(old[0], f"<f>1+{row}</f><v>{row + 1}</v>")
    contents["xl/worksheets/sheet1.xml"] = sheet.replace(
        "</worksheet>", f"{EXTENSIONS}</worksheet>"
    ).encode()
    drawing = contents["xl/drawings/drawing1.xml"].decode()
    box = TEXT_BOX.replace("<xdr:twoCellAnchor>", f"<xdr:twoCellAnchor {DRAWING_SPACES}>", 1)
    closing = re.search(r"</(\w+:)?wsDr>$", drawing.strip())
    assert closing
    contents["xl/drawings/drawing1.xml"] = drawing.replace(closing[0], box + closing[0]).encode()
    return rebuilt(contents)


def finding(*cells: str, sheet: str = "Plan", **changes: object) -> Finding:
    """Return an invented finding on some cells of a sheet."""
    places = []
    for cell in cells:
        row, column = openpyxl.utils.cell.coordinate_to_tuple(cell)
        places.append(Cell(sheet, row, column))
    values: dict[str, object] = {
        "code": "invented",
        "severity": Severity.ERROR,
        "cells": tuple(places),
        "message": f"{sheet}!{cells[0] if cells else ''}: lo que dice. Corríjalo.",
        "fix": "Corríjalo.",
    }
    return Finding(**(values | changes))  # type: ignore[arg-type]


def rules(data: bytes, sheet: str = "Plan") -> dict[str, str]:
    """Return our rules of a sheet: cells and formula."""
    found = {}
    for group in opened(data)[sheet].conditional_formatting:
        for rule in group.rules:
            if rule.formula and "revision_paac" in rule.formula[0]:
                found[str(group.sqref)] = rule.formula[0]
    return found


def cells_in(ranges: Mapping[str, str]) -> set[str]:
    return {
        f"{openpyxl.utils.get_column_letter(column)}{row}"
        for sqref in ranges
        for one in sqref.split()
        for left, top, right, bottom in [openpyxl.utils.range_boundaries(one)]
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }


def our_notes(data: bytes, sheet: str = "Plan") -> dict[str, str]:
    return {
        cell.coordinate: cell.comment.text
        for row in opened(data)[sheet].iter_rows()
        for cell in row
        if cell.comment and cell.comment.text.startswith(schema.REVIEW)
    }


def list_of(data: bytes) -> list[tuple[str | None, ...]]:
    sheet = opened(data)[schema.REVIEW]
    return [tuple(row) for row in sheet.iter_rows(min_row=4, values_only=True)]


def check_sound(data: bytes) -> None:
    """Assert that each part is well formed, that sheets follow the schema and links lead on."""
    contents = parts(data)
    assert len(zipfile.ZipFile(io.BytesIO(data)).namelist()) == len(contents)
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    types = text_of(contents["[Content_Types].xml"])
    for part in re.findall(r'PartName="/([^"]+)"', types):
        assert part in contents, f"{part} is declared and missing"
    for name, content in contents.items():
        if not name.endswith((".xml", ".rels")):
            continue
        root = ElementTree.fromstring(content)  # noqa: S314 (our own file)
        if root.tag.endswith("}worksheet"):
            tags = [child.tag.rpartition("}")[2] for child in root]
            order = [module._ORDER.index(tag) for tag in tags if tag in module._ORDER]
            assert order == sorted(order), name
            taken = [e.get("priority") for e in root.iter() if e.tag.endswith("main}cfRule")]
            assert len(taken) == len(set(taken)), f"{name}: {taken}"


def same_verdict(data: bytes, name: str = "plan.xlsx") -> None:
    """Assert that a marked copy reads as its original does, and stands marking again."""
    before = read(data, name=name)
    copy = marked(data, before.findings)
    check_sound(copy)
    after = read(copy, name=name)
    assert after.findings == before.findings
    assert after.conventions == before.conventions
    assert marked(copy, before.findings) == copy
    cleared, original = parts(marked(copy, ())), parts(data)
    changed = {name for name in cleared if cleared[name] != original.get(name)}
    assert changed <= {name for name in cleared if "styles" in name or name not in original} | {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
    }


# --- what stays ---------------------------------------------------------------------------------


def test_every_part_that_is_not_about_the_marks_comes_back_byte_for_byte(rich: bytes) -> None:
    copy = marked(rich, read(rich).findings)
    before, after = parts(rich), parts(copy)

    assert list(after)[: len(before)] == list(before)
    assert {name for name in before if after[name] != before[name]} == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
    }
    assert set(after) - set(before) == {
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/worksheets/_rels/sheet2.xml.rels",
        "xl/worksheets/sheet5.xml",
    }
    check_sound(copy)


def test_parts_keep_their_kind_of_packing(rich: bytes) -> None:
    def kinds(data: bytes) -> dict[str, int]:
        infos = zipfile.ZipFile(io.BytesIO(data)).infolist()
        return {info.filename: info.compress_type for info in infos}

    before = kinds(rich)
    after = kinds(marked(rich, read(rich).findings))

    assert set(before.values()) == {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    assert {name: after[name] for name in before} == before


def test_a_sheet_without_our_insertions_is_what_it_was(rich: bytes) -> None:
    copy = parts(marked(rich, read(rich).findings))
    before = parts(rich)

    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        rest = re.sub(
            rb"<conditionalFormatting [^>]*><cfRule [^>]*><formula>[^<]*revision_paac[^<]*"
            rb"</formula></cfRule></conditionalFormatting>",
            b"",
            copy[name],
        )
        if b"legacyDrawing" not in before[name]:
            rest = re.sub(rb"<legacyDrawing [^>]*/>", b"", rest)
        assert rest == before[name]


def test_a_note_of_the_users_stays_and_its_cell_gets_the_colour_only(rich: bytes) -> None:
    copy = marked(rich, read(rich).findings)
    sheet = opened(copy)["Plan"]

    assert sheet["G3"].comment.text == "La meta la fija el comité"
    assert sheet["E2"].comment.text == "Nota de Planeación"
    assert "G3" in cells_in(rules(copy))


def test_without_findings_a_clean_book_comes_back_as_it_is(rich: bytes) -> None:
    assert marked(rich, ()) is rich


def test_a_marked_copy_cleared_differs_from_the_original_in_unused_styles_only(rich: bytes) -> None:
    cleared = parts(marked(marked(rich, read(rich).findings), ()))
    before = parts(rich)

    assert list(cleared) == list(before)
    assert [name for name in before if cleared[name] != before[name]] == ["xl/styles.xml"]


# --- the marks ----------------------------------------------------------------------------------


def test_each_cell_at_fault_has_its_colour_and_its_note(rich: bytes) -> None:
    findings = read(rich).findings
    copy = marked(rich, findings)

    for sheet in ("Plan", "Seguimiento"):
        expected = {c.address for one in findings for c in one.cells if c.sheet == sheet}
        assert expected
        assert cells_in(rules(copy, sheet)) == expected
        assert our_notes(copy, sheet).keys() == expected - {"G3"}


def test_a_note_says_what_was_found_without_its_place_and_what_to_do() -> None:
    copy = marked(book(), [finding("E2")])

    assert our_notes(copy) == {"E2": f"{schema.REVIEW}\nPor corregir: Lo que dice. Corríjalo."}


def test_errors_and_warnings_have_different_colours_and_an_error_prevails() -> None:
    warning = {"severity": Severity.WARNING, "code": "other"}
    data = book()
    copy = marked(data, [finding("E2", "F2", **warning), finding("E2")])
    groups = opened(copy)["Plan"].conditional_formatting
    fills = {str(g.sqref): g.rules[0].dxf.fill.bgColor.rgb for g in groups}

    assert fills == {"E2": "FFF8C9C4", "F2": "FFFFF2CC"}
    assert our_notes(copy)["E2"].count("\n\n") == 1


@pytest.mark.parametrize(
    ("value", "formula"),
    [
        (None, "LEN(TRIM(E2))=0"),
        ("N/A", 'ISTEXT(E2),EXACT(E2,"N/A")'),
        ('Según "cronograma" & <plan>', 'ISTEXT(E2),EXACT(E2,"Según ""cronograma"" & <plan>")'),
        (0.9, "ISNUMBER(E2),ABS(E2-(0.9))<1E-09"),
        (-3, "ISNUMBER(E2),ABS(E2-(-3))<3E-09"),
        ("x" * 300, ""),
        ("dos\nlíneas", ""),
        ("=1+1", ""),
    ],
)
def test_a_mark_holds_while_its_cell_says_the_same(value: object, formula: str) -> None:
    copy = marked(book([activity(Actividad=value)]), [finding("E2")])
    marker = 'N("revision_paac")=0'

    assert rules(copy) == {"E2": f"AND({marker},{formula})" if formula else marker}


def test_one_rule_serves_a_run_of_cells_that_say_the_same() -> None:
    data = grid([["x", "N/A"]] * 40 + [["x", ""]] * 3, title="Plan")
    cells = [f"B{row}" for row in range(1, 44)]

    assert list(rules(marked(data, [finding(*cells)]))) == ["B1:B40", "B41:B43"]


def test_a_cell_covered_by_a_merge_is_marked_where_it_shows() -> None:
    data = grid([["x"], ["a", "b"]], title="Plan", merge=["A1:C1"])
    copy = marked(data, [finding("B1")])

    assert list(rules(copy)) == ["A1"]
    assert list(our_notes(copy)) == ["A1"]
    assert list_of(copy)[1][1] == "B1"


def test_our_rules_come_first_where_numbers_are_free_and_never_share_one(rich: bytes) -> None:
    free = marked(book(), [finding("E2"), finding("F2")])
    taken = marked(rich, read(rich).findings)

    assert b'priority="1"' in parts(free)["xl/worksheets/sheet1.xml"]
    check_sound(taken)


def test_many_cells_are_all_coloured_and_listed_and_the_first_get_notes() -> None:
    data = grid([[f"texto {row}"] for row in range(3000)], title="Plan")
    every = [f"A{row}" for row in range(1, 3001)]
    copy = marked(data, [finding(*every), finding("A2999", code="other")])

    assert cells_in(rules(copy)) == set(every)
    assert len(our_notes(copy)) == notes.PER_SHEET
    assert [row[1] for row in list_of(copy)[1:]] == ["A1:A3000", "A2999"]
    check_sound(copy)


# --- the list -----------------------------------------------------------------------------------


def test_the_list_stands_last_says_errors_first_and_leads_to_the_cells(rich: bytes) -> None:
    findings = read(rich).findings
    copy = opened(marked(rich, findings))
    sheet = copy[schema.REVIEW]

    assert copy.sheetnames[-1] == schema.REVIEW
    errors = sum(max(1, len(f.cells)) for f in findings if f.severity is Severity.ERROR)
    assert sheet["A1"].value.startswith(f"{schema.REVIEW}: {errors} celdas por corregir y ")
    assert [cell.value for cell in sheet[3]] == [
        "Hoja", "Celda", "Actividad", "Lo que dice", "Qué hacer",
    ]  # fmt: skip
    assert sheet["A3"].font.bold
    assert sheet.freeze_panes == "A4"
    firsts = [row[0].value for row in sheet.iter_rows(min_row=4)]
    assert [text for text in firsts if text.endswith(".")] == [
        "Por corregir: el tablero no se actualiza mientras falte algo de esto.",
        "Avisos: no impiden actualizar.",
    ]
    linked = {
        row[1].hyperlink.location: (row[0].value, row[1].value)
        for row in sheet.iter_rows(min_row=4)
        if row[1].hyperlink
    }
    assert {place: f"'{name}'!{cell}" for place, (name, cell) in linked.items()} == {
        place: place for place in linked
    }
    assert {cell for one in findings for cell in one.cells} == {
        Cell(name, *openpyxl.utils.cell.coordinate_to_tuple(cell))
        for name, ranges in linked.values()
        for cell in cells_in({ranges: ""})
    }


@pytest.mark.parametrize("name", ["Hoja 1", "D'Artagnan & hijos", "Ñandú «2»", "📋 Plan", "A1"])
def test_a_link_names_its_sheet_as_excel_does(name: str) -> None:
    copy = marked(grid([["x"]], title=name), [finding("A1", sheet=name)])
    sheet = opened(copy)[schema.REVIEW]
    quoted = name.replace("'", "''")

    assert sheet["B5"].hyperlink.location == f"'{quoted}'!A1"
    assert list(rules(copy, name)) == ["A1"]


def test_what_concerns_no_cell_or_another_sheet_is_listed_without_a_link() -> None:
    whole = finding(message="plan.xlsx: está vacío. Corríjalo.", file="plan.xlsx")
    copy = marked(book(), [whole, finding("A1", sheet="Otra")])
    sheet = opened(copy)[schema.REVIEW]

    assert [row[:2] for row in list_of(copy)[1:]] == [("plan.xlsx", None), ("Otra", "A1")]
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)


def test_texts_of_the_list_stay_texts() -> None:
    odd = '=HYPERLINK("x") <b> & \x0b\ud800 _x0041_'
    copy = marked(book(), [finding("E2", activities=(odd,))])
    sheet = opened(copy)[schema.REVIEW]

    assert sheet["C5"].data_type == "s" or sheet["C5"].data_type == "inlineStr"
    assert sheet["C5"].value.startswith('=HYPERLINK("x") <b> & ')
    assert sheet["C5"].quotePrefix
    check_sound(copy)


def test_a_sheet_of_the_users_with_the_lists_name_is_left_alone() -> None:
    def own(workbook: Workbook) -> None:
        workbook.create_sheet(schema.REVIEW)["A1"] = "Lo que dijo el comité"

    data = book(FAULTY, then=own)
    copy = marked(data, read(data).findings)
    names = opened(copy).sheetnames

    assert names[-2:] == [schema.REVIEW, f"{schema.REVIEW} (2)"]
    assert marked(copy, read(data).findings) == copy
    assert opened(marked(copy, ())).sheetnames == names[:-1]


# --- reading it again ---------------------------------------------------------------------------


def test_the_marked_copy_gives_the_same_verdict(rich: bytes) -> None:
    same_verdict(rich)


@pytest.mark.parametrize(
    "data",
    [
        PLAN_FILE.read_bytes(),
        (ROOT / "data" / "ejemplo_seguimiento_2023.xlsx").read_bytes(),
        source_matrix(),
        source_matrix(mended=True, progress=True),
        grid([["Vigencia"], ["nada"]], title="Hoja 1"),
    ],
    ids=["plan", "example", "matrix", "progress", "none"],
)
def test_books_of_other_shapes_give_the_same_verdict(data: bytes) -> None:
    same_verdict(data)


def test_the_list_names_no_year_for_a_plan_that_has_none() -> None:
    data = book(FAULTY, parameters={"Vigencia": None})
    findings = read(data).findings
    assert "missing_year" in {one.code for one in findings}

    assert read(marked(data, findings)).findings == findings


def test_mending_the_cells_leaves_nothing_to_mark() -> None:
    data = book(FAULTY[:2])
    copy = opened(marked(data, read(data).findings))
    copy["Plan"]["G3"] = 3
    mended = saved(copy)
    cleared = marked(mended, read(mended).findings)

    assert read(mended).findings == ()
    assert schema.REVIEW not in opened(cleared).sheetnames
    assert not rules(cleared)
    assert not our_notes(cleared)


def test_marks_are_known_after_another_program_has_written_them_anew() -> None:
    data = book(FAULTY, REPORTS)
    findings = read(data).findings
    resaved = saved(opened(marked(data, findings)))
    contents = parts(resaved)
    for name, content in contents.items():
        if name.startswith("xl/comments"):  # LibreOffice drops who wrote a note
            assert schema.REVIEW.encode() in content
            author = f"<author>{schema.REVIEW}</author>".encode()
            contents[name] = content.replace(author, b"<author> </author>")
    resaved = rebuilt(contents)
    again = marked(resaved, findings)

    assert rules(again) == rules(marked(data, findings))
    assert our_notes(again) == our_notes(marked(data, findings))
    assert b"revision_paac" not in b"".join(parts(marked(resaved, ())).values())


def test_a_list_that_was_moved_goes_without_upsetting_the_numbers_of_other_sheets() -> None:
    data = book(
        FAULTY, then=lambda workbook: setattr(workbook["Parámetros"], "print_title_rows", "1:1")
    )
    findings = read(data).findings
    moved = opened(marked(data, findings))
    moved.move_sheet(schema.REVIEW, -3)
    moved[schema.REVIEW].print_title_rows = "3:3"
    moved.active = 3
    cleared = opened(marked(saved(moved), ()))

    assert cleared.sheetnames == ["Plan", "Seguimiento", "Parámetros"]
    assert cleared["Parámetros"].print_title_rows == "$1:$1"
    assert cleared["Plan"].print_title_rows is None
    assert cleared.active.title == "Parámetros"


# --- files of odd but legal shape ---------------------------------------------------------------


def prefixed(contents: dict[str, bytes]) -> None:
    for name, content in contents.items():
        if name.startswith(("xl/worksheets/sheet", "xl/styles", "xl/workbook", "xl/comments/")):
            text = re.sub(rb"<(/?)([A-Za-z]\w*)(?=[\s/>])", rb"<\1x:\2", content)
            contents[name] = re.sub(rb"\sxmlns=", b" xmlns:x=", text)


def strict(contents: dict[str, bytes]) -> None:
    changes = (
        ("http://schemas.openxmlformats.org/spreadsheetml/2006/main",
         "http://purl.oclc.org/ooxml/spreadsheetml/main"),
        ("http://schemas.openxmlformats.org/officeDocument/2006/relationships",
         "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )  # fmt: skip
    for name in contents:
        for old, new in changes:
            contents[name] = contents[name].replace(old.encode(), new.encode())


def utf_16(contents: dict[str, bytes]) -> None:
    for name, content in contents.items():
        if name.endswith((".xml", ".rels")):
            text = re.sub(r"^<\?xml[^>]*\?>\s*", "", content.decode())
            text = f'<?xml version="1.0" encoding="UTF-16"?>\r\n{text}'
            contents[name] = text.encode("utf-16")


def with_bom(contents: dict[str, bytes]) -> None:
    for name, content in contents.items():
        if name.endswith((".xml", ".rels")):
            contents[name] = b"\xef\xbb\xbf" + content.replace(b"><", b">\r\n<")


def absolute(contents: dict[str, bytes]) -> None:
    links = "xl/_rels/workbook.xml.rels"
    contents[links] = re.sub(rb'Target="/?(?:xl/)?', b'Target="/xl/', contents[links])


def bare(contents: dict[str, bytes]) -> None:
    for name in [one for one in contents if one.startswith("docProps")]:
        del contents[name]
    contents["xl/worksheets/hoja.xml"] = contents.pop("xl/worksheets/sheet1.xml")
    if "xl/worksheets/_rels/sheet1.xml.rels" in contents:
        contents["xl/worksheets/_rels/hoja.xml.rels"] = contents.pop(
            "xl/worksheets/_rels/sheet1.xml.rels"
        )
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        contents[name] = contents[name].replace(b"sheet1.xml", b"hoja.xml")
    types = contents["[Content_Types].xml"]
    contents["[Content_Types].xml"] = re.sub(rb'<Override PartName="/docProps[^>]*>', b"", types)


def no_styles(contents: dict[str, bytes]) -> None:
    del contents["xl/styles.xml"]
    links = "xl/_rels/workbook.xml.rels"
    contents[links] = re.sub(rb"<Relationship [^>]*styles[^>]*>", b"", contents[links])
    types = contents["[Content_Types].xml"]
    contents["[Content_Types].xml"] = re.sub(rb"<Override [^>]*styles[^>]*>", b"", types)
    for name, content in contents.items():
        if name.startswith("xl/worksheets/sheet"):
            contents[name] = re.sub(rb' s="\d+"', b"", content)


def no_dxfs(contents: dict[str, bytes]) -> None:
    styles = contents["xl/styles.xml"]
    contents["xl/styles.xml"] = re.sub(rb"<dxfs.*?(/>|</dxfs>)", b"", styles, flags=re.DOTALL)


def alternate(contents: dict[str, bytes]) -> None:
    name = "xl/worksheets/sheet1.xml"
    opening = re.search(rb"<worksheet [^>]*", contents[name])
    assert opening
    spaces = (
        b' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        b'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
        b'mc:Ignorable="xr" xr:uid="{00000000-0001-0000-0000-000000000000}"'
    )
    text = contents[name].replace(opening[0], opening[0] + spaces, 1)
    drawing = b'<mc:AlternateContent><mc:Choice Requires="x14"><drawing/></mc:Choice>'
    closing = drawing + b"</mc:AlternateContent></worksheet>"
    contents[name] = text.replace(b"</worksheet>", closing)


SHAPES = (
    prefixed, strict, utf_16, with_bom, absolute, bare, no_styles, no_dxfs, alternate,
)  # fmt: skip


@pytest.mark.parametrize("change", SHAPES, ids=lambda change: change.__name__)
def test_odd_but_legal_files_are_marked_like_any_other(
    change: Callable[[dict[str, bytes]], None],
) -> None:
    contents = parts(book(FAULTY, REPORTS))
    change(contents)
    data = rebuilt(contents)
    copy = marked(data, read(data).findings)
    texts = [text_of(content) for name, content in parts(copy).items() if name.endswith(".xml")]

    assert sum(text.count("revision_paac") for text in texts) == 6  # of 7 cells two share a rule
    same_verdict(data)


def test_a_drawing_after_the_place_of_notes_keeps_its_order() -> None:
    contents = parts(book(FAULTY))
    alternate(contents)
    copy = parts(marked(rebuilt(contents), [finding("E2")]))["xl/worksheets/sheet1.xml"]

    assert copy.index(b"AlternateContent>") < copy.index(b"<legacyDrawing")


def with_vml(data: bytes, vml: bytes) -> bytes:
    """Return a file whose first sheet has a drawing of form controls and no notes."""
    contents = parts(data)
    contents["xl/drawings/vmlDrawing7.vml"] = vml
    contents["xl/worksheets/_rels/sheet1.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/vmlDrawing" Target="../drawings/vmlDrawing7.vml"/></Relationships>'
    )
    rels = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheet = "xl/worksheets/sheet1.xml"
    drawing = b'<legacyDrawing xmlns:r="' + rels + b'" r:id="rId5"/></worksheet>'
    contents[sheet] = contents[sheet].replace(b"</worksheet>", drawing)
    types = "[Content_Types].xml"
    kind = b'<Default Extension="VML" ContentType="application/vnd.openxmlformats-officedocument'
    contents[types] = contents[types].replace(b"<Default", kind + b'.vmlDrawing"/><Default', 1)
    return rebuilt(contents)


CONTROL = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel"'
    b' xmlns:o="urn:schemas-microsoft-com:office:office"><v:shape id="_x0000_s1030" type="#_x0000_t'
    b'201"><v:textbox><div>Marque<br>aqu\xc3\xad</div></v:textbox>'
    b'<x:ClientData ObjectType="Checkbox">'
    b"<x:Row>1</x:Row><x:Column>4</x:Column></x:ClientData></v:shape></xml>"
)


def test_the_drawing_of_form_controls_survives_even_where_it_is_not_well_formed() -> None:
    data = with_vml(book(), CONTROL)
    copy = marked(data, [finding("E2")])
    contents = parts(copy)
    vml = contents["xl/drawings/vmlDrawing7.vml"]

    assert vml.startswith(CONTROL[:-6])
    assert b'id="_x0000_s1031"' in vml
    assert contents["xl/worksheets/sheet1.xml"].count(b"legacyDrawing") == 1
    assert our_notes(copy).keys() == {"E2"}
    cleared = parts(marked(copy, ()))
    assert cleared["xl/drawings/vmlDrawing7.vml"].count(b"<v:shape ") == 1
    assert "xl/comments1.xml" not in cleared
    assert cleared["xl/worksheets/sheet1.xml"] == parts(data)["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("part", ["xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml"])
def test_notes_that_cannot_be_read_are_left_alone(rich: bytes, part: str) -> None:
    contents = parts(rich)
    contents[part] = b"<comments"
    data = rebuilt(contents)
    findings = read(data).findings
    copy = marked(data, findings)

    assert parts(copy)[part] == b"<comments"
    assert parts(copy)["xl/worksheets/sheet1.xml"].count(b"revision_paac") > 0
    assert marked(copy, findings) == copy


def test_the_notes_of_a_conversation_stay_with_it(rich: bytes) -> None:
    contents = parts(rich)
    name = "xl/comments/comment1.xml"
    contents[name] = contents[name].replace(
        b"<author>Planeaci", b"<author>tc={00-11}</author><author>Planeaci", 1
    )
    contents["xl/threadedComments/threadedComment1.xml"] = b"<ThreadedComments/>"
    data = rebuilt(contents)
    copy = parts(marked(data, read(data).findings))

    assert copy["xl/threadedComments/threadedComment1.xml"] == b"<ThreadedComments/>"
    assert copy[name].index(b"tc={00-11}") < copy[name].index(schema.REVIEW.encode())


# --- files that are not taken -------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", grid([["x"]])[:-40]], ids=["none", "cut", "tail"]
)
def test_what_is_no_workbook_is_said_to_be_broken(data: bytes) -> None:
    with pytest.raises(BrokenPackage):
        marked(data, [finding("A1")])


def test_parts_that_would_take_too_much_room_are_not_unpacked() -> None:
    contents = parts(book())
    contents["xl/bomba.xml"] = bytes(101 * 2**20)

    with pytest.raises(BrokenPackage):
        marked(rebuilt(contents), [finding("A1")])


def test_a_picture_is_never_unpacked(rich: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    original = zipfile.ZipFile.open

    def spy(self: zipfile.ZipFile, name: object, *args: object, **kwargs: object) -> object:
        opened.append(str(getattr(name, "filename", name)))
        return original(self, name, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(zipfile.ZipFile, "open", spy)
    marked(rich, [finding("E2")])

    assert opened
    assert not [name for name in opened if "media" in name or "charts" in name]
