from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from pac.ledger import access, codes, database, store
from pac.ledger.access import Actor, Role
from pac.ledger.database import ACCOUNTS, EVENTS, FILES, TABLES, VERSIONS
from pac.ledger.store import (
    CannotOpen,
    Damaged,
    NoSuchFile,
    NoSuchVersion,
    NotAllowed,
    Superseded,
    append,
    file,
    find,
    find_file,
    head,
    heads,
    open_ledger,
    verify,
    version,
    versions,
    workbook,
)
from pac.reading.reader import File
from tests.ledger.conftest import AT, PLANNING, filled, new, tamper, three_versions


def test_a_version_comes_back_as_it_was_added(ledger):
    given = new(None, note="Con «comillas», ñ y\n\x00 de todo 🦜")

    added = append(ledger, PLANNING, given, AT)

    assert version(ledger, 1) == head(ledger, 2023) == added
    assert (added.number, added.plan_year, added.parent, added.parent_code) == (1, 2023, None, None)
    assert (added.at, added.by, added.role) == (AT, "Secretaría de Planeación", "")
    assert (added.note, added.kind, added.content) == (given.note, "update", given.content)
    assert workbook(ledger, 1) == given.workbook.data
    assert [(one.name, one.size) for one in added.uploads] == [("Salud.xlsx", 5)]
    assert file(ledger, added.uploads[0].sha256) == b"parte"
    assert verify(ledger) == ()


def test_numbers_have_no_gaps_over_all_plans_and_parents_are_of_the_same_plan(ledger):
    first, other, second = three_versions(ledger)

    assert versions(ledger) == (first, other, second)
    assert versions(ledger, 2023) == (first, second)
    assert [(one.number, one.parent) for one in versions(ledger)] == [(1, None), (2, None), (3, 1)]
    assert second.parent_code == first.code
    assert heads(ledger) == ((2023, 3, second.code), (2024, 2, other.code))
    assert head(ledger, 2025) is None


def test_a_refused_version_takes_no_number_and_leaves_no_file(ledger):
    three_versions(ledger)

    with pytest.raises(Superseded):
        append(ledger, PLANNING, new(1, workbook=File("otro.xlsx", b"perdido")), AT)

    assert append(ledger, PLANNING, new(3), AT).number == 4
    with pytest.raises(NoSuchFile):
        file(ledger, database.sha256(b"perdido"))
    assert verify(ledger) == ()


def test_who_is_late_is_told_who_came_first_and_when(ledger):
    first = append(ledger, PLANNING, new(None), AT)
    second = append(ledger, PLANNING, new(first.number), AT)

    for parent in (None, first.number, 99):
        with pytest.raises(Superseded) as raised:
            append(ledger, PLANNING, new(parent), AT)

        assert raised.value.head == second
        assert "Secretaría de Planeación" in str(raised.value)
        assert "30 de junio de 2023 a las 10:04" in str(raised.value)


def test_a_parent_or_an_original_of_another_plan_is_refused(ledger):
    three_versions(ledger)

    with pytest.raises(NoSuchVersion):
        append(ledger, PLANNING, new(1, 2025), AT)
    with pytest.raises(NoSuchVersion):
        append(ledger, PLANNING, new(3, restored_from=2), AT)
    with pytest.raises(NoSuchVersion):
        append(ledger, PLANNING, new(3, restored_from=99), AT)
    assert append(ledger, PLANNING, new(3, restored_from=1), AT).restored_from == 1


def test_who_has_no_role_adds_nothing(ledger):
    for actor in (Actor("Visitante", None, None), Actor("Nadie", Role.UPDATES, "nadie")):
        with pytest.raises(NotAllowed):
            append(ledger, actor, new(None), AT)

    assert heads(ledger) == ()


def test_the_role_and_the_post_are_those_of_the_account_when_the_version_is_added(ledger):
    filled(ledger)
    control = Actor("Un cargo de ayer", Role.CONTROLS, "control")

    added = append(ledger, control, new(3), AT)

    assert (added.by, added.role) == ("Control Interno", "controla")
    access.change_account(ledger, PLANNING, "control", AT, active=False)
    with pytest.raises(NotAllowed):
        append(ledger, control, new(4), AT)


def test_a_file_is_stored_once_however_often_it_comes(ledger):
    same = File("a.xlsx", b"igual")

    append(ledger, PLANNING, new(None, workbook=same, uploads=(same, File("b.xlsx", b"igual"))), AT)
    append(ledger, PLANNING, new(1, workbook=same, uploads=()), AT)

    with database.read(ledger) as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(FILES)).scalar() == 1
    assert verify(ledger) == ()


