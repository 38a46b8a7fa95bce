"""What is built is what is used: the wheel holds pages, styles, translations and types, and nothing of the tests."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import messages
from tests.architecture.sources import PACKAGE, ROOT

BUILD = "from setuptools.build_meta import build_wheel; build_wheel('wheel')"
DATA = ("templates", "static", "locale", "data")


def built(folder: Path) -> set[str]:
    tree = folder / "tree"
    shutil.copytree(ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copytree(ROOT / "requirements", tree / "requirements")
    for name in ("pyproject.toml", "LICENSE", "README.md"):
        shutil.copy(ROOT / name, tree)
    messages.compile_catalogues(tree / "src" / "entregent")
    done = subprocess.run([sys.executable, "-c", BUILD], cwd=tree, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,) = (tree / "wheel").glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.whole
def test_the_wheel_is_whole(tmp_path: Path) -> None:
    held = built(tmp_path)
    ours = [path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    wanted = {
        str(Path("entregent") / path.relative_to(PACKAGE))
        for path in ours
        if path.suffix == ".py" or (set(DATA) & set(path.parts) and path.name != ".lock")
    }
    assert wanted - held == set()
    assert "entregent/py.typed" in held
    assert "entregent/locale/fr_TU/LC_MESSAGES/django.mo" in held
    assert not any(name.startswith(("tests", "tools", "benchmarks")) for name in held)
