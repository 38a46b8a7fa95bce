"""Once the door is open: on to what its visitor came for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from entregent.core.addresses import lookup_key
from entregent.notices.operations import write_there_again
from entregent.people.enums import Way
from entregent.people.models import Person
from entregent.web.circles import joining, outside
from entregent.web.landing import opening
from entregent.web.signin import door


def inside(request: HttpRequest, waiting: door.Door, person: Person) -> HttpResponse:
    write_there_again([lookup_key(waiting.written)])  # the code has arrived: mails reach this address
    door.enter(request, person, Way.CODE)
    if waiting.circle:
        return opening.go_on(request, person, opening.Opening(waiting.circle, waiting.once))
    if waiting.joins:
        return joining.go_on(request, person, waiting.joins)
    if waiting.enters:
        return outside.go_on(request, person, waiting.enters, waiting.says)
    return HttpResponseRedirect(waiting.target or reverse("today"))
