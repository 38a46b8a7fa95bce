"""Peers that live in an environment of their own: `python network_peers.py PEER FILE` prints CPU s (paths: ms)."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np


def median(work: Callable[[], Any], runs: int = 2) -> float:
    spent = []
    for _ in range(runs):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return statistics.median(spent)


def pandas(given: Any) -> float:
    import pandas as pd

    rows = pd.DataFrame(given["rows"], columns=["person", "gathering"])

    def work() -> Any:
        sizes = rows.groupby("gathering").size()
        both = rows.merge(rows, on="gathering")
        both = both[both.person_x < both.person_y]
        both["weight"] = 1 / (both.gathering.map(sizes) - 1)
        return both.groupby(["person_x", "person_y"]).weight.sum()

    return median(work)


def duckdb(given: Any) -> float:
    import duckdb as duck
    import pandas as pd

    rows = pd.DataFrame(given["rows"], columns=["person", "gathering"])
    asked = duck.connect()
    asked.execute("SET threads = 1")
    asked.register("rows", rows)
    query = """
        WITH n AS (SELECT gathering, 1.0 / greatest(1, count(*) - 1) AS w FROM rows GROUP BY gathering)
        SELECT a.person, b.person, sum(w) FROM rows a JOIN rows b USING (gathering) JOIN n USING (gathering)
        WHERE a.person < b.person GROUP BY ALL
    """
    return median(lambda: asked.execute(query).fetchnumpy())


def networkit(given: Any) -> float:
    import networkit as nk

    nk.setNumberOfThreads(1)
    graph = nk.Graph(int(given["people"]), weighted=True)
    for (a, b), trust in zip(given["pairs"].tolist(), given["strength"].tolist(), strict=True):
        graph.addEdge(a, b, -float(np.log(trust)))
    spent = []
    for a, b in given["asked"].tolist():
        began = time.perf_counter()
        nk.distance.BidirectionalDijkstra(graph, a, b, storePred=True).run()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent) * 1e3


def networkit_graph(given: Any) -> Any:
    import networkit as nk

    nk.setNumberOfThreads(1)
    nk.setSeed(1, useThreadId=False)
    ends = given["pairs"].astype(np.uint64)
    return nk.GraphFromCoo((given["strength"], (ends[:, 0], ends[:, 1])), n=int(given["people"]), weighted=True)


def networkit_clans(given: Any) -> float:
    import networkit as nk

    graph = networkit_graph(given)
    return median(lambda: nk.community.ParallelLeiden(graph, randomize=False, iterations=2).run(), 1)


def networkit_modularity(given: Any) -> float:
    """How good a parting that time buys."""
    import networkit as nk

    graph = networkit_graph(given)
    found = nk.community.ParallelLeiden(graph, randomize=False, iterations=2)
    found.run()
    return float(nk.community.Modularity().getQuality(found.getPartition(), graph))


def networkit_reading(given: Any) -> float:
    """Making its graph from arrays, which `clans` above includes."""
    return median(lambda: networkit_graph(given), 3)


def networkit_core(given: Any) -> float:
    import networkit as nk

    graph = networkit_graph(given)
    return median(lambda: nk.centrality.CoreDecomposition(graph).run(), 3)


def rustworkx(given: Any) -> float:
    import rustworkx as rx

    graph = rx.PyGraph()
    graph.add_nodes_from(range(int(given["people"])))
    triples = zip(given["pairs"].tolist(), given["strength"].tolist(), strict=True)
    graph.add_edges_from([(a, b, -float(np.log(trust))) for (a, b), trust in triples])
    spent = []
    for a, b in given["asked"].tolist():
        began = time.perf_counter()
        rx.dijkstra_shortest_paths(graph, a, b, weight_fn=float)
        spent.append(time.perf_counter() - began)
    return statistics.median(spent) * 1e3


ALL = (pandas, duckdb, networkit, networkit_reading, networkit_clans, networkit_modularity, networkit_core, rustworkx)
PEERS = {each.__name__: each for each in ALL}

if __name__ == "__main__":
    print(PEERS[sys.argv[1]](np.load(sys.argv[2])))
