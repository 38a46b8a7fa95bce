"""Shape, chains and projection against other libraries, in one run, with growth from a thousand to a million people.

    make bench-network     or     .venv/bin/python -m benchmarks.networks [--sizes 1000] [--parts shape] [--json FILE]

`--add` adds a large size, measured alone, to the rows of the JSON that is there.

Times are CPU seconds of one thread, medians; ratios hold on a busy machine, seconds less so. Peers that are not in this
environment run in .venv-bench (`tools/bench_peers.sh`); one that is absent is left out and said to be.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np

from entregent.engine import chains, clans, core, network, shape
from entregent.engine.warming import warm_up

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "explanation" / "measures" / "benchmark-networks.md"
BENCH = Path(os.environ.get("BENCH_PYTHON", ROOT / ".venv-bench" / "bin" / "python"))
PARTS = ["shape", "groups", "chains", "projection"]
CLAN = 50
OF_ONE, OUTSIDE = 19, 0.15  # ties a person has, and the share of them that leave the clan
SEEN_IN_MEMORY = 1_000_000
ROOM = 400  # bytes an attendance
SLOW_PEERS = 10_000  # people above which the slow peers are not asked


def clannish(people: int, rng: np.random.Generator, *, in_order: bool) -> tuple[Any, Any]:
    """Ties mostly inside clans of fifty, strengths as they come; ids in clan order, or shuffled."""
    count = people * OF_ONE // 2
    a = rng.integers(0, people, count)
    inside = np.minimum(a // CLAN * CLAN + rng.integers(0, CLAN, count), people - 1)
    b = np.where(rng.random(count) < OUTSIDE, rng.integers(0, people, count), inside)
    kept = a != b
    low, high = np.minimum(a, b)[kept], np.maximum(a, b)[kept]
    keys = np.unique(low * people + high)
    pairs = np.column_stack(np.divmod(keys, people))
    if not in_order:
        pairs = rng.permutation(people)[pairs]
        pairs.sort(axis=1)
    return pairs, rng.gamma(1.0, 1.0, len(pairs)) + 0.05


def attended(people: int, rng: np.random.Generator, *, in_order: bool) -> Any:
    """Five attendances a person, at gatherings of about ten of one clan; ids in clan order, or everything shuffled."""
    count = 5 * people
    person = rng.integers(0, people, count)
    gathering = person // CLAN * (CLAN // 2) + rng.integers(0, CLAN // 2, count)
    rows = np.unique(np.column_stack([person, gathering]), axis=0)
    if in_order:
        return rows
    ids, numbers = rng.permutation(people), rng.permutation(int(rows[:, 1].max()) + 1)
    return np.column_stack([ids[rows[:, 0]], numbers[rows[:, 1]]])[rng.permutation(len(rows))]


def timed(work: Callable[[], Any], runs: int, room: int = 0) -> tuple[float, Any]:
    """Median CPU seconds. So many bytes of `room` are written to before each run and given back: on a machine inside
    another memory is dear the first time, and whoever runs first would pay for all.
    """
    spent, found = [], None
    for _ in range(runs):
        found = None
        np.ones(room, dtype=np.int8)
        began = time.process_time()
        found = work()
        spent.append(time.process_time() - began)
    return statistics.median(spent), found


def grown(work: Callable[[], Any], people: int) -> int | None:
    """MiB that it takes at most, beyond what is held already, looked at every five milliseconds. Not told of a small
    network, which fits into what was given back before.
    """
    if people < SEEN_IN_MEMORY:
        return None
    before = most = held()
    stopped = Event()

    def look() -> None:
        nonlocal most
        while not stopped.wait(0.005):
            most = max(most, held())

    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(look)
        found = work()
        most = max(most, held())
        stopped.set()
        looking.result()
    del found
    return (most - before) // 1024


def held() -> int:
    """KiB in memory, of this process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0])


def of_groups(people: int) -> dict[str, Any]:
    """Clans and core of the same network; networkit's own Leiden method and its core numbers, one thread."""
    pairs, strength = clannish(people, np.random.default_rng(1), in_order=False)
    built = network.of_ties(people, pairs, strength)
    row: dict[str, Any] = {"people": people, "ties": built.ties}
    row["clans"], found = timed(lambda: clans.find(built, rng=np.random.default_rng(1)), 1)
    row["modularity"] = found.modularity
    row["core"], _ = timed(partial(core.find, built), 3)
    arrays = {"pairs": pairs, "strength": strength, "people": people}
    for peer in ("networkit_reading", "networkit_clans", "networkit_modularity", "networkit_core"):
        row[peer.replace("_", ", ")] = elsewhere(peer, arrays)
    return row


