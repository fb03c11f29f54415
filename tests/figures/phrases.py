"""The phrases in which figures are told, taken apart again as a reader does."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from tests.figures.shape import Measures
from tests.figures.truth import plain

MONTHS = {
    name: number
    for number, name in enumerate(
        ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
         "octubre", "noviembre", "diciembre"), 1)
}  # fmt: skip
SYMBOLS = {"▲": "alto", "■": "medio", "▼": "bajo"}
ZONES = {"alta": "alto", "media": "medio", "baja": "bajo"}

COUNT = r"[\d.]+"
PERCENT = r"[\d.]+(?:,\d)? %"
QUANTITY = r"[\d.]+(?:,\d+)?(?: %)?"


def count(text: str) -> int:
    """Return a whole number as es-CO writes it."""
    assert re.fullmatch(r"\d{1,3}(\.\d{3})*", text), text
    return int(text.replace(".", ""))


def fraction(text: str) -> tuple[int, int]:
    """Return both numbers of «9 de 14»."""
    part, whole = re.fullmatch(rf"({COUNT}) de ({COUNT})", plain(text)).groups()
    return count(part), count(whole)


def day(text: str) -> dt.date:
    """Return a date, in full or as tables have it."""
    number, month, year = re.fullmatch(r"(\d+) (?:de )?(\w+) (?:de )?(\d{4})", plain(text)).groups()
    (found,) = [place for name, place in MONTHS.items() if name.startswith(month)]
    return dt.date(int(year), found, int(number))


def month(text: str) -> str:
    """Return a month such as «Abril de 2023» as year and number."""
    name, year = plain(text).lower().split(" de ")
    return f"{year}-{MONTHS[name]:02}"


def short_months(texts: Sequence[str]) -> list[str]:
    """Return the months of an axis, of which the first and each January say their year."""
    found, year = [], 0
    for text in texts:
        word, _, said = text.partition(" ")
        year = int(said) if said else year
        (number,) = [place for name, place in MONTHS.items() if name.startswith(word)]
        found.append(f"{year}-{number:02}")
    return found


def level(text: str) -> str:
    """Return a level whose symbol and word agree: «▲ Alto», «▲ zona alta»."""
    symbol, word = re.fullmatch(r"([▲■▼]) (?:zona )?(\w+)", plain(text)).groups()
    said = ZONES.get(word, word.lower())
    assert SYMBOLS[symbol] == said, text
    return said


def result(text: str) -> Measures:
    """Return level and percent, in any order: «50 % ▼ Bajo», «▼ Bajo · 50 %», «▲ Alto»."""
    said = plain(text).replace(" · ", " ")
    if said in ("", "–", "no programada", "No programada para el corte"):
        return {}
    words = re.search(r"[▲■▼] (?:zona )?\w+", said)
    assert words, text
    rest = (said[: words.start()] + said[words.end() :]).strip()
    assert not rest or re.fullmatch(PERCENT, rest), text
    return {"level": level(words[0])} | ({"compliance_words": rest} if rest else {})


def at_end_of_bar(first: str, second: str) -> Measures:
    """Return what stands at the end of a bar: «9 de 14» and «■ Medio · 64,3 %», or, open, words."""
    first, second = plain(first), plain(second)
    if first.endswith(" al día"):
        reported, due = fraction(re.sub(" reportadas?$", "", second))
        return {
            "fulfilled": count(first.removesuffix(" al día")),
            "scheduled_reported": reported,
            "scheduled": due,
        }
    done, due = fraction(first)
    return {"fulfilled": done, "scheduled": due} | result(second)


def in_place_of_bar(text: str) -> Measures:
    """Return what stands where no bar can: nothing is due, or nobody reported."""
    said = plain(text)
    if said == "No programada para el corte":
        return {"scheduled": 0}
    due, every = re.fullmatch(
        rf"(?:Sin seguimiento todavía: )?({COUNT}) programadas? de ({COUNT})", said
    ).groups()
    return {"scheduled": count(due), "activities": count(every)}


def headline(name: str, value: str, unit: str, mark: str, said: str) -> Measures:
    """Return one of the two figures where it stands big, with its name."""
    name, value, unit, mark, said = map(plain, (name, value, unit, mark, said))
    if name.startswith("Avance de la vigencia"):
        assert not unit, unit
        assert not mark, f"the attainment of the year has no level: {mark}"
        return {"attainment_words": value} | made_of(said)
    if mark == "Nada programado para el corte":
        assert not value, value
        return {"scheduled": 0}
    first, second = fraction(value)
    if name.startswith("Cumplimiento a "):
        assert unit in ("programada al día", "programadas al día"), unit
        mean = re.search(rf"Avance promedio de lo programado: ({PERCENT})\.", said)
        assert mean, said
        return {
            "fulfilled": first,
            "scheduled": second,
            "scheduled_mean_words": mean[1],
        } | result(mark)
    if name.startswith("Reportadas, de las programadas a "):
        assert unit in ("reportada", "reportadas"), unit
        assert mark == "Preliminar", mark
        done = re.match(rf"({COUNT}) al día,? según lo reportado\. En recolección", said)
        assert done, said
        return {"scheduled_reported": first, "scheduled": second, "fulfilled": count(done[1])}
    assert name.startswith("Programadas a "), name
    assert unit in ("actividad", "actividades"), unit
    assert mark == "Sin seguimiento todavía", mark
    return {"scheduled": first, "activities": second}


def made_of(text: str) -> Measures:
    """Return how many activities an attainment is made of: «6 terminadas y 15 con avance …»."""
    said = plain(text)
    none = re.search(rf"ninguna terminada ni con avance parcial, de ({COUNT})", said, re.I)
    if none:
        return {"done": 0, "partial": 0, "activities": count(none[1])}
    found = re.search(
        rf"(?:({COUNT}) terminadas?|ninguna terminada) y (?:({COUNT})|ninguna) con avance parcial, "
        rf"de ({COUNT})",
        said,
        re.IGNORECASE,
    )
    assert found, text
    done, partial, every = (count(one) if one else 0 for one in found.groups())
    return {"done": done, "partial": partial, "activities": every}


def year_sentence(text: str) -> Measures:
    """Return what the sentence of the year's attainment says, its percent first."""
    found = re.match(rf"(?:Avance de la vigencia[:.] )?({PERCENT}): ", plain(text))
    assert found, text
    return {"attainment_words": found[1]} | made_of(text)


