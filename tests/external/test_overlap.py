"""Overlap corrected for shared gatherings, on published networks where somebody has them beside this repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import real_networks


@pytest.mark.whole
@pytest.mark.parametrize("name", real_networks.NETWORKS)
def test_granovetter_s_sign(name: str, repository: Path) -> None:
    data = repository.parent / "shared" / "data"
    if not data.exists():
        print(f"{data} is not here: the sign is not checked on {name}")
        return
    found = real_networks.granovetter(real_networks.NETWORKS[name](data))
    if name == "newman-condmat":
        assert found["raw"][0] < -0.3 and min(found["corrected"]) > 0.3
    elif name == "davis":
        assert min(found["raw"]) > 0.2 and min(found["corrected"]) > 0.3
    elif "karate" not in name:
        assert found["corrected"] == found["raw"]
        assert min(found["corrected"]) > 0
