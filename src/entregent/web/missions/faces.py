"""A mission card as a playing card: its drawing, pip, number and words, and where it leads whoever holds it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entregent.missions.enums import Sign
from entregent.missions.models import Card

PIPS = {"work": "✦", "light": "❋"}
DRAWINGS = {
    Sign.DATE: "M8 10h32v30H8zM8 18h32M16 5v9M32 5v9M19 29l4 4 7-8",
    Sign.PLACE: "M6 20h36M12 20l-3 20M36 20l3 20M18 20v-8h12v8",
    Sign.WELCOME: "M10 42V22a14 14 0 0 1 28 0v20M6 42h36M30 30h.1",
    Sign.TIME: "M13 6h22M13 42h22M15 6c0 12 18 12 18 18S15 30 15 42M33 6c0 12-18 12-18 18s18 6 18 18",
    Sign.NOTES: "M12 6h24v36H12zM8 14h6M8 24h6M8 34h6M20 16h10M20 24h10M20 32h6",
    Sign.TRADE: "M14 16a6 6 0 1 0 .1 0M34 16a6 6 0 1 0 .1 0M4 42c1-8 6-11 10-11s9 3 10 11c1-8 6-11 10-11s9 3 10 11",
    Sign.NEWS: "M6 12h36v26H6zM6 14l18 14 18-14",
    Sign.QUESTION: "M6 10h36v24H22l-9 8v-8H6zM20 18a4 4 0 1 1 5.5 3.7c-1.2.5-1.5 1.2-1.5 2.3M24 28.5h.1",
    Sign.TIP: "M18 36h12M20 42h8M24 5a13 13 0 0 0-7 24v4h14v-4a13 13 0 0 0-7-24z",
    Sign.BESIDE: "M8 8v32M8 26h12v14M40 8v32M40 26H28v14M24 12v2M24 20v2",
    Sign.STORY: "M24 12c-4-4-10-5-18-4v29c8-1 14 0 18 4 4-4 10-5 18-4V8c-8-1-14 0-18 4zM24 12v29",
    Sign.SUN: "M24 16a8 8 0 1 0 .1 0M24 4v5M24 39v5M4 24h5M39 24h5M10 10l4 4M34 34l4 4M10 38l4-4M34 14l4-4",
}


@dataclass(frozen=True)
class Face:
    """What a card shows; a blank one shows that there is nothing to do."""

    number: str
    pip: str
    verb: str
    line: str
    done: str
    path: str
    key: str = ""
    holder: str = ""
    is_work: bool = False


@dataclass(frozen=True)
class Leads:
    """Where the card does its work."""

    url: str
    words: str | Promise


def face_of(card: Card, holder: str = "") -> Face:
    return Face(
        number=str(card.number),
        pip=PIPS[card.weight],
        verb=card.verb,
        line=card.line,
        done=card.done,
        path=DRAWINGS[Sign(card.sign)],
        key=card.key,
        holder=holder,
        is_work=card.is_work,
    )


def leads(card: Card, poll_key: str = "", gathering_key: str = "") -> Leads | None:
    """The page that does what the card asks; None for what is done around the table."""
    slug = card.deck.circle.slug
    ways: dict[str, Leads] = {
        Sign.DATE: Leads(reverse("fix-date", args=[slug]), _("Fix the next date")),
        Sign.PLACE: Leads(reverse("venues", args=[slug]), _("Open the places")),
        Sign.WELCOME: Leads(f"{reverse('circle', args=[slug])}#newcomers", _("See who is new")),
        Sign.NOTES: Leads(reverse("notes", args=[slug]), _("Open the notes")),
        Sign.TRADE: Leads(reverse("invite", args=[slug]), _("Invite somebody")),
        Sign.NEWS: Leads(reverse("circle", args=[slug]), _("Open the circle’s page")),
    }
    if card.sign == Sign.DATE and poll_key:
        return Leads(reverse("poll", args=[poll_key]), _("Open the date poll"))
    if card.sign == Sign.NOTES and gathering_key:
        return Leads(reverse("note-write", args=[gathering_key]), _("Write the notes"))
    return ways.get(card.sign)
