"""The sentences that officials and citizens read."""

from __future__ import annotations

import datetime as dt
import math
import re

import pandas as pd
import pytest

from pac import labels, narrative
from pac.model import Move, Party, PartyKind
from pac.progress import measure, summary
from pac.progress.attention import attention
from pac.progress.changes import changes
from pac.progress.figures import Choice
from pac.progress.summary import Summary
from tests.progress.tables import (
    D,
    activity,
    all_on_time,
    due,
    plan,
    plan_2023,
    report,
    tracking,
    verified,
)

APRIL, AUGUST = D("2023-04-30"), D("2023-08-31")
CUTOFFS = [APRIL, AUGUST, D("2023-12-31"), D("2024-01-31")]
NEVER = ("banda", "hallazgo", "observaci", "publicar", "hito", "colectivo", "!")


def plain(sentence: str) -> str:
    return sentence.replace("\N{NO-BREAK SPACE}", " ")


def done(*activity_ids: str) -> list[dict]:
    return [verified(activity_id, "2023-04-30", 1) for activity_id in activity_ids]


def measured(
    activities: list[dict], reports: list[dict], cutoff: dt.date = APRIL, *, closed: bool = True
) -> pd.DataFrame:
    return measure.measure(plan(*activities), tracking(*reports), cutoff, closed=closed)


def total(activities: list[dict], reports: list[dict], *, closed: bool = True) -> Summary:
    return summary.summarize(measured(activities, reports, closed=closed), closed=closed)


class TestCompliance:
    def sentence(self, activities: list[dict], reports: list[dict], *, closed: bool = True) -> str:
        return plain(narrative.compliance(total(activities, reports, closed=closed), APRIL))

    def test_a_closed_cutoff_says_the_fraction_the_percent_and_the_level(self) -> None:
        assert self.sentence(due(4), done("C1-00", "C1-01", "C1-02")) == (
            "3 de 4 programadas al día a 30 de abril de 2023: 75 %, nivel medio, "
            "según lo verificado por Control Interno."
        )

    def test_one_or_two_scheduled_show_their_count_alone(self) -> None:
        assert self.sentence(due(2), done("C1-00")) == (
            "1 de 2 programadas al día a 30 de abril de 2023, "
            "según lo verificado por Control Interno."
        )

    def test_an_open_cutoff_is_being_collected_and_has_no_level(self) -> None:
        reports = [report("C1-00", "2023-04-30", 1), report("C1-01", "2023-04-30", 0)]

        assert self.sentence(due(14), reports, closed=False) == (
            "En recolección: 2 de 14 reportadas a 30 de abril de 2023 y 1 al día, "
            "según lo reportado."
        )

    def test_a_plan_without_reports_shows_no_zeros(self) -> None:
        assert self.sentence(due(14), []) == (
            "Sin seguimiento todavía: 14 actividades programadas a 30 de abril de 2023 "
            "y ningún reporte."
        )
        assert "1 actividad programada a" in self.sentence(due(1), [])

    def test_where_nothing_is_due_it_says_so(self) -> None:
        later = due(2, milestones=["2023-12-30"])

        assert self.sentence(later, done("C1-00")) == (
            "Ninguna de las 2 actividades está programada para el corte del 30 de abril de 2023."
        )
        assert self.sentence(later[:1], done("C1-00")) == (
            "La actividad no está programada para el corte del 30 de abril de 2023."
        )

    def test_an_empty_selection_is_no_zero_either(self) -> None:
        nothing = summary.summarize(measured(due(1), []).iloc[:0], closed=True)

        assert narrative.compliance(nothing, APRIL) == narrative.NOTHING_SELECTED
        assert narrative.attainment(nothing) == narrative.NOTHING_SELECTED

    def test_rounding_never_reaches_a_level_of_the_workbook(self) -> None:
        almost = summary.summarize(
            measured(due(8), done(*(f"C1-0{n}" for n in range(7)))), closed=True, high_from=0.8755
        )

        assert "87,5 %, nivel medio" in plain(
            narrative.compliance(almost, APRIL, cuts=(0.6, 0.8755, 1.0))
        )


