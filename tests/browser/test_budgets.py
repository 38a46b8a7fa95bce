"""What the key pages may weigh, in a circle that has grown: nodes, requests, kilobytes on a cold and on a warm load."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field

import pytest
from django.urls import reverse
from playwright.sync_api import Request

from entregent.circles import operations as circles
from entregent.core.clock import now
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Reply
from entregent.people.models import Person
from entregent.people.queries import token_of
from entregent.polls import operations as polls
from tests.browser.again import Again
from tests.browser.company import company, dated, noon
from tests.browser.journey import Visit
from tests.cast import DAY, HOUR, a_poll, say, somebody, write
from tests.polls.stage import votes

NODES, REQUESTS, COLD, WARM = 400, 6, 90_000, 20_000
MEMBERS, COMING, WORDS = 60, 40, 30


@dataclass
class Load:
    """What one page brought: its own text as a proxy compresses it, its files as they were sent."""

    text: int = 0
    files: int = 0
    requests: int = 0
    short_lived: list[str] = field(default_factory=list)

    def add(self, request: Request) -> None:
        response = request.response()
        assert response is not None, request.url
        self.requests += 1
        if "/static/" not in response.url:
            self.text += len(gzip.compress(response.body()))
            return
        self.files += int(response.headers["content-length"])
        if "immutable" not in response.headers["cache-control"]:
            self.short_lived.append(response.url)


def growing() -> dict[str, tuple[str, Person | None]]:
    """The key pages of a circle of sixty, forty of whom come and say of twelve dates which suit; and who looks."""
    of = company("fr")
    others = [somebody(f"Camille Exemple {number}", now=now() - 30 * DAY) for number in range(MEMBERS)]
    for person in others:
        circles.add_member(circle=of.circle, person=person, now=now() - DAY, invited_by=of.nadia)
    gathering = dated(of, noon(2), fixed=now() - DAY)
    for number, person in enumerate(others[:COMING]):
        say(gathering, person, Reply.MAYBE if number % 5 == 0 else Reply.YES, now() - HOUR)
    for number in range(WORDS):
        write(gathering, of.nadia, f"Je prends la voiture, il reste {number} places.", now=now() - HOUR)
    poll = a_poll(of.circle, of.nadia, days=tuple(range(5, 17)))
    for person in others[:COMING]:
        votes(poll, person, "ymnyynmnyymn", now=now())
    link = gatherings.link_to(gathering, of.théo, now())
    return {
        "today": (reverse("today"), of.nadia),
        "circle": (reverse("circle", args=[of.circle.slug]), of.nadia),
        "gathering": (reverse("gathering", args=[gathering.key]), of.nadia),
        "answer": (reverse("link", args=[token_of(link)]), None),
        "poll": (reverse("poll", args=[poll.key]), of.nadia),
        "poll-link": (reverse("link", args=[token_of(polls.link_to(poll, of.théo, now()))]), None),
    }


GROWN = Again(growing)


@pytest.fixture
def grown(instance: str) -> dict[str, tuple[str, Person | None]]:
    return GROWN()


@pytest.mark.parametrize("name", ["today", "circle", "gathering", "answer", "poll", "poll-link"])
def test_a_key_page_keeps_to_its_budget(visit: Visit, grown: dict[str, tuple[str, Person | None]], name: str) -> None:
    path, who = grown[name]
    reader = visit()
    if who is not None:
        reader.enter_as(who)
    load = Load()
    reader.page.on("requestfinished", load.add)
    reader.open(path)
    reader.page.wait_for_load_state("networkidle")
    nodes = reader.page.evaluate("document.querySelectorAll('*').length")
    reader.well_made(f"grown-{name}")
    print(f"{name}: {nodes} nodes, {load.requests} requests, {load.text} + {load.files} bytes")
    assert nodes <= NODES
    assert load.requests <= REQUESTS
    assert load.text + load.files <= COLD
    assert load.text <= WARM and load.short_lived == []
