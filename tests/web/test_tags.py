from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from entregent.web.components.table import Around, RoundTable


def rendered(source: str, **values: object) -> str:
    return Template("{% load entregent %}" + source).render(Context(values))


def lunch() -> RoundTable:
    return RoundTable.around("jeudi", "12:30", [Around("Nadia <b>", "yes", is_me=True), Around("Sami", "maybe")])


def test_two_tables_of_one_page_share_no_id() -> None:
    request = RequestFactory().get("/")
    page = rendered("{% round_table table %}{% round_table table %}", table=lunch(), request=request)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 4
    assert set(" ".join(re.findall(r'aria-labelledby="([^"]+)"', page)).split()) == set(ids)


def test_two_tables_of_a_mail_share_no_id_either() -> None:
    ids = re.findall(r'\bid="([^"]+)"', rendered("{% round_table table %}{% round_table table %}", table=lunch()))
    assert len(ids) == len(set(ids)) == 4


def test_a_name_in_the_drawing_is_text() -> None:
    page = rendered("{% round_table table %}", table=lunch())
    assert "<b>" not in page
    assert "Nadia &lt;b&gt; (me)" in page


def test_the_numbers_of_a_drawing_do_not_follow_the_language() -> None:
    with translation.override("fr"):
        page = rendered("{% round_table table %}", table=lunch())
    assert re.findall(r'(?:cx|cy|r|x|y|width|height|font-size)="([^"]*,[^"]*)"', page) == []


def test_no_list_where_the_page_lists_people_itself() -> None:
    assert "<details>" in rendered("{% round_table table %}", table=lunch())
    assert "<details>" not in rendered("{% round_table table twin=False %}", table=lunch())


def test_a_code_to_scan_has_a_name_and_no_style() -> None:
    page = rendered('{% qr "https://circles.example/i/x" title %}', title='To "join"')
    assert 'role="img" aria-label="To &quot;join&quot;"' in page
    assert "<path" in page
    assert "style" not in page


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/circles", ' aria-current="page"'),
        ("/circles/lunch", ' aria-current="true"'),
        ("/circlesque", ""),
        ("/today", ""),
    ],
)
@pytest.mark.urls("tests.web.gallery.urls")
def test_the_navigation_says_where_one_is(path: str, said: str) -> None:
    assert rendered('{% current "circles" %}', request=RequestFactory().get(path)) == said


@pytest.mark.urls("tests.web.gallery.urls")
def test_without_a_request_one_is_nowhere() -> None:
    assert rendered('{% current "circles" %}') == ""


def test_time_in_words_follows_the_language() -> None:
    source = "{{ day|long_day:today }} {{ hour|clock }} {{ at|clock }} {{ day|relative_day:today }} {{ day|weekday }}"
    at = datetime(2026, 1, 1, 9, 5, tzinfo=UTC)
    values = {"day": date(2026, 12, 3), "today": date(2026, 12, 2), "hour": time(12), "at": at}
    assert rendered(source, **values) == "Thursday 3 December 12:00 09:05 tomorrow Thursday"
    with translation.override("fr-tu"):
        assert rendered(source, **values) == "jeudi 3 décembre 12\u202fh 9\u202fh\u202f05 demain jeudi"


def test_numbers_and_zones_in_words() -> None:
    source = '{{ 1|small_number:"feminine" }} {{ 7|small_number }} {{ "Europe/Paris"|zone_name }} {% initials "Inès" %}'
    with translation.override("fr"):
        assert rendered(source) == "une sept heure de Paris In"


def test_a_heading_breaks_between_the_day_and_the_hour_only() -> None:
    values = {"day": date(2026, 12, 3), "hour": time(12, 30)}
    with translation.override("fr"):
        assert rendered("{% day_and_hour day hour %}", **values) == "Jeudi 3 décembre, 12\u202fh\u202f30"
        assert rendered("{% day_and_hour_title day hour %}", **values) == (
            '<span class="together">Jeudi 3 décembre,</span> <span class="together">12\u202fh\u202f30</span>'
        )


def test_a_tear_off_date_is_short_and_silent() -> None:
    page = rendered('{% include "components/date_block.html" %}', day=date(2026, 12, 3))
    assert page.strip() == (
        '<span class="date-block" aria-hidden="true"><span>Thu</span><b>3</b><span>Dec</span></span>'
    )
