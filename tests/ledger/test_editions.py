"""What a version says of itself: what was known when it was made, and nothing of later ones."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pac.ledger import access, editions, update
from tests import updates
from tests.updates import APRIL, AT, typed

CONTROL = access.operator("Oficina de Control Interno")
PUBLISHED = dt.date(2023, 5, 12)


def test_an_earlier_version_says_what_was_known_then(tmp_path: Path) -> None:
    ledger = updates.begun(tmp_path)
    days = [AT + dt.timedelta(days=n) for n in range(1, 5)]
    update.close(ledger, CONTROL, APRIL, at=days[0], note="")
    update.record_publication(ledger, CONTROL, APRIL, PUBLISHED, "https://a.invalid/1", at=days[1])
    book = updates.edited(
        updates.own_workbook(ledger), typed("C1-01", updates.VALUE, 2, as_of=APRIL)
    )
    updates.accepted(ledger, book, at=days[2], reasons={"*": "Acta 9"})
    question = {"date": dt.date(2023, 7, 19), "question": "¿Cuándo?"}
    board = update.board(ledger)
    asked = update.propose_commitments(board, [question])
    update.commit(ledger, updates.OPERATOR, asked, at=days[3], reasons={})

    plans = [editions.in_ledger(ledger, number=n).plan for n in range(1, 6)]

    assert [plan.settings.is_closed(APRIL) for plan in plans] == [False, True, True, True, True]
    assert [[one.day for one in plan.published] for plan in plans[:3]] == [[], [], [PUBLISHED]]
    assert [[one.version for one in plan.later] for plan in plans] == [[], [], [], ["4"], ["4"]]
    assert plans[3].later[0].reason == "Acta 9"
    assert [len(plan.commitments) for plan in plans] == [0, 0, 0, 0, 1]
    ledger.close()
