"""The one door: an address is asked for a code, a right code opens a session."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.contrib.auth import login
from django.http import HttpRequest

from entregent.circles.rules import strangers_welcome
from entregent.core.ids import new_key
from entregent.notices.operations import queue_code
from entregent.people import operations as people
from entregent.people.backends import ENTERED
from entregent.people.enums import Way
from entregent.people.models import Person
from entregent.web.access import moment
from entregent.web.network import network_of
from entregent.web.signin.device import device_of

DOOR = "door"
BACKEND = "entregent.people.backends.PersonBackend"


@dataclass(frozen=True)
class Door:
    """Which code this browser waits for, and what it was about to do."""

    key: str
    written: str
    target: str = ""
    circle: str = ""  # the circle to open once inside, under the name its founder gave
    once: str = ""
    joins: str = ""  # the token of the link they came by, and the name they gave
    name: str = ""
    enters: str = ""  # the circle they come to from outside, and what they say at its door
    says: str = ""


def ask(
    request: HttpRequest,
    *,
    written: str,
    target: str = "",
    circle: str = "",
    once: str = "",
    joins: str = "",
    name: str = "",
    enters: str = "",
    says: str = "",
) -> None:
    """A stranger is let in where the instance says so, and by what lets them into a circle."""
    sign_in = people.ask_code(
        written=written,
        network=network_of(request),
        now=moment(request),
        strangers=bool(joins or enters) or strangers_welcome(),
        deliver=queue_code,
    )
    request.session[DOOR] = asdict(Door(sign_in.key, sign_in.written, target, circle, once, joins, name, enters, says))


def ask_again(request: HttpRequest, door: Door) -> None:
    """One more code for the same purpose."""
    ask(request, **{name: value for name, value in asdict(door).items() if name != "key"})


def waiting(request: HttpRequest) -> Door | None:
    found = request.session.get(DOOR)
    return Door(**found) if found else None


def close(request: HttpRequest) -> None:
    request.session.pop(DOOR, None)


def enter(request: HttpRequest, person: Person, way: Way) -> None:
    """Opens a session, and notes once what its owner will recognise it by: when, how, on which kind of device."""
    close(request)
    login(request, person, backend=BACKEND)
    request.session[ENTERED] = {
        "key": new_key(),
        "at": moment(request).isoformat(),
        "way": way.value,
        "device": device_of(request.headers.get("User-Agent", "")),
    }
