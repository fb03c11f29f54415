"""The commands that read and write the versions of the board; ``pac/__main__.py`` parses them."""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from pac import labels
from pac.ledger import access, backup, store, update
from pac.ledger.access import Role, operator
from pac.ledger.belongs import belonging
from pac.ledger.store import Ledger, LedgerError, Superseded, Version
from pac.ledger.update import NothingChanges, Proposal, ReasonsMissing
from pac.model import Severity
from pac.reading import reader, verdict
from pac.reading.reader import File
from pac.reading.workbook import NotReadable
from pac.workbook import contents, forms
from pac.workbook.marked import marked

PLAN_FILE: Final = Path(__file__).resolve().parent.parent / "data" / "plan_2023.xlsx"
DONE: Final = 0
BLOCKED: Final = 1  # findings block, or a code does not hold
MISUSED: Final = 2
SUPERSEDED: Final = 3
_COLOMBIA: Final = dt.timezone(dt.timedelta(hours=-5))
# Whose changes an update takes; None takes them all.
_PARTS: Final[dict[str, bool | None]] = {"actualiza": False, "controla": True, "todo": None}
_OPERATOR: Final = "Línea de comandos"


def now() -> dt.datetime:
    """Return the moment it is in Colombia."""
    return dt.datetime.now(_COLOMBIA)


def opened() -> Ledger:
    """Return the ledger, with its first version."""
    ledger = store.open_ledger()
    update.begin(ledger, reader.load(PLAN_FILE), now())
    return ledger


def run(chosen: argparse.Namespace) -> int:
    """Run one of these commands; return its exit code."""
    commands = {
        "actualizar": _update,
        "versiones": _versions,
        "verificar": _verify,
        "restaurar": _restore,
        "formatos": _forms,
        "unir": _join,
        "cerrar": _close,
        "cuenta": _account,
        "respaldo": _backup,
    }
    try:
        return commands[chosen.command](chosen)
    except Superseded as problem:
        _complain(str(problem))
        return SUPERSEDED
    except (LedgerError, OSError) as problem:
        _complain(str(problem))
        return BLOCKED
    except NotReadable as problem:
        _complain(problem.finding.message)
        return BLOCKED


def annotate(paths: Sequence[Path], to: Path, findings: Iterable[Any]) -> int:
    """Write a book with its findings marked; return the exit code."""
    book = paths[0]
    if to.resolve() == book.resolve():
        _complain("El libro marcado se escribe en otro archivo: el suyo no se toca.")
        return MISUSED
    own = [one for one in findings if not one.file or one.file == book.name]
    _write(to, marked(book.read_bytes(), own))
    print(f"Libro marcado: {to}")
    return DONE


def _update(chosen: argparse.Namespace) -> int:
    ledger = opened()
    proposal = _propose(ledger, chosen)
    if chosen.base is not None and proposal.board.number != chosen.base:
        if proposal.board.version is not None:
            raise Superseded(proposal.board.version)
        raise store.NoSuchVersion(chosen.base)
    if not _say_proposal(proposal):
        return BLOCKED
    try:
        made = update.commit(
            ledger,
            operator(chosen.por),
            proposal,
            at=now(),
            note=chosen.nota,
            reasons=dict(chosen.motivo),
        )
    except NothingChanges as problem:
        print(problem)
        return DONE
    except ReasonsMissing as problem:
        _complain("Falta el motivo de estos cambios; dé uno con --motivo CODIGO=TEXTO:")
        for one in problem.changes:
            _complain(f"  {one.name}: {one.sentence}")
        return BLOCKED
    print(f"El tablero está en la versión {made.number}. Código: {made.short_code}.")
    return DONE


def _propose(ledger: Ledger, chosen: argparse.Namespace) -> Proposal:
    files = [reader.load(path) for path in chosen.files]
    options: dict[str, Any] = {
        "control": _PARTS[getattr(chosen, "rol", "todo")],
        "drop": getattr(chosen, "retirar", False),
    }
    proposal = update.propose(ledger, files, **options)
    codes = {one.code for one in proposal.findings}
    reasons = dict(getattr(chosen, "motivo", ()))
    silenced = [
        update.silence(one, reasons[one.code], chosen.por, now())
        for one in proposal.findings
        if one.code in reasons and one.severity is Severity.WARNING
    ]
    if codes.intersection(reasons) and silenced:
        return update.propose(ledger, files, **options, silenced=silenced)
    return proposal


