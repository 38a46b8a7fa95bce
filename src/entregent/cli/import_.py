"""`entregent import`: members and past gatherings of a circle, out of a spreadsheet's CSV file."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.models import Circle, Import
from entregent.circles.operations.importing import Fate, Report
from entregent.cli.tongue import terminal_language, why
from entregent.core import circle_files
from entregent.core.addresses import BadAddress
from entregent.core.circle_files import read_archive
from entregent.core.clock import now as clock_now
from entregent.core.spreadsheets import MOST_BYTES, Unreadable
from entregent.core.walltime import local
from entregent.core.written_dates import Order, hour_of
from entregent.gatherings import operations as gatherings
from entregent.people.operations import person_for

EXAMPLES = """
  entregent import members list.csv --circle les-dejeuners-x7k2mp --dry-run
  entregent import gatherings attendance.csv --circle les-dejeuners-x7k2mp
  entregent import calendar agenda.ics --circle les-dejeuners-x7k2mp
  entregent import circle les-dejeuners-x7k2mp-2026-11-24.zip --founder anne@example.org
  entregent import list
  entregent import undo 3

Columns are known by their names in French or English (name, first name, e-mail, trade; date, hour, place, attendees).
Gatherings may be one a row with its people in a cell, one row for each person at each, or a table of persons by dates.
Nobody brought in gets mail until a member invites them. Exit code: 0 done, 1 refused and nothing changed.
"""


class Stop(Exception):
    """Why nothing was done, in a sentence."""


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "import",
        help="members and past gatherings from a spreadsheet (CSV)",
        description="Bring members or past gatherings of a circle in from a CSV file.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    kinds = parser.add_subparsers(
        dest="what", metavar="members | gatherings | calendar | circle | list | undo", required=True
    )
    for what in ("members", "gatherings", "calendar"):
        _add_file_arguments(kinds.add_parser(what))
    whole = kinds.add_parser("circle", help="a whole circle, as it was taken away from another instance")
    whole.add_argument("file", type=Path)
    whole.add_argument("--founder", metavar="ADDRESS", required=True, help="whose circle it is at first")
    listed = kinds.add_parser("list", help="what was brought in")
    listed.add_argument("--circle", metavar="SLUG", default="", help="of this circle alone")
    undo = kinds.add_parser("undo", help="take back what a file brought")
    undo.add_argument("number", type=int, help="as `entregent import list` shows it")


def _add_file_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--circle", metavar="SLUG", required=True, help="what follows /c/ in the circle's address")
    parser.add_argument("--dry-run", action="store_true", help="the same report, nothing written")
    parser.add_argument(
        "--create", metavar="NAME", default="", help="open the circle under this name if it does not exist"
    )
    parser.add_argument("--founder", metavar="ADDRESS", default="", help="with --create: whose circle it is at first")
    if parser.prog.endswith("gatherings"):
        parser.add_argument("--hour", type=_hour, help="of gatherings whose hour the file does not say")
        parser.add_argument(
            "--day-first", dest="order", action="store_const", const=Order.DAY, help="03/04 is in April"
        )
        parser.add_argument("--month-first", dest="order", action="store_const", const=Order.MONTH, help="in March")


def _hour(written: str) -> time:
    hour = hour_of(written)
    if hour is None:
        raise argparse.ArgumentTypeError(f"{written!r} is no hour: write 12:30 or 12h30")
    return hour


def run(args: argparse.Namespace) -> int:
    with translation.override(terminal_language()):
        try:
            match args.what:
                case "list":
                    show(args.circle)
                case "undo":
                    undo(args.number, clock_now())
                case "circle":
                    bring_circle(args.file, args.founder, clock_now())
                case _:
                    bring(args, clock_now())
        except (Stop, Unreadable) as error:
            print(error, _("Nothing was changed."), sep="\n", file=sys.stderr)
            return 1
    return 0


def bring(args: argparse.Namespace, now: datetime) -> None:
    content = contents(args.file)
    print(_("Reading %(file)s…") % {"file": args.file.name}, file=sys.stderr, flush=True)
    with transaction.atomic():
        circle = circle_of(args, now)
        if args.what == "members":
            report = circles.import_members(circle=circle, content=content, file_name=args.file.name, now=now)
        elif args.what == "calendar":
            report = gatherings.import_calendar(circle=circle, content=content, file_name=args.file.name, now=now)
        else:
            report = gatherings.import_gatherings(
                circle=circle, content=content, file_name=args.file.name, now=now, hour=args.hour, order=args.order
            )
        transaction.set_rollback(args.dry_run)
    tell(report)
    if args.dry_run:
        print(_("This was a dry run: nothing was written."))
    elif report.brought is not None:
        print(_("To take all of it back: entregent import undo %(number)d") % {"number": report.brought.pk})


def bring_circle(path: Path, founder: str, now: datetime) -> None:
    try:
        whole = read_archive(contents(path, circle_files.MOST_BYTES))
        with transaction.atomic():
            circle = gatherings.bring_in(whole=whole, by=person_for(written=founder, now=now), now=now)
    except BadAddress as error:
        raise Stop(_("A circle’s founder needs an e-mail address.")) from error
    except (circle_files.Unreadable, gatherings.NotACircle) as error:
        raise Stop(_("This is no circle taken away from an instance like this one.")) from error
    print(_("“%(circle)s” is here, in /c/%(slug)s.") % {"circle": circle.name, "slug": circle.slug})
    print(_("Nobody was written to: its founder invites each of them again."))


def contents(path: Path, most: int = MOST_BYTES) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        language = (translation.get_language() or "en")[:2]
        raise Stop(_("%(file)s cannot be read: %(why)s.") % {"file": path, **why(error, language)}) from error


def circle_of(args: argparse.Namespace, now: datetime) -> Circle:
    circle = queries.circle_of_slug(args.circle)
    if circle is not None:
        return circle
    if not (args.create and args.founder):
        raise Stop(
            _("No circle’s address ends in /c/%(slug)s. To open it now, add --create NAME --founder ADDRESS.")
            % {"slug": args.circle}
        )
    try:
        validate_slug(args.circle)
        founder = person_for(written=args.founder, now=now)
    except (ValidationError, BadAddress) as error:
        raise Stop(
            _("A circle’s address takes letters, digits and hyphens, and its founder an e-mail address.")
        ) from error
    circle = circles.open_circle(
        name=args.create,
        by=founder,
        now=now,
        language=settings.VISITOR_LANGUAGE,
        zone=settings.DEFAULT_ZONE,
        slug=args.circle,
    )
    gatherings.start_series(circle, now)
    return circle


def tell(report: Report) -> None:
    words = {Fate.ADDED: _("added"), Fate.HERE: _("already here"), Fate.PASSED: _("passed over")}
    width = max(map(len, words.values()))
    for line in report.lines:
        why = f" — {line.why}" if line.why else ""
        print(f"{line.number:>6}  {words[line.fate]:<{width}}  {line.what}{why}")
    if report.unused:
        print(_("Columns left out: %(columns)s.") % {"columns": ", ".join(report.unused)})
    print(
        _("%(added)d rows added, %(here)d already here, %(passed)d passed over.")
        % {"added": report.count(Fate.ADDED), "here": report.count(Fate.HERE), "passed": report.count(Fate.PASSED)}
    )
    if report.brought is None:
        print(_("There was nothing new in this file."))
        return
    print(f"{made(report.brought)}.")
    if report.brought.made_ids("memberships"):
        print(_("The people it brought get no mail until a member invites them."))


def made(brought: Import) -> str:
    return counts(*(len(brought.made_ids(kind)) for kind in ("memberships", "gatherings", "attendances")))


def counts(people: int, tables: int, seats: int) -> str:
    said = [ngettext("%(count)d person", "%(count)d people", people) % {"count": people}]
    if tables or seats:
        said.append(ngettext("%(count)d gathering", "%(count)d gatherings", tables) % {"count": tables})
        said.append(ngettext("%(count)d seat taken", "%(count)d seats taken", seats) % {"count": seats})
    return ", ".join(said)


def show(slug: str) -> None:
    rows = list(queries.imports(slug))
    if not rows:
        print(_("Nothing was brought in yet."))
    for row in rows:
        day = f"{local(row.at, settings.DEFAULT_ZONE):%Y-%m-%d %H:%M}"
        undone = f" — {_('taken back')}" if row.undone_at else ""
        print(f"{row.pk:>4}  {day}  {row.circle.slug}  {row.file_name}: {made(row)}{undone}")


def undo(number: int, now: datetime) -> None:
    try:
        undone = gatherings.undo_import(import_id=number, now=now)
    except gatherings.NoSuchImport as error:
        raise Stop(
            _("There is no import %(number)d to take back. `entregent import list` shows them all.")
            % {"number": number}
        ) from error
    gone = undone.gone
    print(_("Taken back: %(what)s.") % {"what": counts(gone["memberships"], gone["gatherings"], gone["attendances"])})
    if undone.kept:
        print(_("Left, because somebody has touched them since:"))
        print(*(f"  {one}" for one in undone.kept), sep="\n")
