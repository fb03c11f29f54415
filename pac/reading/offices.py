"""Parties that a "Responsable" cell names, in the catalogue's words where it knows them (R11).

A cell is cut in three passes, from the surest sign to the weakest: at separators that stand
between parties and nowhere else (a semicolon, a dash, a line break), at separators that also
stand inside names ("y", a comma, a tight hyphen), and where a new office begins with no separator
at all because a line break was lost. A separator inside a name that the catalogue knows never
cuts. In doubt the text stays whole: an unknown name is asked about, a wrong cut is believed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from pac.model import Party, PartyKind

_MAYORS_OFFICE = ("Despacho de la Alcaldesa", "Despacho de la Alcaldía")
GENERIC_CATALOGUE: Final[tuple[Party, ...]] = (
    Party("Secretaría Administrativa y de Gobierno"),
    Party("Secretaría de Planeación"),
    Party("Secretaría de Hacienda"),
    Party("Oficina de Control Interno", ("Control Interno", "Asesor de Control Interno")),
    Party("Oficina de Contratación"),
    Party(
        "Despacho del Alcalde", ("Despacho", "Alcalde", "Alcaldesa", "Alcaldía", *_MAYORS_OFFICE)
    ),
    Party("Comité de Coordinación de Control Interno", kind=PartyKind.COMMITTEE),
    Party("Secretarías de Despacho", ("Secretarios de Despacho",), PartyKind.GROUP),
    Party("Oficinas", ("Jefes de Oficina", "Jefes de Oficinas"), PartyKind.GROUP),
    Party("Líderes de los procesos", ("Líderes de proceso",), PartyKind.GROUP),
    Party("Responsables de los riesgos", ("Responsables de riesgo",), PartyKind.GROUP),
)
"""The parties of a municipality whose workbook names none; nothing in it is one town's own."""

SUGGEST_FROM: Final = 85
"""Likeness, from 0 to 100, from which a known name is offered in place of an unknown one."""

LONGEST: Final = 1000
"""Characters from which a text is no list of offices but prose: it stays whole."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words, folded: no accents, lower case. ---------------------------------------------------------

_LINKS = _set("a al con de del e el en la las lo los o para por su sus u y")
_ARTICLES = _set("el la las los su sus")
_BEFORE_NAMES = _LINKS - _ARTICLES  # what follows goes on with the name before
_SILENT = _set("de del el la las los municipal mpal senor senora")  # a name is the same without

_HEAD_FORMS: Final = {
    **dict.fromkeys(("sec", "secr", "sria", "srio", "secretario"), "secretaria"),
    "secretarios": "secretarias",
    **dict.fromkeys(("of", "ofc", "ofi", "ofic"), "oficina"),
    **dict.fromkeys(("director", "directora", "dir"), "direccion"),
    **dict.fromkeys(("subdirector", "subdirectora", "subdir"), "subdireccion"),
    **dict.fromkeys(("coordinador", "coordinadora"), "coordinacion"),
    **dict.fromkeys(("inspector", "inspectora"), "inspeccion"),
    **dict.fromkeys(("personero", "personera"), "personeria"),
    **dict.fromkeys(("tesorero", "tesorera"), "tesoreria"),
    "comisario": "comisaria",
    "gerente": "gerencia",
    "subgerente": "subgerencia",
    "jefa": "jefe",
    "asesora": "asesor",
}

_COMMITTEES = _set(
    "comision comisiones comite comites consejo consejos junta juntas mesa subcomite"
)
_UNITS = _set("""
    alcaldia bomberos comisaria concejo contraloria corporacion departamento dependencia
    dependencias despacho despachos dir direccion direcciones division empresa equipo equipos
    gerencia gerencias grupo grupos hospital instituto institutos jefatura ministerio oa of ofc ofi
    ofic oficina oficinas personeria policia procuraduria sec secr secretaria secretarias sria srio
    subdir subdireccion subdirecciones subgerencia subgerencias subsecretaria unidad unidades
    veeduria veedurias viceministerio vicerrectoria vicerrectorias
""")
_POSTS = _set("""
    apoyo asesor asesora asesores asistente auxiliar auxiliares contratista coordinador
    coordinadora coordinadores delegado delegada director directora directores encargada encargado
    encargados enlace jefa jefe jefes lider lideres profesional profesionales referente
    representante responsable responsables secretario secretarios subdirector subdirectora
    subdirectores subsecretario supervisor supervisora supervisores tecnico
""")  # posts that name nobody until something follows
_HOLDERS = _set("""
    abogado alcalde alcaldesa almacenista auditor auditores comisario contador contadora gerente
    gerentes gestor gestora gestores gobernador ingeniero inspector inspectora inspectores
    interventor ministro oficial personera personero rector rectores subgerente subgerentes tesorera
    tesorero
""")  # posts that name an office by themselves
_STAFF = _set("""
    colaboradores contratistas directivos empleados funcionarias funcionarios personal servidores
    trabajadores
""")
_ALL_OF = _set("cada demas toda todas todo todos")
_BODIES = _set("cicci cigd cocola copaso copasst")  # committees that go by their initials
_HEADS_OF_BODIES = _set("gerente rector subgerente")
_LED_BODIES = _set("corporacion empresa hospital instituto")
_HEADS = _BODIES | _COMMITTEES | _UNITS | _POSTS | _HOLDERS | _STAFF | _ALL_OF
_HEADS_WITH_OF = _set("""
    area areas banco biblioteca casa centro coordinacion emisora inspeccion proceso