def test_an_empty_file_is_a_file(ledger):
    append(ledger, PLANNING, new(None, uploads=(File("vacio.txt", b""),)), AT)

    assert file(ledger, database.sha256(b"")) == b""
    assert verify(ledger) == ()


def test_content_that_has_no_json_is_refused_and_nothing_stored(ledger):
    for content in ({"x": float("nan")}, {"x": dt.date(2023, 1, 1)}):
        with pytest.raises((ValueError, TypeError)):
            append(ledger, PLANNING, new(None, content=content), AT)
    with pytest.raises(ValueError, match="time zone"):
        append(ledger, PLANNING, new(None), AT.replace(tzinfo=None))

    assert heads(ledger) == ()
    assert verify(ledger) == ()


def test_keys_that_are_numbers_and_half_letters_still_have_one_record(ledger):
    content = {10: "diez", 9: "nueve", "x": "\ud800"}

    added = append(ledger, PLANNING, new(None, content=content), AT)

    assert added.content == {"10": "diez", "9": "nueve", "x": "?"}
    assert verify(ledger) == ()


def test_a_workbook_of_20_megabytes_comes_back_whole(ledger):
    data = os.urandom(20_000_000)

    append(ledger, PLANNING, new(None, workbook=File("grande.xlsx", data)), AT)

    assert workbook(ledger, 1) == data


def test_a_missing_version_or_file_is_said(ledger):
    for ask in (lambda: version(ledger, 1), lambda: workbook(ledger, 1)):
        with pytest.raises(NoSuchVersion, match="versión 1"):
            ask()
    with pytest.raises(NoSuchFile):
        file(ledger, "ab" * 32)


# --- what was changed past the program ----------------------------------------------------------


def _other(value: object, place: float) -> object:
    """Return a value with one character, byte or unit changed."""
    if value is None:
        return 77
    if isinstance(value, int):
        return value + 50
    at = int(place * (len(value) - 1))
    if isinstance(value, str):
        changed = chr(ord(value[at]) ^ 1)
        return value[:at] + changed + value[at + 1 :]
    return value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_one_changed_byte_in_any_column_of_any_row_is_found(ledger, table):
    filled(ledger)
    [key] = [column.name for column in table.primary_key.columns]
    with database.read(ledger) as connection:
        rows = [dict(row) for row in connection.execute(sa.select(table)).mappings()]
    assert len(rows) >= 2

    for row in rows:
        for name, value in row.items():
            for place in (0.0, 0.5, 1.0):
                other = _other(value, place)
                where = row[key] if name != key else other
                statement = f'UPDATE {table.name} SET "{name}" = ? WHERE "{key}" = ?'  # noqa: S608
                tamper(ledger, statement, other, row[key])
                assert verify(ledger), f"{table.name}.{name} of {row[key]}: {other!r}"
                tamper(ledger, statement, value, where)

    assert verify(ledger) == ()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_any_deleted_row_but_the_newest_is_found(ledger, table):
    filled(ledger)
    [key] = [column.name for column in table.primary_key.columns]
    with database.read(ledger) as connection:
        keys = list(connection.execute(sa.select(table.c[key])).scalars())
    if table in (VERSIONS, EVENTS):
        keys = sorted(keys)[:-1]
    if table is ACCOUNTS:
        return  # nothing counts them: see the test of what verify cannot tell

    for one in keys:
        with database.read(ledger) as connection:
            [row] = connection.execute(sa.select(table).where(table.c[key] == one)).mappings()
        tamper(ledger, f'DELETE FROM {table.name} WHERE "{key}" = ?', one)  # noqa: S608
        assert verify(ledger), f"{table.name} {one}"
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _ in row)
        tamper(ledger, f"INSERT INTO {table.name} ({names}) VALUES ({marks})", *row.values())  # noqa: S608

    assert verify(ledger) == ()


def test_a_deleted_plan_that_leaves_nothing_behind_is_missed_by_its_number(ledger):
    _, other, _ = three_versions(ledger)

    tamper(ledger, "DELETE FROM versions WHERE number = 2")
    tamper(ledger, "DELETE FROM files WHERE sha256 = ?", other.workbook.sha256)

    [found] = verify(ledger)
    assert "Falta la versión 2" in found.message


