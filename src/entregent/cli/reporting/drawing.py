"""The map and the rings, drawn as SVG with a title and a description."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib import import_module
from typing import Any

import numpy as np

from entregent.cli.reporting.findings import Findings
from entregent.engine.clans import Chance

MOST_MARKS, MOST_LINES, MOST_GROUPS = 200, 700, 40
WIDTH, HEIGHT, EDGE = 800.0, 560.0, 36.0
HUES = 8


def letter(clan: int) -> str:
    """A … Z, then AA, AB …"""
    return (letter(clan // 26 - 1) if clan >= 26 else "") + chr(65 + clan % 26)


def initials(name: str) -> str:
    words = [word for word in name.replace("-", " ").replace(".", " ").split() if word[0].isalnum()]
    if not words:
        return name[:2]
    if len(words) == 1:
        return words[0][:4] if words[0].isdecimal() else words[0][:2].capitalize()
    return (words[0][0] + words[-1][0]).upper()


def placed(people: int, pairs: Any, weights: Any) -> Any:
    """Where each mark stands: those tied strongly near each other, the same every time, inside the frame."""
    igraph = import_module("igraph")
    rng = np.random.default_rng(3)
    start = rng.random((people, 2)).tolist()
    igraph.set_random_number_generator(Chance(rng))
    try:
        graph = igraph.Graph(n=people, edges=np.asarray(pairs, dtype=np.int64).reshape(-1, 2).tolist())
        layout = graph.layout_fruchterman_reingold(weights=weights, niter=400, seed=start, grid=False)
    finally:
        igraph.set_random_number_generator(None)
    spots = np.array(layout.coords, dtype=float).reshape(-1, 2)
    low, span = spots.min(axis=0, initial=0), np.ptp(spots, axis=0) if people > 1 else np.ones(2)
    low = spots.min(axis=0) if people else low
    return EDGE + (spots - low) / np.where(span > 0, span, 1) * (np.array([WIDTH, HEIGHT]) - 2 * EDGE)


def spread(spots: Any, room: float) -> Any:
    """Marks pushed apart until none covers another."""
    for _ in range(60):
        away = spots[:, None] - spots[None, :]
        distance = np.sqrt((away**2).sum(axis=2)) + np.eye(len(spots)) * 1e9
        push = np.maximum(0, room - distance) / 2
        if not push.any():
            break
        spots = spots + (away / np.maximum(distance, 1e-6)[:, :, None] * push[:, :, None]).sum(axis=1)
        spots = np.clip(spots, EDGE / 2, np.array([WIDTH, HEIGHT]) - EDGE / 2)
    return spots


@dataclass(frozen=True)
class Mark:
    x: float
    y: float
    radius: float
    hue: str
    label: str
    title: str
    letter: str = ""


def line(one: Any, two: Any, width: float, kind: str) -> str:
    return (
        f'<line class="{kind}" x1="{one[0]:.0f}" y1="{one[1]:.0f}" x2="{two[0]:.0f}" y2="{two[1]:.0f}" '
        f'stroke-width="{width:.1f}" stroke-opacity="{0.9 if "bridge" in kind else 0.55}"/>'
    )


def mark(each: Mark) -> str:
    return (
        f'<g><title>{escape(each.title)}</title><circle class="mark {each.hue}" cx="{each.x:.0f}" cy="{each.y:.0f}" '
        f'r="{each.radius:.0f}"/><text x="{each.x:.0f}" y="{each.y + 4:.0f}" text-anchor="middle" font-size="12">'
        f"{escape(each.label)}</text>{corner(each)}</g>"
    )


def corner(each: Mark) -> str:
    """The letter of the clan, for whoever does not see its shade."""
    if not each.letter:
        return ""
    return f'<text x="{each.x + each.radius:.0f}" y="{each.y - 8:.0f}" font-size="10">{each.letter}</text>'


def drawing(title: str, said: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" aria-labelledby="map-title map-said">'
        f'<title id="map-title">{escape(title)}</title><desc id="map-said">{escape(said)}</desc>{"".join(parts)}</svg>'
    )


def hue(clan: int) -> str:
    return f"c{clan % HUES}" if clan >= 0 else "c6"


def of_people(found: Findings) -> Iterator[str]:
    """Everybody as initials; the strongest ties and every bridge."""
    tied, people = found.network, len(found.names)
    pairs = np.column_stack([tied.a, tied.b])
    spots = spread(placed(people, pairs, np.sqrt(tied.strength)), 30.0)
    order = np.argsort(-tied.strength, kind="stable")[:MOST_LINES]
    shown = sorted(set(order.tolist()) | set(np.flatnonzero(found.bridges).tolist()))
    most = float(tied.strength.max(initial=1))
    for t in shown:
        kind = "tie bridge" if found.bridges[t] else "tie"
        width = 0.6 + 5.4 * math.sqrt(float(tied.strength[t]) / most)
        yield line(spots[tied.a[t]], spots[tied.b[t]], width, kind)
    for p, name in enumerate(found.names):
        clan = int(found.clans.of[p])
        said = f"{name} ({letter(clan)})" if clan >= 0 else name
        yield mark(
            Mark(
                float(spots[p, 0]),
                float(spots[p, 1]),
                15.0,
                hue(clan),
                initials(name),
                said,
                letter(clan) if clan >= 0 else "",
            )
        )


def of_groups(found: Findings) -> Iterator[str]:
    """Clans as marks, joined by what their people have together."""
    shown = min(len(found.clans.sizes), MOST_GROUPS)
    one, two = found.clans.of[found.network.a], found.clans.of[found.network.b]
    across = (one != two) & (one < shown) & (two < shown)
    between = np.zeros((shown, shown))
    np.add.at(between, (np.minimum(one, two)[across], np.maximum(one, two)[across]), found.network.strength[across])
    pairs = np.argwhere(between > 0)
    weights = between[between > 0]
    radii = 14 + 40 * np.sqrt(np.array(found.clans.sizes[:shown]) / found.clans.sizes[0])
    spots = spread(placed(shown, pairs, np.sqrt(weights)), float(2 * np.median(radii)))
    most = float(weights.max(initial=1))
    for (a, b), weight in zip(pairs, weights, strict=True):
        yield line(spots[a], spots[b], 0.6 + 5.4 * math.sqrt(float(weight) / most), "tie")
    for clan in range(shown):
        size = str(found.clans.sizes[clan])
        yield mark(
            Mark(
                float(spots[clan, 0]),
                float(spots[clan, 1]),
                float(radii[clan]),
                hue(clan),
                size,
                f"{letter(clan)}: {size}",
            )
        )


def network_map(found: Findings, title: str, said: str) -> str:
    parts = of_people(found) if len(found.names) <= MOST_MARKS else of_groups(found)
    return drawing(title, said, list(parts))


def rings(counts: dict[int, str], title: str) -> str:
    """Four rings around somebody, each with how many people reach it."""
    parts = ['<circle class="mark c0" cx="150" cy="150" r="9"/>']
    for place, (ring, said) in enumerate(counts.items()):
        radius = 36 + 34 * place
        parts.append(f'<circle class="ring" cx="150" cy="150" r="{radius}" stroke-width="{4 - 0.8 * place:.1f}"/>')
        parts.append(
            f'<text x="150" y="{150 - radius + 15}" text-anchor="middle" font-size="13">{ring}'
            f"<title>{escape(said)}</title></text>"
        )
    return f'<svg viewBox="0 0 300 300" role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'
