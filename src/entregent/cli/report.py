"""entregent report: what a circle's own history shows, as a page that prints. No server, no database.

FILE is CSV, a line a person and gathering: person, gathering, date; or a line an exchange: from, to, date. Columns
stand in any order, with or without a first line that names them. Dates may be left out.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from entregent.cli.tongue import counted, terminal_language, why

BEGINS_TO_TELL = 1.0


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "report",
        help="what a circle's attendance shows, as a page",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a CSV file of attendances or of exchanges")
    parser.add_argument("-o", "--output", type=Path, metavar="PAGE", help="where to write the page (report.html)")
    parser.add_argument("--json", action="store_true", help="print people and ties as one object; a page only with -o")
    parser.add_argument("--lang", choices=("fr", "en"), help="language of the page (that of the terminal)")


class Steps:
    """Says what is being done once it has lasted a second."""

    def __init__(self, words: dict[str, str]) -> None:
        self.words, self.began = words, time.monotonic()

    def __call__(self, step: str) -> None:
        if time.monotonic() - self.began > BEGINS_TO_TELL:
            print(self.words[f"step-{step}"], file=sys.stderr, flush=True)


def written(path: Path, content: str, language: str) -> None:
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        words = import_module("entregent.cli.reporting.words").WORDS[language]
        raise SystemExit(words["cannot-write"].format(path=path, **why(error, language))) from error


def run(args: argparse.Namespace) -> int:
    language = args.lang or terminal_language()
    words: dict[str, str] = import_module("entregent.cli.reporting.words").WORDS[language]
    reading, findings = (import_module(f"entregent.cli.reporting.{name}") for name in ("reading", "findings"))
    refused, said = import_module("entregent.engine").Refused, import_module("entregent.words")
    tell = Steps(words)
    try:
        found = findings.find(reading.read(args.file), tell)
    except reading.Unreadable as error:
        raise SystemExit(words[error.kind].format(**{**error.facts, **why(error, language)})) from error
    except refused as error:
        raise SystemExit(said.refusal(error, language)) from error
    if args.json:
        print(json.dumps(findings.as_dict(found), ensure_ascii=False))
    if args.output or not args.json:
        tell("page")
        path = args.output or Path("report.html")
        page = import_module("entregent.cli.reporting.page").Page(found, args.file.stem, language)
        written(path, page.html(), language)
        people, ties, clans = len(found.names), found.network.ties, len(found.clans.sizes)
        facts = counted(language, people=people, ties=ties, clans=clans)
        print(words["written"].format(path=path, **facts), file=sys.stderr if args.json else sys.stdout)
    return 0