def test_a_code_changed_in_the_index_alone_is_found(new_ledger, tmp_path):
    """What heads() says comes from there; SQLite keeps a code in the table and in the index."""
    ledger = new_ledger("sqlite")
    *_, newest = three_versions(ledger)
    whole = Path(str(_copied(ledger, tmp_path / "base.sqlite").place)).read_bytes()
    code, places = newest.code.encode(), []
    while (at := whole.find(code, places[-1] + 1 if places else 0)) >= 0:
        places.append(at)
    assert len(places) == 2

    for place in places:
        changed = tmp_path / f"{place}.sqlite"
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        other = open_ledger(f"sqlite:///{changed}")
        assert verify(other)
        other.close()


def test_what_was_altered_is_not_shown_and_nothing_is_built_on_it(ledger):
    first, other, second = three_versions(ledger)
    tamper(ledger, "UPDATE versions SET record = replace(record, '54', '55') WHERE number = 3")
    tamper(ledger, "UPDATE files SET data = ? WHERE sha256 = ?", b"otro", first.workbook.sha256)

    for ask in (
        lambda: version(ledger, 3),
        lambda: versions(ledger),
        lambda: head(ledger, 2023),
        lambda: find(ledger, second.code),
        lambda: append(ledger, PLANNING, new(3), AT),
        lambda: workbook(ledger, 1),
    ):
        with pytest.raises(Damaged, match=r"alterad[oa]"):
            ask()
    assert version(ledger, 2) == other
    assert {one.where for one in verify(ledger)} >= {"Versión 3"}


def test_a_forked_chain_is_found(ledger):
    """Two versions after one, which the database refuses until its index is dropped."""
    first, _, second = three_versions(ledger)
    told = database.json.loads(_record(ledger, second.number))
    record = database.canonical(told | {"number": 4})
    insert = "INSERT INTO versions VALUES (4, 2023, 1, ?, ?)"
    with pytest.raises(Exception, match=r"(?i)unique"):
        tamper(ledger, insert, database.sha256(record), record)

    tamper(ledger, "DROP INDEX versions_one_after")
    tamper(ledger, insert, database.sha256(record), record)

    assert [one.where for one in verify(ledger)] == [f"Versión {first.number}"]


def test_a_second_beginning_of_a_plan_is_found(ledger):
    first, _, _ = three_versions(ledger)
    told = database.json.loads(_record(ledger, first.number))
    record = database.canonical(told | {"number": 4})
    insert = "INSERT INTO versions VALUES (4, 2023, NULL, ?, ?)"
    with pytest.raises(Exception, match=r"(?i)unique"):
        tamper(ledger, insert, database.sha256(record), record)

    tamper(ledger, "DROP INDEX versions_one_first")
    tamper(ledger, insert, database.sha256(record), record)

    assert [one.where for one in verify(ledger)] == ["Vigencia 2023"]


def test_a_parent_that_does_not_exist_is_found(ledger):
    _, _, second = three_versions(ledger)
    told = database.json.loads(_record(ledger, second.number))
    record = database.canonical(told | {"parent": 9})
    tamper(
        ledger,
        "UPDATE versions SET parent = 9, code = ?, record = ? WHERE number = 3",
        database.sha256(record),
        record,
    )

    assert [one.where for one in verify(ledger)] == ["Versión 3"]


@pytest.mark.parametrize(
    "record", ["", "{", "null", "[]", "{}", '{"number":NaN}', "[" * 5000, '{"number": 3}']
)
def test_a_record_that_makes_no_sense_is_found_even_with_its_right_code(ledger, record):
    three_versions(ledger)

    tamper(
        ledger,
        "UPDATE versions SET code = ?, record = ? WHERE number = 3",
        database.sha256(record),
        record,
    )

    assert "Versión 3" in {one.where for one in verify(ledger)}


def test_a_record_with_a_blank_added_is_found_even_with_its_right_code(ledger):
    three_versions(ledger)
    record = _record(ledger, 3).replace('"at":', '"at": ')

    tamper(
        ledger,
        "UPDATE versions SET code = ?, record = ? WHERE number = 3",
        database.sha256(record),
        record,
    )

    assert "Versión 3" in {one.where for one in verify(ledger)}


