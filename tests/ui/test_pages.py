"""Every page, with progress, without it, and with the example's."""

from __future__ import annotations

import re

import pytest

from pac.ui import data, show
from tests.ui.boards import (
    APRIL,
    FAILED,
    PAGES,
    all_done,
    foot,
    go,
    leads_to,
    open_page,
    other_town,
    said,
    table,
    words,
)

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    return all_done(tmp_path_factory.mktemp("hecho"), closed=[APRIL])


@pytest.fixture
def filled(done, monkeypatch):
    monkeypatch.setenv(data.PLAN_VARIABLE, str(done))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("filled")
def test_a_page_with_progress_shows_figures_and_says_where_they_come_from(page):
    at = open_page(page)

    assert not at.exception
    assert FAILED not in said(at)
    assert foot(at) == (
        "Municipio de Sesquilé · Plan Anticorrupción y de Atención al Ciudadano · vigencia 2023 · "
        "corte 30 de abril de 2023 (cerrado, según lo verificado por Control Interno) · "
        "archivo PAAC_2023.xlsx · 54 de 54 actividades"
    )
    assert "ejemplo" not in said(at).lower()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_progress_shows_the_plan_and_no_zero(page):
    at = open_page(page)

    assert not at.exception
    assert FAILED not in said(at)
    assert "sin seguimiento todavía" in said(at).lower()
    assert not re.search(r"(?<![\d,])0\s%", said(at))
    assert at.metric.len == 0
    assert re.search(
        r"archivo PAAC_2023_sesquile_libro_v1\.xlsx · versión 1 · código [0-9A-Z-]{19} · "
        r"54 de 54 actividades$",
        foot(at),
    )


@pytest.mark.parametrize("page", PAGES)
def test_the_example_is_marked_at_the_top_the_chart_and_the_foot(page):
    at = open_page(page, ejemplo="true")

    assert not at.exception
    assert FAILED not in said(at)
    captions = [one.value for one in at.caption]
    assert captions[0].startswith("**Datos de ejemplo**")
    assert foot(at).startswith("Datos de ejemplo · ")
    for chart in at.get("plotly_chart"):
        assert "Datos de ejemplo" in chart.proto.spec
    if at.get("plotly_chart"):
        assert sum(caption.startswith("Datos de ejemplo · ") for caption in captions) > 1


@pytest.mark.usefixtures("filled")
def test_everything_due_in_april_done_is_full_compliance_and_a_fifth_of_the_year():
    at = open_page("resumen")

    compliance, attainment = at.metric
    assert compliance.label == "Cumplimiento a 30 de abril de 2023"
    assert (compliance.value, compliance.delta) == ("14 de 14", f"100{NBSP}% · ▲ Alto")
    assert (attainment.label, attainment.value) == ("Avance de la vigencia 2023", f"20,5{NBSP}%")
    assert at.header[0].value.startswith("14 de 14 programadas al día a 30 de abril de 2023")
    assert "10 terminadas y 4 con avance parcial, de 54" in said(at)
    assert "40 actividades sin reporte cuentan como 0." in said(at)


def test_an_open_cut_off_counts_reports_and_has_no_level(monkeypatch, tmp_path):
    monkeypatch.setenv(data.PLAN_VARIABLE, str(all_done(tmp_path)))

    at = open_page("resumen")

    assert at.metric[0].label == "Reportadas, de las programadas a 30 de abril de 2023"
    assert at.metric[0].value == "14 de 14"
    assert not at.metric[0].delta
    assert "reportadas" in at.header[0].value
    assert "Alto" not in said(at)
    assert "(abierto, según lo reportado)" in foot(at)


def test_the_plan_alone_says_what_is_due_by_each_cut_off():
    calendar = table(open_page("resumen"), "Corte")

    assert calendar["Actividades programadas"].tolist() == [
        "14 de 54", "24 de 54", "54 de 54", "54 de 54",
    ]  # fmt: skip
    assert calendar["Fechas que habrán llegado"].tolist()[-1] == "85 de 85"
    assert calendar["Avance planeado"].tolist()[0] == f"20,5{NBSP}%"


@pytest.mark.usefixtures("filled")
def test_another_cut_off_changes_every_figure():
    at = open_page("resumen")

    at.selectbox(key="corte").select_index(1).run()

    assert at.metric[0].label == "Reportadas, de las programadas a 31 de agosto de 2023"
    assert "de 24" in at.metric[0].value
    assert "corte 31 de agosto de 2023 (abierto" in foot(at)


