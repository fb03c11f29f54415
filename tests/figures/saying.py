"""What each format must say: all of it, and nothing that may not be said at its cut-off.

Of an open cut-off there is no level and no percent of compliance in words (R16); of fewer than
three scheduled the count says more than their percent (R6); of a plan without reports there is
only what is due. ``Truth`` holds no such measure then, so that a format that says one is found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tests.figures.boards import Case, says_kind
from tests.figures.shape import PLAN, Key, Measures, Said, merged, only, without
from tests.figures.truth import STATES, TIERS, Truth

LEGAL = ((4, 30), (8, 31), (12, 31))

YEAR = ("attainment_words", "done", "partial", "activities")
ROW = ("activities", "scheduled", "scheduled_reported", "fulfilled", "level", "compliance_words")
IN_TIERS = tuple(f"attainment_{tier}_words" for tier in TIERS)


def picked(held: Measures, names: Iterable[str]) -> Measures:
    """Return some measures of a group, as far as there are such."""
    return {name: held[name] for name in names if name in held}


# Groups


def headline(truth: Truth, held: Measures, *, mean: bool = True) -> Measures:
    """Return what the two figures say where they stand big."""
    if truth.state == "no progress":
        return picked(held, ("activities", "scheduled"))
    if not held["scheduled"]:
        return picked(held, ("scheduled", *YEAR))
    if truth.state == "open":
        return picked(held, ("scheduled_reported", "scheduled", "fulfilled", *YEAR))
    of_mean = ("scheduled_mean_words",) if mean else ()
    return picked(held, ("fulfilled", "scheduled", "level", "compliance_words", *of_mean, *YEAR))


def bar(truth: Truth, held: Measures) -> Measures:
    """Return what stands at a bar."""
    if not held["scheduled"]:
        return {"scheduled": 0}
    if truth.state == "no progress":
        return picked(held, ("activities", "scheduled"))
    if truth.state == "open":
        return picked(held, ("fulfilled", "scheduled_reported", "scheduled"))
    return picked(held, ("fulfilled", "scheduled", "level", "compliance_words"))


def row(truth: Truth, held: Measures) -> Measures:
    """Return what a row of the tables of components and offices says."""
    if truth.state == "no progress":
        return picked(held, ("activities", "scheduled"))
    return picked(held, (*ROW, "attainment_words"))


def leading(truth: Truth, scope: str) -> list[tuple[Key, Measures]]:
    """Return the components or parties that have some activity."""
    groups = truth.groups.items()
    return [(key, held) for key, held in groups if key.scope == scope and held["activities"]]


def kinds(truth: Truth, *, beside_names: bool = False, offices: bool = True) -> Said:
    """Return what the parties are that lead something, as far as a format says it."""
    return {
        key: {"kind": held["kind"]}
        for key, held in leading(truth, "party")
        if (says_kind(key.name, held["kind"]) if beside_names else True)
        and (offices or held["kind"] != "dependencia")
    }


def sentence(truth: Truth, held: Measures) -> Measures:
    """Return what the sentence of the compliance says."""
    if truth.state == "no progress":
        return picked(held, ("scheduled",))
    if not held["scheduled"]:
        return {"scheduled": 0} | (picked(held, ("activities",)) if held["activities"] > 1 else {})
    if truth.state == "open":
        return picked(held, ("scheduled_reported", "scheduled", "fulfilled"))
    counts = picked(held, ("fulfilled", "scheduled"))
    said = "compliance_words" in held
    return counts | (picked(held, ("compliance_words", "level")) if said else {})


def public_page(case: Case) -> Said:
    """Return what the page of the public board must say."""
    truth = case.truth
    whole = truth.groups[PLAN]
    tiers = tuple(f"fulfilled_{tier}" for tier in TIERS) if whole["scheduled"] else ()
    plan = headline(truth, whole) | picked(whole, (*IN_TIERS, *tiers))
    groups = [*leading(truth, "component"), *leading(truth, "party")]
    return merged({PLAN: plan}, {key: row(truth, held) for key, held in groups}, kinds(truth))


def public_slides(case: Case) -> Said:
    """Return what the presentation must say."""
    truth = case.truth
    own = {
        key: merged({key: headline(truth, held)}, {key: bar(truth, held)})[key]
        for key, held in leading(truth, "component")
    }
    plan = {PLAN: headline(truth, truth.groups[PLAN])}
    parties = {key: bar(truth, held) for key, held in leading(truth, "party")}
    return merged(plan, own, parties, kinds(truth, beside_names=True))


def screen_groups(scope: str, case: Case) -> Said:
    """Return what the tables of a page must say; without reports, what is due by each cut-off."""
    truth = case.truth
    every = leading(truth, scope)
    told = {key: row(truth, held) for key, held in every}
    if truth.state == "no progress":
        told = {key: picked(held, ("activities",)) for key, held in every} | due_by(case, scope)
    return merged(told, kinds(truth, offices=False) if scope == "party" else {})


def due_by(case: Case, scope: str) -> Said:
    """Return how many activities of each group have something due by each cut-off."""
    return {
        key._replace(cutoff=day): picked(held, ("scheduled",))
        for day in case.figures.settings.cutoffs
        for key, held in leading(case.at(day), scope)
    }


def page_books(scope: str, case: Case) -> Said:
    """Return what the downloaded tables of components and offices must hold."""
    truth = case.truth
    if truth.state == "no progress":
        return screen_groups(scope, case)
    shares = ("compliance", "attainment") if truth.state == "closed" else ("attainment",)
    told = {key: picked(held, (*ROW[:5], *shares)) for key, held in leading(truth, scope)}
    return merged(told, kinds(truth, offices=False) if scope == "party" else {})


def summary(case: Case) -> Said:
    """Return what the first page must say."""
    truth = case.truth
    whole = truth.groups[PLAN]
    line = only(truth.curve_dates(), "curve", "planned_words", "actual_words")
    if truth.state == "no progress":
        return merged({PLAN: sentence(truth, whole)}, calendar(truth, "planned_words"), line)
    return merged({PLAN: headline(truth, whole)}, line)


# Activities


def activities(truth: Truth, *measures: str) -> Said:
    """Return of each activity what is named; of one that nobody reported no share in words."""
    said = only(truth.activities, "activity", "reported", "differs", *measures)
    for held in said.values():
        if not held["reported"]:
            held.pop("attainment_words", None)
            held.pop("differs", None)
    return said


def public_activities(case: Case) -> Said:
    """Return what the list of the public board must say."""
    names = ("status", "target_words", "due", "dates", "expected_words", "actual_words")
    shares = ("attainment_words", *IN_TIERS, "basis")
    return merged(activities(case.truth, *names, *shares), dates(case.truth))


def dates(truth: Truth) -> Said:
    """Return each date, how it stands and how much of it is done."""
    return only(truth.dates, "date", "day", "state", "done_words")


def screen_activities(case: Case) -> Said:
    """Return what the list of activities must say."""
    names = ("status", "target_words", "expected_words", "actual_words", "attainment_words")
    said = activities(case.truth, *names)
    if case.truth.state == "no progress":  # that nobody reported is said above the list
        for held in said.values():
            del held["reported"]
    return said


def activity_book(case: Case) -> Said:
    """Return what the downloaded list of activities must hold."""
    truth = case.truth
    shares = ("attainment", *(f"attainment_{tier}" for tier in TIERS))
    said = only(truth.activities, "activity", "status", "target", "actual", "expected", *shares)
    for key, held in said.items():
        if not truth.activities[key]["due"]:  # «no programado» is no zero
            held.pop("expected", None)
    return said


# Time


def months(truth: Truth) -> Said:
    """Return the dates of each month, by what came of them as far as anything did."""
    if truth.state == "no progress":
        return only(truth.months, "month", "dates")
    named = ["dates", "done", "missing", "to_come"]
    if any(one["no_target"] for one in truth.months.values()):
        named.append("no_target")
    return only(truth.months, "month", *named)


def curve(truth: Truth, *measures: str) -> Said:
    """Return both lines at the cut-offs and where something is known; in words by default."""
    kept = truth.curve_dates(lambda day: day in truth.figures.settings.cutoffs)
    return only(kept, "curve", *(measures or ("planned_words", "actual_words")))


def calendar(truth: Truth, *shares: str) -> Said:
    """Return what is due by each cut-off."""
    return only(truth.cutoffs, "cutoff", "scheduled", "activities", "came", "dates", *shares)


def public_time(case: Case) -> Said:
    """Return what the public board says of months, year and cut-offs."""
    due = calendar(case.truth, "planned_words") if case.truth.state == "no progress" else {}
    here = case.truth.cutoffs[Key("cutoff", case.cutoff.isoformat())]
    at_lines = picked(here, ("planned_words", "actual_words"))
    return merged(months(case.truth), curve(case.truth), {PLAN: at_lines}, due)


def screen_dates(case: Case) -> Said:
    """Return what the page of the dates says; under the pointer only what is done in part."""
    truth = case.truth
    said = only(truth.dates, "date", "day", "state")
    for key, held in truth.dates.items():
        if 0.0 < held.get("done", 0.0) < 1.0:
            said[key]["done_words"] = held["done_words"]
    return merged(said, months(truth), drawn_months(truth))


def drawn_months(truth: Truth) -> Said:
    """Return what is drawn of the months: whatever came of some date."""
    every = truth.months.values()
    names = [name for name in STATES if any(one[name] for one in every)]
    return only(truth.months, "month", *names)


# The follow-up of Control Interno


def follow_up_days(case: Case) -> list[dt.date]:
    """Return the cut-offs whose follow-ups stand side by side, up to the chosen one."""
    known = case.figures.settings.cutoffs
    legal = {day for day in known if day.year == 2023 and (day.month, day.day) in LEGAL}
    return [day for day in sorted(legal | {case.cutoff}) if day <= case.cutoff]


def follow_up(case: Case, *, in_words: bool) -> Said:
    """Return what the follow-up must say, as a workbook or in words."""
    truth, words = case.truth, "_words" if in_words else ""
    whole = truth.groups[PLAN]
    said: list[Said] = [
        {PLAN: sentence(truth, whole) | picked(whole, YEAR if "done" in whole else ())}
    ]
    counts = {
        "closed": ("fulfilled_verified", "fulfilled_reported", "level"),
        "open": ("scheduled_reported", "fulfilled_reported"),
        "no progress": (),
    }[truth.state]
    shares = {
        "closed": (f"attainment_verified{words}", f"attainment_reported{words}"),
        "open": (f"attainment_reported{words}",),
        "no progress": (),
    }[truth.state]
    for key, held in (PLAN, whole), *leading(truth, "component"):
        told = picked(held, ("activities", "scheduled", *counts, *shares))
        if "compliance_words" in held:  # where the count says more, there is no share either
            told |= picked(held, (f"compliance{words}",))
        said.append({key: told})
    for day in follow_up_days(case):
        then = case.at(day)
        of = None if day == case.cutoff else day
        bands = (
            leading(then, "component")
            if in_words
            else [(PLAN, then.groups[PLAN]), *leading(then, "component")]
        )
        said.append({key._replace(cutoff=of): band(then, held) for key, held in bands})
        said.append(
            {
                key._replace(cutoff=of): entry(then, held, in_words=in_words, is_chosen=of is None)
                for key, held in then.activities.items()
            }
        )
    return merged(*said)


def band(truth: Truth, held: Measures) -> Measures:
    """Return what heads a component of the follow-up."""
    if truth.state == "no progress":
        return picked(held, ("scheduled",))
    return bar(truth, held)


def entry(truth: Truth, held: Measures, *, in_words: bool, is_chosen: bool) -> Measures:
    """Return what a follow-up says of an activity: a share, or why there is none."""
    words = "_words" if in_words else ""
    nothing_due = (
        {"expected_words": "no programada"}
        if held["dates"]
        else {"expected_words": "sin fecha legible"}
    )
    due = nothing_due if not held["due"] else {}
    if "target" not in held:
        return {"attainment_words": "sin meta legible"} | due
    told: Measures = due or picked(held, (f"expected{words}",))
    if truth.state == "no progress":
        return told
    if not held["reported"]:
        return told | ({"attainment_words": "sin reporte"} if held["due"] else {})
    told |= picked(held, (f"attainment{words}",))
    differs = held["attainment_reported"] != held["attainment"]
    if truth.state == "closed" and (differs if in_words else is_chosen):
        told |= picked(held, (f"attainment_reported{words}",))
    return told


# The slides


def charts(case: Case) -> Said:
    """Return what the charts of the slides hold and the tables beside them say."""
    truth = case.truth
    said: Said = {}
    components, parties = leading(truth, "component"), leading(truth, "party")
    offices = [one for one in parties if one[1]["kind"] == "dependencia"]
    others = [one for one in parties if one[1]["kind"] != "dependencia"]
    for group in (components, offices, others):
        drawn = any(held["scheduled"] for _, held in group)
        for key, held in group:
            if truth.state == "no progress":
                said[key] = picked(held, ("activities", "scheduled"))
            elif not drawn:
                said[key] = {"scheduled": 0}
            else:
                tiers = (
                    [f"fulfilled_{tier}" for tier in TIERS]
                    if truth.state == "closed"
                    else ["scheduled_reported"]
                )
                names = (
                    "scheduled",
                    "fulfilled",
                    "compliance",
                    "attainment",
                    "level",
                    "compliance_words",
                )
                said[key] = picked(held, (*names, *tiers))
    return said


def messages(case: Case) -> Said:
    """Return what the slides say in words, and what is noted for who speaks."""
    truth = case.truth
    said: list[Said] = []
    for key, held in (PLAN, truth.groups[PLAN]), *leading(truth, "component"):
        said.append(
            {
                key: merged({key: headline(truth, held, mean=False)}, {key: sentence(truth, held)})[
                    key
                ]
            }
        )
    for key, held in (*leading(truth, "component"), *leading(truth, "party")):
        noted = band(truth, held) | picked(held, ("attainment_words",))
        said.append({key: noted})
    for key, held in truth.activities.items():
        if held["scheduled"] or held["reported"]:
            said.append({key: picked(held, ("expected_words", "attainment_words"))})
    return merged(*said)


def deck_time(case: Case) -> Said:
    """Return what the charts of the year and of the months hold."""
    truth = case.truth
    points = truth.curve_dates(lambda _day: True)
    days = sorted(dt.date.fromisoformat(key.name) for key in points)
    known = [day for day in days if "actual" in points[Key("curve", day.isoformat())]]
    said: Said = {}
    for day in sorted({*days, *(day - dt.timedelta(days=1) for day in days[1:])}):
        last = max(one for one in days if one <= day)
        told = {"planned": points[Key("curve", last.isoformat())]["planned"]}
        if known and known[0] <= day <= known[-1]:
            at = max(one for one in known if one <= day)
            told["actual"] = points[Key("curve", at.isoformat())]["actual"]
        said[Key("curve", day.isoformat())] = told
    return said | drawn_months(truth)


# Paper


def three_pages(case: Case) -> Said:
    """Return what the plan in three pages must say."""
    truth = case.truth
    whole = truth.groups[PLAN]
    tiers = {
        "closed": [f"fulfilled_{tier}" for tier in TIERS],
        "open": ["fulfilled", "scheduled_reported"],
        "no progress": [],
    }
    said: list[Said] = [{PLAN: headline(truth, whole)}]
    for scope, year in (("component", ("attainment_words",)), ("party", ())):
        for key, held in leading(truth, scope):
            if truth.state == "no progress":
                said.append({key: picked(held, ("activities", "scheduled"))})
                continue
            aloud = tiers[truth.state] if held["scheduled"] else ()
            said.append({key: bar(truth, held) | picked(held, (*year, *aloud))})
    return merged(*said, calendar(truth, "planned_words", "actual_words"))


def own_page(
    case: Case, key: Key, leads: Iterable[tuple[str, Measures]], ids: Iterable[str]
) -> Said:
    """Return what the page of a component or of an office must say."""
    truth = case.truth
    said: list[Said] = (
        [{key: headline(truth, truth.groups[key])}] if truth.groups[key]["activities"] else []
    )
    for name, held in leads:
        told = (
            picked(held, ("activities", "scheduled"))
            if truth.state == "no progress"
            else bar(truth, held) | picked(held, ("attainment_words",))
        )
        said.append({Key("party", name): told})
    names = ("expected_words", "actual_words", "attainment_words")
    every = activities(truth, *names)
    for name in ids:
        held = dict(every[Key("activity", name)])
        if truth.state == "no progress":
            del held["reported"]
        said.append({Key("activity", name): held})
    return merged(*said)


# Open data


def open_data(case: Case, groups: Iterable[str], names: Iterable[str], *, with_dates: bool) -> Said:
    """Return what a file of the open data must say, all parties that the plan names included."""
    truth, measures = case.truth, tuple(groups)
    told = [only(truth.activities, "activity", *names)]
    if measures:
        told += [only(truth.groups, scope, *measures) for scope in ("plan", "component")]
        told.append(only(truth.groups, "party", "kind", *measures))
    return merged(*told, only(truth.dates, "date", "day", "state", "done") if with_dates else {})


def as_json(case: Case) -> Said:
    """Return what the JSON must say: the contract of design 6, whose counts are always numbers."""
    groups = (
        "attainment",
        "compliance",
        "level",
        "scheduled",
        "fulfilled",
        "reported",
        "activities",
    )
    names = ("status", "reported", "actual", "attainment", "expected", "target", "dates", "due")
    said = open_data(case, groups, names, with_dates=False)
    for key, held in said.items():
        if key.scope != "activity":
            held.setdefault("fulfilled", 0)
    return said


def printed(case: Case) -> Said:
    """Return what ``resumen`` must print."""
    truth = case.truth
    whole = truth.groups[PLAN]
    said: list[Said] = [
        {PLAN: sentence(truth, whole) | picked(whole, YEAR if "done" in whole else ())}
    ]
    for key, held in without(truth.groups, [PLAN]).items():
        told = picked(held, ("scheduled", "attainment_words"))
        if held["scheduled"]:
            told |= picked(held, ("fulfilled",))
        said.append({key: told if held["activities"] else {"activities": 0}})
    return merged(*said)


def calendar_file(case: Case) -> Said:
    """Return what the calendar must say: the dates in force today, and how each stood."""
    truth, said = case.truth, {}
    for name, days in case.figures.plan.activities["milestones"].items():
        for number, day in enumerate(days, 1):
            key = Key("date", f"{name} #{number}")
            held = truth.dates.get(key, {})
            said[key] = {"day": day} | (picked(held, ("state",)) if held.get("day") == day else {})
        if days:
            one = Key("activity", str(name))
            names = (
                "status",
                "expected_words",
                "actual_words",
                "target_words",
                "attainment_words",
                "basis",
            )
            said[one] = activities(truth, *names)[one]
            said[one].pop("differs", None)
            early = said[one]["reported"] and "actual_words" not in said[one]
            if early or not said[one]["reported"] or "attainment_words" not in said[one]:
                said[one].pop("target_words", None)
                said[one].pop("attainment_words", None)
    return said