def test_bytes_that_are_no_text_are_found(new_ledger):
    """SQLite keeps whatever it is given; PostgreSQL refuses it."""
    ledger = new_ledger("sqlite")
    filled(ledger)

    for table in TABLES:
        for column in table.columns:
            if isinstance(column.type, sa.Text):
                copy = _copied(ledger, Path(str(ledger.place)).with_name("copia.sqlite"))
                change = f"UPDATE {table.name} SET \"{column.name}\" = CAST(x'ff41' AS TEXT)"  # noqa: S608
                keyed = column.primary_key or column.name == "code"
                tamper(copy, change + (" WHERE rowid = 1" if keyed else ""))
                assert verify(copy), f"{table.name}.{column.name}"
                copy.close()


def test_a_file_nobody_uses_and_a_missing_one_are_found(ledger):
    first, _, _ = three_versions(ledger)
    tamper(ledger, "INSERT INTO files VALUES (?, ?)", database.sha256(b"suelto"), b"suelto")

    assert [one.message for one in verify(ledger)] == ["Ninguna versión lo usa."]

    tamper(ledger, "DELETE FROM files WHERE sha256 = ?", first.workbook.sha256)
    assert "Versión 1" in {one.where for one in verify(ledger)}


def test_verify_cannot_tell_that_the_newest_version_was_cut_off_but_its_printed_code_can(ledger):
    """Nothing in the database says that there was one more: the paper does."""
    *_, newest = three_versions(ledger)
    printed = codes.short(newest.code)
    assert find(ledger, printed) == newest

    tamper(ledger, "DELETE FROM versions WHERE number = 3")
    tamper(ledger, "DELETE FROM files WHERE sha256 = ?", newest.workbook.sha256)

    assert verify(ledger) == ()
    assert find(ledger, printed) is None


def test_verify_cannot_tell_that_all_was_rewritten_with_new_codes_but_a_printed_code_can(ledger):
    """Whoever holds the disk can forge a whole chain, but not one with the code on the paper."""
    before = three_versions(ledger)
    forged: dict[int, str] = {}
    for one in before:
        told = database.json.loads(_record(ledger, one.number))
        told |= {"note": "Otra cosa", "parent_code": forged.get(one.parent)}
        record = database.canonical(told)
        forged[one.number] = database.sha256(record)
        tamper(
            ledger,
            "UPDATE versions SET code = ?, record = ? WHERE number = ?",
            forged[one.number],
            record,
            one.number,
        )

    assert verify(ledger) == ()
    assert [find(ledger, codes.short(one.code)) for one in before] == [None] * 3


def test_verify_cannot_tell_that_an_account_was_deleted_but_its_events_stay(ledger):
    filled(ledger)

    tamper(ledger, "DELETE FROM accounts WHERE name = ?", "control")

    assert verify(ledger) == ()
    told = [one.detail.get("name") for one in access.events(ledger) if one.kind == "account"]
    assert told == ["alcaldia", "control"]


def test_a_file_of_sqlite_with_a_damaged_page_never_passes_for_a_sound_one(new_ledger, tmp_path):
    ledger = new_ledger("sqlite")
    before = filled(ledger)
    append(ledger, PLANNING, new(3, workbook=File("a.xlsx", os.urandom(40_000))), AT)
    before = versions(ledger)
    whole = Path(str(_copied(ledger, tmp_path / "base.sqlite").place)).read_bytes()
    damaged = tmp_path / "dañada.sqlite"
    found = 0

    for start in range(0, len(whole), 2048):  # twice a page: its head and its middle
        data = bytearray(whole)
        data[start + 20 : start + 120] = b"\xff" * 100
        damaged.write_bytes(data)
        try:
            other = open_ledger(f"sqlite:///{damaged}")
        except CannotOpen:
            found += 1
            continue
        if verify(other):
            found += 1
        else:
            assert versions(other) == before
        other.close()
        for rest in tmp_path.glob("dañada*"):
            rest.unlink()

    assert found > len(whole) / 2048 / 2


