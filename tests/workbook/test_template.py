from __future__ import annotations

import datetime as dt
import io
import math
import zipfile

import openpyxl
import pandas as pd
import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from pac import schema
from pac.model import Party, PartyKind
from pac.workbook import layout, template
from pac.workbook.template import Book, Notice, Percent

CUTOFFS = (dt.date(2026, 4, 30), dt.date(2026, 8, 31))
PLAN = (
    {
        "activity_id": "C1-01",
        "component": "1. Riesgos",
        "activity": "Revisar el mapa",
        "target": 2,
        "deadline": "30/06",
        "responsible": "Planeación",
        "start": dt.date(2026, 2, 1),
    },
    {
        "activity_id": "C1-02",
        "component": "1. Riesgos",
        "activity": "=SUMA(1;1) no es una fórmula",
        "target": Percent(90),
        "deadline": "30 de junio",
        "responsible": "Planeación",
    },
    {
        "activity_id": "C2-01",
        "component": "2. Trámites",
        "activity": "Publicar",
        "target": "100% de los trámites",
        "deadline": "Mensual",
        "responsible": "Planeación",
    },
)
PARAMETERS = {
    "entity": "Municipio de Tibaná & Chía",
    "instrument": "Programa de Transparencia",
    "plan_year": 2026,
    "cutoffs": CUTOFFS,
    "closed_cutoffs": CUTOFFS[:1],
    "medium_from": Percent(62.5),
}
OFFICES = (Party("Planeación", ("Sec. Planeación", "Oficina de Planeación")),
           Party("Oficinas", kind=PartyKind.GROUP))  # fmt: skip
TABLES = {
    "Plan": schema.PLAN_COLUMNS,
    "Seguimiento": schema.TRACKING_COLUMNS,
    "Dependencias": schema.OFFICES_COLUMNS,
    "Compromisos": schema.COMMITMENTS_COLUMNS,
}


def book(**changes: object) -> Book:
    tracking = template.empty_reports(PLAN, CUTOFFS)
    values = {"parameters": PARAMETERS, "plan": PLAN, "offices": OFFICES, "tracking": tracking}
    return Book(**(values | changes))


def opened(given: Book) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(template.build(given)))


@pytest.fixture(scope="module")
def workbook() -> Workbook:
    return opened(book())


def cell(workbook: Workbook, sheet: str, name: str, row: int) -> Cell:
    names = [column.name for column in TABLES[sheet]]
    return workbook[sheet].cell(row, names.index(name) + 1)


def checks(workbook: Workbook, sheet: str, name: str) -> list[DataValidation]:
    names = [column.name for column in TABLES[sheet]]
    address = f"{get_column_letter(names.index(name) + 1)}900"  # a row still to come
    return [
        check for check in workbook[sheet].data_validations.dataValidation if address in check.sqref
    ]


@pytest.mark.parametrize("sheet", TABLES)
def test_row_1_holds_the_headers_with_their_notes(workbook: Workbook, sheet: str) -> None:
    headers = workbook[sheet][1]

    assert [header.value for header in headers] == [column.header for column in TABLES[sheet]]
    assert [header.comment.text for header in headers] == [column.note for column in TABLES[sheet]]


def test_what_is_optional_or_control_internos_looks_different(workbook: Workbook) -> None:
    fills = {
        (sheet, column.name): cell(workbook, sheet, column.name, 1).fill.start_color.rgb[-6:]
        for sheet, columns in TABLES.items()
        for column in columns
    }

    assert fills["Plan", "activity"] == fills["Seguimiento", "value"] == layout.REQUIRED.fill
    assert fills["Plan", "lead"] == fills["Seguimiento", "remarks"] == layout.OPTIONAL.fill
    assert fills["Seguimiento", "verified"] == layout.CONTROL.fill


def test_the_columns_that_look_optional_are_those_whose_note_says_so() -> None:
    said = {
        column.name
        for columns in TABLES.values()
        for column in columns
        if column.note.startswith("Opcional")
    }

    assert said == template.OPTIONAL