def compliance_sentence(text: str) -> Measures:
    """Return what the sentence that heads everything says."""
    said = plain(text)
    closed = re.search(
        rf"({COUNT}) de ({COUNT}) programadas? al día a [^:,]+"
        rf"(?:: ({PERCENT}), nivel (alto|medio|bajo))?, según lo verificado por Control Interno",
        said,
    )
    if closed:
        done, due, share, word = closed.groups()
        measures = {"fulfilled": count(done), "scheduled": count(due)}
        return measures | ({"compliance_words": share, "level": word} if share else {})
    still_open = re.search(
        rf"[Ee]n recolección: ({COUNT}) de ({COUNT}) reportadas? a [^:,]+ y ({COUNT}) al día, "
        "según lo reportado",
        said,
    )
    if still_open:
        reported, due, done = map(count, still_open.groups())
        return {"scheduled_reported": reported, "scheduled": due, "fulfilled": done}
    unknown = re.search(rf"[Ss]in seguimiento todavía: ({COUNT}) actividad", said)
    if unknown:
        return {"scheduled": count(unknown[1])}
    nothing = re.search(
        rf"[Nn]inguna de las ({COUNT}) actividades está programada para el corte", said
    )
    if nothing:
        return {"scheduled": 0, "activities": count(nothing[1])}
    assert re.search(
        "([Ll]a actividad no está programada|ninguna actividad programada a )", said
    ), text
    return {"scheduled": 0}


def band(text: str) -> Measures:
    """Return what heads a component in the follow-up: «9 de 14 programadas al día · 64,3 % · …»."""
    said = plain(text)
    if said == "Nada programado para el corte":
        return {"scheduled": 0}
    due = re.fullmatch(rf"({COUNT}) programadas?", said)
    if due:
        return {"scheduled": count(due[1])}
    reported = re.fullmatch(rf"({COUNT}) de ({COUNT}) reportadas? · ({COUNT}) al día", said)
    if reported:
        one, of, done = map(count, reported.groups())
        return {"scheduled_reported": one, "scheduled": of, "fulfilled": done}
    done, of, rest = re.fullmatch(rf"({COUNT}) de ({COUNT}) programadas? al día(.*)", said).groups()
    return {"fulfilled": count(done), "scheduled": count(of)} | result(rest.strip(" ·"))


def done(text: str) -> Measures:
    """Return quantity and share of an activity: «1 (50 %)», «100 % (24 % verificado)», «70 %»."""
    said = plain(text)
    if said == "sin reporte":
        return {"reported": False}
    found = re.fullmatch(rf"(–|{QUANTITY})(?: \((–|{PERCENT})( verificado)?\))?", said)
    assert found, text
    amount, share, verified = found.groups()
    same = amount if amount.endswith("%") else ""  # a percent of a whole is its share too
    told = {"reported": True, "actual_words": amount, "attainment_words": share or same}
    return told | ({"differs": True} if verified else {})


def expected(text: str) -> Measures:
    """Return how much of an activity was due: «33,3 %», «no programado», «–»."""
    said = plain(text)
    return {} if said in ("–", "no programado") else {"expected_words": said}


def activity_sentence(text: str) -> Measures:
    """Return what the sentence of an activity says."""
    said = plain(text)
    status = re.search(r"\. Estado: ([\w ]+)\.$", said)
    assert status, text
    measures: Measures = {"status": status[1]}
    due = re.search(rf"programado a [\w ]+: ({PERCENT})\. Estado", said)
    if due:
        measures["expected_words"] = due[1]
    if re.match("sin reporte; ", said, re.IGNORECASE):
        return measures | {"reported": False}
    measures["reported"] = True
    if re.match("lo reportado es anterior a la primera fecha; ", said, re.IGNORECASE):
        return measures
    lacks = re.match(rf"reporta ({QUANTITY}), sin meta legible; ", said, re.IGNORECASE)
    if lacks:
        return measures | {"actual_words": lacks[1]}
    found = re.match(
        rf"reporta ({QUANTITY}) de ({QUANTITY})(?: \([^)]+\))?: avance de ({PERCENT}), ([^;]+);",
        said,
        re.IGNORECASE,
    )
    assert found, text
    amount, target, share, basis = found.groups()
    told = {"actual_words": amount, "target_words": target, "attainment_words": share}
    return measures | told | {"basis": basis}
