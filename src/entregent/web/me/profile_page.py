from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from entregent.circles.models import Circle
from entregent.people.models import Person
from entregent.people.queries import address_of
from entregent.profiles import queries
from entregent.profiles.enums import KEPT_TO_ONESELF, LISTED, Field, Sector
from entregent.web.me.profile_forms import ANYONE

ORDER = (
    Field.PHOTO, Field.TRADE, Field.SECTOR, Field.TOWN, Field.OFFERS, Field.WANTS, Field.ABOUT, Field.TELEPHONE,
    Field.ADDRESS,
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    field: str
    label: str
    lines: tuple[str, ...]
    is_photo: bool
    seen_by: str  # "" while there is nothing to see


@dataclass(frozen=True)
class OwnProfile:
    name: str
    lines: tuple[Line, ...]
    circles: tuple[Circle, ...]
    key: str


@dataclass(frozen=True)
class FieldPage:
    field: str
    label: str
    address: str
    has_photo: bool
    may_be_shown: bool


def profile(me: Person, circles: Sequence[Circle]) -> OwnProfile:
    own = queries.own(me)
    names = {circle.pk: circle.name for circle in circles}
    return OwnProfile(me.name, tuple(_line(one, own, names) for one in ORDER), tuple(circles), me.key)


def _line(field: Field, own: queries.Own, names: dict[int, str]) -> Line:
    lines = _said(field, own.card)
    is_photo = field == Field.PHOTO and own.card.has_photo
    seen_by = seen(own.shown.get(field, set()), names) if lines or is_photo else ""
    return Line(field.value, str(field.label), lines, is_photo, seen_by)


def _said(field: Field, card: queries.Card) -> tuple[str, ...]:
    if field == Field.PHOTO:
        return ()
    if field in LISTED:
        return tuple(getattr(card, field.value))
    text = str(getattr(card, field.value))
    if field == Field.SECTOR and text:
        text = str(Sector(text).label)
    return (text,) if text else ()


def seen(shown: set[int | None], names: dict[int, str]) -> str:
    """Who sees it, by the names of the circles one is still in."""
    if None in shown:
        return _("Seen by anyone who shares a circle with me")
    here = [names[one] for one in sorted(one for one in shown if one) if one in names]
    return _("Seen by %(who)s") % {"who": ", ".join(here)} if here else _("Seen by nobody but me")


def initial(me: Person, field: Field, circles: Sequence[Circle]) -> dict[str, Any]:
    """As it was said; a field never said is offered to one's circles, an address or a telephone to nobody."""
    own = queries.own(me)
    lines = getattr(own.card, field.value, "")
    said = bool(own.card.has_photo if field == Field.PHOTO else lines) or field in own.shown
    shown = own.shown.get(field, set())
    if not said and field not in KEPT_TO_ONESELF:
        shown = {circle.pk for circle in circles}
    ticked = [circle.slug for circle in circles if circle.pk in shown] + [ANYONE] * (None in shown)
    return {"text": "\n".join(lines) if field in LISTED else lines, "shown": ticked}


def field_page(me: Person, field: Field) -> FieldPage:
    address = address_of(me) if field == Field.ADDRESS else None
    proved = address.written if address and address.verified_at else ""
    return FieldPage(
        field=field.value,
        label=str(field.label),
        address=proved,
        has_photo=field == Field.PHOTO and queries.own_photo(me) is not None,
        may_be_shown=field != Field.ADDRESS or bool(proved),
    )


def said(shown: int) -> str:
    """What the next page says: who sees it from now on."""
    if not shown:
        return _("Saved, for yourself alone.")
    return _("Saved, and shown where you ticked.")