class TestAttainment:
    def sentence(self, activities: list[dict], *reports: dict, closed: bool = False) -> str:
        return plain(narrative.attainment(total(activities, list(reports), closed=closed)))

    def test_it_says_what_is_whole_and_what_is_partly_done(self) -> None:
        reports = [report("C1-00", "2023-04-30", 1), report("C1-01", "2023-04-30", 0.5)]

        assert self.sentence(due(4), *reports) == (
            "37,5 %: 1 terminada y 1 con avance parcial, de 4, según lo reportado."
        )

    def test_none_is_said_in_words(self) -> None:
        assert self.sentence(due(4), report("C1-00", "2023-04-30", 0)) == (
            "0 %: ninguna terminada ni con avance parcial, de 4, según lo reportado."
        )
        assert self.sentence(due(4), report("C1-00", "2023-04-30", 1)) == (
            "25 %: 1 terminada y ninguna con avance parcial, de 4, según lo reportado."
        )
        assert self.sentence(due(4), verified("C1-00", "2023-04-30", 0.5), closed=True) == (
            "12,5 %: ninguna terminada y 1 con avance parcial, de 4, "
            "según lo verificado por Control Interno."
        )

    def test_without_reports_there_is_no_figure(self) -> None:
        assert self.sentence(due(4)) == "Sin seguimiento todavía."

    def test_the_real_plan_done_on_time_reads_as_the_design_says(self) -> None:
        activities = plan_2023()
        reports = all_on_time(activities, CUTOFFS)
        whole = summary.summarize(measure.measure(activities, reports, APRIL), closed=False)

        assert plain(narrative.attainment(whole)).startswith(
            "20,5 %: 10 terminadas y 4 con avance parcial, de 54"
        )


class TestRemarks:
    def test_what_counts_as_zero_is_said_aloud(self) -> None:
        activities = [
            *due(2),
            activity("C2-01", target=math.nan),
            activity("C2-02", milestones=[]),
            activity("C2-03", lead=""),
        ]

        assert narrative.remarks(total(activities, done("C1-00"))) == (
            "4 actividades sin reporte cuentan como 0.",
            "1 actividad sin meta legible cuenta como 0 en el avance "
            "y no entra en el cumplimiento.",
            "1 actividad sin fecha legible no entra en el cumplimiento.",
            "1 actividad no tiene dependencia que la lidere.",
        )

    def test_what_was_reported_stands_beside_what_was_verified(self) -> None:
        reports = [*done("C1-00"), report("C1-01", "2023-04-30", 1)]

        assert narrative.remarks(total(due(2), reports)) == (
            "Según lo reportado estarían al día 2; Control Interno verificó 1.",
        )

    def test_activities_whose_dates_moved_are_counted_beside_the_figures(self) -> None:
        for moved, said in (
            (["C1-00"], "1 actividad reprogramada."),
            (["C1-00", "C1-01"], "2 actividades reprogramadas."),
        ):
            table = measure.measure(
                plan(*due(2)), tracking(*done("C1-00", "C1-01")), APRIL,
                closed=True, rescheduled=moved,
            )  # fmt: skip
            assert narrative.remarks(summary.summarize(table, closed=True)) == (said,)

    def test_with_everything_in_order_there_is_nothing_to_add(self) -> None:
        assert narrative.remarks(total(due(1), done("C1-00"))) == ()


class TestComponents:
    def sentence(self, activities: list[dict], reports: list[dict], *, closed: bool = True) -> str:
        table = summary.by_component(measured(activities, reports, closed=closed), closed=closed)
        return narrative.components(table)

    FOUR = tuple(row for n in range(1, 5) for row in due(1, first=f"C{n}-00"))

    def test_it_counts_the_high_ones_and_names_the_others(self) -> None:
        assert self.sentence([*self.FOUR], done("C1-00", "C2-00", "C4-00")) == (
            "Tres de los cuatro componentes programados están en nivel alto; "
            "en nivel bajo, Componente 3."
        )
        assert self.sentence([*self.FOUR], done("C1-00")).startswith(
            "Uno de los cuatro componentes programados está en nivel alto; en nivel bajo, "
            "Componente 2, Componente 3 y Componente 4"
        )

    def test_each_level_has_its_place(self) -> None:
        activities = [*due(3), *due(1, first="C2-00")]

        assert self.sentence(activities, done("C1-00", "C1-01")) == (
            "Ninguno de los dos componentes programados está en nivel alto; "
            "en nivel medio, Componente 1; en nivel bajo, Componente 2."
        )

    def test_all_or_the_only_one_need_no_fraction(self) -> None:
        everything = done("C1-00", "C2-00", "C3-00", "C4-00")

        assert self.sentence([*self.FOUR], everything) == (
            "Los cuatro componentes programados están en nivel alto."
        )
        assert self.sentence(due(1), done("C1-00")) == (
            "El componente está en nivel alto: Componente 1."
        )
        assert self.sentence(due(1), [verified("C1-00", "2023-04-30", 0)]) == (
            "El componente está en nivel bajo: Componente 1."
        )

    def test_while_open_it_says_who_reported(self) -> None:
        assert self.sentence([*self.FOUR], done("C1-00", "C2-00"), closed=False) == (
            "En recolección: dos de los cuatro componentes programados "
            "tienen reporte de todo lo programado."
        )
        assert self.sentence(due(2), done("C1-00"), closed=False) == (
            "En recolección: el único componente programado no tiene reporte de todo lo programado."
        )

    def test_without_reports_or_dates_due_it_says_so(self) -> None:
        later = due(1, milestones=["2023-12-30"])

        assert self.sentence([*self.FOUR], []) == (
            "Sin seguimiento todavía: 4 actividades en cuatro componentes."
        )
        assert self.sentence(due(1), []) == "Sin seguimiento todavía: 1 actividad en un componente."
        assert self.sentence(later, done("C1-00")) == (
            "Ningún componente está programado para el corte."
        )
        nothing = summary.by_component(measured(due(1), []).iloc[:0], closed=True)
        assert narrative.components(nothing) == narrative.NOTHING_SELECTED


