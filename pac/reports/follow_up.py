"""What the legal follow-up of Control Interno says, before it is a workbook or a PDF.

The layout is that of the guide "Estrategias para la construcción del Plan Anticorrupción y de
Atención al Ciudadano", versión 2, form of follow-up: by component, the legal cut-offs side by
side. Both files are made of these values alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import Enum, auto
from typing import Any, Final

import pandas as pd

from pac import labels, narrative, norms
from pac.model import Level, Tier
from pac.progress import actual
from pac.progress.figures import Choice, Figures
from pac.progress.groups import Group, members
from pac.progress.schedule import held_until
from pac.reports import cells, provenance
from pac.workdays import publication_limit

NAME: Final = "Informe de seguimiento de Control Interno"
PRELIMINARY: Final = "Preliminar, según lo reportado"
NOTHING_SAID: Final = "No dice qué se hizo."

ZONES: Final = {Level.LOW: "zona baja", Level.MEDIUM: "zona media", Level.HIGH: "zona alta"}


class State(Enum):
    """What a follow-up can say."""

    CLOSED = auto()  # verified by Control Interno
    COLLECTING = auto()  # an open cut-off: what was reported
    NO_PROGRESS = auto()  # nothing was reported by then
    PENDING = auto()  # it comes after the one that the report is of


@dataclass(frozen=True)
class FollowUp:
    """One of the follow-ups that stand side by side."""

    cutoff: dt.date
    name: str  # such as Seguimiento 1
    state: State
    basis: str  # Spanish: on what its figures rest, or that there are none
    is_chosen: bool  # the one that the report is of

    @property
    def title(self) -> str:
        """Return name and cut-off in full."""
        return f"{self.name}, corte {labels.date(self.cutoff)}"

    @property
    def is_pending(self) -> bool:
        """Tell whether it comes after the one that the report is of."""
        return self.state is State.PENDING


@dataclass(frozen=True)
class Entry:
    """What a follow-up says of one activity."""

    done: str  # what was done, by the reports that count; blank where nothing is due
    share: float | None  # attainment in the tier in force, 0 to 1; None where nothing is said
    share_words: str  # as a percent, or why there is none; blank where nothing is said
    expected: float | None  # what was due, 0 to 1; None where nothing was
    expected_words: str  # as a percent, or why there is none
    reported: float | None  # attainment as it was reported, where another tier is in force
    reported_words: str  # as a percent; blank where another tier is not in force
    remarks: str  # Control Interno's

    @property
    def beside(self) -> str:
        """Return what was reported where Control Interno's number is another one; else blank."""
        differs = self.reported is not None and self.reported != self.share
        return f"reportado {self.reported_words}" if differs else ""

    @property
    def due(self) -> str:
        """Return how much was due, as it stands behind how much is done; ``(meta 50 %)``."""
        due = self.expected_words if self.expected is None else f"meta {self.expected_words}"
        return f"({due})" if due and self.share_words else due

    @property
    def words(self) -> str:
        """Return how much is done beside how much was due, such as ``50 % (meta 50 %)``."""
        return " ".join(filter(None, (self.share_words, self.due)))


@dataclass(frozen=True)
class Row:
    """One activity with what each follow-up says of it."""

    activity_id: str
    strategy: str
    activity: str
    product: str  # the indicator with its target
    responsible: str
    dates: tuple[dt.date, ...]  # those that hold for the cut-off; none where not readable
    scheduled: str  # the dates in words, or the deadline's own where not readable
    entries: tuple[Entry, ...]  # one a follow-up that is not pending


@dataclass(frozen=True)
class Counts:
    """What a component, or the whole plan, comes to in a follow-up: as ``Summary`` has it."""

    activities: int
    scheduled: int
    scheduled_reported: int
    fulfilled: int
    fulfilled_reported: int
    compliance: float | None
    attainment: float | None
    attainment_reported: float | None
    level: Level | None
    few: bool
    words: str  # Spanish: counts, percent and zone in one line
    compliance_words: str  # percent; blank where the count alone says more, or there is none
    zone: str  # symbol and zone; blank where there is none
    attainment_words: str  # percents; a dash where undefined
    attainment_reported_words: str


