"""What the phrases of a deadline text say together: windows, lists, periods, in years (R13)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from pac.model import Deadline
from pac.reading.deadline_text.parts import (
    LAST_ROLLED_MONTH,
    Each,
    Item,
    Phrases,
    Pick,
    Span,
    Unread,
    month_after,
    period,
)

_WITHIN_MONTH_END: Final = 3  # days by which "30 de diciembre" may stop short of a period's end
_LABEL_REACH: Final = dt.timedelta(days=62)  # how long after its period a labelled date may be
_LISTS: Final = frozenset({"and", "comma", "semicolon", "slash", "colon"})
_RELATING: Final = frozenset({"to", "and", "from", "between", "before", "start", "onwards"})
_BY: Final = frozenset({"to", "by", "before", "end", "end_noun"})


@dataclass(frozen=True)
class _Dated:
    """One item of the text in its year, with what stands before it."""

    first: dt.date
    last: dt.date
    item: Item
    gap: frozenset[str]


@dataclass(frozen=True)
class _Schedule:
    """The dates that the items say by themselves, before any periodicity."""

    start: dt.date | None
    milestones: tuple[dt.date, ...]
    window: bool = False
    by: bool = False  # one day up to which something runs: "hasta el 30 de noviembre"


def interpret(phrases: Phrases) -> Deadline:
    """Return the deadline that the phrases say together; doubt raises."""
    items = phrases.items()
    if phrases.leftovers:
        anything = items or phrases.every or phrases.each or phrases.whole_year
        raise Unread("not_understood" if anything else "no_date")
    if {"corte", "publi"} <= {name.rstrip("s") for name in phrases.names} and not phrases.after:
        raise Unread  # is the date that of the cut-off or that of publishing it?
    dated, trailing = _in_years(phrases)
    if phrases.after and dated:
        dated = [_counted_from(one, phrases.after) for one in dated]
    if not dated and not phrases.each and trailing & (_RELATING | {"end", "end_noun"}):
        raise Unread  # "hasta 2024"
    schedule = _schedule(dated, trailing, phrases) if dated else None
    if phrases.each or (phrases.after and not dated):
        schedule = _of_each_period(phrases, schedule)
    elif phrases.every:
        schedule = _as_often(phrases, schedule)
    elif schedule is None:
        schedule = _whole_year(phrases)
    _check_counts(phrases, len(schedule.milestones))
    return Deadline(schedule.start, schedule.milestones, tuple(phrases.notes))


def _whole_year(phrases: Phrases) -> _Schedule:
    if not phrases.whole_year or phrases.counts:
        raise Unread("no_date")
    if phrases.names and phrases.named_year:
        raise Unread("no_date")
    if "next_year" in phrases.notes and not phrases.named_year:
        raise Unread  # "siguiente vigencia": all along it, or put off until its plan?
    phrases.note("whole_year")
    return _window(*period(phrases.stated_year or phrases.year, 12, 1))


def _window(first: dt.date, last: dt.date) -> _Schedule:
    if first > last:
        raise Unread("falls_back")
    return _Schedule(first, (last,), window=True)


def _check_counts(phrases: Phrases, dates: int) -> None:
    """Refuse "3 informes" beside two dates; "un informe trimestral" is one each time."""
    allowed = {dates, 1} if phrases.every else {dates}
    if not set(phrases.counts) <= allowed:
        raise Unread


# --- Years


def _in_years(phrases: Phrases) -> tuple[list[_Dated], set[str]]:
    """Return the items in their years, without those that only label others, and what follows."""
    items: list[Item] = []
    gaps: list[set[str]] = [set()]
    for node in phrases.nodes:
        if isinstance(node, Item):
            items.append(node)
            gaps.append(set())
        else:
            gaps[-1].add(node)
    items, gaps = _without_labels(items, gaps, phrases.stated_year or phrases.year)
    years = _years(items, phrases)
    stated = {item.year for item in items}
    if phrases.stated_year and stated - {None} and phrases.stated_year not in stated:
        raise Unread("doubled_year")
    if None in stated and stated == {None} and phrases.stated_year is None:
        phrases.note("year_assumed")
    dated = [
        _Dated(*item.span(year), item, frozenset(gap))
        for item, year, gap in zip(items, years, gaps, strict=False)
    ]
    return dated, gaps[-1]


def _without_labels(
    items: list[Item], gaps: list[set[str]], year: int
) -> tuple[list[Item], list[set[str]]]:
    """Drop the periods that only name the dates after them: "I trimestre: 31 de marzo; II ..."."""
    kept: list[Item] = []
    kept_gaps: list[set[str]] = [set()]
    labels: list[Span] = []
    for i, item in enumerate(items):
        kept_gaps[-1] |= gaps[i]
        named = item.shape == "period"
        if named and kept and "open" in gaps[i] - gaps[i - 1] and "close" in gaps[i + 1]:
            _check_label(kept[-1], [item.span(item.year or year)], year)
            continue
        nexts = [j for j in range(i + 1, len(items)) if items[j].shape != "period"]
        if named and nexts and gaps[nexts[0]] & {"colon", "open"}:
            fresh = i == 0 or items[i - 1].shape != "period"
            labels = [*([] if fresh else labels), item.span(item.year or year)]
            continue
        if named:
            labels = []
        if labels:
            _check_label(item, labels, year)
        kept.append(item)
        kept_gaps.append(set())
    kept_gaps[-1] |= gaps[-1]
    return kept, kept_gaps


def _check_label(item: Item, labels: list[Span], year: int) -> None:
    """Refuse "primer semestre: 30 de diciembre"."""
    ends = [item.span(y)[1] for y in ([item.year] if item.year else [year, year + 1])]
    if not any(first <= end <= last + _LABEL_REACH for first, last in labels for end in ends):
        raise Unread


def _years(items: list[Item], phrases: Phrases) -> list[int]:
    """Return the year of each item (R13): its own, else that of the others, else the plan's."""
    base = phrases.stated_year or phrases.year
    known = [i for i, item in enumerate(items) if item.year is not None]
    if not known:
        return _forward(items, base, phrases)
    first, last = known[0], known[-1]
    years = _backward(items[: first + 1], phrases)
    for i, j in pairwise(known):
        onward = _forward(items[i : j + 1], items[i].year or base, phrases)
        if j - i > 1 and onward[1:-1] != _backward(items[i : j + 1], phrases)[1:-1]:
            raise Unread("doubled_year")
        years += [*onward[1:-1], items[j].year or base]
    return years + _forward(items[last:], items[last].year or base, phrases)[1:]


