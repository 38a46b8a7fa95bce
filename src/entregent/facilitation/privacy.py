from __future__ import annotations

from datetime import datetime
from typing import Any

from entregent.facilitation.models import Asking, Decline, InTheHat, Nomination, NotMe, Promise, Subject, Written
from entregent.facilitation.operations import name_no_more
from entregent.people.models import Person
from entregent.people.privacy import Part, register
from entregent.people.privacy.merging import Ledger

COVERED = frozenset(
    {
        "facilitation.Choice.began_by",
        "facilitation.Asking.person",
        "facilitation.Asking.by",
        "facilitation.InTheHat.person",
        "facilitation.Nomination.person",
        "facilitation.Nomination.named",
        "facilitation.Nomination.otherwise",
        "facilitation.Nomination.changed_to",
        "facilitation.Decline.person",
        "facilitation.Term.person",
        "facilitation.NotMe.person",
        "facilitation.Subject.by",
        "facilitation.Promise.by",
        "facilitation.Written.by",
    }
)


def _export(person: Person) -> dict[str, Any]:
    """Everything of theirs, their own refusals included: those they alone may read."""
    where = "circle__name"
    rests = NotMe.objects.filter(person=person).order_by("since").values(where, "since", "ended_at")
    named = Nomination.objects.filter(person=person).order_by("at")
    asked = Asking.objects.filter(person=person).order_by("pk")
    return {
        "facilitated": list(person.terms.order_by("began_at").values(where, "how", "began_at", "ended_at")),
        "asked": list(asked.values("choice__circle__name", "asked_at", "refused_at")),
        "in_the_hat": list(InTheHat.objects.filter(person=person).order_by("at").values("choice__circle__name", "at")),
        "named": list(named.values("choice__circle__name", "named__name", "reason", "at")),
        "declined": list(Decline.objects.filter(person=person).order_by("at").values("choice__circle__name", "at")),
        "not_me": list(rests),
        "subjects": list(Subject.objects.filter(by=person).order_by("at").values(where, "text", "at")),
        "promises": list(Promise.objects.filter(by=person).order_by("at").values(where, "text", "at", "done_at")),
        "messages": list(Written.objects.filter(by=person).order_by("at").values(where, "text", "at")),
    }


def _erase(person: Person, now: datetime) -> None:
    """That somebody facilitated stays, without a name; what they wrote and answered goes."""
    Asking.objects.filter(person=person).delete()
    Asking.objects.filter(by=person).update(by=None)
    NotMe.objects.filter(person=person).delete()
    InTheHat.objects.filter(person=person, choice__ended_at__isnull=True).delete()
    Decline.objects.filter(person=person).delete()
    Nomination.objects.filter(person=person).delete()
    name_no_more(Nomination.objects.all(), [person.pk])
    Subject.objects.filter(by=person, gathering__isnull=True).delete()
    Promise.objects.filter(by=person).delete()
    Written.objects.filter(by=person).update(text="")


def _holds(person: Person) -> bool:
    return person.terms.exists() or Subject.objects.filter(by=person).exists()


def _merge(ledger: Ledger) -> None:
    """One answer, one name in the hat, one pause for one person."""
    ledger.settle(Asking, "person", ("choice_id",))
    ledger.settle(InTheHat, "person", ("choice_id",))
    ledger.settle(Nomination, "person", ("choice_id",))
    ledger.settle(Decline, "person", ("choice_id",))
    ledger.settle(NotMe, "person", ("circle_id", "ended_at"))


register(Part("facilitation", _export, _erase, _holds, _merge))
