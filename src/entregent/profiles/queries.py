"""What people say of themselves, as somebody of a circle may read it. `readable` is the one gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from entregent.circles.models import Circle, Membership
from entregent.circles.queries import live_memberships
from entregent.core.folding import fold
from entregent.people.models import Person
from entregent.people.queries import address_of, blocked_pairs
from entregent.profiles.enums import LISTED, Field
from entregent.profiles.models import Photo, Profile, Shown, Skill

MOST_TRADES = 60


@dataclass(frozen=True)
class Card:
    """What one reader sees of one person; whatever is not shown to them is empty, as if it had never been said."""

    trade: str = ""
    sector: str = ""
    town: str = ""
    about: str = ""
    telephone: str = ""
    address: str = ""
    offers: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    has_photo: bool = False

    @property
    def is_empty(self) -> bool:
        return self == Card()


@dataclass(frozen=True)
class Own:
    """Everything one said, and to whom each thing is shown: circles by number, None for anyone here."""

    card: Card
    shown: dict[str, set[int | None]] = field(default_factory=dict)


def readable(*, viewer: Person, circle: Circle) -> QuerySet[Shown]:
    """Which fields of whom this viewer may read in this circle; each condition on its own line."""
    live = Membership.objects.filter(circle=circle, left_at__isnull=True)
    return (
        Shown.objects.filter(Q(circle=circle) | Q(circle__isnull=True))
        .filter(Exists(live.filter(person=viewer)))
        .filter(Exists(live.filter(person=OuterRef("person"))))
        .filter(person__erased_at__isnull=True)
        .exclude(person__in=blocked_pairs(viewer))
    )


def card(*, viewer: Person, circle: Circle, person: Person) -> Card:
    fields = set(readable(viewer=viewer, circle=circle).filter(person=person).values_list("field", flat=True))
    return _card(person, fields)


def photo(*, viewer: Person, circle: Circle, person: Person) -> bytes | None:
    shown = readable(viewer=viewer, circle=circle).filter(person=person, field=Field.PHOTO)
    return own_photo(person) if shown.exists() else None


def own_photo(person: Person) -> bytes | None:
    kept = Photo.objects.filter(person=person, removed_at__isnull=True).first()
    return bytes(kept.content) if kept else None


def own(person: Person) -> Own:
    shown: dict[str, set[int | None]] = {}
    for name, circle_id in Shown.objects.filter(person=person).values_list("field", "circle_id"):
        shown.setdefault(name, set()).add(circle_id)
    return Own(_card(person, set(Field.values)), shown)


def trades(*, viewer: Person, circle: Circle, person_ids: Iterable[int]) -> dict[int, str]:
    """By person, for those who said one themselves: the trade shown here, "" when they keep it from this circle."""
    said = dict(Profile.objects.filter(person__in=person_ids).exclude(trade="").values_list("person_id", "trade"))
    if not said:
        return {}
    rows = readable(viewer=viewer, circle=circle).filter(person__in=said, field=Field.TRADE)
    shown = set(rows.values_list("person_id", flat=True))
    return {person: trade if person in shown else "" for person, trade in said.items()}


def of_trade(*, viewer: Person, circle: Circle, trade: str) -> Q:
    """Memberships whose trade, as this viewer reads it here, is that one."""
    said = Profile.objects.exclude(trade="").values("person")
    shown = readable(viewer=viewer, circle=circle).filter(field=Field.TRADE).values("person")
    own = Q(person__in=Profile.objects.filter(trade=trade).values("person")) & Q(person__in=shown)
    return own | (Q(trade=trade) & ~Q(person__in=said))


def _skills_like(viewer: Person, circle: Circle, search: str) -> QuerySet[Skill]:
    """Skills that hold these letters, where their owner shows them to this viewer here."""
    shown = readable(viewer=viewer, circle=circle).filter(person=OuterRef("person"), field=OuterRef("field"))
    return Skill.objects.filter(Exists(shown), field__in=LISTED, folded__contains=fold(search))


def with_skill(*, viewer: Person, circle: Circle, search: str) -> Q | None:
    """Memberships of those who offer or look for something of that name."""
    if not fold(search):
        return None
    return Q(person__in=_skills_like(viewer, circle, search).values("person"))


def skills_like(*, viewer: Person, circle: Circle, search: str, person_ids: Iterable[int]) -> dict[int, str]:
    """By person, the first of them: why a search found somebody."""
    if not fold(search):
        return {}
    rows = _skills_like(viewer, circle, search).filter(person__in=person_ids).order_by("-pk")
    return dict(rows.values_list("person_id", "text"))


def trades_in(*, viewer: Person, circle: Circle) -> list[str]:
    """Each trade of a circle once, as this viewer reads it; the most frequent ones where there are many."""
    said = Profile.objects.exclude(trade="")
    shown = readable(viewer=viewer, circle=circle).filter(field=Field.TRADE).values("person")
    typed = live_memberships(circle).exclude(trade="").exclude(person__in=said.values("person")).order_by()
    times: Counter[str] = Counter()
    for rows in (typed, said.filter(person__in=shown)):
        times.update(dict(rows.values_list("trade").annotate(people=Count("pk"))))
    return sorted((trade for trade, _people in times.most_common(MOST_TRADES)), key=fold)


def _card(person: Person, fields: set[str]) -> Card:
    written = Profile.objects.filter(person=person).first() or Profile(person=person)
    skills = list(Skill.objects.filter(person=person, field__in=fields & set(LISTED)).order_by("pk"))
    address = address_of(person) if Field.ADDRESS in fields else None

    def said(name: Field) -> str:
        return str(getattr(written, name.value)) if name in fields else ""

    return Card(
        trade=said(Field.TRADE),
        sector=said(Field.SECTOR),
        town=said(Field.TOWN),
        about=said(Field.ABOUT),
        telephone=said(Field.TELEPHONE),
        address=address.written if address and address.verified_at else "",
        offers=tuple(one.text for one in skills if one.field == Field.OFFERS),
        wants=tuple(one.text for one in skills if one.field == Field.WANTS),
        has_photo=Field.PHOTO in fields and Photo.objects.filter(person=person, removed_at__isnull=True).exists(),
    )
