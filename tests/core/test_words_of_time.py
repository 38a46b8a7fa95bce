from __future__ import annotations

from datetime import date, time

import pytest

from entregent.core.words_of_time import (
    capital,
    clock,
    day_and_hour,
    long_day,
    on_day,
    ordinal,
    relative_day,
    short_month,
    short_weekday,
    small_number,
    weekday,
    zone_name,
)

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("day", "lang", "words"),
    [
        (date(2026, 12, 3), "fr", "jeudi 3 décembre"),
        (date(2026, 12, 3), "fr-tu", "jeudi 3 décembre"),
        (date(2026, 12, 3), "en", "Thursday 3 December"),
        (date(2026, 12, 1), "fr", "mardi 1er décembre"),
        (date(2026, 12, 1), "en", "Tuesday 1 December"),
        (date(2027, 1, 7), "fr", "jeudi 7 janvier 2027"),
        (date(2027, 1, 7), "en", "Thursday 7 January 2027"),
        (date(1936, 2, 29), "fr", "samedi 29 février 1936"),
        (date(2026, 8, 15), "fr", "samedi 15 août"),
    ],
)
def test_a_day_is_said_with_its_weekday_and_its_year_only_when_it_is_another(day: date, lang: str, words: str) -> None:
    assert long_day(day, lang, TODAY) == words


def test_without_today_no_year_is_said() -> None:
    assert long_day(date(2031, 1, 7), "fr") == "mardi 7 janvier"


@pytest.mark.parametrize(
    ("hour", "lang", "words"),
    [
        (time(12, 30), "fr", "12\u202fh\u202f30"),
        (time(12, 0), "fr", "12\u202fh"),
        (time(9, 5), "fr-tu", "9\u202fh\u202f05"),
        (time(0, 0), "fr", "0\u202fh"),
        (time(12, 30), "en", "12:30"),
        (time(9, 5), "en", "09:05"),
        (time(19, 0), "en", "19:00"),
    ],
)
def test_an_hour_on_a_twenty_four_hour_clock(hour: time, lang: str, words: str) -> None:
    assert clock(hour, lang) == words


@pytest.mark.parametrize(
    ("day", "hour", "lang", "words"),
    [
        (date(2026, 12, 3), time(12, 30), "fr", "Jeudi 3 décembre, 12\u202fh\u202f30"),
        (date(2027, 1, 1), time(19, 0), "fr", "Vendredi 1er janvier 2027, 19\u202fh"),
        (date(2026, 12, 3), time(12, 30), "en", "Thursday 3 December, 12:30"),
    ],
)
def test_a_gathering_is_called_by_its_day_and_hour(day: date, hour: time, lang: str, words: str) -> None:
    assert day_and_hour(day, hour, lang, TODAY) == words


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2026, 11, 17), "mardi 17 novembre", "Tuesday 17 November"),
        (date(2026, 11, 18), "mercredi dernier", "last Wednesday"),
        (date(2026, 11, 22), "avant-hier", "the day before yesterday"),
        (date(2026, 11, 23), "hier", "yesterday"),
        (date(2026, 11, 24), "aujourd’hui", "today"),
        (date(2026, 11, 25), "demain", "tomorrow"),
        (date(2026, 11, 26), "après-demain", "the day after tomorrow"),
        (date(2026, 11, 27), "vendredi prochain", "this Friday"),
        (date(2026, 11, 30), "lundi prochain", "this Monday"),
        (date(2026, 12, 1), "mardi 1er décembre", "Tuesday 1 December"),
        (date(2027, 11, 24), "mercredi 24 novembre 2027", "Wednesday 24 November 2027"),
    ],
)
def test_a_near_day_is_said_as_at_the_table(day: date, french: str, english: str) -> None:
    assert relative_day(day, TODAY, "fr") == french
    assert relative_day(day, TODAY, "en") == english


@pytest.mark.parametrize(
    ("zone", "french", "english"),
    [
        ("Europe/Paris", "heure de Paris", "Paris time"),
        ("Europe/London", "heure de Londres", "London time"),
        ("Europe/Athens", "heure d’Athènes", "Athens time"),
        ("Africa/Cairo", "heure du Caire", "Cairo time"),
        ("America/New_York", "heure de New York", "New York time"),
        ("Indian/Reunion", "heure de La Réunion", "Réunion time"),
        ("Atlantic/Azores", "heure des Açores", "Azores time"),
        ("America/Argentina/Buenos_Aires", "heure de Buenos Aires", "Buenos Aires time"),
    ],
)
def test_a_zone_is_named_by_its_city(zone: str, french: str, english: str) -> None:
    assert zone_name(zone, "fr") == french
    assert zone_name(zone, "en") == english


@pytest.mark.parametrize(
    ("number", "french", "english"),
    [
        (0, "zéro", "zero"),
        (1, "un", "one"),
        (6, "six", "six"),
        (16, "seize", "sixteen"),
        (17, "17", "17"),
        (130, "130", "130"),
        (10_000, "10\u202f000", "10,000"),
        (-1, "-1", "-1"),
    ],
)
def test_a_small_number_is_a_word(number: int, french: str, english: str) -> None:
    assert small_number(number, "fr") == french
    assert small_number(number, "en") == english


def test_one_has_a_gender_in_french_only() -> None:
    assert small_number(1, "fr-tu", feminine=True) == "une"
    assert small_number(2, "fr", feminine=True) == "deux"
    assert small_number(1, "en", feminine=True) == "one"


def test_names_for_a_narrow_place() -> None:
    assert (short_weekday(TODAY, "fr"), short_month(TODAY, "fr")) == ("mar.", "nov.")
    assert (short_weekday(TODAY, "en"), short_month(TODAY, "en")) == ("Tue", "Nov")
    assert (weekday(TODAY, "fr"), weekday(TODAY, "en")) == ("mardi", "Tuesday")


def test_a_capital_touches_the_first_sign_only() -> None:
    assert capital("écrire à Inès") == "Écrire à Inès"
    assert capital("") == ""


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2026, 11, 23), "hier", "yesterday"),
        (date(2026, 11, 19), "jeudi dernier", "last Thursday"),
        (date(2026, 11, 12), "le 12 novembre", "on 12 November"),
        (date(2025, 12, 1), "le 1er décembre 2025", "on 1 December 2025"),
    ],
)
def test_when_something_happened(day: date, french: str, english: str) -> None:
    assert on_day(day, TODAY, "fr") == french
    assert on_day(day, TODAY, "en") == english


@pytest.mark.parametrize(
    ("number", "french", "english"),
    [(1, "premier", "first"), (3, "troisième", "third"), (10, "dixième", "tenth"), (11, "11e", "11th"),
     (21, "21e", "21st"), (22, "22e", "22nd"), (33, "33e", "33rd"), (112, "112e", "112th")],
)  # fmt: skip
def test_a_place_in_line(number: int, french: str, english: str) -> None:
    assert (ordinal(number, "fr"), ordinal(number, "en")) == (french, english)


def test_the_first_has_a_gender_in_french_only() -> None:
    assert (ordinal(1, "fr-tu", feminine=True), ordinal(1, "en", feminine=True)) == ("première", "first")