def igraph_shape(pairs: Any, strength: Any, people: int) -> Callable[[], Any]:
    import igraph

    graph = igraph.Graph(n=people, edges=pairs.astype(np.int64))

    def work() -> Any:
        return (
            graph.constraint(weights=strength.tolist()),
            graph.similarity_jaccard(pairs=pairs.tolist()),
            graph.transitivity_local_undirected(mode="zero"),
        )

    return work


def networkx_shape(pairs: Any, strength: Any, people: int) -> Callable[[], Any]:
    import networkx as nx

    graph: Any = nx.Graph()
    graph.add_nodes_from(range(people))
    graph.add_weighted_edges_from(zip(pairs[:, 0].tolist(), pairs[:, 1].tolist(), strength.tolist(), strict=True))
    return lambda: (nx.constraint(graph, weight="weight"), nx.clustering(graph))


def scipy_projection(rows: Any, people: int, *, whole_network: bool) -> Callable[[], Any]:
    """The weight of each pair, once; or rows from both ends, in order, and how many gatherings are behind each tie."""
    from scipy import sparse

    shape_ = (people, int(rows[:, 1].max()) + 1)

    def work() -> Any:
        came = sparse.csr_array((np.ones(len(rows)), (rows[:, 0], rows[:, 1])), shape=shape_)
        sizes = np.maximum(1, np.asarray(came.sum(axis=0)) - 1)
        both = came @ sparse.diags_array(1 / sizes) @ came.T
        if not whole_network:
            return sparse.triu(both, 1).tocsr()
        both = both.tocsr()
        both.setdiag(0)
        both.eliminate_zeros()
        both.sort_indices()
        return both, came @ came.T

    return work


def elsewhere(peer: str, arrays: dict[str, Any]) -> float | None:
    """CPU seconds of a peer in its own environment, None where there is none."""
    if not BENCH.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given.npz"
        np.savez(given, **arrays)
        asked = [str(BENCH), str(ROOT / "benchmarks" / "network_peers.py"), peer, str(given)]
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=900)
    return float(done.stdout) if done.returncode == 0 and done.stdout.strip() else None


def of_shape(people: int, runs: int) -> dict[str, Any]:
    rng = np.random.default_rng(1)
    row: dict[str, Any] = {"people": people}
    for name, in_order in (("as they come", False), ("in clan order", True)):
        pairs, strength = clannish(people, rng, in_order=in_order)
        built = network.of_ties(people, pairs, strength)
        row["ties"] = built.ties
        row[f"entregent, ids {name}"], found = timed(partial(shape.measure, built), runs)
        if not in_order:
            row["memory beyond the network, MiB"] = grown(partial(shape.measure, built), people)
            row["igraph"], theirs = timed(igraph_shape(pairs, strength, people), 1 if people >= 10**5 else runs)
            row["differs by"] = float(np.nanmax(np.abs(found.constraint - np.array(theirs[0]))))
            if people <= SLOW_PEERS:
                row["networkx"], _ = timed(networkx_shape(pairs, strength, people), 1)
    return row