class TestOffices:
    OFFICES = tuple(
        activity(f"C1-{n:02}", milestones=["2023-04-30"], lead=f"Secretaría {n}") for n in range(12)
    )

    def sentence(
        self, activities: list[dict], reports: list[dict], *, closed: bool = True, **asks: str
    ) -> str:
        table = summary.by_office(
            measured(activities, reports, closed=closed),
            [Party("Oficinas", kind=PartyKind.GROUP)],
            closed=closed,
            **asks,
        )
        return narrative.offices(table, **asks)

    def test_it_names_who_is_missing_and_how_much(self) -> None:
        assert self.sentence([*self.OFFICES[:3]], done("C1-00", "C1-01")) == (
            "Dos de las tres dependencias con actividades programadas las tienen todas al día; "
            "falta lo de Secretaría 2 (1)."
        )

    def test_many_are_written_in_figures(self) -> None:
        ids = [row["activity_id"] for row in self.OFFICES]

        assert self.sentence([*self.OFFICES], done(*ids)) == (
            "Las 12 dependencias con actividades programadas las tienen todas al día."
        )
        assert self.sentence([*self.OFFICES], done(*ids[:11])).startswith("11 de las 12 dep")

    def test_the_only_office_is_said_in_the_feminine(self) -> None:
        assert self.sentence([*self.OFFICES[:1]], done("C1-00")) == (
            "La única dependencia con actividades programadas las tiene todas al día."
        )
        assert self.sentence([*self.OFFICES[:2]], [verified("C1-00", "2023-04-30", 0)]).startswith(
            "Ninguna de las dos dependencias con actividades programadas las tiene todas al día"
        )

    def test_what_a_group_leads_nobody_answers_for(self) -> None:
        grouped = [
            activity(f"C2-0{n}", lead="Oficinas", lead_kind="grupo", milestones=["2023-04-30"])
            for n in range(2)
        ]

        assert self.sentence([*self.OFFICES[:1], *grouped], done("C1-00")).endswith(
            " 2 actividades están a cargo de un grupo: ninguna dependencia responde por ellas."
        )
        assert "1 actividad está a cargo" in self.sentence(
            [*self.OFFICES[:1], *grouped[:1]], done("C1-00")
        )

    def test_with_all_roles_it_warns_that_rows_do_not_add_up(self) -> None:
        assert self.sentence([*self.OFFICES[:1]], done("C1-00"), role="all").endswith(
            "las filas no se suman."
        )

    def test_while_open_it_says_who_reported(self) -> None:
        assert self.sentence([*self.OFFICES[:3]], done("C1-00", "C1-01"), closed=False) == (
            "En recolección: dos de las tres dependencias con actividades programadas "
            "tienen reporte de todas."
        )
        assert self.sentence([*self.OFFICES[:3]], done("C1-00"), closed=False).endswith(
            "una de las tres dependencias con actividades programadas tiene reporte de todas."
        )

    def test_without_reports_or_dates_due_it_says_so(self) -> None:
        later = activity("C1-00", milestones=["2023-12-30"])

        assert self.sentence([*self.OFFICES[:1]], []) == (
            "Sin seguimiento todavía: una dependencia con actividades programadas."
        )
        assert self.sentence([later], done("C1-00")) == (
            "Ninguna dependencia tiene actividades programadas para el corte."
        )
        nothing = summary.by_office(measured(due(1), []).iloc[:0], [], closed=True)
        assert narrative.offices(nothing) == narrative.NOTHING_SELECTED


