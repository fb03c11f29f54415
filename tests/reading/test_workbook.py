"""The parts of an .xlsx as Excel, LibreOffice, Google Sheets and others write them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest

from pac.reading.workbook import Content, NotReadable, Sheet, read_workbook, shown
from tests.workbooks import grid, read

D = dt.date
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def relations(*kinds_and_targets, links=LINKS):
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{links}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(kinds_and_targets, 1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{rows}</Relationships>'


def package(
    rows, *, main=MAIN, links=LINKS, settings="", styles="", strings="", after="", prefix=""
):
    """Return a workbook written by hand: the inside of sheetData, and the other parts as given."""
    p = f"{prefix}:" if prefix else ""
    declared = f'xmlns:{prefix}="{main}"' if prefix else f'xmlns="{main}"'
    targets = [("worksheet", "/xl/worksheets/hoja.xml")]
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml"), links=links),
        "xl/workbook.xml": f'<{p}workbook {declared} xmlns:r="{links}">{settings}<{p}sheets>'
        f'<{p}sheet name="Hoja" sheetId="1" r:id="rId1"/></{p}sheets></{p}workbook>',
        "xl/worksheets/hoja.xml": f"<{p}worksheet {declared}><{p}sheetData>{rows}</{p}sheetData>"
        f"{after}</{p}worksheet>",
    }
    if styles:
        targets.append(("styles", "styles.xml"))
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{main}">{styles}</styleSheet>'
    if strings:
        targets.append(("sharedStrings", "sharedStrings.xml"))
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{strings}</sst>'
    parts["xl/_rels/workbook.xml.rels"] = relations(*targets, links=links)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def sheet_of(data: bytes) -> Sheet:
    [sheet] = read_workbook(data, "libro.xlsx").sheets
    return sheet


def value(cell: str, **parts) -> Content:
    """Return what a reader makes of one cell, written as XML."""
    return sheet_of(package(f'<row r="1">{cell}</row>', **parts)).at(1, 1)


STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="d\\ mmm"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="164"/></cellXfs>'
)


@pytest.mark.parametrize(
    ("cell", "expected", "text"),
    [
        ('<c r="A1"><v>3</v></c>', 3, "3"),
        ('<c r="A1"><v>0.30000000000000004</v></c>', 0.30000000000000004, "0,3"),
        ('<c r="A1"><v>1E-7</v></c>', 1e-7, "0,0000001"),
        ('<c r="A1"><v>1E+20</v></c>', 10**20, "100000000000000000000"),
        ('<c r="A1" s="1"><v>45046</v></c>', dt.datetime(2023, 4, 30), "30/04/2023"),  # noqa: DTZ001
        ('<c r="A1" s="3"><v>45046</v></c>', dt.datetime(2023, 4, 30), "30/04/2023"),  # noqa: DTZ001
        ('<c r="A1" s="1"><v>99999999</v></c>', 99999999.0, "99999999"),
        ('<c r="A1" s="2"><v>0.9</v></c>', 0.9, "90%"),
        ('<c r="A1" s="9"><v>1</v></c>', 1, "1"),
        ('<c r="A1" t="b"><v>1</v></c>', True, "VERDADERO"),
        ('<c r="A1" t="b"><v>0</v></c>', False, "FALSO"),
        ('<c r="A1" t="str"><f>B1</f><v>hola</v></c>', "hola", "hola"),
        ('<c r="A1" t="str"><f>B1</f><v></v></c>', None, ""),
        ('<c r="A1" t="d"><v>2023-04-30T00:00:00Z</v></c>', dt.datetime(2023, 4, 30), "30/04/2023"),  # noqa: DTZ001
        ('<c r="A1" t="d"><v>mañana</v></c>', "mañana", "mañana"),
        ('<c r="A1" t="inlineStr"><is><t>uno</t></is></c>', "uno", "uno"),
        (
            '<c r="A1" t="inlineStr"><is><r><t>uno </t></r><r><t>dos</t></r></is></c>',
            "uno dos",
            "uno dos",
        ),
        ('<c r="A1" t="inlineStr"><is><t>uno_x000D_\n dos</t></is></c>', "uno\r\n dos", "uno dos"),
        ('<c r="A1" t="inlineStr"><is><t>a_x0001_b_xD800_c_xFFFF_</t></is></c>', "a b c ", "a b c"),
        ('<c r="A1" t="inlineStr"><is><t>_xD800_</t></is></c>', None, ""),
        ('<c r="A1" t="inlineStr"><is><t>\u200b\u00a0</t></is></c>', None, ""),
        ('<c r="A1" t="e"><v>#REF!</v></c>', None, "#REF!"),
        ('<c r="A1"><f>1+1</f></c>', None, ""),
        ('<c r="A1"/>', None, ""),
    ],
)
def test_each_kind_of_cell_reads_as_excel_shows_it(cell, expected, text):
    content = value(cell, styles=STYLES)

    assert content.value == expected
    assert content.text == text


def test_what_is_at_fault_is_not_blank_and_reads_as_blank():
    error, formula = value('<c r="A1" t="e"><v>#N/A</v></c>'), value('<c r="A1"><f>1</f></c>')

    assert (error.fault, formula.fault) == ("#N/A", "formula")
    assert not error.blank
    assert not formula.blank
    assert error.readable.blank
    assert value('<c r="A1"><v>1</v></c>').readable.value == 1


def test_shared_texts_join_their_runs_and_leave_out_how_they_sound():
    strings = (
        "<si><t>uno</t></si><si><r><t>dos </t></r><r><t>tres</t></r></si>"
        "<si><t>東京</t><rPh><t>とうきょう</t></rPh></si>"
    )
    row = "".join(f'<c t="s"><v>{n}</v></c>' for n in range(3))
    sheet = sheet_of(package(f"<row>{row}</row>", strings=strings))

    assert [one.text for one in sheet.row(1)] == ["uno", "dos tres", "東京"]


def test_dates_of_the_1904_calendar_are_the_same_days():
    cell = '<c r="A1" s="1"><v>43584</v></c>'
    settings = '<workbookPr date1904="1"/>'
    assert value(cell, styles=STYLES, settings=settings).text == "30/04/2023"


@pytest.mark.parametrize("prefix", ["x", "ss"])
def test_names_with_a_prefix_read(prefix):
    rows = '<x:row r="2"><x:c r="B2"><x:v>3</x:v></x:c></x:row>'.replace("x:", f"{prefix}:")
    assert sheet_of(package(rows, prefix=prefix)).at(2, 2).value == 3


def test_a_strict_workbook_reads():
    rows = '<row r="1"><c r="A1" t="d"><v>2023-04-30</v></c></row>'
    sheet = sheet_of(package(rows, main=STRICT, links=STRICT_LINKS))
    assert sheet.at(1, 1).text == "30/04/2023"


def test_cells_and_rows_without_addresses_stand_in_order():
    rows = '<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r="4"><c r="B4"><v>4</v></c></row>'
    sheet = sheet_of(package(rows))

    assert dict(sheet.values) == {(1, 1): 1, (1, 3): 3, (4, 2): 4}
    assert (sheet.height, sheet.width) == (4, 3)


def test_a_merged_cell_holds_what_its_anchor_holds():
    rows = '<row r="1"><c r="A1"><v>7</v></c></row><row r="3"><c r="C3"><v>1</v></c></row>'
    merges = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    sheet = sheet_of(package(rows, after=merges))

    assert sheet.at(2, 2).value == 7
    assert sheet.at(2, 2).cell.address == "A1"
    assert sheet.at(3, 3).cell.address == "C3"


def test_a_merge_of_half_a_million_cells_is_left_alone():
    rows = '<row r="1"><c r="A1"><v>7</v></c></row><row r="19000"><c r="AZ19000"><v>1</v></c></row>'
    merges = '<mergeCells><mergeCell ref="A1:AZ19000"/><mergeCell ref="A1:B1"/></mergeCells>'
    sheet = sheet_of(package(rows, after=merges))
    assert list(sheet.anchors) == [(1, 1), (1, 2)]


def test_what_lies_too_far_is_not_kept():
    rows = (
        '<row r="1"><c r="ZZ1"><v>7</v></c></row><row r="120000"><c r="A120000"><v>1</v></c></row>'
    )
    sheet = sheet_of(package(rows))
    assert (sheet.height, sheet.width, sheet.too_long) == (0, 0, True)


@pytest.mark.parametrize(
    "cell",
    ['<c r="A1"><v>tres</v></c>', '<c r="A1"><v>1E999</v></c>', '<c r="A1" t="s"><v>9</v></c>',
     '<c r="1A"><v>1</v></c>', "<c", '<c r="A1"><v>&a;</v></c>'],
)  # fmt: skip
def test_a_sheet_that_makes_no_sense_is_a_broken_file(cell):
    with pytest.raises(NotReadable) as refused:
        value(cell)
    assert refused.value.finding.code == "broken_file"


def test_a_sheet_of_a_chart_is_no_sheet_and_a_hidden_one_says_so():
    stream = io.BytesIO(package('<row r="1"><c r="A1"><v>1</v></c></row>'))
    source, changed = zipfile.ZipFile(stream), io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        for item in source.infolist():
            text = source.read(item).decode()
            text = text.replace(
                "<sheet name=", '<sheet name="G" r:id="rId9"/><sheet state="hidden" name='
            )
            archive.writestr(item, text)
    [sheet] = read_workbook(changed.getvalue(), "libro.xlsx").sheets
    assert (sheet.name, sheet.visible) == ("Hoja", False)


def test_values_are_shown_as_their_cells_show_them():
    assert shown(None) == ""
    assert shown(" a \n b ") == "a b"
    assert shown(45, '0"%"') == "45%"
    assert shown(0.5, "[<1]0%;0") == "0,5"
    assert shown(0.905, "0.0%") == "90,5%"
    assert shown(-3) == "-3"
    assert shown(D(2023, 4, 30)) == "30/04/2023"
    assert shown(dt.time(8, 30)) == "08:30:00"


def test_a_workbook_that_google_sheets_or_another_wrote_reads_as_a_plan():
    head, row = ["Actividad", "Meta", "Fecha", "Responsable"], ["Publicar", "1", "Junio", "TIC"]
    rows = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{t}</t></is></c>' for t in line) + "</row>"
        for line in (["Vigencia 2023"], head, row)
    )
    assert list(read(package(rows)).activities["activity"]) == ["Publicar"]
    assert list(read(grid([["Vigencia 2023"], head, row])).activities["activity"]) == ["Publicar"]
