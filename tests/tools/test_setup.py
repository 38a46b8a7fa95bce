"""What a machine that lacks something is told, and that it is left as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgres
from tests.browser import chromium

SCRIPT = Path(__file__).parents[2] / "tools" / "setup.sh"
NEEDED = ("bash", "env", "dirname", "cat", "grep", "rm")
NO_VENV = '#!/usr/bin/env bash\n[ "$1 $2" = "-m venv" ] && exit 1\nexec {python} "$@"\n'
TOO_OLD = "#!/usr/bin/env bash\nexit 1\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "tools").mkdir()
    (tmp_path / "bin").mkdir()
    shutil.copy(SCRIPT, tmp_path / "tools")
    for name in NEEDED:
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    return tmp_path


def set_up(tree: Path, python: str, wanted: str = "base") -> subprocess.CompletedProcess[str]:
    (tree / "bin" / "python3").write_text(python.format(python=sys.executable), encoding="utf-8")
    (tree / "bin" / "python3").chmod(0o755)
    environment = {"PATH": str(tree / "bin"), "HOME": os.environ["HOME"]}
    script = str(tree / "tools" / "setup.sh")
    return subprocess.run([script, wanted], env=environment, check=False, capture_output=True, text=True)


def test_without_a_recent_python_it_says_which_to_install(tree: Path) -> None:
    done = set_up(tree, TOO_OLD)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr
    assert not (tree / ".venv").exists()


def test_without_venv_it_says_what_to_install(tree: Path) -> None:
    done = set_up(tree, NO_VENV)
    assert done.returncode == 1
    assert "python3-venv" in done.stderr
    assert not (tree / ".venv").exists()


def test_an_unknown_set_is_named(tree: Path) -> None:
    assert 'There is no set "everything"' in set_up(tree, NO_VENV, "everything").stderr


def test_without_postgresql_the_tests_do_not_pass_by_skipping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "binaries", lambda: None)
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SystemExit, match="apt-get install postgresql"):
        postgres.install()


def test_without_chromium_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SystemExit, match="CHROMIUM="):
        chromium.install()
