"""The locked sets: hashes and no address, so that whoever installs chooses the index; licences the AGPL can carry."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distribution

import pytest
from packaging.requirements import Requirement

from tests.architecture.sources import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
ADDRESS = re.compile(r"https?:|index-url|find-links|file:|\b[\w-]+\.(?:org|com|net|io|dev)\b", re.IGNORECASE)
COMPATIBLE = re.compile(
    r"\b(MIT|MIT-0|MIT-CMU|BSD|BSD-2-Clause|BSD-3-Clause|0BSD|ISC|Apache|Apache-2\.0|Unlicense|CC0-1\.0|MPL-2\.0"
    r"|PSF-2\.0|Python Software Foundation|Mozilla Public License 2\.0|LGPL|LGPL-3\.0-only|LGPL-3\.0-or-later"
    r"|Lesser General Public License|GPL-2\.0-or-later)\b"
)
# The metadata say "GPL" with no version; each file of the source says "version 2, or any later version".
SAID_IN_THE_SOURCE = {"igraph": "GPL-2.0-or-later"}


def requirements(text: str) -> dict[str, Requirement]:
    lines = re.sub(r"\s*\\\n\s*--hash=\S+", "", text).splitlines()
    found = [Requirement(line) for line in lines if line and not line.startswith(("#", "-r"))]
    return {each.name: each for each in found}


def locked(name: str) -> dict[str, Requirement]:
    return requirements((ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_address_and_hashes_everything(lock: object) -> None:
    text = (ROOT / "requirements" / str(lock)).read_text(encoding="utf-8")
    assert ADDRESS.search(text) is None
    entries = re.split(r"\n(?=\w)", text.strip())
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_what_was_asked_for(lock: object) -> None:
    name = str(lock).rpartition("/")[2].removesuffix(".txt")
    asked = requirements((ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8"))
    versions = locked(name)
    for each in asked.values():
        pinned = next(iter(versions[each.name].specifier)).version
        assert each.specifier.contains(pinned), each


def test_the_tests_run_what_is_deployed() -> None:
    base, test = locked("base"), locked("test")
    assert {name: str(base[name].specifier) for name in base} == {name: str(test[name].specifier) for name in base}


def licence(found: Distribution) -> str:
    """What a package says of its licence: the expression, else the classifiers, else the text it comes with."""
    said = found.metadata.json
    expression = str(said.get("license_expression") or "")
    classified = " ".join(line for line in said.get("classifier", []) if line.startswith("License ::"))
    written = str(said.get("license") or "").partition("\n")[0]
    text = "".join(file.read_text() for file in found.files or [] if file.name.upper().startswith("LICENSE"))
    return expression or classified or written or text


def test_every_licence_goes_with_the_agpl() -> None:
    installed = [name for name, each in locked("test").items() if each.marker is None or each.marker.evaluate()]
    said = {name: SAID_IN_THE_SOURCE.get(name) or licence(distribution(name)) for name in installed}
    assert len(said) > 50
    assert {name: text for name, text in said.items() if not COMPATIBLE.search(text)} == {}