@pytest.mark.parametrize("named", ["2023-08-31", "31 de agosto de 2023"])
def test_a_link_opens_its_cut_off_and_keeps_it_on_other_pages(named):
    at = open_page("resumen", corte=named)

    assert "31 de agosto de 2023" in foot(at)
    assert "31 de agosto de 2023" in foot(go(at, "fechas"))


def test_a_link_with_a_cut_off_that_is_none_opens_the_usual_one():
    at = open_page("resumen", corte="2023-06-15")

    assert not at.exception
    assert "30 de abril de 2023" in foot(at)


@pytest.mark.usefixtures("filled")
def test_components_stand_in_the_order_of_the_plan_with_their_two_figures():
    shown = table(open_page("componentes"), "Componente")

    assert shown["Actividades"].tolist() == ["8", "5", "13", "10", "15", "3"]
    assert shown["Programadas"].tolist() == ["2", "0", "4", "1", "7", "0"]
    assert shown["Cumplimiento"].tolist() == [
        "▲ Alto", "no programada", f"100{NBSP}% ▲ Alto", "▲ Alto", f"100{NBSP}% ▲ Alto",
        "no programada",
    ]  # fmt: skip


@pytest.mark.usefixtures("filled")
def test_a_component_with_nothing_due_says_so_in_its_bar():
    chart = open_page("componentes").get("plotly_chart")[0].proto

    assert "No programada para el corte" in chart.spec
    assert "2. Racionalización de Trámites: No programada para el corte" in chart.alt


@pytest.mark.usefixtures("filled")
def test_groups_and_committees_are_apart_from_offices():
    at = open_page("dependencias")

    offices, others = table(at, "Dependencia"), table(at, "Grupo o comité")
    assert offices["Actividades"].map(int).sum() == 48
    assert others["Tipo"].tolist() == ["Grupo", "Grupo", "Comité"]
    assert others["Actividades"].map(int).sum() == 6


@pytest.mark.usefixtures("filled")
def test_what_an_office_takes_part_in_does_not_add_up_and_says_so():
    at = open_page("dependencias")

    at.button_group(key="papel").set_value("Participa").run()

    shown = table(at, "Dependencia")["Actividades"].map(int)
    assert shown.sum() > 54
    assert "no se suman" in said(at)


def test_dates_that_came_and_are_missing_stand_apart_from_those_to_come():
    at = open_page("fechas", ejemplo="true")

    late, soon, every = (one.value for one in at.table if "Entrega" in one.value.columns)
    assert (len(late), len(every)) == (7, 85)
    assert soon["Fecha"].tolist() == ["8 may 2023", "8 may 2023", "10 may 2023"]


@pytest.mark.usefixtures("filled")
def test_a_search_narrows_the_list_and_no_figure():
    at = open_page("actividades")

    at.text_input(key="texto").set_value("PQRS seguimiento").run()

    listed = table(at, "Actividad")
    assert "C3-13" in listed["ID"].tolist()
    assert len(listed) < 10
    assert f"{len(listed)} de 54 actividades" in said(at)
    assert "54 de 54 actividades" in foot(at)


@pytest.mark.usefixtures("filled")
def test_a_state_narrows_the_list():
    at = open_page("actividades")

    at.selectbox(key="estado").select("Cumplida").run()

    assert table(at, "Actividad")["Estado"].unique().tolist() == ["Cumplida"]
    assert len(table(at, "Actividad")) == 10


def test_a_search_without_an_answer_says_so():
    at = open_page("actividades", texto="zzz")

    assert not at.exception
    assert "Ninguna actividad corresponde a lo elegido." in said(at)


@pytest.mark.usefixtures("filled")
def test_an_activity_shows_its_words_its_reports_and_their_cells():
    at = open_page("actividad", actividad="C5-03")

    plan, reports = table(at, "En el plan"), table(at, "Reportado")
    assert plan.set_index("En el plan").loc["Meta"].tolist() == ["100%", "Plan!G40"]
    assert reports["Celda"].tolist() == ["Seguimiento!D40"]
    assert reports["Reportado"].tolist() == [f"100{NBSP}%"]
    assert "se exige en cada fecha" in said(at)


def test_a_report_after_the_cut_off_is_not_shown(tmp_path, monkeypatch):
    book = all_done(tmp_path, upto=APRIL.replace(month=8, day=31))
    monkeypatch.setenv(data.PLAN_VARIABLE, str(book))

    at = open_page("actividad", corte="2023-04-30", actividad="C1-05")

    assert table(at, "Reportado")["A la fecha"].tolist() == ["30 abr 2023"]


