from __future__ import annotations

import pytest

from entregent.circles.queries import live_memberships
from entregent.gatherings import queries
from tests import cast

pytestmark = pytest.mark.django_db


def test_the_story_stands_as_it_is_told() -> None:
    story = cast.tell()
    assert {row.person for row in live_memberships(story.circle)} == {
        story.founder, story.member, story.newcomer, story.blocked,
    }  # fmt: skip
    assert queries.next_gathering(story.circle, story.now) == story.gathering
    assert queries.last_gathering(story.circle, story.now) == story.past
    assert [row.person for row in queries.answers(story.gathering)] == [
        story.founder, story.blocked, story.newcomer, story.guest,
    ]  # fmt: skip
