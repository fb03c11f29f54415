"""What pages and cards say of a plan or of a part of it, in words that are ready to be set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from pac import labels, method, narrative
from pac.model import Commitment, PartyKind, Status
from pac.progress.attention import Reason
from pac.progress.commitments import in_order, standing
from pac.progress.figures import Choice, Figures, Role, party_takes
from pac.progress.groups import Group, members
from pac.progress.measure import DATE_TO_COME
from pac.reading.offices import parse_offices
from pac.reports import cells, in_time, provenance
from pac.reports.follow_up import PRELIMINARY
from pac.reports.public import board
from pac.reports.public.slides import GROUP_NOTE, coming_title
from pac.reports.table import Table, shares, table
from pac.workdays import publication_limit

NO_LEAD: Final = "Sin quien lidere"

# Characters of a long text, in full and where a page has less and less room for it.
_LENGTHS: Final = (600, 180, 120, 80)
_NAME_LENGTHS: Final = (260, 260, 260, 150)
_COLUMN_LENGTHS: Final = (260, 120, 80, 60)  # of a name in a narrow column


def component(figures: Figures, number: int) -> Figures:
    """Return the figures of one component.

    Raises:
        ValueError: where the plan has no such component.
    """
    if number not in figures.plan.component_names:
        raise ValueError(f"the plan has no component {number}")
    return provenance.at(figures, Choice(figures.cutoff, component=number))


def office(figures: Figures, name: str) -> Figures:
    """Return the figures of what a party leads (R11).

    Raises:
        ValueError: where the plan does not name it.
    """
    if name not in figures.plan.named_parties:
        raise ValueError(f"the plan does not name {name}")
    return provenance.at(figures, Choice(figures.cutoff, office=name))


def supports(figures: Figures, name: str) -> list[Task]:
    """Return the activities in which a party takes part and that it does not lead (R11).

    Args:
        figures: Of the whole plan.
        name: Of the party.
    """
    takes, leads = (party_takes(figures.measured, name, role) for role in _ROLES)
    return tasks(figures, every=True, only=figures.measured.index[takes & ~leads])


_ROLES: Final[tuple[Role, Role]] = ("all", "lead")


def kind(figures: Figures, name: str) -> PartyKind:
    """Return what a party is: an office, a group or a committee."""
    return PartyKind(str(figures.takes_part.loc[name, "kind"]))


def shortened(text: str, lengths: Sequence[int] = _LENGTHS) -> list[str]:
    """Return a text in full and ever shorter, cut between words, for pages with less room."""
    said = " ".join(text.split())
    return [_cut(said, most) for most in lengths]


def name(text: str) -> list[str]:
    """Return a name as ``shortened`` does: it is cut later than a long text."""
    return shortened(text, _NAME_LENGTHS)


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    held = text[: most - 1]
    return f"{held.rpartition(' ')[0].rstrip(' ,.;:') or held}…"


# The two figures and the parts of the plan


@dataclass(frozen=True)
class Headline:
    """One of the two figures."""

    name: str
    value: str
    unit: str
    level: str  # alto, medio, bajo; blank where it has none
    mark: str  # level in symbol, word and percent; or that it is preliminary
    said: tuple[str, ...]


def headlines(figures: Figures) -> list[Headline]:
    """Return compliance and attainment (R6, R7): none of nothing, one of a plan not yet tracked."""
    total = figures.total
    if not total.activities:
        return []
    two = (board.compliance(total, figures), board.attainment(total, figures, figures.measured))
    return [
        Headline(one.name, one.value, one.unit, one.level, one.mark, one.said)
        for one in two
        if one is not None
    ]


def sentence(figures: Figures) -> str:
    """Return what the part comes to in one sentence; blank where there is nothing."""
    if not figures.total.activities:
        return ""
    return narrative.compliance(figures.total, figures.cutoff, cuts=figures.cuts)


def remarks(figures: Figures) -> str:
    """Return what is counted as 0 or left out, as sentences."""
    return " ".join(narrative.remarks(figures.total))


@dataclass(frozen=True)
class Bar:
    """How much of what a part of the plan has scheduled is done, on a track from 0 to 1."""

    name: list[str]
    shares: tuple[float, float, float]  # verified, with evidence, reported; each holds the last
    level: str
    result: str
    mark: str
    empty: str  # instead of the bar
    attainment: str
    activities: str
    scheduled: str
    alt: str
    owes: str = ""  # what is due and not done
    since: str = ""  # since when


@dataclass(frozen=True)
class Bars:
    """Bars one below the other, and how they are read."""

    rows: tuple[Bar, ...]
    cuts: tuple[float, ...]  # where the levels begin; none where there are no levels
    note: str


def components(figures: Figures) -> Bars:
    """Return a bar for each component, in the plan's order."""
    return _bars(board.components(figures), figures.components, figures)