@pytest.mark.usefixtures("filled")
def test_a_component_chosen_is_named_with_its_figures_and_what_is_left_out():
    at = open_page("resumen", componente="3")

    assert "Solo el componente 3. Mecanismos para mejorar la atención al ciudadano." in said(at)
    assert words(at.metric[0].label) == (
        "Cumplimiento del componente 3. Mecanismos para mejorar la atención al ciudadano "
        "a 30 de abril de 2023"
    )
    assert at.metric[0].value == "4 de 4"
    assert "Quedan fuera 41 actividades de 54." in said(at)
    assert foot(at).endswith("13 de 54 actividades")


@pytest.mark.usefixtures("filled")
def test_filters_that_leave_nothing_say_so_and_can_be_taken_away():
    at = open_page("resumen", componente="6")

    at.selectbox(key="dependencia").select("Oficina de Contratación").run()
    assert "Ninguna actividad corresponde a lo elegido." in said(at)
    assert foot(at).endswith("0 de 54 actividades")

    at.button[0].click().run()
    assert foot(at).endswith("54 de 54 actividades")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("reported", [True, False])
def test_a_plan_of_another_town_year_and_shape_is_shown_as_its_own(
    page, reported, tmp_path, monkeypatch
):
    monkeypatch.setenv(data.PLAN_VARIABLE, str(other_town(tmp_path, reported=reported)))

    at = open_page(page)

    assert not at.exception
    assert FAILED not in said(at)
    assert "Municipio de Otro Lugar" in foot(at)
    assert "vigencia 2025" in foot(at)
    assert foot(at).endswith("4 de 4 actividades · PQRS: pqrs@ejemplo.invalid")
    assert "2023" not in said(at)
    assert "Sesquilé" not in said(at)
    assert not at.toggle  # the example is of another town


@pytest.mark.usefixtures("filled")
def test_the_filters_stay_on_every_page_and_the_lists_say_what_narrows_them():
    at = open_page("resumen", componente="3")
    at.selectbox(key="estado").select("Programadas y al día").run()

    for page in ("componentes", "dependencias", "fechas", "actividades"):
        go(at, page)
        assert foot(at).endswith("13 de 54 actividades")
        assert "Las listas muestran 4 actividades de 13; las cifras no cambian." in said(at)
    assert len(table(at, "Actividad")) == 4
    assert "Lista reducida por estado «Programadas y al día»: 4 de 13 actividades." in said(at)


@pytest.mark.usefixtures("filled")
def test_state_and_search_never_change_a_figure():
    before = [(one.label, one.value) for one in open_page("resumen").metric]

    at = open_page("resumen", estado="Vencida", texto="mapa")

    assert [(one.label, one.value) for one in at.metric] == before


@pytest.mark.usefixtures("filled")
def test_one_button_takes_every_filter_away():
    at = open_page("actividades", componente="3", estado="Cumplida", texto="PQRS")

    at.button[0].click().run()

    assert len(table(at, "Actividad")) == 54
    assert not at.button


@pytest.mark.parametrize(
    ("text", "group", "n"),
    [
        ("Ver 14 programadas", "Programadas para el corte", 14),
        ("Ver 10 terminadas", "Terminadas", 10),
        ("Ver 4 con avance parcial", "Con avance parcial", 4),
    ],
)
@pytest.mark.usefixtures("filled")
def test_a_headline_figure_leads_to_just_the_activities_behind_it(text, group, n):
    address = leads_to(open_page("resumen"), text)

    assert (address.pop("page"), address["estado"]) == ("actividades", group)
    assert len(table(open_page("actividades", **address), "Actividad")) == n


@pytest.mark.usefixtures("filled")
def test_an_activity_that_the_plan_lacks_is_a_sentence_and_a_way_on():
    at = open_page("actividad", actividad="C9-99 **x**")

    assert not at.exception
    assert "El plan no tiene la actividad «C9-99 **x**»." in said(at)
    assert leads_to(at, "Ver todas las actividades")["page"] == "actividades"


@pytest.mark.usefixtures("filled")
def test_an_activity_is_shown_whatever_the_filters_leave_out():
    at = open_page("actividad", actividad="c5-03", componente="1")

    assert at.title[0].value.startswith("C5")
    assert len(table(at, "Vale")) == 7


def test_the_month_of_a_column_lists_its_dates():
    at = open_page("fechas", ejemplo="true", mes="2023-03")

    shown = table(at, "Estado de la fecha")
    assert len(shown) == 6
    assert shown["Fecha"].str.contains("mar 2023").all()


