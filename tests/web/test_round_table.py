from __future__ import annotations

import math

import pytest
from django.utils import translation

from entregent.web.components.table import MOST_SEATS, Around, Place, RoundTable, draw


def people(yes: int = 0, maybe: int = 0, no: int = 0) -> list[Around]:
    answers = ["yes"] * yes + ["maybe"] * maybe + ["no"] * no
    return [Around(f"Person {index}", answer) for index, answer in enumerate(answers)]


def table(around: list[Around], capacity: int | None = None) -> RoundTable:
    return RoundTable.around("jeudi", "12:30", around, capacity)


def states(drawn: RoundTable) -> list[str]:
    return [seat.state for seat in drawn.seats]


def test_me_first_then_who_comes_then_who_may_then_the_free_seats() -> None:
    around = [
        Around("Théo Prat", "maybe"),
        Around("Nadia Benali", "yes"),
        Around("Anne-Lise Lefèvre", "yes", is_me=True),
    ]
    drawn = table(around, capacity=5)
    assert [(seat.initials, seat.state) for seat in drawn.seats] == [
        ("AL", "me"), ("NB", "coming"), ("TP", "maybe"), ("", "free"), ("", "free"),
    ]  # fmt: skip


def test_who_says_no_takes_no_seat() -> None:
    assert states(table(people(yes=1, no=3), capacity=2)) == ["coming", "free"]


def test_a_newcomer_is_shown_only_when_sure_to_come_and_my_own_seat_stays_mine() -> None:
    around = [
        Around("A", "yes", is_new=True),
        Around("B", "maybe", is_new=True),
        Around("C", "yes", is_me=True, is_new=True),
    ]
    assert states(table(around, capacity=3)) == ["me", "new", "maybe"]


@pytest.mark.parametrize(("coming", "free"), [(0, 6), (1, 5), (4, 2), (9, 2)])
def test_an_open_table_always_has_room_for_one_more(coming: int, free: int) -> None:
    assert states(table(people(yes=coming))).count("free") == free


def test_a_table_of_none_can_be_drawn() -> None:
    drawing = draw(RoundTable("jeudi", "", (), "Personne."))
    assert drawing.places == ()
    assert drawing.lines == ()


def test_more_people_than_the_table_holds_leave_no_free_seat() -> None:
    assert states(table(people(yes=9), capacity=8)) == ["coming"] * 9


@pytest.mark.parametrize(
    ("around", "capacity", "english", "french"),
    [
        (people(), None, "Nobody has said yes yet.", "Personne n’a encore dit oui."),
        (people(yes=1), None, "One is coming.", "Une personne vient."),
        (people(yes=6, maybe=2), 10, "Six are coming. Two may come. Four seats free.",
         "Six viennent. Deux peut-être. Quatre places libres."),
        (people(yes=1, maybe=1), 2, "One is coming. One maybe. One seat free.",
         "Une personne vient. Une personne peut-être. Une place libre."),
        (people(yes=3), 3, "Three are coming. The table is full.", "Trois viennent. La table est complète."),
        ([Around("A", "yes", is_me=True)], None, "You are coming.", "Vous venez."),
        ([Around("A", "yes", is_me=True), Around("B", "yes")], None, "Two are coming, you among them.",
         "Deux viennent, dont vous."),
        ([Around("A", "maybe", is_me=True)], None, "Nobody has said yes yet. You, maybe.",
         "Personne n’a encore dit oui. Vous, peut-être."),
    ],
)  # fmt: skip
def test_the_table_says_in_words_what_it_draws(
    around: list[Around], capacity: int | None, english: str, french: str
) -> None:
    assert table(around, capacity).description == english
    with translation.override("fr"):
        assert table(around, capacity).description == french


def test_a_circle_that_says_tu_is_spoken_to_as_tu() -> None:
    around = [Around("A", "yes", is_me=True), Around("B", "yes"), Around("C", "maybe")]
    with translation.override("fr-tu"):
        assert table(around).description == "Deux viennent, dont toi. Une personne peut-être."


@pytest.mark.parametrize("coming", [24, 25, 60, 131])
def test_never_more_than_twenty_four_marks(coming: int) -> None:
    drawing = draw(table(people(yes=coming)))
    assert len(drawing.places) == MOST_SEATS
    hidden = coming - MOST_SEATS + 1
    expected = "coming" if coming == MOST_SEATS else "more"
    assert drawing.places[-1].state == expected
    if coming > MOST_SEATS:
        assert drawing.places[-1].initials == f"+{hidden}"
        assert len(drawing.lines) == MOST_SEATS


def test_free_seats_give_way_before_people_do() -> None:
    drawing = draw(table(people(yes=20), capacity=40))
    assert [place.state for place in drawing.places] == ["coming"] * 20 + ["free"] * 4


def test_the_list_says_who_sits_where_the_drawing_shows_it() -> None:
    around = [Around("Anne-Lise", "yes", is_me=True), Around("Nadia", "yes", is_new=True), Around("Sami", "maybe")]
    assert draw(table(around)).lines == ("Anne-Lise (me)", "Nadia (coming for the first time)", "Sami (maybe)")


def middle_of(place: Place) -> tuple[float, float]:
    return float(place.x), float(place.y)


@pytest.mark.parametrize("count", [1, 2, 6, 12, 24])
def test_seats_stand_clear_of_each_other_and_inside_the_drawing(count: int) -> None:
    drawing = draw(table(people(yes=count), capacity=count))
    seats = [middle_of(place) for place in drawing.places]
    side = float(drawing.side)
    assert all(17 < along < side - 17 for seat in seats for along in seat)
    gaps = [math.dist(one, other) for index, one in enumerate(seats) for other in seats[:index]]
    assert all(gap > 2 * 17 + 4 for gap in gaps)


def test_my_seat_is_at_the_top() -> None:
    drawing = draw(table(people(yes=7), capacity=7))
    top = min(drawing.places, key=lambda place: float(place.y))
    assert top == drawing.places[0]


@pytest.mark.parametrize("heading", ["jeudi", "vendredi 25", "mercredi 30 septembre"])
def test_a_long_heading_stays_inside_the_plates(heading: str) -> None:
    drawing = draw(RoundTable(heading, "", (), ""))
    assert len(heading) * 0.56 * float(drawing.heading_size) <= 2 * float(drawing.plates)