def _forward(items: list[Item], year: int, phrases: Phrases) -> list[int]:
    """Return years from the first item on; a fall back in order reaches January to March."""
    years = [year] * min(1, len(items))
    for before, item in pairwise(items):
        if item.year is not None:
            years.append(item.year)
            continue
        turn = _turns(before, years[-1], item, years[-1])
        rolled = years[-1] + turn > year
        if rolled and item.span(years[-1] + turn)[1].month > LAST_ROLLED_MONTH:
            raise Unread("falls_back")
        if turn:
            phrases.note("rolled_over")
        years.append(years[-1] + turn)
    return years


def _backward(items: list[Item], phrases: Phrases) -> list[int]:
    """Return years up to the last item, whose own is written."""
    years = [items[-1].year or phrases.year]
    for item, after in zip(items[-2::-1], items[:0:-1], strict=False):
        turn = _turns(item, years[0], after, years[0]) if item.year is None else False
        if turn and years[0] - 1 != phrases.year:
            raise Unread("falls_back")
        years.insert(0, item.year or years[0] - turn)
    return years


def _turns(before: Item, year: int, item: Item, same: int) -> bool:
    """Tell whether the year turns between two dates in order, as only January to March may."""
    earlier, later = before.span(year)[1], item.span(same)[1]
    if later >= earlier:
        return False
    if later.month > LAST_ROLLED_MONTH or earlier.month <= LAST_ROLLED_MONTH:
        raise Unread("falls_back")
    return True


