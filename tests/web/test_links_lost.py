"""Somebody lost the mail itself: they have it again, and whoever asks learns nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from entregent.circles import operations as circles
from entregent.core import walltime
from entregent.core.clock import now
from entregent.gatherings import operations as gatherings
from entregent.notices.models import Notice
from tests.cast import somebody
from tests.web.visiting import visitor, words

pytestmark = pytest.mark.django_db


def again() -> list[int | None]:
    return list(Notice.objects.filter(kind="date-again").values_list("person_id", flat=True))


def test_the_mail_of_the_next_date_leaves_again_once_a_day() -> None:
    nadia = somebody("Nadia", "nadia@example.org")
    circle = circles.open_circle(name="Thursdays", by=nadia, now=now(), language="en", zone="Europe/Paris")
    series = gatherings.start_series(circle, now())
    soon = walltime.local(now() + timedelta(days=3), circle.zone)
    when = gatherings.When(soon.date(), soon.time().replace(minute=0, second=0, microsecond=0))
    gatherings.fix_date(circle=circle, by=nadia, when=when, seen=series.version, now=now())
    for _ in range(2):
        assert visitor().post("/lost", {"address": "Nadia@Example.org"}).status_code == 200
    assert again() == [nadia.pk]


def test_an_unknown_address_reads_the_same_page() -> None:
    somebody("Nadia", "nadia@example.org")
    known = words(visitor().post("/lost", {"address": "nadia@example.org"}))
    unknown = words(visitor().post("/lost", {"address": "nobody@example.org"}))
    assert unknown == known.replace("nadia@example.org", "nobody@example.org")
    assert again() == []


def test_what_is_no_address_is_said_and_kept() -> None:
    response = visitor().post("/lost", {"address": "nadia"})
    assert (response.status_code, 'value="nadia"' in response.content.decode()) == (422, True)