""")  # heads where "de" follows
_ADJECTIVES_TOO = _set("asesora oficial profesional responsable tecnico")  # "consumo responsable"
_GLUED_IN_ANY_CASE = _set("comite oficina oficinas secretaria secretarias")
_GRADES = _set("asistencial especializada especializado operativo universitaria universitario")
_UNFINISHED = _COMMITTEES | _set("""
    area departamento direccion equipo grupo oa of ofc ofic oficina sec secr secretaria sria
    subdireccion unidad
""")  # say nothing until something follows
_BARE_POST = _POSTS | _GRADES | {"administrativo"}

_GROUPS = (
    _STAFF
    | _ALL_OF
    | _set("""
        areas asesores auxiliares coordinadores dependencias despachos direcciones directores duenos
        encargados equipo equipos gerencias gerentes gestores grupos jefes lideres oficinas procesos
        profesionales responsables secretarias secretarios subdirecciones subdirectores subgerentes
        supervisores unidades
    """)
)

_CORE_AREAS = frozenset({
    "almacen", "contratacion", "control interno", "despacho", "gobierno", "hacienda", "juridica",
    "planeacion", "sistemas", "talento humano", "tesoreria", "tic",
})  # fmt: skip
_AREAS = _CORE_AREAS | frozenset({
    "activos", "activos fijos", "agricultura", "ambiente", "archivo", "atencion ciudadano",
    "atencion usuario", "auditoria", "banco proyectos", "bienes", "calidad", "cartera", "compras",
    "comunicaciones", "contabilidad", "correspondencia", "cultura", "deporte", "deportes",
    "desarrollo economico", "desarrollo rural", "desarrollo social", "educacion", "facturacion",
    "financiera", "gestion documental", "gestion humana", "infraestructura", "inventarios",
    "medio ambiente", "mipg", "movilidad", "nomina", "obras", "obras publicas", "personal", "pqrs",
    "pqrsd", "prensa", "presupuesto", "recursos humanos", "riesgos", "salud", "servicio ciudadano",
    "servicios publicos", "siau", "sisben", "sst", "transito", "turismo", "umata",
    "ventanilla unica", "vivienda",
})  # fmt: skip
_MONEY_AND_STORES = _set("""
    bienes cartera compras contabilidad facturacion financiera impuestos inventarios presupuesto
    recaudo rentas suministros
""")  # "Presupuesto y Tesorería", "Compras y Almacén" are one name
_CHECKING = _set("auditoria evaluacion gestion seguimiento vigilancia")  # "... y Control Interno"
_NEVER_FIRST = _set("""
    ambiental ciudadana ciudadano comunitaria documental economica economico educativo humana humano
    integral interno municipal municipio publica publicas publico publicos rural social sostenible
    unica
""")  # a line that begins so goes on with the name above it
_ABBREVIATIONS = _set("""
    abg adm admon arq aux coord depto dir dpto dr dra esp gral ing lic mpal no oa of ofc ofi ofic
    prof sec secr sr sra sria srio subdir tec univ
""")
_NOBODY = frozenset({
    "na", "n a", "nan", "nat", "ninguna", "ninguno", "no aplica", "pendiente", "por definir",
    "sin definir",
})  # fmt: skip
_SINGULAR: Final = {
    "secretarias": "Secretaría",
    "oficinas": "Oficina",
    "direcciones": "Dirección",
    "subdirecciones": "Subdirección",
    "gerencias": "Gerencia",
}

# Persons: the commonest names only; the rule needs two words, so one known name is enough. -------

_GIVEN = _set("""
    adriana alba alberto alejandra alejandro alexander alfonso alfredo alicia alvaro amanda ana
    andrea andres angela angelica antonio armando arturo astrid aura beatriz bernardo bertha camila
    camilo carlos carmen carolina catalina cecilia cesar clara claudia cristian cristina daniel
    daniela dario david deisy diana diego doris edgar edgardo eduardo edwin efrain elena elizabeth
    emilio enrique erika ernesto esteban eugenia fabian fabio felipe fernanda fernando francisco
    freddy gabriel gerardo german giovanny gilberto gladys gonzalo guillermo gustavo hector henry
    hernan hernando hugo humberto ignacio ingrid isabel ivan jaime jairo javier jenny jesus jhon
    joaquin johana john jorge jose juan juana juliana julian karen laura leidy leonardo leonor
    lidia liliana lina lorena lucia luis luisa luz magda manuel marcela marco margarita maria
    mariana mario marisol marlen martha mauricio mayerly mercedes miguel milena miriam monica
    myriam nancy natalia nelson nestor nicolas nidia nohora nubia olga omar orlando oscar paola
    patricia paula pedro rafael ramiro ramon raul ricardo roberto rocio rodrigo rosa ruben ruth
    samuel sandra santiago sebastian sergio silvia simon sofia sonia stella susana teresa tomas
    valentina vanessa vicente victor viviana walter wilson william wilmer yaneth yenny yesid yolanda