def _counted_from(one: _Dated, pick: Pick) -> _Dated:
    """Return the day that a count of days reaches from the day after a date (R12)."""
    following = one.last + dt.timedelta(days=1)
    due = pick.of((following, month_after(one.last)[1]))[1]
    return replace(one, first=due, last=due)


# --- Windows and lists


def _schedule(dated: list[_Dated], trailing: set[str], phrases: Phrases) -> _Schedule:
    """Return what the items say: a window, several, or a list of dates (R13)."""
    if trailing & (_RELATING - {"onwards"}):
        raise Unread
    _note_shapes(dated, phrases)
    opened = bool(dated[0].gap & {"from", "start"} or trailing & {"onwards"})
    if len(dated) == 1:
        return _single(dated[0], phrases, opened=opened)
    joints = _joints(dated, opened=opened)
    schedule = _grouped(dated, joints, phrases)
    if "month_year" in phrases.notes and len(dated) == 2 and not schedule.window:
        raise Unread  # "jun-23 y dic-23": days or months?
    if (opened or "between" in dated[0].gap) and not schedule.window:
        raise Unread
    return schedule


def _note_shapes(dated: list[_Dated], phrases: Phrases) -> None:
    shapes = {one.item.shape for one in dated}
    if "shared_day" in phrases.notes and shapes != {"day"}:
        raise Unread  # "30 de junio, agosto, primer trimestre": a day or a month?
    codes = {"month": "month_alone", "period": "period_named", "part": "part_of_month"}
    for shape, code in codes.items():
        if shape in shapes:
            phrases.note(code)
    for one in dated:
        if "before" in one.gap:
            if one.item.shape not in {"day", "count"}:
                raise Unread  # "antes de marzo": of its first day or of its last?
            phrases.note("before_day")


def _single(one: _Dated, phrases: Phrases, *, opened: bool) -> _Schedule:
    if opened:
        if one.gap & {"start", "to"} or one.item.shape == "count":
            raise Unread
        phrases.note("open_end")
        return _window(one.first, dt.date(one.first.year, 12, 31))
    if "between" in one.gap and one.item.shape != "range":
        raise Unread
    by = bool(one.gap & _BY)
    if one.gap & {"end_noun", "colon"} == {"end_noun"} and one.item.shape == "month":
        raise Unread  # "final de marzo"
    if one.item.shape in {"day", "count"} or by:
        return _Schedule(None, (one.last,), by=by)
    return _window(one.first, one.last)


def _joints(dated: list[_Dated], *, opened: bool) -> list[str]:
    """Return how each item relates to the one before: to, list, soft, dash or none."""
    joints = []
    for before, one in pairwise(dated):
        gap = one.gap
        listing = gap & _LISTS - ({"colon"} if gap & _BY else set())
        if gap & {"from", "start", "between"} and not (listing or gap & {"newline", "dot"}):
            raise Unread
        if gap & {"end", "end_noun"}:
            joints.append("to" if opened else "list" if listing else "")
        elif "to" in gap:
            again = "and" in gap or before.gap & {"to", "by"}  # "a 30 de abril, a 31 de agosto"
            joints.append("to" if opened or not listing else "list" if again else "")
        elif "between" in before.gap and "and" in gap:
            joints.append("to")
        elif listing:
            joints.append("list")
        elif "open" in gap and "close" not in gap:
            joints.append("")
        elif gap & {"newline", "dot", "close"}:
            joints.append("soft")
        else:
            joints.append("dash" if "dash" in gap else "none")
    if "" in joints:
        raise Unread
    return joints