@dataclass(frozen=True)
class Component:
    """One component with its activities."""

    name: str  # with its number
    rows: tuple[Row, ...]
    counts: tuple[Counts, ...]  # one a follow-up that is not pending


@dataclass(frozen=True)
class Named:
    """One activity that a note names."""

    activity_id: str
    activity: str
    lead: str
    detail: str


@dataclass(frozen=True)
class Note:
    """What must be known beside the figures, with the activities that it is about."""

    title: str
    lines: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()


@dataclass(frozen=True)
class Report:
    """A follow-up, ready to be written."""

    title: str  # such as Seguimiento 1, corte 30 de abril de 2023
    notice: str  # what each page says of an open cut-off; blank of a closed one
    entity: str
    instrument: str
    plan_year: int
    published: dt.date | None
    publication: str  # when it was published and where, or by when it must be
    follow_ups: tuple[FollowUp, ...]
    sentences: tuple[str, ...]  # what it all comes to
    legend: tuple[str, ...]  # how the figures are read
    components: tuple[Component, ...]
    total: tuple[Counts, ...]  # of the whole plan, one a follow-up that is not pending
    notes: tuple[Note, ...]
    signer: str  # a post; blank where the workbook does not say

    @property
    def shown(self) -> tuple[FollowUp, ...]:
        """Return the follow-ups that have something to say."""
        return tuple(one for one in self.follow_ups if not one.is_pending)

    @property
    def chosen(self) -> int:
        """Return the place of the one that the report is of, among those shown."""
        return next(n for n, one in enumerate(self.shown) if one.is_chosen)


def report(figures: Figures) -> Report:
    """Return the follow-up of a cut-off.

    Args:
        figures: Of the whole plan at that cut-off.
    """
    whole = provenance.at(figures, Choice(figures.cutoff))
    named = _named_cutoffs(whole)
    each = [provenance.at(whole, Choice(day)) for day in named if day <= whole.cutoff]
    states = [_state(one) for one in each]
    follow_ups = _follow_ups(whole, named, states)
    settings = whole.settings
    published, publication = _publication(whole)
    return Report(
        title=next(one.title for one in follow_ups if one.is_chosen),
        notice=_notice(whole),
        entity=settings.entity,
        instrument=settings.instrument,
        plan_year=settings.plan_year,
        published=published,
        publication=publication,
        follow_ups=follow_ups,
        sentences=(*_sentences(whole), *_before(each, follow_ups, states)),
        legend=_legend(whole),
        components=_components(whole, each, states),
        total=tuple(
            _counts(asdict(one.total), one, state) for one, state in zip(each, states, strict=True)
        ),
        notes=_notes(whole),
        signer=settings.signer,
    )


def _named_cutoffs(figures: Figures) -> dict[dt.date, str]:
    """Return the legal cut-offs that the plan has, and the chosen one where it is none of them."""
    settings, chosen = figures.settings, figures.cutoff
    legal = [day for day in settings.cutoffs if day in norms.legal_cutoffs(settings.plan_year)]
    names = {day: f"Seguimiento {number}" for number, day in enumerate(legal, 1)}
    if chosen not in names:
        is_last = chosen > max(legal, default=dt.date.min)
        names[chosen] = "Seguimiento de cierre" if is_last else "Seguimiento adicional"
    return dict(sorted(names.items()))


def _state(figures: Figures) -> State:
    if not figures.has_progress:
        return State.NO_PROGRESS
    return State.CLOSED if figures.closed else State.COLLECTING


_BASES: Final = {
    State.CLOSED: narrative.TIERS[Tier.VERIFIED],
    State.COLLECTING: PRELIMINARY,
    State.NO_PROGRESS: narrative.NO_PROGRESS.lower(),
    State.PENDING: "pendiente",
}


