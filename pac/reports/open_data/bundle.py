"""The files that the open data are given away in: one CSV, or a zip with all of it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping

from pac.progress.figures import Figures
from pac.reports.open_data import package, sheets, words
from pac.reports.open_data.comma import csv_bytes
from pac.reports.open_data.tables import activities, tables


def activities_csv(figures: Figures, made_at: dt.datetime) -> bytes:
    """Return one row an activity: the plan's words and its results, each with where it is from."""
    return csv_bytes(activities(figures, made_at))


def bundle(figures: Figures, made_at: dt.datetime) -> bytes:
    """Return the zip of all open data: tables, dictionary, descriptor, workbook, licence."""
    every = tables(figures)
    every = (*every, package.dictionary(every))
    readme = words.readme(figures, every, made_at)
    files = {f"{one.name}.csv": csv_bytes(one) for one in every}
    return _zipped(
        {
            "LEAME.txt": _text(readme),
            "LICENCIA.txt": _text(words.licence(figures)),
            "datapackage.json": package.descriptor(figures, every, files, made_at),
            "datos.xlsx": sheets.workbook(every, readme, figures.provenance, made_at, figures.cuts),
            **files,
        },
        made_at,
    )


def _text(said: str) -> bytes:
    """Return a text that the editor of any Windows opens with its lines and accents."""
    return ("\ufeff" + said.replace("\n", "\r\n")).encode("utf-8", "replace")


def _zipped(files: Mapping[str, bytes], made_at: dt.datetime) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            # dated by what is in it, never by the clock
            part = zipfile.ZipInfo(name, date_time=made_at.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0  # or the file would say on which system it was made
            archive.writestr(part, data)
    return out.getvalue()