def _say_proposal(proposal: Proposal) -> bool:
    """Print the verdict and what would change; tell whether nothing blocks."""
    readings = [one.reading for one in proposal.uploads]
    loud = [*proposal.loud(Severity.ERROR), *proposal.loud(Severity.WARNING)]
    print(verdict.of_upload(readings, loud))
    for one in proposal.errors:
        print(f"  - {one.file}: {one.message}" if one.cells else f"  - {one.message}")
    if proposal.left:
        n = labels.count(len(proposal.left), "celda que no se toma", "celdas que no se toman")
        cells = sorted({str(left.said.cell) for left in proposal.left if left.said.cell})
        print(f"  - {n}, porque las cambia otra cuenta: {', '.join(cells[:_NAMED])}")
    if not proposal.acceptable or proposal.difference is None:
        return False
    print(proposal.difference.sentence)
    return True


_NAMED: Final = 12  # cells that a line names


def as_json(one: Version, heads: Iterable[int]) -> dict[str, Any]:
    """Return a version as the contract names it."""
    return {
        "number": one.number,
        "code": one.code,
        "short_code": one.short_code,
        "parent": one.parent,
        "at": one.at.isoformat(),
        "by": one.by,
        "note": one.note,
        "kind": one.kind,
        "plan_year": one.plan_year,
        "current": one.number in set(heads),
        "restored_from": one.restored_from,
    }


def _versions(chosen: argparse.Namespace) -> int:
    ledger = opened()
    heads = [number for _, number, _ in store.heads(ledger)]
    every = store.versions(ledger)
    if chosen.json:
        _print_json([as_json(one, heads) for one in every])
        return DONE
    for one in every:
        mark = " (en el tablero)" if one.number in heads else ""
        print(
            f"{one.number}{mark}. {update.day_of(one.at)}, vigencia {one.plan_year}, {one.by}. "
            f"{one.note or one.kind}. Código {one.short_code}"
        )
        said = one.content.get("difference", {}).get("sentence", "")
        if said and one.kind != "first":
            print(f"   {said}")
    return DONE


def _verify(chosen: argparse.Namespace) -> int:
    ledger = opened()
    heads = [number for _, number, _ in store.heads(ledger)]
    if chosen.what is None:
        problems = store.verify(ledger)
        said = "Todo está como se guardó." if not problems else "No todo está como se guardó:"
        told = [{"where": one.where, "message": one.message} for one in problems]
        ok, found = not problems, None
    else:
        path = Path(chosen.what)
        if path.is_file():
            known = belonging(ledger, reader.load(path))
            ok, found, said = known.agrees, known.version, known.sentence
        else:
            found = store.find(ledger, chosen.what)
            ok = found is not None
            said = (
                f"Es el código de la versión {found.number}, del {update.day_of(found.at)}."
                if found
                else "Ninguna versión de este tablero tiene ese código."
            )
        told = [] if ok else [{"where": chosen.what, "message": said}]
    if chosen.json:
        version = as_json(found, heads) if found else None
        _print_json({"ok": ok, "problems": told, "version": version})
    else:
        print(said)
        if chosen.what is None:
            for one in told:
                print(f"  - {one['where']}: {one['message']}")
    return DONE if ok else BLOCKED


def _restore(chosen: argparse.Namespace) -> int:
    ledger = opened()
    note = chosen.nota or f"Se vuelve a la versión {chosen.number}"
    made = update.restore(ledger, operator(chosen.por), chosen.number, at=now(), note=note)
    print(
        f"El tablero está en la versión {made.number}, igual a la {chosen.number}. "
        f"Código: {made.short_code}."
    )
    return DONE


def _close(chosen: argparse.Namespace) -> int:
    made = update.close(
        opened(),
        operator(chosen.por),
        chosen.corte,
        at=now(),
        note=chosen.nota,
        reopen=chosen.reabrir,
    )
    print(f"{made.content['difference']['sentence']} Versión {made.number}: {made.short_code}.")
    return DONE


