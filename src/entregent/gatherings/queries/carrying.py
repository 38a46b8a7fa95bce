"""A whole circle as one of its members may take it away. No address, nothing that was said for one table."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from entregent.circles.models import Circle, Membership
from entregent.circles.queries import members, places
from entregent.gatherings.models import Attendance, Gathering, Note, Seat, Table, VenueWord
from entregent.gatherings.queries.notes import KIND as NOTE
from entregent.gatherings.queries.reading import fixed
from entregent.gatherings.queries.rhythm import series_of
from entregent.gatherings.registry import belongings
from entregent.people.models import Person
from entregent.threads.models import Reply
from entregent.threads.queries import KIND
from entregent.trust.enums import Naming, Reach
from entregent.trust.queries import readable

VERSION, MOST_VENUES = 1, 1_000
SAID = ("name", "purpose", "place", "setting", "hue", "language", "address_form", "zone")
FACTS = ("name", "address", "way", "price", "step_free", "noise")


def carried(*, circle: Circle, viewer: Person, now: datetime) -> dict[str, Any]:
    """Plain values, in the shape `operations.bring_in` reads. People stand under numbers of this file alone."""
    here = list(members(circle=circle, viewer=viewer))
    numbers = {row.person_id: number for number, row in enumerate(here, 1)}
    dates = list(circle.gatherings.filter(fixed()).order_by("starts_at"))
    return {
        "entregent": VERSION,
        "taken": now.isoformat(timespec="seconds"),
        "circle": {field: getattr(circle, field) for field in SAID},
        "rhythm": _rhythm(circle),
        "places": [{"name": place.name, "url": place.url} for place in places.of(circle)],
        "members": [_member(row, numbers[row.person_id]) for row in here],
        "dates": _dates(dates, numbers),
        "words": _words(circle, dates, viewer, numbers),
        "venues": _venues(circle, numbers),
        **{one.name: one.pack(circle, numbers) for one in belongings()},
    }


def _rhythm(circle: Circle) -> dict[str, Any]:
    series = series_of(circle)
    return {
        "rhythm": series.rhythm,
        "anchor": series.anchor.isoformat() if series.anchor else "",
        "hour": f"{series.hour:%H:%M}" if series.hour else "",
        "place": series.place,
        "minutes": series.minutes,
    }


def _member(row: Membership, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "name": row.shown_name,
        "trade": row.trade,
        "since": row.joined_at.date().isoformat(),
        "settled": row.settled_at is not None,
    }


def _dates(rows: list[Gathering], numbers: dict[int, int]) -> list[dict[str, Any]]:
    there: dict[int, list[int]] = defaultdict(list)
    seen = Attendance.objects.filter(gathering__in=[row.pk for row in rows], person__in=numbers)
    for gathering_id, person_id in seen.order_by("pk").values_list("gathering_id", "person_id"):
        there[gathering_id].append(numbers[person_id])
    tables = _tables(rows, numbers)
    return [
        {
            "number": number,
            "day": row.day.isoformat(),
            "hour": f"{row.hour:%H:%M}",
            "zone": row.zone,
            "minutes": row.minutes,
            "title": row.title,
            "place": row.place,
            "bring": row.bring,
            "there": there[row.pk],
            "tables": tables[row.pk],
        }
        for number, row in enumerate(rows, 1)
    ]


def _tables(dates: list[Gathering], numbers: dict[int, int]) -> dict[int, list[dict[str, Any]]]:
    """By date, who sat at which table, as it was laid last. What was asked of a plan in private stays here."""
    tables = Table.objects.filter(plan__gathering__in=dates, plan__replaced_at__isnull=True).select_related("plan")
    seats = Seat.objects.filter(plan__gathering__in=dates, plan__replaced_at__isnull=True, person__in=numbers)
    at: dict[int, list[int]] = defaultdict(list)
    for table_id, person_id in seats.order_by("place", "pk").values_list("table", "person"):
        at[table_id].append(numbers[person_id])
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for table in tables.order_by("plan", "number"):
        found[table.plan.gathering_id].append({"chairs": table.chairs, "people": at[table.pk]})
    return found


def _venues(circle: Circle, numbers: dict[int, int]) -> list[dict[str, Any]]:
    venues = list(circle.venues.order_by("pk")[:MOST_VENUES])
    said: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for word in VenueWord.objects.filter(venue__in=venues, person__in=numbers).order_by("pk"):
        said[word.venue_id].append({"by": numbers[word.person_id], "text": word.text})
    return [
        {name: getattr(venue, name) for name in FACTS}
        | {"away": venue.put_away_at is not None, "words": said[venue.pk]}
        for venue in venues
    ]


def _words(circle: Circle, dates: list[Gathering], viewer: Person, numbers: dict[int, int]) -> list[dict[str, Any]]:
    """Notes and replies that may go as far as the circle, in the order they were written."""
    under = {row.pk: number for number, row in enumerate(dates, 1)}
    replies = Reply.objects.filter(kind="gathering", circle_id=circle.pk, withdrawn_at__isnull=True)
    notes = Note.objects.filter(gathering__in=under, withdrawn_at__isnull=True)
    said: list[tuple[str, int, Reply | Note]] = [
        ("reply", reply.object_id, reply) for reply in readable(replies.exclude(reach=Reach.TABLE), viewer, KIND)
    ]
    said += [("note", note.gathering_id, note) for note in readable(notes.exclude(reach=Reach.TABLE), viewer, NOTE)]
    said.sort(key=lambda one: (one[2].written_at, one[0], one[2].pk))
    return [_word(kind, under[about], row, numbers) for kind, about, row in said if about in under and row.text]


def _word(kind: str, date: int, row: Reply | Note, numbers: dict[int, int]) -> dict[str, Any]:
    """Whoever is not to be named is not, even in their own file: it is made to be passed on."""
    named = row.naming == Naming.MAY
    return {
        "kind": kind,
        "date": date,
        "by": numbers.get(row.author_id, 0) if named else 0,
        "written": row.written_at.isoformat(timespec="seconds"),
        "naming": row.naming,
        "text": row.text,
    }
