"""The frame of the engine: kernels that compile anywhere or nowhere, an import that loads little, a library of its
own.
"""

from __future__ import annotations

import doctest
import inspect
import os
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

import entregent.engine
from entregent.engine import Refused, meet, network, shape, tables
from entregent.engine._kernels import compiling
from entregent.engine.warming import warm_up

PLAN = (
    "import numpy, entregent.engine.tables as t; "
    "print(t.plan(13, 4, 3, rng=numpy.random.default_rng(5), pace=t.steps(1)))"
)
MODULES = [each.name for each in pkgutil.walk_packages(entregent.engine.__path__, "entregent.engine.")]


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NUMBA", "ENTREGENT"))}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )


def test_plain_python_and_machine_code_make_the_same_plan() -> None:
    code = PLAN.replace("13, 4, 3", "7, 3, 2").replace("t.steps(1)", "t.steps(40_000)")
    assert run(code, NUMBA_DISABLE_JIT="1").stdout == run(code).stdout


@pytest.mark.whole
def test_a_folder_that_cannot_be_written_still_answers(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert run(PLAN, NUMBA_CACHE_DIR=str(tmp_path / "file")).stdout == run(PLAN).stdout


@pytest.mark.whole
def test_machine_code_is_kept_where_asked(tmp_path: Path) -> None:
    run("from entregent.engine.warming import warm_up; warm_up()", NUMBA_CACHE_DIR=str(tmp_path))
    kept = {path.name.split("-")[0] for path in tmp_path.rglob("*.nbi")}
    assert {"seating.anneal", "seating.anneal_names", "remembering.anneal_remembering", "chance.chance"} <= kept


def plus_one(x: int) -> int:
    return x + 1


def test_a_disk_that_fills_up_is_no_reason_to_stop() -> None:
    kernel: compiling.Kernel[[int], int] = compiling.Kernel(plus_one)
    compiling.EVERY.remove(kernel)

    def full(x: int) -> int:
        raise OSError(28, "No space left on device")

    kernel.ready = full
    assert kernel(1) == 2


def test_importing_the_engine_loads_neither_numba_nor_django() -> None:
    loaded = run("import sys, entregent.engine; print(*sys.modules)").stdout.split()
    assert not {"numba", "django", "scipy", "entregent.words", "entregent.core"} & set(loaded)


def test_pages_do_not_load_the_engine() -> None:
    """Its refusals and reasons are a few lines; what computes comes when it is first named."""
    code = "import sys, django; django.setup(); import entregent.config.urls; print(*sys.modules)"
    environment = {
        "DJANGO_SETTINGS_MODULE": "entregent.config.settings",
        "ENTREGENT_DATA": os.environ["ENTREGENT_DATA"],
    }
    parts = {f"entregent.engine.{part}" for part in entregent.engine.__all__}
    assert not {"numba", *parts} & set(run(code, **environment).stdout.split())


def test_the_library_says_no_word_of_the_product() -> None:
    """No clock, no input or output, no chance of its own, nothing of ours above it."""
    refused = ("django", "time", "datetime", "random", "socket", "sqlite3")
    for name in MODULES:
        source = inspect.getsource(import_module(name))
        taken = [line.split()[1].split(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))]
        assert not set(taken) & set(refused), name
        assert "np.random.seed" not in source and "    print(" not in source, name


@pytest.mark.parametrize("name", MODULES)
def test_every_example_runs(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0


def test_warming_up_twice_is_harmless() -> None:
    warm_up()
    warm_up()


def versions() -> dict[str, int]:
    """How many kinds of arguments each kernel was compiled for."""
    return {each.name: len(getattr(each.ready, "signatures", ())) for each in compiling.EVERY}


def test_no_question_compiles_anything_once_warm() -> None:
    """However the rows come: read-only, narrow, in columns."""
    warm_up()
    before = versions()
    rows = np.array([[0, 0], [1, 0], [1, 1], [2, 1]])
    rows.setflags(write=False)
    for given in (rows, rows.astype(np.int32), np.asfortranarray(rows), rows.tolist()):
        shape.measure(network.build(3, attendances=given, times=[1, 2], best=1))
        past = meet.past(3, attendances=given, times=[1, 2])
        clan = [0, 0, 1]
        assert len(meet.pairs(past, clan=clan)) == len(meet.suggest(past, 0, clan=clan)) == 1
    assert versions() == before


def test_a_refusal_says_what_to_do_and_carries_its_facts() -> None:
    with pytest.raises(Refused, match="size is 0: it cannot be less than 1") as refused:
        tables.plan(3, 0, 1, rng=np.random.default_rng(1))
    assert refused.value.reason.as_dict() == {"kind": "too-few", "what": "size", "given": 0, "least": 1}