def of_chains(people: int, questions: int) -> dict[str, Any]:
    rng = np.random.default_rng(2)
    pairs, strength = clannish(people, rng, in_order=False)
    roads = chains.prepare(network.of_ties(people, pairs, strength))
    asked = rng.integers(0, people, (questions, 2))
    asked = asked[asked[:, 0] != asked[:, 1]]
    chains.find(roads, *map(int, asked[0]))
    spent, found = [], 0
    for a, b in asked.tolist():
        began = time.perf_counter()
        found += bool(chains.find(roads, a, b).chains) if people < 10**5 else reached(roads, a, b)
        spent.append(time.perf_counter() - began)
    holders = rng.choice(people, max(1, people // 10_000), replace=False).tolist()
    of_skill = []
    for a, _ in asked[:60].tolist():
        began = time.perf_counter()
        chains.to_any(roads, a, holders)
        of_skill.append(time.perf_counter() - began)
    p50, p99 = np.percentile(spent, [50, 99]) * 1e3
    arrays = {"pairs": pairs, "strength": 1 - np.exp2(-strength), "people": people, "asked": asked[:200]}
    return {
        "people": people,
        "five best, p50 ms": p50,
        "p99 ms": p99,
        "with a chain": found / len(asked),
        "to a skill, p50 ms": float(np.median(of_skill)) * 1e3,
        "networkit, one path, ms": elsewhere("networkit", arrays),
        "rustworkx, one path, ms": elsewhere("rustworkx", arrays) if people <= SLOW_PEERS else None,
    }


def reached(roads: chains.Roads, a: int, b: int) -> bool:
    """The chains alone: where there is none, how near one comes is another question, answered by another walk."""
    from entregent.engine._kernels.roads import Best, best_chains

    best = Best(np.zeros(5), np.full((5, 4), -1, dtype=np.int32))
    best_chains(roads.ways, a, np.array([b], dtype=np.int32), 4, best)
    return bool(best.trust[0] > 0)


def of_projection(people: int, runs: int) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, in_order in (("as they come", False), ("in clan order", True)):
        rows = attended(people, np.random.default_rng(3), in_order=in_order)
        row["attendances"], room = len(rows), ROOM * len(rows)
        row[f"entregent, ids {name}"], built = timed(partial(network.build, people, attendances=rows), runs, room)
        row["ties"] = built.ties
        arrays = [each for each in vars(built).values() if isinstance(each, np.ndarray)]
        row["result, MiB"] = sum(each.nbytes for each in arrays) // 2**20
        del built, arrays
        whole = scipy_projection(rows, people, whole_network=True)
        row[f"scipy, rows and counts too, ids {name}"], _ = timed(whole, min(runs, 2), room)
        once = scipy_projection(rows, people, whole_network=False)
        row[f"scipy, each pair once, ids {name}"], theirs = timed(once, min(runs, 2), room)
        row["same ties"] = bool(theirs.nnz == row["ties"])
        if not in_order:
            for peer in ("pandas", "duckdb"):
                row[peer] = elsewhere(peer, {"rows": rows})
    return row


def exponent(rows: list[dict[str, Any]], by: str, what: str) -> float:
    """How the time grows: the slope of its logarithm from the second size on."""
    known = [(each[by], each[what]) for each in rows[1:] if each[what]]
    if len(known) < 2:
        return float("nan")
    x, y = np.log(np.array(known, dtype=float)).T
    return float(np.polyfit(x, y, 1)[0])


def said(value: Any) -> str:
    return "—" if value is None else f"{value:.3g}" if isinstance(value, float) else str(value)


def table(rows: list[dict[str, Any]]) -> Iterator[str]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    yield "| " + " | ".join(names) + " |\n|" + "---:|" * len(names)
    for row in rows:
        yield "| " + " | ".join(said(row.get(name)) for name in names) + " |"


def page(found: dict[str, Any]) -> Iterator[str]:
    yield "# Networks measured against other libraries\n"
    yield f"Made by `{found['command']}`; do not edit by hand. {found['machine']}. {__doc__.splitlines()[-3]}"
    yield "Seconds of CPU, one thread, medians.\n\n## Constraint, effective size, overlap and clustering\n"
    yield "igraph: its constraint, Jaccard similarity and clustering, three of the four. networkx: two of the four.\n"
    yield from table(found["shape"])
    yield f"\nGrowth exponent: {exponent(found['shape'], 'ties', 'entregent, ids as they come'):.2f} in ties.\n"
    yield "## Clans and core\n"
    yield "The clans' time is also what it takes to put ids in clan order, once; it includes making igraph's graph, as"
    yield "networkit's reading makes its own. networkit: two iterations of its parallel Leiden method, on one thread.\n"
    yield from table(found["groups"])
    yield "\n## Chains of at most four ties\n"
    yield from table(found["chains"])
    yield "\n## From attendances to ties\n"
    yield "Ours: the whole network, in rows from both ends, with counts and last days. scipy: the same without days, or"
    yield "the weight of each pair once, as pandas and DuckDB do.\n"
    yield from table(found["projection"])
    yield f"\nGrowth exponent: {exponent(found['projection'], 'attendances', 'entregent, ids as they come'):.2f}.\n"
    yield f"Memory at most: {found['memory_mib']} MiB, peers in this process included."


def measured(sizes: list[int], runs: int, parts: list[str]) -> dict[str, list[dict[str, Any]]]:
    work: dict[str, Callable[[int], dict[str, Any]]] = {
        "shape": partial(of_shape, runs=runs),
        "groups": of_groups,
        "chains": partial(of_chains, questions=1000),
        "projection": partial(of_projection, runs=runs),
    }
    return {part: [work[part](size) for size in sizes] for part in parts}


def added(before: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """The rows of both; an earlier run may have taken the small sizes, a later one a large one alone."""
    joined = {part: before.get(part, []) + found.get(part, []) for part in PARTS}
    command = " and ".join(filter(None, (before.get("command"), found["command"])))
    memory = max(found["memory_mib"], before.get("memory_mib", 0))
    return {**found, **joined, "command": command, "memory_mib": memory}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--add", action="store_true", help="add the rows to those of the JSON that is there")
    args = parser.parse_args()
    warm_up()
    libraries = {name: version(name) for name in ("numpy", "numba", "igraph", "networkx", "scipy")}
    found: dict[str, Any] = {
        "command": "python -m benchmarks.networks " + " ".join(each for each in sys.argv[1:] if each != "--add"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        + ", ".join(f"{name} {each}" for name, each in libraries.items()),
        **measured(args.sizes, args.runs, args.parts),
    }
    found["memory_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    found = added(json.loads(args.json.read_text(encoding="utf-8")) if args.add and args.json else {}, found)
    if args.json:
        args.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    PAGE.write_text("\n".join(page(found)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