def test_every_column_that_the_template_treats_apart_exists() -> None:
    known = {column.name for columns in TABLES.values() for column in columns}
    known |= {parameter.name for parameter in schema.PARAMETER_ROWS}

    assert known >= template.CONTROL | template.DATES | template.TEXTS | template.READY


@pytest.mark.parametrize(
    ("sheet", "pane"),
    [("Plan", "B2"), ("Seguimiento", "C2"), ("Dependencias", "B2"), ("Compromisos", "A2")],
)
def test_the_header_and_what_names_the_row_stay_in_sight(
    workbook: Workbook, sheet: str, pane: str
) -> None:
    assert workbook[sheet].freeze_panes == pane


def test_text_that_begins_with_an_equals_sign_stays_text(workbook: Workbook) -> None:
    written = cell(workbook, "Plan", "activity", 3)

    assert written.data_type == "s"
    assert written.value == "=SUMA(1;1) no es una fórmula"
    assert written.quotePrefix, "and stays so when somebody edits it"


@pytest.mark.parametrize("blank", [None, "", math.nan, pd.NaT])
def test_what_is_missing_is_a_blank_cell(blank: object) -> None:
    row = {**PLAN[0], "start": blank}

    assert cell(opened(book(plan=[row])), "Plan", "start", 2).value is None


def test_a_character_that_excel_refuses_is_left_out() -> None:
    row = {**PLAN[0], "activity": "Revisar\x0b el mapa"}

    assert cell(opened(book(plan=[row])), "Plan", "activity", 2).value == "Revisar el mapa"


@pytest.mark.parametrize("day", [dt.date(2026, 2, 1), dt.datetime(2026, 2, 1), pd.Timestamp(2026, 2, 1)])  # fmt: skip  # noqa: DTZ001, E501
def test_dates_are_real_ones_without_an_hour(day: dt.date) -> None:
    written = cell(opened(book(plan=[{**PLAN[0], "start": day}])), "Plan", "start", 2)

    assert written.is_date
    assert written.value == dt.datetime(2026, 2, 1)  # noqa: DTZ001
    assert written.number_format == "dd/mm/yyyy"


@pytest.mark.parametrize(
    ("percent", "value", "number_format"),
    [(90, 0.9, "0%"), (90.5, 0.905, "0.0%"), (33.33, 0.3333, "0.00%"), (0, 0, "0%")],
)
def test_a_percent_is_a_share_whose_format_shows_all_of_it(
    percent: float, value: float, number_format: str
) -> None:
    row = {**PLAN[0], "target": Percent(percent)}
    written = cell(opened(book(plan=[row])), "Plan", "target", 2)

    assert (written.value, written.number_format) == (value, number_format)


def test_the_cells_for_progress_carry_the_unit_of_their_target(workbook: Workbook) -> None:
    formats = [cell(workbook, "Seguimiento", "value", row).number_format for row in range(2, 8)]

    assert formats == ["General", "0%", "0%"] * 2
    assert formats == [
        cell(workbook, "Seguimiento", "verified", row).number_format for row in range(2, 8)
    ]


def test_a_percent_reported_against_a_count_keeps_its_format() -> None:
    report = {"activity_id": "C1-01", "as_of": CUTOFFS[0], "value": Percent(50)}

    written = cell(opened(book(tracking=[report])), "Seguimiento", "value", 2)

    assert (written.value, written.number_format) == (0.5, "0%")


def test_the_deadline_is_text_down_to_the_rows_still_to_come(workbook: Workbook) -> None:
    assert cell(workbook, "Plan", "deadline", 2).number_format == "@"
    letter = cell(workbook, "Plan", "deadline", 2).column_letter
    assert workbook["Plan"].column_dimensions[letter].number_format == "@"


def test_one_row_waits_for_each_activity_and_cut_off(workbook: Workbook) -> None:
    rows = [
        (row[0], row[2].date())
        for row in workbook["Seguimiento"].iter_rows(min_row=2, values_only=True)
    ]

    assert rows == [(activity["activity_id"], day) for day in CUTOFFS for activity in PLAN]


