"""docs/rules.md and the code speak of the same rules."""

from __future__ import annotations

import ast
import csv
import pkgutil
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RULES = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
HEADINGS = re.findall(r"(?m)^## (R\d+) ", RULES)
CITATION = re.compile(r"(?<![!\w])R(\d{1,2})(?:-R(\d{1,2}))?(?!\w)")  # Plan!R14 is a cell


def cited(text: str) -> set[str]:
    """Return the rules that a text names, those within a range as well."""
    return {
        f"R{number}"
        for first, last in CITATION.findall(text)
        for number in range(int(first), int(last or first) + 1)
    }


def docstrings(path: Path) -> str:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [ast.get_docstring(node) for node in ast.walk(tree) if isinstance(node, documented)]
    return "\n".join(text for text in found if text)


def section(rule: str) -> str:
    return RULES.split(f"\n## {rule} ")[1].split("\n## ")[0]


def test_every_rule_has_its_heading_in_order() -> None:
    assert [f"R{number}" for number in range(19)] == HEADINGS


@pytest.mark.parametrize("rule", HEADINGS)
def test_every_rule_says_its_source_an_example_and_its_place(rule: str) -> None:
    for part in ("**Source:**", "**By hand:**", "**In the code:**"):
        assert part in section(rule), part


def test_every_rule_that_the_code_cites_is_written_down() -> None:
    unknown = {
        f"{path.relative_to(ROOT)}: {rule}"
        for path in sorted((ROOT / "pac").rglob("*.py"))
        for rule in cited(docstrings(path)) - set(HEADINGS)
    }

    assert not unknown


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(pac\.[\w.]+)`", RULES))))
def test_every_name_of_the_code_that_the_rules_give_exists(name: str) -> None:
    assert pkgutil.resolve_name(name) is not None


def test_every_case_names_a_rule_and_every_rule_of_progress_has_cases() -> None:
    path = ROOT / "tests" / "cases" / "rules_avance.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        with_cases = {row["regla"] for row in csv.DictReader(lines)}

    assert with_cases == {"R1", "R2", "R3", "R4", "R5", "R9", "R10", "R16"}


def test_ranges_and_cells_are_told_apart() -> None:
    assert cited("as R5-R7 and (R12) say, see Plan!R14") == {"R5", "R6", "R7", "R12"}
