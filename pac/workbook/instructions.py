"""What the sheet Instrucciones says, for an official who knows Excel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pac import labels, schema

Sample = Literal["", "required", "optional", "control", "ready", "due"]

INTRODUCTION: Final = (
    "Con este libro se lleva el plan y se reporta su avance. Cada dependencia llena sus filas, "
    "Planeación las reúne y sube el libro al tablero, y Control Interno verifica y cierra el corte."
)


@dataclass(frozen=True)
class Line:
    """One row: a label, what it means, and whether the label shows one of the book's colours."""

    label: str
    text: str
    sample: Sample = ""


@dataclass(frozen=True)
class Section:
    """A title and the rows under it."""

    title: str
    lines: tuple[Line, ...]
    new_page: bool = False  # where it prints


def sections(cutoffs: Sequence[dt.date]) -> tuple[Section, ...]:
    """Return the instructions, with the book's own cut-offs in the examples."""
    first, second = (cutoffs[0], cutoffs[min(1, len(cutoffs) - 1)])
    return (_summary(first), _sheets(), _colours(), _report(first, second), _numbers(),
            _evidence(first.year), _control(first), _care(), _plan_changes(cutoffs))  # fmt: skip


def _summary(first: dt.date) -> Section:
    return Section(
        "En cuatro pasos",
        (
            Line(
                "1. Busque su fila",
                f"En la hoja {schema.TRACKING}, filtre la columna Fecha de corte por el corte que "
                f"reporta ({labels.numeric_date(first)}, por ejemplo) y ubique su actividad.",
            ),
            Line(
                "2. Escriba el avance",
                "Cuánto se lleva en total desde el 1 de enero hasta la fecha de corte.",
            ),
            Line("3. Diga qué se hizo", "En una o dos frases, y dónde está la evidencia."),
            Line(
                "4. Guarde y entregue",
                "El tablero revisa el libro celda por celda antes de cambiar una sola cifra, y le "
                "dice qué celdas hay que corregir y cómo.",
            ),
        ),
    )


def _sheets() -> Section:
    return Section(
        "Las hojas",
        (
            Line(
                schema.PLAN,
                "Las actividades con las palabras del plan adoptado. Solo cambia cuando el plan se "
                "modifica.",
            ),
            Line(
                schema.TRACKING,
                "Una fila por cada actividad y fecha de corte, ya preparadas. Es la hoja que se "
                "llena en cada corte.",
            ),
            Line(
                schema.OFFICES,
                "Los nombres de las dependencias y las otras maneras en que el plan las escribe.",
            ),
            Line(
                schema.PARAMETERS,
                "Los datos de la entidad, las fechas de corte y los niveles. Allí mismo se dice "
                "para qué sirve cada uno.",
            ),
            Line(
                schema.COMMITMENTS,
                "Lo que se prometió en una rendición de cuentas y lo que se respondió. Sin nombres "
                "de ciudadanos.",
            ),
        ),
    )


def _colours() -> Section:
    return Section(
        "Los colores",
        (
            Line(
                "Encabezado azul",
                "Columnas que se llenan. El pequeño triángulo de la esquina abre una nota que "
                "explica la columna.",
                "required",
            ),
            Line(
                "Encabezado azul claro",
                "Columnas opcionales: en blanco está bien.",
                "optional",
            ),
            Line("Encabezado gris", "Columnas que llena solamente Control Interno.", "control"),
            Line("Celdas grises", "Ya vienen llenas. No se cambian.", "ready"),
        ),
    )


def _report(first: dt.date, second: dt.date) -> Section:
    before, after = labels.numeric_date(first), labels.numeric_date(second)
    return Section(
        f"Cómo reportar (hoja {schema.TRACKING})",
        (
            Line(
                "Una fila por actividad y corte",
                "Cada actividad tiene una sola fila en cada corte. Si se equivocó, corrija en esa "
                "misma fila: no añada otra.",
            ),
            Line(
                "El total desde el 1 de enero",
                "No lo que se hizo en el periodo. Ejemplo, con meta de 3 informes: hasta el "
                f"{before} se entregó 1 y después otro. En la fila del {before} va 1; en la del "
                f"{after} va 2.",
            ),
            Line(
                "Si su actividad se mide de otra manera",
                f"Lo dice la columna Acumulación de la hoja {schema.PLAN}. Con «Suma de periodos» "
                "escriba solo lo del periodo. Con «Se exige en cada fecha» escriba el nivel de esa "
                "fecha, por ejemplo 100% si todo lo del mes se publicó.",
            ),
            Line(
                "Qué se hizo",
                "Ejemplo: «Se publicó el informe de gestión en la página web y se socializó en "
                "Consejo de Gobierno».",
            ),
            Line(
                "Fecha de realización",
                "Opcional. El día en que la actividad quedó terminada. Solo con esta fecha se sabe "
                "si se cumplió a tiempo.",
            ),
            Line(
                "Reportado por",
                "La dependencia o el cargo, por ejemplo «Secretaría de Hacienda». Nunca el nombre "
                "de una persona.",
            ),
        ),
    )


