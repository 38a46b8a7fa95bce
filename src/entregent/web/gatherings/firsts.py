"""Who met whom for the first time, in words: a few sentences, the reader's first."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entregent.circles.queries import names_in
from entregent.core.words_of_time import small_number
from entregent.gatherings.models import Gathering
from entregent.gatherings.queries import notes
from entregent.people.models import Person
from entregent.web.gatherings.words import lang

MOST_SENTENCES, MOST_NAMES = 5, 4


def firsts(gathering: Gathering, reader: Person) -> list[str]:
    """Each pair is said once, by whoever of the two met most people."""
    new = notes.first_meetings(gathering, reader)
    if new is None:
        return [_("The first table of this circle: everybody met everybody.")]
    names = names_in(gathering.circle_id, list(new))
    there = len(set(new).union(*new.values())) if new else 0
    order = sorted(new, key=lambda person: (person != reader.pk, -len(new[person]), names[person]))
    said: set[frozenset[int]] = set()
    sentences: list[str] = []
    for person in order:
        met = [other for other in sorted(new[person], key=names.__getitem__) if frozenset({person, other}) not in said]
        if met and len(sentences) < MOST_SENTENCES:
            said |= {frozenset({person, other}) for other in met}
            everybody = len(met) == there - 1 > 1
            sentences.append(_sentence(person == reader.pk, names[person], [names[one] for one in met], everybody))
    return sentences


def _sentence(is_me: bool, name: str, met: list[str], everybody: bool) -> str:
    words = {"name": name, "names": _("everybody") if everybody else in_a_row(met)}
    if is_me:
        return _("You met %(names)s for the first time.") % words
    return _("%(name)s met %(names)s for the first time.") % words


def in_a_row(names: Iterable[str]) -> str:
    """ "Inès, Marc and Odile"; beyond four, how many more."""
    names = list(names)
    shown, more = names[:MOST_NAMES], len(names) - MOST_NAMES
    if more > 0:
        last = ngettext("%(count)s other person", "%(count)s other people", more)
        shown.append(last % {"count": small_number(more, lang(), feminine=True)})
    if len(shown) == 1:
        return shown[0]
    return _("%(names)s and %(last)s") % {"names": ", ".join(shown[:-1]), "last": shown[-1]}
