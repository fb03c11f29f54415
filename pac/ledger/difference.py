"""What changes from one version of the board to the next, in words that the public reads.

Only what is read counts: rows in another order, other formats or other spellings of the same
reading are no difference.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

import pandas as pd

from pac import labels, schema
from pac.model import Move, Settings
from pac.progress.measure import measure
from pac.progress.schedule import holding
from pac.reading.reader import Reading
from pac.workbook import contents, merge
from pac.workbook.contents import Values

Kind = Literal[
    "progress_reported",
    "progress_raised",
    "progress_lowered",
    "report_removed",
    "report_changed",
    "verified_changed",
    "target_changed",
    "deadline_changed",
    "offices_changed",
    "text_changed",
    "activity_added",
    "activity_removed",
    "setting_changed",
    "catalogue_changed",
    "commitments_changed",
    "cutoff_closed",
    "cutoff_opened",
]

# They touch what was said in public, so that somebody writes down why.
NEEDS_REASON: Final[frozenset[str]] = frozenset(
    {
        "progress_lowered",
        "report_removed",
        "target_changed",
        "deadline_changed",
        "activity_removed",
        "cutoff_opened",
    }
)
# Thresholds and days change figures without a change of the plan.
_SETTINGS_WITH_REASON: Final = frozenset({"medium_from", "high_from", "days", "cutoffs"})
CONTROL_KINDS: Final[frozenset[str]] = frozenset(
    {"verified_changed", "cutoff_closed", "cutoff_opened"}
)

_NAMED: Final = 6  # activities that a sentence names


@dataclass(frozen=True)
class Change:
    """One thing that changes."""

    kind: Kind
    subject: str  # an activity's ID, else what it is about; blank for the whole book
    sentence: str  # Spanish, without a final point
    needs_reason: bool = False
    closed: tuple[str, ...] = ()  # ISO dates of closed cut-offs whose figures or reports it touches
    as_of: str = ""  # ISO date of the report

    @property
    def name(self) -> str:
        """Return how a reason is given for it: the kind and the activity."""
        return f"{self.kind}:{self.subject}" if self.subject else self.kind


@dataclass(frozen=True)
class Difference:
    """All that changes, and how many activities stay as they were."""

    changes: tuple[Change, ...]
    unchanged: int
    moves: tuple[Move, ...] = ()  # without reason and version, which come with the update

    @property
    def sentence(self) -> str:
        """Return it in one paragraph; many of one kind are counted and some of them named."""
        if not self.changes:
            return "Nada cambia."
        same = labels.count(self.unchanged, "actividad sin cambio", "actividades sin cambio")
        said = [*_grouped(self.changes), same]
        text = "; ".join(said)
        return f"{text[:1].upper()}{text[1:]}."

    def open_reasons(self, reasons: Mapping[str, str]) -> tuple[Change, ...]:
        """Return the changes that need a reason which is not given yet."""
        return tuple(
            one for one in self.changes if one.needs_reason and not reason_for(one, reasons)
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as a version keeps it."""
        return {
            "changes": [asdict(one) for one in self.changes],
            "unchanged": self.unchanged,
            "sentence": self.sentence,
        }


def reason_for(change: Change, reasons: Mapping[str, str]) -> str:
    """Return the reason given for a change: by kind and activity, by either, or for all (``*``)."""
    for name in (change.name, change.subject, change.kind, "*"):
        text = reasons.get(name, "").strip() if name else ""
        if text:
            return text
    return ""


def difference(
    before: Reading | None,
    after: Reading,
    moves: Sequence[Move] = (),
    today: dt.date = dt.date.max,
) -> Difference:
    """Return what changes for the public.

    Args:
        before: The board as it is; None where it is the first version.
        after: The board as it would be.
        moves: Those of earlier versions (R17), for the figures of closed cut-offs.
        today: The day of the change: a date that had passed by then rules its past cut-offs (R17).
    """
    if before is None or before.settings is None or after.settings is None:
        added = tuple(
            Change("activity_added", str(name), f"entra {name}") for name in after.activities.index
        )
        return Difference(added, 0)
    touched, covered = _touched(before, after, moves, today)
    changes: list[Change] = []
    changes += _plan(before.activities, after.activities, touched, covered)
    changes += _reports(before, after, before.settings.closed_cutoffs)
    changes += _settings(before, after)
    changes += _lists(before, after)
    subjects = {one.subject for one in changes}
    unchanged = sum(
        name in before.activities.index and name not in subjects for name in after.activities.index
    )
    return Difference(tuple(changes), unchanged, _moved(before, after, today))


