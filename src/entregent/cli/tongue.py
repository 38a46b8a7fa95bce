"""The language a terminal asks for."""

from __future__ import annotations

import os
from collections.abc import Mapping


def terminal_language(environ: Mapping[str, str] = os.environ) -> str:
    """ "fr" where the first of LC_ALL, LC_MESSAGES and LANG that is set begins so, "en" everywhere else."""
    chosen = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environ.get(name))), "")
    return "fr" if chosen.lower().startswith("fr") else "en"
