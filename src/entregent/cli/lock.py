"""One server for one data folder: two would each send mails and answer on their own."""

from __future__ import annotations

import fcntl
from datetime import datetime
from pathlib import Path
from typing import TextIO

NAME = "serve.lock"


def hold(folder: Path, who: str, now: datetime) -> TextIO:
    """Hold the folder until this process and its children are gone; a second server is told who holds it.

    The kernel lets go when the last of them ends, however it ends: nothing stale is ever left.
    """
    file = (folder / NAME).open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.seek(0)
        holder = file.read().strip() or "another process"
        file.close()
        raise SystemExit(
            f"A server already holds {folder}: {holder}. Nothing was started. "
            "Stop that one, or give this one another data folder (ENTREGENT_DATA)."
        ) from error
    file.truncate(0)
    file.write(f"{who}, since {now:%Y-%m-%d %H:%M} UTC\n")
    file.flush()
    return file
