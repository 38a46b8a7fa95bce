from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from entregent.cli.demonstration import story
from entregent.cli.demonstration.people import KEEPER, NEWCOMER, REGULAR
from entregent.cli.demonstration.story import Doors
from entregent.cli.lock import hold
from entregent.cli.serve import prepare, refuse_taken, serve
from entregent.config.table import read
from entregent.core.clock import now
from entregent.core.links import absolute

BESIDE = ("", "-wal", "-shm", "-journal")


def show(database: Path, language: str, *, keep: bool, serving: bool) -> None:
    """Make the demonstration, or take up the last one; say how to come in; answer until stopped."""
    with translation.override(language):
        if serving:
            refuse_taken(read("listen"), int(read("port")))
        make(database, language, keep=keep)
        said = how_to_come_in(story.doors(now()))
        if serving:
            serve(with_worker=True, announce=lambda: print(said, flush=True))
        else:
            print(said, flush=True)


def make(database: Path, language: str, *, keep: bool) -> None:
    with hold(database.parent, f"demonstration, process {os.getpid()}", now()):
        if not keep:
            for ending in BESIDE:
                database.with_name(database.name + ending).unlink(missing_ok=True)
        is_new = not database.exists()
        print(_("Making the tables…") if is_new else _("Taking up the last demonstration…"), flush=True)
        prepare()
        if is_new:
            story.tell(now(), language, lambda line: print(line, flush=True))
        connections.close_all()


def how_to_come_in(doors: Doors) -> str:
    people = (
        (_("%(name)s, who keeps the circles going") % {"name": KEEPER[0]}, doors.keeper),
        (_("%(name)s, who has just come") % {"name": NEWCOMER[0]}, doors.newcomer),
        (_("%(name)s, a regular") % {"name": REGULAR[0]}, doors.regular),
    )
    width = max(len(who) for who, _token in people)
    lines = [
        "",
        _("The people of today are fictional; the eighteen women of 1936 come from a published study."),
        "",
        _("Come in as"),
        *(f"  {who:<{width}}  {absolute(reverse('sign-in-link', args=[token]))}" for who, token in people),
        "",
        _("A mail to read, the one %(name)s got") % {"name": REGULAR[0]},
        f"  {absolute(reverse('outbox-mail', args=[doors.mail]))}"
        if doors.mail
        else f"  {absolute(reverse('outbox'))}",
        *_feed(doors),
        "",
        _("Things to try"),
        *(f"  {number}. {thing}" for number, thing in enumerate(things_to_try(), 1)),
        "",
        _("All of it is in %(folder)s, and starts afresh next time; --keep goes on with it.")
        % {"folder": settings.DATA_FOLDER},
    ]
    return "\n".join(lines)


def _feed(doors: Doors) -> list[str]:
    """A calendar to subscribe to; none once its owner stopped it."""
    if not doors.feed:
        return []
    said = _("A calendar to subscribe to, with the dates of %(name)s") % {"name": KEEPER[0]}
    return ["", said, f"  {absolute(reverse('feed', args=[doors.feed]))}"]


def things_to_try() -> tuple[str, ...]:
    return (
        _("Answer that mail, without signing in, then change your mind from the same mail."),
        _("As Anne-Lise, open the seven’s dinners: there is no next date. Fix one in a tap, then take it back."),
        _("As Anne-Lise, welcome Théo, whom she invited, from Today."),
        _("As Théo, say that you come every Thursday unless you say no; then leave the circle, and come back."),
        _("As Sami, say which days suit for the long lunch: the poll is open, and its mail is in the outbox."),
        _("Open Old City, 1936, and see who was there: it came in as your own spreadsheet would."),
    )
