"""Which part may know which other (design, section 6), read from the source."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Each part may import from those above it, and from itself.
PARTS = (
    ("model", "norms", "workdays", "schema", "labels"),
    ("reading",),
    ("progress",),
    ("narrative", "messages", "formulas", "method", "charts"),
    ("workbook",),
    ("reports",),
    ("ledger",),
    ("commands", "api", "ui", "__main__"),
)
RANK = {name: rank for rank, names in enumerate(PARTS) for name in names}

# progress needs nothing of reading but the two tables
FORBIDDEN = {("progress", "reading"), ("api", "ui")}

STREAMLIT = ("app.py", "pages/", "pac/ui/")


def sources(*patterns: str) -> list[str]:
    return sorted(
        path.relative_to(ROOT).as_posix() for pattern in patterns for path in ROOT.glob(pattern)
    )


def imported(source: str) -> set[str]:
    """Return the full name of every module that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / source).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{source} imports by dots, which hides from where"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def part(module: str) -> str:
    """Return the part of pac to which a module belongs."""
    return module.split(".")[1] if module.startswith("pac.") else ""


@pytest.mark.parametrize("source", sources("pac/**/*.py"))
def test_a_part_imports_only_from_the_parts_above_it(source):
    own = part(source.removesuffix(".py").replace("/", "."))
    if own == "__init__":
        return

    for module in imported(source):
        other = part(module)
        if other and other != own:
            assert RANK[other] <= RANK[own], f"{source} imports {module}"
            assert (own, other) not in FORBIDDEN, f"{source} imports {module}"


@pytest.mark.parametrize("source", sources("*.py", "pac/**/*.py", "tools/**/*.py"))
def test_only_the_screen_knows_streamlit(source):
    if source.startswith(STREAMLIT):
        return

    assert not {name for name in imported(source) if name.split(".")[0] == "streamlit"}


@pytest.mark.parametrize("source", sources("pac/**/*.py", "pages/*.py", "app.py"))
def test_no_source_writes_html_into_the_page_or_draws_with_slow_plotly(source):
    text = (ROOT / source).read_text("utf-8")

    assert "unsafe_allow_html" not in text
    assert "plotly.express" not in imported(source)


@pytest.mark.parametrize("source", sources("pages/*.py"))
def test_a_page_is_a_thin_script(source):
    assert len((ROOT / source).read_text("utf-8").splitlines()) <= 60
    tree = ast.parse((ROOT / source).read_text("utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("source", sources("pac/**/*.py", "pages/*.py", "app.py"))
def test_the_state_of_a_session_is_touched_in_the_screen_only(source):
    if source.startswith("pac/ui/"):
        return

    assert "session_state" not in (ROOT / source).read_text("utf-8")
