from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from pac.ledger import access
from pac.ledger.access import (
    AccountError,
    Actor,
    Attempts,
    NotAllowed,
    Role,
    Sessions,
    SlowDown,
    WrongPassword,
    change_account,
    create_account,
    create_first_account,
    has_accounts,
    new_setup_code,
    operator,
    set_password,
    sign_in,
)
from pac.ledger.database import Damaged, sha256
from pac.ledger.store import verify
from tests.ledger.conftest import AT, PLANNING, tamper

PASSWORD = "un caballo azul"  # noqa: S105 (of no account but those made here)
LATER = AT.replace(hour=20)


def administrator(ledger) -> Actor:
    return create_first_account(ledger, "7QF3", "7QF3", "ana", "Alcaldía", PASSWORD, AT)


def with_one(ledger, role: Role = Role.UPDATES) -> Actor:
    """Create the administrator and another account, and return that of the other."""
    admin = administrator(ledger)
    create_account(ledger, admin, "eva", "Planeación", role, "otra frase larga", AT)
    return Actor("Planeación", role, "eva")


# --- the first account --------------------------------------------------------------------------


def test_the_first_account_administers_and_needs_the_code_of_the_installation(ledger):
    code = new_setup_code()
    assert not has_accounts(ledger)

    for wrong in ("", "-", new_setup_code(), code[:-1], code + "A", "ñ", "\ud800"):
        with pytest.raises(NotAllowed, match="código de instalación"):
            create_first_account(ledger, wrong, code, "ana", "Alcaldía", PASSWORD, AT)
    assert not has_accounts(ledger)
    actor = create_first_account(
        ledger, f" {code.lower()} ", code, "Ana", " Alcaldía  Municipal ", PASSWORD, AT
    )

    assert actor == Actor("Alcaldía Municipal", Role.ADMINISTERS, "ana")
    assert has_accounts(ledger)
    assert sign_in(ledger, Attempts(), "ANA", PASSWORD, 0.0) == actor


def test_a_code_serves_once(ledger):
    code = new_setup_code()
    create_first_account(ledger, code, code, "ana", "Alcaldía", PASSWORD, AT)

    with pytest.raises(AccountError, match="ya tiene su primera cuenta"):
        create_first_account(ledger, code, code, "eva", "Alcaldía", PASSWORD, AT)


def test_where_there_is_no_code_none_opens(ledger):
    for right in ("", " ", "-"):
        with pytest.raises(NotAllowed):
            create_first_account(ledger, right, right, "ana", "Alcaldía", PASSWORD, AT)


def test_setup_codes_can_be_read_aloud_and_are_never_the_same():
    made = {new_setup_code() for _ in range(200)}

    assert len(made) == 200
    assert all(len(one) == 19 and not set(one) & set("ILOU") for one in made)


# --- accounts -----------------------------------------------------------------------------------


def test_only_who_administers_changes_accounts(ledger):
    eva = with_one(ledger)
    visitor = Actor("Visitante", None, None)
    liar = Actor("Planeación", Role.ADMINISTERS, "eva")

    for actor in (eva, visitor, liar):
        with pytest.raises(NotAllowed):
            create_account(ledger, actor, "ivo", "Salud", Role.UPDATES, PASSWORD, AT)
        with pytest.raises(NotAllowed):
            change_account(ledger, actor, "eva", AT, role=Role.ADMINISTERS)
        with pytest.raises(NotAllowed):
            set_password(ledger, actor, "ana", "otra frase larga", AT)
    assert [one.name for one in access.accounts(ledger)] == ["ana", "eva"]


def test_whoever_holds_the_disk_can_do_everything(ledger):
    create_account(ledger, operator("Sistemas"), "ana", "Alcaldía", Role.UPDATES, PASSWORD, AT)
    change_account(ledger, operator("Sistemas"), "ana", LATER, role=Role.CONTROLS)
    set_password(ledger, operator("Sistemas"), "ana", "otra frase larga", LATER)

    [account] = access.accounts(ledger)
    assert (account.role, account.created_at, account.changed_at) == (Role.CONTROLS, AT, LATER)
    assert verify(ledger) == ()


def test_everything_is_not_for_who_has_an_account(ledger):
    eva = with_one(ledger)

    with pytest.raises(NotAllowed):
        change_account(
            ledger, Actor(eva.post, eva.role, "eva", everything=True), "eva", AT, active=False
        )


