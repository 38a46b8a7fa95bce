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
    ("circle", "removed"): gettext_lazy("The circle parted with %(whom)s, by consent"),
    ("circle", "may-come-back"): gettext_lazy("The circle agreed that %(whom)s may come back"),
    ("proposal", "unmet"): gettext_lazy("The other circle did not take it up: nothing changes here"),
    ("proposal", "goes-on"): gettext_lazy("The other circle is asked again"),
    ("circle", "took-in"): gettext_lazy("Another circle came in, by consent of both"),
    ("circle", "set-way-in"): gettext_lazy("The circle agreed on how people come in"),
    ("circle", "took-away"): gettext_lazy("%(who)s took the whole circle away as files"),
    ("circle", "brought-in"): gettext_lazy("%(who)s brought the circle in from another place"),
    ("circle", "joined"): gettext_lazy("%(who)s joined the circle"),
    ("circle", "left"): gettext_lazy("%(who)s left the circle"),
    ("circle", "set-rhythm"): gettext_lazy("%(who)s changed the rhythm"),
    ("circle", "automatic-on"): gettext_lazy("%(who)s let the rhythm fix the dates by itself"),
    ("circle", "automatic-off"): gettext_lazy("%(who)s had each date confirmed by somebody again"),
    ("circle", "paused"): gettext_lazy("%(who)s said that the circle takes a break"),
    ("circle", "resumed"): gettext_lazy("%(who)s ended the break early"),
    ("circle", "came-back"): gettext_lazy("The break ended, and the circle was asked for its next date"),
    ("batch", "invited"): ngettext_lazy("%(who)s invited somebody", "%(who)s invited %(said)s people", "count"),
    ("batch", "called-back"): gettext_lazy("%(who)s wrote invitations, then called them back"),
    ("batch", "forgotten"): gettext_lazy("%(who)s sent invitations"),
    ("invite-link", "made-link"): gettext_lazy("%(who)s made a link to come in by"),
    ("invite-link", "revoked-link"): gettext_lazy("%(who)s revoked a link to come in by"),
    ("knock", "let-in"): gettext_lazy("%(who)s let %(whom)s in"),
    ("vouch", "vouched"): gettext_lazy("%(who)s vouches for %(whom)s"),
    ("vouch", "took-back-vouch"): gettext_lazy("%(who)s no longer vouches for %(whom)s"),
    ("suspension", "suspended"): gettext_lazy("%(who)s, with two others, kept %(whom)s out for two weeks"),
    ("suspension", "ended"): gettext_lazy("%(whom)s is back, two weeks on"),
    ("place", "added-place"): gettext_lazy("%(who)s added one of the circle’s other places"),
    ("place", "removed-place"): gettext_lazy("%(who)s took away one of the circle’s other places"),
    ("gathering", "fixed"): gettext_lazy("%(who)s fixed a date: %(when)s"),
    ("gathering", "fixed-itself"): gettext_lazy("The rhythm fixed a date by itself: %(when)s"),
    ("gathering", "moved"): gettext_lazy("%(who)s moved or changed a date: %(when)s"),
    ("gathering", "cancelled"): gettext_lazy("%(who)s cancelled a date: %(when)s"),
    ("gathering", "restored"): gettext_lazy("%(who)s put a date back on: %(when)s"),
    ("gathering", "called-back"): gettext_lazy("%(who)s called a date back before its mail left: %(when)s"),
    ("poll", "asked"): gettext_lazy("%(who)s asked the circle which date suits"),
    ("poll", "changed"): gettext_lazy("%(who)s changed the dates of a poll"),
    ("poll", "closed"): gettext_lazy("%(who)s closed a poll"),
    ("poll", "withdrew"): gettext_lazy("%(who)s withdrew a poll"),
    ("poll", "restored"): gettext_lazy("%(who)s took a poll up again"),
    ("charter", "adopted"): gettext_lazy("The circle adopted its charter, by consent"),
    ("charter", "asked-again"): gettext_lazy("%(who)s asked again whether the charter still holds"),
    ("charter", "brought"): gettext_lazy("%(who)s brought the charter in with the circle"),
    ("charter", "kept"): gettext_lazy("%(who)s kept the charter as it is for another year"),
    ("proposal", "proposed"): gettext_lazy("%(who)s proposed something to the circle"),
    ("proposal", "amended"): gettext_lazy("%(who)s amended a proposal"),
    ("proposal", "withdrew"): gettext_lazy("%(who)s withdrew a proposal"),
    ("proposal", "restored"): gettext_lazy("%(who)s took a proposal up again"),
    ("proposal", "passed"): gettext_lazy("The circle decided, by consent, on what was proposed"),
    ("proposal", "failed"): gettext_lazy("A proposal was not decided"),
    ("proposal", "lapsed"): gettext_lazy("A proposal lost its object"),
    ("draw", "drew"): gettext_lazy("%(who)s had the mission cards drawn"),
    ("facilitator-choice", "began"): gettext_lazy("%(who)s looked for the next facilitator"),
    ("facilitator-choice", "began-itself"): gettext_lazy("The next facilitator was looked for, as the turn was over"),
    ("facilitator-choice", "stopped"): gettext_lazy("%(who)s called off looking for a facilitator"),
    ("term", "began"): gettext_lazy("%(who)s began to facilitate"),
    ("term", "ended"): gettext_lazy("%(who)s’s turn to facilitate ended"),
    ("facilitator-message", "wrote"): gettext_lazy("%(who)s wrote to the circle, as facilitator"),
    ("merge", "merged"): gettext_lazy("%(who)s put two records of %(whom)s together"),
    ("import", "imported"): gettext_lazy("A file was brought in by whoever runs this instance"),
}
UNDONE: Mapping[tuple[str, str], Sentence] = {
    ("circle", "changed"): gettext_lazy("%(who)s put back %(what)s as before"),
    ("circle", "left"): gettext_lazy("%(who)s came back"),
    ("invite-link", "revoked-link"): gettext_lazy("%(who)s made a revoked link work again"),
    ("knock", "let-in"): gettext_lazy("%(who)s took back having let %(whom)s in"),
    ("suspension", "suspended"): gettext_lazy("%(who)s let %(whom)s back in before the two weeks were over"),
    ("place", "added-place"): gettext_lazy("%(who)s took back a place that had been added"),
    ("place", "removed-place"): gettext_lazy("%(who)s put back one of the circle’s other places"),
    ("gathering", "moved"): gettext_lazy("%(who)s put a date back where it was: %(when)s"),
    ("merge", "merged"): gettext_lazy("%(who)s took two records apart again: %(whom)s"),
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
    "way_in": gettext_lazy("the way in"),
    "question": gettext_lazy("the question at the door"),
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
