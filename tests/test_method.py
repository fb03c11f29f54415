"""The rules in words: none missing, with examples that any plan can give."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from pac import method
from pac.model import Provenance
from pac.progress import figures as measuring
from pac.progress.figures import Choice
from pac.reading import reader
from tests import workbooks
from tests.progress.test_trace import plan_of
from tests.ui import boards

RULES = (workbooks.ROOT / "docs" / "rules.md").read_text("utf-8")


def figures(path, cutoff=None):
    return of(reader.read(reader.load(path)), cutoff)


def of(read, cutoff=None, **choice):
    plan = plan_of(read)
    day = cutoff or plan.settings.cutoffs[0]
    about = Provenance("M", "P", 2023, day, "según lo reportado", read.files)
    return measuring.figures(plan, Choice(day, **choice), about)


def examples(read, cutoff=None, **choice):
    return {rule.title: rule.example for rule in method.rules(of(read, cutoff, **choice))}


def of_one(**changes):
    """Return the examples of a plan of one activity, that nobody reported."""
    return examples(workbooks.read(workbooks.book([workbooks.activity(**changes)])))


def example(cutoff=None):
    return figures(workbooks.ROOT / "data" / "ejemplo_seguimiento_2023.xlsx", cutoff)


def test_every_rule_of_the_document_is_explained_and_no_other():
    stated = set(re.findall(r"^## (R\d+)", RULES, re.M))
    explained = {number for rule in method.rules(example()) for number in rule.numbers}

    assert explained == stated


def test_the_examples_are_of_the_plan_on_screen():
    said = {rule.title: rule.example for rule in method.rules(example())}

    assert "14 de 14" in said["Dos cifras que no se mezclan"]
    assert "C5-06 dice 1 y tiene 4 fechas: se le pide 4" in said["La meta que se exige"]
    assert "9 al día" in said["El cumplimiento de un grupo"]
    assert "15 de mayo de 2023" in said["Cuándo se publica el seguimiento"]


def test_an_example_with_an_equals_sign_is_true():
    for cutoff in (None, dt.date(2023, 8, 31)):
        checked = 0
        for rule in method.rules(example(cutoff)):
            for whole, part, share in re.findall(
                r"([\d,.]+)(?: al día)?\s?÷\s?([\d,.]+)(?: programadas)?\s=\s([\d,]+)\s%",
                rule.example,
            ):
                upper, lower, percent = (
                    float(text.replace(".", "").replace(",", ".")) for text in (whole, part, share)
                )
                assert abs(100 * upper / lower - percent) < 0.1, rule.example
                checked += 1
        assert checked >= 3


@pytest.mark.parametrize("reported", [True, False])
def test_a_plan_of_another_town_gives_its_own_examples(reported, tmp_path):
    every = method.rules(figures(boards.other_town(tmp_path, reported=reported)))

    assert len(every) == len(method.rules(example()))
    assert "2023" not in " ".join(rule.example for rule in every)


def test_a_plan_without_progress_says_nothing_of_what_was_done():
    said = {rule.title: rule.example for rule in method.rules(figures(workbooks.PLAN_FILE))}

    assert said["El cumplimiento de un grupo"] == ""
    assert said["El avance de la vigencia de un grupo"] == ""


CUTOFFS = (dt.date(2023, 4, 30), dt.date(2023, 8, 31), dt.date(2023, 12, 31), dt.date(2024, 1, 31))


@pytest.mark.parametrize("cutoff", CUTOFFS)
@pytest.mark.parametrize("name", ["plan_2023.xlsx", "ejemplo_seguimiento_2023.xlsx"])
def test_an_example_is_a_whole_sentence_or_nothing_at_every_cut_off(name, cutoff):
    made = figures(workbooks.ROOT / "data" / name, cutoff)

    for rule in method.rules(made):
        assert rule.example == "" or rule.example.endswith("."), rule.title
        assert not re.search(r"\bnan\b|–|None", rule.example), rule.example


def test_a_plan_of_which_nothing_can_be_read_has_no_example_of_what_it_asks():
    said = of_one(Meta="Por definir", Fecha_de_cumplimiento="Según cronograma")

    for title in (
        "Dos cifras que no se mezclan", "De las palabras del plan a las fechas",
        "La meta que se exige", "Lo programado a un corte", "Qué reporte cuenta",
        "El avance de una actividad", "El cumplimiento de un grupo",
    ):  # fmt: skip
        assert said[title] == "", title


def test_a_part_without_activities_raises_nothing():
    read = workbooks.read(workbooks.book())

    assert examples(read, office="Nadie")["La meta que se exige"] == ""


def test_dates_that_the_workbook_writes_instead_are_not_said_to_be_read_in_the_words():
    said = of_one(Fecha_de_cumplimiento="Según cronograma", Fechas="30/06/2023; 30/12/2023")

    assert said["De las palabras del plan a las fechas"] == ""


def test_of_many_dates_the_first_are_written_and_the_rest_counted():
    said = of_one(Fechas="31/01/2023; 28/02/2023; 31/03/2023; 30/04/2023; 30/06/2023", Meta=5)

    assert (
        "(31 ene 2023, 28 feb 2023, 31 mar 2023, 30 abr 2023 y 1 más)"
        in (said["Lo programado a un corte"])
    )


def test_a_target_at_each_date_needs_several_dates_to_be_an_example():
    mode = "Se exige en cada fecha"
    one, three = (
        of_one(Acumulación=mode, Fecha_de_cumplimiento=words)
        for words in ("31 de diciembre", workbooks.ACTIVITY["Fecha de cumplimiento"])
    )

    assert one["Qué reporte cuenta"] == ""
    assert "cada una de sus 3 fechas" in three["Qué reporte cuenta"]


def test_a_target_written_instead_is_no_example_of_one_that_counts_at_each_date():
    assert of_one(Meta=1, Meta_aplicada=7)["La meta que se exige"] == "C1-01 pide 7."


def test_one_activity_is_singular():
    said = of_one()

    assert "tiene 1 de 1 actividad con" in said["Dos cifras que no se mezclan"]
    assert said["Quién responde"].startswith("De 1 actividad,")


def test_an_open_cut_off_is_told_from_a_closed_one():
    said = {rule.title: rule.example for rule in method.rules(example())}
    april, august, *_ = said["Corte abierto y corte cerrado"].split("; ")

    assert april == ("30 de abril de 2023, cerrado (según lo verificado por Control Interno)")
    assert august == "31 de agosto de 2023, abierto (según lo reportado)"


def test_the_limits_of_the_workbook_are_the_ones_shown():
    limits = {"Nivel medio desde": "50%", "Nivel alto desde": "90%"}
    said = examples(workbooks.read(workbooks.book(parameters=limits)))

    levels = said["El nivel"].replace("\N{NO-BREAK SPACE}", " ")
    assert levels == "Bajo, menos de 50 %; medio, desde 50 %; alto, desde 90 %."
    rounding = said["Cómo se redondea"].replace("\N{NO-BREAK SPACE}", " ")
    assert rounding == "Un cumplimiento de 89,96 % no llega a 90 %: se escribe 89,9 %."
