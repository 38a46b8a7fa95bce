"""The data folder and the two keys an instance makes for itself at first start."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def data_folder(written: str) -> Path:
    folder = Path(written).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SystemExit(
            f"The data folder {folder} cannot be made ({error.strerror}). "
            "Nothing was changed. Set ENTREGENT_DATA to a folder this user may write to."
        ) from error
    return folder


def key_from(folder: Path, name: str) -> list[str]:
    """The keys of a file, newest first: older lines still verify what they signed.

    Two processes may start at once on an empty folder: whoever puts the file there first wins and both read it.
    """
    path = folder / name
    if not path.exists():
        _put_new_key(path)
    keys = path.read_text(encoding="ascii").split()
    if not keys:
        raise SystemExit(
            f"{path} is empty: restore it from a backup, or delete it (links already sent then stop working)."
        )
    return keys


def _put_new_key(path: Path) -> None:
    """Written aside and linked to its name once it is whole, so that nobody ever reads half of it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except OSError:  # somebody was first; or this disk knows no second name for a file
        if not path.exists():
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