class TestDeadlines:
    def sentence(self, activities: list[dict], *reports: dict, cutoff: dt.date = APRIL) -> str:
        table = measure.per_milestone_table(plan(*activities), tracking(*reports), cutoff)
        return narrative.deadlines(table, cutoff)

    def test_it_says_what_came_what_of_it_and_what_is_next(self) -> None:
        activities = [*due(3), activity("C2-01"), activity("C2-02", milestones=["2023-12-30"])]

        assert self.sentence(activities, *done("C1-00")) == (
            "A 30 de abril de 2023 han llegado 3 de 5 fechas: 1 cumplida y 2 pendientes; "
            "la próxima es el 30 de junio de 2023."
        )

    def test_one_date_is_singular_and_the_last_has_no_next(self) -> None:
        assert self.sentence(due(1), *done("C1-00")) == (
            "A 30 de abril de 2023 ha llegado 1 de 1 fecha: 1 cumplida."
        )

    def test_before_the_first_date_none_has_come(self) -> None:
        assert self.sentence([activity("C1-01")]) == (
            "A 30 de abril de 2023 no ha llegado ninguna de 1 fecha; "
            "la próxima es el 30 de junio de 2023."
        )

    def test_without_reports_the_dates_that_came_are_not_called_missed(self) -> None:
        assert self.sentence(due(2)) == (
            "A 30 de abril de 2023 han llegado 2 de 2 fechas: sin seguimiento todavía."
        )

    def test_dates_without_a_target_are_told_apart(self) -> None:
        assert self.sentence(due(2, target=math.nan), *done("C1-00")).endswith(
            "fechas: 2 sin meta."
        )

    def test_no_dates_at_all(self) -> None:
        assert self.sentence(due(1, milestones=[])) == "No hay fechas en lo elegido."


class TestActivities:
    def test_states_are_counted_in_their_number(self) -> None:
        activities = [*due(3), activity("C2-01", milestones=["2023-12-30"])]

        table = measured(activities, done("C1-00"))

        assert narrative.activities(table) == (
            "4 actividades: 1 cumplida, 2 vencidas y 1 programada sin empezar."
        )
        assert narrative.activities(table.iloc[:0]) == narrative.NOTHING_SELECTED

    @pytest.mark.parametrize(
        ("says", "value", "sentence"),
        [
            (
                {"target": 3.0, "milestones": ["2023-04-30", "2023-08-30", "2023-12-30"]},
                1,
                "Reporta 1 de 3: avance de 33,3 %, según lo reportado; "
                "programado a 30 de abril de 2023: 33,3 %. Estado: en curso.",
            ),
            (
                {"target": 90.0, "unit": "percent", "milestones": ["2023-12-30"]},
                45,
                "Reporta 45 % de 90 %: avance de 50 %, según lo reportado; "
                "no programada para el corte. Estado: en curso.",
            ),
            (
                {
                    "target": 100.0,
                    "unit": "percent",
                    "accumulation": "per_milestone",
                    "milestones": ["2023-04-30", "2023-12-30"],
                },
                100,
                "Reporta 100 % de 100 % (se exige en cada fecha): avance de 50 %, "
                "según lo reportado; programado a 30 de abril de 2023: 50 %. Estado: en curso.",
            ),
            (
                {"accumulation": "per_milestone"},
                1,
                "Lo reportado es anterior a la primera fecha; no programada para el corte. "
                "Estado: en curso.",
            ),
            (
                {"target": math.nan, "unit": ""},
                2,
                "Reporta 2, sin meta legible; no programada para el corte. Estado: sin meta.",
            ),
            (
                {"milestones": []},
                None,
                "Sin reporte; sin fecha legible. Estado: sin fecha.",
            ),
        ],
    )
    def test_one_activity_says_what_was_done_what_was_due_and_its_state(
        self, says: dict, value: float | None, sentence: str
    ) -> None:
        table = measured(
            [activity("C1-01", **says)], [report("C1-01", "2023-04-30", value)], closed=False
        )

        assert plain(narrative.activity(table.loc["C1-01"], APRIL, closed=False)) == sentence


