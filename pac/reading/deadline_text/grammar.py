"""Grammar of deadline texts: tokens into phrases, in the order written (R13)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pac.model import DayKind
from pac.reading.deadline_text.parts import (
    STEPS,
    Each,
    Item,
    Phrases,
    Pick,
    Unread,
    closing,
    day_of_each,
    day_pick,
    first_days_pick,
    fortnight_pick,
    from_to,
    full_year,
    last_day_pick,
    month_item,
    of_whole_year,
    period_item,
    picked,
    week_pick,
    weekday_pick,
)
from pac.reading.deadline_text.words import Token, split_words

# What may stand between two dates and says how they relate.
_JOINTS: Final = frozenset(
    split_words(
        "comma semicolon slash dash dot colon open close newline to and from between before by "
        "onwards start end end_noun"
    )
)
# What the name of something due may be made of: "Primer informe de avance (SUIT):".
_NAME: Final = frozenset(
    split_words("unknown filler label de and ord num roman start end end_noun to by open close")
)
# What shows that a number before it counts something and is no day.
_WITHIN: Final = frozenset({"en", "durante", "para"})  # "uno en junio" is no day either
_COUNTED: Final = frozenset(
    split_words("times label per each day firsts lasts period periods week")
)
# What may follow "último día hábil" where the text says elsewhere how often.
_CLOSED: Final = frozenset(["", *split_words("comma semicolon dot dash newline open close every")])
# What shows that the number of "dic-23" may be a day, or that the text says its year elsewhere.
_DAYS_OR_YEARS: Final = frozenset(
    split_words("num ord roman date year month day weekday firsts lasts")
)
_USUAL_DAYS: Final = frozenset({15, 28, 29, 30, 31})  # "abr-30, ago-30 y dic-30", even in 2030


class Reader:
    """Reads tokens into phrases; what no rule takes is left over."""

    def __init__(self, tokens: list[Token], year: int, days: DayKind) -> None:
        self._out = Phrases(year, days)
        unmarked = _without_list_marks(tokens)
        if unmarked is not tokens:
            self._out.note("list_marks")
        self._tokens = _with_month_years(unmarked, year % 100)
        if self._tokens is not unmarked:
            self._out.note("month_year")
        self._at = 0
        self._weekday: int | None = None

    def read(self) -> Phrases:
        """Return the phrases of the whole text."""
        rules = (
            self._name, self._numeric_date, self._day_first, self._month_first, self._period,
            self._how_often, self._times, self._end_of, self._year, self._connective,
        )  # fmt: skip
        while self._at < len(self._tokens):
            start = self._at
            for rule in rules:
                if rule():
                    break
                self._at = start
            else:
                self._out.leftovers.append(self._tokens[start].text)
                self._at = start + 1
        if any(token.typo for token in self._tokens):
            self._out.note("typo")
        return self._out

    # --- moving over the tokens

    def _kind(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._tokens[at].kind if at < len(self._tokens) else ""

    def _text(self) -> str:
        return self._tokens[self._at].text if self._at < len(self._tokens) else ""

    def _take(self, *kinds: str) -> Token | None:
        if self._kind() not in kinds:
            return None
        self._at += 1
        return self._tokens[self._at - 1]

    def _skip(self, *kinds: str) -> set[str]:
        start = self._at
        while self._kind() in kinds:
            self._at += 1
        return {token.kind for token in self._tokens[start : self._at]}

    def _month_follows(self, ahead: int) -> bool:
        """Tell whether a month comes next, after "de" or nothing."""
        while self._kind(ahead) in {"de", "filler"}:
            ahead += 1
        return self._kind(ahead) == "month"

    def _add(self, item: Item) -> None:
        self._out.nodes.append(replace(item, weekday=self._weekday))
        self._weekday = None

    # --- names of what is due

    def _name(self) -> bool:
        """Drop what ends in a colon and names what is due: "Publicación:", "Corte 1:"."""
        end = self._at
        while end < len(self._tokens) and self._tokens[end].kind in _NAME:
            end += 1
        kinds = {token.kind for token in self._tokens[self._at : end]}
        first = self._kind()  # "3 informes:" is counted, not dropped
        if self._kind(end - self._at) != "colon" or first in {"and", "open", "close", "num"}:
            return False
        worded = kinds & {"unknown", "label"}
        if not (worded or kinds & {"filler", "ord", "start", "end", "end_noun", "by"}):
            return False
        if (kinds & {"num", "roman"} and not worded) or ("to" in kinds and self._out.items()):
            return False
        if worded and self._hangs_on_event():
            return False
        self._out.names |= {token.text[:5] for token in self._tokens[self._at : end]}
        self._out.nodes += sorted(kinds & {"start", "end", "end_noun", "by"})
        self._at = end
        return True

    def _hangs_on_event(self) -> bool:
        """Tell whether what comes next is no date but a deed: "desde la aprobación"."""
        at = self._at - 1
        while at >= 0 and self._tokens[at].kind in {"de", "filler"}:
            at -= 1
        return at >= 0 and (
            self._tokens[at].kind in {"from", "between", "before", "after"}
            or self._tokens[at].text == "hasta"
        )

    def _connective(self) -> bool:
        """Take what relates two dates, or says nothing about time."""
        if self._kind() in {"ord", "roman"} and self._kind(1) == "label":
            self._at += 1  # "primer seguimiento"
        if self._kind() == "label":
            if self._hangs_on_event():
                return False
            label = self._tokens[self._at].text
            self._out.names.add(label[:5])
            self._at += 1
            if label.startswith("corte") and self._take("to"):
                self._out.nodes.append("by")  # "con corte al 31 de agosto" opens no window
            if self._kind() in {"num", "roman"} and self._kind(1) == "open":
                self._at += 1  # "Corte 1 (30 de abril)"
            return True
        if self._take("de", "filler"):
            return True
        if self._kind() == "period" and self._tokens[self._at].value == 1:
            self._at += 1
            return self._month_follows(0) or self._kind() == "colon"  # "mes de marzo"
        if self._take("day"):
            return self._kind() == "weekday"
        if self._take("week"):  # "semana del 10 al 14 de julio"
            return self._kind() == "de" and self._kind(1) == "num"
        if weekday := self._take("weekday"):
            self._skip("comma", "day")
            self._weekday = weekday.value
            return self._kind() in {"num", "date", "ord"}
        if joint := self._take(*_JOINTS):
            self._out.nodes.append(joint.kind)
            return True
        return False

    # --- dates

    def _numeric_date(self) -> bool:
        """Take "30/06/2023", "12/2023" or "30/06"."""
        token = self._take("date")
        if token is None:
            return False
        day, month, year = token.date
        if token.text == "24/7":
            raise Unread("no_date")  # all day long, all week
        if not 1 <= month <= 12:
            raise Unread("impossible_date")
        full = None if year is None else full_year(year, self._out.year)
        if day is None:
            self._add(month_item(month, full))
        else:
            self._add(picked(day_pick(day), month, full))
        return True

    def _day_first(self) -> bool:
        """Take "15 y 30 de junio", "último día hábil de cada mes", "5 primeros días de mayo"."""
        picks = self._picks()
        if not picks:
            return False
        start = self._at
        for tail in (
            self._of_months, self._of_each, self._of_year, self._after, self._of_often,
        ):  # fmt: skip
            if tail(picks):
                return True
            self._at = start
        return False

    def _picks(self) -> list[Pick]:
        """Return the days of a list that a month closes, stretches joined."""
        pick = self._pick()
        picks = [pick] if pick else []
        between = "between" in self._out.gap()
        while picks:
            start = self._at
            gap = self._skip("comma", "and", "to", "dash", "de", "filler")
            pick = self._pick() if gap & {"comma", "and", "to", "dash"} else None
            if pick is None:
                self._at = start
                break
            if gap & {"to", "dash"} or (between and "and" in gap):
                picks[-1] = from_to(picks[-1], pick)
            else:
                picks.append(pick)
        return picks

    def _pick(self) -> Pick | None:
        """Return the next thing that can be picked of a month; where there is none, stay."""
        start = self._at
        for rule in (self._ordinal_pick, self._counted_pick, self._plain_day):
            if pick := rule():
                return pick
            self._at = start
        return None

    def _ordinal_pick(self) -> Pick | None:
        """Read "último día hábil", "quinto día", "primer lunes", "segunda quincena", "1°"."""
        self._take("day")
        token = self._take("ord")
        if token is None:
            return None
        n = token.value
        if weekday := self._take("weekday"):
            return weekday_pick(weekday.value, n)
        if self._take("week"):
            return week_pick(n)
        if self._take("fortnight"):
            return fortnight_pick(n)
        if self._take("day"):
            working = self._take("working") is not None
            if n == -1:
                return last_day_pick(working=working)
            return first_days_pick(n, "working") if working else day_pick(n)
        if self._more_ordinals():
            raise Unread  # "primera y tercera semana": no day
        plain = n == 1 or token.text[0].isdigit()
        return day_pick(n) if plain and n <= 31 and self._figure() in {None, n} else None

    def _more_ordinals(self) -> bool:
        """Tell whether an ordinal shares its noun with those after it: "1er y 3er viernes"."""
        ahead = 0
        while self._kind(ahead) in {"and", "comma", "dash", "to", "ord", "filler"}:
            ahead += 1
        return self._kind(ahead) in {"week", "fortnight", "weekday"}

    def _number(self) -> int | None:
        """Return "5", "cinco (5)" or "(5)"; words and figures that disagree are doubtful."""
        token = self._take("num")
        figure = self._figure()
        if token and figure and token.value != figure:
            raise Unread
        return token.value if token else figure

    def _figure(self) -> int | None:
        """Take the "(5)" of "cinco (5)"."""
        if self._kind() == "open" and self._kind(1) in {"num", "ord"} and self._kind(2) == "close":
            self._at += 3
            return self._tokens[self._at - 2].value
        return None

    def _counted_pick(self) -> Pick | None:
        """Read "primeros 5 días hábiles", "5 últimos días", "10 días hábiles (siguientes a)"."""
        place = self._take("firsts", "lasts")
        n = self._number()
        place = place or self._take("firsts", "lasts")
        has_days = self._take("day") is not None
        kind = self._take("working", "calendar")
        if not n or not (kind or (place and has_days)):
            return None
        if place and place.kind == "lasts":
            return last_day_pick(working=kind is not None and kind.kind == "working")
        if kind is None:
            self._out.note(f"{self._out.days}_days_assumed")
            return first_days_pick(n, self._out.days)
        counted: DayKind = "working" if kind.kind == "working" else "calendar"
        return first_days_pick(n, counted, "may" if place else "must")

    def _plain_day(self) -> Pick | None:
        """Read "15", "quince (15)" or "el día 15"."""
        self._take("day")
        article = self._at < len(self._tokens) and self._tokens[self._at].text in {"un", "una"}
        n = self._number()
        if not n or article or n > 31 or self._kind() in _COUNTED or self._text() in _WITHIN:
            return None
        return day_pick(n)

    def _of_months(self, picks: list[Pick]) -> bool:
        """Take the months that close a list of days: "de junio", "-dic-23", "de mayo y enero"."""
        if any(pick.follows == "must" for pick in picks):
            return False
        marked = self._kind() in {"dash", "dot"} and self._tokens[self._at].glued
        self._skip("de", "filler", "dash", "slash", "dot")
        if self._kind() == "period" and self._month_follows(1):
            self._at += 1
            self._skip("de", "filler")
        month = self._take("month")
        if month is None:
            return False
        if marked and not month.glued and (picks[0].number or 31) <= 12 and not self._kind():
            raise Unread  # "1. Junio": a day or the mark of a list?
        months = [(month.value, self._short_year())]
        while True:
            start = self._at
            year = self._year_within_list(picks)
            gap = self._skip("comma", "and", "de", "filler")
            month = self._take("month") if gap & {"comma", "and"} else None
            if month is None or self._kind() in {"num", "ord", "date"}:
                self._at = start
                break
            months[-1] = (months[-1][0], months[-1][1] or year)
            months.append((month.value, self._short_year()))
        if len(months) > 1 and any(pick.number for pick in picks):
            self._out.note("shared_day")
        self._add_all(picks, months)
        return True

    def _year_within_list(self, picks: list[Pick]) -> int | None:
        """Return the year in "10 primeros días de septiembre de 2023 y enero de 2024"."""
        if any(pick.number for pick in picks):
            return None  # "30 de junio de 2023 y diciembre": of which day?
        self._skip("de", "filler")
        token = self._take("year")
        return full_year(token.value, self._out.year) if token else None

    def _add_all(self, picks: list[Pick], months: list[tuple[int, int | None]]) -> None:
        for i, ((month, year), pick) in enumerate((m, p) for m in months for p in picks):
            if i:
                self._out.nodes.append("and")
            self._add(picked(pick, month, year))

    def _short_year(self) -> int | None:
        """Return the year of "31-dic-23", "30 de junio de 23" or "30 jun 23"."""
        sep = self._take("dash", "slash", "dot", "de")
        token = self._take("num")
        if token and len(token.text) == 2 and token.text.isdecimal():
            near = abs(token.value - self._out.year % 100) <= 1
            told = sep is not None and (sep.kind == "de" or (sep.glued and token.glued))
            ends = self._kind() not in _COUNTED and not self._month_follows(0)
            if (told or (near and sep is None)) and ends:
                return full_year(token.value, self._out.year)
        self._at -= (token is not None) + (sep is not None)
        return None

    def _month_first(self) -> bool:
        """Take "Mayo 14", "junio 15 y 30", or a month alone."""
        month = self._take("month")
        if month is None:
            return False
        start = self._at
        if (token := self._take("date")) and token.date[0] is None:  # "Junio 10/2023"
            self._add(picked(day_pick(token.date[1]), month.value, token.date[2]))
            return True
        self._at = start
        sep = self._take("dash", "slash")
        if self._kind() == "comma" and self._kind(1) == "num":  # "Abril, 30 de 2023"
            self._at += "year" in {self._kind(2), self._kind(2 + (self._kind(2) == "de"))}
        picks = self._days_after_month()
        if not picks:
            self._at = start
            self._add(month_item(month.value, self._year_of_month()))
            return True
        typed = self._tokens[self._at - 1].text
        off = picks[0].number - self._out.year % 100 if picks[0].number else None
        if len(typed) == 2 and off is not None and abs(off) <= (sep is not None):
            self._refuse_unless_year_follows()  # "dic-23": a day or a year?
        self._add_all(picks, [(month.value, None)])
        return True

    def _year_of_month(self) -> int | None:
        """Return the year of "diciembre del 23"; of another number it is doubtful."""
        if self._kind() != "de" or self._kind(1) != "num" or self._month_follows(2):
            return None
        token = self._tokens[self._at + 1]
        if len(token.text) != 2 or abs(token.value - self._out.year % 100) > 1:
            return None
        self._at += 2
        return full_year(token.value, self._out.year)

    def _days_after_month(self) -> list[Pick]:
        picks: list[Pick] = []
        gap: set[str] = set()
        while True:
            start = self._at
            if picks:
                gap = self._skip("comma", "and", "to", "dash", "filler")
                if not gap & {"comma", "and", "to", "dash"}:
                    break
            pick = self._pick_after_month(first=not picks)
            if pick is None:
                break
            if gap & {"to", "dash"}:
                picks[-1] = from_to(picks[-1], pick)
            else:
                picks.append(pick)
        self._at = start
        return picks

    def _pick_after_month(self, *, first: bool) -> Pick | None:
        """Return a day that stands after its month and not before the next one."""
        self._take("day")
        token = self._take("num", "ord")
        if (
            token is None
            or token.text in {"un", "una"}
            or self._figure() not in {None, token.value}
            or not 1 <= token.value <= 31
            or (token.kind == "ord" and token.value != 1 and not token.text[0].isdigit())
            or (self._kind() in _COUNTED | {"roman"} and not self._names_a_period())
            or (self._kind() == "de" and self._month_follows(0))
            or (self._kind() == "month" if not first else self._goes_with_next_month())
        ):
            return None
        return day_pick(token.value)

    def _names_a_period(self) -> bool:
        """Tell whether "semestre 2" comes next, rather than a noun that the number counts."""
        return self._kind() == "period" and self._kind(1) in {"num", "roman", "ord"}

    def _goes_with_next_month(self) -> bool:
        """Tell whose the day is in "Abril 30 agosto 31" and "Enero - 30 junio", from its end."""
        kinds = ["month", "num"]
        ahead = 0
        while True:
            ahead += self._kind(ahead) == "dash"
            if self._kind(ahead) != ("month" if kinds[-1] == "num" else "num"):
                break
            kinds.append(self._kind(ahead))
            ahead += 1
        if len(kinds) % 2 == 0:
            return False
        dashes = (self._kind(-2) == "dash", self._kind() == "dash")
        if len(kinds) > 3 or dashes[0] == dashes[1]:
            raise Unread
        return dashes[0]

    def _refuse_unless_year_follows(self) -> None:
        start = self._at
        self._skip("de", "comma", "dash", "slash", "filler", "dot", "open")
        if self._kind() not in {"year", "period"}:
            raise Unread
        self._at = start

    # --- named periods

    def _period(self) -> bool:
        """Take "primer trimestre", "I, II y III cuatrimestre" or "Semestre 2"."""
        named = self._named_periods()
        for node in named:
            self._out.nodes.append(node)
        return bool(named)

    def _named_periods(self) -> list[Item | str]:
        start = self._at
        noun = self._take("period", "periods")
        numbers, gaps = self._numbers_of_periods()
        if noun and noun.kind == "periods" and len(numbers) < 2:
            numbers = []  # "trimestres 2"
        figures = any(token.kind == "num" for token in numbers)
        if numbers and noun is None:
            noun = self._take("period") or (self._take("periods") if len(numbers) > 1 else None)
            if noun and figures:
                self._out.note("ordinal_digit")
        if noun is None or not numbers or noun.value in {1, 12}:
            self._at = start
            return []
        most = 12 // noun.value
        nodes: list[Item | str] = []
        for token, gap in zip(numbers, gaps, strict=True):
            n = most if token.value == -1 else token.value
            if not 1 <= n <= most:
                raise Unread
            nodes += sorted(gap - {"de", "filler"})
            nodes.append(period_item(noun.value, n))
        return nodes

    def _numbers_of_periods(self) -> tuple[list[Token], list[set[str]]]:
        numbers: list[Token] = []
        gaps: list[set[str]] = []
        while True:
            start = self._at
            gap = self._skip("comma", "and", "to", "dash", "de", "filler") if numbers else set()
            token = self._take("ord", "roman", "num") if gap or not numbers else None
            if token is None or (token.kind == "num" and self._month_follows(0)):
                self._at = start
                return numbers, gaps
            numbers.append(token)
            gaps.append(gap)

    # --- how often

    def _how_often(self) -> bool:
        """Take "trimestral", "permanente", "cada dos meses", "todos los viernes"."""
        if token := self._take("every"):
            self._out.every.add(token.value)
            return True
        if token := self._take("permanent", "frequent"):
            self._out.every.add(0)
            self._out.note(token.kind)
            while self._kind() in {"and", "comma"} and self._kind(1) == token.kind:
                self._at += 2  # "permanente y continua"
            return True
        if not self._take("each", "per"):
            return False
        self._skip("filler")
        if self._kind() == "num" and self._month_follows(1):
            self._out.note("every_year")  # "cada 31 de enero"
            return True
        n = self._number()
        noun = self._take("period", "periods", "day", "week", "fortnight", "weekday")
        if noun is None:
            return False
        if noun.value == 12 and n is None and self._out.items() and not self._out.gap():
            self._out.date_last_item(self._out.year)
            self._out.note("every_year")
            return True
        self._add_every(noun, n or 1)
        return True

    def _add_every(self, noun: Token, n: int) -> None:
        """List one date every n of the noun; what does not part the year evenly is doubtful."""
        months = noun.value * n
        if noun.kind in {"period", "periods"}:
            if months not in STEPS:
                raise Unread
            self._out.every.add(months)
        elif n <= 2 or (noun.kind == "day" and n <= 15):
            self._out.every.add(0)
            self._out.note("frequent")
        else:
            raise Unread

    def _times(self) -> bool:
        """Take "dos veces al año", "1 vez por semestre", "3 informes"."""
        n = self._number()
        noun = self._take("times", "label")
        if not n:
            return False
        start = self._at
        gap = self._skip("per", "to", "filler", "each", "de")
        period = self._take("period", "week", "day", "fortnight")
        if period and (noun or gap & {"per", "to", "each"}):
            if "by" in self._out.gap() or (noun is None and "each" in gap and n > 4):
                raise Unread  # "máximo dos veces al año"; "15 cada mes", which may be a day
            if period.kind != "period" or n * 12 // period.value >= 24:
                self._out.every.add(0)
                self._out.note("frequent")
            elif period.value % n == 0 and period.value // n in STEPS:
                self._out.every.add(period.value // n)
                if n > 1:
                    self._out.note("times_a_year")
            else:
                raise Unread
            return True
        self._at = start
        if noun:
            self._out.counts.append(n)
        one_each = n == 1 and (
            self._kind() == "each"  # "uno cada dos meses"
            or (self._text() in _WITHIN and self._month_follows(0))  # "una en junio y una en ..."
        )
        return noun is not None or one_each

    def _end_of(self) -> bool:
        """Take "al finalizar cada trimestre", "fin de año", "cierre del primer semestre"."""
        token = self._take("end", "end_noun")
        if token is None or "start" in self._out.nodes:
            return False
        self._skip("de", "filler", "to")
        if self._take("each"):
            noun = self._take("period")
            if noun:
                self._out.every.add(noun.value)
                self._out.drop("to", "before")  # "al finalizar", "antes de finalizar"
            return noun is not None
        named = self._named_periods()
        if named:
            self._out.nodes += [node if isinstance(node, str) else closing(node) for node in named]
            return True
        if self._kind() == "period":
            months = self._tokens[self._at].value
            if months == 12:  # the noun itself is left to _year
                self._add(closing(period_item(12, 1)))
                return True
            if months == 1 and not self._month_follows(1):
                self._at += 1
                self._out.every.add(1)
                self._out.drop("to", "before")
                return True
            self._at += 1
            self._skip("de", "filler")
        month = self._take("month") if token.kind == "end" else None
        if month:
            self._add(closing(month_item(month.value, None)))
        return month is not None

    # --- days of each period

    def _of_each(self, picks: list[Pick]) -> bool:
        """Take "de cada mes", "del mes siguiente (al corte de cada trimestre)", "del trimestre"."""
        if any(pick.follows == "must" for pick in picks):
            return False
        gap = self._skip("de", "filler", "to")
        told = self._take("each") is not None
        n = self._number() if told else None
        early = self._take("next")
        noun = self._take("period")
        if noun is None or noun.value == 12 or not (told or early or "de" in gap):
            return False
        following = (early or self._take("next")) is not None
        if following and noun.value != 1:
            return False
        if following:
            months, named = self._reference()
            if named and months is None:
                return self._count_after(picks)
        else:
            months = noun.value * (n or 1)
            if self._kind() in {"roman", "num", "month"} or months not in STEPS:
                return False
        if not told:
            self._out.note("implied_period")
        if any((pick.number or 0) > 28 for pick in picks):
            self._out.note("short_month")
        if any(pick.shape == "part" for pick in picks):
            self._out.note("part_of_month")
        self._out.each.append(Each(tuple(map(day_of_each, picks)), months, following))
        return True

    def _of_often(self, picks: list[Pick]) -> bool:
        """Take the "último día hábil" of "Mensual, el último día hábil".

        Not so "Mensual (5 primeros días)": plans say both "de cada mes" and "del mes siguiente".
        """
        opened = self._out.gap() & {"from", "between", "before", "start"}
        if opened or self._kind() not in _CLOSED or not all(pick.closes for pick in picks):
            return False
        self._out.note("implied_period")
        self._out.each.append(Each(tuple(picks), None))
        return True

    def _reference(self) -> tuple[int | None, bool]:
        """Read what a count of days starts from: months of the period, and whether it is named."""
        start = self._at
        gap = self._skip("to", "de", "filler", "each", "label", "end", "end_noun")
        labels = [token.text for token in self._tokens[start : self._at] if token.kind == "label"]
        if any(not text.startswith("corte") for text in labels):
            raise Unread  # "5 días después de la entrega": nobody knows when that is
        noun = self._take("period")
        if noun and not (noun.value == 1 and self._month_follows(0)):
            self._take("lapsed")
            return noun.value, True
        if not gap & {"to", "label", "end", "end_noun", "each"}:
            self._at = start
            return None, False
        self._at -= noun is not None
        return None, True

    def _after(self, picks: list[Pick]) -> bool:
        """Take "siguientes al corte de cada trimestre", "después del 30 de abril"."""
        self._skip("de", "filler", "to")
        if any(pick.follows == "never" for pick in picks) or not self._take("after", "next"):
            return False
        months, _ = self._reference()
        if months is None:
            return self._count_after(picks)
        self._out.note("implied_period")
        self._out.each.append(Each(tuple(picks), months, following=True))
        return True

    def _count_after(self, picks: list[Pick]) -> bool:
        """Count from the dates that the text names elsewhere."""
        if len(picks) > 1 or self._out.after:
            raise Unread
        self._out.after = picks[0]
        return True

    # --- years

    def _of_year(self, picks: list[Pick]) -> bool:
        """Take "(último día hábil) del año"; the noun itself is left to _year."""
        self._skip("de", "filler")
        noun = self._kind() == "period" and self._tokens[self._at].value == 12
        if not noun or any(
            p.number or p.follows == "must" or p.shape in {"part", "range"} for p in picks
        ):
            return False
        for i, pick in enumerate(picks):
            if i:
                self._out.nodes.append("and")
            self._add(of_whole_year(pick))
        return True

    def _year(self) -> bool:
        """Take "2023", "vigencia 2023", "del año siguiente", "durante el año"."""
        early = self._take("next")
        noun = self._take("period")
        if noun and noun.value != 12:
            return False
        if noun:
            self._skip("filler")
        if noun and (early or self._take("next")):
            self._out.note("next_year")
            self._out.date_last_item(self._out.year + 1)
            return True
        if token := self._take("year"):
            self._out.named_year |= noun is None and not self._out.items()
            self._out.date_last_item(full_year(token.value, self._out.year))
            return early is None
        if noun:
            self._out.whole_year = True
            if self._out.items() and not self._out.gap():
                self._out.date_last_item(self._out.items()[-1].year or self._out.year)
        return noun is not None


def _without_list_marks(tokens: list[Token]) -> list[Token]:
    """Return the tokens with "1.", "2)", "a)" of a list turned into commas; the same if none.

    "1-Junio 2- Diciembre" are marks because a blank follows one of the dashes; "1-ene 2-feb"
    may be days as well, which is doubtful.
    """
    closers = {"dot", "close", "dash"}
    at = [
        i
        for i, token in enumerate(tokens[:-1])
        if tokens[i + 1].kind in closers
        and tokens[i + 1].glued
        and (token.kind == "num" or (len(token.text) == 1 and tokens[i + 1].kind == "close"))
        and token.text.isalnum()
    ]
    order = [tokens[i].value or ord(tokens[i].text) - ord("a") + 1 for i in at]
    if len(at) < 2 or order != list(range(1, len(at) + 1)):
        return tokens
    if all(tokens[i + 1].kind == "dash" and tokens[i + 2].glued for i in at if i + 2 < len(tokens)):
        raise Unread
    kept = list(tokens)
    for i in reversed(at):
        opened = i > 0 and kept[i - 1].kind == "open"
        kept[i - opened : i + 2] = [replace(kept[i], kind="semicolon", value=0)]
    return kept


def _with_month_years(tokens: list[Token], year: int) -> list[Token]:
    """Return the tokens with each "dic-23", as Excel shows a month, as one date; the same if none.

    One alone may be a day. Two count if their numbers are the plan year's, or if they rise as
    months ("dic-23 a ene-24") and not as days ("ene-23 a dic-24"); three or more, if all their
    numbers are the plan year's.
    """
    at = [i for i in range(len(tokens) - 2) if _is_month_year(tokens, i)]
    inside = {j for i in at for j in range(i, i + 3)}
    others = {token.kind for i, token in enumerate(tokens) if i not in inside}
    if len(at) < 2 or year in _USUAL_DAYS or others & _DAYS_OR_YEARS:
        return tokens
    numbers = [tokens[i + 2].value for i in at]
    turns = len(at) == 2 and tokens[at[0]].value > tokens[at[1]].value
    rising = turns and year in numbers and numbers[1] - numbers[0] == 1
    if set(numbers) != {year} and not rising:
        return tokens
    kept = list(tokens)
    for i in reversed(at):
        date = (None, tokens[i].value, tokens[i + 2].value)
        kept[i : i + 3] = [replace(tokens[i], kind="date", value=0, date=date)]
    return kept


def _is_month_year(tokens: list[Token], i: int) -> bool:
    """Tell whether "dic-23" starts there, and no "31-dic-23" before it."""
    month, mark, number = tokens[i : i + 3]
    return (
        month.kind == "month"
        and mark.kind in {"dash", "slash"}
        and number.kind == "num"
        and len(number.text) == 2
        and number.text.isdecimal()
        and mark.glued
        and number.glued
        and not (i and month.glued and tokens[i - 1].kind == mark.kind)
    )
