from __future__ import annotations

import io
import json
import os
import random
import struct
import zipfile

import pytest

from pac.ledger import access, backup
from pac.ledger.access import Attempts, Role, sign_in
from pac.ledger.backup import BackupError, restore
from pac.ledger.database import Damaged, canonical, seal, sha256
from pac.ledger.store import append, file, heads, verify, versions
from pac.reading.reader import File
from tests.ledger.conftest import AT, PLANNING, filled, new, tamper

WAYS = [(one, other) for one in ("sqlite", "postgresql") for other in ("sqlite", "postgresql")]


@pytest.fixture
def data(ledger) -> bytes:
    filled(ledger)
    return backup.backup(ledger, AT)


@pytest.fixture
def target(new_ledger, kind):
    return new_ledger(kind)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", how) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def listed_anew(parts: dict[str, bytes], **changes: object) -> bytes:
    """Return a backup with a list that fits its parts, as a careful forger would make it."""
    index = json.loads(parts["indice.json"]) | changes
    others = {name: part for name, part in parts.items() if name != "indice.json"}
    index["members"] = {name: sha256(part) for name, part in others.items()}
    index["seal"] = seal(index)
    return zipped(others | {"indice.json": canonical(index).encode()})


def is_empty(ledger) -> bool:
    return not heads(ledger) and not access.accounts(ledger) and not access.events(ledger)


@pytest.mark.parametrize(("source", "destination"), WAYS)
def test_a_backup_gives_the_same_codes_files_accounts_and_events(new_ledger, source, destination):
    old, other = new_ledger(source), new_ledger(destination)
    filled(old)
    access.change_account(old, PLANNING, "control", AT, post="Jefe de Control", active=False)
    append(old, PLANNING, new(3, workbook=File("a.xlsx", os.urandom(300_000)), note="ñ\x00🦜"), AT)

    assert restore(backup.backup(old, AT), other) == 4

    assert versions(other) == versions(old)
    assert heads(other) == heads(old)
    for one in versions(old):
        for info in one.files:
            assert file(other, info.sha256) == file(old, info.sha256)
    assert access.accounts(other) == access.accounts(old)
    assert access.events(other) == access.events(old)
    assert verify(other) == ()
    admin = sign_in(other, Attempts(), "alcaldia", "un caballo azul", 0.0)
    assert admin.role is Role.ADMINISTERS
    assert append(other, admin, new(4), AT).parent_code == versions(old)[-1].code
    assert backup.backup(old, AT) != backup.backup(other, AT)


def test_a_backup_of_a_restored_backup_is_the_same(data, target):
    restore(data, target)

    assert backup.backup(target, AT) == data


def test_a_backup_can_be_read_without_the_program(ledger, data):
    parts = members(data)

    assert set(parts) == {
        "LEAME.txt",
        "cuentas.json",
        "eventos.json",
        "indice.json",
        *(f"versiones/{number:06}.json" for number in (1, 2, 3)),
        *(f"archivos/{info.sha256}" for one in versions(ledger) for info in one.files),
    }
    for one in versions(ledger):
        record = parts[f"versiones/{one.number:06}.json"]
        assert sha256(record) == one.code
        assert parts[f"archivos/{one.workbook.sha256}"] == file(ledger, one.workbook.sha256)
    index = json.loads(parts["indice.json"])
    assert [one["short"] for one in index["versions"]] == [
        one.short_code for one in versions(ledger)
    ]
    assert "Copia de seguridad" in parts["LEAME.txt"].decode()
    assert [one["name"] for one in json.loads(parts["cuentas.json"])] == ["alcaldia", "control"]


def test_an_empty_ledger_has_a_backup_too(ledger, target):
    assert restore(backup.backup(ledger, AT), target) == 0
    assert is_empty(target)


def test_a_backup_goes_into_an_empty_ledger_only(data, target):
    access.record_event(target, PLANNING, "backup", {}, AT)

    with pytest.raises(BackupError, match="sin versiones ni cuentas"):
        restore(data, target)

    assert heads(target) == ()


