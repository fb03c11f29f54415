"""What a heading says, in the words of many entities."""

from __future__ import annotations

import datetime as dt

import pytest

from pac.reading.headings import cut_in, field_of, read_heading

D = dt.date

# field -> headings that name it
FIELDS = {
    "activity_id": "ID|Id.|Código|Identificador|ID actividad|Cód. de la actividad",
    "number": "No.|N°|Nº|#|Ítem|Nro.|Número|Consecutivo|No. actividad",
    "component": "Componente|COMPONENTES|Nombre del componente|Componente del PAAC|Número de componente",
    "strategy": "Subcomponente|Subcomponente / proceso|Subcomponente/procesos|Estrategia|Línea estratégica"
    "|Mecanismo|Estrategia, Mecanismo, Medida, etc.|Política|Dimensión MIPG|Proceso|Eje"
    "|Componente / Subcomponente|Nombre del proceso",
    "objective": "Objetivo|Objetivos|Objetivo específico|OBJETIVO GENERAL|Objetivo estratégico",
    "activity": "Actividad|ACTIVIDADES|Actividades programadas|Descripción de la actividad|Acción"
    "|Acciones a desarrollar|Actividad / Acción|Acciones y/o actividades|Tareas|Compromiso"
    "|Activi dades|¿Qué se va a hacer?|Actividad(es)|Actividades 2023|Acción específica|1. Actividad"
    "|Acción específica de racionalización",
    "indicator": "Indicador|Indicadores|Nombre del indicador|NOMBRE DEL INDICADOR|Fórmula del indicador"
    "|Indicador (fórmula)|Indicador de gestión|Indicador de producto|Indicador de cumplimiento",
    "target": "Meta|Metas|Meta 2023|Meta o producto|Meta y producto|Meta/Producto|META DE PRODUCTO"
    "|Producto|Productos|Entregable|Producto / Meta|Producto y/o meta|Meta / Indicador"
    "|Indicador / Meta|Indicador/Producto|Meta anual|Meta (cantidad)|Cantidad|Cantidad programada"
    "|Resultado esperado|Producto esperado|Meta del indicador|Meta programada|Meta y produc to",
    "deadline": "Fecha|Fechas|Fecha de cumplimiento|Fecha programada|Fechas programadas|Plazo|Cronograma"
    "|Fecha límite|Fecha de ejecución|Fecha de entrega|Periodicidad|Frecuencia|Periodo de ejecución"
    "|Fecha máxima de cumplimiento|Tiempo de ejecución|Plazo de ejecución|Mes de ejecución"
    "|Trimestre de ejecución|¿Cuándo?|Fecha\nprogramada|Fecha progra mada|Programación"
    "|Fecha Programada de cumplimiento|Cronograma de ejecución|Fecha prevista",
    "start": "Inicio|Fecha de inicio|Fecha inicio|FECHA INICIAL|Fecha\nde inicio|Desde|F. Inicio"
    "|Fecha de inicio (dd/mm/aaaa)|Fecha de Inicio Programada",
    "end": "Fin|Fecha final|Fecha fin|FECHA DE TERMINACIÓN|FECHA DE FINALIZACIÓN|Hasta|F. Fin"
    "|Fecha de vencimiento|Fecha de finalización (dd/mm/aaaa)",
    "responsible": "Responsable|Responsables|Responsable(s)|Responsa ble|Área responsable|Dependencia"
    "|Dependencia responsable|Dependencia o área responsable|Área(s) responsable(s)|Líder responsable"
    "|Cargo responsable|Secretaría responsable|Proceso responsable|Responsable de la ejecución"
    "|¿Quién?|Funcionario responsable|Nombre y cargo del responsable|Líder del proceso"
    "|Responsable y corresponsable",
    "lead": "Lidera",
    "dates": "Fechas aplicadas",
    "applied_target": "Meta aplicada",
    "accumulation": "Acumulación",
    "as_of": "Fecha de corte|Corte|Fecha de seguimiento|FECHA DE SEGUIMIENTO|Fecha del reporte"
    "|Periodo reportado|Fecha del último seguimiento|Fecha de evaluación",
    "value": "Avance|% de avance|% Avance|Porcentaje de avance|Avance acumulado|Avance cuantitativo"
    "|Avance acumulado a la fecha de corte|% Cumplimiento|Nivel de cumplimiento|NIVEL DE CUMPLIMIENTO %"
    "|Ejecutado|% de ejecución|Avance físico (%)|Avance total|Resultado|Resultado del indicador"
    "|AVANCE 2024|Cantidad ejecutada|¿Se cumplió?|Cumple (Sí/No)|%",
    "done": "Qué se hizo|Actividades cumplidas|Actividad realizada|ACCION REALIZADA 2020|Avance cualitativo"
    "|Descripción del avance|Reporte de avance|Logros alcanzados|Gestión realizada|Seguimiento"
    "|Descripción de las actividades realizadas|Acciones adelantadas|Monitoreo",
    "evidence": "Evidencia|Evidencias|Soporte|SOPORTES DE CUMPLIMIENTO 2024|Registro|Enlace de la evidencia"
    "|Medio de verificación|Fuente de verificación|Link|Anexos|Evidencia II",
    "remarks": "Observaciones|OBSERVACIÓN|Comentarios|Observaciones y recomendaciones|Observaciones III"
    "|Dificultades",
    "completed_on": "Fecha de realización|Fecha real|Fecha real de cumplimiento|Fecha en que se realizó",
    "reported_by": "Reportado por|Diligenciado por|Responsable del seguimiento|Responsable del reporte",
    "verified": "Avance verificado|Avance verificado por Control Interno|Verificado OCI|Avance OCI"
    "|% de avance validado",
    "control_remarks": "Observaciones de Control Interno|Observaciones Control Interno|Observaciones OCI"
    "|OBSERVACIONES DEL AUDITOR|Seguimiento OCI|Seguimiento de la Oficina de Control Interno",
    "status": "Estado|Semáforo|Semaforizacion|ESTADO PROGRAMADO-NO PROGRAMADO|Estado de avance",
    "": "Riesgo|Causa|Unidad de medida|UNIDAD DE MEDIDA|L.B|TENDENCIA  INDICADOR|TIPO|Vigencia|Recursos"
    "|DESCRIPCION DEL HALLAZGO - CONTRALORIA|ACCIÓN CORRECTIVA|Acción de mejora|Promedio Año|Total"
    "|Presupuesto|Programado|Avance ponderado|Dependencias de apoyo|Actividad de control|Elaboró"
    "|Publicar el mapa de riesgos|Secretaría de Planeación|Revisar la política|3|",
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "heading"),
    [(field, one) for field, headings in FIELDS.items() for one in headings.split("|")],
)
def test_a_heading_names_its_field_whatever_the_entitys_words(field, heading):
    assert field_of(heading) == field
    assert read_heading(heading, 2023).field == field
    assert read_heading(heading, 2023).cut is None