@pytest.mark.parametrize(
    ("sheet", "name", "source"),
    [
        ("Seguimiento", "activity_id", "'Plan'!$A$2"),
        ("Compromisos", "activity_id", "'Plan'!$A$2"),
        ("Plan", "lead", "'Dependencias'!$A$2"),
        ("Compromisos", "office", "'Dependencias'!$A$2"),
        ("Seguimiento", "reported_by", "'Dependencias'!$A$2"),
        ("Plan", "accumulation", "Último acumulado,Suma de periodos,Se exige en cada fecha"),
        ("Dependencias", "kind", "dependencia,grupo,comité"),
    ],
)
def test_a_drop_down_offers_what_may_be_chosen(
    workbook: Workbook, sheet: str, name: str, source: str
) -> None:
    (check,) = checks(workbook, sheet, name)

    assert check.type == "list"
    assert source in check.formula1


def test_a_post_of_ones_own_may_be_written_beside_the_list(workbook: Workbook) -> None:
    (check,) = checks(workbook, "Seguimiento", "reported_by")

    assert not check.showErrorMessage


def test_the_dates_of_a_report_belong_to_the_plan_year(workbook: Workbook) -> None:
    for name in ("as_of", "completed_on"):
        (check,) = checks(workbook, "Seguimiento", name)
        assert (check.type, check.operator) == ("date", "between")
        assert (check.formula1, check.formula2) == ("DATE(2026,01,01)", "DATE(2027,03,31)")


def test_progress_is_a_number_from_zero(workbook: Workbook) -> None:
    for name in ("value", "verified"):
        (check,) = checks(workbook, "Seguimiento", name)
        assert (check.type, check.operator, check.formula1) == (
            "decimal",
            "greaterThanOrEqual",
            "0",
        )


def test_every_refusal_explains_itself_in_few_enough_words_for_excel(workbook: Workbook) -> None:
    for sheet in workbook:
        for check in sheet.data_validations.dataValidation:
            assert 0 < len(check.errorTitle) <= 32
            assert 0 < len(check.error) <= 225
            assert len(check.formula1) <= 255


def test_cut_offs_are_closed_in_their_order(workbook: Workbook) -> None:
    rows = {row[0].value: row[1] for row in workbook["Parámetros"].iter_rows()}
    closed = rows["Cortes cerrados"]
    (check,) = [
        check
        for check in workbook["Parámetros"].data_validations.dataValidation
        if closed.coordinate in check.sqref
    ]

    assert (closed.value, closed.number_format) == ("30/04/2026", "@")
    assert check.formula1 == '"30/04/2026,30/04/2026; 31/08/2026"'


def test_cut_offs_too_many_for_a_list_are_written_by_hand() -> None:
    monthly = tuple(dt.date(2026, month, 28) for month in range(1, 13))
    workbook = opened(book(parameters={**PARAMETERS, "cutoffs": monthly}))
    checked = [check.error for check in workbook["Parámetros"].data_validations.dataValidation]

    assert not [message for message in checked if "cerró" in message]


def test_the_legal_cut_offs_hold_where_none_are_given() -> None:
    parameters = {name: PARAMETERS[name] for name in ("entity", "instrument", "plan_year")}
    workbook = opened(book(parameters=parameters))
    rows = {row[0].value: row[1].value for row in workbook["Parámetros"].iter_rows()}

    assert rows["Cortes"] == "30/04/2026; 31/08/2026; 31/12/2026"
    assert rows["Versión de la plantilla"] == schema.TEMPLATE_VERSION


def test_aliases_and_kinds_of_the_offices_are_written_out(workbook: Workbook) -> None:
    rows = list(workbook["Dependencias"].iter_rows(min_row=2, values_only=True))

    assert rows == [
        ("Planeación", "Sec. Planeación; Oficina de Planeación", "dependencia"),
        ("Oficinas", None, "grupo"),
    ]


