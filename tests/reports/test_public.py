"""The public board: the same figures, nothing from outside, and no text that runs."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import itertools
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import html

from pac import labels
from pac.ledger import editions
from pac.model import Commitment, Later, Move, Publication
from pac.progress.commitments import in_order
from pac.progress.figures import Choice, Figures
from pac.progress.groups import Group, members
from pac.progress.trace import Number
from pac.reading import reader
from pac.reports import cells, provenance, public
from pac.reports.provenance import Origin
from tests import workbooks
from tests.workbooks import ROOT, activity

D = dt.date
APRIL, AUGUST = D(2023, 4, 30), D(2023, 8, 31)
NOW = dt.datetime(2023, 5, 12, 9, 30, tzinfo=dt.UTC)
EXAMPLE = ROOT / "data" / "ejemplo_seguimiento_2023.xlsx"
PLAN = ROOT / "data" / "plan_2023.xlsx"
HOSTILE = "<script>alert('x')</script> & \"a\" =1+1 {{ 7*7 }} </style> javascript:alert(1) 🎉"
NBSP = "\N{NO-BREAK SPACE}"


@cache
def figures_of(path: Path, cutoff: dt.date) -> Figures:
    reading = reader.read(reader.load(path))
    plan = editions.plan(reading)
    assert plan is not None
    origin = Origin(reading.files, version="3", code="7KQ2-ABCD-EFGH-JKMN", example=path == EXAMPLE)
    return provenance.figures(plan, Choice(cutoff), origin)


def of_book(data: bytes, cutoff: dt.date = APRIL) -> Figures:
    plan = editions.plan(workbooks.read(data))
    assert plan is not None
    return provenance.figures(plan, Choice(cutoff), Origin(("plan.xlsx",)))


@cache
def bytes_of(path: Path, cutoff: dt.date) -> bytes:
    return public.page(figures_of(path, cutoff), NOW)


def tree(page: bytes) -> html.HtmlElement:
    return html.document_fromstring(page.decode())


@cache
def board(path: Path = EXAMPLE, cutoff: dt.date = APRIL) -> html.HtmlElement:
    return tree(bytes_of(path, cutoff))


def said(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().replace(NBSP, " ").split())


def one(within: html.HtmlElement, selector: str) -> html.HtmlElement:
    found = within.xpath(selector)
    assert found, selector
    return found[0]


def rows(within: html.HtmlElement, caption: str) -> list[list[str]]:
    """Return the cells of the table of a caption, as texts."""
    table = one(within, f"//table[caption[starts-with(., '{caption}')]]")
    return [[said(cell) for cell in row.xpath("th|td")] for row in table.xpath("tbody/tr")]


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


# The same figures


@pytest.mark.parametrize("cutoff", [APRIL, AUGUST, D(2023, 12, 31), D(2024, 1, 31)])
def test_the_two_figures_are_those_of_the_summary(cutoff):
    total, cuts = figures_of(EXAMPLE, cutoff).total, figures_of(EXAMPLE, cutoff).cuts
    first = one(board(cutoff=cutoff), "//section[@id='inicio']")
    compliance, attainment = first.xpath(".//div[contains(@class, 'figure')]")

    done = total.fulfilled if total.level else total.scheduled_reported
    assert said(one(compliance, ".//b")) == f"{done} de {total.scheduled}"
    assert said(one(attainment, ".//b")) == plain(labels.percent(total.attainment, cuts))
    assert f"{total.done} terminadas y {total.partial} con avance parcial" in said(attainment)
    if total.level:
        assert said(one(compliance, ".//p[@class='mark']")) == plain(
            f"{labels.LEVEL_SYMBOLS[total.level]} {total.level.capitalize()} · "
            f"{labels.percent(total.compliance, cuts)}"
        )


@pytest.mark.parametrize("cutoff", [APRIL, AUGUST])
def test_the_table_of_components_says_what_their_summaries_hold(cutoff):
    figures = figures_of(EXAMPLE, cutoff)

    for row, (number, held) in zip(
        rows(board(cutoff=cutoff), "Cifras de cada componente"),
        figures.components.iterrows(),
        strict=True,
    ):
        assert row[0] == f"{number}. {held['name']}"
        assert row[1:5] == [
            str(held[name])
            for name in ("activities", "scheduled", "scheduled_reported", "fulfilled")
        ]
        assert row[-1] == plain(labels.percent(held["attainment"], figures.cuts))


def test_each_party_that_leads_something_has_its_row_and_its_kind():
    figures = figures_of(EXAMPLE, APRIL)
    leading = figures.leads.loc[figures.leads["activities"] > 0]

    shown = rows(board(), "Cifras de cada dependencia")

    assert [(row[0], row[1].lower(), row[2]) for row in shown] == [
        (name, held["kind"], str(held["activities"])) for name, held in leading.iterrows()
    ]
    assert sum(int(row[2]) for row in shown) == 54


def test_a_committee_that_is_called_so_is_not_called_so_twice():
    shown = said(one(board(), "//section[@id='dependencias']"))

    assert "Comité de Coordinación de Control Interno" in shown
    assert "Comité de Coordinación de Control Interno (comité)" not in shown
    assert "Secretarías de Despacho (grupo)" in shown


def test_a_slide_of_each_component_says_its_figures():
    figures = figures_of(EXAMPLE, APRIL)
    slides = board().xpath("//section[contains(@class, 'slide')]")
    titled = {said(one(slide, ".//h1")): slide for slide in slides}

    for name, (_, held) in zip(
        cells.component_names(figures), figures.components.iterrows(), strict=True
    ):
        values = [said(it) for it in titled[name].xpath(".//p[@class='value']/b")]
        fraction = [f"{held['fulfilled']} de {held['scheduled']}"] if held["scheduled"] else []
        assert values == [*fraction, plain(labels.percent(held["attainment"], figures.cuts))]


def test_the_bar_of_a_component_is_as_long_as_its_share():
    figures = figures_of(EXAMPLE, APRIL)
    held = figures.components.loc[5]
    bar = one(board(), "//section[@id='componentes']//li[a[starts-with(., '5.')]]")

    widths = [
        float(it.get("width").rstrip("%"))
        for kind in ("solid", "hatched", "outlined")
        for it in bar.xpath(f".//*[@class='{kind}']")
    ]

    assert widths == [
        pytest.approx(100 * held[f"fulfilled_{tier}"] / held["scheduled"], abs=0.01)
        for tier in ("verified", "evidenced", "reported")
    ]


def test_the_months_and_the_curve_have_their_numbers_in_a_table():
    figures = figures_of(EXAMPLE, APRIL)

    months = rows(board(), "Fechas del plan, mes por mes")
    curve = rows(board(), "Avance planeado y real")

    assert [row[1:] for row in months] == [
        [str(int(n)) for n in (held.sum(), held["done"], held["missing"], held["to_come"])]
        for _, held in figures.months.iterrows()
    ]
    assert curve[0] == ["30 de abril de 2023", "20,5 %", "21,4 %"]
    assert [row[2] for row in curve[1:]] == ["–", "–", "–"]


def test_every_activity_is_listed_with_its_numbers_and_cells():
    figures = figures_of(EXAMPLE, APRIL)
    listed = board().xpath("//details[contains(@class, 'activity')]")

    assert [said(one(it, ".//span[@class='id']")) for it in listed] == list(figures.measured.index)
    for it in listed:
        name = said(one(it, ".//span[@class='id']"))
        row = figures.activity(name)
        numbers = dict(zip(Number, rows(it, f"Números de {name}"), strict=True))
        assert numbers[Number.VERIFIED][1] == plain(
            labels.percent(row["attainment_verified"], figures.cuts)
        )
        assert numbers[Number.DUE][1] == f"{row['milestones_due']} de {row['milestone_count']}"
        assert "Plan!" in numbers[Number.TARGET][-1]
        assert ("Seguimiento!" in numbers[Number.ACTUAL][-1]) == row["reported"]


def test_a_figure_leads_to_as_many_activities_as_it_counts():
    page = board()
    listed = [
        (group.get("data-component"), it.get("data-lead"), it.get("data-states").split())
        for group in page.xpath("//div[@class='component']")
        for it in group.xpath("details")
    ]
    counted = 0
    for link in page.xpath("//a[@data-narrows]"):
        asked = dict(part.split("=") for part in link.get("data-narrows").split("&"))
        number = re.match(r"Ver (\d+)", said(link))
        if not number or "dependencia" in asked:
            continue
        found = [
            1
            for component, _, states in listed
            if asked.get("componente", component) == component
            and ("estado" not in asked or asked["estado"] in states)
        ]
        assert len(found) == int(number[1]), said(link)
        counted += 1
    assert counted > 30


@pytest.mark.parametrize("group", Group)
def test_the_list_narrows_to_the_activities_of_each_group(group):
    figures = figures_of(EXAMPLE, APRIL)
    slug = re.sub("[^a-z]+", "-", labels.fold(group))

    found = board().xpath(f"//details[contains(concat(' ', @data-states, ' '), ' {slug} ')]")

    assert len(found) == int(members(figures.measured, group).sum())


def test_two_or_fewer_scheduled_say_their_count_and_no_percent():
    bar = one(board(), "//section[@id='componentes']//li[a[starts-with(., '1.')]]")

    assert said(one(bar, ".//p")) == "2 de 2▲ Alto"


# States of a cut-off


def test_an_open_cutoff_is_preliminary_and_has_no_level():
    page = board(cutoff=AUGUST)
    first = said(one(page, "//section[@id='inicio']"))

    assert "Preliminar" in first
    assert "según lo reportado" in first
    assert not page.xpath("//*[contains(@class, 'nivel-')]")
    names = [said(it) for it in page.xpath("//*[@class='name' and not(self::a)]")]
    assert "Reportadas, de las programadas a 31 de agosto de 2023" in names
    assert not [name for name in names if name.startswith("Cumplimiento")]


def test_without_progress_the_plan_shows_and_no_figure_of_it_is_zero():
    page = board(PLAN)
    first = one(page, "//section[@id='inicio']")

    assert "Sin seguimiento todavía" in said(first)
    assert [said(it) for it in first.xpath(".//p[@class='value']/b")] == ["14 de 54"]
    assert "Avance de la vigencia" not in said(first)
    assert rows(page, "Lo que debe estar hecho en cada corte")[0][1:] == [
        "14 de 54", "18 de 85", "20,5 %",
    ]  # fmt: skip
    assert not page.xpath("//section[@id='respaldo']")
    assert "0 %" not in said(one(page, "//section[@id='componentes']"))


def test_nothing_scheduled_is_said_and_is_no_zero():
    book = workbooks.book(
        [activity(**{"Fecha de cumplimiento": "31 de diciembre"})],
        [{"ID": "C1-01", "Fecha de corte": APRIL, "Avance acumulado a la fecha de corte": 1}],
    )
    page = tree(public.page(of_book(book), NOW))

    first = said(one(page, "//section[@id='inicio']"))

    assert "Nada programado para el corte" in first
    assert "0 de 0" not in said(page.body)


@pytest.mark.parametrize("value", [None, 1])
def test_a_plan_of_one_activity_is_spoken_of_as_one(value):
    reports = [{"ID": "C1-01", "Fecha de corte": APRIL, "Avance acumulado a la fecha de corte": 1}]
    changes = {"Fecha de cumplimiento": "30 de abril"}
    book = workbooks.book([activity(Meta=1, **changes)], reports if value else [])
    page = tree(public.page(of_book(book), NOW))

    assert "1 de 1 actividad" in said(page.body)
    for several in ("1 actividades", "1 programadas", "1 reportadas"):
        assert several not in said(page.body)


def test_example_data_and_a_draft_say_so_on_page_and_slides_and_a_real_board_says_nothing():
    marked = one(board(), "//aside[@class='band']")
    figures = figures_of(PLAN, APRIL)
    draft = replace(figures, provenance=replace(figures.provenance, draft=True))

    # it stands outside of both the page and the slides, so that it shows with either
    assert marked.getparent().tag == "body"
    assert said(marked) == "Datos de ejemplo: el avance es inventado"
    assert "Borrador" in said(one(tree(public.page(draft, NOW)), "//aside[@class='band']"))
    assert not board(PLAN).xpath("//aside[@class='band']")


def test_the_page_says_of_what_it_is():
    foot = said(one(board(), "//footer"))

    for part in (
        "Municipio de Sesquilé", "vigencia 2023", "Corte 30 de abril de 2023",
        "según lo verificado por Control Interno", "ejemplo_seguimiento_2023.xlsx", "versión 3",
        "7KQ2-ABCD-EFGH-JKMN", "Generado el 12 de mayo de 2023 a las 09:30",
        "54 de 54 actividades",
    ):  # fmt: skip
        assert part in foot


# What was promised, published, moved and changed


@cache
def told() -> html.HtmlElement:
    """Return a page of a plan with commitments, a publication, a move and a later change."""
    figures = figures_of(EXAMPLE, APRIL)
    moved = figures.plan.activities.loc["C3-10", "milestones"]
    plan = replace(
        figures.plan,
        commitments=(
            Commitment(D(2023, 3, 1), "¿Y el mapa?", "C1-01", "Despacho", None, "Está publicado"),
            Commitment(D(2023, 3, 1), "¿Y los trámites?", "C2-01", "", D(2023, 6, 30)),
            Commitment(None, "¿Y los sábados?", "C9-99"),
        ),
        published=(
            Publication(APRIL, D(2023, 5, 12), "https://ejemplo.gov.co/seguimiento"),
            Publication(AUGUST, D(2023, 9, 1), "Cartelera de la alcaldía"),
        ),
        later=(Later(APRIL, "5", D(2023, 6, 2), "C1-05: el avance pasa de 1 a 0", "Sin acta."),),
        moves=(Move("C3-10", D(2023, 6, 2), moved, (D(2023, 11, 30),), "Se aplazó", "5"),),
    )
    return tree(public.page(provenance.figures(plan, Choice(APRIL), Origin(("a.xlsx",))), NOW))


def test_commitments_without_an_answer_come_first_on_page_and_slides():
    first, second, third = one(told(), "//section[@id='compromisos']").xpath(".//li")

    assert "Por responder" in said(first)
    assert "¿Y los trámites?" in said(first)
    assert "Por responder" in said(second)
    assert "Respuesta: Está publicado" in said(third)
    titles = [said(it) for it in told().xpath("//section[contains(@class, 'slide')]//h1")]
    assert titles.index("2 compromisos por responder") < titles.index("1 compromiso respondido")


def test_commitments_stand_in_the_order_of_every_list_of_them():
    commitments = (
        Commitment(D(2023, 7, 1), "¿Tercera?", due=D(2023, 8, 1)),
        Commitment(D(2023, 3, 1), "¿Segunda?", due=D(2023, 6, 1)),
        Commitment(D(2023, 3, 1), "¿Primera?", due=D(2023, 5, 1)),
    )
    figures = figures_of(EXAMPLE, APRIL)
    figures = replace(figures, plan=replace(figures.plan, commitments=commitments))
    page = tree(public.page(figures, NOW))

    listed = [said(it) for it in one(page, "//section[@id='compromisos']").xpath(".//li")]
    assert [text[text.index("¿") : text.index("?") + 1] for text in listed] == [
        commitment.question for commitment in in_order(commitments)
    ]


def test_two_files_of_different_versions_are_told_apart_on_the_first_screen():
    for version in ("3", "8"):
        figures = figures_of(EXAMPLE, APRIL)
        about = replace(figures.provenance, version=version, code="7KQ2-ABCD-EFGH-JKMN")
        page = tree(public.page(replace(figures, provenance=about), NOW))

        assert f"Versión {version} · código 7KQ2-ABCD-EFGH-JKMN" in said(
            one(page, "//section[@id='inicio']")
        )
        assert page.findtext(".//title").endswith(f"versión {version}")


def test_a_commitment_leads_to_its_activity_where_the_plan_has_it():
    first, second, _ = one(told(), "//section[@id='compromisos']").xpath(".//li")

    assert first.xpath(".//a/@href") == ["#actividad-C2-01"]
    assert second.xpath(".//a") == []
    assert "Actividad C9-99" in said(second)


def test_a_plan_without_commitments_has_no_slide_of_them():
    page = board(PLAN)

    assert "no tiene compromisos" in said(one(page, "//section[@id='compromisos']"))
    assert not page.xpath("//section[@data-section='compromisos']")


def test_publications_say_when_they_were_due_and_link_whole_addresses_alone():
    april, august, december = one(told(), "//section[@id='publicacion']").xpath(".//ul[1]/li")

    assert april.xpath(".//a/@href") == ["https://ejemplo.gov.co/seguimiento"]
    assert "Plazo: 15 de mayo de 2023" in said(april)
    assert august.xpath(".//a") == []
    assert "Cartelera de la alcaldía" in said(august)
    assert "Sin publicación registrada" in said(december)


def test_a_change_after_closing_says_version_day_and_reason():
    section = said(one(told(), "//section[@id='publicacion']"))

    assert "versión 5, 2 de junio de 2023" in section
    assert "C1-05: el avance pasa de 1 a 0." in section
    assert "Motivo: Sin acta." in section


def test_a_rescheduled_activity_says_both_dates_and_why():
    activity_of = said(one(told(), "//details[@id='actividad-C3-10']"))

    assert "de 30 de marzo de 2023 a 30 de noviembre de 2023" in activity_of
    assert "Motivo: Se aplazó." in activity_of
    assert "cuenta la fecha anterior" in activity_of
    # the cell has the new dates: what was counted by is said in words
    assert "la fecha que regía, versión 4" in activity_of
    assert "1 actividad cambió de fecha" in said(told().body)


def test_a_plan_whose_dates_cannot_be_read_is_listed_without_a_calendar():
    book = workbooks.book([activity(**{"Fecha de cumplimiento": "Según cronograma"})])
    page = tree(public.page(of_book(book), NOW))

    assert "No hay fechas en lo elegido." in said(one(page, "//section[@id='fechas']"))
    assert "La fecha no se puede leer." in said(one(page, "//details[@id='actividad-C1-01']"))
    assert "sin fecha legible" in said(one(page, "//details[@id='actividad-C1-01']/summary"))


# Text is data, and nothing comes from outside


@cache
def hostile() -> bytes:
    named = dict.fromkeys(("Estrategia", "Objetivo", "Actividad", "Indicador"), HOSTILE)
    book = workbooks.book(
        [
            activity(**named, Componente=f"1. {HOSTILE}", Responsable=f"Oficina {HOSTILE}"),
            activity(ID="C1 01", Actividad="Otra cosa distinta", Meta="Por definir"),
        ],
        [
            {
                "ID": "C1-01",
                "Fecha de corte": APRIL,
                "Avance acumulado a la fecha de corte": 1,
                "Qué se hizo": HOSTILE,
                "Evidencia": "javascript:alert(1)",
                "Observaciones": HOSTILE,
                "Reportado por": HOSTILE,
                "Observaciones de Control Interno": HOSTILE,
            }
        ],
        {"Entidad": HOSTILE, "Instrumento": HOSTILE, "Canal de PQRS": HOSTILE},
    )
    figures = of_book(book)
    plan = replace(
        figures.plan,
        commitments=(Commitment(APRIL, HOSTILE, HOSTILE, HOSTILE, APRIL, HOSTILE),),
        published=(Publication(APRIL, APRIL, 'https://x.co/"><img src=x onerror=alert(1)>'),),
        later=(Later(APRIL, HOSTILE, APRIL, HOSTILE, HOSTILE),),
        moves=(Move("C1-01", APRIL, (APRIL,), (AUGUST,), HOSTILE, HOSTILE),),
    )
    origin = Origin((HOSTILE,), version=HOSTILE, code=HOSTILE, example=True)
    return public.page(provenance.figures(plan, Choice(APRIL), origin), NOW)


def test_no_text_of_a_workbook_becomes_markup():
    page = tree(hostile())

    assert [it.getparent().tag for it in page.xpath("//script")] == ["head"]
    assert len(page.xpath("//style")) == 1
    assert not page.xpath("//img | //iframe | //object | //embed | //base")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert [it for it in page.xpath("//@href") if it.lower().startswith("javascript")] == []
    assert HOSTILE in said(page.body)
    assert "49" not in said(one(page, "//section[@id='inicio']//h1"))


def test_style_and_script_are_the_same_for_every_plan_and_the_policy_lets_no_other_run():
    for page in (bytes_of(EXAMPLE, APRIL), hostile()):
        text = page.decode()
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
        assert policy is not None
        for tag in ("style", "script"):
            inside = re.search(f"<{tag}>(.*?)</{tag}>", text, re.S)
            assert inside is not None
            digest = base64.b64encode(hashlib.sha256(inside[1].encode()).digest()).decode()
            assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy[1]
        assert policy[1].startswith("default-src &#39;none&#39;")


def test_the_file_asks_for_nothing_outside_itself():
    for page in (bytes_of(EXAMPLE, APRIL), hostile()):
        found = tree(page)
        assert not found.xpath("//@src | //@srcset | //@style | //@action | //@ping")
        assert [it[:5] for it in found.xpath("//link/@href")] == ["data:"]
        assert all(it.startswith("#") for it in found.xpath("//*[local-name()='use']/@href"))
        text = page.decode()
        assert set(re.findall(r"url\(([^)]*)\)", text)) <= {
            f"#hatch-{kind}" for kind in ("actual", "high", "medium", "low", "mark")
        }
        assert "@import" not in text


def test_a_link_that_leaves_the_page_tells_nothing_of_it():
    for link in board().xpath("//a[starts-with(@href, 'http')]"):
        assert link.get("rel") == "noopener noreferrer"


def test_evidence_is_a_link_only_as_a_whole_address():
    plan = [activity(), activity(ID="C1-02", Actividad="Publicar el informe de gestión")]
    book = workbooks.book(
        plan,
        [
            {
                "ID": name,
                "Fecha de corte": APRIL,
                "Avance acumulado a la fecha de corte": 1,
                "Evidencia": text,
            }
            for name, text in (
                ("C1-01", "https://ejemplo.gov.co/acta?a=1&b=2"),
                ("C1-02", "Radicado 123 en ejemplo.gov.co"),
            )
        ],
    )
    page = tree(public.page(of_book(book), NOW))

    assert page.xpath("//div[@class='report']//a/@href") == ["https://ejemplo.gov.co/acta?a=1&b=2"]
    assert "Radicado 123 en ejemplo.gov.co" in said(page.body)


def test_the_address_of_the_board_is_a_link_only_where_it_is_one():
    figures = figures_of(PLAN, APRIL)

    known = tree(public.page(figures, NOW, address="https://paac.ejemplo.gov.co"))
    hidden = tree(public.page(figures, NOW, address="javascript:alert(1)"))

    assert "https://paac.ejemplo.gov.co" in known.xpath("//section[@id='compruebe']//a/@href")
    assert not hidden.xpath("//section[@id='compruebe']//a")


# The file


@pytest.mark.parametrize(("path", "cutoff"), [(EXAMPLE, APRIL), (EXAMPLE, AUGUST), (PLAN, APRIL)])
def test_the_file_is_small_and_the_same_each_time(path, cutoff):
    first = bytes_of(path, cutoff)

    assert len(first) < 400_000
    assert public.page(figures_of(path, cutoff), NOW) == first


@pytest.mark.parametrize("page", [bytes_of(EXAMPLE, APRIL), bytes_of(PLAN, APRIL), hostile()])
def test_every_place_is_unique_and_every_link_arrives(page):
    found = tree(page)
    places = found.xpath("//@id")

    assert len(places) == len(set(places))
    targets = {it[1:] for it in found.xpath("//@href") if it.startswith("#")} - {"presentar"}
    assert targets <= set(places)


@pytest.mark.parametrize("page", [bytes_of(EXAMPLE, APRIL), bytes_of(PLAN, APRIL)])
def test_headings_go_down_one_step_at_a_time(page):
    levels = [
        int(it.tag[1])
        for it in one(tree(page), "//div[@id='tablero']").iter("h1", "h2", "h3", "h4")
    ]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize(("path", "cutoff"), [(EXAMPLE, APRIL), (EXAMPLE, AUGUST), (PLAN, APRIL)])
def test_no_word_of_a_program_is_on_the_page(path, cutoff):
    found = re.findall(
        r"\b(nan|NaT|None|null|undefined|True|False|Markup|missing|reported)\b",
        said(board(path, cutoff).body),
    )

    assert found == []


def test_no_acronym_of_ours_stands_without_its_name():
    book = workbooks.book(parameters={"Canal de PQRS": "contacto@ejemplo.gov.co"})
    text = said(tree(public.page(of_book(book), NOW)).body)

    assert "PAAC" not in text
    assert text.count("PQRS") == text.count("reclamos y sugerencias (PQRS)") > 0


# Slides


def test_a_slide_lists_at_most_eight_lines_and_says_how_many_more():
    for path, cutoff in ((EXAMPLE, APRIL), (EXAMPLE, AUGUST)):
        pending = len(figures_of(path, cutoff).overdue)
        slides = board(path, cutoff).xpath("//section[contains(@class, 'slide')]")
        assert all(len(it.xpath(".//ul[@class='lines']/li")) <= 8 for it in slides)
        missed = next(it for it in slides if "Fechas que llegaron" in said(it))
        shown = len(missed.xpath(".//ul[@class='lines']/li"))
        assert said(one(missed, ".//p[@class='more']")) == f"y {pending - shown} más"


def test_slides_begin_with_the_two_figures_and_end_with_how_to_check():
    slides = board().xpath("//section[contains(@class, 'slide')]")

    assert [it.get("id") for it in slides] == [
        f"diapositiva-{n}" for n in range(1, len(slides) + 1)
    ]
    assert "9 de 14" in said(slides[0])
    assert "21,4 %" in said(slides[0])
    assert "7KQ2-ABCD-EFGH-JKMN" in said(slides[-1])
    # without the script that turns them they are not there
    assert one(board(), "//main[@id='presentacion']").get("hidden") is not None


@pytest.mark.parametrize(
    ("components", "offices", "activities"), [(1, 1, 2), (10, 30, 6)], ids=["one", "ten"]
)
def test_a_plan_of_another_size_is_whole(components, offices, activities):
    long = "lucha contra la corrupción, transparencia y servicio a la ciudadanía del municipio " * 2
    plan = [
        activity(
            ID=f"C{c}-{a:02d}",
            Componente=f"{c}. {long}{c}",
            Actividad=f"Hacer la tarea {c} {a} del plan",
            Responsable=f"Oficina número {(c * activities + a) % offices} de asuntos varios",
        )
        for c in range(1, components + 1)
        for a in range(activities)
    ]
    figures = of_book(workbooks.book(plan, parameters={"Entidad": "Municipio de Chía"}))
    page = tree(public.page(figures, NOW))

    assert len(page.xpath("//details[contains(@class, 'activity')]")) == components * activities
    bars = page.xpath("//section[@id='dependencias']//ul[contains(@class, 'bars')]/li[a]")
    assert len(bars) == len(figures.leads)
    assert f"{components}. {long}{components}".strip() in said(page.body)


def test_a_report_says_the_post_that_reported_and_no_persons_name():
    told = figures_of(EXAMPLE, APRIL)
    reports = told.plan.reports.copy()
    first, second = reports.index[reports["as_of"].dt.date <= APRIL][:2]
    reports.loc[first, "reported_by"] = "Secretaría de Hacienda"
    reports.loc[second, "reported_by"] = "María Fernanda Rojas"
    other = provenance.figures(
        replace(told.plan, reports=reports), told.choice, Origin(("a.xlsx",))
    )

    text = public.page(other, NOW).decode()

    assert "<dt>Reportó</dt><dd>Secretaría de Hacienda</dd>" in text
    assert "Rojas" not in text
