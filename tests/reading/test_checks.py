"""Each doubt about a sound workbook is one warning at its cells, and blocks nothing."""

from __future__ import annotations

import time

import pytest

from tests.workbooks import ACTIVITY, PLAN_FILE, activity, book, found, plan_workbook, read, saved

VALUE = "Avance acumulado a la fecha de corte"
TEXT, DEADLINE = ACTIVITY["Actividad"], "Fecha de cumplimiento"


def report(as_of="30/04/2023", value=1, **changes):
    row = {"ID": "C1-01", "Actividad": TEXT, "Fecha de corte": as_of, VALUE: value}
    return {**row, **{name.replace("_", " "): said for name, said in changes.items()}}


def one_date(**changes):
    return activity(**{DEADLINE: "30 de diciembre", "Meta": 1, **changes})


PLAN = {
    "number_disagrees": (
        [one_date(Actividad="Poner en línea 3 trámites del municipio", Meta=10)], "Plan!E2, Plan!G2",
    ),
    "fewer_than_dates": ([activity(Meta=1)], "Plan!G2, Plan!H2"),
    "percent_for_count": (
        [one_date(Meta=(1, "0%"), Indicador="Número de protocolos")], "Plan!F2, Plan!G2",
    ),
    "count_for_percent": (
        [one_date(Indicador="Porcentaje de avance en el reporte")], "Plan!F2, Plan!G2",
    ),
    "periodicity_disagrees": (
        [one_date(Actividad="Publicar semestralmente", Indicador="Informes publicados mensualmente")],
        "Plan!E2, Plan!F2",
    ),
    "early_date": (
        [one_date(Actividad="Implementar una estrategia de medición", **{DEADLINE: "28 de febrero"})],
        "Plan!E2, Plan!H2",
    ),
    "several_actions": (
        [one_date(Actividad="Realizar una jornada de integridad Difundir la cultura de legalidad")],
        "Plan!E2",
    ),
    "two_stages": (
        [one_date(Actividad="Elaborar e implementar un protocolo de redes")], "Plan!E2, Plan!G2",
    ),
    "near_duplicate": (
        [one_date(), one_date(ID="C1-02", Actividad=TEXT + "s")], "Plan!E2, Plan!E3",
    ),
    "component_order": (
        [one_date(Componente="3. Mecanismos para mejorar la atención al ciudadano")], "Plan!B2",
    ),
    "personal_data": (
        [one_date(Indicador="Preguntar a contacto@correo.example")], "Plan!F2",
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", PLAN)
def test_a_possible_error_of_the_plan_is_one_warning_at_its_cells(code):
    rows, cells = PLAN[code]
    reading = read(book(rows))
    assert found(reading) == [(code, cells)]
    assert reading.acceptable


def test_the_same_report_of_two_years_is_no_duplicate():
    rows = [
        one_date(Actividad="Publicar el presupuesto anual ejecutado 2022"),
        one_date(ID="C1-02", Actividad="Publicar el presupuesto anual ejecutado 2023"),
    ]
    assert found(read(book(rows))) == []


SOUND = one_date(Actividad="Revisar los riesgos", Meta=3)
REPORTS = {
    "lower_total": ([report(value=2), report("31/08/2023", 1)], "Seguimiento!D3"),
    "not_growing": ([report(value=1), report("31/08/2023", 1)], "Seguimiento!D3"),
    "ahead_of_calendar": ([report(value=3)], "Seguimiento!D2"),
    "not_a_cutoff": ([report("15/05/2023")], "Seguimiento!C2"),
    "evidence_unreachable": ([report(Evidencia=r"C:\Users\acta.pdf")], "Seguimiento!G2"),
    "verified_over_reported": ([report(Avance_verificado=2)], "Seguimiento!J2"),
    "personal_data": ([report(**{"Qué se hizo": "Llamar al 310 555 1234"})], "Seguimiento!E2"),
}


@pytest.mark.parametrize("code", REPORTS)
def test_a_doubtful_report_is_one_warning_at_its_cell(code):
    rows, cells = REPORTS[code]
    assert found(read(book(reports=rows))) == [(code, cells)]


def test_the_nearest_cut_off_is_suggested_for_a_date_that_is_none():
    [warning] = read(book(reports=[report("28/04/2023")])).findings
    assert "¿Corte 30 de abril de 2023?" in warning.message


def test_a_shared_disk_is_no_evidence():
    for path in (r"\\servidor\actas\1.pdf", "file:///c:/actas/1.pdf", "D:/actas/1.pdf"):
        reading = read(book(reports=[report(Evidencia=path)]))
        assert found(reading) == [("evidence_unreachable", "Seguimiento!G2")], path


def test_a_person_who_reports_is_a_warning_and_a_post_is_not():
    named = read(book(reports=[report(Reportado_por="María Fernanda Rodríguez Gómez")]))
    post = read(book(reports=[report(Reportado_por="Profesional de Planeación")]))
    assert found(named) == [("personal_data", "Seguimiento!I2")]
    assert found(post) == []


def test_a_report_before_the_first_date_of_what_holds_at_each_date_answers_nothing():
    row = activity(Acumulación="Se exige en cada fecha", **{DEADLINE: "Trimestral"})
    reading = read(book([row], [report("01/02/2023", 3)]))
    assert ("early_report", "Seguimiento!D2") in found(reading)


def test_a_report_of_an_activity_without_a_target_is_said():
    reading = read(book([activity(Meta="Por definir")], [report()]))
    assert ("report_without_target", "Seguimiento!D2") in found(reading)


def test_an_office_outside_the_catalogue_is_a_warning_with_its_suggestion():
    workbook = plan_workbook()
    workbook["Plan"]["I6"] = "Secretaría de Planeasión"
    [warning] = [f for f in read(saved(workbook)).findings if f.code == "unknown_office"]
    assert [str(cell) for cell in warning.cells] == ["Plan!I6"]
    assert "¿Es «Secretaría de Planeación»?" in warning.message


def test_the_real_plan_has_no_errors_and_its_known_possible_errors():
    reading = read(PLAN_FILE.read_bytes())

    assert reading.acceptable
    got = set(found(reading))
    for expected in (
        ("number_disagrees", "Plan!E13, Plan!G13"),  # 3 trámites, meta 10
        ("fewer_than_dates", "Plan!G43, Plan!H43"),  # C5-06
        ("percent_for_count", "Plan!F17, Plan!G17"),  # número de protocolos, 100 %
        ("periodicity_disagrees", "Plan!E44, Plan!F44"),  # semestralmente, mensualmente
        ("several_actions", "Plan!E53"),  # C6-01
        ("component_order", "Plan!B15"),
        ("component_order", "Plan!B28"),
        ("led_by_group", "Plan!I3, Plan!I5, Plan!I9"),
    ):
        assert expected in got


def test_the_same_doubt_of_several_cells_is_one_finding():
    rows = [activity(ID=f"C1-0{n}", Actividad=f"Tarea {n}", Meta=None) for n in (1, 2, 3)]
    codes = [one for one in found(read(book(rows))) if one[0] == "missing_target"]
    assert codes == [("missing_target", "Plan!G2, Plan!G3, Plan!G4")]


def test_activities_that_are_all_alike_are_one_finding_however_many():
    equal = [one_date(ID=f"C1-{n:03d}") for n in range(1, 41)]
    alike = [one_date(ID=f"C1-{n:03d}", Actividad=TEXT + "s") for n in range(41, 44)]

    [one] = [f for f in read(book([*equal, *alike])).findings if f.code == "near_duplicate"]

    assert len(one.cells) == len(one.activities) == 43
    assert "C1-008 y 35 más" in one.message


def test_a_plan_of_six_thousand_equal_activities_is_read_in_seconds():
    data = book([one_date(ID=f"C1-{n:04d}") for n in range(5_900)])

    begun = time.process_time()
    reading = read(data)

    assert len(reading.activities) == 5_900
    assert len(reading.findings) < 10
    assert time.process_time() - begun < 20
