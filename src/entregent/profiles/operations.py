from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from entregent.circles.models import Circle
from entregent.core.folding import clean_line, clean_text, fold
from entregent.core.images import portrait
from entregent.people.models import Person
from entregent.profiles.enums import WRITTEN, Field
from entregent.profiles.models import ABOUT_LENGTH, LINE, MOST_SKILLS, Photo, Profile, Shown, Skill

REMOVED_KEPT = timedelta(days=1)


@transaction.atomic
def say(*, person: Person, field: Field, text: str, now: datetime) -> None:
    """Write one field anew; for skills, one a line."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if field in WRITTEN:
        kept = clean_text(text.replace("\r\n", "\n"), ABOUT_LENGTH) if field == Field.ABOUT else clean_line(text, LINE)
        Profile.objects.update_or_create(person=person, defaults={field.value: kept, "changed_at": now})
        return
    Skill.objects.filter(person=person, field=field).delete()
    lines = {fold(line): line for line in reversed(skills_in(text))}
    Skill.objects.bulk_create(
        Skill(person=person, field=field, text=line, folded=folded) for folded, line in reversed(lines.items())
    )


def skills_in(text: str) -> list[str]:
    """One a line; a line that folds to nothing says nothing."""
    lines = (clean_line(line, LINE) for line in text.replace(";", "\n").splitlines())
    return [line for line in lines if fold(line)][:MOST_SKILLS]


@transaction.atomic
def show(*, person: Person, field: Field, to: Iterable[Circle | None]) -> None:
    """Who reads a field from now on: these circles, None for anyone here; nothing for nobody."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    Shown.objects.filter(person=person, field=field).delete()
    Shown.objects.bulk_create(Shown(person=person, field=field, circle=circle) for circle in to)


@transaction.atomic
def set_photo(*, person: Person, content: bytes, now: datetime) -> None:
    """A new square picture of at most 480 pixels: nothing but its colours comes from what was sent."""
    made = portrait(content)
    Photo.objects.update_or_create(person=person, defaults={"content": made, "made_at": now, "removed_at": None})


def remove_photo(*, person: Person, now: datetime) -> bool:
    """Seen by nobody from now on, and gone for good a day later."""
    return bool(Photo.objects.filter(person=person, removed_at__isnull=True).update(removed_at=now))


def restore_photo(*, person: Person) -> bool:
    return bool(Photo.objects.filter(person=person, removed_at__isnull=False).update(removed_at=None))


def forget_old(now: datetime) -> int:
    return Photo.objects.filter(removed_at__lte=now - REMOVED_KEPT).delete()[0]
