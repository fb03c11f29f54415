"""The page from which the session is presented, and everything is taken away."""

from __future__ import annotations

import pytest

from pac.reports import exports
from pac.ui import presenting
from tests.ui.boards import open_page, said

APRIL = "2023-04-30"


def offered(at) -> list[str]:
    return [one.proto.label for one in at.get("download_button")]


def opened(at) -> dict[str, str]:
    return {one.proto.label: one.proto.url for one in at.get("link_button")}


def test_the_public_board_opens_at_the_cut_off_on_screen():
    at = open_page("presentar", corte="2023-08-31")

    address = "/publico?vigencia=2023&corte=2023-08-31"
    assert opened(at) == {
        "Presentar": f"{address}#presentar",
        "Abrir el tablero público": address,
    }


def test_an_earlier_version_is_presented_as_it_was():
    at = open_page("presentar", version="1", corte=APRIL)

    assert opened(at)["Presentar"].startswith("/publico?version=1&")
    assert "/api/?version=1&vigencia=2023" in str([one.value for one in at.markdown])


def test_everything_that_is_made_of_the_whole_plan_is_offered():
    at = open_page("presentar")

    keys = {one.proto.id for one in at.get("download_button")}
    assert len(offered(at)) == len([one for one in exports.EXPORTS if one.whole])
    assert len(keys) == len(offered(at))


def test_invented_progress_has_no_address_and_its_files_say_what_they_are():
    at = open_page("presentar", ejemplo="true")

    assert opened(at) == {}
    assert "Datos de ejemplo: no tiene dirección pública" in said(at)
    assert len(offered(at)) == len([one for one in exports.EXPORTS if one.whole])


@pytest.mark.parametrize(
    ("part", "kinds"),
    [
        ("4. Rendición de cuentas", ["Su página (.pdf)", "Su tarjeta (.png)"]),
        (
            "Secretaría de Hacienda",
            ["Su página (.pdf)", "Su tarjeta (.png)", "Su calendario (.ics)"],
        ),
    ],
)
def test_a_component_and_an_office_have_a_page_and_a_card(part, kinds):
    at = open_page("presentar")

    at.selectbox(key=presenting.PART).select(part).run()

    assert not at.exception
    assert [text for text in offered(at) if text.startswith("Su ")] == kinds


def test_only_the_cut_off_is_chosen_in_the_panel_and_the_other_filters_stay_as_they_were():
    at = open_page("presentar", dependencia="Secretaría de Hacienda")

    assert [one.label for one in at.sidebar.selectbox] == ["Fecha de corte"]
    assert "54 de 54 actividades" in said(at)


def test_the_follow_up_says_by_when_it_is_published_and_that_an_open_cut_off_is_preliminary():
    plan = said(open_page("presentar", corte=APRIL))
    reported = said(open_page("presentar", ejemplo="true", corte="31 de agosto de 2023"))

    assert "Debe publicarse a más tardar el 15 de mayo de 2023" in plan
    assert "Sin seguimiento todavía: sale marcado como preliminar" in plan
    assert "En recolección: sale marcado «Preliminar, según lo reportado»" in reported


def test_the_closing_cut_off_is_no_legal_follow_up():
    at = open_page("presentar", corte="2024-01-31")

    assert "Debe publicarse" not in said(at)


def test_a_draft_is_never_given_an_address(monkeypatch):
    monkeypatch.setattr(presenting, "_is_served", lambda _: False)

    at = open_page("presentar")

    assert opened(at) == {}
    assert not at.exception