class TestMoves:
    MARCH, JULY = D("2023-03-31"), D("2023-07-31")

    def move(self, before: tuple, after: tuple, *, version: str = "3", reason: str = "") -> Move:
        return Move("C1-01", D("2023-05-20"), before, after, reason, version)

    def test_it_says_both_dates_when_by_which_version_and_why(self) -> None:
        one = self.move((APRIL,), (self.JULY,), reason="Cambió la ley")

        assert narrative.rescheduling(one) == (
            "Reprogramada: de 30 de abril de 2023 a 31 de julio de 2023 (el 20 de mayo de 2023, "
            "versión 3). Motivo: Cambió la ley."
        )

    def test_a_reason_is_written_as_it_was_on_one_line(self) -> None:
        for reason, said in (
            ("", ""), ("  Acta\n 3. ", " Motivo: Acta 3."), ("¿Por qué?", " Motivo: ¿Por qué?"),
        ):  # fmt: skip
            one = self.move((APRIL,), (self.JULY,), reason=reason, version="")
            assert narrative.rescheduling(one).endswith("(el 20 de mayo de 2023)." + said)

    @pytest.mark.parametrize(
        ("before", "after", "said"),
        [
            (("03-31", "04-30"), ("03-31", "07-31"), "de 30 de abril de 2023 a 31 de julio"),
            (("04-30",), ("04-30", "07-31"), "se agrega 31 de julio de 2023 ("),
            (("04-30", "07-31"), ("04-30",), "se quita 31 de julio de 2023 ("),
            (("04-30",), (), "de 30 de abril de 2023 a una fecha que no se puede leer ("),
            (
                ("01-31", "02-28", "03-31", "04-30"), ("07-31",),
                "de 4 fechas desde el 31 de enero de 2023 a 31 de julio de 2023 (",
            ),
        ],
    )  # fmt: skip
    def test_only_what_changed_is_said(self, before: tuple, after: tuple, said: str) -> None:
        one, other = (tuple(D(f"2023-{day}") for day in days) for days in (before, after))

        assert narrative.rescheduling(self.move(one, other)).startswith(f"Reprogramada: {said}")

    def test_dates_that_still_count_are_told_with_their_number(self) -> None:
        april = "Para el corte del 30 de abril de 2023"
        pair = (self.MARCH, APRIL)
        for one, said in (
            (self.move((APRIL,), (self.JULY,)), "cuenta la fecha anterior."),
            (self.move(pair, (self.MARCH, self.JULY)), "cuenta la fecha anterior."),
            (self.move((APRIL,), (APRIL, self.JULY)), "cuenta la fecha anterior."),
            (self.move(pair, (self.JULY, AUGUST)), "cuentan las fechas anteriores."),
        ):
            assert narrative.earlier_count(one, APRIL) == f"{april} {said}"

    def test_the_version_that_still_holds_them_is_named_where_there_is_one(self) -> None:
        one = self.move((APRIL,), (self.JULY,))
        several = self.move((APRIL, AUGUST), (self.JULY,), version="")

        assert narrative.earlier_dates(one) == "la fecha que regía, versión 2"
        assert narrative.earlier_dates(several) == "las fechas que regían"


class TestFractions:
    def sentence(self, *, before: bool, after: bool, reports: list[dict] | None = None) -> str:
        activities = [*due(2), activity("C2-01"), activity("C2-02", milestones=["2023-12-30"])]
        known = done("C1-00", "C1-01") if reports is None else reports
        then = measured(activities, known, closed=before)
        now = measured(activities, known, AUGUST, closed=after)
        return narrative.fractions(
            summary.summarize(then, closed=before),
            summary.summarize(now, closed=after),
            APRIL,
            AUGUST,
        )

    def test_they_stand_side_by_side_with_their_days(self) -> None:
        expected = "Programadas al día: 30 abr 2 de 2 → 31 ago 2 de 3"

        assert self.sentence(before=False, after=False) == expected
        assert self.sentence(before=True, after=True) == expected

    def test_each_says_its_own_tier_where_they_are_not_the_same(self) -> None:
        assert self.sentence(before=True, after=False) == (
            "Programadas al día: 30 abr 2 de 2 según lo verificado por Control Interno "
            "→ 31 ago 2 de 3 según lo reportado"
        )

    def test_where_there_was_nothing_to_count_it_says_so(self) -> None:
        late = [report("C1-00", "2023-08-31", 1)]
        ahead = [activity("C2-01")]
        then, now = (measured(ahead, done("C2-01"), day) for day in (APRIL, AUGUST))

        assert self.sentence(before=True, after=False, reports=late) == (
            "Programadas al día: 30 abr sin seguimiento → 31 ago 1 de 3"
        )
        assert narrative.fractions(
            summary.summarize(then, closed=True), summary.summarize(now, closed=True), APRIL, AUGUST
        ).endswith("30 abr nada programado → 31 ago 1 de 1")


