"""`entregent serve`: makes what an instance needs, then answers and works until it is stopped."""

from __future__ import annotations

import argparse
import hashlib
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections
from django.utils import translation
from django.utils.translation import gettext as _

from entregent import __version__
from entregent.cli.lock import hold
from entregent.cli.main import set_up_django
from entregent.cli.server import Server
from entregent.cli.tongue import terminal_language
from entregent.config.first_tables import bring_up
from entregent.config.table import read
from entregent.core.clock import now


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("serve", help="an instance: web server and worker")
    parser.add_argument("--port", type=int, help="port to answer on (PORT, 8000)")
    parser.add_argument("--no-worker", action="store_true", help="answer only: `entregent work` runs elsewhere")


def run(args: argparse.Namespace) -> int:
    if args.port:
        os.environ["PORT"] = str(args.port)
    set_up_django()
    serve(with_worker=not args.no_worker)
    return 0


def serve(*, with_worker: bool, announce: Callable[[], None] | None = None) -> None:
    """Run until stopped. Django is set up; `announce` says what this instance has to say once it answers."""
    held = hold(settings.DATA_FOLDER, f"process {os.getpid()} at {settings.ADDRESS}", now())
    host, port = read("listen"), int(read("port"))
    refuse_taken(host, port)
    prepare()
    connections.close_all()
    with held:
        Server(bind_of(host, port), with_worker, lambda: _say_ready(announce or say_first_link)).run()


def prepare() -> None:
    """The tables of this version, and its static files when they are not there yet."""
    bring_up()
    mark = Path(settings.STATIC_ROOT) / "made-from"
    wanted = static_fingerprint()
    if mark.exists() and mark.read_text(encoding="ascii") == wanted:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(wanted, encoding="ascii")


def static_fingerprint() -> str:
    """Changes with the version, and with any file a page may ask for."""
    said = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: str(found[0])):
            said.update(f"{name} {storage.size(name)} {storage.get_modified_time(name)}".encode())
    return said.hexdigest()


def refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SystemExit(
                f"Cannot listen on {host}:{port}: {error.strerror}. Nothing was started. Choose another: PORT=8001."
            ) from error


def bind_of(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def say_first_link() -> None:
    from entregent.cli.first_link import announcement  # noqa: PLC0415  reads models, which are there by now

    said = announcement(now())
    if said:
        print(said, flush=True)


def _say_ready(announce: Callable[[], None]) -> None:
    with translation.override(terminal_language()):
        print(_("Entregent answers at %(address)s (Ctrl-C stops it)") % {"address": settings.ADDRESS}, flush=True)
        announce()
    connections.close_all()