def _numbers() -> Section:
    return Section(
        "Cómo escribir el avance",
        (
            Line("Cantidad", "Si la meta es 3, escriba 0, 1, 2 o 3. También 0,5 si va a la mitad."),
            Line(
                "Porcentaje",
                "Si la meta es 100%, la celda ya tiene formato de porcentaje: escriba 45% y debe "
                "verse 45%. Si ve 4500% o 0,45, corríjalo.",
            ),
            Line(
                "Porcentaje de una cantidad",
                "Si la meta es una cantidad, escriba la cantidad: 1 de 3, y no 33%.",
            ),
            Line(
                "Más que la meta",
                "Escriba lo que se hizo: 5 aunque la meta sea 3. Lo que sobra no compensa a otra "
                "actividad.",
            ),
            Line(
                "En blanco",
                "No hay reporte todavía. Mientras el corte está abierto, lo que ya venció se "
                "muestra como «pendiente de reporte».",
            ),
            Line(
                "Cero (0)",
                "Sí hay reporte, y dice que aún no se ha hecho nada. No es lo mismo que en blanco.",
            ),
            Line(
                "N/A, un guion, «En proceso»",
                "No se aceptan como avance, porque no dicen cuánto. Deje la celda en blanco o "
                "escriba un número, y explique en Observaciones.",
            ),
        ),
    )  # fmt: skip


def _evidence(year: int) -> Section:
    return Section(
        "Qué es una evidencia",
        (
            Line(
                "Sirve",
                "Lo que otra persona puede abrir o pedir: el enlace a la página donde está "
                "publicado, el número de un radicado, de un acta o de una resolución. Ejemplo: "
                f"«Acta 004 de {year}» o «Radicado {year}-0123».",
            ),
            Line(
                "No sirve",
                "Una ruta de su computador (C:\\Mis documentos\\informe.pdf), «se adjunta», «ver "
                "archivo» o el nombre de quien lo tiene.",
            ),
            Line("Sin evidencia", "El avance se muestra como reportado, pero sin respaldo."),
        ),
        new_page=True,
    )


def _control(first: dt.date) -> Section:
    return Section(
        "Control Interno",
        (
            Line(
                "Avance verificado",
                "El avance que usted comprobó, en la misma unidad de la meta. En blanco significa "
                "«sin verificar» y cuenta 0 en las cifras verificadas. Si escribe un número, el "
                "tablero entiende que vio la evidencia.",
            ),
            Line(
                "Observaciones de Control Interno",
                "Por ejemplo, por qué lo verificado es menos que lo reportado.",
            ),
            Line(
                "Cerrar un corte",
                f"En la hoja {schema.PARAMETERS}, escoja los cortes cerrados de la lista, por "
                f"ejemplo {labels.numeric_date(first)}. Desde entonces las cifras de ese corte son "
                "las verificadas.",
            ),
        ),
    )


def _care() -> Section:
    return Section(
        "Qué no cambiar",
        (
            Line("Hojas y encabezados", "Déjeles su nombre y su lugar. No combine celdas."),
            Line(
                "ID",
                "Por él se reconoce cada actividad. Una actividad nueva lleva el número que sigue "
                "en su componente; uno que ya se usó no se repite.",
            ),
            Line(
                "Al copiar de otro libro",
                "Pegue solo los valores (Pegado especial, Valores): así se conservan los formatos "
                "de fecha y de porcentaje y las listas.",
            ),
            Line(
                "Datos personales",
                "Este libro se publica. No escriba nombres de personas, cédulas, teléfonos ni "
                "correos personales.",
            ),
        ),
    )


