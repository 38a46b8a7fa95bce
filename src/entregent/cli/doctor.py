"""`entregent doctor`: looks at everything an instance stands on, and says what to do about what is wrong."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from entregent.cli.checks import CHECKS, Finding
from entregent.cli.post_checks import POST_CHECKS, send_test
from entregent.cli.tongue import terminal_language
from entregent.core.clock import now

SIGNS = {"ok": "✓", "note": "·", "wrong": "✗"}


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("doctor", help="what is well, what is wrong, and what to do")
    parser.add_argument("--mail", metavar="ADDRESS", default="", help="send a test mail there as well")
    parser.add_argument("--json", action="store_true", help="the same, for machines")


def run(args: argparse.Namespace) -> int:
    with translation.override("en" if args.json else terminal_language()):
        return show(args)


def show(args: argparse.Namespace) -> int:
    findings = [*examine(), *([send_test(args.mail, now())] if args.mail else [])]
    ok = not any(finding.state == "wrong" for finding in findings)
    if args.json:
        print(json.dumps({"ok": ok, "findings": [asdict(finding) for finding in findings]}, ensure_ascii=False))
    else:
        for finding in findings:
            line = _("%(about)s: %(says)s") % {"about": finding.about, "says": finding.says}
            print(f"{SIGNS[finding.state]} {line}")
            if finding.do:
                print(f"  → {finding.do}")
    return 0 if ok else 1


def examine() -> Iterator[Finding]:
    """Every check in turn; one that cannot even be made is itself a finding."""
    at = now()
    for about, check in {**CHECKS, **POST_CHECKS}.items():
        try:
            yield from check(at)
        except Exception as error:  # a database that does not answer must not hide the other findings
            why = f"{type(error).__name__}: {error}".strip()
            yield Finding(about, "wrong", _("could not be looked at (%(why)s)") % {"why": why})
