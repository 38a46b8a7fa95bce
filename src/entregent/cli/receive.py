"""`entregent receive < message`: a mail somebody answered us with, handed over by the mail server."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.db import DatabaseError

from entregent.core.clock import now
from entregent.inbound.operations import receive
from entregent.inbound.reading import MOST_BYTES

TRY_AGAIN = 75  # EX_TEMPFAIL: the mail server keeps the mail and brings it again

EXAMPLE = """
In the aliases of the mail server:  replies: "|entregent receive"
(and replies+anything to the same: recipient_delimiter = + in Postfix). Set ENTREGENT_INBOUND_ADDRESS to that address.
Exit code: 0 dealt with, whatever became of it; 75 the database did not answer, bring it again.
"""


def add_parser(subparsers: Any) -> None:
    subparsers.add_parser(
        "receive",
        help="take in one mail people replied with, from standard input",
        description="Take in one mail that people replied with, from standard input.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def run(args: argparse.Namespace) -> int:
    try:
        print(receive(sys.stdin.buffer.read(MOST_BYTES + 1), now()))
    except DatabaseError as error:
        print(f"The database does not answer: {error}", file=sys.stderr)
        return TRY_AGAIN
    return 0
