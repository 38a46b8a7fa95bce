"""What `entregent demo` settles before Django starts: its environment, its folder, its port."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from entregent.cli import demo

POISON = {
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    "ENTREGENT_SMTP_URL": "smtp://127.0.0.1:1",
    "ENTREGENT_ADDRESS": "https://circles.example.org",
    "ENTREGENT_WHO_MAY_OPEN": "operator",
}


def test_a_demonstration_inherits_nothing_of_an_instance(tmp_path: Path) -> None:
    environ = {**POISON, "ENTREGENT_DATA": str(tmp_path), "ENTREGENT_LISTEN": "127.0.0.1", "HOME": "/home/nobody"}
    folder = demo.prepare_environment(environ, "fr", 18998)
    assert environ == {
        "ENTREGENT_DATA": str(tmp_path / "demo"),
        "ENTREGENT_DEMO": "1",
        "ENTREGENT_LANGUAGE": "fr",
        "ENTREGENT_LISTEN": "127.0.0.1",
        "ENTREGENT_SHOW_OPEN_CIRCLES": "1",
        "ENTREGENT_WHO_MAY_OPEN": "anyone",
        "HOME": "/home/nobody",
        "PORT": "18998",
    }
    assert folder == tmp_path / "demo"


def test_a_folder_that_holds_something_else_is_never_touched(tmp_path: Path) -> None:
    database = tmp_path / demo.DATABASE
    database.write_text("an instance’s")
    with pytest.raises(SystemExit) as refused:
        demo.own_folder({"ENTREGENT_DEMO_DATA": str(tmp_path)})
    assert str(refused.value) == (
        f"{tmp_path} holds something else than a demonstration. Nothing was changed. "
        "Set ENTREGENT_DEMO_DATA to an empty or new folder."
    )
    assert [path.name for path in tmp_path.iterdir()] == [demo.DATABASE]
    assert database.read_text() == "an instance’s"


def test_the_first_free_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(demo, "PORTS", range(port, port + 1))
        with pytest.raises(SystemExit) as refused:
            demo.free_port("127.0.0.1")
        assert str(refused.value).startswith(f"Every port from {port} to {port} is taken. Nothing was started.")
    assert demo.free_port("127.0.0.1") == port