def parties(figures: Figures) -> Bars:
    """Return a bar for each party that leads something: offices, groups, committees."""
    every = cells.parties(figures)
    apart = every["kind"] != PartyKind.OFFICE
    tables = (
        (board.offices(figures), every.loc[~apart]),
        (board.groups(figures), every.loc[apart]),
    )
    made = [_bars(one, table, figures) for one, table in tables if one is not None]
    owed = {one.who: one for one in owes(figures)}
    names = [str(one) for one in every.index]
    rows = [row for one in made for row in one.rows]
    return Bars(
        tuple(
            replace(row, owes=owed[who].what, since=owed[who].since) if who in owed else row
            for who, row in zip(names, rows, strict=True)
        ),
        made[0].cuts if made else (),
        made[0].note if made else "",
    )


def whole(figures: Figures) -> Bar | None:
    """Return the bar of all that was chosen; None where there is nothing to draw."""
    total = figures.total
    if not total.scheduled or total.attainment is None:
        return None
    of = total.scheduled
    shares = (
        (total.fulfilled_verified, total.fulfilled_evidenced, total.fulfilled_reported)
        if figures.closed
        else (total.fulfilled, total.fulfilled, total.scheduled_reported)
    )
    verified, evidenced, reported = (n / of for n in shares)
    row = pd.Series({**vars(total)})
    return Bar(
        [""] * len(_NAME_LENGTHS),
        (verified, evidenced, reported),
        total.level or "",
        "",
        "",
        "",
        labels.percent(total.attainment, figures.cuts),
        labels.number(total.activities),
        labels.number(total.scheduled),
        _alt(row, figures),
    )


def preliminary(figures: Figures) -> str:
    """Return what must be said on each page of an open cut-off with reports; else blank (R16)."""
    return PRELIMINARY if figures.has_progress and not figures.closed else ""


def levels(figures: Figures) -> tuple[float, ...]:
    """Return where the levels begin; an open cut-off has none (R16)."""
    settings = figures.settings
    return (settings.medium_from, settings.high_from) if figures.closed else ()


def _bars(drawn: board.Bars, table: pd.DataFrame, figures: Figures) -> Bars:
    rows = tuple(
        Bar(
            name(one.name),
            (float(one.verified) / 100, float(one.evidenced) / 100, float(one.reported) / 100),
            one.level,
            one.result,
            one.note,
            one.empty,
            labels.percent(float(row["attainment"]), figures.cuts),
            labels.number(row["activities"]),
            labels.number(row["scheduled"]),
            _alt(row, figures),
        )
        for one, (_, row) in zip(drawn.rows, table.iterrows(), strict=True)
    )
    return Bars(rows, levels(figures), _note(drawn, figures))


def _note(drawn: board.Bars, figures: Figures) -> str:
    """Return how the bars are read; blank where none is drawn."""
    if all(one.empty for one in drawn.rows):
        return ""
    return f"{drawn.note} {levels_note(figures)}".strip()


