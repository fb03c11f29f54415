"""What a careful colleague would ask about a plan and its reports, beyond reading them.

Every check is a function of the two tables and their cells; none stops another.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from pac import norms
from pac.labels import date, fold, listing, number, numeric_date, quantity
from pac.model import Accumulation, Cell, Party, Settings
from pac.reading.findings import Collected
from pac.reading.offices import (
    looks_like_person,
    parse_offices,
    person_in,
    suggest,
    unknown_parties,
)
from pac.reading.plan import PlanTable
from pac.reading.tracking import Report
from pac.reading.workbook import Content

_NUMBER: Final = re.compile(
    r"(?<![\w.,/-])(\d{1,3})(?![\w.,%/]|\s*%|\s*(?:de\s+)?(?:meses|dias|anos|horas))"
)
_COUNTED: Final = re.compile(
    r"(?<![\w.,/-])(\d{1,3})\s+((?!meses|dias|anos|horas|veces|de\b|del\b|y\b|a\b|al\b)[a-z]{4,}(?:es|as|os|s|ion))"
)
_CYCLES: Final = {
    "mensual": 12, "bimestral": 6, "bimensual": 6, "trimestral": 4, "cuatrimestral": 3,
    "semestral": 2, "anual": 1,
}  # fmt: skip
_CYCLE: Final = re.compile(rf"\b({'|'.join(_CYCLES)})(?:es|mente)?\b")
_COUNTING: Final = re.compile(r"\s*(?:numero|no\.?|n°|cantidad|total)\s+de\b")
_PERCENT: Final = re.compile(r"\s*(?:porcentaje|%|por ciento)\b|.*\bporcentaje de\b")
_ALL_YEAR: Final = re.compile(
    r"\b((?:implementar|ejecutar|mantener)(?:l[oa]s?)?|durante (?:el ano|la vigencia)"
    r"|permanente\w*|cierre en la anualidad)\b"
)
_TWO_STAGES: Final = re.compile(
    r"\b((?:elabora|formula|disena|actualiza|revisa|construi|crea|define|adopta)\w*"
    r"(?:,\s*\w+)?\s*,?\s+(?:e|y)\s+(?:implementa|ejecuta|pone\w*|poner|aplica|socializa)\w*)"
)
_SENTENCE: Final = re.compile(r"(?<=[a-záéíóúñ.;)])\s+(?=(?:[A-ZÁÉÍÓÚ][a-záéíóúñ]+[aei]r)\b)")
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_PHONE: Final = re.compile(
    r"(?<![\d/.-])(?:\+?57\s?)?(?:3\d{2}[\s.-]?\d{3}[\s.-]?\d{4}|60\d[\s.-]?\d{7})(?!\d)"
)
_IDENTITY: Final = re.compile(
    r"(?i)\b(?:c\.?\s?c\.?|c[eé]dula(?: de ciudadan[ií]a)?)\s*(?:n[o°º]\.?\s*)?:?\s*\d[\d.]{5,12}"
)
_LOCAL_PATH: Final = re.compile(r"^\s*(?:[a-zA-Z]:[\\/]|\\\\|file:)")
_NEAR_DAYS: Final = 15
_DUPLICATE: Final = 92.0  # of 100
_MOST_ALIKE: Final = 100_000  # pairs of texts that are looked at
_NAMED: Final = 8  # activities that a finding names
_LETTER_COUNTS: Final = 64
_ROUNDING: Final = 1e-6
_EARLY_MONTH: Final = 6


def check_plan(plan: PlanTable, collected: Collected) -> None:
    """Review the plan's own text: *posibles errores del plan* (design, section 5, item 6)."""
    table = plan.activities
    if table.empty:
        return
    for activity_id, row in table.iterrows():
        name = str(activity_id)
        cells = {
            field: plan.sources[name, field]
            for field in ("activity", "indicator", "target", "deadline", "objective")
            if (name, field) in plan.sources
        }
        given = plan.rows[name].contents.get("applied_target")
        for code, fields, values in _review(row, overridden=bool(given and not given.blank)):
            collected.add(
                code, [cells[f] for f in fields if f in cells], activities=(name,), **values
            )
    _check_near_duplicates(plan, collected)
    _check_component_order(plan, collected)
    _check_personal_data(
        (
            (name, field, content.text, content.cell)
            for name, source in plan.rows.items()
            for field, content in source.contents.items()
            if field in ("activity", "indicator", "responsible", "lead") and content.text
        ),
        collected,
    )