class TestChanges:
    def sentence(self, activities: list[dict], *reports: dict, closed: bool = True) -> str:
        then, now = (
            measured(activities, list(reports), day, closed=closed) for day in (APRIL, AUGUST)
        )
        return plain(
            narrative.changes(
                changes(then, now),
                "según lo reportado",
                before=summary.summarize(then, closed=closed),
            )
        )

    def test_it_counts_what_became_of_the_activities_in_their_number(self) -> None:
        activities = [
            *due(2, milestones=["2023-08-30"]),
            *due(1, first="C2-00", milestones=["2023-08-30"]),
            *due(2, first="C3-00", milestones=["2023-12-30"]),
            *due(1, first="C4-00"),
        ]
        reports = [
            verified("C3-00", "2023-04-30", 0),
            verified("C3-00", "2023-08-31", 0.5),
            verified("C2-00", "2023-08-31", 1),
        ]

        assert self.sentence(activities, *reports) == (
            "Desde el corte anterior, según lo reportado: 1 se cumplió, 2 quedaron atrasadas, "
            "1 sigue pendiente y 1 avanzó sin terminar."
        )
        assert "2 quedaron pendientes de reporte" in self.sentence(
            activities, *reports, closed=False
        )

    def test_a_total_that_fell_says_from_and_to_and_whether_it_is_behind(self) -> None:
        later = due(4, milestones=["2023-12-30"])
        fell = [
            verified(row["activity_id"], day, value)
            for row in later
            for day, value in (("2023-04-30", 0.5), ("2023-08-31", 0.25))
        ]

        assert self.sentence(later[:1], *fell) == (
            "Desde el corte anterior, según lo reportado, bajó C1-00 (de 50 % a 25 %)."
        )
        assert self.sentence(due(1), *fell).endswith("(de 50 % a 25 %) y no está al día.")
        assert self.sentence(later, *fell) == (
            "Desde el corte anterior, según lo reportado, bajaron 4: C1-00 (de 50 % a 25 %), "
            "C1-01 (de 50 % a 25 %), C1-02 (de 50 % a 25 %) y 1 más."
        )
        assert self.sentence(due(2), *fell).endswith("; 2 no están al día.")
        assert self.sentence([*later[:1], *due(1, first="C2-00")], *fell) == (
            "Desde el corte anterior, según lo reportado: 1 sigue pendiente. "
            "Bajó C1-00 (de 50 % a 25 %)."
        )

    def test_no_change_and_nothing_to_compare_with_are_two_things(self) -> None:
        assert self.sentence(due(1), *done("C1-00")) == (
            "Desde el corte anterior no cambió el avance de ninguna actividad."
        )
        assert self.sentence(due(1), verified("C1-00", "2023-08-31", 1)) == (
            "En el corte anterior no había seguimiento: no hay con qué comparar."
        )


def test_what_needs_attention_is_counted_by_reason_in_its_number() -> None:
    activities = [
        *due(2),
        *due(2, first="C2-00", target=math.nan),
        activity("C3-00", milestones=["2023-05-15"]),
        *due(2, first="C4-00", milestones=["2023-04-30", "2023-12-30"], lead_kind="grupo"),
        *due(2, first="C5-00"),
    ]
    reports = [
        *(verified(f"C4-0{n}", "2023-04-30", 0.5) for n in range(2)),
        *(report(f"C5-0{n}", "2023-04-30", 1) for n in range(2)),
    ]
    table = measured(activities, reports)
    milestones = measure.per_milestone_table(
        plan(*activities), tracking(*reports), APRIL, closed=True
    )

    every = attention(table, milestones)

    assert narrative.attention(every) == (
        "2 vencidas, 2 reportadas sin evidencia, 2 por las que nadie responde, 2 sin meta "
        "y 1 por vencer."
    )
    assert narrative.attention(every.iloc[:1]) == "1 vencida."
    assert narrative.attention(every.iloc[:0]) == ""


