"""What programs read: the open data in CSV and XLSX, the API, the command line, the calendar."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import icalendar

from tests.figures import books, phrases
from tests.figures.shape import PLAN, Found, Key, Measures, Said
from tests.figures.truth import plain

Rows = Sequence[Mapping[str, Any]]


def from_csv(data: bytes) -> Said:
    """Return what the CSV files of a zip say, each value of the kind that its descriptor names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        described = json.loads(archive.read("datapackage.json"))
        return _tables(
            {
                one["name"]: _typed(archive.read(one["path"]), one["schema"]["fields"])
                for one in described["resources"]
            }
        )


def _typed(data: bytes, fields: Sequence[Mapping[str, str]]) -> Rows:
    lines = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert lines.fieldnames == [one["name"] for one in fields]
    kinds = {one["name"]: KINDS.get(one["type"], str) for one in fields}
    return [
        {name: kinds[name](text) if text else None for name, text in row.items()} for row in lines
    ]


KINDS: dict[str, Any] = {
    "integer": int,
    "number": float,
    "date": dt.date.fromisoformat,
    "boolean": {"sí": True, "no": False}.__getitem__,
}


def from_xlsx(data: bytes) -> Said:
    """Return what the workbook of a zip says."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        book = books.opened(archive.read("datos.xlsx"))
    tables = {}
    for sheet in book.worksheets[1:]:
        heads, *rows = sheet.iter_rows(values_only=True)
        tables[sheet.title] = [dict(zip(heads, map(_held, row), strict=True)) for row in rows]
    return _tables(tables)


def _held(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.date()
    return {"sí": True, "no": False}.get(value, value) if isinstance(value, str) else value


def from_wide_csv(data: bytes) -> Said:
    """Return what the one CSV of the API says: a row an activity."""
    found = Found()
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        kinds = {name: _kind(name) for name in row}
        _activity(found, {name: kinds[name](text) if text else None for name, text in row.items()})
    return found.said


def _kind(name: str) -> Any:  # a function of whatever kind
    if ACTIVITY.get(name) in ("scheduled", "fulfilled", "reported"):
        return KINDS["boolean"]
    return str if ACTIVITY.get(name) in (None, "status") else float


def _tables(tables: Mapping[str, Rows]) -> Said:
    found = Found()
    (whole,) = tables["resultados_plan"]
    found.add(PLAN, **_group(whole))
    for row in tables["resultados_componentes"]:
        name = plain(f"{row['componente']}. {row['nombre_componente']}")
        found.add(Key("component", name), **_group(row))
    for row in tables["resultados_dependencias"]:
        found.add(Key("party", plain(row["dependencia"])), kind=row["tipo"], **_group(row))
    for row in (*tables["plan"], *tables["resultados_actividades"]):
        _activity(found, row)
    for row in tables["fechas"]:
        found.add(
            Key("date", f"{row['id_actividad']} #{row['numero']}"),
            day=row["fecha"],
            state=row["estado"],
            done=row["parte_cumplida"],
        )
    return found.said


def _group(row: Mapping[str, Any]) -> Measures:
    assert row["sin_reporte"] == row["actividades"] - row["reportadas"]
    return {measure: row[name] for name, measure in GROUP.items()}


GROUP = {
    "actividades": "activities",
    "programadas": "scheduled",
    "al_dia": "fulfilled",
    "cumplimiento": "compliance",
    "nivel": "level",
    "avance_de_lo_programado": "scheduled_mean",
    "avance": "attainment",
    "terminadas": "done",
    "con_avance_parcial": "partial",
    "reportadas": "reported",
    "programadas_reportadas": "scheduled_reported",
    "sin_meta": "no_target",
    "sin_fecha": "no_date",
    "sin_quien_lidere": "no_lead",
    "reprogramadas": "rescheduled",
    "al_dia_reportado": "fulfilled_reported",
    "al_dia_con_evidencia": "fulfilled_evidenced",
    "al_dia_verificado": "fulfilled_verified",
    "avance_reportado": "attainment_reported",
    "avance_con_evidencia": "attainment_evidenced",
    "avance_verificado": "attainment_verified",
}


def _activity(found: Found, row: Mapping[str, Any]) -> None:
    measures = {measure: row[name] for name, measure in ACTIVITY.items() if name in row}
    found.add(Key("activity", row["id_actividad"]), **measures)


ACTIVITY = {
    "cuantas_fechas": "dates",
    "meta_aplicada": "target",
    "estado": "status",
    "programada": "scheduled",
    "al_dia": "fulfilled",
    "fechas_hasta_el_corte": "due",
    "esperado": "expected",
    "cantidad": "actual",
    "avance": "attainment",
    "avance_reportado": "attainment_reported",
    "avance_con_evidencia": "attainment_evidenced",
    "avance_verificado": "attainment_verified",
    "reportada": "reported",
}


def from_json(text: bytes | str) -> Said:
    """Return what the JSON of the API, or of ``resumen --json``, says."""
    told, found = json.loads(text), Found()
    found.add(PLAN, **_json_group(told["plan"]))
    for one in told["components"]:
        found.add(Key("component", plain(f"{one['number']}. {one['name']}")), **_json_group(one))
    for one in told["offices"]:
        found.add(Key("party", plain(one["name"])), kind=one["kind"], **_json_group(one))
    for one in told["activities"]:
        measures = {
            name: one[name] for name in ("status", "reported", "actual", "attainment", "expected")
        }
        days, target = one["due"], one["applied_target"]
        came = sum(day <= told["cutoff"] for day in days)
        key = Key("activity", one["id"])
        found.add(key, target=target, dates=len(days), due=came, **measures)
    return found.said


def _json_group(one: Mapping[str, Any]) -> Measures:
    names = (
        "attainment",
        "compliance",
        "level",
        "scheduled",
        "fulfilled",
        "reported",
        "activities",
    )
    return {name: one[name] for name in names}


def printed(text: str) -> Said:
    """Return what ``resumen`` prints for people."""
    found, lines = Found(), [plain(line) for line in text.splitlines()]
    scope = ""
    for line in lines:
        if line in ("Componentes", "Dependencias"):
            scope = "component" if line == "Componentes" else "party"
        elif scope and line:
            name, said = re.fullmatch(r"(?:- )?(.+?): ((?:no |\d).*)", line).groups()
            found.add(Key(scope, name), **_printed(said))
        elif re.search(r"(program|reportad|Sin seguimiento)", line) and PLAN not in found.said:
            found.add(PLAN, **phrases.compliance_sentence(line))
        elif "con avance parcial, de " in line:
            found.add(PLAN, **phrases.year_sentence(line))
    return found.said


def _printed(said: str) -> Measures:
    if said == "no lidera ninguna actividad":
        return {"activities": 0}
    due, _, year = said.partition("; ")
    measures: Measures = {}
    if year != "sin seguimiento todavía":
        measures["attainment_words"] = year.removeprefix("avance de la vigencia ")
    if due == "no programada para el corte":
        return measures | {"scheduled": 0}
    part, _, whole = due.rpartition(" de ")
    measures["scheduled"] = phrases.count(whole.split(" ")[0])
    return measures | ({"fulfilled": phrases.count(part)} if part else {})


def calendar(data: bytes) -> Said:
    """Return what each event says of its date and of its activity."""
    found = Found()
    for event in icalendar.Calendar.from_ical(data).walk("VEVENT"):
        if str(event["STATUS"]) == "CANCELLED":
            continue
        name = str(event["SUMMARY"]).partition(" · ")[0]
        lines = str(event["DESCRIPTION"]).splitlines()
        (number,) = [line for line in lines if line.startswith("Entrega ")]
        (stands,) = [line for line in lines if line.startswith("La actividad, a ")]
        states = [line for line in lines if line.startswith("Esta fecha, a ")]
        place = number.removeprefix("Entrega ").partition(" ")[0]
        state = states[0].rpartition(": ")[2].rstrip(".") if states else ""
        state = "pendiente" if state == "llegó, sin reporte" else state
        found.add(Key("date", f"{name} #{place}"), day=event["DTSTART"].dt, state=state)
        found.add(Key("activity", name), **phrases.activity_sentence(stands.partition(": ")[2]))
    return found.said


def every_text(data: bytes) -> dict[str, str]:
    """Return all that each file of a zip says, each sheet of its workbook apart."""
    made: dict[str, str] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".xlsx"):
                sheets = books.every_text(archive.read(name))
                made |= {f"{name} {sheet}": said for sheet, said in sheets.items()}
            elif archive.read(name).count(b"\n") > 1:  # not the headings alone
                made[name] = plain(archive.read(name).decode("utf-8-sig"))
    return made
