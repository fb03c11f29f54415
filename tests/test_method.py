"""The rules in words: none missing, with examples that any plan can give."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from pac import method
from pac.model import Provenance
from pac.progress import figures as measuring
from pac.progress.figures import Choice, Plan
from pac.reading import reader
from tests import workbooks
from tests.ui import boards

RULES = (workbooks.ROOT / "docs" / "rules.md").read_text("utf-8")
# R17 needs two versions of a plan, which the board does not keep yet
LEFT_OUT = {"R17"}


def figures(path, cutoff=None):
    read = reader.read(reader.load(path))
    assert read.settings is not None
    plan = Plan(
        read.settings, read.activities, read.reports, read.parties, read.sources,
        read.filled, read.parameters,
    )  # fmt: skip
    day = cutoff or read.settings.cutoffs[0]
    return measuring.figures(
        plan, Choice(day), Provenance("M", "P", 2023, day, "según lo reportado", read.files)
    )


def example(cutoff=None):
    return figures(workbooks.ROOT / "data" / "ejemplo_seguimiento_2023.xlsx", cutoff)


def test_every_rule_of_the_document_is_explained_and_no_other():
    stated = set(re.findall(r"^## (R\d+)", RULES, re.M))
    explained = {number for rule in method.rules(example()) for number in rule.numbers}

    assert explained == stated - LEFT_OUT


def test_the_examples_are_of_the_plan_on_screen():
    said = {rule.title: rule.example for rule in method.rules(example())}

    assert "14 de 14" in said["Dos cifras que no se mezclan"]
    assert "C5-06 dice 1 y tiene 4 fechas: se le pide 4" in said["La meta que se exige"]
    assert "9 al día" in said["El cumplimiento de un grupo"]
    assert "15 de mayo de 2023" in said["Cuándo se publica el seguimiento"]


def test_an_example_with_an_equals_sign_is_true():
    for cutoff in (None, dt.date(2023, 8, 31)):
        for rule in method.rules(example(cutoff)):
            for whole, part, share in re.findall(
                r"([\d,.]+)(?: al día)?\s?÷\s?([\d,.]+)(?: programadas)?\s=\s([\d,]+)\s%",
                rule.example,
            ):
                upper, lower, percent = (
                    float(text.replace(".", "").replace(",", ".")) for text in (whole, part, share)
                )
                assert abs(100 * upper / lower - percent) < 0.1, rule.example


@pytest.mark.parametrize("reported", [True, False])
def test_a_plan_of_another_town_gives_its_own_examples(reported, tmp_path):
    every = method.rules(figures(boards.other_town(tmp_path, reported=reported)))

    assert len(every) == len(method.rules(example()))
    assert "2023" not in " ".join(rule.example for rule in every)


def test_a_plan_without_progress_says_nothing_of_what_was_done():
    said = {rule.title: rule.example for rule in method.rules(figures(workbooks.PLAN_FILE))}

    assert said["El cumplimiento de un grupo"] == ""
    assert said["El avance de la vigencia de un grupo"] == ""