# The plan

_WORDS: Final = {
    "component_name": "el componente",
    "strategy": "la estrategia",
    "objective": "el objetivo",
    "activity": "el texto",
    "indicator": "el indicador",
    "target_text": "las palabras de la meta",
    "deadline_text": "las palabras de la fecha",
}
_READ_FROM: Final = {
    "target_text": ("target", "unit", "applied_target"),
    "deadline_text": ("milestones", "start"),
}


def _plan(
    before: pd.DataFrame,
    after: pd.DataFrame,
    touched: Mapping[str, tuple[str, ...]],
    covered: Mapping[str, tuple[str, ...]],
) -> list[Change]:
    changes = []
    for name in after.index:
        if name not in before.index:
            closed = touched.get(name, ())
            changes.append(
                Change(
                    "activity_added",
                    name,
                    f"entra {name}",
                    needs_reason=bool(closed),
                    closed=closed,
                )
            )
    for name in before.index:
        closed = touched.get(name, ())
        if name not in after.index:
            changes.append(
                Change(
                    "activity_removed",
                    name,
                    f"desaparece {name}",
                    needs_reason=True,
                    closed=closed,
                )
            )
            continue
        was: dict[str, Any] = before.loc[name].to_dict()
        now: dict[str, Any] = after.loc[name].to_dict()
        changes += _activity(name, was, now, closed)
        changes += _words(name, was, now, covered.get(name, ()))
    return changes


def _activity(
    name: str, was: Mapping[str, Any], now: Mapping[str, Any], closed: tuple[str, ...]
) -> Iterable[Change]:
    """Return what changes how an activity is measured."""
    measures = ("target", "unit", "applied_target")
    if any(not _same(was[one], now[one]) for one in measures):
        one, other = (_target(row) for row in (was, now))
        said = f"la meta de {name} cambia de {one} a {other}"
        yield Change("target_changed", name, said, needs_reason=True, closed=closed)
    if was["accumulation"] != now["accumulation"]:
        one, other = (f"«{schema.ACCUMULATION_WORDS[row['accumulation']]}»" for row in (was, now))
        said = f"la acumulación de {name} cambia de {one} a {other}"
        yield Change("target_changed", name, said, needs_reason=True, closed=closed)
    if was["milestones"] != now["milestones"]:
        one, other = (_days(row["milestones"]) for row in (was, now))
        said = f"la fecha de {name} cambia de {one} a {other}"
        yield Change("deadline_changed", name, said, needs_reason=True, closed=closed)
    elif not _same(was["start"], now["start"]):
        yield Change("deadline_changed", name, f"cambia el inicio de {name}", needs_reason=True)


def _words(
    name: str, was: Mapping[str, Any], now: Mapping[str, Any], closed: tuple[str, ...]
) -> Iterable[Change]:
    """Return what changes what an activity is and whose; words of a change said before are none."""
    reason = bool(closed)
    if was["offices"] != now["offices"] or was["lead"] != now["lead"]:
        said = f"cambian las dependencias de {name}"
        if was["lead"] != now["lead"]:
            said = f"{name} pasa de {was['lead'] or 'nadie'} a {now['lead'] or 'nadie'}"
        yield Change("offices_changed", name, said, needs_reason=reason, closed=closed)
    echoes = {
        words
        for words, read in _READ_FROM.items()
        if any(not _same(was[field], now[field]) for field in read)
    }
    fields = [
        words
        for field, words in _WORDS.items()
        if field not in echoes and not merge.same(was[field], now[field])
    ]
    if was["component"] != now["component"] and _WORDS["component_name"] not in fields:
        fields.insert(0, _WORDS["component_name"])
    if fields:
        verb = "cambia" if len(fields) == 1 and not fields[0].startswith("las") else "cambian"
        said = f"{verb} {labels.listing(fields)} de {name}"
        yield Change("text_changed", name, said, needs_reason=reason, closed=closed)


def _target(row: Mapping[str, Any]) -> str:
    value, applied = row["target"], row["applied_target"]
    if math.isnan(applied):
        return "ninguna que se lea"
    said = labels.quantity(applied, row["unit"])
    if math.isnan(value) or _same(value, applied):
        return said
    return f"{labels.quantity(value, row['unit'])} (se mide contra {said})"