def _review(
    row: pd.Series, *, overridden: bool
) -> Iterator[tuple[str, tuple[str, ...], dict[str, object]]]:
    """Yield each doubt about one activity: code, columns, words."""
    activity, indicator = fold(row["activity"]), fold(row["indicator"])
    target, applied, milestones = row["target"], row["applied_target"], row["milestones"]
    unit = "" if np.isnan(target) else row["unit"]  # "Meta aplicada" alone disagrees with nothing
    shown = quantity(target, unit)
    counted = [match for match in _COUNTED.finditer(activity) if int(match[1]) > 0]
    if unit == "count" and counted and not {target, applied} & {int(m[1]) for m in counted}:
        words: dict[str, object] = {"found": counted[0][0], "target": shown}
        yield "number_disagrees", ("activity", "target"), words
    if unit == "count" and applied > target and not overridden:
        yield (
            "fewer_than_dates",
            ("target", "deadline"),
            {
                "target": shown,
                "dates": len(milestones),
                "found": row["deadline_text"],
                "applied": quantity(applied, unit),
            },
        )
    if unit == "percent" and _COUNTING.match(indicator):
        yield (
            "percent_for_count",
            ("indicator", "target"),
            {"found": row["indicator"], "target": shown},
        )
    if unit == "count" and _PERCENT.match(indicator):
        yield (
            "count_for_percent",
            ("indicator", "target"),
            {"found": row["indicator"], "target": shown},
        )
    yield from _review_periodicity(row)
    if _is_early(row, activity):
        match = _ALL_YEAR.search(activity)
        words = {"found": match[0] if match else "", "date": date(milestones[-1])}
        yield "early_date", ("activity", "deadline"), words
    actions = _SENTENCE.split(row["activity"])
    if len(actions) > 1 and all(len(action) > 15 for action in actions):
        heads = "; ".join(f"«{' '.join(action.split()[:5])}…»" for action in actions)
        yield "several_actions", ("activity",), {"found": heads}
    stages = _TWO_STAGES.search(activity)
    if stages and unit == "count" and target == 1 and len(actions) == 1:
        yield "two_stages", ("activity", "target"), {"found": stages[1]}


def _review_periodicity(row: pd.Series) -> Iterator[tuple[str, tuple[str, ...], dict[str, object]]]:
    """Yield a doubt where the cells of one activity name different periodicities."""
    said: list[tuple[str, str, int]] = []
    for name, text in (
        ("activity", row["activity"]),
        ("indicator", row["indicator"]),
        ("deadline", row["deadline_text"]),
    ):
        said.extend((name, match[0], _CYCLES[match[1]]) for match in _CYCLE.finditer(fold(text)))
    said = [(name, word, cycle) for name, word, cycle in said if cycle > 1 or name == "deadline"]
    for name, word, cycle in said[1:]:
        if cycle != said[0][2]:
            yield (
                "periodicity_disagrees",
                tuple(dict.fromkeys((said[0][0], name))),
                {"found": said[0][1], "other": word},
            )
            return


def _is_early(row: pd.Series, activity: str) -> bool:
    """Tell whether work that takes the year is due in its first months."""
    milestones: tuple[dt.date, ...] = row["milestones"]
    if len(milestones) != 1 or not _ALL_YEAR.search(activity):
        return False
    return milestones[0].month < _EARLY_MONTH and not _TWO_STAGES.search(activity)


def _check_near_duplicates(plan: PlanTable, collected: Collected) -> None:
    """Warn of activities that say nearly the same: two together, more as one finding a group.

    Equal texts are compared once, and a plan of texts that are all alike is not compared to its
    end: what a thousand pairs say, a million do not say better.
    """
    table = plan.activities
    names = list(table.index)
    same: dict[str, list[str]] = {}
    for name, activity, indicator in zip(names, table["activity"], table["indicator"], strict=True):
        same.setdefault(fold(f"{activity} | {indicator}"), []).append(name)
    texts = list(same)
    digits = [re.findall(r"\d+", text) for text in texts]
    groups = {place: [place] for place in range(len(texts))}  # one list for all of a group
    for first, second in itertools.islice(_alike(texts), _MOST_ALIKE):
        if digits[first] != digits[second]:
            continue  # the same report of two years is two activities
        one, other = groups[first], groups[second]
        if one is not other:
            one += other
            groups.update(dict.fromkeys(other, one))
    order = {name: place for place, name in enumerate(names)}
    for group in {id(one): one for one in groups.values()}.values():
        alike = sorted(
            (name for place in group for name in same[texts[place]]), key=order.__getitem__
        )
        if len(alike) < 2:
            continue
        more = len(alike) - _NAMED
        shown = listing(alike) if more <= 0 else f"{', '.join(alike[:_NAMED])} y {more} más"
        cells = [plan.sources[name, "activity"] for name in alike]
        collected.add("near_duplicate", cells, activities=alike, other=shown)


