"""What people wrote under a gathering or a note, as one reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from django.urls import reverse
from django.utils.translation import gettext as _

from entregent.circles.queries.naming import NOBODY, as_authors
from entregent.core.walltime import local
from entregent.gatherings.models import Gathering, Note
from entregent.gatherings.queries import notes
from entregent.people.models import Person
from entregent.threads.models import Reply
from entregent.threads.queries import last_replies

KIND = "gathering"
PAGE = 12


@dataclass(frozen=True)
class Shown:
    withdraw_url: str
    report_url: str  # "" under a note: its gathering is reported
    name: str
    url: str  # of their page, "" for the reader and whoever is not in the circle
    text: str
    day: date
    hour: time
    labels: list[str]
    is_mine: bool


@dataclass(frozen=True)
class Thread:
    """The last words, or those before the reply one came from."""

    title: str
    write_url: str
    shown: list[Shown]
    earlier: str  # the reply before which there are more, "" when there are none
    is_latest: bool


def thread(under: Gathering | Note, reader: Person, before: str) -> Thread:
    """What was written under a gathering or one of its notes; the caller has checked that the reader may see that."""
    is_note = isinstance(under, Note)
    kind = notes.KIND if is_note else KIND
    rows = last_replies(viewer=reader, kind=kind, object_id=under.pk, before=before, most=PAGE)
    kept = rows[-PAGE:]
    return Thread(
        title=_("Under this note") if is_note else _("Under this gathering"),
        write_url=reverse("note-replies" if is_note else "gathering-replies", args=[under.key]),
        shown=_shown(kept, under, reader),
        earlier=kept[0].key if len(rows) > len(kept) else "",
        is_latest=not before,
    )


def _shown(rows: list[Reply], under: Gathering | Note, reader: Person) -> list[Shown]:
    gathering = under.gathering if isinstance(under, Note) else under
    withdraw = "note-reply-withdraw" if isinstance(under, Note) else "gathering-reply-withdraw"
    names = as_authors(gathering.circle_id, [row.author_id for row in rows])
    found = []
    for row in rows:
        written, author = local(row.written_at, gathering.zone), names.get(row.author_id, NOBODY)
        circle = gathering.circle.slug
        found.append(
            Shown(
                withdraw_url=reverse(withdraw, args=[under.key, row.key]),
                report_url=""
                if isinstance(under, Note)
                else reverse("gathering-reply-report", args=[under.key, row.key]),
                name=author.name or _("a former member"),
                url=reverse("member", args=[circle, author.key]) if author.key and row.author_id != reader.pk else "",
                text=row.text,
                day=written.date(),
                hour=written.time(),
                labels=[str(row.get_reach_display()), str(row.get_naming_display())],
                is_mine=row.author_id == reader.pk,
            )
        )
    return found
