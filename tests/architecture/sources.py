"""The files the rules are read from."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "entregent"
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {contract["id"]: contract for contract in CONFIGURATION["tool"]["importlinter"]["contracts"]}
LAYERS = [layer.split(" | ") for layer in CONTRACTS["down"]["layers"]]
DOMAIN = [app for layer in LAYERS for app in layer if app not in ("web", "cli")]  # from the top down


def python_files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def refused(paths: Iterable[Path], look: Callable[[Path], T]) -> dict[str, T]:
    """What a law refuses, by file: one test for a law, which names every file that breaks it."""
    found = {path: look(path) for path in paths}
    assert found, "a law looks at something"
    return {str(path.relative_to(PACKAGE)): said for path, said in found.items() if said}


def templates() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("templates/**/*") if path.is_file())
