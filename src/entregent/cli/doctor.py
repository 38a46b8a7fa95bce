"""`entregent doctor`: looks at everything an instance stands on, and says what to do about what is wrong."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from entregent.cli.checks import CHECKS, Finding
from entregent.core.clock import now

SIGNS = {"ok": "✓", "note": "·", "wrong": "✗"}


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("doctor", help="what is well, what is wrong, and what to do")
    parser.add_argument("--json", action="store_true", help="the same, for machines")


def run(args: argparse.Namespace) -> int:
    findings = list(examine())
    ok = not any(finding.state == "wrong" for finding in findings)
    if args.json:
        print(json.dumps({"ok": ok, "findings": [asdict(finding) for finding in findings]}, ensure_ascii=False))
    else:
        for finding in findings:
            print(f"{SIGNS[finding.state]} {finding.about}: {finding.says}")
            if finding.do:
                print(f"  → {finding.do}")
    return 0 if ok else 1


def examine() -> Iterator[Finding]:
    """Every check in turn; one that cannot even be made is itself a finding."""
    at = now()
    for about, check in CHECKS.items():
        try:
            yield from check(at)
        except Exception as error:  # a database that does not answer must not hide the other findings
            yield Finding(about, "wrong", f"could not be looked at ({type(error).__name__}: {error})".strip())
