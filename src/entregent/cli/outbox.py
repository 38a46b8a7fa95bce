"""`entregent outbox`: the mails an instance without SMTP server keeps, for its operator to read and pass on."""

from __future__ import annotations

import argparse
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from entregent.cli.tongue import terminal_language
from entregent.core.walltime import local
from entregent.notices.delivery import read_again
from entregent.notices.queries import kept, outbox

MOST = 1_000_000


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("outbox", help="mails kept because there is no SMTP server")
    parser.set_defaults(what="list", most=30)
    what = parser.add_subparsers(dest="what", metavar="list | show")
    listing = what.add_parser("list", help="the latest, newest first")
    listing.add_argument("--most", type=int, default=30, help="how many (30)")
    show = what.add_parser("show", help="one mail, as it was sent")
    show.add_argument("number", type=int, help="its number in the list")
    show.add_argument("--html", action="store_true", help="its HTML form")


def run(args: argparse.Namespace) -> int:
    with translation.override(terminal_language()):
        return show(args.number, args.html) if args.what == "show" else listing(args.most)


def listing(most: int) -> int:
    rows = list(outbox()[: max(0, min(most, MOST))])
    if not rows:
        print(_("The outbox is empty: no mail has been kept."))
    for row in rows:
        mail = read_again(row)
        said = f"{mail.to}  {mail.subject}" if mail else _("(what it spoke of is gone)")
        print(f"{row.pk:>6}  {local(row.sent_at or row.made_at, settings.DEFAULT_ZONE):%Y-%m-%d %H:%M}  {said}")
    return 0


def show(number: int, html: bool) -> int:
    row = kept(number)
    mail = read_again(row) if row else None
    if mail is None:
        missing = _("No mail %(number)s in the outbox, or what it spoke of is gone. List them with: entregent outbox")
        print(missing % {"number": number})
        return 1
    if html:
        print(mail.html)
        return 0
    print(f"To: {mail.to}\nSubject: {mail.subject}\nDate: {mail.message['Date']}\n\n{mail.text}")
    return 0
