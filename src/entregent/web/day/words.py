"""Sentences of the day itself: why a table is as it is, what a change would do, how long each may speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from entregent.core.words_of_time import capital, small_number
from entregent.web.gatherings.words import lang

MOST_AGAIN = 2  # who sat together before is said where it is news, not at every table of an old circle
SHORTEST, LONGEST = 1, 10


def why(reasons: Sequence[Any], names: Sequence[str]) -> list[str]:
    """The engine's reasons for one table; the words come with it, so they are loaded with it."""
    sentence = import_module("entregent.words").sentence
    again = [reason for reason in reasons if reason.kind == "again"]
    told = [reason for reason in reasons if reason.kind != "again" or len(again) <= MOST_AGAIN]
    named = [reason for reason in told if reason.kind != "again" or all(names[one] for one in reason["people"])]
    return [sentence(reason, lang()[:2], names.__getitem__) for reason in named]


def welcomed(name: str, host: str) -> str:
    return _("%(name)s, here for the first time, sits beside %(host)s.") % {"name": name, "host": host}


def change_in_words(change: Any, names: Mapping[int, str]) -> list[str]:
    """What two people changing places would do: meetings, trades, newcomers."""
    said = [_meetings(change.new), _trades(change.alike)]
    left = [names[one] for one in change.alone if names.get(one)]
    said += [_("%(name)s would know nobody at the table.") % {"name": one} for one in left]
    return [one for one in said if one]


def _meetings(new: int) -> str:
    if not new:
        return _("As many people meet for the first time as before.")
    words = {"count": capital(small_number(abs(new), lang(), feminine=True))}
    if new > 0:
        return ngettext("One first meeting more.", "%(count)s first meetings more.", new) % words
    return ngettext("One first meeting less.", "%(count)s first meetings less.", -new) % words


def _trades(alike: int) -> str:
    if not alike:
        return ""
    return _("The trades are mixed a little less.") if alike > 0 else _("The trades are mixed a little more.")


def seated_in_words(people: int, tables: int) -> str:
    words = {"people": capital(small_number(people, lang())), "tables": small_number(tables, lang(), feminine=True)}
    if tables == 1:
        return _("%(people)s at one table.") % words
    return _("%(people)s at %(tables)s tables.") % words


def here_in_words(count: int) -> str:
    if not count:
        return _("Nobody yet.")
    words = ngettext("One person is here.", "%(count)s are here.", count)
    return words % {"count": capital(small_number(count, lang()))}


def each_in_words(people: int, minutes: int) -> str:
    """Half of the time there is, shared out; "" where nobody is here yet."""
    if people < 2:
        return ""
    each = min(LONGEST, max(SHORTEST, minutes // 2 // people))
    words = ngettext("About one minute each.", "About %(count)s minutes each.", each)
    return words % {"count": small_number(each, lang(), feminine=True)}


def table_title(number: int) -> str:
    return _("Table %(number)s") % {"number": number}


def whose_in_words(here: int, coming: int) -> dict[str, str]:
    return {
        "here": pgettext("whom to seat", "Those here now (%(count)s)") % {"count": here},
        "coming": pgettext("whom to seat", "Those who said yes (%(count)s)") % {"count": coming},
    }