def _forms(chosen: argparse.Namespace) -> int:
    held = update.board(opened())
    if held.reading is None or held.reading.settings is None or held.version is None:
        raise update.Blocked("El tablero todavía no tiene un plan.")
    settings = held.reading.settings
    cutoffs = [chosen.corte] if chosen.corte else None
    stamp = str(held.content("stamp") or "")
    kept = contents.contents(held.reading)
    made = forms.forms(held.reading, kept, settings, stamp, cutoffs=cutoffs, moves=held.moves)
    if not made:
        raise update.Blocked("No hay cortes abiertos que reportar.")
    chosen.folder.mkdir(parents=True, exist_ok=True)
    number = held.version.number
    named = {
        forms.form_name(settings, party, chosen.corte, number): data for party, data in made.items()
    }
    own = forms.control_form(held.reading, kept, settings, stamp, cutoffs=cutoffs, moves=held.moves)
    named[forms.form_name(settings, "Control Interno verifica", chosen.corte, number)] = own
    for name, data in named.items():
        _write(chosen.folder / name, data)
        print(chosen.folder / name)
    return DONE


def _join(chosen: argparse.Namespace) -> int:
    proposal = _propose(opened(), chosen)
    if not _say_proposal(proposal) or proposal.workbook is None:
        return BLOCKED
    _write(chosen.out, proposal.workbook.data)
    print(f"Libro completo: {chosen.out}. El tablero no ha cambiado.")
    return DONE


def _account(chosen: argparse.Namespace) -> int:
    ledger = opened()
    actor = operator(chosen.por)
    if chosen.usuario is None:
        for one in access.accounts(ledger):
            state = "" if one.active else " (retirada)"
            print(f"{one.name}: {one.post}, {one.role}{state}")
        return DONE
    known = {one.name for one in access.accounts(ledger)}
    name = chosen.usuario.casefold()
    if name not in known:
        if not chosen.cargo or not chosen.rol:
            _complain("Para una cuenta nueva dé también --cargo y --rol.")
            return MISUSED
        role = Role(chosen.rol)
        made = access.create_account(
            ledger, actor, chosen.usuario, chosen.cargo, role, _password(), now()
        )
        print(f"Se creó la cuenta {made.name}: {made.post}, {made.role}.")
        return DONE
    if chosen.clave:
        access.set_password(ledger, actor, chosen.usuario, _password(), now())
    active = {"retirar": False, "activar": True}.get(chosen.estado or "")
    if chosen.cargo or chosen.rol or active is not None:
        access.change_account(
            ledger,
            actor,
            chosen.usuario,
            now(),
            post=chosen.cargo or None,
            role=Role(chosen.rol) if chosen.rol else None,
            active=active,
        )
    print(f"Se cambió la cuenta {name}.")
    return DONE


def _password() -> str:
    """Ask for a password without showing it; where nobody is there, take a line of the input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Contraseña: ")
    if getpass.getpass("Otra vez: ") != first:
        raise access.AccountError("Las dos contraseñas no son iguales.")
    return first


def _backup(chosen: argparse.Namespace) -> int:
    if chosen.recuperar is not None:
        number = backup.restore(chosen.recuperar.read_bytes(), store.open_ledger())
        print(f"Se recuperó todo: el tablero va en la versión {number}.")
        return DONE
    if chosen.out is None:
        _complain("Diga en qué archivo se escribe la copia, o use --recuperar ARCHIVO.")
        return MISUSED
    ledger = opened()
    at = now()
    _write(chosen.out, backup.backup(ledger, at))
    access.record_event(ledger, operator(chosen.por), "backup", {"file": chosen.out.name}, at)
    print(f"Copia de seguridad: {chosen.out}")
    return DONE


def _write(path: Path, data: bytes) -> None:
    """Write a file whole, or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _complain(text: str) -> None:
    print(text, file=sys.stderr)


def _print_json(content: object) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2))