class TestGaps:
    def test_it_says_what_is_unreported_and_what_is_reported_without_support(self) -> None:
        reports = [
            *done("C1-00"),
            report("C1-01", "2023-04-30", 1),
            report("C1-02", "2023-04-30", 1, evidence="Acta 1"),
        ]

        assert narrative.gaps(measured(due(5), reports)) == (
            "De 5 programadas, 2 sin reporte. De 3 reportadas, 2 sin verificar, "
            "1 de ellas sin evidencia."
        )

    def test_one_and_none_are_said_in_words(self) -> None:
        bare = [report("C1-00", "2023-04-30", 1)]

        assert narrative.gaps(measured(due(1), done("C1-00"))) == (
            "De 1 programada, ninguna sin reporte. De 1 reportada, ninguna sin verificar."
        )
        assert narrative.gaps(measured(due(1), bare)).endswith(
            "De 1 reportada, 1 sin verificar, también sin evidencia."
        )
        assert narrative.gaps(measured(due(2), [])) == "De 2 programadas, 2 sin reporte."

    def test_where_all_that_is_unverified_lacks_evidence_both_counts_are_said(self) -> None:
        bare = [report(f"C1-0{n}", "2023-04-30", 1) for n in range(2)]

        assert narrative.gaps(measured(due(2), bare)) == (
            "De 2 programadas, ninguna sin reporte. De 2 reportadas, 2 sin verificar, "
            "2 de ellas sin evidencia."
        )

    def test_where_nothing_is_due_or_chosen_it_says_so(self) -> None:
        later = due(1, milestones=["2023-12-30"])

        assert narrative.gaps(measured(later, [])) == "Nada programado para el corte."
        assert narrative.gaps(measured(later, []).iloc[:0]) == narrative.NOTHING_SELECTED


class TestOfficeGaps:
    def lines(self, *reports: dict, closed: bool = True) -> tuple[str, ...]:
        activities = [
            *due(1, first="C1-00", lead="", lead_kind=""),
            *due(2, first="C2-00", lead="Oficinas", lead_kind="grupo"),
            *due(3, first="C3-00", lead="Hacienda"),
            *due(1, first="C4-00", lead="Comité", lead_kind="comité"),
            *due(2, first="C5-00", lead="Planeación", milestones=["2023-12-30"]),
        ]
        return narrative.office_gaps(measured(activities, list(reports), closed=closed))

    def test_each_party_that_answers_has_a_line_offices_first(self) -> None:
        reports = [*done("C3-00"), report("C3-02", "2023-04-30", 1), *done("C4-00", "C2-01")]

        assert self.lines(*reports) == (
            "Hacienda: faltan 2 de 3 (C3-01 y C3-02), 1 sin reporte.",
            "Oficinas, un grupo por el que nadie responde: falta 1 de 2 (C2-00), sin reporte.",
            "Sin dependencia que lidere: falta 1 de 1 (C1-00), sin reporte.",
        )

    def test_work_that_was_reported_short_is_not_called_unreported(self) -> None:
        reports = [*done("C3-00", "C3-01", "C2-00", "C2-01", "C4-00", "C1-00")]
        short = verified("C3-02", "2023-04-30", 0.5)

        assert self.lines(*reports, short) == ("Hacienda: falta 1 de 3 (C3-02).",)
        assert self.lines(*reports, *done("C3-02")) == ()

    def test_while_nobody_reported_nothing_is_said_to_be_missing(self) -> None:
        assert self.lines()[0] == "Hacienda: sin reporte de 3 (C3-00, C3-01 y C3-02)."


class TestSelfReporting:
    OFFICE = ("Oficina de CONTROL  Interno", "dependencia")

    def sentence(self, *leads: tuple[str, str]) -> str:
        activities = [
            activity(f"C1-{n:02}", lead=name, lead_kind=kind)
            for n, (name, kind) in enumerate(leads)
        ]
        return narrative.self_reporting(measured(activities, []))

    def test_it_says_where_control_interno_verifies_its_own_report(self) -> None:
        planning = ("Secretaría de Planeación", "dependencia")

        assert self.sentence(self.OFFICE, planning, self.OFFICE).endswith(
            "su propio reporte en lo que lidera: Oficina de CONTROL  Interno, 2 actividades."
        )
        assert self.sentence(self.OFFICE).endswith(", 1 actividad.")

    def test_only_the_office_verifies_and_not_a_committee_a_group_or_another_office(self) -> None:
        assert self.sentence(("Comité de Control Interno", "comité")) == ""
        assert self.sentence(("Enlaces de Control Interno", "grupo"), ("", "")) == ""
        assert self.sentence(("Control Urbano", "dependencia")) == ""

    def test_the_office_is_known_by_name_and_kind(self) -> None:
        assert narrative.reports_on_itself("Oficina de Control Interno", PartyKind.OFFICE)
        assert narrative.reports_on_itself("OFICINA ASESORA DE CONTROL  INTERNO", "dependencia")
        assert not narrative.reports_on_itself("Oficina de Control Interno", PartyKind.COMMITTEE)
        assert not narrative.reports_on_itself("Oficina de Control Urbano", PartyKind.OFFICE)