def _days(days: Sequence[dt.date]) -> str:
    return labels.listing([labels.date(day) for day in days]) if days else "ninguna que se lea"


def _touched(
    before: Reading, after: Reading, moves: Sequence[Move], today: dt.date
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the closed cut-offs of activities whose plan changes their figures, and of all.

    A closed cut-off covers an activity that was scheduled or reported at it.
    """
    touched: dict[str, tuple[str, ...]] = {}
    covered: dict[str, tuple[str, ...]] = {}
    if before.settings is None:
        return touched, covered
    new = _moved(before, after, today)
    for cutoff in before.settings.closed_cutoffs:
        one, other = (
            measure(
                holding(reading.activities, those, cutoff, reading.filled),
                before.reports,  # changes of reports are said by themselves
                cutoff,
                closed=True,
                notice_days=before.settings.notice_days,
            )
            for reading, those in (
                (before, moves),
                (after, (*moves, *new)),
            )
        )
        for name in one.index.union(other.index):
            if name not in other.index or name not in one.index:
                differs = True
            else:
                differs = any(
                    not _same(one.at[name, field], other.at[name, field])
                    for field in _CLOSED_FIGURES
                )
            if differs:
                touched[str(name)] = (*touched.get(str(name), ()), cutoff.isoformat())
        for name in one.index[one["scheduled"] | one["reported"]]:
            covered[str(name)] = (*covered.get(str(name), ()), cutoff.isoformat())
    return touched, covered


# of an activity at a closed cut-off: what counts, and what stands beside it
_CLOSED_FIGURES: Final = (
    *("attainment", "expected", "scheduled", "fulfilled"),
    *("attainment_reported", "attainment_evidenced"),
)


def _moved(before: Reading, after: Reading, today: dt.date) -> tuple[Move, ...]:
    """Return the activities whose dates change, without the reason and the version."""
    old = dict(zip(before.activities.index, before.activities["milestones"], strict=True))
    new = dict(zip(after.activities.index, after.activities["milestones"], strict=True))
    return tuple(
        Move(str(name), today, old[name], days, "")
        for name, days in new.items()
        if name in old and old[name] != days
    )


# The reports


def _reports(before: Reading, after: Reading, closed: Sequence[dt.date]) -> list[Change]:
    old, new = _by_key(before.reports), _by_key(after.reports)
    units = dict(zip(after.activities.index, after.activities["unit"], strict=True))
    units |= {
        name: unit
        for name, unit in zip(before.activities.index, before.activities["unit"], strict=True)
        if name not in units
    }
    changes: list[Change] = []
    for name, as_of in sorted({*old, *new}, key=lambda key: (key[1], key[0])):
        if name not in after.activities.index:
            continue  # it goes with its activity, which is said
        was, now = old.get((name, as_of)), new.get((name, as_of))
        covered = tuple(day.isoformat() for day in closed if as_of <= day)
        for kind, said in _report(name, as_of, was, now, units[name]):
            changes.append(
                Change(
                    kind,
                    name,
                    said,
                    needs_reason=kind in NEEDS_REASON or bool(covered),
                    closed=covered,
                    as_of=as_of.isoformat(),
                )
            )
    return changes


def _by_key(reports: pd.DataFrame) -> dict[tuple[str, dt.date], dict[str, Any]]:
    records: list[dict[str, Any]] = reports.to_dict("records")  # type: ignore[assignment]
    return {(str(one["activity_id"]), one["as_of"].date()): one for one in records}


_DETAILS: Final = ("done", "evidence", "remarks", "reported_by", "completed_on")


def _report(
    name: str,
    as_of: dt.date,
    was: Mapping[str, Any] | None,
    now: Mapping[str, Any] | None,
    unit: str,
) -> Iterable[tuple[Kind, str]]:
    day = labels.short_date(as_of)
    nothing: Mapping[str, Any] = {}
    was, now = was or nothing, now or nothing
    one, other = (float(row.get("value", math.nan)) for row in (was, now))
    if not _same(one, other):
        said = [labels.quantity(value, unit or "count") for value in (one, other)]
        if math.isnan(one):
            yield "progress_reported", f"se reporta {said[1]} en {name} ({day})"
        elif math.isnan(other):
            yield "report_removed", f"desaparece el avance de {name} ({day}), que era {said[0]}"
        elif other < one:
            yield "progress_lowered", f"baja de {said[0]} a {said[1]} en {name} ({day})"
        else:
            yield "progress_raised", f"sube de {said[0]} a {said[1]} en {name} ({day})"
    texts = [
        schema.TRACKING_COLUMNS[_PLACES[field]].header
        for field in _DETAILS
        if not _same(was.get(field, ""), now.get(field, ""))
    ]
    told = math.isnan(one) is not math.isnan(other)  # a report that comes or goes, with its texts
    if texts and not told:
        quoted = labels.listing([f"«{text}»" for text in texts])
        yield "report_changed", f"cambia {quoted} de {name} ({day})"
    one, other = (float(row.get("verified", math.nan)) for row in (was, now))
    if not _same(one, other):
        values = [
            "nada" if math.isnan(value) else labels.quantity(value, unit or "count")
            for value in (one, other)
        ]
        said_now = f"lo verificado de {name} ({day}) pasa de {values[0]} a {values[1]}"
        yield "verified_changed", said_now
    elif not _same(was.get("control_remarks", ""), now.get("control_remarks", "")):
        yield "verified_changed", f"cambian las observaciones de Control Interno de {name} ({day})"


_PLACES: Final = {column.name: place for place, column in enumerate(schema.TRACKING_COLUMNS)}


# The rest


def _settings(before: Reading, after: Reading) -> list[Change]:
    was, now = before.settings, after.settings
    if was is None or now is None:
        return []
    changes: list[Change] = []
    for day in sorted({*was.closed_cutoffs, *now.closed_cutoffs}):
        if day not in was.closed_cutoffs:
            said = f"Control Interno cierra el corte del {labels.date(day)}"
            changes.append(Change("cutoff_closed", day.isoformat(), said))
        elif day not in now.closed_cutoffs:
            said = f"se vuelve a abrir el corte del {labels.date(day)}"
            changes.append(Change("cutoff_opened", day.isoformat(), said, needs_reason=True))
    say: dict[str, Callable[[Settings], str]] = {
        "entity": lambda one: one.entity,
        "instrument": lambda one: one.instrument,
        "cutoffs": lambda one: labels.listing([labels.date(day) for day in one.cutoffs]),
        "medium_from": lambda one: labels.percent(one.medium_from),
        "high_from": lambda one: labels.percent(one.high_from),
        "days": lambda one: "hábiles" if one.days == "working" else "calendario",
        "notice_days": lambda one: str(one.notice_days),
        "shield": lambda one: one.shield,
        "format_code": lambda one: one.format_code,
        "format_version": lambda one: one.format_version,
        "signer": lambda one: one.signer,
        "pqrs_channel": lambda one: one.pqrs_channel,
    }
    for name, words in say.items():
        one, other = words(was), words(now)
        if one != other:
            label = merge.FIELD_NAMES[name]
            said = f"«{label}» pasa de {one or 'nada'} a {other or 'nada'}"
            reason = name in _SETTINGS_WITH_REASON
            changes.append(Change("setting_changed", label, said, needs_reason=reason))
    return changes


def _lists(before: Reading, after: Reading) -> list[Change]:
    changes: list[Change] = []
    if {*before.parties} != {*after.parties}:
        changes.append(Change("catalogue_changed", "", "cambia la lista de dependencias"))
    one, other = (contents.commitments(reading) for reading in (before, after))
    if one != other:
        changes += _commitments(one, other)
    return changes


def _commitments(before: Sequence[Values], after: Sequence[Values]) -> Iterable[Change]:
    """Return what changes of the commitments of the sessions.

    To fill in what was blank, an answer above all, is no change of what was said; to say
    something else, or to take a commitment away, is, so that somebody writes down why.
    """
    pairs, gone, new = _same_commitments(before, after)
    answered: list[str] = []
    changed: list[Change] = []
    for was, now in pairs:
        question = merge.shown(was.get("question"))
        for name, title in _COMMITMENT.items():
            one, other = was.get(name), now.get(name)
            if merge.same(one, other):
                continue
            if name == "answer" and not one:
                answered.append(question)
                continue
            sides = [merge.shown(value) if value else "nada" for value in (one, other)]
            said = f"«{title}» del compromiso {question} pasa de {sides[0]} a {sides[1]}"
            changed.append(Change("commitments_changed", "", said, needs_reason=bool(one)))
    yield from _counted([merge.shown(row.get("question")) for row in new], "entra", "entran")
    yield from _counted(answered, "se responde", "se responden")
    yield from changed
    questions = [merge.shown(row.get("question")) for row in gone]
    yield from _counted(questions, "desaparece", "desaparecen", needs_reason=True)


def _same_commitments(
    before: Sequence[Values], after: Sequence[Values]
) -> tuple[list[tuple[Values, Values]], list[Values], list[Values]]:
    """Return the commitments that are the same ones, those that go and those that enter.

    The same question of the same session is the same one; so is, reworded or of another day,
    the one in the place of one that is no more, where as many go as enter.
    """
    asked = {_asked(row): row for row in before}
    pairs = [(asked[_asked(row)], row) for row in after if _asked(row) in asked]
    kept = {_asked(row) for row in after}
    gone = [row for row in before if _asked(row) not in kept]
    new = [row for row in after if _asked(row) not in asked]
    if len(before) == len(after) and all(
        (_asked(one) == _asked(other)) or (_asked(one) not in kept and _asked(other) not in asked)
        for one, other in zip(before, after, strict=True)
    ):
        return list(zip(before, after, strict=True)), [], []
    return pairs, gone, new


def _asked(row: Values) -> tuple[str, str]:
    return (labels.fold(str(row.get("question", ""))), str(row.get("date", "")))


def _counted(
    questions: Sequence[str], one: str, many: str, *, needs_reason: bool = False
) -> Iterable[Change]:
    """Return a change for each of a few commitments, or one that counts them."""
    if len(questions) > _IN_FULL:
        said = [f"{many} {labels.number(len(questions))} compromisos"]
    else:
        said = [f"{one} el compromiso {question}" for question in questions]
    for sentence in said:
        yield Change("commitments_changed", "", sentence, needs_reason=needs_reason)


_COMMITMENT: Final = {column.name: column.header for column in schema.COMMITMENTS_COLUMNS}


def _same(one: Any, other: Any) -> bool:  # noqa: ANN401  any value of a table
    if isinstance(one, float) and isinstance(other, float):
        return (math.isnan(one) and math.isnan(other)) or round(one - other, 9) == 0
    blank = [value is pd.NaT or value in (None, "") for value in (one, other)]
    return all(blank) or bool(one == other)


_MANY: Final[dict[str, tuple[str, str]]] = {
    "progress_reported": ("se reporta el avance de", "se reportan {n} avances"),
    "progress_raised": ("sube", "suben {n} avances"),
    "progress_lowered": ("baja", "bajan {n} avances"),
    "report_removed": ("desaparece", "desaparecen {n} avances"),
    "report_changed": ("cambia", "cambian los datos de {n} reportes"),
    "verified_changed": ("cambia", "cambia lo que dice Control Interno en {n} reportes"),
    "target_changed": ("cambia", "cambian {n} metas"),
    "deadline_changed": ("cambia", "cambian las fechas de {n} actividades"),
    "offices_changed": ("cambia", "cambian las dependencias de {n} actividades"),
    "text_changed": ("cambia", "cambian las palabras de {n} actividades"),
    "activity_added": ("entra", "entran {n} actividades"),
    "activity_removed": ("desaparece", "desaparecen {n} actividades"),
}
_FIRST: Final = (
    "progress_lowered",
    "report_removed",
    "activity_removed",
    "target_changed",
    "deadline_changed",
)
_IN_FULL: Final = 3  # of one kind that are said one by one


def _grouped(changes: Sequence[Change]) -> Iterable[str]:
    """Return the changes as phrases, those that need a reason first."""
    kinds: dict[str, list[Change]] = {}
    for one in changes:
        kinds.setdefault(one.kind, []).append(one)
    for kind in sorted(kinds, key=lambda name: name not in _FIRST):
        group = kinds[kind]
        if len(group) <= _IN_FULL or kind not in _MANY:
            yield from (one.sentence for one in group)
            continue
        names = list(dict.fromkeys(one.subject for one in group))
        more = len(names) - _NAMED
        shown = ", ".join(names[:_NAMED]) + (f" y {labels.number(more)} más" if more > 0 else "")
        yield f"{_MANY[kind][1].format(n=labels.number(len(group)))} ({shown})"
