"""What some of the lunch's people say of themselves, and two portraits drawn here: everybody is fictional."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from entregent.circles.models import Circle
from entregent.people.models import Person
from entregent.profiles import operations
from entregent.profiles.enums import Field, Sector

SIDE = 480


def tell(circle: Circle, people: Mapping[str, Person], now: datetime) -> None:
    for name, said in selves().items():
        for field, text in said.items():
            operations.say(person=people[name], field=field, text=text, now=now)
            operations.show(person=people[name], field=field, to=[circle])
    for name, colours in PORTRAITS.items():
        operations.set_photo(person=people[name], content=drawn(*colours), now=now)
        operations.show(person=people[name], field=Field.PHOTO, to=[circle])
    operations.say(person=people["Nadia Benali"], field=Field.TELEPHONE, text="01 99 00 12 34", now=now)


PORTRAITS = {  # the wall behind, hair, face, what they wear
    "Nadia Benali": ("#dfe8d6", "#2b1d16", "#c98f6b", "#a63a24"),
    "Łukasz Świątek": ("#d9e2ea", "#8a5a2b", "#e9c3a0", "#3f5f78"),
}


Selves = dict[str, dict[Field, str]]


def selves() -> Selves:
    return shopkeepers() | desks()


def shopkeepers() -> Selves:
    return {
        "Anne-Lise Lefèvre": {
            Field.TRADE: _("piano tuner"),
            Field.SECTOR: Sector.ARTS,
            Field.TOWN: "Chaville",
            Field.OFFERS: _("Who knows whom around here\nLending a small hall on Mondays"),
            Field.WANTS: _("Somebody to keep my accounts, two hours a month"),
            Field.ABOUT: _("I started these lunches because tuning is a trade where one eats alone."),
        },
        "Nadia Benali": {
            Field.TRADE: _("florist"),
            Field.SECTOR: Sector.TRADE,
            Field.TOWN: "Viroflay",
            Field.OFFERS: _("Flowers for a table, at cost\nFinding a shop to rent\nHiring an apprentice"),
            Field.WANTS: _("A cooler that is not new\nSomebody who knows commercial leases"),
            Field.ABOUT: _("Eleven years of markets, four of a shop by the station. I am up at four and free at two."),
        },
        "Łukasz Świątek": {
            Field.TRADE: _("joiner"),
            Field.SECTOR: Sector.CRAFTS,
            Field.TOWN: "Viroflay",
            Field.OFFERS: _("A workshop to borrow in the evening\nReading an estimate before you sign it"),
            Field.WANTS: _("An architect who likes old houses"),
        },
        "Malik Ouazzani": {
            Field.TRADE: _("heating engineer"),
            Field.SECTOR: Sector.CRAFTS,
            Field.TOWN: "Viroflay",
            Field.OFFERS: _("A look at a boiler before winter"),
            Field.WANTS: _("A web site, at last"),
        },
    }


def desks() -> Selves:
    return {
        "Sami Ferhat": {
            Field.TRADE: _("accountant"),
            Field.SECTOR: Sector.ADVICE,
            Field.TOWN: "Vélizy",
            Field.OFFERS: _("First questions of whoever sets up alone\nReading a balance sheet together"),
            Field.ABOUT: _("No question about VAT is a silly one."),
        },
        "Inès Carvalho": {
            Field.TRADE: _("translator"),
            Field.SECTOR: Sector.MEDIA,
            Field.TOWN: "Chaville",
            Field.OFFERS: _("Portuguese and Spanish, for a letter or a telephone call"),
            Field.WANTS: _("Somebody to run with on Saturdays"),
        },
        "Yann Stéphan": {
            Field.TRADE: _("developer"),
            Field.SECTOR: Sector.DIGITAL,
            Field.TOWN: "Meudon",
            Field.OFFERS: _("A first web site\nGetting a computer going again"),
            Field.WANTS: _("An office to share, two days a week"),
        },
    }


def drawn(wall: str, hair: str, face: str, wear: str) -> bytes:
    """A portrait in five shapes: nobody's face."""
    picture = Image.new("RGB", (SIDE, SIDE), wall)
    pencil = ImageDraw.Draw(picture)
    pencil.ellipse((120, 70, 360, 330), fill=hair)
    pencil.rounded_rectangle((200, 280, 280, 400), 30, fill=face)
    pencil.ellipse((60, 350, 420, 700), fill=wear)
    pencil.ellipse((150, 100, 330, 320), fill=face)
    pencil.chord((140, 80, 340, 260), 180, 360, fill=hair)
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
