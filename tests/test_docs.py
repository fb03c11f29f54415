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
