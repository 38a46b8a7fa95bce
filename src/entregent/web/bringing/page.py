from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle, Import
from entregent.circles.operations.importing import Fate
from entregent.core.walltime import local
from entregent.gatherings.enums import Brings
from entregent.gatherings.models import Upload
from entregent.web.bringing.forms import ColumnsForm

MOST = 10


@dataclass(frozen=True)
class Brought:
    id: int
    file_name: str
    what: str
    day: date
    people: int
    dates: int


@dataclass(frozen=True)
class BringPage:
    circle: Circle
    brought: tuple[Brought, ...]
    may_invite: bool


@dataclass(frozen=True)
class Line:
    number: int
    fate: str
    words: str
    what: str
    why: str


@dataclass(frozen=True)
class FilePage:
    """`problem` is why nothing can be brought in as it stands; `is_done` once it was."""

    circle: Circle
    upload: Upload
    form: ColumnsForm | None
    problem: str
    is_done: bool
    lines: tuple[Line, ...]
    more: int
    added: int
    here: int
    passed: int
    unused: tuple[str, ...]
    may_invite: bool


def bring_page(circle: Circle) -> BringPage:
    rows = Import.objects.filter(circle=circle, undone_at__isnull=True).order_by("-at", "-pk")[:MOST]
    return BringPage(circle, tuple(_brought(row) for row in rows), has_people_to_invite(circle))


def has_people_to_invite(circle: Circle) -> bool:
    return circle_queries.imported_with_address(circle).exists()


def _brought(row: Import) -> Brought:
    counts = {kind: len(row.made_ids(kind)) for kind in ("memberships", "gatherings")}
    what = str(Brings(row.what).label) if row.what in Brings.values else row.what
    day = local(row.at, row.circle.zone).date()
    return Brought(row.pk, row.file_name, what, day, counts["memberships"], counts["gatherings"])


def file_page(upload: Upload, form: ColumnsForm | None) -> FilePage:
    report: dict[str, Any] = upload.report
    counts: dict[str, int] = report.get("counts", {})
    is_done = not upload.content
    return FilePage(
        circle=upload.circle,
        upload=upload,
        form=form,
        problem=report.get("problem", ""),
        is_done=is_done,
        lines=tuple(_line(line, is_done) for line in report.get("lines", [])),
        more=report.get("more", 0),
        added=counts.get(Fate.ADDED, 0),
        here=counts.get(Fate.HERE, 0),
        passed=counts.get(Fate.PASSED, 0),
        unused=tuple(report.get("unused", [])),
        may_invite=is_done and has_people_to_invite(upload.circle),
    )


def _line(line: list[Any], is_done: bool) -> Line:
    number, fate, what, why = line
    words = {
        Fate.ADDED: _("added") if is_done else _("to add"),
        Fate.HERE: _("already here"),
        Fate.PASSED: _("passed over"),
    }
    return Line(number, fate, words[Fate(fate)], what, why)
