"""`entregent first-link`: the way in for the first person of an instance, who then operates it."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from entregent.cli.tongue import terminal_language
from entregent.core.clock import now
from entregent.core.links import absolute
from entregent.people.operations import first_link
from entregent.people.queries import token_of


def add_parser(subparsers: Any) -> None:
    subparsers.add_parser("first-link", help="a one-time link for the first person of an instance")


def run(args: argparse.Namespace) -> int:
    with translation.override(terminal_language()):
        said = announcement(now())
        print(said or _("This instance has its operator: they sign in with a code sent to their address."))
    return 0 if said else 1


def announcement(at: datetime) -> str:
    """The link and what it is for; "" once an operator can come in by themselves."""
    link = first_link(at)
    if link is None:
        return ""
    url = absolute(reverse("sign-in-link", args=[token_of(link)]))
    return _("The first person comes in here, once, and operates this instance:") + f"\n\n    {url}\n"