def test_a_file_that_is_no_database_and_one_that_is_cut_are_said(new_ledger, tmp_path):
    ledger = new_ledger("sqlite")
    filled(ledger)
    whole = Path(str(_copied(ledger, tmp_path / "base.sqlite").place)).read_bytes()
    cut = tmp_path / "cortada.sqlite"
    cut.write_bytes(whole[: len(whole) // 2])
    none = tmp_path / "ninguna.sqlite"
    none.write_bytes(b"esto no es una base de datos " * 200)

    with pytest.raises(CannotOpen, match="No se pudo abrir"):
        open_ledger(f"sqlite:///{none}")
    try:
        opened = open_ledger(f"sqlite:///{cut}")
    except CannotOpen:
        return
    assert verify(opened)
    opened.close()


# --- codes --------------------------------------------------------------------------------------


def test_a_code_is_found_however_it_was_copied(ledger):
    *_, newest = three_versions(ledger)
    printed = newest.short_code

    for typed in (
        newest.code,
        newest.code.upper(),
        newest.code[:8],
        printed,
        printed.lower(),
        printed.replace("-", ""),
        printed.replace("-", " – "),
        f"  {printed[:9]}\n",
        printed.replace("0", "O").replace("1", "l"),
        printed.replace("0", "o").replace("1", "I"),
    ):
        assert find(ledger, typed) == newest, typed


def test_what_is_no_code_finds_nothing(ledger):
    *_, newest = three_versions(ledger)

    for typed in ("", "-", newest.code[:7], newest.short_code[:8], "ñ" * 20, newest.code + "0",
                  "%" * 8, "____________", newest.code[1:], "🦜" * 9):  # fmt: skip
        assert find(ledger, typed) is None, typed


def test_a_short_code_is_its_first_80_bits():
    assert codes.short("00" * 32) == "0000-0000-0000-0000"
    assert codes.short("ff" * 32) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    assert codes.short("0123456789abcdef0123" + "f" * 44) == "04HM-ASW9-NF6Y-Y093"


def test_a_file_is_found_in_every_version_that_has_it(ledger):
    first, other, second = three_versions(ledger)

    assert find_file(ledger, b"parte") == (first, other, second)
    assert find_file(ledger, b"libro 2023 1") == (second,)
    assert find_file(ledger, b"ninguno") == ()


def test_a_file_is_not_found_in_a_version_that_only_speaks_of_it(ledger):
    append(ledger, PLANNING, new(None, note=database.sha256(b"nombrado")), AT)

    assert find_file(ledger, b"nombrado") == ()


# --- where it is --------------------------------------------------------------------------------


def test_the_ledger_lies_outside_the_program_for_its_owner_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("PAC_DATA", str(tmp_path / "datos" / "a b#?%20ñ"))

    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PAC_BASE_DE_DATOS", raising=False)
        ledger = open_ledger()
    append(ledger, PLANNING, new(None), AT)

    place = tmp_path / "datos" / "a b#?%20ñ" / "tablero.sqlite"
    assert ledger.place == place
    assert place.parent.stat().st_mode & 0o777 == 0o700
    assert {one.stat().st_mode & 0o777 for one in place.parent.iterdir()} == {0o600}
    ledger.close()


def test_the_users_own_folder_serves_where_nothing_else_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    places = {}
    for system in ("linux", "win32", "darwin"):
        monkeypatch.setattr(sys, "platform", system)
        places[system] = database.data_folder().relative_to(tmp_path).as_posix()
    monkeypatch.setattr(sys, "platform", "linux")

    assert places == {
        "linux": ".local/share/tablero-paac",
        "win32": "Local/tablero-paac",
        "darwin": "Library/Application Support/tablero-paac",
    }
    monkeypatch.setenv("XDG_DATA_HOME", "relativa")
    assert database.data_folder() == tmp_path / ".local" / "share" / "tablero-paac"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert database.data_folder() == tmp_path / "xdg" / "tablero-paac"


def test_the_environment_can_name_a_database(monkeypatch, new_url):
    url = new_url("sqlite")
    monkeypatch.setenv("PAC_BASE_DE_DATOS", url)

    ledger = open_ledger()

    assert str(ledger.place) == url.removeprefix("sqlite:///")
    ledger.close()


@pytest.fixture
def secrets(monkeypatch, tmp_path):
    monkeypatch.setattr(database, "_PROGRAM", tmp_path / "programa")
    monkeypatch.setenv("HOME", str(tmp_path / "casa"))

    def write(whose: str, text: str) -> None:
        place = tmp_path / whose / ".streamlit" / "secrets.toml"
        place.parent.mkdir(parents=True)
        place.write_text(text, "utf-8")

    return write


def test_the_secrets_of_streamlit_can_name_a_database(monkeypatch, new_url, secrets):
    url = new_url("sqlite")
    secrets("casa", '[base_de_datos]\nurl = "sqlite:///otra"')
    secrets("programa", f'[base_de_datos]\nurl = "{url}"')
    monkeypatch.delenv("PAC_BASE_DE_DATOS", raising=False)

    ledger = open_ledger()

    assert str(ledger.place) == url.removeprefix("sqlite:///")
    ledger.close()
    monkeypatch.setenv("PAC_BASE_DE_DATOS", "sqlite:///primera")
    assert store.configured_url() == "sqlite:///primera"


def test_secrets_about_other_things_name_no_database(monkeypatch, secrets):
    monkeypatch.delenv("PAC_BASE_DE_DATOS", raising=False)
    secrets("casa", 'base_de_datos = "x"\n[auth]\ncookie_secret = "s"')

    assert store.configured_url() == ""


def test_broken_secrets_are_told_without_showing_them(monkeypatch, secrets):
    monkeypatch.delenv("PAC_BASE_DE_DATOS", raising=False)
    secrets("programa", 'url = "postgresql://u:clave-secreta@x/y')

    with pytest.raises(CannotOpen, match=r"secrets\.toml no se pudo leer") as told:
        store.configured_url()

    assert "clave-secreta" not in f"{told.value}{told.value.__cause__}"


def test_a_folder_that_may_be_gone_tomorrow_is_known(monkeypatch, tmp_path):
    monkeypatch.setattr(database, "_file_system", lambda _: "ext4")

    assert store.is_temporary(Path("/tmp/x/que/no/existe"))  # noqa: S108
    assert store.is_temporary(Path("/dev/shm"))  # noqa: S108
    assert not store.is_temporary(Path("/srv/tablero"))
    assert not store.is_temporary(Path("/tmpfoo"))  # noqa: S108

    monkeypatch.setattr(database, "_file_system", lambda _: "overlay")
    assert store.is_temporary(Path("/srv/tablero"))
    monkeypatch.setattr(database.tempfile, "gettempdir", lambda: str(tmp_path))
    assert store.is_temporary(tmp_path / "x")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("esto no es", "no se entiende"),
        ("mysql://u:secreto@h/d", "SQLite o PostgreSQL"),
        ("sqlite://", "memoria"),
        ("sqlite:///:memory:", "memoria"),
        ("sqlite:////proc/no/se/puede.sqlite", "permisos"),
        ("postgresql://u:secreto@/d?host=/no/hay", "No se pudo abrir"),
        ("postgres://u:secreto@127.0.0.1:1/d", "No se pudo abrir"),
    ],
)
def test_a_database_that_cannot_be_opened_is_said_without_its_password(url, said):
    with pytest.raises(CannotOpen, match=said) as raised:
        open_ledger(url)

    assert "secreto" not in str(raised.value)


