"""The catalogue of findings: every sentence that a check says, in one place (design, section 5).

``{found}`` is what the cell says. docs/findings.md lists the same codes; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from pac.model import Cell, Convention, Finding, Severity

_E: Final = Severity.ERROR
_W: Final = Severity.WARNING
_LAST_GATE: Final = 3
_CELLS_IN_MESSAGE: Final = 8
_QUOTED: Final = 160  # characters of a cell that a message repeats


@dataclass(frozen=True)
class Kind:
    """One kind of finding: the gate that it belongs to, what it says and what to do."""

    gate: int  # 1 readable file, 2 the right book, 3 rows and cells
    severity: Severity
    says: str
    fix: str


_SAVE_AS: Final = "En Excel: Archivo, Guardar como, «Libro de Excel (.xlsx)»."
_OPTIONAL: Final = (
    "El plan no se cambia por esto: escriba el valor en la columna opcional «{column}» de su fila"
)

CATALOGUE: Final[dict[str, Kind]] = {
    # Gate 1: a readable .xlsx
    "empty_file": Kind(1, _E, "el archivo está vacío (0 bytes).", "Elija el libro del plan."),
    "too_large": Kind(1, _E, "el archivo pesa {size} MB y el máximo es {most} MB.", "Quite las imágenes y las hojas que no son del plan."),
    "password": Kind(1, _E, "el libro pide contraseña para abrirse.", "Quítela en Excel (Archivo, Información, Proteger libro, Cifrar con contraseña) y súbalo otra vez."),
    "old_excel": Kind(1, _E, "es un libro de Excel 97-2003 (.xls).", "Guárdelo como .xlsx. " + _SAVE_AS),
    "other_spreadsheet": Kind(1, _E, "es una hoja de cálculo de otro formato (.ods o .xlsb).", "Guárdela como .xlsx. " + _SAVE_AS),
    "not_xlsx": Kind(1, _E, "no es un libro de Excel (.xlsx), aunque el nombre lo diga.", _SAVE_AS),
    "broken_file": Kind(1, _E, "el archivo está dañado o incompleto y no se puede abrir.", "Ábralo en Excel, guárdelo de nuevo como «Libro de Excel (.xlsx)» y súbalo otra vez."),
    "zip_bomb": Kind(1, _E, "al abrirse ocuparía {size} MB; un plan no llega a {most} MB.", "Copie las hojas del plan a un libro nuevo."),
    "missing_file": Kind(1, _E, "no existe el archivo.", "Revise el nombre y la carpeta."),
    # Gate 2: the right book
    "no_sheets": Kind(2, _E, "el libro no tiene ninguna hoja con datos.", "Suba el libro que trae la matriz del plan."),
    "no_plan_sheet": Kind(2, _E, "ninguna hoja tiene los títulos de la matriz del plan (Actividad, Meta, Fecha de cumplimiento, Responsable). Las hojas son: {found}.", "Revise que los títulos estén en una fila, o use la plantilla."),
    "missing_headings": Kind(2, _E, "la matriz no tiene la columna «{found}».", "Escriba ese título en la fila {row}, encima de su columna."),
    "no_tracking_sheet": Kind(2, _E, "ninguna hoja tiene los títulos del seguimiento (ID o Actividad, Fecha de corte, Avance). Las hojas son: {found}.", "Use la hoja Seguimiento de la plantilla."),
    "several_plans": Kind(2, _E, "hay más de una hoja con la misma matriz: {found}.", "Deje en el libro solo la del plan vigente."),
    "empty_plan": Kind(2, _E, "la matriz no tiene ninguna actividad debajo de los títulos.", "Escriba las actividades o suba el libro completo."),
    "missing_year": Kind(2, _E, "no se sabe de qué año es el plan.", "Escriba la vigencia en la hoja Parámetros, o «Vigencia 2023» encima de la matriz."),
    "other_year": Kind(2, _E, "el seguimiento es de la vigencia {found} y el plan es de {expected}.", "Suba el seguimiento de la vigencia {expected}."),
    "other_entity": Kind(2, _E, "el seguimiento es de «{found}» y el plan es de «{expected}».", "Suba el seguimiento de la misma entidad, o corrija Entidad en la hoja Parámetros."),
    "unknown_template": Kind(2, _E, "la versión de la plantilla es «{found}» y este tablero conoce hasta la {expected}.", "Descargue la plantilla de este tablero y pase a ella sus datos."),
    "bad_parameter": Kind(2, _E, "«{name}» dice «{found}» y se espera {expected}.", "Corríjalo, por ejemplo {example}."),
    "form_drops": Kind(2, _E, "es un formato, que trae solo una parte del plan: quitar lo que no trae borraría lo de las demás dependencias.", "Quite la marca «Quitar del tablero lo que estos libros no traen», o suba el libro completo."),
    "too_many_rows": Kind(2, _E, "la hoja tiene datos más abajo de la fila {most}, que es hasta donde se lee.", "Pase a otro libro lo que no es de este plan."),
    # Gate 3: structure
    "too_many_activities": Kind(3, _E, "el plan tiene {found} actividades y se leen hasta {most}.", "Revise que la hoja sea la del plan."),
    "shifted_row": Kind(3, _E, "la fila está corrida {columns} a la izquierda: «{found}» debería estar en la columna {column}.", "Corte las celdas {source} y péguelas en {target}. La actividad no se cargó."),
    "missing_activity": Kind(3, _E, "la fila tiene {found}, pero no dice cuál es la actividad.", "Escríbala en {cell}."),
    "missing_id": Kind(3, _E, "la actividad no tiene ID y las demás sí.", "Escriba uno que no se repita, por ejemplo {example}."),
    "duplicate_id": Kind(3, _E, "el ID «{found}» se repite.", "Deje uno distinto en cada actividad, por ejemplo {example}."),
    "id_not_text": Kind(3, _E, "Excel guardó el ID como número o fecha ({found}): 3.10 se vuelve 3.1, y 1-2 una fecha.", "Escriba un ID que no sea número, por ejemplo C3-10."),
    "error_value": Kind(3, _E, "la celda muestra el error {found}.", "Corrija la fórmula o escriba el valor."),
    "formula_without_value": Kind(3, _E, "la celda tiene una fórmula sin resultado guardado.", "Abra el libro en Excel, guárdelo y súbalo otra vez, o escriba el valor."),
    "bad_dates": Kind(3, _E, "en Fechas no se leen las fechas. {why}", "Escriba fechas completas separadas por punto y coma: 30/04/{year}; 31/08/{year}."),
    "bad_start": Kind(3, _E, "en Inicio dice «{found}», que no es una fecha.", "Escriba una fecha, por ejemplo 01/02/{year}."),
    "bad_applied_target": Kind(3, _E, "en Meta aplicada no se lee la cantidad. {why}", "Escriba una cantidad mayor que cero en la unidad de la meta."),
    "bad_accumulation": Kind(3, _E, "en Acumulación dice «{found}».", "Elija «Último acumulado», «Suma de periodos» o «Se exige en cada fecha»."),
    "bad_lead": Kind(3, _E, "en Lidera dice «{found}», que no está entre las dependencias de la fila: {expected}.", "Escriba una de ellas, o agréguela en Responsable."),
    "bad_kind": Kind(3, _E, "en Tipo dice «{found}».", "Elija dependencia, grupo o comité."),
    "duplicate_office": Kind(3, _E, "«{found}» aparece en dos dependencias distintas.", "Deje cada nombre en una sola fila de la hoja Dependencias."),
    # Gate 3: what the plan's text does not let read. The plan is an adopted act: warnings.
    "missing_target": Kind(3, _W, "la meta está en blanco: la actividad queda «sin meta».", _OPTIONAL + ", por ejemplo 1."),
    "unreadable_target": Kind(3, _W, "la meta no se puede leer. {why} La actividad queda «sin meta».", _OPTIONAL + ", por ejemplo 1 o 90%."),
    "missing_deadline": Kind(3, _W, "la fecha está en blanco: la actividad queda «sin fecha».", _OPTIONAL + ", por ejemplo 30/06/{year}."),
    "unreadable_deadline": Kind(3, _W, "la fecha no se puede leer. {why} La actividad queda «sin fecha».", _OPTIONAL + ", por ejemplo 30/06/{year}."),
    "unreadable_start": Kind(3, _W, "el inicio dice «{found}», que no se lee como fecha; se toma solo la fecha final.", _OPTIONAL + ", por ejemplo 01/02/{year}."),
    "deadline_outside_year": Kind(3, _W, "la fecha «{found}» se lee como {read}, que no es de la vigencia {year}.", "Revise el año. Si es un error del plan, escriba la fecha en la columna opcional «Fechas»."),
    "missing_responsible": Kind(3, _W, "la actividad no tiene responsable: nadie responde por ella.", _OPTIONAL + "."),
    "unknown_office": Kind(3, _W, "«{found}» no está en la hoja Dependencias.{suggestion}", "Agréguela, o póngala en «También escrita como» de la que corresponda."),
    "led_by_group": Kind(3, _W, "la primera responsable es «{found}», que no es una dependencia: nadie responde por la actividad.", _OPTIONAL + ", con la dependencia que responde."),
    # Gate 3: tracking
    "cut_unknown": Kind(3, _E, "no se sabe de qué corte es la columna «{found}».", "Escriba el corte en el título, por ejemplo «Avance 30 de abril»."),
    "unknown_activity": Kind(3, _E, "«{found}» no está en el plan.{suggestion}", "Escriba el ID o el texto exacto de una actividad del plan."),
    "reworded_activity": Kind(3, _E, "«{found}» se parece mucho a {id} del tablero, que este archivo no trae.", "Diga si es {id} con otras palabras o una actividad nueva, o escriba su ID en el libro."),
    "two_answers": Kind(3, _E, "{subject} tiene dos valores: {found}.", "Deje el mismo en los dos, o diga cuál vale."),
    "activity_mismatch": Kind(3, _E, "el ID {id} es de «{expected}», pero la fila dice «{found}».", "Corrija el ID o la actividad: uno de los dos es de otra fila."),
    "ambiguous_activity": Kind(3, _E, "«{found}» está más de una vez en el plan.", "Escriba el ID de la actividad: {expected}."),
    "missing_as_of": Kind(3, _E, "hay un avance sin fecha de corte.", "Escriba la fecha, por ejemplo 30/04/{year}."),
    "bad_as_of": Kind(3, _E, "la fecha de corte dice «{found}», que no es una fecha.", "Escriba una fecha, por ejemplo 30/04/{year}."),
    "date_outside_plan": Kind(3, _E, "la fecha {found} no es de este plan: se reporta entre el 1 de enero de {year} y el 31 de marzo de {next_year}.", "Corrija el año o el mes."),
    "bad_completed_on": Kind(3, _E, "la fecha de realización dice «{found}», que no es una fecha.", "Escriba una fecha, por ejemplo 15/06/{year}, o déjela en blanco."),
    "unit_unclear": Kind(3, _E, "el avance dice «{found}» sin signo de porcentaje y {because}: no se sabe si es {found} % o una fracción.", "Dé a la celda formato de porcentaje, o escriba «45%»."),
    "value_not_number": Kind(3, _E, "el avance no se puede leer. {why}", "Si no hay reporte, deje la celda en blanco."),
    "value_not_applicable": Kind(3, _E, "el avance dice «{found}», que no es lo mismo que 0 ni que dejar en blanco.", "Escriba 0 si no se hizo nada, o deje la celda en blanco si no hay reporte."),
    "negative_value": Kind(3, _E, "el avance dice «{found}»: un avance no puede ser negativo.", "Escriba el total que se lleva. Una suma de periodos se corrige en su propia fila."),
    "duplicate_report": Kind(3, _E, "hay dos reportes distintos de {id} con fecha {date}.", "Deje una sola fila por actividad y corte."),
    "repeated_report": Kind(3, _W, "el reporte de {id} con fecha {date} está repetido e igual: se cuenta una vez.", "Borre la fila repetida."),
    "report_without_target": Kind(3, _W, "hay un avance de {id}, cuya meta no se puede leer: no se mide.", "Escriba la meta en la columna opcional «Meta aplicada» de la hoja Plan."),
    "lower_total": Kind(3, _W, "el avance de {id} baja de {before} a {found}: se cuenta {found}.", "Revise que sea el total acumulado y no lo del periodo."),
    "not_growing": Kind(3, _W, "el avance de {id} sigue en {found} y tiene varias fechas: ¿es lo del periodo y no el total?", "Escriba el total que se lleva desde el 1 de enero."),
    "ahead_of_calendar": Kind(3, _W, "{id} reporta {found} de {target} cuando van {due} de sus {dates} fechas.", "Revise que el avance sea el de este corte."),
    "not_a_cutoff": Kind(3, _W, "la fecha {found} no es un corte.{suggestion}", "Revise la fecha; se cuenta en los cortes posteriores a ella."),
    "early_report": Kind(3, _W, "el reporte de {id} es anterior a su primera fecha ({date}) y se exige en cada fecha: no cuenta para ninguna.", "Repórtelo con la fecha de corte en que se cumplió."),
    "evidence_unreachable": Kind(3, _W, "la evidencia «{found}» está en un computador o en una red interna: nadie más la puede abrir.", "Escriba un enlace que abra cualquiera, o un número de radicado."),
    "verified_over_reported": Kind(3, _W, "lo verificado ({found}) es más que lo reportado ({reported}): se cuenta lo reportado.", "Revise los dos números."),
    # Gate 3: commitments of a session
    "commitments_headings": Kind(3, _W, "la hoja Compromisos no tiene la columna «Pregunta»: no se leyó.", "Ponga en una fila los títulos de la plantilla: Fecha, Pregunta, Actividad, Dependencia, Para cuándo y Respuesta."),
    "missing_question": Kind(3, _E, "la fila tiene datos, pero no dice qué se preguntó o se prometió.", "Escríbalo en la columna Pregunta, o borre la fila."),
    "missing_session": Kind(3, _W, "el compromiso no dice de qué sesión es.", "Escriba la fecha de la sesión, por ejemplo 30/06/{year}."),
    "bad_commitment_date": Kind(3, _E, "en {column} dice «{found}», que no es una fecha.", "Escriba una fecha, por ejemplo 30/06/{year}, o deje la celda en blanco."),
    "due_before_session": Kind(3, _W, "la fecha prometida, {found}, es anterior a la sesión, que fue el {session}.", "Revise las dos fechas."),
    "commitment_activity": Kind(3, _E, "en Actividad dice «{found}», que no es una actividad del plan.{suggestion}", "Escriba su ID, por ejemplo C3-10, o deje la celda en blanco."),
    "no_answer": Kind(3, _E, "la respuesta dice «{found}», que no responde nada, y el compromiso contaría como respondido.", "Déjela en blanco mientras no haya respuesta."),
    "repeated_commitment": Kind(3, _E, "«{found}» está más de una vez en la misma sesión.", "Deje una sola fila, con su respuesta."),
    # Gate 3: the plan reviewed (posibles errores del plan)
    "number_disagrees": Kind(3, _W, "la actividad dice «{found}» y la meta es {target}.", "Posible error del plan: revise cuál de los dos vale."),
    "fewer_than_dates": Kind(3, _W, "la meta es {target} y hay {dates} fechas ({found}); se lee como {target} en cada una, {applied} en el año.", "Si no es así, escriba la cantidad del año en «Meta aplicada»."),
    "percent_for_count": Kind(3, _W, "el indicador cuenta («{found}») y la meta es un porcentaje ({target}).", "Posible error del plan: revise la unidad de la meta."),
    "count_for_percent": Kind(3, _W, "el indicador es un porcentaje («{found}») y la meta es una cantidad ({target}).", "Posible error del plan: revise la unidad de la meta."),
    "periodicity_disagrees": Kind(3, _W, "una celda dice «{found}» y otra «{other}».", "Posible error del plan: revise cada cuánto se hace."),
    "early_date": Kind(3, _W, "«{found}» es trabajo de todo el año y la fecha es {date}.", "Posible error del plan: revise la fecha."),
    "several_actions": Kind(3, _W, "la celda trae varias actividades juntas: {found}.", "Posible error del plan: con un solo indicador no se sabe cuál se cumplió."),
    "two_stages": Kind(3, _W, "«{found}» son dos pasos y la meta es 1.", "Posible error del plan: acuerde qué se cuenta como cumplido."),
    "near_duplicate": Kind(3, _W, "se parece mucho a {other}.", "Posible error del plan: revise que no sea la misma actividad dos veces."),
    "component_order": Kind(3, _W, "el componente {number} es «{found}»; en la guía nacional el {number} es «{expected}».", "Posible error del plan: se conserva el número de la matriz."),
    "personal_data": Kind(3, _W, "«{found}» parece {what}, y esta columna se publica (Ley 1581 de 2012).", "Escriba el cargo o la dependencia en lugar de datos de una persona."),
}  # fmt: skip


def finding(
    code: str,
    cells: Iterable[Cell] = (),
    *,
    file: str = "",
    activities: Iterable[str] = (),
    values: Mapping[str, str] | None = None,
) -> Finding:
    """Return a finding of the catalogue, its sentences filled with ``values``.

    The message says where first: the cells, else the file.
    """
    kind = CATALOGUE[code]
    cells = tuple(cells)
    words = dict(values or {})
    says, fix = (text.format_map(words) for text in (kind.says, kind.fix))
    shown = ", ".join(map(str, cells[:_CELLS_IN_MESSAGE]))
    more = len(cells) - _CELLS_IN_MESSAGE
    where = f"{shown} y {more} más" if more > 0 else shown or file
    message = f"{where}: {says} {fix}" if where else f"{says[:1].upper()}{says[1:]} {fix}"
    return Finding(
        code,
        kind.severity,
        cells,
        message,
        tuple(activities),
        words.get("found", ""),
        fix,
        file,
        words.get("suggests", ""),
    )


class Collected:
    """Findings and conventions gathered while reading, in the order of discovery."""

    def __init__(self) -> None:
        self.file = ""  # the file being read, which its findings carry
        self.conventions: list[Convention] = []
        self._at_fault: set[tuple[str, Cell]] = set()  # with the file
        self._found: dict[tuple[str, str, tuple[tuple[str, str], ...]], _Places] = {}

    def add(
        self,
        code: str,
        cells: Iterable[Cell] = (),
        *,
        activities: Iterable[str] = (),
        **values: object,
    ) -> None:
        """Add a finding; the same thing said of other cells joins them in one.

        Nothing more is said of a cell at fault: it would only echo the fault.
        """
        cells = tuple(cells)
        if any((self.file, cell) in self._at_fault for cell in cells):
            return
        words = {
            name: _sentence(str(value)) if name == "why" else quoted(str(value))
            for name, value in values.items()
        }
        places = self._found.setdefault((code, self.file, tuple(sorted(words.items()))), _Places())
        places.cells.update(dict.fromkeys(cells))
        places.activities.update(dict.fromkeys(activities))

    def fault(self, cell: Cell, fault: str, activities: Iterable[str] = ()) -> None:
        """Add that a cell holds an error or a formula without its value."""
        code = "formula_without_value" if fault == "formula" else "error_value"
        self.add(code, (cell,), activities=activities, found=fault)
        self._at_fault.add((self.file, cell))

    def discard(self, code: str) -> None:
        """Take back a finding that another one makes an echo."""
        self._found = {key: places for key, places in self._found.items() if key[0] != code}

    def convene(self, codes: Iterable[str], cell: Cell | None, text: str) -> None:
        """Add the conventions that a reading needed."""
        self.conventions.extend(Convention(code, cell, text) for code in codes)

    def has(self, *codes: str) -> bool:
        """Tell whether one of these findings was added."""
        return any(code in codes for code, _, _ in self._found)

    def stopped_at(self) -> int | None:
        """Return the gate at which an error stops the reading, None where none does."""
        gates = [
            kind.gate
            for code, _, _ in self._found
            if (kind := CATALOGUE[code]).severity is Severity.ERROR and kind.gate < _LAST_GATE
        ]
        return min(gates, default=None)

    def findings(self) -> tuple[Finding, ...]:
        """Return what was found, errors first."""
        made = [
            finding(
                code,
                places.cells,
                file=file,
                activities=places.activities,
                values=dict(words),
            )
            for (code, file, words), places in self._found.items()
        ]
        return tuple(sorted(made, key=lambda one: one.severity is not Severity.ERROR))


@dataclass
class _Places:
    cells: dict[Cell, None] = field(default_factory=dict)
    activities: dict[str, None] = field(default_factory=dict)


def quoted(text: str) -> str:
    """Return what a cell says as a message repeats it."""
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED].rstrip()}…"


def _sentence(text: str) -> str:
    """Return a reason as a sentence that others can follow."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."