def _follow_ups(
    figures: Figures, named: Mapping[dt.date, str], states: Sequence[State]
) -> tuple[FollowUp, ...]:
    pending = [State.PENDING] * (len(named) - len(states))
    return tuple(
        FollowUp(day, name, state, _BASES[state], is_chosen=day == figures.cutoff)
        for (day, name), state in zip(named.items(), [*states, *pending], strict=True)
    )


def _notice(figures: Figures) -> str:
    if figures.closed:
        return ""
    return PRELIMINARY if figures.has_progress else f"Preliminar: {_BASES[State.NO_PROGRESS]}"


def _publication(figures: Figures) -> tuple[dt.date | None, str]:
    """Return when the follow-up was published, and that in words with its limit (R14)."""
    limit = publication_limit(figures.cutoff, figures.settings.plan_year)
    for one in figures.plan.published:
        if one.cutoff == figures.cutoff:
            where = f", en {one.address}" if one.address else ""
            due = f" (plazo: {labels.date(limit)})" if limit else ""
            return one.day, f"{labels.date(one.day)}{where}{due}"
    if limit is None:
        return None, "Por publicar; para este corte la norma no fija plazo"
    return None, f"Por publicar a más tardar el {labels.date(limit)}"


def _sentences(figures: Figures) -> tuple[str, ...]:
    said = [narrative.compliance(figures.total, figures.cutoff, cuts=figures.cuts)]
    if figures.has_progress:
        year = narrative.attainment(figures.total, cuts=figures.cuts)
        said += [f"Avance de la vigencia: {year}", narrative.components(figures.components)]
    return tuple(filter(None, (*said, " ".join(narrative.remarks(figures.total)))))


def _before(
    each: Sequence[Figures], follow_ups: Sequence[FollowUp], states: Sequence[State]
) -> tuple[str, ...]:
    """Return what the whole plan came to in the follow-ups before the chosen one."""
    return tuple(
        f"{one.title}, {one.basis[:1].lower()}{one.basis[1:]}: "
        f"{_counts(asdict(figures.total), figures, state).words}."
        for figures, one, state in zip(each[:-1], follow_ups, states, strict=False)
    )


def _legend(figures: Figures) -> tuple[str, ...]:
    settings = figures.settings
    medium, high = settings.medium_from, settings.high_from
    official = (medium, high) == (norms.MEDIUM_FROM, norms.HIGH_FROM)
    middle = f"media desde {labels.percent(medium)}, " if medium < high else ""
    zones = (
        "zona baja 0-59 %, media 60-79 %, alta 80-100 %"
        if official
        else f"zona baja menos de {labels.percent(medium)}, {middle}"
        f"alta desde {labels.percent(high)}"
    )
    return (
        "% de avance: cuánto de la meta del año está hecho y, entre paréntesis, cuánto "
        "estaba programado a la fecha de corte.",
        "Cumplimiento: de las actividades programadas al corte, cuántas están al día, es decir, "
        f"hicieron todo lo programado. Por él se da la zona, que en el tablero es el nivel: "
        f"{zones}. Con menos de "
        f"{norms.FEW_SCHEDULED} programadas se da la cuenta y no el porcentaje.",
    )


def _components(
    whole: Figures, each: Sequence[Figures], states: Sequence[State]
) -> tuple[Component, ...]:
    entries = [
        _entries(one, state, since.cutoff if since else None)
        for one, state, since in zip(each, states, [None, *each], strict=False)
    ]
    rows: dict[int, list[Row]] = {}
    for name, one in whole.measured.iterrows():
        said = tuple(of[str(name)] for of in entries)
        rows.setdefault(one["component"], []).append(_row(str(name), one, said))
    return tuple(
        Component(
            name,
            tuple(rows[number]),
            tuple(
                _counts(one.components.loc[number].to_dict(), one, state)
                for one, state in zip(each, states, strict=True)
            ),
        )
        for number, name in zip(whole.components.index, cells.component_names(whole), strict=True)
    )