def test_opening_again_changes_nothing(url):
    first = open_ledger(url)
    added = filled(first)
    first.close()

    again = open_ledger(url)

    assert versions(again) == added
    again.close()


def test_every_commit_reaches_the_disk_and_readers_do_not_wait(new_ledger):
    ledger = new_ledger("sqlite")

    with database.read(ledger) as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        told = [connection.exec_driver_sql(f"PRAGMA {one}").scalar() for one in asked]

    assert told == ["wal", 2, 1, 30000]


def test_readers_see_the_last_version_while_another_is_being_written(ledger):
    first = append(ledger, PLANNING, new(None), AT)

    with database.write(ledger) as connection:
        connection.execute(FILES.insert().values(sha256="x", data=b"x"))
        assert heads(ledger) == ((2023, 1, first.code),)

    assert [one.message for one in verify(ledger)]


def test_who_waits_too_long_to_write_is_told_so(ledger, monkeypatch, url):
    monkeypatch.setattr(database, "_WAIT", 1.0)
    other = open_ledger(url)

    with (
        database.write(ledger),
        pytest.raises(database.Unavailable, match="vuelva a intentarlo"),
        database.write(other),
    ):
        pass

    other.close()
    assert append(ledger, PLANNING, new(None), AT).number == 1


def _record(ledger: database.Ledger, number: int) -> str:
    with database.read(ledger) as connection:
        query = sa.select(VERSIONS.c.record).where(VERSIONS.c.number == number)
        return connection.execute(query).scalar_one()


def _copied(ledger: database.Ledger, target: Path) -> database.Ledger:
    """Return a ledger in a copy of a file of SQLite."""
    for rest in target.parent.glob(f"{target.name}*"):
        rest.unlink()
    with database.sqlite3.connect(Path(str(ledger.place))) as source:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    source.close()
    shutil.copy(Path(str(ledger.place)), target)
    return open_ledger(f"sqlite:///{target}")
