"""The same figures as a presentation: one message a screen, for the last row of a hall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeVar

from pac import labels, narrative
from pac.progress.figures import Figures
from pac.progress.groups import Group, members
from pac.progress.summary import Summary
from pac.reports import cells, in_time
from pac.reports.public import board
from pac.reports.public.board import LISTED, Bars, Figure, Line, Link, Promise, Tiered
from pac.reports.table import Table

Item = TypeVar("Item")

_HELD: Final = 900  # characters of a list that are read from the last row
_FEWEST: Final = 3  # lines of a list, however long they are
_BESIDE: Final = " " * 100  # as much room as its session, its date and who answers take
_SIZES: Final = ((48, "xl"), (100, "l"), (190, "m"))  # characters of a title, and its size


@dataclass(frozen=True)
class Slide:
    """One message, and what proves it."""

    title: str
    over: str  # above the title: of what it speaks
    section: str  # of the page, where whoever leaves the presentation arrives
    figures: tuple[Figure, ...] = ()
    bars: Bars | None = None
    chart: Literal["", "curve", "months"] = ""
    tiers: tuple[Tiered, ...] = ()
    table: Table | None = None
    said: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    promises: tuple[Promise, ...] = ()
    links: tuple[Link, ...] = ()
    more: str = ""  # that some of a list are not shown
    narrows: str = ""  # where those are; blank: in the section
    check: bool = False  # version, code and where to write

    @property
    def size(self) -> str:
        """Return how large the title may be to leave room for the rest."""
        return next((size for most, size in _SIZES if len(self.title) <= most), "s")


def slides(figures: Figures, places: dict[str, str], promises: Sequence[Promise]) -> list[Slide]:
    """Return the slides in the order in which they are shown.

    Args:
        figures: Those of the whole plan.
        places: What ``board.anchors`` returned.
        promises: What ``board.promises`` returned.
    """
    return [
        _opening(figures),
        *_components(figures, places),
        *_offices(figures),
        *_support(figures),
        _deadlines(figures),
        *_missed(figures, places),
        *_coming(figures, places),
        *_moved(figures, places),
        _year(figures),
        *_promised(promises),
        _CLOSING,
    ]


def _opening(figures: Figures) -> Slide:
    settings, total = figures.settings, figures.total
    two = (
        board.compliance(total, figures),
        board.attainment(total, figures, figures.measured),
    )
    return Slide(
        f"{settings.instrument} {settings.plan_year}",
        settings.entity,
        "inicio",
        figures=tuple(one for one in two if one is not None),
        table=None if figures.has_progress else in_time.calendar(figures),
        said=narrative.remarks(total),
    )


def _components(figures: Figures, places: dict[str, str]) -> list[Slide]:
    every = figures.components
    bars = board.components(figures)
    slides = []
    if len(every) > 1:
        title = narrative.components(every)
        slides.append(
            Slide(title, "Componentes", "componentes", bars=_first(bars), more=_left_out(bars))
        )
    names = cells.component_names(figures)
    for place, (number, row) in enumerate(every.iterrows(), 1):
        over = f"Componente {place} de {len(every)}"
        slides += _component(
            figures, places, int(str(number)), board.of_row(row), names[place - 1], over
        )
    return slides


def _component(
    figures: Figures,
    places: dict[str, str],
    number: int,
    total: Summary,
    name: str,
    over: str,
) -> list[Slide]:
    """Return a component in two figures and, on a slide of its own, what it lacks."""
    measured = figures.measured.loc[figures.measured["component"] == number]
    milestones = figures.milestones
    own = milestones.loc[milestones["activity_id"].isin(measured.index)]
    part = board.narrows(component=number)
    two = (
        board.compliance(total, figures, part),
        board.attainment(total, figures, measured, part),
    )
    every = labels.count(total.activities, "actividad", "actividades")
    first = Slide(
        name,
        over,
        "componentes",
        figures=tuple(one for one in two if one is not None),
        said=(narrative.deadlines(own, figures.cutoff),),
        links=(Link(f"Ver {every}", part),),
    )
    missing = measured.loc[members(measured, Group.MISSING)]
    if missing.empty or not figures.has_progress:
        return [first]
    lines = [
        Line(
            "",
            places[str(name)],
            str(name),
            one["activity"],
            f"{cells.status_name(one['status'])} · {one['lead'] or 'Sin quien lidere'}",
        )
        for name, one in missing.iterrows()
    ]
    lacking = board.narrows(component=number, status=Group.MISSING)
    over = f"{over}: {name}"
    return [first, _listing(_missing_title(len(lines)), over, "componentes", lines, lacking)]


def _missing_title(n: int) -> str:
    return labels.count(
        n,
        "actividad programada no está al día",
        "actividades programadas no están al día",
    )


def _listing(
    title: str, over: str, section: str, lines: Sequence[Line], narrows: str = ""
) -> Slide:
    """Return a slide of lines, so many as a hall can read."""
    shown = _held(lines, lambda one: one.text + one.note)
    more = _and_more(len(lines) - len(shown))
    return Slide(title, over, section, lines=tuple(shown), more=more, narrows=narrows)


def _offices(figures: Figures) -> list[Slide]:
    title = narrative.offices(figures.leads)
    slides = []
    offices, groups = board.offices(figures), board.groups(figures)
    if offices is not None:
        slides.append(
            Slide(
                title,
                "Dependencias, por lo que lidera cada una",
                "dependencias",
                bars=_first(offices),
                more=_left_out(offices),
            )
        )
    if groups is not None:
        slides.append(
            Slide(
                "Lo que está a cargo de grupos y comités",
                "Grupos y comités",
                "dependencias",
                bars=_first(groups),
                said=(GROUP_NOTE,),
                more=_left_out(groups),
            )
        )
    return slides


GROUP_NOTE: Final = (
    "Un grupo no es una dependencia: mientras no se diga quién lidera, nadie responde."
)


def _support(figures: Figures) -> list[Slide]:
    tiers = board.tiers(figures)
    if not tiers:
        return []
    return [
        Slide(
            narrative.gaps(figures.measured),
            "De lo reportado a lo verificado",
            "respaldo",
            tiers=tiers,
            links=board.tier_links(figures),
        )
    ]


def _deadlines(figures: Figures) -> Slide:
    return Slide(
        narrative.deadlines(figures.milestones, figures.cutoff),
        "Fechas del plan, mes por mes",
        "fechas",
        chart="months",
    )


def _missed(figures: Figures, places: dict[str, str]) -> list[Slide]:
    rows = figures.overdue
    if rows.empty or not figures.has_progress:
        return []
    lines = board.date_lines(rows, figures, places)
    return [_listing(missed_title(figures), "Fechas que llegaron", "fechas", lines)]


def _coming(figures: Figures, places: dict[str, str]) -> list[Slide]:
    rows = figures.coming
    if rows.empty:
        return []
    lines = board.date_lines(rows, figures, places)
    return [_listing(coming_title(figures), "Lo que viene", "fechas", lines)]


def missed_title(figures: Figures) -> str:
    """Return how many dates came and are not met."""
    n = len(figures.overdue)
    if not figures.has_progress:
        forms = ("fecha llegó y no tiene reporte", "fechas llegaron y no tienen reporte")
    else:
        forms = ("fecha llegó y está pendiente", "fechas llegaron y están pendientes")
    return labels.count(n, *forms) if n else "Ninguna fecha de las que llegaron está pendiente"


def coming_title(figures: Figures) -> str:
    """Return how many dates of the days of notice are not met yet."""
    n, notice = len(figures.coming), figures.settings.notice_days
    after = f"en los {labels.number(notice)} días que siguen al corte"
    if not n:
        return f"Ninguna fecha por cumplir {after}"
    return f"{labels.count(n, 'fecha por cumplir', 'fechas por cumplir')} {after}"


def _moved(figures: Figures, places: dict[str, str]) -> list[Slide]:
    lines = [
        Line(
            "",
            places[name],
            name,
            str(figures.measured.loc[name, "activity"]),
            narrative.rescheduling(moves[-1]),
        )
        for name, moves in figures.plan.rescheduled.items()
        if name in figures.measured.index
    ]
    if not lines:
        return []
    return [
        _listing(
            labels.count(len(lines), "actividad cambió de fecha", "actividades cambiaron de fecha"),
            "Lo que se había prometido para antes",
            "fechas",
            lines,
            board.narrows(status=Group.RESCHEDULED),
        )
    ]


def _year(figures: Figures) -> Slide:
    return Slide(
        narrative.curve(figures.curve, figures.cutoff, cuts=figures.cuts),
        "El año del plan",
        "vigencia",
        chart="curve",
        said=board.changed(figures),
    )


def _promised(promises: Sequence[Promise]) -> list[Slide]:
    waiting = [one for one in promises if not one.answer]
    answered = [one for one in promises if one.answer]
    made = []
    for those, title, over in (
        (
            waiting,
            labels.count(len(waiting), "compromiso por responder", "compromisos por responder"),
            "Lo que se preguntó y se prometió",
        ),
        (
            answered,
            labels.count(len(answered), "compromiso respondido", "compromisos respondidos"),
            "Lo que se prometió antes",
        ),
    ):
        if those:
            shown = _held(those, lambda one: one.question + one.answer + _BESIDE)
            made.append(
                Slide(
                    title,
                    over,
                    "compromisos",
                    promises=tuple(shown),
                    more=_and_more(len(those) - len(shown)),
                )
            )
    return made


_CLOSING: Final = Slide("Compruébelo usted", "De dónde sale cada cifra", "compruebe", check=True)

# What fits on a screen


def _held(items: Sequence[Item], text: Callable[[Item], str]) -> list[Item]:
    """Return the first items, so many as a hall can read."""
    held: list[Item] = []
    used = 0
    for item in items[:LISTED]:
        used += len(text(item))
        if used > _HELD and len(held) >= _FEWEST:
            break
        held.append(item)
    return held


def _first(bars: Bars) -> Bars:
    return replace(bars, rows=tuple(_held(bars.rows, lambda one: one.name)))


def _left_out(bars: Bars) -> str:
    return _and_more(len(bars.rows) - len(_first(bars).rows))


def _and_more(n: int) -> str:
    return f"y {labels.number(n)} más" if n > 0 else ""