def test_of_a_damaged_ledger_no_backup_is_made(ledger):
    filled(ledger)
    tamper(ledger, "UPDATE versions SET plan_year = 2022 WHERE number = 3")

    with pytest.raises(Damaged, match="Versión 3"):
        backup.backup(ledger, AT)


def test_a_version_added_while_the_backup_is_made_is_in_the_next(ledger, target, monkeypatch):
    filled(ledger)
    plain = backup._table

    def slow(connection, table) -> bytes:
        if table is backup.ACCOUNTS:
            append(ledger, PLANNING, new(3), AT)
            access.record_event(ledger, PLANNING, "other", {}, AT)
        return plain(connection, table)

    before = access.events(ledger)
    with monkeypatch.context() as patch:
        patch.setattr(backup, "_table", slow)
        data = backup.backup(ledger, AT)

    restore(data, target)

    assert [one.number for one in versions(target)] == [1, 2, 3]
    assert access.events(target) == before


# --- changed ones -------------------------------------------------------------------------------


def test_one_changed_byte_in_any_part_is_refused(data, target):
    parts = members(data)

    for name, part in parts.items():
        for at in {0, len(part) // 2, len(part) - 1}:
            changed = part[:at] + bytes([part[at] ^ 1]) + part[at + 1 :]
            with pytest.raises(BackupError):
                restore(zipped(parts | {name: changed}), target)

    assert is_empty(target)


def test_one_changed_byte_in_any_part_is_refused_even_where_the_list_was_made_to_fit(data, target):
    """All but the text for people, which nothing hangs on."""
    parts = members(data)

    for name, part in parts.items():
        if name in ("LEAME.txt", "indice.json"):
            continue
        for at in {0, len(part) // 2, len(part) - 1}:
            changed = part[:at] + bytes([part[at] ^ 1]) + part[at + 1 :]
            with pytest.raises(BackupError):
                restore(listed_anew(parts | {name: changed}), target)

    assert is_empty(target)


def test_a_byte_changed_anywhere_in_the_file_is_refused_or_restores_the_same(
    ledger, data, new_ledger
):
    """Some bytes of a zip say nothing, such as the hour of a part: no change of these matters."""
    whole = versions(ledger)
    chance = random.Random(20230630)  # noqa: S311 (the same each time)
    ends = range(len(data) - 1500, len(data))
    target = new_ledger("sqlite")
    refused = 0

    for at in [*chance.sample(range(len(data)), 150), *chance.sample(ends, 100)]:
        changed = data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
        try:
            restore(changed, target)
        except BackupError:
            refused += 1
            continue
        assert versions(target) == whole
        target = new_ledger("sqlite")

    assert refused > 150


def test_a_cut_backup_is_refused(data, target):
    for size in (0, 1, 10, len(data) // 2, len(data) - 1):
        with pytest.raises(BackupError):
            restore(data[:size], target)
    assert is_empty(target)


@pytest.mark.parametrize("name", ["versiones/000003.json", "versiones/000001.json", "cuentas.json"])
def test_a_missing_part_is_refused(data, target, name):
    parts = members(data)
    del parts[name]

    for forged in (zipped(parts), listed_anew(parts)):
        with pytest.raises(BackupError):
            restore(forged, target)
    assert is_empty(target)


def test_a_file_too_many_and_a_file_too_few_are_refused(data, target):
    parts = members(data)
    more = parts | {f"archivos/{sha256(b'suelto')}": b"suelto"}
    [one, *_] = [name for name in parts if name.startswith("archivos/")]
    less = {name: part for name, part in parts.items() if name != one}

    for forged in (more, less):
        with pytest.raises(BackupError, match=r"Ninguna versión lo usa|Falta su archivo"):
            restore(listed_anew(forged), target)
    assert is_empty(target)


def test_a_backup_of_an_older_part_of_the_chain_is_whole_but_lacks_the_printed_code(data, target):
    """Nobody can tell from the file that a newer version was left out; the paper can."""
    parts = members(data)
    index = json.loads(parts["indice.json"])
    newest = json.loads(parts.pop("versiones/000003.json"))
    del parts[f"archivos/{newest['workbook']['sha256']}"]

    assert restore(listed_anew(parts, versions=index["versions"][:2]), target) == 2
    assert verify(target) == ()


@pytest.mark.parametrize(
    "name",
    ["../fuera.txt", "/etc/passwd", "archivos/../../x", "archivos\\x", "otro.txt",
     "archivos/" + "A" * 64, "versiones/1.json", "versiones/", "archivos/" + "0" * 64 + "\n"],
)  # fmt: skip
def test_a_part_with_any_other_name_is_refused(data, target, name):
    parts = members(data) | {name: b"x"}

    for forged in (zipped(parts), listed_anew(parts)):
        with pytest.raises(BackupError):
            restore(forged, target)


def test_a_part_that_is_there_twice_is_refused(data, target):
    parts = members(data)
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("cuentas.json", b"[]")

    with pytest.raises(BackupError):
        restore(twice.getvalue(), target)


def test_a_zip_bomb_is_refused_before_it_unfolds(data, target):
    parts = members(data)
    bomb = zipped(parts | {"archivos/" + "0" * 64: bytes(50_000_000)}, zipfile.ZIP_DEFLATED)

    with pytest.raises(BackupError, match="comprimido de nuevo"):
        restore(bomb, target)


def test_parts_that_lie_over_each_other_are_refused(data, target):
    """A zip whose list names the same bytes many times would be larger than it is."""
    end = data.rindex(b"PK\x05\x06")
    size, start = struct.unpack("<II", data[end + 12 : end + 20])
    central = data[start : start + size]
    count = struct.unpack("<H", data[end + 10 : end + 12])[0]
    times = 50
    tail = struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, count * times, count * times, size * times, start, 0
    )

    with pytest.raises(BackupError):
        restore(data[:start] + central * times + tail, target)


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"esto no es", b"PK\x05\x06" + bytes(18), zipped({"a.txt": b"x"}),
     zipped({"indice.json": b"{}"}), zipped({"indice.json": b"[" * 9999}),
     zipped({"indice.json": b'{"seal":1,"members":[],"versions":null}'})],
)  # fmt: skip
def test_a_file_that_is_no_backup_is_said(target, data):
    with pytest.raises(BackupError, match=r"[Cc]opia"):
        restore(data, target)


