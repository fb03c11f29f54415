"""A small board in a ledger of its own, and hands to change its workbook as an office would."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from pac import schema
from pac.ledger import access, store, update
from pac.ledger.store import Ledger, Version
from pac.ledger.update import Proposal
from pac.model import Severity
from pac.reading.reader import File
from tests import workbooks
from tests.workbooks import TRACKING, activity, saved

D = dt.date
APRIL, AUGUST, DECEMBER = D(2023, 4, 30), D(2023, 8, 31), D(2023, 12, 31)
AT = dt.datetime(2023, 9, 5, 15, tzinfo=dt.UTC)
OPERATOR = access.operator("Secretaría de Planeación")
VALUE, VERIFIED = "Avance acumulado a la fecha de corte", "Avance verificado"
EVIDENCE, REMARKS = "Evidencia", "Observaciones de Control Interno"

PLAN = (
    activity(),
    activity(
        ID="C1-02",
        Actividad="Publicar el informe de gestión anual",
        Indicador="Informe publicado",
        Meta=1,
        **{"Fecha de cumplimiento": "30 de junio"},
    ),
    activity(
        ID="C2-01",
        Componente="2. Racionalización de trámites",
        Actividad="Atender las solicitudes dentro del término",
        Indicador="Porcentaje de solicitudes atendidas",
        Meta=(0.9, "0%"),
        Responsable="Secretaría de Hacienda",
        **{"Fecha de cumplimiento": "31 de diciembre"},
    ),
    activity(
        ID="C2-02",
        Componente="2. Racionalización de trámites",
        Actividad="Simplificar un trámite en línea",
        Indicador="Trámites simplificados",
        Meta=2,
        Responsable="Oficina de Contratación",
        **{"Fecha de cumplimiento": "31 de agosto"},
    ),
)


def report(activity_id: str, as_of: dt.date, value: object = None, **more: object) -> dict:
    """Return a row of the sheet Seguimiento; ``verified`` and other headings may follow."""
    row = {"ID": activity_id, "Fecha de corte": as_of, VALUE: value}
    if value is not None:
        row[EVIDENCE] = f"https://ejemplo.invalid/{activity_id}"
    return row | {name.replace("_", " "): said for name, said in more.items()}


REPORTS = (
    report("C1-01", APRIL, 1),
    report("C1-01", AUGUST, 2),
    report("C1-02", AUGUST, 1),
    report("C2-01", AUGUST, (0.5, "0%")),
)


@cache
def small_book() -> bytes:
    """Return the small plan with its reports in a workbook."""
    return workbooks.book(PLAN, REPORTS)


def new_ledger(folder: Path) -> Ledger:
    """Return an empty ledger in a file of this folder."""
    return store.open_ledger(f"sqlite:///{folder / 'tablero.sqlite'}")


def begun(folder: Path, data: bytes | None = None, name: str = "plan.xlsx") -> Ledger:
    """Return a ledger whose first version is this workbook, or the small plan with reports."""
    data = small_book() if data is None else data
    seed = _seed(data, name)
    (folder / "tablero.sqlite").write_bytes(seed)
    return new_ledger(folder)


@lru_cache(maxsize=64)
def _seed(data: bytes, name: str) -> bytes:
    """Return the ledger's file, made once for all tests that begin so."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = new_ledger(Path(folder))
        assert update.begin(ledger, File(name, data), AT) is not None
        ledger.close()
        return (Path(folder) / "tablero.sqlite").read_bytes()


def upload(ledger: Ledger, *data: bytes, **how: Any) -> Proposal:
    """Propose files named a.xlsx, b.xlsx, ..."""
    files = [File(f"{chr(97 + place)}.xlsx", each) for place, each in enumerate(data)]
    return update.propose(ledger, files, **how)


def accepted(
    ledger: Ledger,
    *data: bytes,
    reasons: Mapping[str, str] | None = None,
    at: dt.datetime = AT,
    actor: access.Actor = OPERATOR,
    **how: Any,
) -> Version:
    """Propose files and make the version; every reason is given unless told."""
    proposal = upload(ledger, *data, **how)
    assert proposal.acceptable, errors(proposal)
    reasons = {"*": "Acta 3"} if reasons is None else reasons
    return update.commit(ledger, actor, proposal, at=at, reasons=reasons)


def errors(proposal: Proposal) -> list[tuple[str, str, str]]:
    """Return each error as its code, its file and its cells."""
    return [
        (one.code, one.file, ", ".join(map(str, one.cells)))
        for one in proposal.findings
        if one.severity is Severity.ERROR
    ]


def kinds(proposal: Proposal) -> list[tuple[str, str]]:
    """Return each change as its kind and its subject."""
    assert proposal.difference is not None, errors(proposal)
    return [(one.kind, one.subject) for one in proposal.difference.changes]


def own_workbook(ledger: Ledger, number: int | None = None) -> bytes:
    """Return the board's complete workbook, as somebody downloads it."""
    file = update.board(ledger, number=number).file
    assert file is not None
    return file.data


def edited(data: bytes, *edits: Callable[[Workbook], None]) -> bytes:
    """Return a workbook as Excel would save it after these edits."""
    workbook = load_workbook(io.BytesIO(data))
    for edit in edits:
        edit(workbook)
    return saved(workbook)


def cell(workbook: Workbook, activity_id: str, heading: str, as_of: dt.date | None = None) -> Any:
    """Return a cell of the plan, or of the report of a date, by its heading."""
    sheet = workbook[schema.TRACKING if as_of else schema.PLAN]
    columns = {one.value: one.column for one in sheet[1]}
    for row in sheet.iter_rows(min_row=2):
        number = row[0].row
        day = sheet.cell(number, columns["Fecha de corte"]).value if as_of else None
        if row[0].value == activity_id and (not as_of or (day and day.date() == as_of)):
            return sheet.cell(number, columns[heading])
    raise LookupError((activity_id, as_of))


def typed(
    activity_id: str, heading: str, value: object, as_of: dt.date | None = None
) -> Callable[[Workbook], None]:
    """Return the edit that types a value into a cell; a tuple is a value and its format."""

    def edit(workbook: Workbook) -> None:
        place = cell(workbook, activity_id, heading, as_of)
        said = value
        if isinstance(said, tuple):
            said, place.number_format = said
        place.value = said

    return edit


def set_parameter(label: str, value: object) -> Callable[[Workbook], None]:
    """Return the edit that fills in a setting."""

    def edit(workbook: Workbook) -> None:
        for row in workbook[schema.PARAMETERS].iter_rows():
            if row[0].value == label:
                row[1].value = value
                return
        raise LookupError(label)

    return edit


def only_tracking(*reports: Mapping[str, Any], headings: tuple[str, ...] = TRACKING) -> bytes:
    """Return an office's own book of reports, that came from no board."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Seguimiento"
    workbooks.table(sheet, headings, reports)
    return saved(workbook)


def value_of(ledger: Ledger, activity_id: str, as_of: dt.date, field: str = "value") -> Any:
    """Return what the board says in a report, None where there is none."""
    reading = update.board(ledger).reading
    assert reading is not None
    reports = reading.reports
    rows = reports[(reports["activity_id"] == activity_id) & (reports["as_of"].dt.date == as_of)]
    return rows[field].iloc[0] if len(rows) else None
