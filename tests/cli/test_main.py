"""The command itself: what it offers, and that one command costs no other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from entregent import __version__
from entregent.cli.main import COMMANDS, load, main
from tests.instance import an_instance


def test_every_command_can_be_asked_for_help(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        assert f"entregent {name}" in capsys.readouterr().out


def test_help_lists_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    listed = capsys.readouterr().out
    assert all(name in listed for name in COMMANDS)


@pytest.mark.parametrize("words", [[], ["fly"], ["--fly"]])
def test_what_it_does_not_know_it_says(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: entregent" in capsys.readouterr().err


def test_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert __version__ in capsys.readouterr().out


def test_each_command_is_a_module_of_two_functions() -> None:
    for command in COMMANDS.values():
        module = load(command)
        assert callable(module.add_parser)
        assert callable(module.run)


@pytest.mark.whole
def test_before_its_first_start_an_instance_says_so(tmp_path: Path) -> None:
    with an_instance(tmp_path, migrated=False) as instance:
        done = instance.command("outbox")
    assert done.returncode == 1
    assert "On a new instance start `entregent serve` once" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.whole
def test_a_wrong_setting_is_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "entregent", "doctor"],
        env={"PATH": "", "ENTREGENT_DATA": str(tmp_path), "ENTREGENT_INVITATIONS_PER_DAY": "many"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "ENTREGENT_INVITATIONS_PER_DAY='many' is not a whole number. Correct it and start again."
    )