def _grouped(dated: list[_Dated], joints: list[str], phrases: Phrases) -> _Schedule:
    kinds = set(joints)
    shapes = {one.item.shape for one in dated}
    pair = len(dated) == 2
    if "to" in kinds:
        return _windows(dated, joints, "to", phrases)
    if "dash" in kinds:
        if pair and not _closes_each_period(dated, phrases):
            if shapes & {"period", "part", "range", "count"}:
                raise Unread  # "I semestre - II semestre": up to, or both?
            return _windows(dated, joints, "dash", phrases)
        if kinds != {"dash"}:
            return _windows(dated, joints, "dash", phrases)
        phrases.note("dashes_as_list")
    if kinds & {"dash", "none"} and len(shapes) > 1:
        raise Unread
    if pair and kinds != {"dash"} and _is_window(dated, joints[0], phrases):
        return _window(dated[0].first, dated[1].last)
    if not pair and kinds != {"list"} and len({one.item.opens for one in dated}) > 1:
        raise Unread  # "1 de enero 30 de junio 1 de julio 31 de diciembre": two windows?
    if "none" in kinds:
        phrases.note("unseparated_list")
    return _listed(dated, phrases)


def _is_window(dated: list[_Dated], joint: str, phrases: Phrases) -> bool:
    """Tell whether two dates in a row are from and to; where they may be either, raise (R13)."""
    one, other = dated
    opens = one.item.opens and not other.item.opens
    from_january = opens and (one.first.month, one.first.day) == (1, 1)
    months = one.item.shape == other.item.shape == "month"
    if months and (joint != "list" or "slash" in other.gap):
        half_a_year = other.last.month - one.last.month in {6, -6}
        if (joint == "none" and not half_a_year) or one.last.month == 1:
            raise Unread  # "enero diciembre"
    if joint == "none":
        if opens:
            phrases.note("unseparated_window")
        return opens
    if from_january:  # nothing is due on New Year's Day
        phrases.note("window_from_january")
        return True
    if joint == "soft" and opens:
        raise Unread
    return False


def _closes_each_period(dated: list[_Dated], phrases: Phrases) -> bool:
    """Tell whether "Semestral: junio - diciembre" names the end of each period, no window."""
    steps = phrases.every - {0}
    return len(steps) == 1 and all(
        len(dated) * step == 12 and not one.item.opens and one.last.month % step == 0
        for step in steps
        for one in dated
    )


def _windows(dated: list[_Dated], joints: list[str], joint: str, phrases: Phrases) -> _Schedule:
    """Return the windows of a text that joins its dates in pairs; anything else is doubtful."""
    pattern = [joint, *["list"] * bool(len(dated) > 2)] * len(dated)
    if len(dated) % 2 or [j if j == joint else "list" for j in joints] != pattern[: len(joints)]:
        raise Unread
    if joint == "dash" and set(joints) - {"dash", "list", "soft"}:
        raise Unread
    pairs = list(zip(dated[::2], dated[1::2], strict=True))
    for one, other in pairs:
        unlike = one.item.shape == "day" and other.item.shape == "month" and not one.item.opens
        if one.item.shape == "month" and one.first == other.first:
            raise Unread  # "junio a junio"
        if unlike or one.first > other.last or "count" in {one.item.shape, other.item.shape}:
            raise Unread("falls_back" if one.first > other.last else "not_understood")
    if len(pairs) == 1:
        return _window(dated[0].first, dated[1].last)
    phrases.note("several_windows")
    ends = tuple(sorted({other.last for _, other in pairs}))
    return _Schedule(dated[0].first, ends)


