"""What each kind of mail is: whether it is still wanted, and how it is written. Apps register their own kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from entregent.notices.models import Notice


@dataclass(frozen=True)
class Part:
    """Something attached: its MIME type (parameters included), bytes and file name."""

    mime: str
    content: bytes
    filename: str


@dataclass(frozen=True)
class Letter:
    """A mail as its kind writes it: the template and what it says, in the reader's language and form of address."""

    template: str
    language: str
    context: dict[str, Any]
    subject: str
    sender_name: str = ""
    list_name: str = ""
    thread: str = ""
    unsubscribe: str = ""
    mails_link: str = ""
    reply_to: str = ""
    parts: tuple[Part, ...] = field(default=())


@dataclass(frozen=True)
class Kind:
    name: str
    wanted: Callable[[Notice, datetime], str]  # "" when wanted, else why it is dropped
    write: Callable[[Notice, datetime], Letter]
    to_strangers: bool = False  # may go to an address that is nobody's yet, or that refused mail (a code it asked for)
    waits: Callable[[Notice, datetime], bool] = lambda notice, until: True  # whether it may wait until that morning
    urgent: bool = False  # somebody waits for it: it leaves before a long row of others


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kind_of(notice: Notice) -> Kind:
    return _kinds[notice.kind]


def urgent() -> list[str]:
    return [kind.name for kind in _kinds.values() if kind.urgent]