def _alike(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield each two texts that are nearly the same, in their order.

    Each edit changes the count of one letter, so that the counts alone rule out nearly all pairs
    before any two texts are compared; letters may share a count, which rules out fewer.
    """
    lengths = np.array([len(text) for text in texts])
    counts = np.zeros((len(texts), _LETTER_COUNTS), dtype=np.int32)
    for place, text in enumerate(texts):
        letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        counts[place] = np.bincount(letters % _LETTER_COUNTS, minlength=_LETTER_COUNTS)
    for first in range(len(texts) - 1):
        rest = slice(first + 1, None)
        edits = np.abs(counts[rest] - counts[first]).sum(axis=1)
        most = (1 - _DUPLICATE / 100) * (lengths[rest] + lengths[first])
        near = np.flatnonzero(edits <= most + _ROUNDING) + first + 1
        others = [texts[place] for place in near.tolist()]
        scores = process.cpdist(
            [texts[first]] * len(others), others, scorer=fuzz.ratio, score_cutoff=_DUPLICATE
        )
        yield from ((first, int(second)) for second in near[scores > 0])


def _check_component_order(plan: PlanTable, collected: Collected) -> None:
    """Warn where a component has the number that the national guide gives to another."""
    firsts = plan.activities.drop_duplicates("component")
    for activity_id, row in firsts.iterrows():
        expected = norms.COMPONENTS.get(int(row["component"]), "")
        name = row["component_name"]
        near = process.extractOne(
            fold(name),
            {k: fold(v) for k, v in norms.COMPONENTS.items()},
            scorer=fuzz.token_set_ratio,
        )
        if not expected or near is None or near[1] < 70 or near[2] == row["component"]:
            continue
        cell = plan.sources.get((str(activity_id), "component"))
        collected.add(
            "component_order",
            (cell,) if cell else (),
            number=int(row["component"]),
            found=name,
            expected=expected,
        )


def check_reports(
    plan: PlanTable, reports: Sequence[Report], settings: Settings, collected: Collected
) -> None:
    """Ask about reports that read well and look odd (R2, R18)."""
    by_activity: dict[str, list[Report]] = {}
    for report in reports:
        by_activity.setdefault(str(report.record["activity_id"]), []).append(report)
    rows = {str(name): row for name, row in plan.activities.iterrows() if name in by_activity}
    for name, own in by_activity.items():
        own.sort(key=lambda report: str(report.record["as_of"]))
        _check_course(name, rows[name], own, collected)
    for report in reports:
        _check_report(report, settings, collected)
    columns = ("done", "remarks", "reported_by", "control_remarks", "evidence")
    _check_personal_data(
        (
            (str(report.record["activity_id"]), name, str(report.record[name]), report.cells[name])
            for report in reports
            for name in columns
            if name in report.cells and report.record[name]
        ),
        collected,
    )


def _check_course(
    name: str, row: pd.Series, reports: Sequence[Report], collected: Collected
) -> None:
    """Ask about the values of one activity over time."""
    target, unit = float(row["applied_target"]), row["unit"]
    milestones: tuple[dt.date, ...] = row["milestones"]
    accumulation = row["accumulation"]
    before = float("nan")
    for report in reports:
        value, as_of = float(str(report.record["value"])), report.record["as_of"]
        if np.isnan(value) or not isinstance(as_of, dt.date) or np.isnan(target):
            continue
        cells = (report.cells["value"],)
        shown = quantity(value, unit)
        if accumulation == Accumulation.LATEST:
            several = len(milestones) > 1
            if value < before:
                collected.add(
                    "lower_total", cells, activities=(name,), id=name, found=shown,
                    before=quantity(before, unit),
                )  # fmt: skip
            elif value == before and several and 0 < value < target:
                collected.add("not_growing", cells, activities=(name,), id=name, found=shown)
            before = value
        due = sum(day <= as_of for day in milestones)
        ahead = len(milestones) > 1 and due < len(milestones) and value >= target > 0
        if ahead and accumulation != Accumulation.PER_MILESTONE:
            collected.add(
                "ahead_of_calendar", cells, activities=(name,), id=name, found=shown,
                target=quantity(target, unit), due=due, dates=len(milestones),
            )  # fmt: skip
        if accumulation == Accumulation.PER_MILESTONE and milestones and as_of < milestones[0]:
            collected.add(
                "early_report", cells, activities=(name,), id=name, date=numeric_date(milestones[0])
            )


def _check_report(report: Report, settings: Settings, collected: Collected) -> None:
    """Ask about one report by itself."""
    record = report.record
    name = (str(record["activity_id"]),)
    as_of = record["as_of"]
    if isinstance(as_of, dt.date) and as_of not in settings.cutoffs:
        near = min(settings.cutoffs, key=lambda cut: abs((cut - as_of).days), default=None)
        close = near is not None and abs((near - as_of).days) <= _NEAR_DAYS
        hint = f" ¿Corte {date(near)}?" if near and close else ""
        collected.add(
            "not_a_cutoff", (report.cells["as_of"],), activities=name,
            found=numeric_date(as_of), suggestion=hint,
            suggests=near.isoformat() if hint and near else "",
        )  # fmt: skip
    evidence = str(record["evidence"])
    if _LOCAL_PATH.match(evidence):
        collected.add(
            "evidence_unreachable", (report.cells["evidence"],), activities=name, found=evidence
        )
    value, verified = float(str(record["value"])), float(str(record["verified"]))
    if verified > value:
        collected.add(
            "verified_over_reported", (report.cells["verified"],), activities=name,
            found=number(verified, 2), reported=number(value, 2),
        )  # fmt: skip


def _check_personal_data(texts: Iterator[tuple[str, str, str, Cell]], collected: Collected) -> None:
    """Warn of what looks like a person's data in a column that is shown in public (Ley 1581)."""
    named = ("responsible", "lead", "reported_by")
    for activity_id, column, text, cell in texts:
        what = found = ""
        for word, pattern in (
            ("un correo electrónico", _EMAIL),
            ("un número de teléfono", _PHONE),
            ("un número de cédula", _IDENTITY),
        ):
            if pattern is _EMAIL and "@" not in text:
                continue
            match = pattern.search(text)
            if match:
                what, found = word, match[0]
                break
        if not what and column in named and looks_like_person(text):
            what, found = "el nombre de una persona", text
        if not what and column in _SAID_IN_SESSION and (name := person_in(text)):
            what, found = "el nombre de una persona", name
        if what:
            who = (activity_id,) if activity_id else ()
            collected.add("personal_data", (cell,), activities=who, found=found, what=what)


_SAID_IN_SESSION: Final = ("question", "office", "answer")  # columns of a commitment


def check_commitments(
    rows: Sequence[Mapping[str, Content]],
    parties: Sequence[Party] | None,
    year: int,
    collected: Collected,
) -> None:
    """Review the commitments of the sessions, whose dates were read and IDs found before.

    Args:
        rows: By the names of ``schema.COMMITMENTS_COLUMNS``, some of which may be missing.
        parties: The catalogue of offices; None where the book has none of its own.
        year: The plan's, for examples.
        collected: Takes what is found.
    """
    asked: dict[tuple[str, str], list[Content]] = {}
    for row in rows:
        said = {name: content.text for name, content in row.items() if content.text}
        who = (said["activity_id"],) if "activity_id" in said else ()
        question = row["question"]
        if "question" not in said:
            collected.add("missing_question", (question.cell,), activities=who)
        else:
            key = (fold(question.text), said.get("date", ""))
            asked.setdefault(key, []).append(question)
        session, due = (row[name].value if name in row else None for name in ("date", "due"))
        if "date" not in said:
            cell = row["date"].cell if "date" in row else question.cell
            collected.add("missing_session", (cell,), activities=who, year=year)
        if isinstance(session, dt.datetime) and isinstance(due, dt.datetime) and due < session:
            collected.add(
                "due_before_session", (row["due"].cell,), activities=who,
                found=date(due), session=date(session),
            )  # fmt: skip
        if "answer" in said and _NO_ANSWER.fullmatch(fold(said["answer"]).strip(" .;:!¡¿?()")):
            collected.add("no_answer", (row["answer"].cell,), activities=who, found=said["answer"])
        if "office" in said and parties:
            for name in unknown_parties(parse_offices(said["office"], parties), parties):
                near = suggest(name, parties)
                hint = f" ¿Es «{near}»?" if near else ""
                collected.add(
                    "unknown_office", (row["office"].cell,), activities=who,
                    found=name, suggestion=hint,
                )  # fmt: skip
    for same in asked.values():
        if len(same) > 1:
            cells = [one.cell for one in same]
            collected.add("repeated_commitment", cells, found=same[0].text)
    _check_personal_data(
        (
            (row["activity_id"].text if "activity_id" in row else "", name, row[name].text, cell)
            for row in rows
            for name in _SAID_IN_SESSION
            if name in row and row[name].text and (cell := row[name].cell)
        ),
        collected,
    )


# What offices write where there is no answer yet; blank is what says that.
_NO_ANSWER: Final = re.compile(
    r"[-–—_ ]*|n ?[/.]? ?[ad]|no aplica|ningun[oa]|pendientes?(?: (?:de|por) respuesta)?"
    r"|sin respuesta|no hay respuesta|por (?:responder|definir|contestar)"
    r"|(?:en )?(?:tramite|proceso|estudio|revision)"
    r"|se (?:respondera|contestara|enviara respuesta)(?: despues)?|x+"
)
