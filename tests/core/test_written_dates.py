from __future__ import annotations

from datetime import date, time

import pytest

from entregent.core.written_dates import MixedOrders, Order, UnknownOrder, day_and_hour, hour_of, order_in

THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-26", "2026/11/26", "26/11/2026", "26.11.26", "26-11-2026", "26 11 2026", "26/11/26",
        "26 novembre 2026", "jeudi 26 novembre 2026", "le 26 nov. 2026", "Jeu. 26/11/2026", "26 NOVEMBRE 26",
        "26 November 2026", "Thursday 26th of November 2026", "Nov 26, 2026", "Thu, 26 Nov 2026",
        "2026-11-26T00:00:00", "26/11/2026 00:00",
    ],
)  # fmt: skip
def test_a_day_as_people_type_it(written: str) -> None:
    assert day_and_hour(written, Order.DAY) == (THURSDAY, None)


@pytest.mark.parametrize("written", ["2026-11-26 12:30", "26/11/2026 12h30", "jeudi 26 novembre 2026, 12 h 30"])
def test_a_day_with_its_hour(written: str) -> None:
    assert day_and_hour(written, Order.DAY) == (THURSDAY, time(12, 30))


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Anne Vidal",
        "Total",
        "46352",
        "31/02/2026",
        "26/11",
        "26 jui 2026",
        "26 11 2026 x",
        "12:30",
        "1/2/3",
        "26/13/2026",
    ],
)
def test_what_is_no_day(written: str) -> None:
    assert day_and_hour(written, Order.DAY) is None


def test_the_first_of_the_month_in_both_languages() -> None:
    first = date(2026, 12, 1)
    assert [day_and_hour(written, Order.DAY) for written in ("1er décembre 2026", "December 1st, 2026")] == [
        (first, None),
        (first, None),
    ]


def test_mar_is_a_tuesday_before_a_date_and_a_month_elsewhere() -> None:
    assert day_and_hour("mar. 24/11/2026", Order.DAY) == (date(2026, 11, 24), None)
    assert day_and_hour("Mar 24, 2026", Order.DAY) == (date(2026, 3, 24), None)


def test_two_digits_of_a_year_are_within_living_memory() -> None:
    assert [day_and_hour(f"1/2/{year}", Order.DAY) for year in ("26", "69", "70")] == [
        (date(2026, 2, 1), None),
        (date(2069, 2, 1), None),
        (date(1970, 2, 1), None),
    ]


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("12:30", time(12, 30)), ("12h30", time(12, 30)), ("12 h 30", time(12, 30)),
        ("12\u202fh\u202f30", time(12, 30)),
        ("12.30", time(12, 30)), ("12:30:00", time(12, 30)), ("12 heures 30", time(12, 30)), ("12 h", time(12)),
        ("9", time(9)), ("midi", time(12)), ("noon", time(12)), ("7:30 pm", time(19, 30)), ("7pm", time(19)),
        ("12:00 AM", time(0)), ("12:30 PM", time(12, 30)),
        ("", None), ("25:00", None), ("12:60", None), ("13:00 pm", None), ("1230", None), ("soir", None),
    ],
)  # fmt: skip
def test_an_hour_as_people_type_it(written: str, hour: time | None) -> None:
    assert hour_of(written) == hour


def test_one_date_that_reads_one_way_settles_the_others() -> None:
    assert order_in(["03/04/2026", "10/04/2026", "17/04/2026"], assumed=None) == Order.DAY
    assert order_in(["04/03/2026", "04/10/2026", "04/17/2026"], assumed=Order.DAY) == Order.MONTH


def test_dates_that_read_both_ways_need_somebody_to_say() -> None:
    with pytest.raises(UnknownOrder) as refused:
        order_in(["03/04/2026", "05/06/2026"], assumed=None)
    assert str(refused.value) == "03/04/2026"
    assert order_in(["03/04/2026"], assumed=Order.DAY) == Order.DAY
    assert order_in(["03/04/2026"], assumed=Order.MONTH) == Order.MONTH


def test_dates_that_leave_no_doubt_ask_nothing() -> None:
    assert order_in(["3/3/2026", "2026-04-03", "26 novembre 2026", "?", ""], assumed=None) == Order.DAY


def test_dates_of_two_orders_are_refused_with_one_of_each() -> None:
    with pytest.raises(MixedOrders) as refused:
        order_in(["26/11/2026", "11/27/2026"], assumed=Order.DAY)
    assert (refused.value.day_first, refused.value.month_first) == ("26/11/2026", "11/27/2026")