def test_what_is_not_given_stays_as_it_is(ledger):
    with_one(ledger)

    changed = change_account(ledger, PLANNING, " EVA ", LATER, post="Secretaría de Salud")

    assert (changed.post, changed.role, changed.active) == (
        "Secretaría de Salud",
        Role.UPDATES,
        True,
    )
    assert changed in access.accounts(ledger)
    assert sign_in(ledger, Attempts(), "eva", "otra frase larga", 0.0).post == "Secretaría de Salud"


def test_the_last_who_administers_stays(ledger):
    admin = administrator(ledger)

    for change in ({"active": False}, {"role": Role.UPDATES}):
        with pytest.raises(AccountError, match="única cuenta activa"):
            change_account(ledger, admin, "ana", AT, **change)

    create_account(ledger, admin, "eva", "Planeación", Role.ADMINISTERS, "otra frase larga", AT)
    change_account(ledger, admin, "eva", AT, active=False)
    with pytest.raises(AccountError, match="única cuenta activa"):
        change_account(ledger, admin, "ana", AT, active=False)
    change_account(ledger, admin, "eva", AT, active=True)
    assert not change_account(ledger, admin, "ana", AT, active=False).active


def test_one_who_was_put_out_or_has_another_role_now_does_nothing_more(ledger):
    admin = administrator(ledger)
    create_account(ledger, admin, "eva", "Planeación", Role.ADMINISTERS, "otra frase larga", AT)
    eva = sign_in(ledger, Attempts(), "eva", "otra frase larga", 0.0)

    change_account(ledger, admin, "eva", AT, role=Role.UPDATES)
    with pytest.raises(NotAllowed, match="Vuelva a ingresar"):
        change_account(ledger, eva, "eva", AT, role=Role.ADMINISTERS)
    change_account(ledger, admin, "eva", AT, role=Role.ADMINISTERS, active=False)
    with pytest.raises(NotAllowed, match="ya no está activa"):
        access.record_event(ledger, eva, "backup", {}, AT)


def test_anybody_changes_their_own_password_and_no_other(ledger):
    eva = with_one(ledger, Role.CONTROLS)

    set_password(ledger, eva, "Eva", "una frase muy nueva", LATER)

    with pytest.raises(WrongPassword):
        sign_in(ledger, Attempts(), "eva", "otra frase larga", 0.0)
    assert sign_in(ledger, Attempts(), "eva", "una frase muy nueva", 0.0) == eva
    with pytest.raises(NotAllowed):
        set_password(ledger, eva, "ana", "una frase muy nueva", LATER)
    with pytest.raises(AccountError, match="No hay una cuenta"):
        set_password(ledger, PLANNING, "nadie", "una frase muy nueva", LATER)


@pytest.mark.parametrize(
    "name",
    ["", "ab", "a b c", "-ana", "ana.", "x" * 41, "ana@x", "aña\x00", "ана", "a\nb c", "\ud800aa"],
)
def test_a_name_that_will_not_do_is_said(ledger, name):
    with pytest.raises(AccountError, match="El usuario lleva"):
        create_account(ledger, PLANNING, name, "Alcaldía", Role.UPDATES, PASSWORD, AT)


@pytest.mark.parametrize("post", ["", "  ", "x" * 121, "a\x00b", "a\u202eb", "\ud800"])
def test_a_post_that_will_not_do_is_said(ledger, post):
    with pytest.raises(AccountError, match="Escriba el cargo"):
        create_account(ledger, PLANNING, "ana", post, Role.UPDATES, PASSWORD, AT)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "10 caracteres"),
        ("123456789", "10 caracteres"),
        ("x1-" * 43, "128 caracteres"),
        ("control.interno", "ni el cargo"),
        ("Control.Interno", "ni el cargo"),
        ("Jefe de Control", "ni el cargo"),
        ("jefedecontrol", "ni el cargo"),
        ("1234567890", "fácil de adivinar"),
        ("CONTRASEÑA", "fácil de adivinar"),
        ("aaaaaaaaaaaa", "fácil de adivinar"),
        ("ababababab", "fácil de adivinar"),
    ],
)
def test_a_password_that_will_not_do_is_said(ledger, password, said):
    with pytest.raises(AccountError, match=said):
        create_account(
            ledger, PLANNING, "control.interno", "Jefe de Control", Role.CONTROLS, password, AT
        )


def test_a_password_may_be_a_phrase_with_any_letters_on_any_keyboard(ledger):
    composed, apart = "año niño señal\ud800", "an\u0303o nin\u0303o sen\u0303al\ud800"

    create_account(ledger, PLANNING, "ana", "Alcaldía", Role.UPDATES, composed, AT)

    assert sign_in(ledger, Attempts(), "ana", apart, 0.0).account == "ana"


