"""Bitpoll's poll page and vote, by Bitpoll's own interpreter, from its own folder; prints milliseconds as JSON.

    BITPOLL_DB=… python bitpoll_peer.py RUNS

`benchmarks.polls` calls it. Nothing of Bitpoll is kept here: it is asked through its addresses and its models.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

SLOTS, BALLOTS = 5, 30


def fill() -> Any:
    from bitpoll.base.models import BitpollUser  # type: ignore[import-not-found]
    from bitpoll.poll.models import Choice, ChoiceValue, Poll, Vote, VoteChoice  # type: ignore[import-not-found]

    now = datetime.now(UTC)
    people = [BitpollUser.objects.create(username=f"p{n}", displayname=f"Personne Numéro {n}") for n in range(31)]
    poll = Poll.objects.create(title="Which day?", url="which-day", type="datetime", user=people[1])
    values = [
        ChoiceValue.objects.create(title=title, icon=icon, color=color, weight=weight, poll=poll)
        for title, icon, color, weight in (
            ("yes", "check", "90db46", 1), ("maybe", "question", "ffe800", 0.5), ("no", "ban", "c43131", 0)
        )
    ]  # fmt: skip
    days = [now + timedelta(days=4 + n) for n in range(SLOTS)]
    slots = [Choice.objects.create(text="", date=day, poll=poll, sort_key=n) for n, day in enumerate(days)]
    for number, person in enumerate(people[1 : BALLOTS + 1]):
        vote = Vote.objects.create(name=person.displayname, date_created=now, poll=poll, user=person)
        VoteChoice.objects.bulk_create(
            VoteChoice(value=values[(number + n) % 3], vote=vote, choice=slot, comment="")
            for n, slot in enumerate(slots)
        )
    mine = Vote.objects.create(name=people[0].displayname, date_created=now, poll=poll, user=people[0])
    return (
        people[0],
        f"/poll/which-day/vote/{mine.pk}/edit/",
        {"vote_id": mine.pk, "comment": ""} | {str(slot.pk): values[0].pk for slot in slots},
    )


def spent_on(ask: Any, runs: int, status: int) -> dict[str, list[float]]:
    spent: dict[str, list[float]] = {"wall": [], "cpu": []}
    for run in range(runs + 1):
        began, worked = time.perf_counter(), time.process_time()
        answer = ask()
        if answer.status_code != status:
            raise SystemExit(f"{answer.status_code} instead of {status}")
        if run:
            spent["cpu"].append(1000 * (time.process_time() - worked))
            spent["wall"].append(1000 * (time.perf_counter() - began))
    return spent


def main() -> None:
    sys.path.insert(0, str(Path.cwd()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "bitpoll.settings"
    import django

    django.setup()
    from bitpoll.poll.models import VoteChoice
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    settings.DATABASES["default"]["NAME"] = os.environ["BITPOLL_DB"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # as for ours
    call_command("migrate", verbosity=0)
    person, address, votes = fill()
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    runs = int(sys.argv[1])
    page = spent_on(lambda: client.get("/poll/which-day/"), runs, 200)
    form = spent_on(lambda: client.get(address), runs, 200)
    typed = urlencode(votes)

    def press() -> Any:
        """As a browser sends a form from a page it has just opened: what the last answer said has been read."""
        client.cookies.pop("messages", None)
        return client.post(address, typed, content_type="application/x-www-form-urlencoded")

    vote = spent_on(press, runs, 302)
    if VoteChoice.objects.filter(vote=votes["vote_id"]).count() != SLOTS:
        raise SystemExit("The vote did not count.")
    print(json.dumps({"django": django.get_version(), "page": page, "form": form, "vote": vote}))


if __name__ == "__main__":
    main()
