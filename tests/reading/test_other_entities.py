"""Workbooks as other entities keep them: other years, other shapes, other programs."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests import workbooks
from tests.workbooks import activity, book, found, grid, read, saved

D = dt.date
HEAD = ["Actividad", "Meta", "Fecha", "Responsable"]


def ids(reading):
    return list(reading.activities.index)


def texts(reading):
    return list(reading.activities["activity"])


def dates(reading):
    return list(reading.activities["milestones"])


def errors(reading):
    return found(reading, errors_only=True)


def warned(reading):
    """The warnings about what does not read, without those that review the plan's text."""
    return [one for one in found(reading) if one not in errors(reading)]


def codes(reading):
    return {one.code for one in reading.conventions}


def reports(reading):
    return [
        (row["activity_id"], row["as_of"].date(), row["value"], row["cell"].rpartition("!")[2])
        for _, row in reading.reports.iterrows()
    ]


def sheets(**grids):
    """A workbook of several sheets, each a list of rows; a merge is a string such as "A1:D1"."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in grids.items():
        sheet = workbook.create_sheet(title.replace("_", " "))
        for number, row in enumerate([r for r in rows if not isinstance(r, str)], 1):
            for column, value in enumerate(row, 1):
                if value not in (None, ""):
                    sheet.cell(number, column).value = value
        for area in (r for r in rows if isinstance(r, str)):
            sheet.merge_cells(area)
    return saved(workbook)


# --------------------------------------------------------------------------- the matrix


def test_a_matrix_from_column_c_row_12_below_a_logo_and_a_format_code():
    blank = ["", ""]
    rows = [
        [*blank, "ALCALDÍA MUNICIPAL DE GUATAVITA", "", "", "Código: F-PL-12"],
        [*blank, "PLAN ANTICORRUPCIÓN Y DE ATENCIÓN AL CIUDADANO", "", "", "Versión: 3"],
        [*blank, "VIGENCIA 2022", "", "", "Fecha: 12/01/2021"],
        *[[]] * 8,
        [*blank, *HEAD],
        [*blank, "Publicar el mapa de riesgos", 1, "30/06/2022", "Planeación"],
        [*blank, "Capacitar a los servidores", 2, "30 de junio y 30 de noviembre", "TIC"],
    ]
    reading = read(grid(rows, merge=["C1:E1", "C2:E2", "C3:E3"]))

    assert errors(reading) == []
    assert reading.settings.plan_year == 2022
    assert reading.settings.entity == "ALCALDÍA MUNICIPAL DE GUATAVITA"
    assert texts(reading) == ["Publicar el mapa de riesgos", "Capacitar a los servidores"]
    assert dates(reading)[1] == (D(2022, 6, 30), D(2022, 11, 30))
    assert str(reading.sources["C1-02", "target"]) == "Hoja1!D14"


def test_the_year_may_stand_in_the_cell_beside_its_label():
    rows = [["Entidad:", "Hospital San José"], ["Vigencia:", 2024], HEAD]
    rows.append(["Publicar el plan", 1, "30 de junio", "Planeación"])
    reading = read(grid(rows))

    assert reading.settings.plan_year == 2024
    assert reading.settings.entity == "Hospital San José"


def test_an_activity_about_another_years_plan_is_no_title():
    rows = [HEAD, ["Formular el PAAC 2025", 1, "30 de junio", "Alcaldía"]]
    reading = read(grid(rows, title="PAAC 2024"))

    assert reading.settings.plan_year == 2024
    assert reading.settings.entity == ""
    assert dates(reading) == [(D(2024, 6, 30),)]


def test_the_programme_that_follows_the_paac_reads_too():
    rows = [["PROGRAMA DE TRANSPARENCIA Y ÉTICA PÚBLICA 2025"], HEAD]
    rows.append(["Publicar el plan", 1, "30 de junio", "Planeación"])
    assert read(grid(rows)).settings.plan_year == 2025


def test_numbers_of_a_no_column_are_no_ids():
    rows = [
        ["PAAC 2023"],
        ["No.", *HEAD],
        [1.1, "Publicar el mapa", 1, "30 de junio", "Planeación"],
        [1.2, "Divulgar el mapa", 1, "30 de junio", "Planeación"],
    ]
    reading = read(grid(rows))

    assert errors(reading) == []
    assert ids(reading) == ["C1-01", "C1-02"]


def test_activities_merged_over_their_numbers_column_are_the_long_texts():
    rows = [
        ["PAAC 2023"],
        ["Subcomponente /procesos", "Actividades", "", "Meta o producto", "Responsable", "Fecha"],
        ["Subcomponente 1 Política", "1.1", "Revisar la política", "Una política", "TIC", "Junio"],
        ["", "1.2", "Divulgar la política", "1 jornada", "TIC", "Junio"],
    ]
    reading = read(grid(rows, merge=["B2:C2", "A3:A4"]))

    assert errors(reading) == []
    assert texts(reading) == ["Revisar la política", "Divulgar la política"]
    assert list(reading.activities["strategy"]) == ["Subcomponente 1 Política"] * 2


def test_a_heading_merged_over_a_row_of_unknown_children_is_no_activity():
    rows = [
        ["PAAC 2023"],
        ["Actividad", "Meta", "", "Responsable", "Fecha"],
        ["", "Cantidad", "Unidad de medida", "", ""],
        ["Revisar la política", 3, "Informes", "TIC", "Trimestral"],
    ]
    reading = read(grid(rows, merge=["A2:A3", "B2:C2", "D2:D3", "E2:E3"]))

    assert errors(reading) == []
    assert texts(reading) == ["Revisar la política"]
    assert list(reading.activities["target"]) == [3]


def test_ids_that_differ_by_case_only_are_one_id_twice():
    reading = read(book([activity(), activity(ID="c1-01", Actividad="Otra")]))

    assert errors(reading) == [("duplicate_id", "Plan!A2, Plan!A3")]
    assert len(set(ids(reading))) == 2


@pytest.mark.parametrize("given", [["1.1", "1.2"], [1, 2], ["A-1", "A-2"]])
def test_the_matrixs_own_ids_are_kept(given):
    rows = [["PAAC 2023"], ["ID", *HEAD]]
    rows += [[name, f"Publicar {name}", 1, "30 de junio", "Planeación"] for name in given]
    reading = read(grid(rows))

    assert errors(reading) == []
    assert ids(reading) == [str(name) for name in given]


def test_ids_that_excel_made_numbers_or_dates_are_errors_at_their_cells():
    rows = [
        ["PAAC 2023"],
        ["ID", *HEAD],
        [1.1, "Publicar el mapa", 1, "30 de junio", "Planeación"],
        [D(2023, 2, 1), "Divulgar el mapa", 1, "30 de junio", "Planeación"],
    ]
    assert errors(read(grid(rows))) == [("id_not_text", "Hoja1!A3"), ("id_not_text", "Hoja1!A4")]


def test_an_activity_merged_over_two_rows_with_two_indicators_is_measured_twice():
    rows = [
        ["PAAC 2023"],
        ["Actividad", "Indicador", "Meta", "Fecha", "Responsable"],
        ["Capacitar a los servidores", "Jornadas hechas", 2, "30 de junio", "Talento Humano"],
        ["", "Servidores capacitados", "90%", "", ""],
    ]
    reading = read(grid(rows, merge=["A3:A4", "D3:D4", "E3:E4"]))

    assert errors(reading) == []
    assert texts(reading) == ["Capacitar a los servidores"] * 2
    assert list(reading.activities["target"]) == [2, 90]
    assert dates(reading) == [(D(2023, 6, 30),)] * 2


def test_a_date_and_an_office_merged_over_several_activities_are_of_each_and_a_target_is_listed():
    rows = [
        ["PAAC 2023"],
        HEAD,
        ["Publicar el mapa de riesgos", 1, "30 de junio", "Planeación"],
        ["divulgar la política", "", "", ""],
        ["Capacitar a todos", "", "", ""],
    ]
    reading = read(grid(rows, merge=["B3:B5", "C3:C5", "D3:D5"]))

    assert found(reading) == []
    assert len(texts(reading)) == 3
    assert set(dates(reading)) == {(D(2023, 6, 30),)}
    assert list(reading.activities["target"]) == [1, 1, 1]
    assert "shared_target" in codes(reading)


def test_a_blank_date_below_a_filled_one_is_asked_not_filled_down():
    rows = [["PAAC 2023"], HEAD, ["Publicar el mapa", 1, "30 de junio", "Planeación"]]
    rows.append(["Divulgar el mapa", 1, "", "Planeación"])
    reading = read(grid(rows))

    assert ("missing_deadline", "Hoja1!C4") in found(reading)
    assert dates(reading)[1] == ()


def test_a_component_without_a_number_written_on_each_row_is_one_component():
    rows = [["PAAC 2023"], ["Componente", *HEAD]]
    for name in ("Gestión de riesgos", "Gestión de riesgos", "Trámites", "Gestión de riesgos"):
        rows.append([name, f"Revisar lo de {name} {len(rows)}", 1, "30 de junio", "Planeación"])
    reading = read(grid(rows))

    assert list(reading.activities["component"]) == [1, 1, 2, 1]


def test_an_objective_is_not_carried_down_into_the_next_strategy():
    rows = [
        ["PAAC 2023"],
        ["Componente", "Estrategia", "Objetivo", *HEAD],
        ["1. Riesgos", "Política", "Prevenir", "Revisar la política", 1, "Junio", "TIC"],
        ["", "", "", "Aprobar la política", 1, "Junio", "TIC"],
        ["", "Divulgación", "", "Divulgar la política", 1, "Junio", "TIC"],
    ]
    reading = read(grid(rows))

    assert list(reading.activities["strategy"]) == ["Política", "Política", "Divulgación"]
    assert list(reading.activities["objective"]) == ["Prevenir", "Prevenir", ""]


@pytest.mark.parametrize(
    "title",
    ["Componente 2: Trámites", "COMPONENTE II. TRÁMITES", "SEGUNDO COMPONENTE - Trámites"],
)
def test_a_title_row_inside_the_matrix_names_the_component_merged_or_not(title):
    rows = [
        ["PAAC 2023"],
        ["", *HEAD],
        ["Componente 1: Riesgos"],
        ["", "Revisar los riesgos", 1, "Junio", "TIC"],
        [title],
        ["", "Racionalizar un trámite", 1, "Junio", "TIC"],
    ]
    for merge in ([], ["A5:E5"]):
        assert ids(read(grid(rows, merge=merge))) == ["C1-01", "C2-01"]


def test_numbered_titles_and_subcomponents_merged_over_the_matrix_are_no_activities():
    rows = [
        ["PAAC 2023"],
        HEAD,
        ["1. GESTIÓN DEL RIESGO DE CORRUPCIÓN"],
        ["Subcomponente 1. Política de administración"],
        ["Revisar los riesgos", 1, "Junio", "TIC"],
        ["2. RACIONALIZACIÓN DE TRÁMITES"],
        ["Racionalizar un trámite", 1, "Junio", "TIC"],
    ]
    reading = read(grid(rows, merge=["A3:D3", "A4:D4", "A6:D6"]))

    assert found(reading) == []
    assert ids(reading) == ["C1-01", "C2-01"]
    assert list(reading.activities["strategy"]) == [
        "Subcomponente 1. Política de administración",
        "",
    ]
    assert reading.activities["component_name"].iloc[1] == "RACIONALIZACIÓN DE TRÁMITES"


def test_another_title_merged_over_the_matrix_is_listed_and_no_activity():
    rows = [["PAAC 2023"], HEAD, ["Objetivo: cuidar lo público"]]
    rows.append(["Revisar los riesgos", 1, "Junio", "TIC"])
    reading = read(grid(rows, merge=["A3:D3"]))

    assert texts(reading) == ["Revisar los riesgos"]
    assert "row_aside" in codes(reading)


def test_a_row_that_says_how_much_and_not_what_is_an_error_at_the_activitys_cell():
    rows = [["PAAC 2023"], HEAD, ["", 3, "Trimestral", "TIC"], ["Revisar", 1, "Junio", "TIC"]]
    reading = read(grid(rows))

    assert errors(reading) == [("missing_activity", "Hoja1!A3")]
    assert "la fila tiene meta y fecha" in reading.findings[0].message


def test_headings_repeated_with_other_columns_read_each_by_its_own():
    rows = [
        ["PAAC 2023"],
        ["Componente 1: Riesgos"],
        ["Subcomponente", "Actividad", "Meta", "Responsable", "Fecha"],
        ["Política", "Revisar los riesgos", 1, "TIC", "30 de junio"],
        ["Componente 2: Trámites"],
        ["Trámite", "Acciones", "Responsable", "Fecha inicio", "Fecha fin", "Producto"],
        ["Licencias", "Poner en línea", "Planeación", "1/02/2023", "30/09/2023", "1 trámite"],
    ]
    reading = read(grid(rows))

    assert errors(reading) == []
    assert texts(reading) == ["Revisar los riesgos", "Poner en línea"]
    assert dates(reading) == [(D(2023, 6, 30),), (D(2023, 9, 30),)]
    assert list(reading.activities["strategy"]) == ["Política", ""]


def test_a_matrix_that_goes_on_on_the_next_sheet_keeps_its_component():
    head = ["Componente", *HEAD]
    data = sheets(
        Hoja1=[["PAAC 2023"], head, ["3. Atención", "Revisar los riesgos", 1, "Junio", "TIC"]],
        Hoja2=[head, ["", "Divulgar la carta de trato digno", 1, "Junio", "TIC"]],
    )
    assert ids(read(data)) == ["C3-01", "C3-02"]


@pytest.mark.parametrize("names", [("Componente 1", "Componente 2"), ("1. Riesgos", "2. Trámites")])
def test_sheets_named_after_components_number_them(names):
    first = [HEAD, ["Revisar los riesgos", 1, "Junio", "TIC"]]
    second = [HEAD, ["Racionalizar un trámite", 1, "Junio", "TIC"]]
    data = sheets(**{names[0]: first, names[1]: second})
    reading = read(data, name="PAAC 2023.xlsx")

    assert ids(reading) == ["C1-01", "C2-01"]
    assert "year_from_name" in codes(reading)


def test_sheets_of_components_without_a_number_are_numbered_in_order_and_said():
    data = sheets(
        Riesgos=[["PAAC 2023"], HEAD, ["Revisar los riesgos", 1, "Junio", "TIC"]],
        Trámites=[HEAD, ["Racionalizar un trámite", 1, "Junio", "TIC"]],
    )
    reading = read(data)

    assert ids(reading) == ["C1-01", "C2-01"]
    assert reading.activities["component_name"].iloc[1] == "Trámites"
    assert "component_by_order" in codes(reading)


def test_the_map_of_risks_in_the_same_book_is_no_plan():
    risk = ["Riesgo", "Causas", "Probabilidad", "Impacto", "Acción", "Responsable", "Fecha"]
    data = sheets(
        PAAC=[["Vigencia 2023"], HEAD, ["Revisar los riesgos", 1, "Junio", "TIC"]],
        Mapa_de_riesgos=[risk, ["Soborno", "x", 3, 4, "Revisar contratos", "TIC", "Junio"]],
    )
    assert texts(read(data)) == ["Revisar los riesgos"]


NOTES = {
    "a note": [["Nota: las fechas pueden cambiar."]],
    "who made it": [["Elaboró: Rosa Ejemplo Pérez"], ["Aprobó:", "", "", "Juan Ejemplo"]],
    "a signature in the activity's column": [["María Fernanda Rodríguez"], ["Alcaldesa Municipal"]],
    "a signature over several columns": [
        ["María Fernanda Rodríguez", "", "", "Juan Carlos Gómez"],
        ["Alcaldesa Municipal", "", "", "Jefe de Control Interno"],
    ],
    "a signature with its date": [["Juan Carlos Gómez", "", "31/01/2023", "Jefe de Planeación"]],
    "names that are no common ones, below who signs": [
        ["Elaboró", "Revisó", "Aprobó", ""],
        ["Yurley Juanquiñonez", "Nubia Juanrojas", "Pedro Juanpeña", "Libia Juanmora"],
        ["Profesional", "Secretaria", "31/01/2023", "Alcalde"],
    ],
    "the total": [["TOTAL", 9, "", ""]],
    "its versions": [
        ["CONTROL DE CAMBIOS"], ["Versión", "Fecha", "Descripción"], ["1", "31/01/2023", "Primera"],
    ],
    "a closing word": [["Consolidación del documento", "", "", "Secretaría de Planeación"]],
}  # fmt: skip


@pytest.mark.parametrize("name", NOTES)
def test_what_stands_below_the_matrix_is_no_activity_and_no_name_goes_anywhere(name):
    rows = [["PAAC 2023"], HEAD, ["Publicar el informe", 1, "30 de junio", "Planeación"], []]
    reading = read(grid([*rows, *NOTES[name]]))

    assert found(reading) == []
    assert texts(reading) == ["Publicar el informe"]
    assert "row_aside" in codes(reading)
    said = reading.activities.to_csv() + str(reading.conventions)
    assert not any(word in said for word in ("Rosa", "María", "Juan"))


def test_totals_between_components_are_no_activities():
    rows = [
        ["PAAC 2023"],
        ["Componente", *HEAD],
        ["1. Riesgos", "Revisar los riesgos", 1, "Junio", "TIC"],
        ["", "Subtotal componente 1", 1, "", ""],
        ["2. Trámites", "Racionalizar un trámite", 1, "Junio", "TIC"],
        ["Total", "", 2, "", ""],
    ]
    reading = read(grid(rows))

    assert found(reading) == []
    assert ids(reading) == ["C1-01", "C2-01"]


@pytest.mark.parametrize(
    "text",
    ["Publicación del informe de gestión", "Seguimiento al plan de acción", "Revisión del mapa",
     "Elaboración de la política", "Nota de prensa mensual", "Firma del pacto por la integridad"],
)  # fmt: skip
def test_activities_that_begin_like_a_closing_word_are_activities(text):
    rows = [["PAAC 2023"], HEAD, [text, "", "", "Planeación"]]
    rows.append(["Publicar el mapa", 1, "30 de junio", "Planeación"])
    assert texts(read(grid(rows)))[0] == text


def test_an_activity_with_an_id_is_loaded_whatever_it_lacks():
    bare = {"ID": "C1-02", "Componente": "1. Riesgos", "Actividad": "Divulgar el mapa"}
    reading = read(book([activity(), bare]))

    assert ids(reading) == ["C1-01", "C1-02"]


def test_rows_that_say_not_applicable_are_listed_and_not_loaded():
    rows = [
        ["PAAC 2023"],
        HEAD,
        ["Revisar los riesgos", 1, "Junio", "TIC"],
        ["N/A", "N/A", "N/A", "N/A"],
        ["No aplica", "", "", ""],
        ["Publicar el mapa", 1, "Junio", "TIC"],
    ]
    reading = read(grid(rows))

    assert found(reading) == []
    assert len(texts(reading)) == 2
    assert "row_not_applicable" in codes(reading)


def test_a_sentence_broken_over_two_rows_is_one_activity_and_a_lowercase_activity_is_its_own():
    rows = [
        ["PAAC 2023"],
        HEAD,
        ["Socializar a los servidores el código de", 1, "Junio", "TIC"],
        ["integridad y la política de riesgos", "", "", ""],
        ["publicar el mapa en la página", 1, "Junio", "TIC"],
        ["divulgar la carta de trato digno", "", "", "TIC"],
        ["Hacer la audiencia", 1, "Junio", "TIC"],
    ]
    reading = read(grid(rows))

    assert texts(reading)[:2] == [
        "Socializar a los servidores el código de integridad y la política de riesgos",
        "publicar el mapa en la página",
    ]
    assert "broken_cell" in codes(reading)


def test_blanks_that_nobody_sees_are_blank():
    rows = [
        ["PAAC 2023"],
        HEAD,
        ["Publicar\u200b el\u00a0mapa", 1, "Junio", "TIC"],
        ["\u00a0", "\u200b", " \n", "\ufeff"],
        ["Divulgar el mapa", "\u200b", "Junio", "TIC"],
    ]
    reading = read(grid(rows))

    assert texts(reading) == ["Publicar el mapa", "Divulgar el mapa"]
    assert found(reading) == [("missing_target", "Hoja1!B5")]


def test_an_error_of_the_spanish_excel_pasted_as_text_is_an_error_value():
    for text in ("#N/D", "#¡REF!", "#¿NOMBRE?", "#VALUE!"):
        rows = [["PAAC 2023"], HEAD, ["Publicar el mapa", text, "Junio", "TIC"]]
        reading = read(grid(rows))
        assert found(reading) == [("error_value", "Hoja1!B3")], text
        assert text in reading.findings[0].message


HEADINGS = {
    "capitals": ["ACTIVIDADES", "META O PRODUCTO", "FECHA PROGRAMADA", "RESPONSABLES"],
    "line breaks": ["Actividades\na realizar", "Meta /\nProducto", "Fecha\nprogramada", "Área\nresponsable"],
    "broken words": ["Activi dades", "Meta y produc to", "Fecha progra mada", "Responsa ble"],
    "other words": ["Acciones", "Entregable", "Plazo", "Dependencia"],
    "joined": ["Acción / Actividad", "Indicador / Meta", "Fecha límite", "Dependencia o área responsable"],
    "questions": ["¿Qué se va a hacer?", "Producto esperado", "¿Cuándo?", "¿Quién?"],
    "with dots": ["Descripción de la Actividad:", "Meta:", "Fecha de ejecución:", "Responsable(s):"],
    "with the year": ["Actividades 2023", "Meta 2023", "Fecha de cumplimiento 2023", "Responsable"],
}  # fmt: skip


@pytest.mark.parametrize("name", HEADINGS)
def test_headings_in_other_words_read(name):
    rows = [["PAAC 2023"], HEADINGS[name], ["Publicar el mapa", 2, "30 de junio", "Planeación"]]
    reading = read(grid(rows))

    assert found(reading) == []
    row = reading.activities.iloc[0]
    assert (row["activity"], row["target"], row["milestones"]) == (
        "Publicar el mapa", 2, (D(2023, 6, 30),),
    )  # fmt: skip
    assert row["offices"] == ("Secretaría de Planeación",)


def test_real_dates_in_the_columns_of_dates_are_dates():
    rows = [
        ["PAAC 2023"],
        ["Actividad", "Meta", "Fecha\nde inicio", "Fecha\nfinal", "Responsable"],
        ["Publicar", 1, D(2023, 2, 1), D(2023, 3, 31), "TIC"],
        ["Divulgar", (0.9, "0%"), "", D(2023, 12, 15), "TIC"],
    ]
    reading = read(grid(rows))

    assert errors(reading) == []
    assert dates(reading) == [(D(2023, 3, 31),), (D(2023, 12, 15),)]
    assert list(reading.activities["target"]) == [1, 90]
    assert list(reading.activities["deadline_text"]) == ["01/02/2023 a 31/03/2023", "15/12/2023"]


def test_a_date_of_january_ends_a_list_without_a_warning_and_alone_it_is_warned_about():
    rows = [
        ["PAAC 2023"],
        HEAD,
        ["Publicar el seguimiento", 3, "30/04/2023, 31/08/2023 y 15/01/2024", "OCI"],
        ["Publicar los informes", 3, "10 de mayo, 10 de septiembre y 10 de enero", "OCI"],
        ["Publicar el cierre", 1, "15/01/2024", "OCI"],
    ]
    assert found(read(grid(rows))) == [("deadline_outside_year", "Hoja1!C5")]


SCHEDULES = {
    "months": ["Ene", "Feb", "Mar", "Abr", "May", "Jun", "Jul", "Ago", "Sep", "Oct", "Nov", "Dic"],
    "initials": list("EFMAMJJASOND"),
    "whole months": ["Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto",
                     "Septiembre", "Octubre", "Noviembre", "Diciembre"],
}  # fmt: skip


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("mark", ["X", "x ", 1])
@pytest.mark.parametrize("rows_of_headings", [1, 2])
def test_months_marked_in_a_schedule_are_due_at_their_end(name, mark, rows_of_headings):
    months = SCHEDULES[name]
    marked = {1: {3, 11}, 2: {6}}  # no month but these is marked at all
    rows = [["PAAC 2023"]]
    if rows_of_headings == 2:
        rows += [["Actividad", "Meta", "Responsable", "Cronograma"], ["", "", "", *months]]
    else:
        rows.append(["Actividad", "Meta", "Responsable", *months])
    for number in marked:
        cells = [mark if m in marked[number] else "" for m in range(12)]
        rows.append([f"Revisar los riesgos {number}", 2, "Planeación", *cells])
    merge = ["A2:A3", "B2:B3", "C2:C3", "D2:O2"] if rows_of_headings == 2 else []
    reading = read(grid(rows, merge=merge))

    assert errors(reading) == []
    assert dates(reading) == [(D(2023, 4, 30), D(2023, 12, 31)), (D(2023, 7, 31),)]
    assert len(reading.reports) == 0


def test_a_plan_on_sheets_with_blanks_accents_and_quotes_gives_addresses_as_excel_does():
    for title, shown in (
        ("Plan d'Acción", "'Plan d''Acción'!B3"),
        ("Matriz Año", "'Matriz Año'!B3"),
        ("2023", "'2023'!B3"),
        ("Acción", "Acción!B3"),
    ):
        rows = [["PAAC 2023"], HEAD, ["Publicar el mapa", "", "Junio", "TIC"]]
        assert found(read(grid(rows, title=title))) == [("missing_target", shown)]


def test_rich_text_hidden_columns_and_filters_change_nothing():
    def change(workbook):
        sheet = workbook["Plan"]
        bold = TextBlock(InlineFont(b=True), "Revisar ")
        sheet["E2"] = CellRichText(bold, "el mapa")
        sheet.column_dimensions["G"].hidden = True
        sheet.auto_filter.ref = "A1:N3"
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[2].height = 0

    reading = read(book([activity(), activity(ID="C1-02", Actividad="Otra")], then=change))

    assert found(reading) == []
    assert texts(reading) == ["Revisar el mapa", "Otra"]


def test_the_template_reordered_renamed_and_with_columns_of_its_own_still_reads():
    def change(workbook):
        sheet = workbook["Plan"]
        sheet.title = "PAAC definitivo"
        sheet.move_range("I1:I2", cols=10)
        sheet["I1"], sheet["I2"] = "Presupuesto", 5_000_000
        sheet["P1"], sheet["P2"] = "Enlace ODS", "16"

    reading = read(book(then=change))

    assert found(reading) == []
    assert list(reading.activities["offices"]) == [("Secretaría de Planeación",)]
    assert str(reading.sources["C1-01", "responsible"]) == "'PAAC definitivo'!S2"


def test_a_cover_called_plan_does_not_hide_the_matrix():
    data = sheets(
        Plan=[["Plan Anticorrupción"], ["Vigencia 2023"]],
        Matriz=[HEAD, ["Revisar los riesgos", 1, "Junio", "TIC"]],
    )
    assert texts(read(data)) == ["Revisar los riesgos"]


def test_two_versions_of_the_plan_in_one_book_are_asked():
    rows = [["PAAC 2023"], HEAD, ["Revisar los riesgos", 1, "Junio", "TIC"]]
    reading = read(sheets(Versión_1=rows, Versión_2=rows))

    assert errors(reading) == [("several_plans", "'Versión 2'!A2")]
    assert "Versión 1, Versión 2" in reading.findings[0].message


def test_the_year_is_asked_before_anything_that_needs_it():
    rows = [[*HEAD, "Primer corte", "Avance 30 de abril"], ["Revisar", 1, "Junio", "TIC", 1, 1]]
    assert errors(read(grid(rows))) == [("missing_year", "")]


# --------------------------------------------------------------------------- tracking beside it

PLAN_HEAD = ["Actividad", "Meta", "Responsable", "Fecha programada"]
PLAN_ROW = ["Revisar los riesgos", 4, "Planeación", "Trimestral"]
TWO = [("C1-01", D(2023, 4, 30), 1.0), ("C1-01", D(2023, 8, 31), 2.0)]
CHILDREN = ["Actividades cumplidas", "% de avance", "Observaciones"]
BLOCKS = {
    "numbered follow-ups": ["Seguimiento 1 / Corte 30 de abril", "Seguimiento 2 / Corte 31 de agosto"],
    "ordinals and dates": ["Primer seguimiento (30 de abril)", "Segundo seguimiento (31 de agosto)"],
    "short periods": ["1er Cuatrimestre", "2do Cuatrimestre"],
    "months of the period": ["Cuatrimestre 1 (enero - abril)", "Cuatrimestre 2 (mayo - agosto)"],
    "control office": ["Seguimiento OCI corte abril 30", "Seguimiento OCI corte agosto 31"],
    "real dates": [D(2023, 4, 30), D(2023, 8, 31)],
    "capitals": ["I SEGUIMIENTO", "II SEGUIMIENTO"],
}  # fmt: skip


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("merged", [True, False])
def test_blocks_of_columns_under_a_cut_off_read_with_its_date(name, merged):
    first, second = BLOCKS[name]
    rows = [
        ["PAAC 2023"],
        [*PLAN_HEAD, first, "", "", second, "", ""],
        ["", "", "", "", *CHILDREN, *CHILDREN],
        [*PLAN_ROW, "Se revisó", "25%", "Acta 1", "Se volvió a revisar", (0.5, "0%"), ""],
    ]
    merge = ["A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:G2", "H2:J2"] if merged else []
    reading = read(grid(rows, merge=merge))

    assert errors(reading) == []
    assert reports(reading) == [(*TWO[0], "F4"), (*TWO[1], "I4")]
    assert list(reading.reports["done"]) == ["Se revisó", "Se volvió a revisar"]
    assert list(reading.reports["remarks"]) == ["Acta 1", ""]


COLUMNS = {
    "dated": ["Avance a 30-abr", "Avance a 31-ago"],
    "short dates": ["Avance 30/04/2023", "Avance 31/08/2023"],
    "percents": ["% avance enero-abril", "% avance mayo-agosto"],
    "cut-offs": ["Corte I", "Corte II"],
    "month and year": ["Avance abr-23", "Avance ago-23"],
    "executed": ["Ejecutado I cuatrimestre", "Ejecutado II cuatrimestre"],
    "compliance": ["Cumplimiento 1er seguimiento", "Cumplimiento 2do seguimiento"],
}


@pytest.mark.parametrize("name", COLUMNS)
def test_one_column_a_cut_off_reads_with_its_date(name):
    rows = [["PAAC 2023"], [*PLAN_HEAD, *COLUMNS[name]], [*PLAN_ROW, (0.25, "0%"), (0.5, "0%")]]
    reading = read(grid(rows))

    assert errors(reading) == []
    assert reports(reading) == [(*TWO[0], "E3"), (*TWO[1], "F3")]


def test_a_heading_over_three_rows_reads():
    rows = [
        ["PAAC 2023"],
        ["Actividad", "Meta", "Responsable", "Fecha programada", "", "Seguimiento", "", "", ""],
        ["", "", "", "Inicio", "Fin", "Primer corte", "", "Segundo corte", ""],
        ["", "", "", "", "", "Avance", "Evidencia", "Avance", "Evidencia"],
        ["Revisar los riesgos", 4, "TIC", "1/02/2023", "30/11/2023", 1, "Acta 1", 2, "Acta 2"],
    ]
    merge = ["A2:A4", "B2:B4", "C2:C4", "D2:E2", "F2:I2", "D3:D4", "E3:E4", "F3:G3", "H3:I3"]
    reading = read(grid(rows, merge=merge))

    assert errors(reading) == []
    assert reports(reading) == [(*TWO[0], "F5"), (*TWO[1], "H5")]
    assert list(reading.reports["evidence"]) == ["Acta 1", "Acta 2"]
    assert dates(reading) == [(D(2023, 11, 30),)]


def test_planned_and_executed_by_quarter_are_told_apart():
    rows = [
        ["PLAN 2024"],
        ["Actividad", "Meta", "Responsable", "Fecha", "T1. PLANEADO 2024", "T1. EJECUTADO 2024",
         "Meta II trimestre", "T.2 EJECUTADO 2024", "AVANCE 2024"],
        ["Revisar los riesgos", 4, "TIC", "Trimestral", 1, 1, 1, 2, 2],
    ]  # fmt: skip
    reading = read(grid(rows))

    assert errors(reading) == []
    assert reports(reading) == [
        ("C1-01", D(2024, 3, 31), 1.0, "F3"), ("C1-01", D(2024, 6, 30), 2.0, "H3"),
    ]  # fmt: skip
    assert list(reading.activities["target"]) == [4]


def test_remarks_of_the_plan_are_not_of_the_first_cut_off():
    rows = [
        ["PAAC 2023"],
        [*PLAN_HEAD, "Observaciones", "Avance 30 de abril", "Observaciones"],
        [*PLAN_ROW, "Depende del concejo", 1, "Va bien"],
    ]
    assert list(read(grid(rows)).reports["remarks"]) == ["Va bien"]


def test_a_narrative_under_a_cut_off_is_no_quantity():
    told = "Se realizó la revisión con todas las dependencias y se levantó el acta"
    rows = [
        ["PAAC 2023"],
        [*PLAN_HEAD, "Seguimiento 30 de abril", "% de avance"],
        [*PLAN_ROW, told, "25%"],
    ]
    reading = read(grid(rows))

    assert errors(reading) == []
    assert reports(reading) == [(*TWO[0], "F3")]
    assert list(reading.reports["done"]) == [told]


def test_three_columns_without_a_date_are_the_legal_cut_offs_and_said():
    rows = [["PAAC 2023"], [*PLAN_HEAD, "Avance", "Avance", "Avance"], [*PLAN_ROW, 1, 2, 4]]
    reading = read(grid(rows))

    assert [one[1] for one in reports(reading)] == [
        D(2023, 4, 30), D(2023, 8, 31), D(2023, 12, 31),
    ]  # fmt: skip
    assert "cut_by_order" in codes(reading)


def test_a_value_merged_over_two_activities_is_of_both_and_listed():
    rows = [["PAAC 2023"], [*PLAN_HEAD, "Avance 30 de abril"], [*PLAN_ROW, 1]]
    rows.append(["Publicar el mapa", 2, "TIC", "Junio", ""])
    reading = read(grid(rows, merge=["E3:E4"]))

    assert [one[2] for one in reports(reading)] == [1.0, 1.0]
    assert "shared_value" in codes(reading)


def test_an_average_below_the_progress_is_nobodys():
    rows = [
        ["PAAC 2023"],
        [*PLAN_HEAD, "Avance 30 de abril"],
        [*PLAN_ROW, 1],
        ["Promedio de avance", "", "", "", (0.25, "0%")],
        ["", "", "", "", 0.25],
    ]
    reading = read(grid(rows))

    assert found(reading) == []
    assert len(reading.reports) == 1


@pytest.mark.parametrize(
    "titles", [("Corte abril", "Corte agosto"), ("1er seguimiento", "Seguimiento 2")]
)
def test_one_sheet_a_cut_off_each_with_the_whole_matrix_is_one_plan_with_its_tracking(titles):
    head = [*PLAN_HEAD, "Avance", "Evidencia"]
    data = sheets(
        PAAC=[["Vigencia 2023"], PLAN_HEAD, PLAN_ROW],
        **{titles[0]: [head, [*PLAN_ROW, 1, "Acta"]], titles[1]: [head, [*PLAN_ROW, 2, ""]]},
    )
    reading = read(data)

    assert errors(reading) == []
    assert reports(reading) == [(*TWO[0], "E2"), (*TWO[1], "E2")]
    assert "cut_from_title" in codes(reading)


def test_a_sheet_called_seguimiento_that_repeats_the_whole_matrix_is_tracking():
    data = sheets(
        PAAC=[["Vigencia 2023"], PLAN_HEAD, PLAN_ROW, ["Publicar el mapa", 1, "TIC", "Junio"]],
        Seguimiento=[
            [*PLAN_HEAD, "Avance 30 de abril", "Avance 31 de agosto"],
            [*PLAN_ROW, 1, 2],
            ["Publicar el mapa", 1, "TIC", "Junio", "", 1],
        ],
    )
    reading = read(data)

    assert errors(reading) == []
    assert len(texts(reading)) == 2
    assert [one[3] for one in reports(reading)] == ["E2", "F2", "F3"]


def test_sheets_of_cut_offs_without_a_sheet_of_the_plan_read_it_from_the_first():
    head = [*PLAN_HEAD, "Avance"]
    data = sheets(
        Abril=[["PAAC 2023"], head, [*PLAN_ROW, 1]], Agosto=[["PAAC 2023"], head, [*PLAN_ROW, 2]]
    )
    reading = read(data)

    assert errors(reading) == []
    assert reports(reading) == [(*TWO[0], "E3"), (*TWO[1], "E3")]


def test_a_title_with_a_publication_date_and_a_cut_off_gives_the_cut_off():
    rows = [
        ["PAAC 2023"],
        ["Fecha de seguimiento: 10 de mayo de 2023. Corte: 30 de abril de 2023"],
        [*PLAN_HEAD, "Avance"],
        [*PLAN_ROW, 1],
    ]
    assert reports(read(grid(rows))) == [(*TWO[0], "E4")]


def test_planned_and_executed_under_one_period_are_told_apart():
    rows = [
        ["PAAC 2023"],
        [*PLAN_HEAD, "I cuatrimestre", "", "II cuatrimestre", ""],
        ["", "", "", "", "Programado", "Ejecutado", "Programado", "Ejecutado"],
        [*PLAN_ROW, 3, 1, 4, 2],
    ]
    merge = ["A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "G2:H2"]
    reading = read(grid(rows, merge=merge))

    assert errors(reading) == []
    assert reports(reading) == [(*TWO[0], "F4"), (*TWO[1], "H4")]


def test_several_rows_of_evidence_below_one_merged_activity_are_one_activity():
    rows = [
        ["PAAC 2023"],
        [*PLAN_HEAD, "Avance 30 de abril", "Evidencia"],
        [*PLAN_ROW, 1, "Acta 1"],
        ["", "", "", "", "", "Acta 2"],
        ["", "", "", "", "", "Acta 3"],
        ["Publicar el mapa", 1, "TIC", "Junio", "", ""],
    ]
    reading = read(grid(rows, merge=["A3:A5", "B3:B5", "C3:C5", "D3:D5", "E3:E5"]))

    assert errors(reading) == []
    assert texts(reading) == ["Revisar los riesgos", "Publicar el mapa"]
    assert reports(reading) == [(*TWO[0], "E3")]


def test_one_row_a_cut_off_below_one_merged_activity_is_one_activity_with_its_reports():
    rows = [
        ["PAAC 2023"],
        [*PLAN_HEAD, "Fecha de corte", "Avance"],
        [*PLAN_ROW, "30/04/2023", 1],
        ["", "", "", "", "31/08/2023", 2],
    ]
    reading = read(grid(rows, merge=["A3:A4", "B3:B4", "C3:C4", "D3:D4"]))

    assert errors(reading) == []
    assert ids(reading) == ["C1-01"]
    assert reports(reading) == [(*TWO[0], "F3"), (*TWO[1], "F4")]


def test_a_summary_by_component_in_the_same_book_is_no_tracking():
    data = sheets(
        PAAC=[["Vigencia 2023"], PLAN_HEAD, PLAN_ROW],
        Resumen=[
            ["Corte 30 de abril"],
            ["Componente", "Actividades programadas", "Actividades cumplidas", "% de avance"],
            ["1. Riesgos", 1, 1, 1],
        ],
    )
    reading = read(data)

    assert errors(reading) == []
    assert len(reading.reports) == 0


# --------------------------------------------------------------------------- tracking of its own


def test_the_follow_up_that_the_guide_prescribes_is_matched_by_its_activities():
    head = ["Componente", "Actividades programadas", "Actividades cumplidas", "% de avance"]
    titles = [
        ["Entidad:", "Municipio de Prueba"],
        ["Vigencia:", 2023],
        ["Fecha de publicación:", D(2023, 9, 14)],
        ["Seguimiento 2 OCI. Fecha de corte:", D(2023, 8, 31)],
    ]
    row = ["1. Riesgos", workbooks.ACTIVITY["Actividad"], "Se revisó dos veces", (2 / 3, "0%")]
    signed = [["", "Yurley Ejemplo", "Jefe de Control Interno", ""], ["Revisó: X", "", "x", ""]]
    reading = read(book(), grid([*titles, head, row, ["", "TOTAL", "", (1, "0%")], *signed]))

    assert errors(reading) == []
    assert reports(reading) == [("C1-01", D(2023, 8, 31), 2.0, "D6")]
    assert list(reading.reports["done"]) == ["Se revisó dos veces"]


OWN_HEAD = ["ID", "Actividad", "Fecha de corte", "Avance", "Observaciones"]


def own(*rows, head=OWN_HEAD, titles=(), title="Avances"):
    return grid([*titles, head, *rows], title=title)


def test_ids_in_lower_case_and_with_blanks_around_are_the_plans():
    reading = read(book(), own([" c1-01 ", "", "30 de abril", 1, ""]))

    assert errors(reading) == []
    assert reports(reading) == [("C1-01", D(2023, 4, 30), 1.0, "D2")]


@pytest.mark.parametrize("said", ["Abril", "I cuatrimestre", "30-abr", D(2023, 4, 30)])
def test_the_cut_off_of_a_row_reads_in_other_words(said):
    reading = read(book(), own(["C1-01", "", said, 1, ""]))
    assert [one[1] for one in reports(reading)] == [D(2023, 4, 30)]


def test_a_bare_date_column_beside_progress_is_the_reports():
    head = ["Actividad", "Fecha", "Avance", "Evidencia"]
    row = [workbooks.ACTIVITY["Actividad"], "30/04/2023", 1, "Acta"]
    assert reports(read(book(), own(row, head=head)))[0][1] == D(2023, 4, 30)


def test_wide_tracking_in_a_book_of_its_own_reads_by_id():
    head = [
        "ID",
        "Avance 1er seguimiento",
        "Avance 2do seguimiento",
        "Observaciones Control Interno",
    ]
    reading = read(book(), own(["C1-01", 1, 2, "Sin evidencia"], head=head))

    assert errors(reading) == []
    assert reports(reading) == [
        ("C1-01", D(2023, 4, 30), 1.0, "B2"), ("C1-01", D(2023, 8, 31), 2.0, "C2"),
    ]  # fmt: skip


def test_titles_totals_and_signatures_of_a_tracking_sheet_are_no_unknown_activities():
    reading = read(
        book(),
        grid(
            [
                OWN_HEAD,
                ["Componente 1: Gestión del riesgo"],
                ["C1-01", "", "30 de abril", 1, ""],
                ["TOTAL", "", "", 1, ""],
                ["", "María Fernanda Rodríguez", "", "", "Jefe de Control Interno"],
                ["Elaboró: Juan Carlos Gómez", "", "", "", "Profesional"],
            ],
            merge=["A2:E2"],
        ),
    )

    assert found(reading) == []
    assert len(reading.reports) == 1


def test_an_unknown_id_suggests_the_near_one_at_its_cell():
    reading = read(book(), own(["C1-1", "", "30 de abril", 1, ""]))

    assert errors(reading) == [("unknown_activity", "Avances!A2")]
    assert "¿Es C1-01?" in reading.findings[0].message


def test_an_unknown_text_that_nothing_resembles_suggests_nothing():
    reading = read(book(), own(["", "Pintar el parque", "30 de abril", 1, ""]))

    assert errors(reading) == [("unknown_activity", "Avances!B2")]
    assert "¿" not in reading.findings[0].message


def test_a_report_of_nothing_is_an_error_and_an_average_below_the_table_is_not():
    keyed, unkeyed = ["C1-01", "", "30 de abril", 1, ""], ["", "", "31 de agosto", 2, ""]
    assert errors(read(book(), own(unkeyed, keyed))) == [("missing_activity", "Avances!A2")]
    assert errors(read(book(), own(keyed, unkeyed))) == [("missing_activity", "Avances!A3")]
    assert found(read(book(), own(keyed, ["", "", "", 1.5, ""]))) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [(45046.0, "bad_as_of"), (True, "bad_as_of"), ("1 de enero a 30 de abril", None),
     ("30 de abril y 31 de agosto", "bad_as_of")],
)  # fmt: skip
def test_a_cut_off_that_is_no_single_date_is_an_error_at_its_cell(said, code):
    reading = read(book(), own(["C1-01", "", said, 1, ""]))
    assert errors(reading) == ([(code, "Avances!C2")] if code else [])


def test_a_bare_number_under_a_heading_of_percents_is_asked_and_says_why():
    rows = [["PAAC 2023"], [*PLAN_HEAD, "% de avance a 30 de abril"], [*PLAN_ROW, 50]]
    reading = read(grid(rows))

    assert errors(reading) == [("unit_unclear", "Hoja1!E3")]
    assert "el título de la columna habla de porcentajes" in reading.findings[0].message


def test_a_format_that_shows_percents_only_sometimes_is_asked():
    rows = [["PAAC 2023"], [*PLAN_HEAD, "Avance a 30 de abril"], [*PLAN_ROW, (0.5, "[<1]0%;0")]]
    assert errors(read(grid(rows))) == [("value_not_number", "Hoja1!E3")]


def test_a_text_that_stands_twice_in_the_plan_needs_its_id():
    plan = book([activity(), activity(ID="C1-02", Indicador="Otro indicador")])
    reading = read(plan, own(["", workbooks.ACTIVITY["Actividad"], "30 de abril", 1, ""]))

    assert errors(reading) == [("ambiguous_activity", "Avances!B2")]
    assert "C1-01, C1-02" in reading.findings[0].message


def test_two_equal_rows_are_a_warning_and_two_different_ones_an_error():
    row = ["C1-01", "", "30 de abril", 1, ""]
    assert found(read(book(), own(row, row))) == [("repeated_report", "Avances!C3")]
    different = ["C1-01", "", "30 de abril", 2, ""]
    assert errors(read(book(), own(row, different))) == [
        ("duplicate_report", "Avances!C2, Avances!C3")
    ]


@pytest.mark.parametrize("titles", [[["SEGUIMIENTO PAAC 2022"]], [["Vigencia", 2022]]])
def test_tracking_of_another_year_stops_at_the_second_gate(titles):
    reading = read(book(), own(["C1-01", "", "30 de abril", 1, ""], titles=titles))

    assert errors(reading) == [("other_year", "Avances!A1")]
    assert reading.stopped_at == 2


def test_tracking_of_another_entity_stops_at_the_second_gate():
    other = book(parameters={"Entidad": "Municipio de Otra Parte"})
    reading = read(book(), other)

    assert errors(reading) == [("other_entity", "Parámetros!B2")]
    assert "Municipio de Otra Parte" in reading.findings[0].message


def test_cut_offs_closed_in_the_tracking_book_are_closed():
    row = {"ID": "C1-01", "Fecha de corte": "30/04/2023", "Avance acumulado a la fecha de corte": 1}
    other = book((), [row], {"Cortes cerrados": "30/04/2023"})
    reading = read(book(), other)

    assert errors(reading) == []
    assert reading.settings.closed_cutoffs == (D(2023, 4, 30),)
    assert D(2023, 12, 31) in reading.settings.cutoffs


def test_a_book_without_tracking_is_said():
    reading = read(book(), grid([["Vigencia 2023"], ["Nombre", "Edad"]]))
    assert [one[0] for one in errors(reading)] == ["no_tracking_sheet"]


def test_formulas_of_the_tracking_sheet_count_by_their_stored_values():
    row = {
        "ID": "C1-01",
        "Fecha de corte": "30/04/2023",
        "Avance acumulado a la fecha de corte": "=1+1",
    }
    source, stream = zipfile.ZipFile(io.BytesIO(book(reports=[row]))), io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for item in source.infolist():
            data = source.read(item)
            archive.writestr(
                item,
                data.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(
                    b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"
                ),
            )
    assert [one[2] for one in reports(read(stream.getvalue()))] == [2.0]


# --------------------------------------------------------------------------- Parámetros

PARAMETERS = {
    "Vigencia": ("veintitrés", "B3"),
    "Cortes": ("cada mes, o no", "B4"),
    "Cortes cerrados": ("30/04/2019", "B4"),
    "Nivel medio desde": (0.6, "B4"),
    "Nivel alto desde": ("mucho", "B4"),
    "Los días son": ("lunes", "B4"),
    "Avisar ... días antes": ("un mes", "B4"),
}


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_bad_parameter_is_one_error_at_its_cell_and_names_it(name):
    value, cell = PARAMETERS[name]
    reading = read(book(parameters={name: value}))

    assert errors(reading) == [("bad_parameter", f"Parámetros!{cell}")]
    assert name.replace("...", "…") in reading.findings[0].message


def test_levels_in_the_wrong_order_are_an_error_at_both_cells():
    reading = read(book(parameters={"Nivel medio desde": "80%", "Nivel alto desde": "60%"}))
    assert errors(reading) == [("bad_parameter", "Parámetros!B4, Parámetros!B5")]


def test_parameters_are_read_whatever_their_case_and_order():
    data = book(
        parameters={
            "ENTIDAD": "Alcaldía de Prueba", "cortes": "30/06/2023; 31/12/2023",
            "Nivel medio desde": "50%", "Nivel alto desde": "75,5 %", "Los días son": "Calendario",
            "Avisar ... días antes": 15, "Cargo de quien firma": "Alcaldesa",
        }
    )  # fmt: skip
    settings = read(data).settings

    assert settings.cutoffs == (D(2023, 6, 30), D(2023, 12, 31))
    assert (settings.medium_from, settings.high_from) == (0.5, 0.755)
    assert (settings.days, settings.notice_days, settings.signer) == ("calendar", 15, "Alcaldesa")


def test_faults_of_the_sheet_of_offices_are_errors_at_their_cells():
    def change(workbook):
        sheet = workbook.create_sheet("Dependencias")
        for row in (
            ["Dependencia", "También escrita como", "Tipo"],
            ["Secretaría de Planeación", "Planeación; Sec. Planeación", "dependencia"],
            ["Oficina de Planeación", "Planeación", "oficinita"],
            ["", "Sin nombre", ""],
            ["Oficina de Contratación", "", ""],
        ):
            sheet.append(row)

    assert errors(read(book(then=change))) == [
        ("bad_kind", "Dependencias!C3"),
        ("duplicate_office", "Dependencias!A2, Dependencias!A3"),
    ]


def test_sheet_names_that_differ_by_case_only_do_no_harm():
    def change(workbook):
        workbook.create_sheet("x").title = "Otra"

    source, stream = zipfile.ZipFile(io.BytesIO(book(then=change))), io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for item in source.infolist():
            data = source.read(item)
            archive.writestr(item, data.replace(b'name="Otra"', b'name="PLAN"'))
    assert len(texts(read(stream.getvalue()))) == 1


def test_a_book_saved_twice_by_openpyxl_reads_the_same():
    data = workbooks.PLAN_FILE.read_bytes()
    again = saved(load_workbook(io.BytesIO(data)))
    assert read(again).activities.equals(read(data).activities)