def test_a_name_is_taken_once(ledger):
    administrator(ledger)

    with pytest.raises(AccountError, match="Ya hay una cuenta"):
        create_account(ledger, PLANNING, "ANA", "Otra", Role.UPDATES, PASSWORD, AT)


def test_a_password_is_kept_as_argon2id_and_nowhere_else(ledger):
    with_one(ledger)
    set_password(ledger, PLANNING, "eva", "una frase muy nueva", AT)

    with access.read(ledger) as connection:
        rows = connection.execute(access.ACCOUNTS.select()).mappings().all()

    assert all(row["password"].startswith("$argon2id$") for row in rows)
    told = repr((access.accounts(ledger), access.events(ledger)))
    assert "argon2" not in told
    assert "frase" not in told


def test_an_account_changed_past_the_program_opens_nothing(ledger):
    """Whoever raises a role in the database is not obeyed, unless they seal it anew."""
    eva = with_one(ledger)
    tamper(ledger, "UPDATE accounts SET role = 'administra' WHERE name = 'eva'")

    with pytest.raises(Damaged, match="alterada"):
        sign_in(ledger, Attempts(), "eva", "otra frase larga", 0.0)
    with pytest.raises(Damaged):
        change_account(ledger, Actor(eva.post, Role.ADMINISTERS, "eva"), "ana", AT, active=False)
    assert [one.where for one in verify(ledger)] == ["Cuenta «eva»"]


# --- signing in ---------------------------------------------------------------------------------


def fail(ledger, attempts: Attempts, now: float, name: str = "ana", token: str | None = None):
    with pytest.raises(WrongPassword) as raised:
        sign_in(ledger, attempts, name, "no es esta frase", now, token)
    return str(raised.value)


def refused(ledger, attempts: Attempts, now: float, password: str = PASSWORD, **more) -> float:
    with pytest.raises(SlowDown) as raised:
        sign_in(ledger, attempts, "ana", password, now, **more)
    return raised.value.seconds


def test_it_is_never_said_whether_the_name_or_the_password_is_wrong(ledger):
    with_one(ledger)
    change_account(ledger, PLANNING, "eva", AT, active=False)

    said = {
        fail(ledger, Attempts(), 0.0, name) for name in ("ana", "nadie", "", "a\x00", "ñ" * 999)
    }
    with pytest.raises(WrongPassword) as inactive:
        sign_in(ledger, Attempts(), "eva", "otra frase larga", 0.0)

    assert said | {str(inactive.value)} == {"Usuario o contraseña no coinciden."}


def test_a_name_that_does_not_exist_costs_one_hash_too(ledger, monkeypatch):
    administrator(ledger)
    attempts = Attempts()
    hashed = []
    quick = access.PasswordHasher()
    monkeypatch.setattr(
        access, "PasswordHasher", lambda: type("Counted", (), {"verify": _noting(quick, hashed)})()
    )

    for name in ("ana", "nadie", "no es un nombre"):
        fail(ledger, attempts, 0.0, name)

    assert len(hashed) == 3
    assert all(one.startswith("$argon2id$") for one in hashed)


def _noting(hasher, hashed: list[str]):
    def verify(_: object, stored: str, given: bytes) -> bool:
        hashed.append(stored)
        return hasher.verify(stored, given)

    return verify


def test_after_three_failures_the_wait_grows_to_thirty_seconds_and_no_further(ledger):
    administrator(ledger)
    attempts = Attempts()
    now, waits = 1000.0, []
    for _ in range(3):
        fail(ledger, attempts, now)

    for _ in range(8):
        waits.append(refused(ledger, attempts, now, "no es esta frase"))
        now += waits[-1]
        fail(ledger, attempts, now)

    assert waits == [1, 2, 4, 8, 16, 30, 30, 30]


def test_one_who_comes_early_is_refused_at_once_without_a_look_at_the_password(ledger, monkeypatch):
    administrator(ledger)
    attempts = Attempts()
    for _ in range(3):
        fail(ledger, attempts, 0.0)
    monkeypatch.setattr(attempts, "_is_right", None)  # would raise if it were called

    assert refused(ledger, attempts, 0.25) == 0.75


def test_hammering_does_not_lengthen_the_wait_and_the_right_password_gets_in_after_it(ledger):
    admin = administrator(ledger)
    attempts = Attempts()
    for _ in range(3):
        fail(ledger, attempts, 0.0)

    for step in range(1000):
        refused(ledger, attempts, step / 1001)

    assert sign_in(ledger, attempts, "ana", PASSWORD, 1.0) == admin
    fail(ledger, attempts, 1.0)  # and counts from the beginning


