"""The open data: what anybody can add up, what nobody can make run, and whose names stay behind."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from frictionless import validate
from openpyxl import Workbook, load_workbook

from pac import labels
from pac.__main__ import main
from pac.ledger import editions
from pac.model import Later, Move, Status
from pac.progress.figures import Choice, Figures
from pac.reading import reader
from pac.reading.reader import File
from pac.reports import open_data, privacy, provenance
from pac.reports.open_data import comma, tables
from pac.reports.provenance import Origin
from pac.reports.public import board
from pac.workdays import COLOMBIA
from tests import workbooks
from tests.workbooks import ROOT, activity

EXAMPLE = ROOT / "data" / "ejemplo_seguimiento_2023.xlsx"
APRIL, AUGUST, DECEMBER = dt.date(2023, 4, 30), dt.date(2023, 8, 31), dt.date(2023, 12, 31)
AT = dt.datetime(2023, 9, 5, 10, 0, 30, tzinfo=COLOMBIA)
CODE = "7KQ2-ABCD-EFGH-JKMN"
VALUE = "Avance acumulado a la fecha de corte"
FILES = (
    "plan", "fechas", "responsables", "avance", "resultados_plan", "resultados_componentes",
    "resultados_dependencias", "resultados_actividades", "reprogramaciones",
    "cambios_de_cortes_cerrados", "diccionario",
)  # fmt: skip


def figures_of(file: File, cutoff: dt.date = APRIL, **origin: object) -> Figures:
    reading = reader.read(file)
    plan = editions.plan(reading)
    assert plan is not None
    said = {"version": "3", "code": CODE} | origin
    return provenance.figures(plan, Choice(cutoff), Origin(reading.files, **said))


HOSTILE = (
    activity(
        Actividad='=HYPERLINK("http://a.invalid")',
        Indicador="<script>alert(1)</script> & \"comillas\"; 'otras', 🙂",
        Objetivo="-1+1, en una línea",
        Componente="1. +57 componente, con coma",
        Responsable="@Oficina de Rara",
    ),
    activity(ID="=C1-02", Meta="Por definir", **{"Fecha de cumplimiento": "Según cronograma"}),
    activity(
        ID="C2-01",
        Componente="2. " + "Nombre muy largo " * 30,
        Actividad="Otra",
        Lidera="Secretaría de Hacienda",
        **{"Fecha de cumplimiento": "Mensual"},
    ),
)


MOVES = (
    Move("C1-01", dt.date(2023, 6, 30), (dt.date(2023, 6, 30),), (AUGUST,), "=Acta 3", "4"),
    Move("C1-02", dt.date(2023, 6, 30), (AUGUST,), (DECEMBER,), "Lo pidió Juan Pérez Gómez", "4"),
    Move("C1-03", dt.date(2023, 6, 30), (), (AUGUST,), "No tenía fecha", "4"),
    Move("C9-99", dt.date(2023, 6, 30), (AUGUST,), (DECEMBER,), "Ya no está en el plan", "4"),
)
LATER = (Later(APRIL, "5", dt.date(2023, 7, 1), "C1-01: el avance pasa de 1 a 2", "Acta 4"),)


def changed() -> Figures:
    """Return figures of a plan whose dates and closed cut-offs later versions changed."""
    made = figures_of(reader.load(EXAMPLE), AUGUST)
    plan = replace(made.plan, moves=MOVES, later=LATER)
    return provenance.figures(plan, made.choice, Origin(made.provenance.files, "5", CODE))


@cache
def figures(which: str) -> Figures:
    """Return figures of each sort: closed, open, without progress, and of another town."""
    if which == "closed":
        return figures_of(reader.load(EXAMPLE))
    if which == "open":
        return figures_of(reader.load(EXAMPLE), AUGUST)
    if which == "changed":
        return changed()
    if which == "bare":
        return figures_of(reader.load(workbooks.PLAN_FILE))
    reports = [
        {"ID": "C2-01", "Fecha de corte": APRIL, VALUE: 1, "Qué se hizo": "+SUM(A1)\r\ny más"}
    ]
    parameters = {"Entidad": '=Municipio "de" <Prueba>'}
    data = workbooks.book(HOSTILE, reports, parameters, then=without_formulas)
    return figures_of(File("=libro.xlsx", data))


def without_formulas(book: Workbook) -> None:
    """Write what begins like a formula as the text that an official typed."""
    for sheet in book:
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.data_type == "f":
                    cell.data_type = "s"


WHICH = pytest.mark.parametrize("which", ["closed", "open", "bare", "hostile"])


@cache
def files(which: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(open_data.bundle(figures(which), AT))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def table(which: str, name: str) -> list[dict[str, str]]:
    return rows(files(which)[f"{name}.csv"])


def number(text: str) -> float | None:
    return float(text) if text else None


def own(value: object) -> float | None:
    return None if value is None or value != value else float(str(value))


# A whole, sound package


@pytest.mark.parametrize("which", ["closed", "open", "bare", "hostile", "changed"])
def test_the_package_validates_in_full(which, tmp_path):
    for name, data in files(which).items():
        (tmp_path / name).write_bytes(data)

    report = validate(str(tmp_path / "datapackage.json"))

    assert report.flatten(["title", "type", "message"]) == []
    assert report.valid
    assert len(report.tasks) == len(FILES)


@pytest.mark.parametrize(
    ("name", "before", "after", "finds"),
    [
        ("fechas", "C1-01,1,", "C9-99,1,", "foreign-key"),
        ("responsables", "Oficinas", "Otra oficina", "foreign-key"),
        ("plan", "C1-02,", "C1-01,", "primary-key"),
        ("resultados_actividades", "en curso", "en marcha", "constraint-error"),
        ("avance", "2023-04-30", "30/04/2023", "type-error"),
    ],
)
def test_the_package_tells_when_something_in_it_was_changed(tmp_path, name, before, after, finds):
    held = dict(files("closed"))
    package = json.loads(held["datapackage.json"])
    for one in package["resources"]:
        del one["hash"], one["bytes"]
    text = held[f"{name}.csv"].decode()
    held[f"{name}.csv"] = text.replace(before, after).encode()
    held["datapackage.json"] = json.dumps(package).encode()
    for file, data in held.items():
        (tmp_path / file).write_bytes(data)

    found = validate(str(tmp_path / "datapackage.json")).flatten(["type"])

    assert [finds] in found


def test_the_zip_holds_these_files_and_each_with_its_hash():
    held = files("closed")
    package = json.loads(held["datapackage.json"])

    extra = ["LEAME.txt", "LICENCIA.txt", "datapackage.json", "datos.xlsx"]
    assert sorted(held) == sorted([*extra, *(f"{name}.csv" for name in FILES)])
    assert [one["name"] for one in package["resources"]] == list(FILES)
    for one in package["resources"]:
        data = held[one["path"]]
        assert (one["bytes"], one["hash"]) == (
            len(data),
            f"sha256:{hashlib.sha256(data).hexdigest()}",
        )


def test_the_package_says_whose_it_is_and_how_far_it_goes():
    package = json.loads(files("closed")["datapackage.json"])

    assert package["profile"] == "tabular-data-package"
    assert package["name"] == "paac-2023-sesquile-2023-04-30"
    assert (package["version"], package["created"]) == ("3", "2023-09-05T10:00:30-05:00")
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["sources"] == [{"title": "ejemplo_seguimiento_2023.xlsx"}]
    said = package["paac"]
    assert (said["code"], said["cutoff"], said["tier"]) == (CODE, "2023-04-30", "verified")


@pytest.mark.parametrize("which", ["closed", "hostile"])
def test_the_same_figures_give_the_same_bytes(which):
    again = open_data.bundle(figures(which), AT)

    assert again == open_data.bundle(figures(which), AT)
    assert again != open_data.bundle(figures(which), AT + dt.timedelta(hours=1))


# The figures


@WHICH
def test_each_activity_has_the_figures_of_the_board(which):
    measured = figures(which).measured
    told = table(which, "resultados_actividades")

    assert [comma.harmless(str(name)) for name in measured.index] == [
        one["id_actividad"] for one in told
    ]
    for one, (_, row) in zip(told, measured.iterrows(), strict=True):
        assert number(one["esperado"]) == own(row["expected"])
        assert number(one["cantidad"]) == own(row["actual"])
        assert number(one["avance"]) == own(row["attainment"])
        assert number(one["avance_reportado"]) == own(row["attainment_reported"])
        assert number(one["avance_con_evidencia"]) == own(row["attainment_evidenced"])
        assert number(one["avance_verificado"]) == own(row["attainment_verified"])
        assert one["programada"] == ("sí" if row["scheduled"] else "no")
        assert one["estado"] == row["status"]


@pytest.mark.parametrize("which", ["closed", "open", "hostile"])
@pytest.mark.parametrize(
    "name", ["resultados_plan", "resultados_componentes", "resultados_dependencias"]
)
def test_each_group_has_the_figures_of_the_board(which, name):
    held = figures(which)
    groups = {
        "resultados_plan": [held.total],
        "resultados_componentes": list(held.components.itertuples()),
        "resultados_dependencias": list(held.leads.itertuples()),
    }[name]
    told = table(which, name)

    assert len(told) == len(groups)
    for one, group in zip(told, groups, strict=True):
        for column, field in {
            "actividades": "activities", "programadas": "scheduled", "al_dia": "fulfilled",
            "cumplimiento": "compliance", "avance": "attainment", "terminadas": "done",
            "avance_de_lo_programado": "scheduled_mean", "al_dia_verificado": "fulfilled_verified",
            "al_dia_reportado": "fulfilled_reported", "con_avance_parcial": "partial",
            "al_dia_con_evidencia": "fulfilled_evidenced", "reportadas": "reported",
            "avance_verificado": "attainment_verified", "sin_reporte": "unreported",
            "avance_con_evidencia": "attainment_evidenced", "sin_fecha": "no_date",
            "avance_reportado": "attainment_reported", "sin_meta": "no_target",
        }.items():  # fmt: skip
            assert number(one[column]) == own(getattr(group, field)), column
        assert one["nivel"] == (group.level or "")


def test_whoever_adds_up_the_rows_comes_to_the_figures_of_the_plan():
    told = table("closed", "resultados_actividades")
    total = figures("closed").total

    due = [one for one in told if one["programada"] == "sí"]
    done = [one for one in due if one["al_dia"] == "sí"]
    attained = sum(float(one["avance"] or 0) for one in told) / len(told)

    assert (len(done), len(due)) == (total.fulfilled, total.scheduled) == (9, 14)
    assert attained == pytest.approx(total.attainment, abs=1e-9)
    readme = files("closed")["LEAME.txt"].decode("utf-8-sig")
    assert "en 14 filas programada es sí y, de ellas, en 9 filas al_dia es sí" in readme
    assert labels.percent(total.attainment) in readme


def test_components_and_offices_add_up_to_the_plan():
    plan = {one["id_actividad"]: one for one in table("closed", "plan")}
    told = table("closed", "resultados_actividades")

    for group, of in (
        ("resultados_componentes", "componente"),
        ("resultados_dependencias", "lidera"),
    ):
        for one in table("closed", group):
            name = one["componente"] if of == "componente" else one["dependencia"]
            rows = [each for each in told if plan[each["id_actividad"]][of] == name]
            assert len(rows) == int(one["actividades"])
            assert sum(each["al_dia"] == "sí" for each in rows) == int(one["al_dia"])


def test_the_dates_of_an_activity_add_up_to_its_attainment():
    covered: dict[str, float] = {}
    counts: dict[str, int] = {}
    for one in table("closed", "fechas"):
        name = one["id_actividad"]
        covered[name] = covered.get(name, 0) + float(one["parte_cumplida"])
        counts[name] = int(one["de_cuantas"])

    for one in table("closed", "resultados_actividades"):
        name = one["id_actividad"]
        assert covered[name] / counts[name] == pytest.approx(float(one["avance"]), abs=1e-6)


@WHICH
def test_the_one_table_of_activities_says_what_the_zip_says(which):
    one_by_one = zip(
        rows(open_data.activities_csv(figures(which), AT)),
        table(which, "plan"),
        table(which, "resultados_actividades"),
        strict=True,
    )

    for wide, plan, results in one_by_one:
        assert wide == wide | plan | results
        assert wide["entidad"].endswith(figures(which).provenance.entity)
        assert (wide["base"], wide["momento"]) == (
            figures(which).provenance.basis,
            "2023-09-05T10:00:30-05:00",
        )
        assert (wide["version"], wide["codigo"]) == ("3", CODE)


@WHICH
def test_the_workbook_holds_what_the_csv_hold(which):
    book = load_workbook(io.BytesIO(files(which)["datos.xlsx"]))

    assert book.sheetnames == ["leame", *FILES]
    for name in FILES:
        heading, *sheet = book[name].iter_rows(values_only=True)
        told = table(which, name)
        assert len(sheet) == len(told)
        for cells, one in zip(sheet, told, strict=True):
            for column, value in zip(heading, cells, strict=True):
                assert comma.cell(shown(value)) == one[column].replace("\r\n", "\n"), column


def shown(value):
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.replace("_x000D_", "").replace("\r\n", "\n") if isinstance(value, str) else value


def test_what_versions_changed_stands_with_its_reason():
    moved, other = table("changed", "reprogramaciones")
    (later,) = table("changed", "cambios_de_cortes_cerrados")

    assert (moved["id_actividad"], moved["fechas_antes"], moved["fechas_despues"]) == (
        "C1-01", "2023-06-30", "2023-08-31",
    )  # fmt: skip
    assert (moved["version_del_cambio"], moved["version"]) == ("4", "5")
    assert (moved["motivo"], other["motivo"]) == ("'=Acta 3", privacy.WITHHELD)
    assert (later["corte_cambiado"], later["motivo"]) == ("2023-04-30", "Acta 4")
    plan = {one["id_actividad"]: one["reprogramada"] for one in table("changed", "plan")}
    assert [name for name, said in plan.items() if said == "sí"] == ["C1-01", "C1-02"]


def test_a_change_of_a_later_cut_off_does_not_exist_for_an_earlier_one():
    known = figures("changed")
    august = Later(AUGUST, "5", dt.date(2023, 10, 2), "C1-01 pasa de 1 a 2", "Acta 5")
    told = replace(known, plan=replace(known.plan, later=(*known.plan.later, august)))
    april, later = (provenance.at(told, Choice(day)) for day in (APRIL, AUGUST))

    def cutoffs(of: Figures) -> list[dt.date]:
        (one,) = [
            field for field in tables.later_changes(of).fields if field.name == "corte_cambiado"
        ]
        return list(one.values)

    assert cutoffs(april) == [APRIL]
    assert cutoffs(later) == [APRIL, AUGUST]
    assert (len(board.later(april)), len(board.later(later))) == (1, 2)


# What must not be said


def test_while_nothing_is_reported_nothing_is_zero():
    (plan,) = table("bare", "resultados_plan")

    for column in ("al_dia", "cumplimiento", "nivel", "avance", "terminadas", "al_dia_verificado"):
        assert plan[column] == "", column
    assert plan["programadas"] == "14"
    assert {one["al_dia"] for one in table("bare", "resultados_actividades")} == {""}
    assert {one["avance"] for one in table("bare", "resultados_actividades")} == {""}
    assert {one["parte_cumplida"] for one in table("bare", "fechas")} == {""}
    assert table("bare", "avance") == []
    assert "Sin seguimiento todavía" in files("bare")["LEAME.txt"].decode()


def test_an_open_cut_off_has_no_level_and_says_what_it_rests_on():
    for name in ("resultados_plan", "resultados_componentes", "resultados_dependencias"):
        assert {one["nivel"] for one in table("open", name)} == {""}
    (plan,) = table("open", "resultados_plan")
    readme = files("open")["LEAME.txt"].decode()

    assert (plan["corte_cerrado"], plan["base"]) == ("no", "según lo reportado")
    assert labels.percent(figures("open").total.compliance) not in readme
    assert "según lo reportado" in readme


def test_a_report_after_the_cut_off_does_not_exist_for_it():
    reports = figures("closed").plan.reports
    dates = {one["fecha_reporte"] for one in table("closed", "avance")}
    later = {one["fecha_reporte"] for one in table("open", "avance")}

    assert max(dates) == "2023-04-30"
    assert max(later) == "2023-08-31"
    valued = reports["value"].notna() & (reports["as_of"] <= "2023-04-30")
    assert len(table("closed", "avance")) == int(valued.sum())


@pytest.mark.parametrize("mark", ["example", "draft"])
def test_what_is_no_data_of_the_board_says_so_in_every_file(mark):
    marked = figures_of(reader.load(EXAMPLE), **{mark: True})
    word = marked.provenance.mark
    with zipfile.ZipFile(io.BytesIO(open_data.bundle(marked, AT))) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}

    for name in FILES[:-1]:
        data = held[f"{name}.csv"]
        assert data.startswith(b"\xef\xbb\xbfmarca,")
        assert {one["marca"] for one in rows(data)} <= {word}
    assert word in held["LEAME.txt"].decode()
    assert word in held["datapackage.json"].decode()
    book = load_workbook(io.BytesIO(held["datos.xlsx"]))
    assert all(word in sheet.oddHeader.center.text for sheet in book)
    assert {one["marca"] for one in rows(open_data.activities_csv(marked, AT))} == {word}
    assert json.loads(open_data.plan_json(marked, AT))["provenance"]["mark"] == word


# No formula, no persons


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-x", "@SUM(A1)", " =1", "\t=1", "＝1+1", "'=1", "''-1"]
)
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe_that_can_be_taken_away(text):
    told = comma.harmless(text)

    assert told == f"'{text}"


@pytest.mark.parametrize("text", ["Uno", "3 = 3", "1-2", "'cita'", "a@b", "#N/A", "100%", ""])
def test_what_nothing_runs_stays_as_it_was_written(text):
    assert comma.harmless(text) == text


def test_no_cell_of_any_file_runs():
    for name in FILES:
        for one in table("hostile", name):
            for column, value in one.items():
                negative = re.fullmatch(r"-\d+(\.\d+)?", value)
                assert negative or not re.match(r"\s*[=+\-@]", value), (name, column)
    book = load_workbook(io.BytesIO(files("hostile")["datos.xlsx"]))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    texts = [cell.value for cell in book["plan"]["F"]]
    assert '=HYPERLINK("http://a.invalid")' in texts  # no apostrophe where none is needed


def test_csv_keeps_quotes_commas_and_emoji_and_ends_its_lines_as_the_standard_says():
    data = files("hostile")["plan.csv"]
    told = table("hostile", "plan")

    assert data.startswith(b"\xef\xbb\xbfid_actividad,componente,")
    assert data.endswith(b"\r\n")
    assert told[0]["indicador"] == "<script>alert(1)</script> & \"comillas\"; 'otras', 🙂"
    assert told[0]["objetivo"] == "'-1+1, en una línea"
    assert told[1]["id_actividad"] == "'=C1-02"


def person(**row: object) -> dict[str, str]:
    """Return the one report of a plan as it is given away."""
    report = {"ID": "C1-01", "Fecha de corte": APRIL, VALUE: 1} | {
        name.replace("_", " "): value for name, value in row.items()
    }
    made = figures_of(File("a.xlsx", workbooks.book(reports=[report])))
    return dict(
        zip(
            [one.name for one in tables.progress(made).fields],
            map(comma.cell, tables.progress(made).rows[0]),
            strict=True,
        )
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Secretaría de Planeación", "Secretaría de Planeación"),
        ("Secretaría de Planeación - Juan Pérez", "Secretaría de Planeación"),
        ("Planeación", "Secretaría de Planeación"),
        ("Profesional de archivo", "Profesional de archivo"),
        ("Técnico operativo", "Técnico operativo"),
        ("Juan Pérez", ""),
        ("maria lopez", ""),
        ("Pedro", ""),
        ("jperez", ""),
        ("Profesional Pedro Ruiz", ""),
        ("Contratista Ana", ""),
        ("Ing. Ruiz", ""),
        ("juan@ejemplo.invalid", ""),
    ],
)
def test_who_reported_is_an_office_or_a_post_and_never_a_person(said, told):
    assert privacy.screen(figures("bare").plan).post(said) == told


@pytest.mark.parametrize(
    "said",
    [
        "Se capacitó a Juan Pérez Gómez y a otros",
        "Informes a juan.perez@ejemplo.invalid",
        "Llamar al 310 555 1234",
        "CC 52.123.456 firmó el acta",
    ],
)
def test_a_text_that_may_name_a_person_stays_behind_and_says_so(said):
    told = person(
        Qué_se_hizo=said, Observaciones=said, Evidencia=said, Observaciones_de_Control_Interno=said
    )

    for column in ("que_se_hizo", "observaciones", "evidencia", "observaciones_control_interno"):
        assert told[column] == privacy.WITHHELD
    assert (told["avance"], told["tiene_evidencia"]) == ("1", "sí")


def test_a_text_without_a_person_goes_out_as_it_is():
    said = (
        "Se revisaron 4 de 8 procesos; acta 003 del Comité de Gestión, https://ejemplo.invalid/acta"
    )

    told = person(Qué_se_hizo=said, Evidencia="Radicado 2023-0418")

    assert (told["que_se_hizo"], told["evidencia"]) == (said, "Radicado 2023-0418")


@pytest.mark.parametrize(
    "said", [r"C:\Users\jperez\acta.pdf", r"\\servidor\jperez", "file:///home/ana"]
)
def test_a_place_in_somebody_s_computer_stays_behind(said):
    told = person(Evidencia=said)

    assert (told["evidencia"], told["tiene_evidencia"]) == (privacy.UNREACHABLE, "sí")


def test_what_somebody_answered_for_goes_out():
    said = "Línea de atención 310 555 1234"
    report = {"ID": "C1-01", "Fecha de corte": APRIL, VALUE: 1, "Observaciones": said}
    made = figures_of(File("a.xlsx", workbooks.book(reports=[report])))
    silenced = replace(made, plan=replace(made.plan, findings=()))

    assert privacy.WITHHELD in tables.progress(made).rows[0]
    assert said in tables.progress(silenced).rows[0]


def test_the_example_loses_no_text():
    for one in table("closed", "avance"):
        assert not [value for value in one.values() if value.startswith("[")]


# What it says of itself


def test_the_dictionary_explains_every_column_of_every_file_in_plain_words():
    explained = {(one["archivo"], one["columna"]): one for one in table("changed", "diccionario")}
    held = {(f"{name}.csv", column) for name in FILES[:-1] for column in table("changed", name)[0]}

    assert set(explained) == held
    for one in explained.values():
        assert re.fullmatch(r"[a-z_]+", one["columna"])
        assert one["significado"].endswith(".")
        assert not re.search(
            r"(?i)\b(hitos?|bandas?|hallazgos?|colectivo|publicar)\b", one["significado"]
        )
    states = explained["resultados_actividades.csv", "estado"]["valores"]
    assert states == "; ".join(map(str, Status))


@WHICH
def test_the_readme_and_the_licence_say_whose_data_these_are(which):
    readme, licence = (
        files(which)[name].decode("utf-8-sig") for name in ("LEAME.txt", "LICENCIA.txt")
    )
    said = figures(which).provenance

    for text in (said.entity, said.instrument, "2023", said.basis, "versión 3", CODE):
        assert text in readme
        assert text in licence
    assert "Generado el 5 de septiembre de 2023 a las 10:00" in readme
    assert "CC-BY-4.0" in licence
    assert "\n" not in readme.replace("\r\n", "")


# JSON


@pytest.mark.parametrize("cutoff", [APRIL, AUGUST])
def test_the_json_says_what_the_command_line_says(capsys, cutoff):
    assert main(["resumen", str(EXAMPLE), "--corte", cutoff.isoformat(), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)

    made = json.loads(open_data.plan_json(figures("closed" if cutoff == APRIL else "open"), AT))

    about = made.pop("provenance")
    assert made == printed
    assert (about["entity"], about["plan_year"]) == ("Municipio de Sesquilé", 2023)
    assert (about["version"], about["code"], about["mark"]) == ("3", CODE, None)
    assert about["made_at"] == "2023-09-05T10:00:30-05:00"
    assert [one["date"] for one in about["cutoffs"]][:2] == ["2023-04-30", "2023-08-31"]
    assert [one["closed"] for one in about["cutoffs"]] == [True, False, False, False]


def test_the_json_of_a_plan_that_reads_badly_is_json():
    made = json.loads(
        open_data.plan_json(figures("hostile"), AT), parse_constant=lambda name: pytest.fail(name)
    )

    assert made["activities"][1]["target"] == {"value": None, "unit": None}
    assert made["activities"][0]["activity"] == '=HYPERLINK("http://a.invalid")'


# Documents


def test_the_document_of_the_api_names_every_file_column_and_key():
    document = Path(ROOT / "docs" / "api.md").read_text("utf-8")
    made = json.loads(open_data.plan_json(figures("closed"), AT))
    columns = rows(open_data.activities_csv(figures("closed"), AT))[0]

    for name in (*columns, *(f"{one}.csv" for one in FILES), *made["provenance"], *made["plan"]):
        assert f"`{name}`" in document, name
    for name in made["activities"][0]:
        assert f"`{name}`" in document, name