def _row(name: str, one: pd.Series, entries: tuple[Entry, ...]) -> Row:
    dates = tuple(one["milestones"])
    return Row(
        activity_id=name,
        strategy=one["strategy"],
        activity=one["activity"],
        product=_product(one),
        responsible="; ".join(one["offices"]),
        dates=dates,
        scheduled=cells.dates(dates) if dates else one["deadline_text"],
        entries=entries,
    )


def _product(one: pd.Series) -> str:
    """Return the indicator with its target as the plan writes it, and as it is counted."""
    said = ": ".join(filter(None, (one["indicator"], one["target_text"])))
    applied = float(one["applied_target"])
    if applied > 0 and applied != one["target"]:
        return f"{said} ({labels.quantity(applied, one['unit'])} en el año)"
    return said


def _entries(figures: Figures, state: State, since: dt.date | None) -> dict[str, Entry]:
    """Return what a follow-up says of each activity.

    Args:
        figures: At its cut-off.
        state: Its own.
        since: Cut-off of the one before it, whose column already says what was done by then.
    """
    said = _reports(figures, since)
    no_evidence = set(_members(figures, Group.NO_EVIDENCE))
    unverified = set(_members(figures, Group.UNVERIFIED)) if state is State.CLOSED else set()
    return {
        str(name): _entry(
            one,
            state,
            said.get(str(name), _Said()),
            figures.cuts,
            lacks=labels.listing(
                [
                    *(["sin evidencia"] if str(name) in no_evidence else []),
                    *(["sin verificar"] if str(name) in unverified else []),
                ]
            ),
        )
        for name, one in figures.measured.iterrows()
    }


@dataclass(frozen=True)
class _Said:
    """What the rows of an activity say up to a cut-off."""

    done: tuple[str, ...] = ()  # by the reports that count
    remarks: tuple[str, ...] = ()  # Control Interno's, of rows without a report too
    last: dt.date | None = None  # the newest one that an earlier follow-up already has


def _reports(figures: Figures, since: dt.date | None) -> dict[str, _Said]:
    """Return what was done by the reports that count (R2), and all that Control Interno observed.

    What an earlier column has is left out. An observation needs no report: of what nobody
    reported above all, Control Interno says so.
    """
    plan, cutoff = figures.plan, figures.cutoff
    held = plan.activities_at(cutoff)
    used = actual.count(held, plan.reports, cutoff).used.reports
    counting = {
        (str(held.index[row]), pd.Timestamp(day).date())
        for row, day in zip(used.row, used.day, strict=True)
    }
    dated = plan.reports.loc[plan.reports["as_of"] <= pd.Timestamp(cutoff)]
    said: dict[str, _Said] = {}
    for one in dated.sort_values("as_of", kind="stable").to_dict("records"):
        name, day = str(one["activity_id"]), one["as_of"].date()
        before, counts = said.get(name, _Said()), (name, day) in counting
        if since is not None and day <= since:
            said[name] = replace(before, last=day) if counts else before
            continue
        on = "" if day == cutoff else f"A {cells.together(labels.short_date(day))}: "
        remark = one["control_remarks"]
        said[name] = replace(
            before,
            done=(*before.done, *([f"{on}{one['done'] or NOTHING_SAID}"] if counts else ())),
            remarks=(*before.remarks, *([f"{on}{remark}"] if remark else ())),
        )
    return said


