"""`entregent demo`: a year of three circles on this machine, in a data folder of its own, with three ways in."""

from __future__ import annotations

import argparse
import os
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from entregent.cli.main import set_up_django
from entregent.cli.tongue import terminal_language
from entregent.config.table import read

MARK = "demonstration"
DATABASE = "entregent.sqlite3"
PORTS = range(8000, 8030)


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("demo", help="a demonstration, in a data folder of its own")
    parser.add_argument("--port", type=int, help="port to answer on (PORT, else the first free one from 8000)")
    parser.add_argument("--keep", action="store_true", help="go on with the last one instead of starting afresh")
    parser.add_argument("--no-serve", action="store_true", help="make it, say how to come in, and end")
    parser.add_argument("--lang", choices=("fr", "en"), help="its language (that of the terminal)")


def run(args: argparse.Namespace) -> int:
    language = args.lang or terminal_language()
    folder = prepare_environment(os.environ, language, args.port)
    set_up_django()
    from entregent.cli import demonstration  # noqa: PLC0415  reads models, which are there by now

    demonstration.show(folder / DATABASE, language, keep=args.keep, serving=not args.no_serve)
    return 0


def prepare_environment(environ: MutableMapping[str, str], language: str, port: int | None) -> Path:
    """A demonstration inherits nothing: neither the database of an instance, nor its mail server, nor its address."""
    folder = own_folder(environ)
    for name in [name for name in environ if name.startswith("ENTREGENT_") and name != "ENTREGENT_LISTEN"]:
        del environ[name]
    environ.pop("DATABASE_URL", None)
    environ.update(
        ENTREGENT_DATA=str(folder),
        ENTREGENT_DEMO="1",
        ENTREGENT_WHO_MAY_OPEN="anyone",
        ENTREGENT_SHOW_OPEN_CIRCLES="1",
        ENTREGENT_LANGUAGE=language,
        PORT=str(port or environ.get("PORT") or free_port(read("listen", environ))),
    )
    return folder


def own_folder(environ: MutableMapping[str, str]) -> Path:
    """Marked as a demonstration's when it is made: no other folder is ever emptied."""
    written = read("demo_data", environ) or f"{read('data_folder', environ)}/demo"
    folder = Path(written).expanduser().resolve()
    if folder.exists() and not (folder / MARK).exists() and any(folder.iterdir()):
        raise SystemExit(
            f"{folder} holds something else than a demonstration. Nothing was changed. "
            "Set ENTREGENT_DEMO_DATA to an empty or new folder."
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / MARK).touch()
    return folder


def free_port(host: str) -> int:
    from entregent.cli.serve import refuse_taken  # noqa: PLC0415  its Django modules want no settings yet

    for port in PORTS:
        try:
            refuse_taken(host, port)
        except SystemExit:
            continue
        return port
    raise SystemExit(f"Every port from {PORTS[0]} to {PORTS[-1]} is taken. Nothing was started. Choose one: PORT=9000.")
