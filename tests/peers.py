"""Programs of others that read our calendars, in an environment of their own: they hold versions back.

`python -m tests.peers` installs what is missing; the tests that need them never pass by skipping.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".venv-peers"
LOCK = ROOT / "requirements" / "peers.txt"
MARK = FOLDER / "set-peers"


@lru_cache(maxsize=1)
def install() -> Path:
    """The folder of their commands, made where it is missing or locked anew."""
    wanted = hashlib.sha256(LOCK.read_bytes() + str(ROOT).encode()).hexdigest()
    if MARK.exists() and MARK.read_text(encoding="ascii") == wanted:
        return FOLDER / "bin"
    uv = Path(sys.executable).parent / "uv"
    try:
        subprocess.run([uv, "venv", "-q", "--clear", "--python", sys.executable, FOLDER], check=True)
        python = FOLDER / "bin" / "python"
        subprocess.run([uv, "pip", "sync", "-q", "--python", python, "--require-hashes", LOCK], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(
            "The calendars of others could not be installed. Check the network and the package index, then try again."
        ) from error
    MARK.write_text(wanted, encoding="ascii")
    return FOLDER / "bin"


def run(*words: str | Path, **environment: str) -> str:
    """One of their commands, and what it prints."""
    command = [install() / words[0], *words[1:]]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment or None, timeout=120)
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


if __name__ == "__main__":
    install()
