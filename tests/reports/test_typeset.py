"""Documents set by typst: tagged, in Spanish, the same every time, and texts that stay texts."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zlib
from dataclasses import replace

import pytest
from PIL import Image

from pac.ledger import editions
from pac.progress.figures import Choice
from pac.reports import provenance, typeset
from pac.reports.provenance import Origin
from tests import workbooks
from tests.reports.pdfs import opened, pages, tags, text

NOW = dt.datetime(2023, 5, 12, 9, 5)  # noqa: DTZ001  # reports are told Colombia's time
PAGE = """#import "base.typ": *
#show: look
#show: pages
= Título
#breakable(data.said)
#ledger((1fr, 1fr), ("Uno", "Dos"), ((data.said, bar(0.64)), (shield(), [])))
"""
HOSTILE = '=1+1 #strong[x] *a* _b_ $x$ @ref <script>alert("&")</script> \\ `c` // d /* e'


@pytest.fixture(scope="module")
def figures():
    reading = workbooks.read(workbooks.book())
    plan = editions.plan(reading)
    assert plan is not None
    return provenance.figures(plan, Choice(dt.date(2023, 4, 30)), Origin(reading.files))


@pytest.fixture
def page(tmp_path, monkeypatch: pytest.MonkeyPatch):
    """Return what sets a small page on the shared base."""
    folder = tmp_path / "typeset"
    folder.mkdir()
    for path in typeset.TEMPLATES.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "page.typ").write_text(PAGE, "utf-8")
    monkeypatch.setattr(typeset, "TEMPLATES", folder)
    return lambda frame, said, **more: typeset.compile(
        "page.typ", {"frame": frame, "said": said}, **more
    )


def png(width: int = 30, height: int = 40) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(stream, "PNG")
    return stream.getvalue()


def test_a_document_is_tagged_in_spanish_and_has_a_title(page, figures):
    made = page(typeset.frame(figures, NOW, "Una página"), "Hola")

    read = opened(made)
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "es-CO"
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read.metadata is not None
    assert read.metadata.title == "Una página"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_what_looks_like_markup_is_shown_letter_by_letter(page, figures):
    made = page(typeset.frame(figures, NOW, HOSTILE), HOSTILE)

    assert text(made).count(HOSTILE) == 2  # the paragraph and the table
    metadata = opened(made).metadata
    assert metadata is not None
    assert metadata.title == HOSTILE


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("mapa 😀 listo", "mapa □ listo"),
        ("a\u0301", "á"),  # an accent on its own joins its letter
        ("a\x00b\x0bc", "abc"),
        ("una\u200dcosa\ufeff", "unacosa"),
        ("\ud800", "□"),
        ("漢字", "□□"),
        ("tab\tulado", "tab ulado"),
        ("▲ ■ ▼ – “ñ” ≥ →", "▲ ■ ▼ – “ñ” ≥ →"),
    ],
)
def test_a_letter_without_a_shape_does_not_stop_the_document(page, figures, said, shown):
    assert typeset.text(said) == shown
    page(typeset.frame(figures, NOW, "T"), said)


def test_every_letter_that_is_let_through_has_a_shape(page, figures):
    every = "".join(map(chr, sorted(typeset._letters())))

    page(typeset.frame(figures, NOW, "T"), " ".join(every))


def test_a_long_word_breaks_at_the_margin_and_is_copied_whole(page, figures):
    word = "https://ejemplo.invalid/" + "abcdefghij" * 30

    made = page(typeset.frame(figures, NOW, "T"), word)

    first = opened(made).pages[0]
    right: list[float] = []
    first.extract_text(visitor_text=lambda t, _c, m, _f, _s: t.strip() and right.append(m[4]))
    assert max(right) < float(first.mediabox.width) - 30
    assert word in text(made).replace(" ", "")


def test_every_page_says_whose_figures_they_are_from_where_and_when(page, figures):
    about = replace(figures.provenance, version="3", code="AB12", example=True)
    made = page(
        typeset.frame(replace(figures, provenance=about), NOW, "T", notice="Preliminar"),
        "línea\n" * 200,
    )

    for said in pages(made):
        assert "Municipio de Prueba" in said
        assert "versión 3 · código AB12 · Generado el 12 de mayo de 2023 a las 09:05" in said
        assert "Datos de ejemplo: el avance es inventado · Preliminar" in said


def test_the_same_data_are_the_same_bytes(page, figures):
    frame = typeset.frame(figures, NOW, "T", shield=png())
    other = typeset.frame(figures, NOW + dt.timedelta(minutes=1), "T", shield=png())

    assert page(frame, "a") == page(frame, "a")
    assert page(frame, "a") != page(other, "a")


def test_a_document_is_of_the_moment_when_it_was_asked_for_and_not_of_now(page, figures):
    metadata = opened(page(typeset.frame(figures, NOW, "T"), "a")).metadata

    assert metadata is not None
    assert metadata.creation_date == dt.datetime(2023, 5, 12, 14, 5, tzinfo=dt.UTC)
    assert metadata.modification_date == metadata.creation_date


def test_a_picture_is_as_wide_as_was_asked_for(page, figures):
    made = page(typeset.frame(figures, NOW, "T"), "a", form="png", pixels=1080, page_points=611.95)

    assert Image.open(io.BytesIO(made)).width == 1080


def test_a_picture_of_several_pages_is_refused(page, figures):
    with pytest.raises(ValueError, match="3 pages"):
        page(typeset.frame(figures, NOW, "T"), "línea\n" * 70, form="png")


def test_a_shield_is_drawn_with_its_description(page, figures):
    made = page(typeset.frame(figures, NOW, "T", shield=png()), "a")

    assert len(opened(made).pages[0].images) == 1
    (figure,) = [one for one in tags(made) if one["/S"] == "/Figure"]  # the head is no content
    assert figure["/Alt"] == "Escudo de Municipio de Prueba"


def bomb() -> bytes:
    """Return a small PNG that says that it has 10,000 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data", [None, b"", b"no es una imagen", png()[:60], b"<svg onload='x'/>", bomb()]
)
def test_a_shield_that_is_no_picture_leaves_its_place_free(page, figures, data):
    frame = typeset.frame(figures, NOW, "T", shield=data)

    assert frame["shield"] is None
    page(frame, "a")


def test_a_huge_shield_is_made_smaller():
    small = typeset.picture(png(3000, 4000))

    assert small is not None
    assert max(Image.open(io.BytesIO(small)).size) <= 480