def test_the_wait_is_for_the_name_whichever_way_it_is_written(ledger):
    administrator(ledger)
    attempts = Attempts()

    for name in ("ana", "ANA ", " áná"):
        fail(ledger, attempts, 0.0, name)

    assert refused(ledger, attempts, 0.5) == 0.5


def test_one_name_does_not_slow_another(ledger):
    eva = with_one(ledger)
    attempts = Attempts()
    for _ in range(3):
        fail(ledger, attempts, 0.0)

    assert sign_in(ledger, attempts, "eva", "otra frase larga", 0.0) == eva


def test_a_browser_that_signed_in_before_is_not_kept_out_by_one_who_takes_every_turn(ledger):
    admin = administrator(ledger)
    attempts = Attempts()
    token = attempts.remember("Ana")
    now = 0.0
    for _ in range(20):  # an attacker there at the very end of each wait
        fail(ledger, attempts, now)
        now += 30

    assert refused(ledger, attempts, now - 1)
    assert sign_in(ledger, attempts, "ana", PASSWORD, now - 1, token) == admin


def test_a_token_of_another_name_a_forged_one_and_one_of_another_process_count_as_none(ledger):
    administrator(ledger)
    attempts = Attempts()
    token = attempts.remember("ana")
    others = ("", ".", "x", token[1:], token + "0", attempts.remember("eva"),
              Attempts().remember("ana"), "ñ.\ud800")  # fmt: skip
    for _ in range(3):
        fail(ledger, attempts, 0.0)

    for other in others:
        assert refused(ledger, attempts, 0.5, token=other) == 0.5


def test_a_stolen_token_gives_no_more_than_its_own_turns(ledger):
    administrator(ledger)
    attempts = Attempts()
    token = attempts.remember("ana")

    for _ in range(3):
        fail(ledger, attempts, 0.0, token=token)

    assert refused(ledger, attempts, 0.5, token=token) == 0.5


def test_failures_are_forgotten_after_an_hour(ledger):
    administrator(ledger)
    attempts = Attempts()
    for _ in range(3):
        fail(ledger, attempts, 0.0)

    for _ in range(3):
        fail(ledger, attempts, 3601.0)

    assert refused(ledger, attempts, 3601.5) == 0.5


def test_a_clock_set_back_does_not_lengthen_the_wait(ledger):
    administrator(ledger)
    attempts = Attempts()
    for _ in range(3):
        fail(ledger, attempts, 1e6)

    assert refused(ledger, attempts, 0.0) <= 30


def test_the_attempts_that_are_remembered_are_bounded(ledger, monkeypatch):
    monkeypatch.setattr(access, "_MOST_NAMES", 50)
    administrator(ledger)
    attempts = Attempts()

    for number in range(120):
        fail(ledger, attempts, 0.0, f"nadie{number}")

    assert len(attempts._failures) == 50


def test_of_many_attempts_at_once_three_are_tried(ledger):
    administrator(ledger)
    attempts = Attempts()

    def work(_: int) -> str:
        try:
            sign_in(ledger, attempts, "ana", "no es esta frase", 0.0)
        except (WrongPassword, SlowDown) as problem:
            return type(problem).__name__
        return "in"

    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(work, range(40)))

    assert sorted(set(results)) == ["SlowDown", "WrongPassword"]
    assert results.count("WrongPassword") == 3


def test_no_more_than_two_passwords_are_hashed_at_once_and_who_waits_long_is_told(
    ledger, monkeypatch
):
    admin = administrator(ledger)
    attempts = Attempts()
    hashing, most, lock = [0], [0], threading.Lock()
    go_on, both = threading.Event(), threading.Barrier(3, timeout=30)

    def slow(_hashed: str | None, _password: str) -> bool:
        with lock:
            hashing[0] += 1
            most[0] = max(most[0], hashing[0])
        if not go_on.is_set():
            both.wait()
            go_on.wait(30)
        with lock:
            hashing[0] -= 1
        return True

    monkeypatch.setattr(attempts, "_is_right", slow)
    monkeypatch.setattr(access, "_WAIT_TO_HASH", 0.05)
    with ThreadPoolExecutor(2) as pool:
        held = [pool.submit(sign_in, ledger, attempts, "ana", PASSWORD, 0.0) for _ in range(2)]
        both.wait()
        assert refused(ledger, attempts, 0.0)
        go_on.set()
        assert [one.result() for one in held] == [admin, admin]

    assert most == [2]
    assert sign_in(ledger, attempts, "ana", PASSWORD, 0.0) == admin