""")
_GIVEN_OR_WORD = _set("""
    angel blanca consuelo cruz domingo esperanza flor gloria julio leon luz mercedes pilar victoria
""")  # given names that begin other things; they count beside a second known name only
_SURNAMES = _set("""
    acosta aguilar alvarez arias avila ayala barrera becerra beltran benavides bernal buitrago
    caicedo calderon camargo cardenas cardona carrillo castaneda castillo castro chavez contreras
    correa cortes cubillos cuellar delgado diaz duarte escobar espinosa fernandez figueroa florez
    fonseca forero franco galindo garcia garzon gil giraldo gomez gonzalez guerrero gutierrez
    guzman hernandez herrera hurtado jaramillo jimenez leon lopez lozano marin martinez medina
    mejia melo mendez mendoza molina montoya mora morales moreno munoz murcia navarro nieto nunez
    ochoa orozco ortega ortiz osorio ospina pacheco padilla paez parra patino pena perez pineda
    pinzon pulido quintero ramirez ramos rendon restrepo reyes rincon rios rivera robayo rodriguez
    rojas romero rubiano rubio ruiz salazar salcedo sanabria sanchez sarmiento serrano sierra silva
    solano sosa soto suarez tellez torres trujillo uribe valbuena vargas vasquez vega velandia
    velasquez velez vera villamil zambrano zapata
""")
_NAMES = _GIVEN | _GIVEN_OR_WORD | _SURNAMES
_TITLES = _set("abg arq doctor doctora dr dra ing ingeniera ingeniero lic senor senora sr sra")
_SAINTS = _set("san santa santo")
_NAMED_AFTER = _set("""
    aeropuerto auditorio avenida barrio biblioteca calle carrera casa catedra centro clinica colegio
    coliseo concentracion educativa ese escuela estadio fundacion hogar hospital ie ied institucion
    instituto jardin liceo monumento museo parque parroquia plaza puente puesto sala salon sede
    teatro universidad vereda
""")  # things that are called after a person
_PLACES = _set("""
    antioquia arauca atlantico bogota bolivar boyaca caldas cali caqueta casanare cauca cesar choco
    colombia cordoba cundinamarca gaitan guaviare guajira huila magdalena meta narino quindio
    risaralda santander sesquile sucre tolima valle vaupes vichada
