"""Every file that is given out, of texts that no file may hold and names longer than any should."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from functools import cache

import pytest
from defusedxml import ElementTree
from icalendar import Calendar

from pac.model import Commitment, Later, Move, Publication
from pac.progress.figures import Choice, Figures
from pac.reports import exports, provenance
from pac.reports.exports import Asked, Part
from pac.reports.provenance import Origin
from pac.workdays import COLOMBIA
from tests.reports import examples
from tests.reports.examples import APRIL

AT = dt.datetime(2023, 9, 4, 8, 5, tzinfo=COLOMBIA)
READ = "\x7f\x85\u2028\u202e \"'&<b>]]>{{7*7}}{% x %} _x0041_ \U0001f600"  # from a workbook
TYPED = f"a\x00\x01\x0b\ufffe\uffff\ud800 {READ}"  # by who updates


@cache
def strange() -> Figures:
    """Return figures whose every text is strange, and whose entity and plan have endless names."""
    known = examples.closed()
    plan = known.plan
    activities, reports = plan.activities.copy(), plan.reports.copy()
    activities[["strategy", "objective", "activity", "indicator", "target_text"]] = READ
    reports[["done", "evidence", "remarks", "reported_by", "control_remarks"]] = READ
    name, dates = activities.index[0], activities["milestones"].iloc[0]
    moved = tuple(day + dt.timedelta(days=9) for day in dates)
    changed = replace(
        plan,
        activities=activities,
        reports=reports,
        settings=replace(plan.settings, entity=f"{READ} & " * 20, instrument=READ * 20),
        commitments=(Commitment(APRIL, READ, name, READ, APRIL, READ),),
        moves=(Move(name, dt.date(2023, 6, 1), dates, moved, TYPED, "3"),),
        later=(Later(APRIL, "4", dt.date(2023, 6, 1), TYPED, TYPED),),
        published=(Publication(APRIL, dt.date(2023, 5, 12), TYPED),),
    )
    return provenance.figures(changed, Choice(APRIL), Origin((READ,), "4", "ABCD"))


def about(export: exports.Export) -> Part:
    return Part() if export.whole else Part(component=1)


@pytest.mark.parametrize("export", exports.EXPORTS, ids=lambda one: f"{one.name}.{one.extension}")
def test_no_text_keeps_a_file_from_being_made_and_read(export):
    data = export.make(Asked(strange(), AT, about(export)))

    if zipfile.is_zipfile(io.BytesIO(data)):
        package = zipfile.ZipFile(io.BytesIO(data))
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(package.read(name))
            if "/worksheets/sheet" in name:
                sheet = ElementTree.fromstring(package.read(name))
                edges = [one.text for one in sheet.iter() if one.tag.endswith(("Footer", "Header"))]
                assert all(len(text) <= 255 for text in edges if text)  # or Excel repairs the book
    if export.extension == "ics":
        assert Calendar.from_ical(data).events
    if export.extension in ("html", "csv"):
        assert data.decode("utf-8")