def test_a_password_longer_than_any_is_not_hashed_whole(ledger):
    administrator(ledger)
    begun = time.perf_counter()

    with pytest.raises(WrongPassword):
        sign_in(ledger, Attempts(), "ana", "x" * 50_000_000, 0.0)

    assert time.perf_counter() - begun < 5


def test_the_wait_is_said_in_whole_seconds():
    assert "Espere 1 segundo " in str(SlowDown(0.2))
    assert "Espere 2 segundos " in str(SlowDown(1.2))
    assert "Espere 30 segundos " in str(SlowDown(30))
    assert "no está bloqueada" in str(SlowDown(30))


def test_a_password_of_the_real_strength_opens(ledger, monkeypatch):
    """The one test that hashes as the program does."""
    monkeypatch.undo()
    admin = administrator(ledger)

    assert sign_in(ledger, Attempts(), "ana", PASSWORD, 0.0) == admin


# --- sessions -----------------------------------------------------------------------------------


def test_a_session_ends_after_two_hours_unused_or_twelve_in_all():
    actor, sessions = Actor("Alcaldía", Role.UPDATES, "ana"), Sessions()
    idle, busy = sessions.open(actor, 0.0), sessions.open(actor, 0.0)

    for hour in range(1, 12):
        assert sessions.actor(busy, hour * 3600.0) == actor
    assert sessions.actor(busy, 12 * 3600.0 - 1) == actor
    assert sessions.actor(busy, 12 * 3600.0) is None
    assert sessions.actor(idle, 2 * 3600.0) is None
    assert sessions.actor(idle, 0.0) is None  # and does not come back


def test_a_session_is_closed_by_its_token_or_with_all_of_its_account():
    ana, eva = Actor("A", Role.UPDATES, "ana"), Actor("E", Role.UPDATES, "eva")
    sessions = Sessions()
    first, second, third = (
        sessions.open(ana, 0.0),
        sessions.open(ana, 0.0),
        sessions.open(eva, 0.0),
    )

    sessions.close(first)
    assert [sessions.actor(one, 1.0) for one in (first, second, third)] == [None, ana, eva]
    sessions.close_account("ANA")
    assert [sessions.actor(one, 1.0) for one in (first, second, third)] == [None, None, eva]


def test_a_token_is_long_is_not_kept_and_no_other_opens():
    sessions = Sessions()

    token = sessions.open(Actor("A", Role.UPDATES, "ana"), 0.0)

    assert len(token) >= 43
    assert token not in repr(sessions._open)
    for other in ("", token[:-1], token + "x", sha256(token), "ñ\ud800"):
        assert sessions.actor(other, 0.0) is None
        sessions.close(other)
    assert sessions.actor(token, 0.0)


def test_sessions_are_bounded_and_the_least_used_goes_first(monkeypatch):
    monkeypatch.setattr(access, "_MOST_SESSIONS", 3)
    sessions, actor = Sessions(), Actor("A", Role.UPDATES, "ana")
    tokens = [sessions.open(actor, 0.0) for _ in range(3)]
    sessions.actor(tokens[0], 1.0)

    tokens.append(sessions.open(actor, 2.0))

    assert [sessions.actor(one, 3.0) is not None for one in tokens] == [True, False, True, True]


# --- events -------------------------------------------------------------------------------------


def test_the_last_event_of_a_kind_is_found(ledger):
    admin = administrator(ledger)
    assert access.last_event(ledger, "backup") is None

    access.record_event(ledger, admin, "backup", {"size": 1}, AT)
    last = access.record_event(ledger, admin, "backup", {"size": 2}, LATER)
    access.record_event(ledger, admin, "other", {}, LATER)

    assert access.last_event(ledger, "backup") == last
    assert (last.at, last.by, last.detail) == (LATER, "Alcaldía", {"size": 2})
    with pytest.raises(NotAllowed):
        access.record_event(ledger, Actor("Visitante", None, None), "backup", {}, AT)


def test_what_was_done_to_accounts_is_kept(ledger):
    admin = administrator(ledger)
    create_account(ledger, admin, "eva", "Planeación", Role.UPDATES, "otra frase larga", AT)
    change_account(ledger, admin, "eva", AT, role=Role.CONTROLS, active=False)
    set_password(ledger, admin, "eva", "una frase muy nueva", AT)

    told = [(one.by, one.detail["what"], one.detail["name"]) for one in access.events(ledger)]

    assert told == [
        ("Alcaldía", "first", "ana"),
        ("Alcaldía", "created", "eva"),
        ("Alcaldía", "changed", "eva"),
        ("Alcaldía", "password", "eva"),
    ]