APRIL, AUGUST, DECEMBER = D(2023, 4, 30), D(2023, 8, 31), D(2023, 12, 31)
CUTS = {
    "Avance 30 abril": ("value", APRIL),
    "Avance a 30-abr": ("value", APRIL),
    "Avance a corte abril 30": ("value", APRIL),
    "% de avance a 31 de agosto": ("value", AUGUST),
    "% Avance 31/12/23": ("value", DECEMBER),
    "Avance 31/08/2023": ("value", AUGUST),
    "Avance abr-23": ("value", APRIL),
    "Avance enero - marzo": ("value", D(2023, 3, 31)),
    "% avance enero-abril": ("value", APRIL),
    "Avance 1er seguimiento": ("value", APRIL),
    "Avance 2º cuatrimestre": ("value", AUGUST),
    "Avance 3° seguimiento": ("value", DECEMBER),
    "Avance corte No. 2": ("value", AUGUST),
    "Cumplimiento III Cuatrimestre 2023": ("value", DECEMBER),
    "Ejecutado I trimestre": ("value", D(2023, 3, 31)),
    "T.4 EJECUTADO 2024": ("value", D(2024, 12, 31)),
    "Avance I Semestre": ("value", D(2023, 6, 30)),
    "Avance bimestre 2": ("value", APRIL),
    "Actividades cumplidas a 30 de abril": ("done", APRIL),
    "Evidencia corte I": ("evidence", APRIL),
    "Observaciones 2do seguimiento": ("remarks", AUGUST),
    "Avance verificado 30 de abril": ("verified", APRIL),
    "Seguimiento OCI corte 30 abril": ("control_remarks", APRIL),
    "Meta 1er trimestre": ("target", D(2023, 3, 31)),
    "30/04/2023": ("", APRIL),
    "Primer corte": ("", APRIL),
    "Corte I": ("", APRIL),
    "I corte": ("", APRIL),
    "Corte 1": ("", APRIL),
    "Segundo seguimiento": ("", AUGUST),
    "SEGUIMIENTO No. 3": ("", DECEMBER),
    "1er Cuatrimestre": ("", APRIL),
    "Cuatrimestre 1 (enero - abril)": ("", APRIL),
    "III CUATRIMESTRE (SEPTIEMBRE - DICIEMBRE)": ("", DECEMBER),
    "Enero - Abril": ("", APRIL),
    "ene-abr": ("", APRIL),
    "1 de enero a 30 de abril": ("", APRIL),
    "Seguimiento 1 / Corte 30 de abril": ("", APRIL),
    "Seguimiento 1 abril 30": ("", APRIL),
    "Primer seguimiento (30 de abril)": ("", APRIL),
    "Primer seguimiento - corte 30 de abril de 2023": ("", APRIL),
    "Fecha de seguimiento: 30/04/2017": ("", D(2017, 4, 30)),
    "Seguimiento a agosto 31 de 2023": ("", AUGUST),
    "A 30 de abril": ("", APRIL),
    "Avance (corte 30 de abril, publicado 15 de mayo)": ("value", APRIL),
    "Publicado 15 de mayo, corte 30 de abril": ("", None),
    "Seguimiento 10 de mayo, corte 30 de abril": ("", APRIL),
    "Enero": ("", D(2023, 1, 31)),
    "Sept": ("", D(2023, 9, 30)),
    "Febrero 2024": ("", D(2024, 2, 29)),
    "T1": ("", D(2023, 3, 31)),
}


