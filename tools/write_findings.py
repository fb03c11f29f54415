"""Write docs/findings.md from the catalogue of findings."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pac.reading.findings import CATALOGUE

TARGET: Final = Path(__file__).resolve().parent.parent / "docs" / "findings.md"
GATES: Final = {1: "a readable .xlsx", 2: "the right book", 3: "rows and cells"}
HEAD: Final = """# Findings

What a check says, by the gate it belongs to (design, section 5). Later gates are silent until the
earlier ones pass. An `error` (*por corregir*) blocks updating; a `warning` (*aviso*) does not: the
plan is an adopted act, so faults of its text are warnings. `python -m tools.write_findings` writes
this file from `pac/reading/findings.py`. Words in braces are filled with what the cell says.
"""


def main() -> None:
    """Write the file."""
    lines = [HEAD]
    for gate, name in GATES.items():
        lines += [f"## Gate {gate}: {name}\n", "| code | severity | what it says | what to do |"]
        lines.append("|---|---|---|---|")
        lines += [
            f"| `{code}` | {kind.severity} | {kind.says} | {kind.fix} |"
            for code, kind in CATALOGUE.items()
            if kind.gate == gate
        ]
        lines.append("")
    TARGET.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
