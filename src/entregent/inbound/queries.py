from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from entregent.gatherings.models import Gathering
from entregent.gatherings.operations import link_to
from entregent.inbound.reading import Incoming
from entregent.notices.models import Notice
from entregent.people.enums import Purpose
from entregent.people.models import Link
from entregent.people.queries import is_live, link_replied_to
from entregent.polls.models import Poll
from entregent.polls.operations import link_to as link_to_poll

ANSWERED_BY_MAIL = ("poll", "poll-again", "poll-changed", "poll-reminder")
PLUS = re.compile(r"\+([a-z2-7]{39})@", re.IGNORECASE)


def link_answered(mail: Incoming, now: datetime) -> Link | None:
    """Whose mail about which gathering this one answers: by the address it was sent to, else by the id it names."""
    for address in mail.to:
        found = PLUS.search(address)
        link = link_replied_to(found[1]) if found else None
        if link is not None and link.purpose == Purpose.ANSWER and is_live(link, now):
            return link
    for each in mail.answers:
        notice = notice_of(each)
        if notice is not None and notice.person is not None and notice.kind.startswith("date"):
            gathering = Gathering.objects.filter(pk=notice.object_id).first()
            if gathering is not None:
                return link_to(gathering, notice.person, now)
        if notice is not None and notice.person is not None and notice.kind in ANSWERED_BY_MAIL:
            poll = Poll.objects.filter(pk=notice.object_id).first()
            if poll is not None:
                return link_to_poll(poll, notice.person, now)
    return None


def notice_of(message_id: str) -> Notice | None:
    """The mail of ours that has this id: 128 bits that only its reader, and the servers between, have seen."""
    number, _, host = message_id.partition("@")
    if host != urlsplit(settings.ADDRESS).hostname:
        return None
    return Notice.objects.filter(message_id=number).select_related("person").first()
