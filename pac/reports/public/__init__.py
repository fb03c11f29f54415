"""The public board: one .html file, for a citizen's phone and, the same file, for a hall.

All of it is on the page before any script runs, and nothing is asked of any other place; the
script only searches the list, changes the theme and turns the slides. Every text is escaped by the
template, and neither a text nor a figure of the plan ever gets into the script or the style.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from pac import labels, method, narrative
from pac.charts import theme
from pac.charts.theme import Palette
from pac.model import Status
from pac.progress.figures import Figures
from pac.reports import cells, in_time, provenance
from pac.reports.public import activities, board, drawing
from pac.reports.public.slides import GROUP_NOTE, coming_title, missed_title, slides
from pac.reports.table import Value

_HERE: Final = Path(__file__).parent
_ICON: Final = (
    "data:image/svg+xml,"
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Cpath fill='%230b4f8a' d='M1 9h4v6H1zM6 5h4v10H6zM11 1h4v14h-4z'/%3E%3C/svg%3E"
)


def page(figures: Figures, made_at: dt.datetime, *, address: str = "") -> bytes:
    """Return the public board and presentation of a plan at a cut-off, as one .html file.

    Args:
        figures: Those of the whole plan.
        made_at: When it was asked for, in Colombia's time.
        address: Of the board from which it comes, where readers can reach it; a whole http or
            https address, anything else is left out. Blank: the page says in words where it is.
    """
    said = _said(figures, made_at, cells.external(address))
    return _template().render(said).encode("utf-8", "replace")


def _said(figures: Figures, made_at: dt.datetime, address: str) -> Mapping[str, object]:
    """Return all that the template says, in words."""
    style, script = _style(), _source("script.js")
    total, cuts, about = figures.total, figures.cuts, figures.provenance
    places = board.anchors(figures)
    promises = board.promises(figures, places)
    every = board.components(figures)
    has_parties = bool(len(cells.parties(figures)))
    return {
        # ours, and the same for every plan: nothing of a workbook is in them
        "style": Markup(style),  # noqa: S704
        "script": Markup(script),  # noqa: S704
        "policy": (
            f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
            "img-src data:; base-uri 'none'; form-action 'none'"
        ),
        "icon": _ICON,
        "colours": (theme.LIGHT.background, theme.DARK.background),
        "settings": figures.settings,
        "provenance": about,
        "mark": provenance.mark(about),
        "lines": provenance.lines(about, made_at),
        "cutoff": labels.date(figures.cutoff),
        "has_progress": figures.has_progress,
        "sentence": narrative.compliance(total, figures.cutoff, cuts=cuts),
        "remarks": narrative.remarks(total),
        "figures": [
            one
            for one in (
                board.compliance(total, figures),
                board.attainment(total, figures, figures.measured),
            )
            if one is not None
        ],
        "calendar": in_time.calendar(figures),
        "components": every,
        "components_said": narrative.components(figures.components),
        "component_table": board.component_table(figures),
        "offices": board.offices(figures),
        "groups": board.groups(figures),
        "group_note": GROUP_NOTE,
        "offices_said": narrative.offices(figures.leads),
        "office_gaps": narrative.office_gaps(figures.measured),
        "self_reporting": narrative.self_reporting(figures.measured),
        "party_table": board.party_table(figures) if has_parties else None,
        "tiers": board.tiers(figures),
        "tiers_said": narrative.gaps(figures.measured),
        "tier_links": board.tier_links(figures),
        "dates_said": narrative.deadlines(figures.milestones, figures.cutoff),
        "months": drawing.months(figures),
        "month_key": board.month_key(figures),
        "month_table": in_time.months(figures),
        "missed": board.date_lines(figures.overdue, figures, places),
        "missed_title": missed_title(figures),
        "coming": board.date_lines(figures.coming, figures, places),
        "coming_title": coming_title(figures),
        "listed": board.LISTED,
        "curve": drawing.curve(figures),
        "curve_said": narrative.curve(figures.curve, figures.cutoff, cuts=cuts),
        "curve_table": in_time.curve(figures),
        "changed": board.changed(figures),
        "activities": activities.listed(figures, places),
        "activities_said": narrative.activities(figures.measured),
        "number": labels.number(len(figures.measured)),
        "every": labels.count(len(figures.measured), "actividad", "actividades"),
        "strip_key": activities.strip_key(figures),
        "options": activities.options(figures),
        "leads": activities.leads(figures),
        "statuses": in_time.statuses(
            figures, {status: board.narrows(status=status) for status in Status}
        ),
        "promises": promises,
        "publications": board.publications(figures),
        "later": board.later(figures),
        "rules": method.rules(figures),
        "slides": slides(figures, places, promises),
        "address": address,
    }


@cache
def _template() -> Template:
    made = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"numbers": _is_numbers, "count_of": labels.number}
    return made.get_template("page.html")


def _is_numbers(values: Sequence[Value]) -> bool:
    """Tell whether a column is of numbers, which stand at the right."""
    known = [value for value in values if value is not None]
    return bool(known) and all(isinstance(value, int | float) for value in known)


@cache
def _source(name: str) -> str:
    return (_HERE / name).read_text("utf-8").strip()


@cache
def _style() -> str:
    """Return the style with the colours of every chart, light and dark."""
    light, dark = _variables(theme.LIGHT), _variables(theme.DARK)
    chosen = (
        f":root{{color-scheme:light;{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark)"
        f"{{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}\n"
        f"@media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}\n"
    )
    return chosen + _source("style.css")


def _variables(palette: Palette) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in asdict(palette).items())


def _hash(text: str) -> str:
    """Return how a policy names the one text that it lets through."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
