"""entregent check-draw: draws mission cards again from what a circle's page of the proof shows, with no server.

Give that text in a file, or on the input. Answers 0 when everything is as it was promised, 1 when it is not.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from entregent.engine.errors import Refused
from entregent.engine.rotation import check

UNREADABLE = 2


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "check-draw",
        help="draw mission cards again from their proof",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", nargs="?", default="-", help="the proof, as a page showed it (the input)")


def run(args: argparse.Namespace) -> int:
    try:
        written = sys.stdin.read() if args.file == "-" else Path(args.file).read_text(encoding="utf-8")
        told = json.loads(written)
        commitment, secret, record = (str(told[name]) for name in ("commitment", "secret", "record"))
        check(commitment, bytes.fromhex(secret), record)
    except Refused as altered:
        print(f"{altered} / Le tirage n’est pas conforme à la promesse.")
        return 1
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        print(f"This is not the proof of a draw / Ce n’est pas la preuve d’un tirage : {error}", file=sys.stderr)
        return UNREADABLE
    print("It fits: the same cards come to the same numbers. / Le compte y est.")
    return 0