def _plan_changes(cutoffs: Sequence[dt.date]) -> Section:
    dates = "; ".join(labels.numeric_date(day) for day in cutoffs[:2])
    return Section(
        f"Columnas opcionales de la hoja {schema.PLAN}",
        (
            Line(
                "Para qué son",
                "El plan se adoptó con unas palabras, y así se quedan. Si el tablero no las lee "
                "bien, se aclara en estas columnas.",
            ),
            Line(
                "Lidera",
                "La dependencia que responde cuando se nombran varias. En blanco: la primera.",
            ),
            Line("Inicio", "La fecha en que empieza, si no se lee en Fecha de cumplimiento."),
            Line(
                "Fechas", f"Las fechas en que algo se cumple, separadas por punto y coma: {dates}."
            ),
            Line(
                "Meta aplicada",
                "La cantidad contra la que se mide. Ejemplo: un seguimiento trimestral con Meta 1 "
                "son 4 en el año.",
            ),
            Line(
                "Acumulación",
                "En blanco vale «Último acumulado», que es lo usual. Las otras son «Suma de "
                "periodos» y «Se exige en cada fecha».",
            ),
        ),
    )


def office_sections(*, supports: bool) -> tuple[Section, ...]:
    """Return the instructions of an office's own form.

    Args:
        supports: Whether it has the sheet of what the office supports.
    """
    sheets = [
        Line(schema.PLAN, "Las palabras completas del plan para estas actividades. Para leer."),
        Line(
            f"{schema.OFFICES} y {schema.PARAMETERS}",
            "Los usa el tablero para reconocer el libro. No necesita abrirlas.",
        ),
    ]
    if supports:
        text = "Las actividades que lidera otra dependencia con apoyo de la suya. Para leer."
        sheets.insert(1, Line(schema.SUPPORTS, text))
    return (
        Section(
            "Qué hacer",
            (
                Line(
                    "1. Vaya a Seguimiento",
                    "Hay una fila por actividad y fecha de corte. La columna "
                    f"«{ASKED}» dice la meta, las fechas y cuánto debe llevarse a ese corte.",
                ),
                Line(
                    "2. Escriba el avance",
                    "El total desde el 1 de enero, en la unidad de la meta: 2 (de 3) o 45%. Si no "
                    "se ha hecho nada, escriba 0. En blanco significa que todavía no reporta.",
                ),
                Line(
                    "3. Diga qué se hizo y la evidencia",
                    "En una o dos frases. La evidencia es un enlace o el número de un acta, "
                    "radicado o resolución que otra persona pueda abrir o pedir.",
                ),
                Line(
                    "4. Diga quién reporta",
                    "La dependencia o el cargo. Este libro se publica: sin nombres de personas, "
                    "cédulas, teléfonos ni correos personales.",
                ),
                Line(
                    "5. Guarde y devuelva este libro",
                    "A quien se lo envió. Se junta con los de las otras dependencias sin volver a "
                    "digitar nada.",
                ),
            ),
        ),
        _form_colours("Columnas que se llenan."),
        Section("Las otras hojas", tuple(sheets)),
    )


def control_sections() -> tuple[Section, ...]:
    """Return the instructions of Control Interno's form."""
    return (
        Section(
            "Qué hacer",
            (
                Line(
                    "1. Vaya a Seguimiento",
                    "Hay una fila por actividad y fecha de corte, con lo que reportó la "
                    "dependencia y su evidencia. Filtre por Fecha de corte si hay varias.",
                ),
                Line(
                    "2. Escriba el avance verificado",
                    "El que usted comprobó, en la unidad de la meta: 2 (de 3) o 45%. Un número "
                    "dice que vio la evidencia; 0, que no se comprobó nada.",
                ),
                Line(
                    "3. Deje en blanco lo no verificado",
                    "Cuenta 0 en las cifras verificadas y se muestra como «sin verificar».",
                ),
                Line(
                    "4. Escriba sus observaciones",
                    "Por ejemplo, por qué lo verificado es menos que lo reportado. Sin nombres de "
                    "personas: este libro se publica.",
                ),
                Line(
                    "5. Guarde y suba este libro",
                    "En la página Control Interno del tablero. Solo cambian estas dos columnas; "
                    "los cortes se cierran en esa misma página.",
                ),
            ),
        ),
        _form_colours("Avance verificado y Observaciones de Control Interno."),
    )


ASKED: Final = "Lo que se pide"  # heading of a form's column, for people; the reader knows it not


def _form_colours(filled: str) -> Section:
    return Section(
        "Los colores",
        (
            Line("Encabezado azul", f"{filled} Sus celdas son blancas.", "required"),
            Line("Encabezado azul claro", "También se llenan, si hace falta.", "optional"),
            Line("Celdas grises", "Ya vienen llenas y están protegidas.", "ready"),
            Line(
                f"«{ASKED}» en azul",
                "La actividad tiene algo programado para ese corte; en gris, no.",
                "due",
            ),
        ),
    )