def levels_note(figures: Figures) -> str:
    """Return from where the levels begin, which bars show as thin lines; blank without levels."""
    if not figures.closed:
        return ""
    medium, high = (labels.percent(one) for one in levels(figures))
    said = f"medio desde {medium}, alto desde {high}" if medium != high else f"alto desde {high}"
    return f"Rayas: {said}."


def _alt(row: pd.Series, figures: Figures) -> str:
    """Return in words what only the bar shows: the three tiers side by side (R10)."""
    of = labels.count(int(row["scheduled"]), "programada", "programadas")
    if not figures.closed:
        said = (
            f"{labels.number(row['fulfilled'])} al día según lo reportado y "
            f"{labels.number(row['scheduled_reported'])} con reporte"
        )
        return f"Barra. De {of}: {said}."
    said = (
        f"{labels.number(row['fulfilled_reported'])} al día según lo reportado, "
        f"{labels.number(row['fulfilled_evidenced'])} con evidencia y "
        f"{labels.number(row['fulfilled_verified'])} según lo verificado"
    )
    return f"Barra. De {of}: {said}."


# What is missing and who answers


@dataclass(frozen=True)
class Owed:
    """What a party has due and not done."""

    who: str
    what: str
    since: str  # the oldest date that came and is not met


def owes(figures: Figures) -> list[Owed]:
    """Return what is due and not done, by who answers, as ``narrative.office_gaps`` has it."""
    measured = figures.measured
    missing = measured.loc[members(measured, Group.MISSING)]
    since = figures.attention.groupby("lead")["since"].min()
    by_line = {}
    for lead in dict.fromkeys(missing["lead"]):
        (line,) = narrative.office_gaps(measured.loc[measured["lead"] == lead])
        by_line[line] = str(lead)
    made = []
    for line in narrative.office_gaps(measured):
        lead = by_line[line]
        who = lead or line.partition(":")[0]
        oldest = since.get(lead)
        made.append(
            Owed(
                who,
                _sentence(line[len(who) :].lstrip(",: ")),
                "" if pd.isna(oldest) else f"Desde el {_day(oldest)}.",
            )
        )
    return made


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Task:
    """One activity: how it stands, what it lacks, by when and who answers."""

    activity_id: str
    activity: list[str]
    state: str
    kind: str  # missing, doubtful, or plain: how much its state presses
    done: str
    expected: str
    when: str
    lead: list[str]


_MISSING: Final = (Reason.OVERDUE, Reason.BEHIND)
_PLAIN: Final = (Reason.DUE_SOON,)


def tasks(
    figures: Figures, *, every: bool = False, only: Collection[str] | None = None
) -> list[Task]:
    """Return the activities that need attention, the most pressing first.

    Args:
        figures: Of the plan or of a part of it.
        every: Whether the others follow: by their next date, and at the end what is done.
        only: Activities of which others are left out; None for all.
    """
    pressing = figures.attention.set_index("activity_id")["reason"].to_dict()
    names = [str(one) for one in pressing]
    if every:
        others = figures.measured.loc[~figures.measured.index.isin(names)]
        others = others.assign(done=others["status"] == Status.FULFILLED)
        others = others.sort_values(["done", "next_milestone"], kind="stable")
        names += [str(one) for one in others.index]
    pending: dict[str, list[pd.Timestamp]] = {}  # overdue dates rise
    for owner, due in zip(figures.overdue["activity_id"], figures.overdue["due"], strict=True):
        pending.setdefault(owner, []).append(due)
    kept = {*names} if only is None else {*only}
    return [
        _task(one, pressing.get(one), pending.get(one, []), figures) for one in names if one in kept
    ]


def _task(
    activity_id: str, reason: str | None, pending: Sequence[pd.Timestamp], figures: Figures
) -> Task:
    one = figures.activity(activity_id)
    state = cells.status_name(one["status"] if reason is None else Reason(reason))
    if one["rescheduled"]:
        state = f"{state}, reprogramada"
    return Task(
        activity_id,
        shortened(one["activity"]),
        state,
        _kind(reason),
        cells.actual(one, figures.cuts) if figures.has_progress else "",
        _expected(one, figures),
        _when(one, pending),
        shortened(_lead(one), _COLUMN_LENGTHS),
    )


