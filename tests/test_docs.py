"""Documents and code say the same."""

from __future__ import annotations

import re
from pathlib import Path

from pac.reading.findings import CATALOGUE

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_every_finding_is_listed_with_its_severity_and_gate_and_no_other():
    text = (DOCS / "findings.md").read_text(encoding="utf-8")
    listed = {
        code: (int(gate), severity)
        for gate, section in re.findall(r"^## Gate (\d).*?\n(.*?)(?=^## |\Z)", text, re.M | re.S)
        for code, severity in re.findall(r"^\| `(\w+)` \| (error|warning) \|", section, re.M)
    }

    assert listed == {code: (kind.gate, str(kind.severity)) for code, kind in CATALOGUE.items()}


def test_every_english_text_that_the_page_changes_is_listed_with_its_spanish():
    script = (DOCS.parent / "pac" / "api" / "words.js").read_text(encoding="utf-8")
    block = re.search(r"SPANISH = \{(.*?)\n  \};", script, re.S)
    assert block is not None
    changed = {
        english.strip('"'): spanish
        for english, spanish in re.findall(r'^ {4}("[^"]+"|\w+): "([^"]+)",$', block[1], re.M)
    }
    listed = dict(
        re.findall(
            r"^\| ([^|]+?) \| ([^|]+?) \|$", (DOCS / "framework.md").read_text("utf-8"), re.M
        )
    )
    del listed["it says"]
    listed = {english: spanish for english, spanish in listed.items() if english != "---"}

    assert changed == listed


def test_every_picture_that_a_document_shows_is_there():
    for page in (*DOCS.glob("**/*.md"), DOCS.parent / "README.md"):
        for place in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / place).exists(), f"{page.name}: {place}"
