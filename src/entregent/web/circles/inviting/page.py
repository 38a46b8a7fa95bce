"""Everything one needs to invite: links, addresses, and what one has sent already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from entregent.circles import queries, rules
from entregent.circles.enums import Source
from entregent.circles.models import Batch, Circle, Invitation, InviteLink
from entregent.circles.queries import Preview, by_name
from entregent.circles.queries.naming import known_to
from entregent.core.links import absolute
from entregent.core.walltime import local
from entregent.people.models import Person
from entregent.people.queries import has_verified_address
from entregent.web.circles.inviting.forms import AddressesForm, FileForm, LinkForm
from entregent.web.circles.inviting.words import messages
from entregent.web.circles.newcomers import nameless


@dataclass(frozen=True)
class Shared:
    """A link that still lets people in."""

    id: int
    url: str
    by: str
    is_mine: bool
    left: int
    until: date
    at_table: bool
    message: str
    in_other_languages: list[tuple[str, str]]

    @property
    def name(self) -> str:
        """What its boxes on the page are known by."""
        return f"link-{self.id}"


@dataclass(frozen=True)
class Waiting:
    """An invitation of mine that nobody has taken up."""

    id: int
    name: str
    address: str
    sent: date
    reminded: date | None
    may_call_back: bool  # the reminder has not left


@dataclass(frozen=True)
class InvitePage:
    circle: Circle
    today: date
    mine: list[Shared]
    others: list[Shared]
    link_form: LinkForm
    leaving: list[Batch]
    waiting: list[Waiting]
    form: AddressesForm
    preview: Preview | None
    may_write: bool
    left_today: int
    sends_mail: bool
    on_the_list: int
    by_name: int  # whom a file brought in without an address
    file_form: FileForm

    @property
    def typed_already(self) -> bool:
        """Something typed before is here to be put right: it comes first."""
        return self.form.is_bound or bool(self.form.initial)


def invite_page(
    circle: Circle,
    reader: Person,
    now: datetime,
    form: AddressesForm | None = None,
    preview: Preview | None = None,
    link_form: LinkForm | None = None,
    file_form: FileForm | None = None,
) -> InvitePage:
    links = shared(circle, reader, now)
    return InvitePage(
        circle=circle,
        today=local(now, circle.zone).date(),
        mine=[one for one in links if one.is_mine],
        others=[one for one in links if not one.is_mine],
        link_form=link_form or LinkForm(),
        leaving=list(queries.batches_to_call_back(by=reader, circle=circle, now=now)),
        waiting=[_waiting(row, now) for row in queries.invitations_of(by=reader, circle=circle, now=now)],
        form=form or AddressesForm(),
        preview=preview,
        may_write=has_verified_address(reader),
        left_today=queries.invitations_left(reader, now),
        sends_mail=bool(settings.SMTP_URL),
        on_the_list=queries.imported_with_address(circle).count(),
        by_name=by_name.how_many(circle),
        file_form=file_form or FileForm(),
    )


def shared(circle: Circle, reader: Person, now: datetime) -> list[Shared]:
    rows = [row for row in queries.invite_links_of(circle, now) if row.uses < row.most_uses]
    names = known_to(reader, circle.pk, [reader.pk, *(row.by_id for row in rows)])
    return [_shared(row, circle, reader, names.get(row.by_id, _("A member")) or nameless()) for row in rows]


def _shared(row: InviteLink, circle: Circle, reader: Person, by: str) -> Shared:
    url = absolute(reverse("join", args=[queries.token_of(row)]))
    (_language, message), *others = messages(circle, url)
    return Shared(
        id=row.pk,
        url=url,
        by=by,
        is_mine=row.by_id == reader.pk,
        left=row.most_uses - row.uses,
        until=local(row.expires_at, circle.zone).date(),
        at_table=row.gathering_id is not None,
        message=message,
        in_other_languages=others,
    )


def called(row: Invitation) -> str:
    """Whom it is for. An address a file brought stays unseen, also to whoever invites it."""
    return row.name or (nameless() if row.batch.source == Source.FILE else row.written)


def _waiting(row: Invitation, now: datetime) -> Waiting:
    zone = row.circle.zone
    return Waiting(
        id=row.pk,
        name=called(row),
        address=row.written if row.name and row.batch.source != Source.FILE else "",
        sent=local(row.made_at, zone).date(),
        reminded=local(row.reminded_at, zone).date() if row.reminded_at else None,
        may_call_back=row.reminded_at is not None and now < row.reminded_at + rules.LETTERS_CALLED_BACK,
    )