def _expected(one: pd.Series, figures: Figures) -> str:
    """Return how much of an activity was due; beside what was done only where something was."""
    due = cells.together(cells.expected(one, figures.cuts))
    if not figures.has_progress:
        return due
    return f"programado\N{NO-BREAK SPACE}{due}" if one["milestones_due"] else ""


def _kind(reason: str | None) -> str:
    if reason is None or reason in _PLAIN:
        return "plain"
    return "missing" if reason in _MISSING else "doubtful"


def _when(one: pd.Series, pending: Sequence[pd.Timestamp]) -> str:
    """Return the dates of an activity that came and are not met, and its next one."""
    if not one["milestones"]:
        return _cut(" ".join(one["deadline_text"].split()), _LENGTHS[-1]) or labels.UNDEFINED
    said = []
    if pending:
        oldest = _day(pending[0])
        several = f"{labels.number(len(pending))} fechas desde el {oldest}"
        said.append(several if len(pending) > 1 else f"era para el {oldest}")
    if pd.notna(one["next_milestone"]) and one["status"] != Status.FULFILLED:
        said.append(f"{'próxima' if said else 'para'} el {_day(one['next_milestone'])}")
    words = "; ".join(said) or f"plazo: {_day(one['last_milestone'])}"
    return _sentence(words)


def _lead(one: pd.Series) -> str:
    if not one["lead"]:
        return NO_LEAD
    return str(one["lead"]) if one["lead_kind"] != PartyKind.GROUP else f"{one['lead']} (grupo)"


def _day(day: pd.Timestamp) -> str:
    return cells.together(labels.short_date(day.date()))


def missing_sentence(figures: Figures) -> str:
    """Return how many activities need attention and what is not reported or not supported."""
    said = (narrative.attention(figures.attention), narrative.gaps(figures.measured))
    return " ".join(filter(None, said))


# What comes next, what was promised and what changed


def calendar(figures: Figures) -> Table:
    """Return what is due by each cut-off and, up to the one looked at, how much is done."""
    shown = in_time.calendar(figures)
    if not figures.has_progress:
        return shown
    actual = figures.curve["actual"]
    done = [actual[pd.Timestamp(day)] for day in figures.settings.cutoffs]
    return table(*shown.screen, shares("Avance hecho", done, figures.cuts))


@dataclass(frozen=True)
class Date:
    """One date to come."""

    when: str
    activity_id: str
    activity: list[str]
    what: str  # which of its dates, and how much it has
    lead: list[str]


def coming(figures: Figures) -> tuple[str, list[Date]]:
    """Return the dates of the days of notice that are not met yet; how many they are."""
    return coming_title(figures), _dates(figures.coming, figures)


def afterwards(figures: Figures) -> list[Date]:
    """Return the dates after the days of notice that are not met yet, the next one first."""
    every = figures.milestones
    later = every.loc[(every["state"] == DATE_TO_COME) & ~every.index.isin(figures.coming.index)]
    return _dates(later.sort_values("due", kind="stable"), figures)


def _dates(rows: pd.DataFrame, figures: Figures) -> list[Date]:
    own = figures.measured.loc[rows["activity_id"]]
    made = []
    for (_, date), (_, one) in zip(rows.iterrows(), own.iterrows(), strict=True):
        share = date["done_share"]
        parts = (
            f"entrega {labels.number(date['number'])} de {labels.number(date['count'])}"
            if date["count"] > 1
            else "",
            f"lleva {labels.percent(share, figures.cuts)}"
            if figures.has_progress and pd.notna(share)
            else "",
        )
        made.append(
            Date(
                _day(date["due"]),
                str(date["activity_id"]),
                shortened(one["activity"]),
                ", ".join(filter(None, parts)),
                shortened(_lead(one), _COLUMN_LENGTHS),
            )
        )
    return made


