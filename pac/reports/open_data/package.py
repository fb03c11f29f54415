"""What the tables say of themselves: the data dictionary and the Frictionless descriptor."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pac import labels
from pac.progress.figures import Figures
from pac.reports.open_data.as_json import provenance_json
from pac.reports.open_data.fields import NO, YES, Field, Kind, Table, texts
from pac.reports.open_data.words import LICENCE
from pac.reports.provenance import lines, mark

DICTIONARY: Final = "diccionario"


def dictionary(tables: Sequence[Table]) -> Table:
    """Return one row a column of the tables: its kind, what it may hold and what it means."""
    every = [(table, one) for table in tables for one in table.fields]
    files = [f"{table.name}.csv" for table, _ in every]
    names = [one.name for _, one in every]
    kinds = [one.kind.word for _, one in every]
    filled = [YES if one.required else NO for _, one in every]
    keys = [_key(table, one) for table, one in every]
    allowed = ["; ".join(one.allowed) for _, one in every]
    meanings = [one.meaning for _, one in every]
    return Table(
        DICTIONARY,
        "Diccionario de datos",
        "Una fila por columna de los archivos.",
        (
            texts("archivo", "Nombre del archivo.", files, required=True),
            texts("columna", "Nombre de la columna.", names, required=True),
            texts("tipo", "Qué clase de valores tiene.", kinds, required=True),
            texts("obligatoria", "Si siempre tiene un valor.", filled, allowed=(YES, NO)),
            texts("llave", "Si identifica la fila, o a qué columna de otro archivo lleva.", keys),
            texts("valores", "Los únicos valores que puede tener.", allowed),
            texts("significado", "Qué dice la columna.", meanings, required=True),
        ),
        key=("archivo", "columna"),
    )


def _key(table: Table, one: Field) -> str:
    said = ["identifica la fila"] if one.name in table.key else []
    said += [
        f"lleva a {each.to} de {each.table}.csv"
        for each in table.references
        if each.field == one.name
    ]
    return "; ".join(said)


def descriptor(
    figures: Figures, tables: Sequence[Table], files: Mapping[str, bytes], made_at: dt.datetime
) -> bytes:
    """Return ``datapackage.json``: what each file is, how to read it, and its hash.

    Args:
        figures: Those that the tables hold.
        tables: What the files are.
        files: By name.
        made_at: When they were made.
    """
    said = figures.provenance
    name = f"paac-{said.plan_year}-{labels.slug(said.entity).replace('_', '-')}"
    content = {
        "profile": "tabular-data-package",
        "name": f"{name}-{said.cutoff.isoformat()}",
        "title": f"{said.instrument}, {said.entity}, vigencia {said.plan_year}",
        "description": "\n".join(filter(None, [mark(said), *lines(said, made_at)])),
        "version": said.version or "0",
        "created": made_at.isoformat(timespec="seconds"),
        "licenses": [dict(LICENCE)],
        "sources": [{"title": one} for one in said.files],
        "contributors": [{"title": said.entity, "role": "publisher"}],
        "keywords": ["PAAC", "plan anticorrupción", "rendición de cuentas", said.entity],
        "paac": provenance_json(figures, made_at),
        "resources": [_resource(table, files[f"{table.name}.csv"]) for table in tables],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _resource(table: Table, data: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True},
        "schema": {
            "fields": [_field(one) for one in table.fields],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {
                    "fields": [one.field],
                    "reference": {"resource": one.table, "fields": [one.to]},
                }
                for one in table.references
            ],
        },
    }


def _field(one: Field) -> dict[str, Any]:
    limits: dict[str, Any] = {"required": True} if one.required else {}
    if one.allowed:
        limits["enum"] = list(one.allowed)
    if one.kind is Kind.WHOLE:
        limits["minimum"] = 0
    if one.kind is Kind.SHARE:
        limits |= {"minimum": 0, "maximum": 1}
    said: dict[str, Any] = {"name": one.name, "type": one.kind.type, "description": one.meaning}
    if one.kind is Kind.FLAG:
        said |= {"trueValues": [YES], "falseValues": [NO]}
    return said | ({"constraints": limits} if limits else {})
