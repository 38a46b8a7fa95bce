"""Every setting of an instance, in one table: what the operator may set, and what happens when they do not."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    key: str
    default: str
    env: str
    meaning: str


TABLE: tuple[Setting, ...] = (
    Setting(
        "data_folder",
        "~/.local/share/entregent",
        "ENTREGENT_DATA",
        "Folder of the embedded database, the keys and the lock file; made at first start, readable by its owner only.",
    ),
    Setting(
        "database_url",
        "",
        "DATABASE_URL",
        "postgres://user:password@host:port/name; empty means SQLite inside the data folder.",
    ),
    Setting(
        "sqlite_journal",
        "auto",
        "ENTREGENT_SQLITE_JOURNAL",
        "auto, wal or delete. auto takes WAL unless this Python's SQLite has the WAL-reset bug.",
    ),
    Setting(
        "address",
        "",
        "ENTREGENT_ADDRESS",
        "Where people reach the instance; empty means http://localhost: and its port. "
        "https turns on secure cookies and HSTS.",
    ),
    Setting("port", "8000", "PORT", "Port the web server listens on."),
    Setting(
        "listen",
        "127.0.0.1",
        "ENTREGENT_LISTEN",
        "Address the web server listens on; behind a reverse proxy leave it on loopback.",
    ),
    Setting(
        "trusted_proxies",
        "0",
        "ENTREGENT_TRUSTED_PROXIES",
        "How many reverse proxies stand in front: that many X-Forwarded-For entries are believed.",
    ),
    Setting(
        "smtp_url",
        "",
        "ENTREGENT_SMTP_URL",
        "smtp://user:password@host:port, smtps:// for TLS from the start, smtp+starttls:// for STARTTLS. "
        "Empty: mails stay in the operator's outbox and are printed in the terminal.",
    ),
    Setting(
        "mail_from",
        "",
        "ENTREGENT_MAIL_FROM",
        "The instance's own sending address; empty means entregent@ the host of its address.",
    ),
    Setting(
        "inbound_address",
        "",
        "ENTREGENT_INBOUND_ADDRESS",
        "Where people reply to mails about a date: an address whose mailbox also takes replies+anything@. "
        "Empty: mails are answered on pages alone.",
    ),
    Setting(
        "inbound_imap",
        "",
        "ENTREGENT_INBOUND_IMAP",
        "imaps://user:password@host:993/INBOX of that address, read once a minute; imap+starttls:// and imap:// too. "
        "Empty: the mail server pipes each reply into `entregent receive`.",
    ),
    Setting(
        "who_may_open",
        "members",
        "ENTREGENT_WHO_MAY_OPEN",
        "Who may open a circle: nobody but the operator (operator), whoever is already in a circle here (members), "
        "or whoever can read a mail sent to the address they give (anyone).",
    ),
    Setting(
        "invitations_per_day", "60", "ENTREGENT_INVITATIONS_PER_DAY", "Addresses one person may invite in 24 hours."
    ),
    Setting(
        "show_open_circles",
        "0",
        "ENTREGENT_SHOW_OPEN_CIRCLES",
        "1 lists the open circles on the first page and lets search engines read their own pages. Otherwise whoever "
        "has the address of an open circle reads it, and nobody else.",
    ),
    Setting(
        "language", "fr", "ENTREGENT_LANGUAGE", "Language of a visitor whose browser asks for none of ours: fr or en."
    ),
    Setting("zone", "Europe/Paris", "ENTREGENT_ZONE", "Time zone offered to a new circle."),
    Setting(
        "quiet_hours",
        "21:30-07:00",
        "ENTREGENT_QUIET_HOURS",
        "Hours, by each reader's own clock, in which mails wait until morning, for whoever has not chosen theirs; "
        "none lets them leave at once.",
    ),
    Setting(
        "demo",
        "0",
        "ENTREGENT_DEMO",
        "1 on a local demonstration: shows the outbox as a page and says that people are fictional.",
    ),
    Setting(
        "demo_data",
        "",
        "ENTREGENT_DEMO_DATA",
        "Folder of `entregent demo`, told afresh each time; empty means demo inside the data folder.",
    ),
    Setting(
        "source",
        "",
        "ENTREGENT_SOURCE",
        "Where this instance's source code can be had (AGPL), linked at the foot of each page.",
    ),
)

DEFAULTS = {setting.key: setting for setting in TABLE}


def read(key: str, environ: Mapping[str, str] = os.environ) -> str:
    setting = DEFAULTS[key]
    return environ.get(setting.env, "").strip() or setting.default


def read_count(key: str, environ: Mapping[str, str] = os.environ) -> int:
    value = read(key, environ)
    if not value.isdigit():
        raise ValueError(f"{DEFAULTS[key].env}={value!r} is not a whole number. Correct it and start again.")
    return int(value)


def read_choice(key: str, choices: tuple[str, ...], environ: Mapping[str, str] = os.environ) -> str:
    value = read(key, environ)
    if value not in choices:
        raise ValueError(f"{DEFAULTS[key].env}={value!r} is none of {', '.join(choices)}. Correct it and start again.")
    return value
