"""Parties of the "Responsable" column (R11), by the cases of tests/cases/offices.csv."""

from __future__ import annotations

import csv
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pac.model import Party, PartyKind
from pac.reading import offices
from pac.reading.offices import (
    GENERIC_CATALOGUE,
    kind_of,
    looks_like_person,
    parse_offices,
    suggest,
    unknown_parties,
)

CASES = Path(__file__).parents[1] / "cases" / "offices.csv"
OF_THE_PLAN = re.compile(r"plan 2023: (\d+) actividad(?:es)?")


def _cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _expected(case: dict[str, str]) -> tuple[str, ...]:
    return tuple(case["dependencias"].split(" | ")) if case["dependencias"] else ()


def _texts_of_the_plan() -> dict[str, int]:
    """Return the 29 spellings of the 2023 plan, each with how many activities bear it."""
    matches = {case["texto"]: OF_THE_PLAN.fullmatch(case["nota"]) for case in _cases()}
    return {text: int(match[1]) for text, match in matches.items() if match}


# The cases ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["texto"] or "blank")
def test_a_text_gives_the_parties_that_a_careful_reader_takes_from_it(case: dict[str, str]) -> None:
    assert parse_offices(case["texto"]) == _expected(case)


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["texto"] or "blank")
def test_a_party_read_again_is_itself(case: dict[str, str]) -> None:
    for party in _expected(case):
        assert parse_offices(party) == (party,)


def test_the_cases_are_read_one_way_only() -> None:
    readings = Counter(case["lectura"] for case in _cases())
    texts = [case["texto"] for case in _cases()]

    assert set(readings) == {"cierta", "convención", "dudosa"}
    assert len(set(texts)) == len(texts)


# The plan of 2023 --------------------------------------------------------------------------------


def test_the_2023_plan_names_eleven_parties_in_twenty_nine_spellings() -> None:
    texts = _texts_of_the_plan()
    parties = {party for text in texts for party in parse_offices(text)}

    assert len(texts) == 29
    assert sum(texts.values()) == 54
    assert parties == {party.name for party in GENERIC_CATALOGUE}
    assert len(parties) == 11


def test_the_2023_plan_is_led_by_offices_but_for_five_groups_and_a_committee() -> None:
    leads = Counter[PartyKind]()
    for text, activities in _texts_of_the_plan().items():
        leads[kind_of(parse_offices(text)[0])] += activities

    assert leads == {PartyKind.OFFICE: 48, PartyKind.GROUP: 5, PartyKind.COMMITTEE: 1}


# Nobody ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nothing", [None, "", "  \n ", float("nan"), "-", "N/A", "n.a.", "()"])
def test_a_cell_that_names_nobody_gives_no_party(nothing: object) -> None:
    assert parse_offices(nothing) == ()


def test_a_cell_that_holds_a_number_gives_it_as_written() -> None:
    assert parse_offices(3) == ("3",)


# The catalogue -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Planeación", ("Planeación",)),
        ("Sec.  de Hacienda.", ("Sec. de Hacienda",)),
        (
            "Jefe de la Oficina de Contro,Interno y Equipo Auditor.",
            ("Jefe de la Oficina de Control Interno", "Equipo Auditor"),
        ),
        (
            "JEFE DE LA OFICINA DE CONTRO,INTERNO",
            ("JEFE DE LA OFICINA DE CONTROL INTERNO",),
        ),
        ("Secretaría Administrativa y de Gobierno", ("Secretaría Administrativa y de Gobierno",)),
        ("Planeación, Hacienda", ("Planeación", "Hacienda")),
    ],
)
def test_an_empty_catalogue_leaves_the_parts_as_written(
    text: str, expected: tuple[str, ...]
) -> None:
    assert parse_offices(text, ()) == expected


def test_a_separator_inside_a_catalogue_name_does_not_split_it() -> None:
    town = [
        Party("Secretaría de Gobierno - Inspección de Policía"),
        Party("Secretaría de Cultura; Oficina de Turismo"),
        Party("Gobierno, Planeación y Oficina Jurídica"),
    ]
    for party in town:
        assert parse_offices(party.name, town) == (party.name,)

    assert parse_offices(
        "Secretaria de Gobierno – Inspección de Policía; Oficina Jurídica", town
    ) == ("Secretaría de Gobierno - Inspección de Policía", "Oficina Jurídica")


