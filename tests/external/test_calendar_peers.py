"""Calendars of others read ours: vdirsyncer and khal a feed over HTTP, ics and vobject each kind of invitation."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test.testcases import LiveServerThread
from django.urls import reverse
from django.utils import timezone

from entregent.gatherings import feeds
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Takes
from entregent.gatherings.models import Gathering
from entregent.people.models import Person
from tests import peers
from tests.cast import DAY, HOUR, a_circle, a_date, fresh, say, seen, somebody
from tests.notices.post import LEFT, deliver

pytestmark = [pytest.mark.peers, pytest.mark.django_db(transaction=True)]

AUTUMN = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)  # five days before the clocks of Europe go back

READ = """
import json, sys
import ics, vobject
text = open(sys.argv[1], encoding="utf-8").read()
(event,) = ics.Calendar(text).events
whole = vobject.readOne(text)
other = whole.vevent
print(json.dumps({
    "begin": event.begin.datetime.astimezone(__import__("datetime").timezone.utc).isoformat(),
    "hours": event.duration.total_seconds() / 3600,
    "name": event.name, "uid": event.uid, "status": event.status,
    "method": whole.method.value, "sequence": int(other.sequence.value),
    "begin by vobject": other.dtstart.value.astimezone(__import__("datetime").timezone.utc).isoformat(),
    "attendees": [one.value for one in other.contents.get("attendee", [])],
    "states": [one.params["PARTSTAT"][0] for one in other.contents.get("attendee", [])],
}))
"""


@pytest.fixture
def server(settings: Any) -> Iterator[str]:
    thread = LiveServerThread("localhost", lambda handler: handler)  # type: ignore[arg-type]
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    settings.ADDRESS = f"http://localhost:{thread.port}"
    yield settings.ADDRESS
    thread.terminate()


class Calendar:
    """Somebody's calendar: vdirsyncer brings the feed into files, khal shows them."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        (folder / "vdirsyncer").write_text(
            f'[general]\nstatus_path = "{folder}/status"\n'
            '[pair feed]\na = "here"\nb = "there"\ncollections = null\nconflict_resolution = "b wins"\n'
            f'[storage here]\ntype = "filesystem"\npath = "{folder}/files"\nfileext = ".ics"\n'
            f'[storage there]\ntype = "http"\nurl = "{url}"\n',
            encoding="utf-8",
        )
        (folder / "files").mkdir()
        (folder / "khal").write_text(
            f"[calendars]\n[[mine]]\npath = {folder}/files\nreadonly = True\n"
            "[locale]\nlocal_timezone = Europe/Paris\ndefault_timezone = Europe/Paris\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
            f"[sqlite]\npath = {folder}/khal.db\n",
            encoding="utf-8",
        )
        self._vdirsyncer("discover")

    def _vdirsyncer(self, verb: str) -> None:
        peers.run("vdirsyncer", "-c", self.folder / "vdirsyncer", verb, HOME=str(self.folder), PATH=os.environ["PATH"])

    def look(self, first: date) -> list[str]:
        """What stands in it for the next hundred days, after it asked again."""
        self._vdirsyncer("sync")
        said = peers.run(
            "khal", "-c", self.folder / "khal", "list", "--day-format", "", "--format",
            "{start-date} {start-time} {title} @{location} {status}", first.isoformat(), "100d",
            HOME=str(self.folder), PATH=os.environ["PATH"], LC_ALL="C.UTF-8",
        )  # fmt: skip
        return [line.strip() for line in said.splitlines() if line.strip()]


def lunch(circle: Any, by: Person, days: int, **words: Any) -> Gathering:
    return a_date(circle, by, days=days, now=AUTUMN, place="Chez Youssef", **words)


def test_a_feed_across_the_change_of_hour(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entregent.web.access.now", lambda: AUTUMN)
    nadia = somebody("Nadia Benali", "nadia@example.org", now=AUTUMN)
    circle = a_circle(nadia, name="Lunches", now=AUTUMN)
    before, after = lunch(circle, nadia, 2), lunch(circle, nadia, 9, title="Galette")
    say(before, nadia, now=AUTUMN)
    feed = gatherings.open_feed(person=nadia, takes=Takes.ALL, now=AUTUMN)
    calendar = Calendar(tmp_path, server + reverse("feed", args=[feeds.token_of(feed)]))
    assert calendar.look(AUTUMN.date()) == [
        "2026-10-22 12:30 Lunches @Chez Youssef CONFIRMED",
        "2026-10-29 12:30 Lunches, Galette @Chez Youssef CONFIRMED",
    ]
    when = gatherings.When(date(2026, 10, 28), after.hour, place="Elsewhere")
    gatherings.move(gathering=fresh(after), by=nadia, when=when, seen=seen(circle), now=AUTUMN + HOUR)
    gatherings.cancel(gathering=fresh(before), by=nadia, seen=seen(circle), now=AUTUMN + HOUR)
    assert calendar.look(AUTUMN.date()) == [
        "2026-10-22 12:30 Lunches @Chez Youssef CANCELLED",
        "2026-10-28 12:30 Lunches @Elsewhere CONFIRMED",
    ]
    text = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "files").glob("*.ics"))
    assert "Nadia" not in text
    assert "nadia@" not in text


def read(mail: Any, folder: Path) -> dict[str, Any]:
    part = next(part for part in mail.message.walk() if part.get_content_type() == "text/calendar")
    (folder / "invitation.ics").write_text(part.get_content(), encoding="utf-8", newline="")
    (folder / "read.py").write_text(READ, encoding="utf-8")
    found: dict[str, Any] = json.loads(peers.run("python", folder / "read.py", folder / "invitation.ics"))
    return found


def test_each_kind_of_invitation(tmp_path: Path) -> None:
    now = timezone.now().replace(microsecond=0)
    nadia, theo = somebody("Nadia", "nadia@example.org", now=now), somebody("Théo", "theo@example.org", now=now)
    circle = a_circle(nadia, theo, name="Déjeuners", now=now)
    gatherings.stand(circle=circle, person=theo, weekday=None, now=now)
    gathering = a_date(circle, nadia, days=5, now=now, place="Chez Youssef, 3 rue d’Ici; au fond", minutes=90)
    invited = read(deliver(now + LEFT)["theo@example.org"], tmp_path)
    begins = gathering.starts_at.isoformat()
    assert invited == {
        "begin": begins, "begin by vobject": begins, "hours": 1.5, "name": "Déjeuners",
        "uid": f"{gathering.key}@testserver", "status": "CONFIRMED", "method": "REQUEST", "sequence": 0,
        "attendees": ["mailto:theo@example.org"], "states": ["ACCEPTED"],
    }  # fmt: skip
    when = gatherings.When(gathering.day, gathering.hour, place="Elsewhere", minutes=90)
    gatherings.move(gathering=fresh(gathering), by=nadia, when=when, seen=seen(circle), now=now + DAY)
    moved = read(deliver(now + DAY + LEFT)["theo@example.org"], tmp_path)
    assert (moved["method"], moved["sequence"], moved["uid"]) == ("REQUEST", 1, invited["uid"])
    gatherings.cancel(gathering=fresh(gathering), by=nadia, seen=seen(circle), now=now + 2 * DAY)
    off = read(deliver(now + 2 * DAY + LEFT)["theo@example.org"], tmp_path)
    assert (off["method"], off["status"], off["sequence"]) == ("CANCEL", "CANCELLED", 2)
