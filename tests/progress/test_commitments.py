"""What is open, past its date and answered, and the sentence that says it."""

from __future__ import annotations

import datetime as dt

import pytest

from pac import narrative
from pac.model import Commitment
from pac.progress.commitments import Standing, in_order, is_late, standing

D = dt.date
DAY = D(2023, 9, 1)
SESSION = D(2023, 7, 19)


def asked(question: str = "¿Cuándo?", **more: object) -> Commitment:
    return Commitment(**({"date": SESSION, "question": question} | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("due", "answer", "late"),
    [
        (D(2023, 8, 31), "", True),
        (D(2023, 9, 1), "", False),
        (D(2023, 9, 2), "", False),
        (None, "", False),
        (D(2023, 8, 31), "En julio", False),
    ],
    ids=["the day before", "that very day", "to come", "no date", "answered"],
)
def test_a_promise_is_late_from_the_day_after_its_date_and_never_once_answered(due, answer, late):
    assert is_late(asked(due=due, answer=answer), DAY) is late


def test_each_commitment_counts_once():
    every = [
        asked("a", due=D(2023, 8, 1)),
        asked("b", due=D(2023, 12, 1)),
        asked("c"),
        asked("d", due=D(2023, 8, 1), answer="Sí"),
    ]

    counts = standing(every, DAY)

    assert counts == Standing(every=4, open=3, late=1)
    assert counts.answered == 1


def test_the_day_looked_at_decides_what_is_late():
    every = [asked("a", due=D(2023, 8, 1)), asked("b", due=D(2023, 12, 1))]

    assert [standing(every, day).late for day in (D(2023, 8, 1), DAY, D(2024, 1, 1))] == [0, 1, 2]


def test_the_oldest_open_promise_comes_first_and_what_has_no_date_last():
    earlier = D(2023, 3, 1)
    every = (
        asked("answered", answer="Sí", date=earlier),
        asked("undated session", date=None),
        asked("no due"),
        asked("due later", due=D(2023, 12, 1)),
        asked("due sooner", due=D(2023, 8, 1)),
        asked("older session", date=earlier),
        asked("answered later", answer="Sí"),
    )

    assert [one.question for one in in_order(every)] == [
        "older session", "due sooner", "due later", "no due", "undated session",
        "answered", "answered later",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (Standing(0, 0, 0), "Todavía no hay compromisos de una sesión."),
        (Standing(1, 0, 0), "El único compromiso está respondido."),
        (Standing(1, 1, 0), "El único compromiso está sin responder."),
        (Standing(1, 1, 1), "El único compromiso está sin responder y pasó su fecha."),
        (Standing(7, 0, 0), "Los 7 compromisos están respondidos."),
        (Standing(7, 2, 0), "De 7 compromisos, 2 sin responder."),
        (Standing(7, 2, 1), "De 7 compromisos, 2 sin responder; 1 pasó su fecha."),
        (Standing(7, 3, 2), "De 7 compromisos, 3 sin responder; 2 pasaron su fecha."),
        (Standing(7, 1, 1), "De 7 compromisos, 1 sin responder, y pasó su fecha."),
        (Standing(7, 2, 2), "De 7 compromisos, 2 sin responder, y los dos pasaron su fecha."),
        (Standing(7, 7, 7), "De 7 compromisos, 7 sin responder, y todos pasaron su fecha."),
        (Standing(1200, 1100, 1), "De 1.200 compromisos, 1.100 sin responder; 1 pasó su fecha."),
    ],
)
def test_the_sentence_says_how_many_wait_and_how_many_are_late(counts, sentence):
    assert narrative.commitments(counts) == sentence


@pytest.mark.parametrize(
    ("more", "said", "short"),
    [
        ({}, "Sin responder, sin fecha prometida", "Sin responder"),
        (
            {"due": D(2023, 9, 1)},
            "Sin responder: para el 1 de septiembre de 2023",
            "Sin responder",
        ),
        (
            {"due": D(2023, 8, 31)},
            "Sin responder: pasó su fecha, el 31 de agosto de 2023",
            "Sin responder, pasó su fecha",
        ),
        ({"due": D(2023, 8, 31), "answer": "En julio"}, "Respondido", "Respondido"),
    ],
)
def test_how_a_commitment_stands_is_said_in_words(more, said, short):
    one = asked(**more)

    assert narrative.commitment(one, DAY) == said
    assert narrative.commitment_state(one, DAY) == short