@dataclass(frozen=True)
class Promise:
    """A question of a session that nobody answered yet."""

    session: str
    question: list[str]
    activity_id: str
    office: list[str]
    state: str
    is_late: bool


def promises(figures: Figures, day: dt.date) -> tuple[str, list[Promise]]:
    """Return the commitments of the chosen part that are open on a day, and how many there are.

    Those of an office are the ones that it answers for; those of a component are about its
    activities.
    """
    every = [one for one in figures.plan.commitments if _concerns(one, figures)]
    waiting = [one for one in in_order(every) if one.is_open]
    if figures.choice.narrows and not every:
        return "", []
    return narrative.commitments(standing(every, day)), [
        Promise(
            cells.together(labels.short_date(one.date)) if one.date else labels.UNDEFINED,
            shortened(one.question),
            one.activity_id,
            shortened(one.office or labels.UNDEFINED, _COLUMN_LENGTHS),
            narrative.commitment(one, day),
            one.due is not None and one.due < day,
        )
        for one in waiting
    ]


def _concerns(one: Commitment, figures: Figures) -> bool:
    choice = figures.choice
    if choice.office is not None:
        return choice.office in parse_offices(one.office, figures.plan.parties)
    return choice.component is None or one.activity_id in figures.measured.index


def moved(figures: Figures) -> list[list[str]]:
    """Return the activities whose dates moved, each in a sentence (R17)."""
    made = []
    for name, moves in figures.plan.rescheduled.items():
        if name in figures.measured.index:
            what, _, why = narrative.rescheduling(moves[-1]).partition(_REASON)
            made.append(_change(f"{name}: {what}", why))
    return made


def later(figures: Figures) -> list[list[str]]:
    """Return what versions changed of closed cut-offs (R16)."""
    made = []
    for one in board.later(figures):
        why = f"{one.reason.rstrip('.')}." if one.reason else ""
        made.append(_change(f"Corte {one.cutoff}: {one.sentence} ({one.when}).", why))
    return made


_REASON: Final = " Motivo: "


def _change(what: str, why: str) -> list[str]:
    """Return a change with its reason and, where there is less room, without: no figure is cut."""
    whole = _cut(" ".join(f"{what}{_REASON}{why}".split()) if why else what, _LENGTHS[0])
    short = _cut(" ".join(what.split()), _CHANGE)
    return [whole, *(whole if len(whole) <= most else short for most in _LENGTHS[1:])]


_CHANGE: Final = 300  # characters, which hold both figures or all dates of a change


def publication(figures: Figures) -> str:
    """Return when and where the follow-up of the cut-off was published, or its limit (R14)."""
    cutoff = figures.cutoff
    due = publication_limit(cutoff, figures.settings.plan_year)
    limit = f"plazo: {labels.date(due)}" if due else "la norma no le fija plazo"
    subject = "El informe de seguimiento de Control Interno"
    for one in figures.plan.published:
        if one.cutoff == cutoff:
            where = f" en {one.address}" if one.address else ""
            return f"{subject} de este corte se publicó el {labels.date(one.day)}{where} ({limit})."
    return f"{subject} de este corte no figura como publicado ({limit})."


def calculation(figures: Figures) -> list[list[str]]:
    """Return in three lines how the figures are made, each with its title."""
    known = {one.numbers: one for one in method.rules(figures)}
    shown = (("R5", "R6", "R7"), ("R10",), ("R16",))
    return [[known[numbers].title, known[numbers].says] for numbers in shown]


def party_note(own: Figures, kind: PartyKind) -> str:
    """Return what must be known of a party that is no office, or that verifies its own reports.

    Args:
        own: Figures of what it leads.
        kind: What the party is.
    """
    if kind == PartyKind.GROUP and own.total.activities:
        return GROUP_NOTE
    return narrative.self_reporting(own.measured)