@pytest.mark.parametrize("sheet", [*TABLES, "Parámetros"])
def test_a_table_prints_across_one_landscape_page_with_its_header_on_each(
    workbook: Workbook, sheet: str
) -> None:
    printed = workbook[sheet]

    assert printed.page_setup.orientation == "landscape"
    assert (printed.page_setup.fitToWidth, printed.page_setup.fitToHeight) == (1, 0)
    assert printed.sheet_properties.pageSetUpPr.fitToPage
    assert printed.print_title_rows == "$1:$1"
    assert printed.oddFooter.right.text == f"{sheet} · página &P de &N"
    assert printed.oddFooter.left.text.startswith("Municipio de Tibaná && Chía")


@pytest.mark.parametrize("sheet", TABLES)
def test_what_prints_on_a_page_can_still_be_read(workbook: Workbook, sheet: str) -> None:
    printed = 9 if sheet == "Plan" else len(TABLES[sheet])  # the plan's own columns
    widths = [
        workbook[sheet].column_dimensions[get_column_letter(number)].width
        for number in range(1, printed + 1)
    ]

    assert sum(widths) <= layout.PAGE_WIDTH + 0.01


def test_a_column_of_numbers_does_not_give_way() -> None:
    columns = (schema.Column("a", "A", 10, ""), schema.Column("b", "B", 240, ""),
               schema.Column("c", "C", 60, ""))  # fmt: skip

    assert layout.widths(columns, 2) == [10, 190, 60]


def test_a_row_opens_as_high_as_its_longest_text_and_may_still_grow() -> None:
    row = {**PLAN[0], "objective": "palabra " * 60}
    file = template.build(book(plan=[row]))
    workbook = openpyxl.load_workbook(io.BytesIO(file))
    plan = workbook["Plan"]
    width = plan.column_dimensions["D"].width

    assert plan.row_dimensions[2].height >= layout.LINE_POINTS * len("palabra " * 60) / (
        width * 1.3
    )
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        assert b"customHeight" not in parts.read("xl/worksheets/sheet2.xml")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 10, 1), ("corto", 10, 1), ("uno\ndos", 10, 2), ("uno dos tres cuatro", 10, 2),
     ("x" * 100, 10, 9)],
)  # fmt: skip
def test_lines_are_counted_as_words_wrap(text: str, width: float, lines: int) -> None:
    assert layout.line_count(text, width) == lines


def test_nothing_is_locked(workbook: Workbook) -> None:
    assert not any(sheet.protection.sheet for sheet in workbook)
    assert not workbook.security or not workbook.security.lockStructure


def test_one_font_throughout(workbook: Workbook) -> None:
    fonts = {
        cell.font.name
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }

    assert fonts == {"Calibri"}


def test_the_file_says_what_it_is_and_who_publishes_it(workbook: Workbook) -> None:
    properties = workbook.properties

    assert properties.title == "Programa de Transparencia 2026"
    assert properties.language == "es-CO"
    assert properties.creator == "Municipio de Tibaná & Chía"
    assert properties.created == properties.modified == dt.datetime(2026, 1, 1)  # noqa: DTZ001


def test_the_template_knows_no_town_and_no_year() -> None:
    with zipfile.ZipFile(io.BytesIO(template.build(book()))) as parts:
        texts = "".join(
            parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name
        )

    assert "Sesquil" not in texts
    assert "2023" not in texts
    assert "30/04/2026" in texts


def test_a_book_with_a_notice_says_it_first_and_on_every_printed_page() -> None:
    workbook = opened(book(notice=Notice("Datos de ejemplo", ("Nada de esto es real.",))))

    assert workbook.sheetnames[:2] == ["Datos de ejemplo", "Instrucciones"]
    assert workbook["Datos de ejemplo"]["B4"].value == "Nada de esto es real."
    assert all(sheet.oddHeader.center.text == "Datos de ejemplo" for sheet in workbook)


def test_equal_books_give_equal_bytes() -> None:
    assert template.build(book()) == template.build(book())


def test_an_empty_plan_still_gives_a_book_to_begin_with() -> None:
    workbook = opened(book(plan=(), tracking=(), offices=()))

    assert workbook["Plan"].max_row == 1
    assert checks(workbook, "Plan", "lead")