""")  # also surnames of heroes
_NOT_A_NAME = (
    _HEADS
    | _LINKS
    | _PLACES
    | _HEADS_WITH_OF
    | _NAMED_AFTER
    | _set("""
        abril acta actas administrativa administrativo agosto alta apostol auxiliadora ciudadana
        ciudadano ciudadanos componente control diciembre enero febrero general informe interno
        julio junio juridica marzo mayo municipal municipio noviembre octubre plan planeacion
        politica programa proyecto rendicion septiembre tramites
    """)
    | frozenset(word for area in _AREAS for word in area.split())
)

# Signs -------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+")
_GENDER = re.compile(r"\s?\((?:a|o|as|os|es|sa)\)|(?<=\w\w)/(?:a|o|as|os|sa)\b|@", re.IGNORECASE)
_BULLETS = "•·▪●◦‣➢➤✓✔*|\uf0b7\uf0a7\uf0fc"
_SURE = re.compile(
    rf"""
    (?P<line> \n )
    | (?P<hard> [;+{_BULLETS}] | (?<!\by)(?<!\by\ )/(?!(?:a|o|as|os|sa)\b) )
    | (?P<dash> [–—] | (?<=[\ \n])- | -(?=[\ \n]) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SOFT = re.compile(  # in text whose blanks are single
    r"""
    (?P<and> ,?\ (?:y\ ?/\ ?o|y|e)\  | & )
    | (?P<or> \ [oóu]\  )
    | (?P<comma> , )
    | (?P<stop> \.(?=\ ?[^\W\d_]) | :\  )
    | (?P<hyphen> (?<=[\w.)])-(?=\w) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TOGETHER_WITH = re.compile(
    r"\b(?:con (?:el )?(?:apoyo|acompañamiento|concurso) de(?=l? )"
    r"|en (?:coordinaci[oó]n|conjunto|articulaci[oó]n|asocio) con|(?:junto|conjuntamente) con)l? ",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BLANKS = re.compile(r"[^\S\r\n]+")
_LINES = re.compile(r" ?\n[ \n]*")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_ACRONYM_AT_END = re.compile(r"\s*(?:\((?P<inner>[^()\s]{2,8})\)|[-–—/]\s*(?P<outer>\w{2,8}))$")
_NUMBERED = re.compile(r"\s*1\s?(?:[.)]|-(?=\s))")
_NUMBER = re.compile(r"(?:^|(?<=\s))\d{1,2}\s?(?:[.)]-?|-(?=\s))\s*(?=[^\W\d_])")
_LETTER = re.compile(r"^\s*[a-h](?:\)\s*|\.\s+)", re.MULTILINE)
_LABEL = re.compile(
    r"(?:^|(?<=[\n;.,/–—-]))\s*(?:(?:dependencia|[aá]rea)s?\s+)?"
    r"(?:responsables?|corresponsables?|dependencias?|l[ií]der|lidera|apoyan?|apoyo|participan?)"
    r"\s*:\s*",
    re.IGNORECASE,
)
_LED_BY = re.compile(
    r"\b(?:(?:lider|coordin|ejecut)ad[oa]s?\s+por|a\s+cargo\s+de(?=l?\s))l?\s+", re.IGNORECASE
)
_PART_PLAYED = re.compile(
    r"\s*\((?:apoyo|l[ií]der|principal|responsable|seguimiento"
    r"|(?:apoy|consolid|coordin|ejecut|lider|report|verific)an?)\)",
    re.IGNORECASE,
)
_LEGAL_TAIL = re.compile(
    r"""
    \s*,?\s* (?: \(\s*(?:(?:y\s*/\s*)?[oóu]\s+)? | \b(?:y\s*/\s*)?[oóu]\s+ )
    (?: (?:a\s+)? (?:quien(?:es)?|el\s+que|la\s+que|la\s+dependencia\s+que)\s+
        (?: hagan?\s+(?:las|sus)\s+veces
          | (?:(?:[eé]st[ea]|[eé]l|ella|se|lo|la)\s+){0,2}(?:delegue|designe|asigne|corresponda)n? )
      | (?:(?:el|la|los|las|sus?)\s+)? (?:delegad|designad|encargad)[oa]s?
        (?= \s*(?:$|[,;.)/\n–—-]|[ye]\s) )
    )
    \s*\)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BROKEN_CONTROL = re.compile(r"\b(contro)(l?)\s*[,.;]\s*(interno)\b", re.IGNORECASE)
_EDGES = " \t\n\r.,;:/&\"'«»“”" + "-–—" + _BULLETS


@dataclass(frozen=True)
class _Index:
    """A catalogue made ready to be asked: every spelling of a name, as a key."""

    names: dict[str, str]  # key of a name, an alias or a short name -> canonical name
    kinds: dict[str, PartyKind]  # canonical name -> kind


# What a reader asks ------------------------------------------------------------------------------


def parse_offices(text: object, catalogue: Sequence[Party] | None = None) -> tuple[str, ...]:
    """Return the parties that a text names, in its order and none twice (R11).

    The first is the one that leads, unless the workbook's *Lidera* says otherwise. Persons'
    names and legal tails ("o quien haga sus veces") are dropped.

    Args:
        text: What the cell holds. Blank, None, NaN, "-", "N/A" and "No aplica" name nobody.
        catalogue: The town's parties; None for `GENERIC_CATALOGUE`, empty to know none.

    Returns:
        Canonical names where the catalogue knows them, by name, alias, post ("Secretario de
        Planeación") or unmistakable short form ("Planeación"); else the parts as written, white
        space and final dot trimmed. Empty where the text names nobody.
    """
    return () if text is None else _read(str(text), _parties(catalogue))


def unknown_parties(
    names: Iterable[str], catalogue: Sequence[Party] | None = None
) -> tuple[str, ...]:
    """Return the names that the catalogue does not know, in their order and none twice (R11)."""
    index = _index(_parties(catalogue))
    return tuple(dict.fromkeys(name for name in names if _canonical(name, index) is None))


def kind_of(name: str, catalogue: Sequence[Party] | None = None) -> PartyKind:
    """Return whether one office, a group or a committee answers under a name (R11).

    The catalogue decides where it knows the name; else its first word does. A team ("Equipo
    MIPG") counts as a group, because no one post answers for it; a "Grupo" is a unit of the
    organization chart, and an office.
    """
    index = _index(_parties(catalogue))
    canonical = _canonical(name, index)
    if canonical is not None:
        return index.kinds[canonical]
    words = [word for word in _words(name) if word not in _ARTICLES]
    if not words:
        return PartyKind.OFFICE
    if words[0] in _COMMITTEES | _BODIES:
        return PartyKind.COMMITTEE
    if words[0] in _GROUPS or words[:2] in (["alta", "direccion"], ["alta", "gerencia"]):
        return PartyKind.GROUP
    return PartyKind.OFFICE


def suggest(name: str, catalogue: Sequence[Party] | None = None) -> str | None:
    """Return the known party that an unknown name may mean, to ask "¿quiso decir ...?".

    Never to be taken without asking. A name is near where its spelling is, with and without its
    first word ("Secretaría de Educación" is not near "Secretaría de Planeación"), or where one
    party alone begins with it ("Secretaría Administrativa"). None where the name is known or
    nothing is near.
    """
    index = _index(_parties(catalogue))
    key = _key(name)
    if not key or _canonical(name, index) is not None:
        return None
    begun = {party for known, party in index.names.items() if known.startswith(f"{key} ")}
    if len(begun) == 1 and " " in key:
        return begun.pop()
    likeness, nearest = max(
        ((_likeness(key, known), party) for known, party in index.names.items()),
        default=(0.0, None),
    )
    return nearest if likeness >= SUGGEST_FROM else None


def looks_like_person(text: object) -> bool:
    """Return whether a text holds what looks like a person's name (Ley 1581 de 2012).

    Two capitalised words in a row of which one is a common given name, or both are common names;
    offices, places and what is called after a person (a school, a street) are none.
    """
    return isinstance(text, str) and _person_span(_WORD.findall(text)) is not None


def person_in(text: str) -> str:
    """Return what looks like a person's name in a text, as ``looks_like_person`` has it."""
    matches = list(_WORD.finditer(text))
    span = _person_span([match.group() for match in matches])
    return text[matches[span[0]].start() : matches[span[1] - 1].end()] if span else ""


# Names and their keys ----------------------------------------------------------------------------


def _parties(catalogue: Sequence[Party] | None) -> tuple[Party, ...]:
    return GENERIC_CATALOGUE if catalogue is None else tuple(catalogue)


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    """Return the words of a text without accents, capitals and gender endings."""
    plain = unicodedata.normalize("NFKD", _GENDER.sub("", text)).casefold()
    return tuple(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


@lru_cache(maxsize=8192)
def _key(text: str) -> str:
    """Return what all spellings of one name have in common; empty where nothing is left.

    "Sria. Administrativa y Gobierno" and "Secretario(a) Administrativa y de Gobierno Municipal"
    have the key of "Secretaría Administrativa y de Gobierno".
    """
    words = ["y" if word == "e" else word for word in _words(text) if word not in _SILENT]
    if len(words) > 1 and words[-1] == "municipio":
        words.pop()
    if len(words) > 1 and words[0] in {"jefe", "jefa", "director", "directora"}:
        unit = _HEAD_FORMS.get(words[1], words[1])
        if unit in {"oficina", "secretaria"}:  # the head of an office stands for it
            words.pop(0)
    if words:
        words[0] = _HEAD_FORMS.get(words[0], words[0])
    return " ".join(words)


def _canonical(text: str, index: _Index) -> str | None:
    """Return the canonical name of a party, None where the catalogue does not know it."""
    return _known(_key(text), index) or _known(_key(_without_acronym(text)), index)


def _known(key: str, index: _Index) -> str | None:
    name = index.names.get(key)
    if name is None and key.startswith("jefe "):  # "Jefe de Contratación": its office
        name = index.names.get(f"oficina {key.removeprefix('jefe ')}")
    return name


@lru_cache(maxsize=64)
def _index(parties: tuple[Party, ...]) -> _Index:
    """Return the catalogue by key: names first, then aliases, then short names.

    A weaker spelling never takes a stronger one's key, and one that two parties claim is
    nobody's. A town's party that the generic catalogue knows too has its aliases as well.
    """
    common = {_key(party.name): party.aliases for party in GENERIC_CATALOGUE}
    names: dict[str, str] = {}
    for spellings in (
        lambda party: (party.name,),
        lambda party: party.aliases,
        lambda party: common.get(_key(party.name), ()),
        _short_names,
    ):
        _claim(names, parties, spellings)
    return _Index(names, {party.name: party.kind for party in parties})


def _claim(
    names: dict[str, str], parties: Sequence[Party], spellings: Callable[[Party], Iterable[str]]
) -> None:
    claims: dict[str, set[str]] = {}
    for party in parties:
        for spelling in spellings(party):
            claims.setdefault(_key(spelling), set()).add(party.name)
    for key, claimants in claims.items():
        if key and len(claimants) == 1:
            names.setdefault(key, *claimants)


def _short_names(party: Party) -> tuple[str, ...]:
    """Return an office's name without its first word: "Planeación", of its Secretaría."""
    first, _, rest = _key(party.name).partition(" ")
    if party.kind is not PartyKind.OFFICE or first not in _UNITS:
        return ()
    return (rest, rest.removeprefix("asesora "))


def _likeness(key: str, known: str) -> float:
    whole = fuzz.ratio(key, known)
    if whole < SUGGEST_FROM:
        return whole
    return min(whole, fuzz.ratio(key.partition(" ")[2] or key, known.partition(" ")[2] or known))


# Reading -----------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _read(text: str, parties: tuple[Party, ...]) -> tuple[str, ...]:
    index = _index(parties)
    whole = _known(_key(text), index)
    if whole is not None:
        return (whole,)
    if len(text) > LONGEST:
        return (_tidy(text),)
    found: dict[str, str] = {}
    for segment in _cut(_prepared(text), _SURE, index, _is_sure):
        for part in _parts_of_segment(segment, index):
            name = _canonical(part, index) or part
            found.setdefault(_key(name) or name, name)
    return tuple(found.values())


def _prepared(text: str) -> str:
    """Return the text without what names no party: numbering, labels, legal tails."""
    text = _BLANKS.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    text = _LINES.sub("\n", text.replace("\r", "\n"))
    if " ".join(_words(text)) in _NOBODY:
        return ""
    if _NUMBERED.match(text):
        text = _NUMBER.sub("; ", text)
    text = _LETTER.sub("; ", text)
    text = _TOGETHER_WITH.sub("; ", _LED_BY.sub("; ", _LABEL.sub("; ", text)))
    text = _LEGAL_TAIL.sub(" ", _PART_PLAYED.sub("", text))
    return _BROKEN_CONTROL.sub(_mend_control, text)


def _mend_control(match: re.Match[str]) -> str:
    start, letter, end = match.groups()
    return f"{start}{letter or ('L' if start.isupper() else 'l')} {end}"


def _parts_of_segment(segment: str, index: _Index) -> Iterable[str]:
    """Yield the parties of a text in which no sure separator is left."""
    if _canonical(segment, index) is not None:
        yield _tidy(segment)
        return
    pieces = (
        _spread_plural(segment, index)
        or _bare_list(segment, index)
        or _cut(segment, _SOFT, index, _is_boundary)
    )
    for piece in pieces:
        for part in _unglue(piece, index):
            named = _tidy(_without_person(part))
            if any(character.isalnum() for character in named):
                yield named


@dataclass(frozen=True)
class _Joint:
    """A separator with what stands around it."""

    kind: str  # group of the pattern that found it
    mark: str  # the separator as written
    left: str  # the party so far
    right: str  # up to the next separator
    closed: bool  # an "y" follows that closes an enumeration inside a name
    listed: bool  # a separator before it did cut
    index: _Index


def _cut(
    text: str, pattern: re.Pattern[str], index: _Index, is_boundary: Callable[[_Joint], bool]
) -> list[str]:
    """Return the text cut at those separators that stand between two parties."""
    brackets = [match.span() for match in _IN_BRACKETS.finditer(text)] if "(" in text else ()
    joints = [
        match
        for match in pattern.finditer(text)
        if not any(start < match.start() < end for start, end in brackets)
    ]
    starts = [0, *(joint.end() for joint in joints)]
    ends = [*(joint.start() for joint in joints), len(text)]
    inside = _inside_known_names(text, starts, ends, index)
    pieces: list[str] = []
    begin = 0
    for i, joint in enumerate(joints):
        if i in inside:
            continue
        left, right = text[begin : ends[i]].strip(), text[starts[i + 1] : ends[i + 1]].strip()
        if not left:
            begin = starts[i + 1]
            continue
        kind = joint.lastgroup or ""
        closed = kind == "comma" and _is_closed(
            [
                (later.lastgroup, text[later.end() : end])
                for later, end in zip(joints[i + 1 :], ends[i + 2 :], strict=True)
            ]
        )
        if is_boundary(_Joint(kind, joint.group(), left, right, closed, bool(pieces), index)):
            pieces.append(left)
            begin = starts[i + 1]
    pieces.append(text[begin:])
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]


def _is_closed(following: Iterable[tuple[str | None, str]]) -> bool:
    """Return whether an "y" inside a name closes the enumeration that a comma is part of."""
    for kind, text in following:
        if kind not in {"and", "comma"} or _opens_party(text):
            return False
        if kind == "and":
            return True
    return False


def _inside_known_names(
    text: str, starts: Sequence[int], ends: Sequence[int], index: _Index
) -> set[int]:
    """Return the separators that stand inside a name of the catalogue, by their order."""
    inside: set[int] = set()
    for first in range(len(starts) - 1):
        if first in inside or not _words(text[starts[first] : ends[first]]):
            continue
        for last in range(min(first + 3, len(ends) - 1), first, -1):
            if not _words(text[starts[last] : ends[last]]):
                continue
            if _known(_key(text[starts[first] : ends[last]]), index):
                inside.update(range(first, last))
                break
    return inside


def _is_sure(joint: _Joint) -> bool:
    """Return whether a dash, line break or the like stands between two parties (nearly always)."""
    left, right = _words(joint.left), _words(joint.right)
    if not left or not right:
        return True
    opens = _opens_party(joint.right)
    if joint.kind == "dash":
        return not (_is_acronym_of(joint.right, joint.left) or (_is_bare_post(left) and not opens))
    if joint.kind == "line":
        goes_on = (
            left[-1] in _LINKS
            or right[0] in _BEFORE_NAMES
            or right[0] in _NEVER_FIRST
            or (joint.right[0].islower() and not opens)
            or joint.left.endswith(",")  # the comma decides
            or joint.right.startswith("(")
            or _is_unfinished(left, right, opens=opens)
        )
        return not goes_on
    return True


def _is_boundary(joint: _Joint) -> bool:
    """Return whether an "y", comma, stop or tight hyphen stands between two parties."""
    left, right = _words(joint.left), _words(joint.right)
    if joint.kind == "stop" and left and (left[-1] in _ABBREVIATIONS or len(left[-1]) == 1):
        return False
    if not left or not right:
        return True
    if right[0] in _BEFORE_NAMES:
        return False
    if _is_person(joint.left) or _is_person(joint.right):
        return True
    if _opens_party(joint.right):
        return not _goes_with(left, right)
    if left[0] == right[0]:  # "Gestión Humana y Gestión Documental"
        return True
    if joint.kind == "or":
        return False
    alone = _stands_alone(joint.right, joint.index)
    if joint.kind == "stop":
        return alone
    if joint.kind == "hyphen":  # "Técnico-Jurídica" is one word
        return alone and _stands_alone(joint.left, joint.index)
    if joint.kind == "and":
        return _and_parts(joint, left, right, alone=alone)
    bare = _is_lone_head(left) or not _is_headed(left)
    if joint.closed:
        return alone and bare and (_is_headed(left) or _stands_alone(joint.left, joint.index))
    return bare or alone or (_is_acronym(joint.right) and not joint.left.isupper())


def _and_parts(
    joint: _Joint, left: tuple[str, ...], right: tuple[str, ...], *, alone: bool
) -> bool:
    if right[0] in {"almacen", "tesoreria"}:
        return left[-1] not in _MONEY_AND_STORES
    if _is_acronym(joint.left) and (alone or _is_acronym(joint.right)):
        return joint.mark.islower()
    if alone and _is_lone_head(left):  # "Gerencia y Planeación"
        return True
    if joint.listed and not _is_headed(left) and _is_area(joint.right, joint.index):
        return True
    known_both = _canonical(joint.left, joint.index) and _canonical(joint.right, joint.index)
    return known_both is not None


def _goes_with(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Return whether a word that may begin a party goes on with the name before it."""
    if right[0] in _ADJECTIVES_TOO and len(right) == 1:
        return True  # "apoyo técnico y profesional"
    if right[0] == "control" and left[-1] in _CHECKING:
        return True  # "Auditoría y Control Interno"
    return right[0] in _STAFF and not _STAFF.isdisjoint(left)  # "funcionarios y contratistas"


def _opens_party(text: str) -> bool:
    """Return whether a text begins as the name of a party does."""
    words = _words(text)
    if len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    if not words:
        return False
    second = words[1] if len(words) > 1 else ""
    return (
        words[0] in _HEADS
        or (words[0] in _HEADS_WITH_OF and second in {"de", "del", "municipal"})
        or (words[0], second)
        in {("control", "interno"), ("alta", "direccion"), ("alta", "gerencia")}
    )


def _is_headed(words: Sequence[str]) -> bool:
    return words[0] in _HEADS or words[0] in _HEADS_WITH_OF or words[0] == "alta"


def _area(text: str) -> str:
    """Return the key of a text that may be an area's short name."""
    return " ".join(w for w in _words(text) if w not in _SILENT and w != "al")


def _stands_alone(text: str, index: _Index) -> bool:
    """Return whether a text without a head word names a party: "Planeación", "Jurídica"."""
    return _area(text) in _CORE_AREAS or _canonical(text, index) is not None


def _is_bare_post(words: Sequence[str]) -> bool:
    """Return whether words are a post that names no area yet: "Profesional Universitario"."""
    return words[0] in _POSTS and _BARE_POST.issuperset(words)


def _is_unfinished(left: Sequence[str], right: Sequence[str], *, opens: bool) -> bool:
    """Return whether a line ends in the middle of a name: "Jefe Oficina", "Secretaría"."""
    if right[0] == "asesora" and left[-1] == "oficina":
        return True
    return not opens and (_is_bare_post(left) or left[-1] in _UNFINISHED)


def _is_lone_head(words: Sequence[str]) -> bool:
    """Return whether words name a party with no more than its head: "Gerencia"."""
    return words[0] == "alta" or (len(words) == 1 and _is_headed(words))


def _is_acronym(text: str) -> bool:
    return text.isupper() and text.isalpha() and len(text) <= 8


def _is_acronym_of(acronym: str, name: str) -> bool:
    """Return whether a word is made of a name's initials: "OAP", Oficina Asesora de Planeación."""
    if not (acronym.isalpha() and acronym.isupper() and 2 <= len(acronym) <= 8):
        return False
    initials = iter(word[0] for word in _words(name) if word not in _LINKS)
    return all(letter in initials for letter in acronym.lower())


def _without_acronym(text: str) -> str:
    """Return a name without the acronym that repeats it: "Oficina de Control Interno (OCI)"."""
    match = _ACRONYM_AT_END.search(text.rstrip(" ."))
    if match is None:
        return text
    name = text[: match.start()]
    return name if _is_acronym_of(match["inner"] or match["outer"], name) else text


def _spread_plural(segment: str, index: _Index) -> list[str]:
    """Return "Secretaría de A", "Secretaría de B" for "Secretarías de A y B", else nothing.

    Only where each of the areas is a known one; "Secretarías de Despacho" is a group.
    """
    head, _, rest = segment.partition(" ")
    singular = _SINGULAR.get("".join(_words(head)))
    preposition, _, areas = rest.partition(" ")
    if singular is None or preposition.lower() != "de":
        return []
    items = _items(areas)
    if len(items) < 2 or _opens_party(items[0]):
        return []
    if not all(_is_area(item, index) or _opens_party(item) for item in items):
        return []
    return [item if _opens_party(item) else f"{singular} de {item}" for item in items]


def _bare_list(segment: str, index: _Index) -> list[str]:
    """Return the short names of a list such as "Planeación, Hacienda y Gobierno", else nothing.

    "Prensa y Comunicaciones" and "Educación, Cultura y Deporte" may be one name each: with an
    "y", an area that every town has as an office of its own must be among three, or be both.
    """
    first = _SOFT.search(segment)
    if first is None or not _is_short_name(segment[: first.start()], index):
        return []
    items = _items(segment)
    if len(items) < 2 or not all(_is_short_name(item, index) for item in items):
        return []
    alone = [_stands_alone(item, index) for item in items]
    only_commas = all(joint.lastgroup == "comma" for joint in _SOFT.finditer(segment))
    if only_commas or all(alone) or (len(items) > 2 and any(alone)):
        return items
    return []


def _items(text: str) -> list[str]:
    return [
        item for item in (_tidy(part) for part in _SOFT.split(text)[:: _SOFT.groups + 1]) if item
    ]


def _is_short_name(text: str, index: _Index) -> bool:
    words = _words(text)
    bare = not words or not _is_headed(words) or _is_lone_head(words)
    return bare and _is_area(text, index)


def _is_area(text: str, index: _Index) -> bool:
    return _area(text) in _AREAS or _canonical(text, index) is not None


def _unglue(piece: str, index: _Index) -> list[str]:
    """Return the parties of a piece in which line breaks between them may have been lost."""
    tokens = piece.split()
    parts: list[str] = []
    begin, i = 0, 1
    whole = _canonical(piece, index) is not None
    while i < len(tokens) and not whole:
        if _begins_glued_word(tokens[i]):
            left, right = " ".join(tokens[begin:i]), " ".join(tokens[i:])
            if _is_glued(left, right, index):
                parts.append(left)
                begin, whole = i, _canonical(right, index) is not None
        i += 1
    return [*parts, " ".join(tokens[begin:])]


def _begins_glued_word(token: str) -> bool:
    return token[0].isupper() or not _GLUED_IN_ANY_CASE.isdisjoint(_words(token))


def _is_glued(left: str, right: str, index: _Index) -> bool:
    before, after = _words(left), _words(right)
    if not before or not after or before[-1] in _LINKS or after[0] in _LINKS | _BODIES:
        return False
    if before[-1] in _HEADS_OF_BODIES and after[0] in _LED_BODIES:
        return False  # "Gerente Hospital"
    if _opens_party(right):
        return _is_complete(before) and not _goes_with(before, after)
    if not _stands_alone(right, index):
        return False
    complement = before[len(before) - before[::-1].index("de") :] if "de" in before else before
    return " ".join(complement) in _AREAS or _canonical(left, index) is not None


def _is_complete(words: Sequence[str]) -> bool:
    """Return whether words name a party by themselves, so that a head word begins another.

    "Jefe", "Profesional Universitario", "Líder del proceso" and "Comité Institucional" wait for
    more; "Líderes de proceso", "Alcalde" and "Secretaría General" do not.
    """
    first, last = words[0], words[-1]
    if last in _HOLDERS or (first in _ALL_OF and last not in _ALL_OF):
        return True
    if last in _HEADS or last in _GRADES or last in _ABBREVIATIONS:
        return False
    if last in {"proceso", "area", "gestion", "coordinacion", "alta", "institucional"}:
        return first == "lideres"
    if last.startswith(("administrativ", "tecnic")):
        return first in _UNITS and last != "tecnica"
    return True


# Persons -----------------------------------------------------------------------------------------


def _person_span(words: Sequence[str]) -> tuple[int, int] | None:
    """Return where a person's name begins and ends among the words of a text, None without."""
    folded = ["".join(_words(word)) for word in words]
    for i, word in enumerate(folded):
        if word not in _NAMES:
            continue
        if i and (
            folded[i - 1] in _SAINTS or not _NAMED_AFTER.isdisjoint(folded[max(0, i - 5) : i])
        ):
            continue
        end = _end_of_name(words, folded, i)
        run = [name for name in folded[i:end] if name not in _LINKS]
        known = sum(name in _NAMES for name in run)
        sure = word in _GIVEN and word not in _GIVEN_OR_WORD
        titled = i > 0 and folded[i - 1] in _TITLES
        if (len(run) >= 2 and (known >= 2 or sure)) or (titled and run):
            return i - titled, end
    return None


def _end_of_name(words: Sequence[str], folded: Sequence[str], start: int) -> int:
    end = start
    while end < len(words) and end - start < 6:
        is_name = words[end][0].isupper() and (
            folded[end] in _NAMES
            or folded[end] not in _NOT_A_NAME
            or (len(words[end]) == 1 and words[end] != "Y")  # an initial
        )
        if is_name:
            end += 1
        elif folded[end] in {"de", "del"} and _leads_to_surname(folded, end + 1):
            end += 1 + next(k for k, w in enumerate(folded[end + 1 :]) if w not in _LINKS)
        else:
            break
    return end


def _leads_to_surname(folded: Sequence[str], start: int) -> bool:
    rest = [word for word in folded[start : start + 3] if word not in _LINKS]
    return bool(rest) and rest[0] in _SURNAMES


def _is_person(text: str) -> bool:
    """Return whether a text is a person's name and nothing else."""
    if _NAMES.isdisjoint(_words(text)):
        return False
    words = _WORD.findall(text)
    return _person_span(words) == (0, len(words))


def _without_person(part: str) -> str:
    """Return a part without the name of the person who holds the post."""
    if _NAMES.isdisjoint(_words(part)):
        return part
    matches = list(_WORD.finditer(part))
    span = _person_span([match.group() for match in matches])
    if span is None:
        return part
    start, end = span
    follows_link = start > 0 and matches[start - 1].group().lower() in _LINKS
    if end < len(matches) or follows_link:
        return part
    return part[: matches[start].start()].rstrip(_EDGES + "(")


def _tidy(part: str) -> str:
    """Return a part without stray signs at its ends, a leading article or a leading "y"."""
    part = " ".join(part.split()).strip(_EDGES)
    if part.endswith(")") and "(" not in part:
        part = part[:-1].rstrip()
    while True:
        first, _, rest = part.partition(" ")
        word = first.lower()
        if not rest or (word not in {"y", "e"} and not (word in _ARTICLES and _opens_party(rest))):
            return part
        part = rest.strip(_EDGES)