def test_a_backup_of_another_format_is_said(data, target):
    with pytest.raises(BackupError, match="otra versión del programa"):
        restore(listed_anew(members(data), format=2), target)


@pytest.mark.parametrize(
    "accounts",
    [b"{}", b"null", b"[1]", b"[[]]", b'[{"name":"x"}]', b"[" * 9999, b"\xff",
     b'[{"name":{},"post":[],"role":1,"password":"","active":1,"created_at":"","changed_at":"",'
     b'"seal":""}]'],
)  # fmt: skip
def test_accounts_that_make_no_sense_are_refused(data, target, accounts):
    with pytest.raises(BackupError):
        restore(listed_anew(members(data) | {"cuentas.json": accounts}), target)
    assert is_empty(target)


def test_a_version_number_larger_than_any_is_refused(data, target):
    parts = members(data)
    record = json.loads(parts["versiones/000001.json"]) | {"number": 10**30}
    text = canonical(record)
    listed = [{"number": 10**30, "code": sha256(text), "short": backup.codes.short(sha256(text))}]
    kept = {name: part for name, part in parts.items() if not name.startswith("versiones/")}
    kept[f"versiones/{10**30}.json"] = text.encode()

    with pytest.raises(BackupError):
        restore(listed_anew(kept, versions=listed), target)
    assert is_empty(target)
