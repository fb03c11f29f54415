"""``informe``: every file that the figures are given out as, by the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from pac.__main__ import main
from pac.reports import exports
from tests.figures import boards

BEGINS = {
    "pdf": b"%PDF-",
    "xlsx": b"PK\x03\x04",
    "pptx": b"PK\x03\x04",
    "zip": b"PK\x03\x04",
    "html": b"<!doctype html>",
    "png": b"\x89PNG\r\n",
    "ics": b"BEGIN:VCALENDAR\r\n",
}


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder whose board has two versions, the second with progress of another name."""
    return boards.sesquile(tmp_path_factory.mktemp("informe"))


@pytest.fixture
def run(capsys, monkeypatch, board):
    monkeypatch.setenv("PAC_DATA", str(board))

    def call(*arguments: object) -> tuple[int, str, str]:
        code = main(["informe", *(str(one) for one in arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.mark.parametrize(
    "export", exports.EXPORTS, ids=[f"{one.name}.{one.extension}" for one in exports.EXPORTS]
)
def test_each_kind_is_written_as_what_it_is(run, tmp_path, export):
    out = tmp_path / f"a.{export.extension}"
    part = () if export.whole else ("--componente", 3)

    code, said, _ = run(export.name, *part, "--corte", "2023-04-30", "-o", out)

    assert (code, said.strip()) == (0, str(out))
    assert out.read_bytes().lower().startswith(BEGINS[export.extension].lower())


def test_in_a_folder_a_file_gets_the_name_that_the_page_gives_it(run, tmp_path):
    _, said, _ = run("calendario", "--dependencia", "secretaria de hacienda", "-o", tmp_path)

    name = "PAAC_2023_sesquile_calendario_secretaria_de_hacienda_2023-04-30_v3.ics"
    assert said.strip() == str(tmp_path / name)
    assert (tmp_path / name).is_file()


def test_an_earlier_version_is_written_as_it_was(run, tmp_path):
    now, then = tmp_path / "3.html", tmp_path / "1.html"

    run("publico", "--corte", "2023-04-30", "-o", now)
    run("publico", "--corte", "2023-04-30", "--version", 1, "-o", then)

    assert "9 de 14 programadas" in now.read_text("utf-8")
    assert "9 de 14 programadas" not in then.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("seguimiento", "-o", "a.docx"), 2, "termina en .pdf o .xlsx"),
        (("seguimiento", "-o", "a"), 2, "termina en .pdf o .xlsx"),
        (("pagina", "-o", "a.pdf"), 2, "pide --componente N o --dependencia NOMBRE"),
        (("datos", "--componente", 2, "-o", "a.zip"), 2, "no se hace por componente"),
        (("resumen", "--dependencia", "Hacienda", "-o", "a.pdf"), 2, "no se hace por dependencia"),
        (
            ("pagina", "--componente", 1, "--dependencia", "Oficinas", "-o", "a.pdf"),
            2,
            "no los dos",
        ),
        (("pagina", "--componente", 9, "-o", "a.pdf"), 1, "6. Iniciativas"),
        (("pagina", "--dependencia", "Bomberos", "-o", "a.pdf"), 1, "Secretaría de Hacienda"),
        (("datos", "--corte", "2023-05-01", "-o", "a.zip"), 1, "Los cortes son 2023-04-30"),
        (("datos", "--version", 99, "-o", "a.zip"), 1, "99"),
        (("datos", "--vigencia", 2031, "-o", "a.zip"), 1, "2023"),
        (("datos", "--vigencia", 2031, "--version", 1, "-o", "a.zip"), 1, "2023"),
        (("datos", "-o", "no/existe/a.zip"), 1, "No se pudo escribir"),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_written(
    run, tmp_path, monkeypatch, arguments, code, message
):
    monkeypatch.chdir(tmp_path)

    ended, _, said = run(*arguments)

    assert (ended, list(tmp_path.iterdir())) == (code, [])
    assert message in said


@pytest.mark.parametrize("what", ["", "otro", "../informe"])
def test_an_unknown_kind_is_a_wrong_call(run, tmp_path, what):
    with pytest.raises(SystemExit) as ended:
        run(what, "-o", tmp_path)

    assert ended.value.code == 2


def test_without_a_board_the_plan_of_the_program_is_written_and_none_is_begun(
    run, tmp_path, monkeypatch
):
    folder = tmp_path / "datos"
    monkeypatch.setenv("PAC_DATA", str(folder))

    code, _, _ = run("compromisos", "-o", tmp_path / "a.xlsx")

    assert code == 0
    assert not folder.exists()
