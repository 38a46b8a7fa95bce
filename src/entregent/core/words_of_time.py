"""Dates, hours and small numbers in words, as people say them in French and in English.

`lang` is "fr", "fr-tu" or "en". Babel gives the names; the order of the words, "1er" and the spaces are ours.
"""

from __future__ import annotations

from datetime import date, time
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, get_timezone_location

NARROW = "\u202f"
VOWELS = "aâàäeéèêëiîïoôöuûüyœæ"
ARCHIPELAGOS = "Açores Bermudes Caïmans Chagos Cocos Comores Féroé Galápagos Kerguelen Maldives Marquises Palaos"
ABBREVIATED_WEEKDAY = "EEE"
ABBREVIATED_MONTH = "MMM"
SMALL_NUMBERS = {
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
}
ORDINALS = {
    "fr": "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième",
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth",
}
NEAR_DAYS = {
    "fr": {-2: "avant-hier", -1: "hier", 0: "aujourd’hui", 1: "demain", 2: "après-demain"},
    "en": {-2: "the day before yesterday", -1: "yesterday", 0: "today", 1: "tomorrow", 2: "the day after tomorrow"},
}
DAYS_WITHOUT_DOUBT = 6


def long_day(day: date, lang: str, today: date | None = None) -> str:
    """ "jeudi 3 décembre", "Thursday 3 December"; the year is said when it is not `today`'s."""
    year = f" {day.year}" if today is not None and day.year != today.year else ""
    return f"{weekday(day, lang)} {_number(day, lang)} {_named(day, 'MMMM', lang)}{year}"


def clock(hour: time, lang: str) -> str:
    """ "12 h 30" or "12 h", narrow no-break spaces inside; "12:30" in English. Twenty-four hours, always."""
    if _tongue(lang) == "en":
        return f"{hour:%H:%M}"
    minutes = f"{NARROW}{hour.minute:02d}" if hour.minute else ""
    return f"{hour.hour}{NARROW}h{minutes}"


def day_and_hour(day: date, hour: time, lang: str, today: date | None = None) -> str:
    """ "Jeudi 3 décembre, 12 h 30": how a gathering is called when it stands first in a line."""
    return capital(f"{long_day(day, lang, today)}, {clock(hour, lang)}")


def relative_day(day: date, today: date, lang: str) -> str:
    """ "demain", "jeudi prochain": as one would say it at the table; the date itself beyond six days."""
    distance = (day - today).days
    near = NEAR_DAYS[_tongue(lang)].get(distance)
    if near:
        return near
    if abs(distance) > DAYS_WITHOUT_DOUBT:
        return long_day(day, lang, today)
    name = weekday(day, lang)
    if _tongue(lang) == "en":
        return f"this {name}" if distance > 0 else f"last {name}"
    return f"{name} prochain" if distance > 0 else f"{name} dernier"


def on_day(day: date, today: date, lang: str) -> str:
    """When something happened, inside a sentence: "hier", "jeudi dernier", then "le 12 novembre", "on 12 November"."""
    if abs((day - today).days) <= DAYS_WITHOUT_DOUBT:
        return relative_day(day, today, lang)
    year = f" {day.year}" if day.year != today.year else ""
    before = "on" if _tongue(lang) == "en" else "le"
    return f"{before} {_number(day, lang)} {_named(day, 'MMMM', lang)}{year}"


def zone_name(zone: str, lang: str) -> str:
    """ "heure de Paris", "Paris time": the zone by its city, named when the reader's differs."""
    city = get_timezone_location(zone, locale=_locale(lang), return_city=True).rpartition("/")[2]
    if _tongue(lang) == "en":
        return f"{city} time"
    if city.startswith("Le "):
        return f"heure du {city[3:]}"
    if city in ARCHIPELAGOS.split():
        return f"heure des {city}"
    return f"heure d’{city}" if city[0].lower() in VOWELS else f"heure de {city}"


def small_number(number: int, lang: str, feminine: bool = False) -> str:
    """In words up to sixteen, in figures beyond: "six personnes", "130 membres"."""
    if _tongue(lang) == "fr" and number == 1 and feminine:
        return "une"
    words = SMALL_NUMBERS[_tongue(lang)].split()
    if 0 <= number < len(words):
        return words[number]
    return f"{number:,}".replace(",", NARROW if _tongue(lang) == "fr" else ",")


def ordinal(number: int, lang: str, feminine: bool = False) -> str:
    """ "third", "troisième", in words up to ten; then "11th", "11e"."""
    if number == 1 and feminine and _tongue(lang) == "fr":
        return "première"
    words = ORDINALS[_tongue(lang)].split()
    if 1 <= number <= len(words):
        return words[number - 1]
    if _tongue(lang) == "fr":
        return f"{number}e"
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def weekday(day: date, lang: str) -> str:
    return _named(day, "EEEE", lang)


def short_weekday(day: date, lang: str) -> str:
    return _named(day, ABBREVIATED_WEEKDAY, lang)


def short_month(day: date, lang: str) -> str:
    return _named(day, ABBREVIATED_MONTH, lang)


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _tongue(lang: str) -> str:
    return "en" if lang.lower().startswith("en") else "fr"


@lru_cache(maxsize=4)
def _locale(lang: str) -> Locale:
    return Locale.parse("en_GB" if _tongue(lang) == "en" else "fr_FR")


def _named(day: date, pattern: str, lang: str) -> str:
    return str(format_date(day, pattern, locale=_locale(lang)))


def _number(day: date, lang: str) -> str:
    return "1er" if day.day == 1 and _tongue(lang) == "fr" else str(day.day)
