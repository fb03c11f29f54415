"""What the follow-up of Control Interno says, against the figures that it is made of."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from pac import labels, narrative
from pac.model import Later, Level, Move, Publication
from pac.progress.figures import Choice
from pac.reading.reader import Reading
from pac.reports import follow_up, provenance
from pac.reports.follow_up import State
from tests import updates, workbooks
from tests.reports import follow_ups
from tests.reports.follow_ups import APRIL, AUGUST, DECEMBER, JANUARY, NBSP, D
from tests.reports.follow_ups import figures as figures_of
from tests.updates import report as reported
from tests.workbooks import activity


@pytest.fixture
def example() -> Reading:
    return follow_ups.example()


@pytest.fixture
def bare() -> Reading:
    return follow_ups.bare()


@cache
def example_at(cutoff):
    """Return the follow-up of the example; reports are frozen, so one is enough."""
    return follow_up.report(figures_of(follow_ups.example(), cutoff))


def small(*reports, cutoff=APRIL, plan=updates.PLAN, closed="30/04/2023", **changes):
    """Return the follow-up of a small plan."""
    data = workbooks.book(plan, reports, {"Cortes cerrados": closed} if closed else {})
    return follow_up.report(figures_of(workbooks.read(data), cutoff, **changes))


def rows(report):
    return {row.activity_id: row for one in report.components for row in one.rows}


def entry(report, activity_id, place=-1):
    return rows(report)[activity_id].entries[place]


def note(report, title):
    return next((one for one in report.notes if one.title == title), None)


def named(report, title):
    one = note(report, title)
    return [each.activity_id for each in one.named] if one else []


@pytest.mark.parametrize("cutoff", [APRIL, AUGUST, DECEMBER, JANUARY])
def test_every_figure_is_the_one_that_the_board_shows(example, cutoff):
    figures = figures_of(example, cutoff)

    made = follow_up.report(figures)

    for place, shown in enumerate(made.shown):
        then = provenance.at(figures, Choice(shown.cutoff))
        for total, counts in [(then.total, made.total[place])]:
            assert counts.scheduled == total.scheduled
            assert counts.fulfilled == total.fulfilled
            assert counts.attainment == total.attainment
            assert counts.level == total.level
            assert counts.compliance == (total.compliance if then.closed else None)
        for component, (_, one) in zip(made.components, then.components.iterrows(), strict=True):
            counts = component.counts[place]
            assert component.name.endswith(one["name"])
            assert (counts.scheduled, counts.fulfilled) == (one["scheduled"], one["fulfilled"])
            assert counts.level == one["level"]
            assert counts.attainment == one["attainment"]
        for name, row in rows(made).items():
            one = then.activity(name)
            said = row.entries[place]
            if one["reported"]:
                assert said.share == one["attainment"]
                assert said.words.startswith(labels.percent(one["attainment"], then.cuts))
            if one["milestones_due"]:
                assert said.expected == one["expected"]
                assert f"meta {labels.percent(one['expected'], then.cuts)}" in said.words


def test_every_activity_stands_once_in_the_order_of_the_plan(example):
    figures = figures_of(example, APRIL)

    made = follow_up.report(figures)

    assert list(rows(made)) == list(figures.measured.index)
    assert [len(one.rows) for one in made.components] == [8, 5, 13, 10, 15, 3]


def test_a_closed_cutoff_rests_on_what_was_verified_with_the_reported_beside_it():
    made = example_at(APRIL)

    assert made.title == "Seguimiento 1, corte 30 de abril de 2023"
    assert made.notice == ""
    assert made.total[0].words == f"9 de 14 programadas al día · 64,3{NBSP}% · ■ zona media"
    assert made.total[0].fulfilled_reported == 11
    one = entry(made, "C5-03")
    assert (one.words, one.beside) == (f"24{NBSP}% (meta 25{NBSP}%)", f"reportado 25{NBSP}%")
    assert one.remarks == "Tres actas de liquidación se publicaron después del término."


def test_an_open_cutoff_has_no_zone_and_says_that_it_is_preliminary():
    made = example_at(AUGUST)

    assert made.notice == "Preliminar, según lo reportado"
    assert [one.state for one in made.follow_ups] == [
        State.CLOSED, State.COLLECTING, State.PENDING,
    ]  # fmt: skip
    for one in (*made.components, made):
        counts = one.counts if one is not made else made.total
        assert counts[1].zone == ""
        assert counts[1].compliance is None
        assert "zona" not in counts[1].words
    assert made.total[1].words == "22 de 24 reportadas · 15 al día"
    assert made.total[0].zone == "■ zona media"  # the earlier one stays what it was


def test_without_progress_it_shows_the_plan_and_never_zeros(bare):
    made = follow_up.report(figures_of(bare, APRIL))

    assert made.notice == "Preliminar: sin seguimiento todavía"
    assert made.sentences[0].startswith("Sin seguimiento todavía: 14 actividades programadas")
    assert made.total[0].words == "14 programadas"
    assert len(rows(made)) == 54
    for row in rows(made).values():
        (one,) = row.entries
        assert one.share is None
        assert one.done == ""
        assert not one.words.startswith("0")
    assert entry(made, "C1-05").words == f"meta 33,3{NBSP}%"


def test_few_scheduled_say_their_count_and_zone_and_no_percent():
    made = example_at(APRIL)

    counts = made.components[0].counts[0]
    assert counts.words == "2 de 2 programadas al día · ▲ zona alta"
    assert (counts.compliance_words, counts.level) == ("", Level.HIGH)
    assert made.components[1].counts[0].words == "Nada programado para el corte"


def test_the_closing_cutoff_stands_apart_only_where_it_is_asked_for():
    december, closing = (example_at(day) for day in (DECEMBER, JANUARY))

    assert [one.name for one in december.follow_ups] == [
        "Seguimiento 1", "Seguimiento 2", "Seguimiento 3",
    ]  # fmt: skip
    assert closing.title == "Seguimiento de cierre, corte 31 de enero de 2024"
    assert len(closing.follow_ups) == 4


def test_cutoffs_of_another_town_and_year_are_numbered_by_the_legal_ones():
    plan = (activity(**{"Fecha de cumplimiento": "31 de agosto de 2025"}),)
    data = workbooks.book(
        plan, (), {"Vigencia": 2025, "Cortes": "30/06/2025; 31/08/2025; 31/12/2025"}
    )

    june = follow_up.report(figures_of(workbooks.read(data), D(2025, 6, 30)))
    december = follow_up.report(figures_of(workbooks.read(data), D(2025, 12, 31)))

    assert june.title == "Seguimiento adicional, corte 30 de junio de 2025"
    assert [one.is_pending for one in june.follow_ups] == [False, True, True]
    assert december.title == "Seguimiento 2, corte 31 de diciembre de 2025"
    assert [one.cutoff.month for one in december.follow_ups] == [8, 12]


@pytest.mark.parametrize(
    ("cutoff", "limit"),
    [
        (APRIL, "15 de mayo de 2023"),
        (AUGUST, "14 de septiembre de 2023"),
        (DECEMBER, "16 de enero de 2024"),
    ],
)
def test_it_says_by_when_it_must_be_published(cutoff, limit):
    made = example_at(cutoff)

    assert made.published is None
    assert made.publication == f"Por publicar a más tardar el {limit}"


def test_it_says_when_and_where_it_was_published_and_only_of_its_own_cutoff(example):
    published = (Publication(APRIL, D(2023, 5, 12), "https://sesquile.invalid/1"),)

    april, august = (
        follow_up.report(figures_of(example, day, published=published)) for day in (APRIL, AUGUST)
    )

    assert april.published == D(2023, 5, 12)
    assert april.publication == (
        "12 de mayo de 2023, en https://sesquile.invalid/1 (plazo: 15 de mayo de 2023)"
    )
    assert august.published is None


def test_a_cutoff_that_is_not_legal_has_no_day_by_which_it_must_be_published(example):
    published = (Publication(JANUARY, D(2024, 2, 20), "https://sesquile.invalid/4"),)

    before, after = (
        follow_up.report(figures_of(example, JANUARY, published=one)) for one in ((), published)
    )

    assert before.publication == "Por publicar; para este corte la norma no fija plazo"
    assert after.publication == "20 de febrero de 2024, en https://sesquile.invalid/4"


def test_what_control_interno_observes_is_there_whether_or_not_somebody_reported():
    remarks = {
        ("C1-01", D(2023, 3, 31)): "Falta la firma.",
        ("C1-01", APRIL): "Se subsanó.",
        ("C1-02", APRIL): "No reportó, pese a dos requerimientos.",
        ("C2-01", AUGUST): "De otro corte.",
    }
    made = small(
        *(
            reported(name, day, 1 if name == "C1-01" else None, **{updates.REMARKS: said})
            for (name, day), said in remarks.items()
        )
    )

    assert entry(made, "C1-01").remarks == f"A 31{NBSP}mar{NBSP}2023: Falta la firma.\nSe subsanó."
    assert entry(made, "C1-02").remarks == "No reportó, pese a dos requerimientos."
    assert entry(made, "C1-02").done in ("", "Sin reporte.")
    assert entry(made, "C2-01").remarks == ""


def test_what_control_interno_observed_before_is_in_its_own_column():
    april, august = (
        reported("C1-02", day, None, **{updates.REMARKS: said})
        for day, said in ((APRIL, "No reportó."), (AUGUST, "Sigue sin reportar."))
    )
    made = small(april, august, reported("C1-01", APRIL, 1), cutoff=AUGUST)

    assert [one.remarks for one in rows(made)["C1-02"].entries] == [
        "No reportó.",
        "Sigue sin reportar.",
    ]


def test_what_was_done_is_what_the_counting_report_says_and_no_earlier_column_has():
    made = small(
        reported("C1-01", APRIL, 1, **{"Qué se hizo": "Primera revisión."}),
        reported("C1-01", D(2023, 6, 30), 2, **{"Qué se hizo": "Segunda, superada."}),
        reported("C1-01", D(2023, 8, 15), 2, **{"Qué se hizo": "Segunda revisión."}),
        reported("C1-02", APRIL, 1, **{"Qué se hizo": "Informe publicado."}),
        cutoff=AUGUST,
    )

    assert entry(made, "C1-01", 0).done == "Primera revisión.\n(sin verificar)"
    assert entry(made, "C1-01", 1).done == f"A 15{NBSP}ago{NBSP}2023: Segunda revisión."
    assert entry(made, "C1-02", 1).done == f"Sin reporte nuevo desde el 30{NBSP}abr{NBSP}2023."
    assert entry(made, "C2-02", 1).done == "Sin reporte."
    assert entry(made, "C2-01", 1).done == ""  # nothing due


def test_periods_that_add_up_each_say_what_they_did():
    plan = (activity(Acumulación="Suma de periodos"),)
    made = small(
        reported("C1-01", D(2023, 3, 31), 1, **{"Qué se hizo": "Enero a marzo."}),
        reported("C1-01", APRIL, 1, **{"Qué se hizo": ""}),
        plan=plan,
    )

    assert entry(made, "C1-01").done == (
        f"A 31{NBSP}mar{NBSP}2023: Enero a marzo.\nNo dice qué se hizo.\n(sin verificar)"
    )


def test_what_is_not_verified_counts_zero_beside_what_was_reported():
    made = small(reported("C1-01", APRIL, 1))

    one = entry(made, "C1-01")
    assert (one.share, one.reported) == (0.0, pytest.approx(1 / 3))
    assert (one.words, one.beside) == (f"0{NBSP}% (meta 33,3{NBSP}%)", f"reportado 33,3{NBSP}%")
    assert named(made, "Reportadas sin verificar") == ["C1-01"]


def test_an_activity_without_report_says_so_and_not_zero():
    made = small(reported("C1-02", APRIL, 1, **{updates.VERIFIED: 1}))

    assert entry(made, "C1-01").words == f"sin reporte (meta 33,3{NBSP}%)"
    assert entry(made, "C1-01").share is None
    assert named(made, "Programadas sin reporte") == ["C1-01"]
    assert entry(made, "C2-02").words == "no programada"
    assert entry(made, "C1-02").words == f"100{NBSP}% (no programada)"


def test_a_report_without_evidence_is_named_where_it_stands_and_at_the_end():
    made = small(reported("C1-01", APRIL, 1, **{updates.EVIDENCE: None}), closed="")

    assert entry(made, "C1-01").done.endswith("(sin evidencia)")
    assert named(made, "Reportadas sin evidencia") == ["C1-01"]
    assert note(made, "Reportadas sin verificar").lines == (
        "Control Interno verifica al cerrar el corte: C1-01.",
    )


def test_targets_and_dates_that_cannot_be_read_are_said_in_the_words_of_the_plan():
    plan = (
        activity(Meta="Por definir"),
        activity(ID="C1-02", Actividad="Otra", **{"Fecha de cumplimiento": "Según cronograma"}),
    )
    made = small(reported("C1-02", APRIL, 1, **{updates.VERIFIED: 1}), plan=plan)

    assert entry(made, "C1-01").words == "sin meta legible"
    assert rows(made)["C1-02"].scheduled == "Según cronograma"
    assert entry(made, "C1-02").words == f"33,3{NBSP}% (sin fecha legible)"
    assert note(made, "Sin meta legible").named[0].detail == "en el plan dice: Por definir"
    assert note(made, "Sin fecha legible").named[0].detail == "en el plan dice: Según cronograma"


def test_a_target_that_holds_at_each_date_says_how_much_it_is_in_the_year():
    plan = (activity(Meta=1),)

    made = small(plan=plan)

    assert rows(made)["C1-01"].product == "Número de mapas revisados: 1 (3 en el año)"


def test_a_moved_date_is_said_with_both_dates_and_the_reason_where_it_counts(example):
    move = Move("C3-01", D(2023, 5, 20), (D(2023, 2, 28),), (D(2023, 7, 31),), "Acta 3", "4")

    april, august = (
        follow_up.report(figures_of(example, day, moves=(move,))) for day in (APRIL, AUGUST)
    )

    for made in (april, august):
        (one,) = note(made, "Reprogramadas").named
        assert one.activity_id == "C3-01"
        assert narrative.rescheduling(move) in one.detail
    assert "cuenta la fecha anterior" in note(april, "Reprogramadas").named[0].detail
    assert "cuenta la fecha anterior" not in note(august, "Reprogramadas").named[0].detail
    assert rows(april)["C3-01"].dates == (D(2023, 2, 28),)


def test_without_moves_it_says_that_there_are_none():
    made = example_at(APRIL)

    assert note(made, "Reprogramadas").lines == ("Ninguna actividad ha cambiado de fechas.",)


def test_what_changed_after_closing_is_said_up_to_its_own_cutoff(example):
    later = (
        Later(APRIL, "5", D(2023, 6, 1), "el avance de C1-01 pasa de 1 a 2", "Error de digitación"),
        Later(AUGUST, "9", D(2023, 10, 2), "otro cambio", ""),
    )

    april, august = (
        follow_up.report(figures_of(example, day, later=later)) for day in (APRIL, AUGUST)
    )

    assert note(april, "Cambios después de cerrado el corte").lines == (
        "Corte 30 de abril de 2023, versión 5, del 1 de junio de 2023: El avance de C1-01 pasa "
        "de 1 a 2. Motivo: Error de digitación",
    )
    assert len(note(august, "Cambios después de cerrado el corte").lines) == 2


def test_who_verifies_its_own_report_is_said():
    made = example_at(APRIL)

    (line,) = note(made, "Quién verifica lo que reporta Control Interno").lines
    assert line.startswith("Control Interno verifica su propio reporte")


def test_the_official_zones_stand_in_the_words_of_the_form_and_others_in_numbers():
    official = example_at(APRIL)
    data = workbooks.book(parameters={"Nivel medio desde": "50%", "Nivel alto desde": "90%"})
    own = follow_up.report(figures_of(workbooks.read(data), APRIL))

    assert "zona baja 0-59 %, media 60-79 %, alta 80-100 %" in official.legend[1]
    assert "0-59" not in own.legend[1]
    assert f"zona baja menos de 50{NBSP}%, media desde 50{NBSP}%" in own.legend[1]


def test_part_of_the_plan_is_asked_for_and_the_whole_is_reported(example):
    whole = figures_of(example, APRIL)
    part = provenance.at(whole, Choice(APRIL, component=3))

    assert follow_up.report(part) == follow_up.report(whole)


def test_neither_plan_nor_figures_change(example):
    figures = figures_of(example, AUGUST)
    before = figures.plan.reports.copy(), figures.measured.copy()

    follow_up.report(figures)

    pd.testing.assert_frame_equal(figures.plan.reports, before[0])
    pd.testing.assert_frame_equal(figures.measured, before[1])
