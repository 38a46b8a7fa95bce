"""entregent tables: table plans, with no server and no database.

People are a number, or a CSV file with a line each: `name`; `absent` (rounds, from 1: 2;5); `apart` (names:
Bo;Chloé); any other
column is a field to mix by.
"""

from __future__ import annotations

import argparse
import json
import re
import secrets
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from entregent.cli.people_csv import People, Unreadable, numbered, read_people
from entregent.cli.tables_words import WORDS
from entregent.cli.tongue import counted, terminal_language, why

if TYPE_CHECKING:
    from entregent.engine.tables import Plan, Progress

BEGINS_TO_TELL, BETWEEN = 1.0, 0.5
NUMBER = re.compile("-?[0-9]{1,9}")


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "tables",
        help="who sits with whom, round after round",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--people", required=True, metavar="N_or_FILE", help="how many, or a CSV file")
    parser.add_argument("--size", required=True, type=int, metavar="S", help="at most so many at a table")
    parser.add_argument("--rounds", required=True, type=int, metavar="R", help="how many times people sit down")
    parser.add_argument("--seconds", type=float, default=10.0, metavar="T", help="how long to search (10)")
    parser.add_argument(
        "--seed", type=int, help="a number that makes the same plan again, if the search ends by itself"
    )
    parser.add_argument("--json", action="store_true", help="rounds (lists of tables, lists of people) and repeats")
    parser.add_argument("--lang", choices=("fr", "en"), help="language of the sheets (that of the terminal)")


class Clock:
    """The pace of a search: the time given to it, a line now and then, an interruption that keeps the best."""

    def __init__(self, seconds: float, words: dict[str, str]) -> None:
        self.seconds, self.words = seconds, words
        self.began = self.told = time.monotonic()
        self.is_stopped = self.has_told = False

    def __call__(self, progress: Progress) -> float:
        now = time.monotonic()
        if now - self.began > BEGINS_TO_TELL and now - self.told > BETWEEN:
            self.told, self.has_told = now, True
            line = self.words["progress"].format(seconds=now - self.began, repeats=progress.repeats)
            print(f"\r{line}", end="", file=sys.stderr, flush=True)
        return 1.0 if self.is_stopped else (now - self.began) / self.seconds

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        def stop(*_: object) -> None:
            self.is_stopped = True

        before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)
            if self.has_told:
                print(file=sys.stderr)


def planned(people: People, args: argparse.Namespace, clock: Clock) -> Plan:
    numpy, tables = import_module("numpy"), import_module("entregent.engine.tables")
    rng = numpy.random.default_rng(args.seed)
    decoys: list[tuple[int, int]] = []
    if people.apart:
        hidden, _ = tables.decoys(people.apart, range(len(people.names)), secret=secrets.token_bytes(32))
        decoys = hidden
    present = people.present(args.rounds)
    with clock.interruptible():
        plan: Plan = tables.plan(
            len(people.names),
            args.size,
            args.rounds,
            rng=rng,
            present=present,
            apart=people.apart,
            decoys=decoys,
            fields=people.fields,
            pace=clock,
        )
    return plan


def as_json(plan: Plan, people: People, reasons: list[list[list[Any]]]) -> str:
    shown = people.names if people.has_names else range(len(people.names))
    return json.dumps(
        {
            "rounds": [[[shown[person] for person in table] for table in tables] for tables in plan.rounds],
            "repeats": plan.repeats,
            "least_repeats": plan.least_repeats,
            "reasons": [[[each.as_dict() for each in table] for table in tables] for tables in reasons],
        },
        ensure_ascii=False,
    )


def sheets(plan: Plan, people: People, reasons: list[list[list[Any]]], language: str) -> Iterator[str]:
    """One sheet a round (a form feed between them), each table with its people and its reasons."""
    said, words = import_module("entregent.words"), WORDS[language]
    bound = "least" if plan.repeats == plan.least_repeats else "bound"
    said_of = counted(language, people=len(people.names), rounds=len(plan.rounds), repeats=plan.repeats)
    summary = words["summary"].format(**said_of)
    yield summary + words[bound].format(least=plan.least_repeats) + "."
    for number, (tables, of_round) in enumerate(zip(plan.rounds, reasons, strict=True), start=1):
        yield ("\f" if number > 1 else "\n") + words["round"].format(number=number)
        for place, (table, of_table) in enumerate(zip(tables, of_round, strict=True), start=1):
            seated = ", ".join(people.names[person] for person in table)
            yield "\n" + words["table"].format(number=place, people=seated)
            yield from (f"    {said.sentence(each, language, people.names.__getitem__)}" for each in of_table)


def run(args: argparse.Namespace) -> int:
    language = args.lang or terminal_language()
    words = WORDS[language]
    if not args.seconds > 0:
        raise SystemExit(words["no-time"])
    if args.seed is not None and args.seed < 0:
        raise SystemExit(words["no-seed"].format(given=args.seed))
    refused, said = import_module("entregent.engine.errors").Refused, import_module("entregent.words")
    # what is compiled takes nothing of the time given to the search
    import_module("entregent.engine.warming").warm_up()
    clock = Clock(args.seconds, words)
    try:
        people = numbered(int(args.people)) if NUMBER.fullmatch(args.people) else read_people(Path(args.people))
        plan = planned(people, args, clock)
        tables = import_module("entregent.engine.tables")
        reasons = tables.explain(plan.rounds, len(people.names), fields=people.fields)
    except Unreadable as error:
        raise SystemExit(words[error.kind].format(**{**error.facts, **why(error, language)})) from error
    except refused as error:
        raise SystemExit(said.refusal(error, language)) from error
    if clock.is_stopped:
        print(words["stopped"], file=sys.stderr)
    lines = [as_json(plan, people, reasons)] if args.json else sheets(plan, people, reasons, language)
    for line in lines:
        print(line)
    return 0