def test_a_towns_alias_gives_its_canonical_name() -> None:
    town = [Party("Secretaría de Desarrollo Social", ("Bienestar", "Sec. Social"))]

    assert parse_offices("bienestar y Secretaría Social", town) == (
        "Secretaría de Desarrollo Social",
    )


def test_an_alias_that_two_parties_claim_belongs_to_neither() -> None:
    town = [Party("Secretaría de Salud", ("Social",)), Party("Secretaría de la Mujer", ("Social",))]

    assert parse_offices("Social", town) == ("Social",)


def test_a_short_name_that_two_offices_share_belongs_to_neither() -> None:
    town = [Party("Secretaría de Planeación"), Party("Oficina Asesora de Planeación")]

    assert parse_offices("Planeación", town) == ("Planeación",)
    assert unknown_parties(["Planeación"], town) == ("Planeación",)


def test_a_name_is_never_taken_for_another_partys_alias() -> None:
    town = [Party("Despacho del Alcalde", ("Alcaldía",)), Party("Alcaldía")]

    assert parse_offices("Alcaldia", town) == ("Alcaldía",)


def test_a_party_of_the_town_that_is_common_to_all_towns_has_its_common_aliases() -> None:
    town = [Party("Despacho del Alcalde"), Party("Oficina de Control Interno")]

    assert parse_offices("Alcalde y Asesor(a) de Control Interno", town) == (
        "Despacho del Alcalde",
        "Oficina de Control Interno",
    )


def test_the_holder_of_a_post_stands_for_the_office_of_that_name() -> None:
    town = [Party("Dirección de Salud"), Party("Gerencia"), Party("Oficina de Prensa")]

    assert parse_offices("Directora de Salud, Gerente y Jefe de Prensa", town) == (
        "Dirección de Salud",
        "Gerencia",
        "Oficina de Prensa",
    )


def test_two_parties_known_to_the_town_are_split_where_a_line_break_was_lost() -> None:
    town = [Party("Casa Campesina"), Party("Emisora")]

    assert parse_offices("Casa Campesina Emisora", town) == ("Casa Campesina", "Emisora")


@pytest.mark.parametrize(
    "name", ["Secretaría Administrativa", "Secretaría de Gobierno", "Oficina Asesora de Planeación"]
)
def test_a_name_that_is_only_like_a_known_one_is_unknown(name: str) -> None:
    assert unknown_parties([name, "Control interno", name]) == (name,)


# Kinds -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Secretaría de Planeación", PartyKind.OFFICE),
        ("Comité de Coordinación de Control Interno", PartyKind.COMMITTEE),
        ("Comité Institucional de Gestión y Desempeño", PartyKind.COMMITTEE),
        ("Consejo de Gobierno", PartyKind.COMMITTEE),
        ("Junta Directiva", PartyKind.COMMITTEE),
        ("Concejo Municipal", PartyKind.OFFICE),
        ("Comisaría de Familia", PartyKind.OFFICE),
        ("Jefes de Oficina", PartyKind.GROUP),
        ("Todas las dependencias", PartyKind.GROUP),
        ("Los líderes de cada área", PartyKind.GROUP),
        ("Funcionarios y contratistas", PartyKind.GROUP),
        ("Alta Dirección", PartyKind.GROUP),
        ("Equipo MIPG", PartyKind.GROUP),
        ("Grupo de Atención al Ciudadano", PartyKind.OFFICE),
        ("", PartyKind.OFFICE),
    ],
)
def test_the_kind_of_an_unknown_party_follows_its_first_word(name: str, kind: PartyKind) -> None:
    assert kind_of(name) is kind


def test_the_catalogue_decides_the_kind_of_a_known_party() -> None:
    town = [Party("Equipo Jurídico", ("Jurídica",), PartyKind.OFFICE)]

    assert kind_of("juridica", town) is PartyKind.OFFICE


# Suggestions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Secretria de Planecion", "Secretaría de Planeación"),
        ("Contrl Interno", "Oficina de Control Interno"),
        ("Secretaría Administrativa", "Secretaría Administrativa y de Gobierno"),
        ("Secretaría de Educación", None),
        ("Secretaría de Gobierno", None),
        ("Secretaría", None),
        ("Secretaría de Planeación", None),
        ("", None),
    ],
)
def test_a_near_spelling_is_offered_and_never_taken(name: str, expected: str | None) -> None:
    assert suggest(name) == expected
    if expected:
        assert parse_offices(name) == (name,)