def _listed(dated: list[_Dated], phrases: Phrases) -> _Schedule:
    for before, one in pairwise(dated):
        if one.item.shape == "month" and before.item.shape in {"day", "count"}:
            raise Unread  # "30 de junio de 2023 y diciembre": of which day?
    dates = tuple(sorted({one.last for one in dated}))
    if len(dates) < len(dated):
        phrases.note("repeated_date")
    if any(one.item.shape in {"part", "range"} for one in dated):
        phrases.note("several_windows")
        return _Schedule(min(one.first for one in dated), dates)
    return _Schedule(None, dates)


# --- Periodicities


def _as_often(phrases: Phrases, schedule: _Schedule | None) -> _Schedule:
    """Return the dates of a periodicity; dates that agree with it win, others are doubtful."""
    if len(phrases.every) > 1:
        raise Unread
    (step,) = phrases.every
    year = phrases.stated_year or phrases.year
    if schedule is None:
        if step == 0:
            return _window(*period(year, 12, 1))
        phrases.note("periodicity")
        ends = tuple(period(year, step, n)[1] for n in range(1, 12 // step + 1))
        return _Schedule(None, ends)
    if step == 0:
        return _all_along(schedule, phrases)
    if step == 12 and schedule.window:
        return schedule
    if len(schedule.milestones) * step == 12 and not schedule.window:
        return schedule
    return _period_ends(_opened(schedule, phrases), step, phrases)


def _all_along(schedule: _Schedule, phrases: Phrases) -> _Schedule:
    if schedule.window:
        return schedule
    last = schedule.milestones[-1]
    if not schedule.by and (last.month, last.day) not in {(12, 30), (12, 31)}:
        raise Unread  # "permanente 30 de abril"
    return _opened(schedule, phrases)


def _opened(schedule: _Schedule, phrases: Phrases) -> _Schedule:
    """Return the window of a schedule; "hasta" alone opens on 1 January."""
    if schedule.window:
        return schedule
    if len(schedule.milestones) > 1 or (not schedule.by and phrases.every != {0}):
        raise Unread
    phrases.note("open_start")
    last = schedule.milestones[0]
    return _window(dt.date(last.year, 1, 1), last)


def _period_ends(window: _Schedule, step: int, phrases: Phrases) -> _Schedule:
    """Return the ends of the periods that close within a window."""
    first, last = window.start or window.milestones[0], window.milestones[-1]
    ends = []
    for year in range(first.year, last.year + 1):
        for n in range(1, 12 // step + 1):
            end = period(year, step, n)[1]
            if first <= end and end <= last + dt.timedelta(days=_WITHIN_MONTH_END):
                ends.append(min(end, last))
    if not ends or ends[-1] != last or len(ends) == 1:
        raise Unread
    phrases.note("periodicity")
    return _Schedule(window.start, tuple(ends))


def _of_each_period(phrases: Phrases, window: _Schedule | None) -> _Schedule:
    """Return what was picked of each period, within the window if the text says one (R12)."""
    each = phrases.each or [Each((phrases.after,) if phrases.after else (), None, following=True)]
    asked = {one.months for one in each if one.months} | phrases.every
    if not asked and (phrases.after or not all(one.following for one in each)):
        raise Unread  # "10 días después del corte", "último día hábil": of which?
    if not asked:
        phrases.note("implied_period")
    step = min(asked or {1})
    if len(asked) > 1 or step == 0:
        raise Unread
    if window and not window.window:
        window = _opened(window, phrases)
    year = phrases.stated_year or phrases.year
    first, last = period(year, 12, 1)
    if window and window.start:
        first, last = window.start, window.milestones[-1]
    dates = set()
    for n in range(1, 12 // step + 1):
        span = period(first.year, step, n)
        if not first <= span[1] <= last:
            continue
        for one in each:
            whole = month_after(span[1]) if one.following else span
            dates |= {pick.of(whole)[1] for pick in one.picks}
    if not dates:
        raise Unread
    if phrases.stated_year is None:
        phrases.note("year_assumed")
    if not window and "before" in phrases.gap():
        phrases.note("before_day")
    return _Schedule(window.start if window else None, tuple(sorted(dates)))