def _entry(
    one: pd.Series, state: State, said: _Said, cuts: Sequence[float], *, lacks: str
) -> Entry:
    has_target = one["applied_target"] > 0
    is_due = bool(one["milestones_due"]) and has_target
    verified = state is State.CLOSED and one["reported"] and has_target
    return Entry(
        done="\n".join(filter(None, (_done(one, state, said), f"({lacks})" if lacks else ""))),
        share=float(one["attainment"]) if one["reported"] and has_target else None,
        share_words=_share(one, state, cuts, is_due=is_due, has_target=has_target),
        expected=float(one["expected"]) if is_due else None,
        expected_words=_expected(one, cuts, has_target=has_target),
        reported=float(one["attainment_reported"]) if verified else None,
        reported_words=labels.percent(one["attainment_reported"], cuts) if verified else "",
        remarks="\n".join(said.remarks),
    )


def _done(one: pd.Series, state: State, said: _Said) -> str:
    if said.done:
        return "\n".join(said.done)
    if said.last is not None:
        return f"Sin reporte nuevo desde el {cells.together(labels.short_date(said.last))}."
    if one["reported"]:
        return "Lo reportado es anterior a la primera fecha."
    return "Sin reporte." if one["scheduled"] and state is not State.NO_PROGRESS else ""


def _share(
    one: pd.Series, state: State, cuts: Sequence[float], *, is_due: bool, has_target: bool
) -> str:
    if not has_target:
        return "sin meta legible"
    if state is State.NO_PROGRESS:
        return ""
    if one["reported"]:
        return labels.percent(one["attainment"], cuts)
    return "sin reporte" if is_due else ""


def _expected(one: pd.Series, cuts: Sequence[float], *, has_target: bool) -> str:
    if not one["milestone_count"]:
        return "sin fecha legible"
    if not one["milestones_due"]:
        return "no programada"
    return labels.percent(one["expected"], cuts) if has_target else ""


def _counts(total: Mapping[str, Any], figures: Figures, state: State) -> Counts:
    """Return the figures of a group in a follow-up.

    Args:
        total: The fields of a ``Summary``; an undefined share may be NaN.
        figures: At the follow-up's cut-off.
        state: The follow-up's.
    """

    def share(name: str) -> float | None:
        return None if pd.isna(total[name]) else float(total[name])

    level = total["level"] if state is State.CLOSED else None
    zone = f"{labels.LEVEL_SYMBOLS[level]} {ZONES[level]}" if level else ""
    says_percent = level is not None and not total["few"]
    percent = labels.percent(total["compliance"], figures.cuts) if says_percent else ""
    return Counts(
        activities=int(total["activities"]),
        scheduled=int(total["scheduled"]),
        scheduled_reported=int(total["scheduled_reported"]),
        fulfilled=int(total["fulfilled"]),
        fulfilled_reported=int(total["fulfilled_reported"]),
        compliance=share("compliance") if state is State.CLOSED else None,
        attainment=share("attainment"),
        attainment_reported=share("attainment_reported"),
        level=level,
        few=bool(total["few"]),
        words=_line(total, state, percent, zone),
        compliance_words=percent,
        zone=zone,
        attainment_words=labels.percent(share("attainment"), figures.cuts),
        attainment_reported_words=labels.percent(share("attainment_reported"), figures.cuts),
    )


def _line(total: Mapping[str, Any], state: State, percent: str, zone: str) -> str:
    due, done = int(total["scheduled"]), int(total["fulfilled"])
    if not due:
        return "Nada programado para el corte"
    if state is State.NO_PROGRESS:
        return labels.count(due, "programada", "programadas")
    if state is State.COLLECTING:
        said = labels.reported(int(total["scheduled_reported"]), due)
        return f"{said} · {labels.number(done)} al día"
    return " · ".join(filter(None, (labels.up_to_date(done, due), percent, zone)))