def test_faults_of_a_plan_are_counted_in_their_number_and_none_is_said() -> None:
    assert narrative.faults(0, 54) == "En 54 actividades no se encontró nada que convenga revisar."
    assert narrative.faults(1, 1) == "1 posible error en el texto del plan, de 1 actividad."
    assert narrative.faults(12, 54) == (
        "12 posibles errores en el texto del plan, de 54 actividades."
    )


def test_what_was_chosen_is_said_in_words() -> None:
    names = {1: "Gestión del riesgo."}

    assert narrative.scope(Choice(APRIL), names) == ""
    assert narrative.scope(Choice(APRIL, component=1, office="Hacienda"), names) == (
        "el componente 1. Gestión del riesgo, lo que lidera Hacienda"
    )
    assert narrative.scope(Choice(APRIL, office="Hacienda", role="all"), names) == (
        "aquello en que participa Hacienda"
    )


def test_the_curve_says_where_the_plan_is_and_where_it_should_be() -> None:
    activities = plan(*due(2), activity("C2-01"), activity("C2-02"))
    reports = tracking(*done("C1-00"))

    with_reports = summary.curve(activities, reports, CUTOFFS, APRIL)
    without = summary.curve(activities, tracking(), CUTOFFS, APRIL)

    assert plain(narrative.curve(with_reports, APRIL)) == (
        "El avance de la vigencia es 25 %; lo planeado a 30 de abril de 2023 es 50 %."
    )
    assert plain(narrative.curve(without, APRIL)) == (
        "Sin seguimiento todavía; lo planeado a 30 de abril de 2023 es 50 %."
    )


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("cutoff", CUTOFFS)
@pytest.mark.parametrize("part", [0, 9, 40, 400])
def test_no_sentence_of_the_real_plan_uses_a_word_that_means_something_else(
    cutoff: dt.date, part: int, closed: bool
) -> None:
    activities = plan_2023()
    reports = all_on_time(activities, CUTOFFS).iloc[:part]
    table = measure.measure(activities, reports, cutoff, closed=closed)
    whole = summary.summarize(table, closed=closed)
    milestones = measure.per_milestone_table(activities, reports, cutoff, closed=closed)

    sentences = [
        narrative.compliance(whole, cutoff),
        narrative.attainment(whole),
        *narrative.remarks(whole),
        narrative.components(summary.by_component(table, closed=closed)),
        narrative.offices(summary.by_office(table, [], closed=closed)),
        narrative.deadlines(milestones, cutoff),
        narrative.activities(table),
        narrative.curve(summary.curve(activities, reports, CUTOFFS, cutoff, closed=closed), cutoff),
        *(narrative.activity(row, cutoff, closed=closed) for _, row in table.iterrows()),
        *filter(None, [narrative.attention(attention(table, milestones))]),
        narrative.gaps(table),
        *narrative.office_gaps(table),
        narrative.self_reporting(table),
    ]
    for previous in CUTOFFS:
        if previous < cutoff:
            before = measure.measure(activities, reports, previous, closed=closed)
            then = summary.summarize(before, closed=closed)
            compared = changes(before, table)
            sentences.append(narrative.changes(compared, "según lo reportado", before=then))
            sentences.append(f"{narrative.fractions(then, whole, previous, cutoff)}.")

    for sentence in sentences:
        words = labels.fold(sentence)
        assert not [word for word in NEVER if word in words], sentence
        assert re.fullmatch(r"[A-ZÁÉÍÓÚ0-9].*\.", sentence), sentence
        assert "nan" not in words.split(), sentence
        assert not re.search(r"  |None|\.\.", sentence), sentence


def test_the_only_component_with_something_due_is_said_to_be_the_only_one() -> None:
    activities = plan(
        activity("C1-00", milestones=("2023-04-30",)), activity("C2-00", milestones=("2023-12-30",))
    )
    reports = tracking(verified("C1-00", "2023-04-30", 1))
    table = measure.measure(activities, reports, APRIL, closed=True)

    assert narrative.components(summary.by_component(table, closed=True)).startswith(
        "El único componente programado está en nivel alto"
    )