def test_an_empty_catalogue_has_nothing_to_suggest() -> None:
    assert suggest("Secretaría de Planeación", ()) is None


# Persons -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Rosa Ejemplo",
        "ROSA ELENA EJEMPLO DÍAZ",
        "Acta firmada por Juan P. Ejemplo",
        "EJEMPLO: PÉREZ GÓMEZ JUAN",
        "Dra. Luz Gómez",
        "Ana María de la Peña",
        "Jefe de Talento Humano Rosa Ejemplo",
    ],
)
def test_two_name_words_in_a_row_look_like_a_person(text: object) -> None:
    assert looks_like_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sesquilé",
        "Cundinamarca",
        "San José",
        "Santa Rosa de Viterbo",
        "Institución Educativa Simón Bolívar",
        "Simón Bolívar",
        "Barrio Carlos Ejemplo",
        "Carmen de Bolívar",
        "Enero a Julio",
        "Luz Pública",
        "María Auxiliadora",
        "rosa ejemplo",
        "Rosa",
        "Ana de",
        "Pérez Ejemplo",
        "",
        None,
        3,
    ],
)
def test_offices_places_and_single_names_do_not_look_like_a_person(text: object) -> None:
    assert not looks_like_person(text)


def test_no_party_of_the_cases_looks_like_a_person() -> None:
    parties = {party for case in _cases() for party in _expected(case)}

    assert [party for party in parties if looks_like_person(party)] == []


def test_a_name_inside_the_name_of_an_office_stays() -> None:
    text = "Sede Rosa Ejemplo de la Secretaría"

    assert parse_offices(text) == (text,)
    assert parse_offices("Oficina de Rosa Ejemplo") == ("Oficina de Rosa Ejemplo",)
    assert parse_offices("Apoyo Rosa Ejemplo (contrato)") == ("Apoyo Rosa Ejemplo (contrato)",)


# Any text ----------------------------------------------------------------------------------------

WORDS = st.sampled_from([
    "Secretaría", "Oficina", "Jefe", "Comité", "de", "la", "los", "y", "e", "o", "y/o",
    "Planeación", "Hacienda", "Gobierno", "Administrativa", "Control", "Interno", "Almacén",
    "Todos", "Alta", "Profesional", "Rosa", "Ejemplo", "Gómez", "OCI", "Sec.", "a)", "1.", ",", ";",
    "/", "-", "–", "\n", ".", ":", "(", ")", "&", "•",
])  # fmt: skip


def _assert_sound(text: str, catalogue: tuple[Party, ...] | None) -> None:
    parties = parse_offices(text, catalogue)
    assert all(party.strip() == party and party for party in parties)
    assert all(any(character.isalnum() for character in party) for party in parties)
    assert len({party.casefold() for party in parties}) == len(parties)


@given(st.text(max_size=120))
def test_no_text_makes_it_fail_or_gives_a_blank_or_repeated_party(text: str) -> None:
    _assert_sound(text, None)
    looks_like_person(text)
    kind_of(text)
    suggest(text)


@given(st.lists(WORDS, max_size=14).map(" ".join), st.sampled_from([None, ()]))
def test_no_jumble_of_the_genres_words_makes_it_fail(
    text: str, catalogue: tuple[Party, ...] | None
) -> None:
    _assert_sound(text, catalogue)


def test_a_text_too_long_to_be_a_list_of_offices_stays_whole() -> None:
    text = "Oficina de Prensa, " * 2000

    assert parse_offices(text) == (text.strip(" ,"),)


@pytest.mark.parametrize("text", ["y " * 450, "Oficina de X " * 70, "la Oficina, " * 80, "(" * 900])
def test_no_repetition_wears_it_out(text: str) -> None:
    _assert_sound(text, None)


def test_a_whole_plan_is_read_in_a_moment() -> None:
    texts = [case["texto"] for case in _cases()]
    offices._read.cache_clear()

    started = time.perf_counter()
    for text in texts:
        parse_offices(text)

    assert (time.perf_counter() - started) / len(texts) < 0.002  # ten times what it takes