def _notes(figures: Figures) -> tuple[Note, ...]:
    """Return what must be known beside the figures; what does not occur is left out."""
    plan, measured = figures.plan, figures.measured
    own = narrative.self_reporting(measured)
    every = [
        Note("Lo que falta y quién responde", narrative.office_gaps(measured)),
        Note("Reportes, evidencias y verificación", (narrative.gaps(measured),)),
        _unreported(figures),
        _unsupported(figures, Group.NO_EVIDENCE),
        _unsupported(figures, Group.UNVERIFIED),
        _late(figures),
        _rescheduled(figures),
        Note("Cambios después de cerrado el corte", _later(figures)),
        Note("Quién verifica lo que reporta Control Interno", (own,) if own else ()),
        _group(figures, Group.NO_TARGET, lambda one: f"en el plan dice: {one['target_text']}"),
        _group(figures, Group.NO_DATE, lambda one: f"en el plan dice: {one['deadline_text']}"),
        _group(figures, Group.NOBODY, _nobody),
    ]
    if not plan.rescheduled:
        every.append(Note("Reprogramadas", ("Ninguna actividad ha cambiado de fechas.",)))
    return tuple(one for one in every if one.lines or one.named)


def _name(figures: Figures, activity_id: str, detail: str) -> Named:
    one = figures.activity(activity_id)
    return Named(activity_id, one["activity"], one["lead"] or labels.UNDEFINED, detail)


def _members(figures: Figures, group: Group) -> list[str]:
    return [str(name) for name, is_in in members(figures.measured, group).items() if is_in]


def _unreported(figures: Figures) -> Note:
    expected = figures.measured["expected"]
    return Note(
        str(Group.UNREPORTED_DUE),
        named=tuple(
            _name(figures, name, f"meta {labels.percent(expected[name], figures.cuts)}")
            for name in _members(figures, Group.UNREPORTED_DUE)
        ),
    )


def _unsupported(figures: Figures, group: Group) -> Note:
    """Return what was reported without what supports it; while open, unverified ones by ID."""
    names = _members(figures, group)
    if group is Group.UNVERIFIED and not figures.closed:
        said = f"Control Interno verifica al cerrar el corte: {labels.listing(names)}."
        return Note(str(group), (said,) if names else ())

    def reported(name: str) -> str:
        one = figures.activity(name)
        return f"reporta {labels.quantity(one['actual'], one['unit'])}"

    return Note(str(group), named=tuple(_name(figures, name, reported(name)) for name in names))


def _late(figures: Figures) -> Note:
    late = figures.measured.loc[figures.measured["late_completion"], "completed_on"]
    return Note(
        "Cumplidas fuera de término",
        named=tuple(
            _name(figures, str(name), f"cumplida el {labels.date(day)}")
            for name, day in late.items()
        ),
    )


def _rescheduled(figures: Figures) -> Note:
    """Return the activities whose dates moved, with both dates and the reason (R17)."""
    moves = figures.plan.moves

    def said(name: str) -> str:
        held = held_until(moves, name, figures.cutoff)
        return " ".join(
            part
            for move in figures.plan.rescheduled[name]
            for part in (
                narrative.rescheduling(move),
                narrative.earlier_count(move, figures.cutoff) if move is held else "",
            )
            if part
        )

    return Note(
        str(Group.RESCHEDULED),
        named=tuple(
            _name(figures, name, said(name)) for name in _members(figures, Group.RESCHEDULED)
        ),
    )


def _later(figures: Figures) -> tuple[str, ...]:
    """Return what was changed of closed cut-offs, up to this one, after they were closed (R16)."""
    return tuple(
        f"Corte {labels.date(one.cutoff)}, versión {one.version}, del {labels.date(one.day)}: "
        f"{one.sentence[:1].upper()}{one.sentence[1:]}."
        + (f" Motivo: {one.reason}" if one.reason else "")
        for one in figures.later
    )


def _group(figures: Figures, group: Group, detail: Callable[[pd.Series], str]) -> Note:
    return Note(
        str(group),
        named=tuple(
            _name(figures, name, detail(figures.activity(name)))
            for name in _members(figures, group)
        ),
    )


def _nobody(one: pd.Series) -> str:
    return "un grupo: ninguna dependencia responde por ella" if one["lead"] else "nadie la lidera"