@pytest.mark.parametrize("month", ["2023-13", "zzz", "2023-03-01; drop", ""])
def test_a_month_that_is_none_is_not_heeded(month):
    at = open_page("fechas", ejemplo="true", mes=month)

    assert not at.exception
    assert "Quitar el mes" not in said(at)


def test_control_interno_is_marked_where_it_reports_on_itself():
    at = open_page("dependencias", ejemplo="true")

    shown = table(at, "Dependencia")["Dependencia"].tolist()
    assert "Oficina de Control Interno (verifica su propio reporte)" in shown
    assert "Control Interno verifica su propio reporte en lo que lidera" in said(at)


def test_what_changed_since_the_previous_cut_off_is_said_with_both_fractions():
    at = open_page("resumen", ejemplo="true", corte="2023-08-31")

    assert (
        "Programadas al día: 30 abr 9 de 14 según lo verificado por Control Interno → "
        "31 ago 15 de 24 según lo reportado" in said(at)
    )
    assert table(at, "Qué pasó")["Qué pasó"][0] == "Bajó"


def test_the_faults_of_the_plan_quote_their_cells_and_lead_to_their_activities():
    at = open_page("posibles_errores")

    shown = table(at, "Qué hacer")
    row = shown.loc[shown["Actividad"] == "C2-04"].iloc[0]
    assert row["Celdas"] == "Plan!E13, G13"
    assert leads_to(at, "C2-04") == {
        "page": "actividad",
        "corte": "30 de abril de 2023",
        "actividad": "C2-04",
    }


def test_what_each_cut_off_will_ask_for_leads_to_its_activities():
    address = leads_to(open_page("resumen"), "24 de 54")

    assert address.pop("page") == "actividades"
    assert address == {"corte": "31 de agosto de 2023", "estado": "Programadas para el corte"}
    assert len(table(open_page("actividades", **address), "Actividad")) == 24


@pytest.mark.parametrize("page", PAGES)
def test_every_link_within_the_board_leads_to_a_page_of_it(page):
    at = open_page(page, ejemplo="true", actividad="C1-05")
    texts = [str(one.value) for one in at.markdown]
    texts += [str(cell) for one in at.table for cell in one.value.to_numpy().ravel()]

    found = [match for text in texts for match in re.findall(r"\]\((/[^)]*)\)", text)]
    found.remove("/ingresar")

    assert found
    for address in found:
        assert re.match(
            r"/(componentes|dependencias|fechas|actividades|actividad|como-se-calcula|compromisos|"
            r"posibles-errores-del-plan)?\?ejemplo=true&corte=\d+%20de%20[a-z]+%20de%20202[34]",
            address,
        )


def test_an_activity_of_control_interno_says_that_it_verifies_itself():
    assert "verifica su propio reporte" in said(open_page("actividad", actividad="C1-05"))
    assert "verifica su propio reporte" not in said(open_page("actividad", actividad="C5-03"))


@pytest.mark.parametrize("page", ["actividad", "como_se_calcula", "posibles_errores"])
def test_a_page_of_the_whole_plan_says_so_at_its_foot_whatever_is_chosen(page):
    at = open_page(page, componente="1", actividad="C3-01")

    assert foot(at).endswith("54 de 54 actividades")


def test_the_activity_beside_keeps_what_was_chosen():
    at = open_page("actividad", componente="3", actividad="C3-02", ejemplo="true")

    assert leads_to(at, "Siguiente: C3-03")["componente"].startswith("3.")


def test_a_list_that_is_narrowed_leads_to_the_same_list():
    at = open_page("resumen", ejemplo="true", corte="2023-12-31", estado="Vencida")
    link = next(
        one.value for one in at.markdown if "Ver las" in one.value and "fechas" in one.value
    )
    n = int(re.search(r"Ver las (\d+) fechas", link)[1])

    address = leads_to(at, f"Ver las {n} fechas")

    assert address["estado"] == "Vencida"
    page = open_page(address.pop("page"), **address)
    assert len(table(page, "Entrega")) == n


def test_downloads_of_a_part_and_of_the_example_have_names_of_their_own():
    source = data.own()
    whole = data.figures(source, data.Choice(APRIL))
    part = data.figures(source, data.Choice(APRIL, component=3, office="Despacho del Alcalde"))
    invented = data.figures(data.example_for(source), data.Choice(APRIL))

    names = [show.file_name(one, "activities") for one in (whole, part, invented)]

    assert names == [
        "PAAC_2023_sesquile_actividades_2023-04-30",
        "PAAC_2023_sesquile_actividades_componente_3_despacho_del_alcalde_2023-04-30",
        "PAAC_2023_sesquile_actividades_2023-04-30_ejemplo",
    ]
