"""Replies under a gathering: written with their label, withdrawn by their author alone."""

from __future__ import annotations

from typing import Any

import pytest

from entregent.people.models import Person
from entregent.people.privacy import erase_all, export_all
from entregent.threads import operations as threads
from entregent.threads.models import Reply
from entregent.threads.queries import last_replies, visible_replies
from entregent.trust.enums import Naming, Reach
from entregent.trust.models import Audience
from tests.cast import DAY, HOUR, MINUTE, NOW, a_circle, somebody

pytestmark = pytest.mark.django_db


def write(author: Person, text: str = "A word.", **more: Any) -> Reply:
    given: dict[str, Any] = {
        "kind": "gathering", "object_id": 7, "circle_id": 1, "reach": Reach.CIRCLE, "naming": Naming.MAY,
        "table": [], "now": NOW, **more,
    }  # fmt: skip
    return threads.write_reply(author=author, text=text, **given)


def shown(viewer: Person) -> list[Reply]:
    return list(visible_replies(viewer=viewer, kind="gathering", object_id=7))


def test_a_reply_is_kept_as_written_with_its_label() -> None:
    anne = somebody("Anne")
    reply = write(anne, "  One.\r\n\r\nTwo.  ", naming=Naming.MAY_NOT)
    reply.refresh_from_db()
    assert (reply.text, reply.author, reply.reach, reply.naming, reply.written_at, reply.withdrawn_at) == (
        "One.\n\nTwo.", anne, "circle", "may-not", NOW, None,
    )  # fmt: skip
    assert not Audience.objects.exists()


@pytest.mark.parametrize("text", ["", "  \r\n "])
def test_nothing_written_is_refused(text: str) -> None:
    with pytest.raises(threads.NothingWritten):
        write(somebody("Anne"), text)
    assert not Reply.objects.exists()


def test_four_thousand_letters_fit_and_no_more() -> None:
    anne = somebody("Anne")
    assert len(write(anne, "a" * 4000).text) == 4000
    with pytest.raises(threads.TooLong):
        write(anne, "a" * 4001)


def test_replies_stand_in_the_order_they_were_written_under_their_own_object() -> None:
    anne = somebody("Anne")
    late, early, same = write(anne, now=NOW + HOUR), write(anne), write(anne)
    write(anne, object_id=8)
    write(anne, kind="note")
    assert shown(anne) == [early, same, late]


def test_who_joins_the_table_later_reads_nothing_older() -> None:
    anne, theo, ines = somebody("Anne"), somebody("Théo"), somebody("Inès")
    first = write(anne, reach=Reach.TABLE, table=[anne, theo])
    second = write(anne, reach=Reach.TABLE, table=iter([anne, theo, ines]), now=NOW + HOUR)
    assert shown(theo) == [first, second]
    assert shown(ines) == [second]


def test_only_its_author_withdraws_a_reply_and_brings_it_back() -> None:
    anne, theo = somebody("Anne"), somebody("Théo")
    reply = write(anne)
    assert not threads.withdraw_reply(reply_key=reply.key, by=theo, now=NOW)
    assert shown(theo) == [reply]
    assert threads.withdraw_reply(reply_key=reply.key, by=anne, now=NOW)
    assert not threads.withdraw_reply(reply_key=reply.key, by=anne, now=NOW)
    assert (shown(anne), shown(theo)) == ([], [])
    assert not threads.restore_reply(reply_key=reply.key, by=theo)
    assert threads.restore_reply(reply_key=reply.key, by=anne)
    assert not threads.restore_reply(reply_key=reply.key, by=anne)
    assert shown(theo) == [reply]


@pytest.mark.parametrize("replies", [1, 3])
def test_replies_and_their_authors_are_read_in_one_query(replies: int, django_assert_num_queries: Any) -> None:
    viewer = somebody("Inès")
    for number in range(replies):
        write(somebody(f"Author {number}"))
    with django_assert_num_queries(1):
        assert len([reply.author.name for reply in shown(viewer)]) == replies


def test_one_takes_away_every_word_withdrawn_or_not() -> None:
    anne, theo = somebody("Anne"), somebody("Théo")
    write(anne, "Kept.", reach=Reach.TABLE, table=[theo])
    threads.withdraw_reply(reply_key=write(anne, "Withdrawn.", now=NOW + MINUTE).key, by=anne, now=NOW + HOUR)
    theirs = write(theo, "Not hers.", now=NOW + HOUR)
    assert [(row["text"], row["reach"]) for row in export_all(anne)["threads"]["replies"]] == [
        ("Kept.", "table"), ("Withdrawn.", "circle"),
    ]  # fmt: skip
    erase_all(anne, NOW + HOUR)
    assert list(Reply.objects.filter(author=anne).values_list("text", flat=True)) == ["", ""]
    assert shown(theo) == [theirs]


def test_words_withdrawn_thirty_days_ago_are_gone_for_good() -> None:
    anne = somebody("Anne")
    circle = a_circle(anne)
    old, young = (write(anne, circle_id=circle.pk) for _ in range(2))
    threads.withdraw_reply(reply_key=old.key, by=anne, now=NOW - 31 * DAY)
    threads.withdraw_reply(reply_key=young.key, by=anne, now=NOW - 29 * DAY)
    assert [threads.forget_old(NOW), threads.forget_old(NOW)] == [1, 0]
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.text, young.text) == ("", "A word.")
    assert not threads.restore_reply(reply_key=old.key, by=anne)
    assert threads.restore_reply(reply_key=young.key, by=anne)


def test_a_long_thread_is_read_from_its_end() -> None:
    anne = somebody("Anne")
    said = [write(anne, str(number), now=NOW + number // 2 * MINUTE) for number in range(7)]
    page: dict[str, Any] = {"viewer": anne, "kind": "gathering", "object_id": 7, "most": 3}
    assert last_replies(**page, before="") == said[3:]
    assert last_replies(**page, before=said[4].key) == said[:4]
    assert last_replies(**page, before=said[1].key) == said[:1]
    assert last_replies(**page, before="nothing") == said[3:]
