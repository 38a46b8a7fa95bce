"""What each line of a circle's journal says. One table; a test holds it to what the operations record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from entregent.activity.models import Event
from entregent.circles.queries import Sent

Sentence = str | Promise

SAID: Mapping[tuple[str, str], Sentence] = {
    ("circle", "opened"): gettext_lazy("%(who)s opened the circle"),
    ("circle", "changed"): gettext_lazy("%(who)s changed %(what)s"),
    ("circle", "deleted"): gettext_lazy("%(who)s deleted the circle"),
    ("circle", "restored"): gettext_lazy("%(who)s brought the circle back"),
    ("circle", "archived"): gettext_lazy("%(who)s archived the circle"),
    ("circle", "joined"): gettext_lazy("%(who)s joined the circle"),
    ("circle", "left"): gettext_lazy("%(who)s left the circle"),
    ("circle", "set-rhythm"): gettext_lazy("%(who)s changed the rhythm"),
    ("batch", "invited"): ngettext_lazy("%(who)s invited somebody", "%(who)s invited %(said)s people", "count"),
    ("batch", "called-back"): gettext_lazy("%(who)s wrote invitations, then called them back"),
    ("batch", "forgotten"): gettext_lazy("%(who)s sent invitations"),
    ("invite-link", "made-link"): gettext_lazy("%(who)s made a link to come in by"),
    ("invite-link", "revoked-link"): gettext_lazy("%(who)s revoked a link to come in by"),
    ("gathering", "fixed"): gettext_lazy("%(who)s fixed a date: %(when)s"),
    ("gathering", "moved"): gettext_lazy("%(who)s moved or changed a date: %(when)s"),
    ("gathering", "cancelled"): gettext_lazy("%(who)s cancelled a date: %(when)s"),
    ("gathering", "restored"): gettext_lazy("%(who)s put a date back on: %(when)s"),
    ("gathering", "called-back"): gettext_lazy("%(who)s called a date back before its mail left: %(when)s"),
    ("import", "imported"): gettext_lazy("A file was brought in by whoever runs this instance"),
}
UNDONE: Mapping[tuple[str, str], Sentence] = {
    ("circle", "changed"): gettext_lazy("%(who)s put back %(what)s as before"),
    ("circle", "left"): gettext_lazy("%(who)s came back"),
    ("invite-link", "revoked-link"): gettext_lazy("%(who)s made a revoked link work again"),
    ("gathering", "moved"): gettext_lazy("%(who)s put a date back where it was: %(when)s"),
    ("import", "imported"): gettext_lazy("What a file had brought in was taken out again"),
}
FIELDS: Mapping[str, Sentence] = {
    "name": gettext_lazy("the name"),
    "purpose": gettext_lazy("the purpose"),
    "place": gettext_lazy("the place"),
    "setting": gettext_lazy("how we meet"),
    "hue": gettext_lazy("the colour"),
    "language": gettext_lazy("the language"),
    "address_form": gettext_lazy("tu or vous"),
    "zone": gettext_lazy("the time zone"),
}


def sentence(event: Event, sent: Sent | None = None) -> Sentence:
    """The sentence of a line; of one that takes another back, what it put right."""
    if event.verb == "undid":
        return UNDONE[event.kind, undone_by(event).verb]
    if event.kind == "batch" and (sent is None or sent.called_back or not sent.size):
        return SAID["batch", "called-back" if sent and sent.called_back else "forgotten"]
    return SAID[event.kind, event.verb]


def undone_by(event: Event) -> Event:
    """The line this one took back."""
    return event.undoes


def fields_of(event: Event) -> str:
    """Which of the circle's words a line is about: "the name, the place"."""
    before: dict[str, Any] = (undone_by(event) if event.verb == "undid" else event).before
    return ", ".join(str(FIELDS[name]) for name in FIELDS if name in before)


def somebody_gone() -> str:
    return _("A former member")