def current_book() -> tuple[File, update.Board] | None:
    """Return the board's workbook in force, None where no board was begun on this machine."""
    if not os.environ.get("PAC_BASE_DE_DATOS") and not _has_file():
        return None
    held = update.board(store.open_ledger())
    return (held.file, held) if held.file else None


def _has_file() -> bool:
    folder = store.data_folder()
    return folder.is_dir() and any(folder.glob("*.sqlite"))


def add_to(commands: argparse._SubParsersAction[Any], date: Any) -> None:  # noqa: ANN401
    """Add these commands to the parser of the command line."""
    one = commands.add_parser("actualizar", help="sube uno o varios libros y actualiza el tablero")
    one.add_argument("files", type=Path, nargs="+", metavar="LIBRO")
    one.add_argument("--por", required=True, metavar="CARGO", help="quién actualiza: un cargo")
    one.add_argument("--nota", default="", metavar="TEXTO", help="nota para la versión")
    one.add_argument(
        "--motivo",
        type=_reason,
        action="append",
        default=[],
        metavar="CODIGO=TEXTO",
        help="motivo de un cambio: por su código (target_changed:C1-02), su actividad (C1-02), su "
        "clase (target_changed) o todos (*); con el código de un aviso, lo silencia",
    )
    one.add_argument("--rol", choices=list(_PARTS), default="actualiza", help="qué parte se toma")
    one.add_argument("--retirar", action="store_true", help="quita lo que los libros no traen")
    one.add_argument("--base", type=int, metavar="N", help="la versión que se tenía a la vista")
    one = commands.add_parser("versiones", help="lista las versiones del tablero")
    one.add_argument("--json", action="store_true", help="escribe JSON")
    one = commands.add_parser("verificar", help="comprueba todo, un libro o un código")
    one.add_argument("what", nargs="?", metavar="LIBRO|CODIGO")
    one.add_argument("--json", action="store_true", help="escribe JSON")
    one = commands.add_parser("restaurar", help="hace una versión igual a una anterior")
    one.add_argument("number", type=int, metavar="N")
    one.add_argument("--por", default=_OPERATOR, metavar="CARGO")
    one.add_argument("--nota", "--motivo", default="", metavar="TEXTO", help="por qué")
    one = commands.add_parser("formatos", help="escribe el formato de cada dependencia")
    one.add_argument("folder", type=Path, metavar="CARPETA")
    one.add_argument("--corte", type=date, metavar="AAAA-MM-DD")
    one = commands.add_parser("unir", help="une libros con lo que dice el tablero, sin cambiarlo")
    one.add_argument("files", type=Path, nargs="+", metavar="LIBRO")
    one.add_argument("-o", "--out", type=Path, required=True, metavar="SALIDA")
    one = commands.add_parser("cerrar", help="cierra un corte, como Control Interno")
    one.add_argument("corte", type=date, metavar="AAAA-MM-DD")
    one.add_argument("--por", required=True, metavar="CARGO")
    one.add_argument("--nota", default="", metavar="TEXTO")
    one.add_argument("--reabrir", action="store_true", help="lo vuelve a abrir, con su motivo")
    one = commands.add_parser("cuenta", help="lista, crea o cambia cuentas")
    one.add_argument("--usuario", metavar="NOMBRE")
    one.add_argument("--cargo", default="", metavar="CARGO")
    one.add_argument("--rol", choices=[str(role) for role in Role], default="")
    one.add_argument("--clave", action="store_true", help="pide una contraseña nueva")
    one.add_argument("--estado", choices=["retirar", "activar"])
    one.add_argument("--por", default=_OPERATOR, metavar="CARGO")
    one = commands.add_parser("respaldo", help="escribe una copia de seguridad, o la recupera")
    one.add_argument("out", type=Path, nargs="?", metavar="SALIDA")
    one.add_argument("--recuperar", type=Path, metavar="ARCHIVO", help="en un tablero vacío")
    one.add_argument("--por", default=_OPERATOR, metavar="CARGO")


def _reason(text: str) -> tuple[str, str]:
    code, sign, reason = text.partition("=")
    if not sign or not code.strip() or not reason.strip():
        raise argparse.ArgumentTypeError(f"«{text}» no es CODIGO=TEXTO")
    return code.strip(), reason.strip()
