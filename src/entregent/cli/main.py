"""The command `entregent`. Each of its commands is one module with `add_parser(subparsers)` and `run(args) -> int`.

A command is imported when it is asked for, once Django is set up. A `light` one is imported before: it may still choose
its environment (a port, a data folder), then calls `set_up_django` itself.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, cast

import django
from django.db import OperationalError, ProgrammingError

from entregent import __version__

Subparsers = Any  # argparse keeps the type of add_subparsers() to itself


class Module(Protocol):
    def add_parser(self, subparsers: Subparsers) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


@dataclass(frozen=True)
class Command:
    module: str
    help: str
    light: bool = False


COMMANDS: dict[str, Command] = {
    "serve": Command("entregent.cli.serve", "an instance: web server and worker", light=True),
    "work": Command("entregent.cli.work", "the worker alone: sends mails, does what is due"),
    "demo": Command("entregent.cli.demo", "a demonstration, in a data folder of its own", light=True),
    "import": Command("entregent.cli.import_", "members and past gatherings from a spreadsheet"),
    "receive": Command("entregent.cli.receive", "take in one mail people replied with"),
    "outbox": Command("entregent.cli.outbox", "mails kept because there is no SMTP server"),
    "first-link": Command("entregent.cli.first_link", "a one-time link for the first person of an instance"),
    "tables": Command("entregent.cli.tables", "who sits with whom, round after round", light=True),
    "check-draw": Command("entregent.cli.check_draw", "draw mission cards again from their proof", light=True),
    "report": Command("entregent.cli.report", "what a circle's attendance shows, as a page", light=True),
    "doctor": Command("entregent.cli.doctor", "what is well, what is wrong, and what to do"),
}


def set_up_django() -> None:
    """Read the settings; one that is wrong is a sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entregent.config.settings")
    try:
        django.setup()
    except ValueError as error:
        raise SystemExit(str(error)) from error


def load(command: Command) -> Module:
    if not command.light:
        set_up_django()
    return cast(Module, import_module(command.module))


def main(arguments: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="entregent", description="Circles that live for years without a boss.")
    parser.add_argument("--version", action="version", version=f"entregent {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="command", required=True)
    chosen = load(COMMANDS[given[0]]) if given and given[0] in COMMANDS else None
    for name, command in COMMANDS.items():
        if chosen is not None and name == given[0]:
            chosen.add_parser(subparsers)
        else:
            subparsers.add_parser(name, help=command.help)
    args = parser.parse_args(given)
    try:
        return chosen.run(args) if chosen else 2
    except (OperationalError, ProgrammingError) as error:
        raise SystemExit(
            f"The database does not answer, or not as expected: {error}. "
            "On a new instance start `entregent serve` once; else ask `entregent doctor`."
        ) from error
