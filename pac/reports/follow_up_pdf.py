"""The follow-up of Control Interno as a PDF that a screen reader can read (PDF/UA-1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any, Final

from pac import labels
from pac.progress.figures import Figures
from pac.reports import follow_up, typeset
from pac.reports.follow_up import Counts, Entry, FollowUp, Report, Row

TEMPLATE: Final = "follow_up.typ"


def document(figures: Figures, made_at: dt.datetime, shield: bytes | None = None) -> bytes:
    """Return the follow-up of a cut-off as a PDF, oficio across.

    Args:
        figures: Of the whole plan at that cut-off.
        made_at: When it was asked for, in Colombia's time.
        shield: Picture of the entity's shield, PNG or JPEG; its place stays free without one.
    """
    report = follow_up.report(figures)
    frame = typeset.frame(
        figures,
        made_at,
        f"{follow_up.NAME}. {report.title}",
        notice=report.notice,
        shield=shield,
    )
    return typeset.compile(TEMPLATE, {"frame": frame, **_said(report)})


def _said(report: Report) -> dict[str, Any]:
    """Return the report as the template reads it: texts, in the order in which they stand."""
    return {
        "name": follow_up.NAME,
        "title": report.title,
        "facts": [
            ["Entidad", report.entity],
            ["Vigencia", str(report.plan_year)],
            ["Fecha de publicación", report.publication],
        ],
        "sentences": report.sentences,
        "legend": report.legend,
        "follow_ups": [_follow_up(one) for one in report.follow_ups],
        "components": [
            {
                "name": one.name,
                "counts": [_counts(each) for each in one.counts],
                "rows": [_row(row) for row in one.rows],
            }
            for one in report.components
        ],
        "total": [_counts(one) for one in report.total],
        "notes": [asdict(one) for one in report.notes],
        "signer": report.signer,
    }


def _follow_up(one: FollowUp) -> dict[str, Any]:
    return {
        "name": one.name,
        "cutoff": labels.short_date(one.cutoff),
        "basis": one.basis,
        "state": one.state.name,
        "chosen": one.is_chosen,
    }


def _counts(one: Counts) -> dict[str, Any]:
    return {
        "level": one.level,
        "words": one.words,
        "zone": one.zone,
        "compliance": one.compliance_words,
        "activities": labels.number(one.activities),
        "scheduled": labels.number(one.scheduled),
        "scheduled_reported": labels.number(one.scheduled_reported),
        "fulfilled": labels.number(one.fulfilled),
        "fulfilled_reported": labels.number(one.fulfilled_reported),
        "attainment": one.attainment_words,
        "attainment_reported": one.attainment_reported_words,
    }


def _row(one: Row) -> dict[str, Any]:
    return {
        "id": one.activity_id,
        "strategy": one.strategy,
        "activity": one.activity,
        "product": one.product,
        "responsible": one.responsible,
        "scheduled": one.scheduled,
        "entries": [_entry(entry) for entry in one.entries],
    }


def _entry(one: Entry) -> dict[str, str]:
    return {
        "done": one.done,
        "share": one.share_words,
        "due": one.due,
        "beside": one.beside,
        "remarks": one.remarks,
    }