@pytest.mark.parametrize("heading", CUTS)
def test_a_heading_names_its_cut_off_and_what_it_holds_of_it(heading):
    read = read_heading(heading, 2023)
    assert (read.field, read.cut) == CUTS[heading]


@pytest.mark.parametrize(
    "heading",
    ["Avance 30 de abril y 31 de agosto", "Avance enero, mayo", "T1. PLANEADO 2024", "Programado I trimestre", "Avance 31 de febrero", "Avance 7 corte",
     "Avance sexto semestre", "Seguimiento 6", "Presupuesto a 30 de abril",
     "La actividad se publica a más tardar el 30 de abril"],
)  # fmt: skip
def test_a_heading_without_a_sure_cut_off_has_none(heading):
    assert read_heading(heading, 2023).cut is None


def test_percents_are_seen_in_the_heading():
    assert read_heading("% de avance", 2023).percent
    assert read_heading("Porcentaje de cumplimiento", 2023).percent
    assert not read_heading("Avance", 2023).percent


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Seguimiento al PAAC - segundo cuatrimestre de 2023, Alcaldía", AUGUST),
        ("Corte abril", APRIL),
        ("Seguimiento 2", AUGUST),
        ("Hoja1", None),
        ("Componente 3", None),
        ("PAAC 2023", None),
    ],
)
def test_a_title_or_a_sheets_name_may_mention_a_cut_off(text, cut):
    assert cut_in(text, 2023) == cut


@pytest.mark.parametrize("unit", ["a", "de la ", "dela", "dd/mm/aa", "corte 1 ", "enero ", "metas y ", "1 "])  # fmt: skip
def test_no_text_keeps_the_reader_busy(unit):
    for tail in ("", "z"):
        read_heading((unit * 90)[:88] + tail, 2023)
