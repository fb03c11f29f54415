"""A parser of orders that speaks Spanish, and what it makes of single words."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Any, Final, NoReturn

from pac import labels
from pac.commands.shared import MISUSED, plain

Orders = Any  # argparse names the type of its subparsers in private only

_LONGEST_POST: Final = 120

# what argparse says in English, and what a person reads instead
_REFUSALS: Final = (
    (r"the following arguments are required: (.*)", r"falta \1"),
    (r"one of the arguments (.*) is required", r"falta uno de \1"),
    (r"unrecognized arguments: (.*)", r"no se reconoce «\1»"),
    (
        r"argument orden: invalid choice: '?(.*?)'? \(choose from (.*)\)",
        r"«\1» no es una orden; son \2",
    ),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 y \2 no van juntos"),
    (r"argument (\S+): expected (?:one|at least one) argument", r"falta el valor de \1"),
    (r"argument (\S+): ignored explicit argument (.*)", r"\1 no lleva un valor"),
    (r"argument (\S+): (.*)", r"\1: \2"),
)


class _Help(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "Uso: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that speaks Spanish."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (argparse's own)
        super().__init__(formatter_class=_Help, add_help=False, allow_abbrev=False, **options)
        positionals, optionals = self._action_groups[:2]
        positionals.title, optionals.title = "argumentos", "opciones"
        self.add_argument("-h", "--ayuda", "--help", action="help", help="muestra esta ayuda")

    def error(self, message: str) -> NoReturn:
        """Say how the order is written and what is wrong with this one, and end."""
        for said, instead in _REFUSALS:
            if re.fullmatch(said, message, re.DOTALL):
                message = re.sub(said, instead, message, count=1, flags=re.DOTALL)
                break
        self.exit(MISUSED, f"{self.format_usage()}{self.prog}: {plain(message)}\n")


def date(text: str) -> dt.date:
    """Return a date written as ISO has it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        message = f"«{text}» no es una fecha; escríbala así: 2023-04-30"
        raise argparse.ArgumentTypeError(message) from None


def whole(text: str) -> int:
    """Return a whole number from 1 on."""
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        message = f"«{text}» no es un número entero; escríbalo así: 3"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def post(text: str) -> str:
    """Return who does something: a post, in one line."""
    said = " ".join(text.split())
    if not said or len(said) > _LONGEST_POST or not said.isprintable():
        message = f"escriba un cargo, con {_LONGEST_POST} letras a lo sumo"
        raise argparse.ArgumentTypeError(message)
    return said


def pair(text: str) -> tuple[str, str]:
    """Return a code and its text, from ``CODIGO=TEXTO``."""
    code, _, said = (part.strip() for part in text.partition("="))
    if not code or not said:
        message = f'«{text}» no es CODIGO=TEXTO; escríbalo así: --motivo "C1-02=Acta 3"'
        raise argparse.ArgumentTypeError(message)
    return code, said


def answer(text: str) -> tuple[str, int]:
    """Return a doubt and the number of the answer, from ``DUDA=NUMERO``."""
    doubt, _, number = (part.strip() for part in text.rpartition("="))
    if not doubt or not re.fullmatch(r"[1-9][0-9]{0,3}", number):
        message = f'«{text}» no es DUDA=NUMERO; escríbalo así: --respuesta "Plan!G14=1"'
        raise argparse.ArgumentTypeError(message)
    return doubt, int(number)


def one_of(*names: str) -> Callable[[str], str]:
    """Return what takes one of these words and no other."""

    def chosen(text: str) -> str:
        if text not in names:
            message = f"«{text}» no es ninguno de estos: {labels.listing(names)}"
            raise argparse.ArgumentTypeError(message)
        return text

    return chosen
