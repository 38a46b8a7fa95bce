"""The keys an instance makes for itself: once, whoever starts beside it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from entregent.config.keys import key_from

TOGETHER = 8


def test_whoever_starts_at_once_reads_the_same_key_and_never_half_of_it(tmp_path: Path) -> None:
    gate = Barrier(TOGETHER)

    def start(_number: int) -> list[str]:
        gate.wait()
        return key_from(tmp_path, "link.key")

    with ThreadPoolExecutor(TOGETHER) as starting:
        keys = list(starting.map(start, range(TOGETHER)))
    assert keys == [keys[0]] * TOGETHER
    assert [path.name for path in tmp_path.iterdir()] == ["link.key"]
    assert (tmp_path / "link.key").stat().st_mode & 0o777 == 0o600


def test_a_disk_without_second_names_gets_its_key_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_names: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    assert key_from(tmp_path, "link.key") == key_from(tmp_path, "link.key")
    assert [path.name for path in tmp_path.iterdir()] == ["link.key"]


def test_older_lines_still_verify(tmp_path: Path) -> None:
    (tmp_path / "link.key").write_text("newer\nolder\n", encoding="ascii")
    assert key_from(tmp_path, "link.key") == ["newer", "older"]


def test_an_empty_file_is_never_replaced_in_silence(tmp_path: Path) -> None:
    (tmp_path / "link.key").touch()
    with pytest.raises(SystemExit, match="is empty: restore it from a backup"):
        key_from(tmp_path, "link.key")
