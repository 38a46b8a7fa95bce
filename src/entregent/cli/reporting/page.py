"""The page: in words first, drawn where a drawing says more. Self-contained; nobody is ranked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from typing import Any

import numpy as np

from entregent import words as said
from entregent.cli.reporting import drawing
from entregent.cli.reporting.dates import in_words
from entregent.cli.reporting.findings import Findings
from entregent.cli.reporting.words import WORDS
from entregent.cli.tongue import counted
from entregent.engine import ties
from entregent.engine.meet import MOST
from entregent.engine.reasons import Reason

MOST_NAMES, MOST_CLANS, MOST_BRIDGES = 60, 24, 40


class Page:
    def __init__(self, found: Findings, name: str, language: str) -> None:
        self.found, self.name, self.language = found, name.replace("_", " "), language
        self.words = WORDS[language]

    def say(self, kind: str, **facts: object) -> str:
        return escape(self.words[kind].format(**facts), quote=False)

    def reason(self, reason: Reason) -> str:
        text = said.sentence(
            reason, self.language, self.found.names.__getitem__, lambda day: in_words(day, self.language)
        )
        return escape(text, quote=False)

    def names(self, people: Any) -> str:
        """In alphabetical order, the rest counted."""
        known = self.found.alphabetical(people)
        shown = ", ".join(escape(each, quote=False) for each in known[:MOST_NAMES])
        return shown + (f" {self.say('more', count=len(known) - MOST_NAMES)}" if len(known) > MOST_NAMES else "")

    def section(self, kind: str, *parts: str) -> str:
        return f'<section aria-labelledby="{kind}"><h2 id="{kind}">{self.say(kind)}</h2>{"".join(parts)}</section>'

    def paragraph(self, kind: str, **facts: object) -> str:
        return f"<p>{self.say(kind, **facts)}</p>"

    def listed(self, people: Any) -> str:
        known = self.found.alphabetical(people)
        items = [f"<li>{escape(each, quote=False)}</li>" for each in known[:MOST_NAMES]]
        if len(known) > MOST_NAMES:
            items.append(f"<li>{self.say('more', count=len(known) - MOST_NAMES)}</li>")
        return f'<ul class="names">{"".join(items)}</ul>'

    def cards(self, items: Iterable[tuple[str, Sequence[str]]]) -> str:
        drawn = (
            f"<li><h3>{title}</h3>{''.join(f'<small>{each}</small>' for each in why)}</li>" for title, why in items
        )
        return f'<ul class="cards">{"".join(drawn)}</ul>'

    def lead(self) -> str:
        found = self.found
        facts = counted(self.language, people=len(found.names), ties=found.network.ties)
        if found.first is None or found.last is None:
            return f'<p class="lead">{self.say("lead", **facts)}</p>'
        first, last = (in_words(day, self.language) for day in (found.first, found.last))
        return f'<p class="lead">{self.say("lead-dated", **facts, first=first, last=last)}</p>'

    def map(self) -> str:
        found = self.found
        if not found.network.ties:
            return self.section("map", self.paragraph("map-empty"))
        people = len(found.names) <= drawing.MOST_MARKS
        shown = min(len(found.clans.sizes), drawing.MOST_GROUPS)
        how = "map-people" if people else "map-groups"
        text = self.words[how].format(shown=shown)
        figure = f'<figure class="map" tabindex="0">{drawing.network_map(found, self.words["map"], text)}</figure>'
        return self.section("map", self.paragraph(how, shown=shown), figure)

    def rings(self) -> str:
        tied, people = self.found.network, len(self.found.names)
        alive = self.found.kinds != ties.Kind.DORMANT
        living = np.bincount(tied.a[alive], minlength=people) + np.bincount(tied.b[alive], minlength=people)
        counts = {ring: int((living >= ring).sum()) for ring in ties.RINGS}
        lines = {
            ring: self.words["ring" if count else "ring-none"].format(count=count, people=people, ring=ring)
            for ring, count in counts.items()
        }
        listed = "".join(f"<li>{escape(each, quote=False)}</li>" for each in lines.values())
        asleep = int((~alive).sum())
        return self.section(
            "rings",
            self.paragraph("rings-lead"),
            f"<ul>{listed}</ul>",
            self.paragraph("dormant", count=asleep) if asleep else "",
            f'<figure class="rings">{drawing.rings(lines, self.words["rings"])}</figure>',
        )

    def clan(self, number: int) -> tuple[str, list[str]]:
        mark = drawing.letter(number)
        title = f'<span class="letter {drawing.hue(number)}">{mark}</span>{self.say("clan", letter=mark)}'
        return title, [self.names(np.flatnonzero(self.found.clans.of == number).tolist())]

    def clans(self) -> str:
        parted = self.found.clans
        shown = min(len(parted.sizes), MOST_CLANS)
        cards = [self.clan(number) for number in range(shown)]
        alone = np.flatnonzero(parted.of < 0).tolist()
        if alone:
            cards.append((self.say("alone"), [self.names(alone)]))
        percent = int(100 * parted.agreement)
        sure = (
            self.paragraph("clans-sure") if parted.agreement == 1 else self.paragraph("clans-unsure", percent=percent)
        )
        more = len(parted.sizes) - shown
        rest = self.paragraph("clans-more", count=more) if more else ""
        return self.section(
            "clans", self.paragraph("clans-lead"), sure if parted.sizes else "", self.cards(cards), rest
        )

    def core(self) -> str:
        inside = self.found.core.inside.nonzero()[0].tolist()
        if not inside:
            return self.section("core", self.paragraph("core-none"))
        return self.section("core", self.paragraph("core-lead"), self.listed(inside))

    def pair(self, a: int, b: int) -> str:
        one, two = sorted((self.found.names[a], self.found.names[b]), key=str.casefold)
        return self.say("between", a=one, b=two)

    def bridges(self) -> str:
        tied = self.found.network
        numbers = np.flatnonzero(self.found.bridges)
        if not len(numbers):
            return self.section("bridges", self.paragraph("bridges-none"))
        strongest = numbers[np.argsort(-tied.strength[numbers], kind="stable")][:MOST_BRIDGES]
        cards = [
            (self.pair(int(tied.a[t]), int(tied.b[t])), [self.reason(each) for each in ties.behind(tied, int(t))])
            for t in strongest
        ]
        more = len(numbers) - len(strongest)
        rest = self.paragraph("more", count=more) if more else ""
        return self.section("bridges", self.paragraph("bridges-lead"), self.cards(sorted(cards)), rest)

    def newcomers(self) -> str:
        if self.found.first is None:
            return self.section("newcomers", self.paragraph("newcomers-undated"))
        if not self.found.newcomers:
            return self.section("newcomers", self.paragraph("newcomers-none"))
        return self.section("newcomers", self.paragraph("newcomers-lead"), self.listed(self.found.newcomers))

    def meet(self) -> str:
        if not self.found.meetings:
            large = len(self.found.names) > MOST
            return self.section(
                "meet", self.paragraph("meet-large", most=MOST) if large else self.paragraph("meet-none")
            )
        cards = [
            (self.pair(each.one, each.two), [self.reason(why) for why in each.reasons]) for each in self.found.meetings
        ]
        return self.section("meet", self.paragraph("meet-lead"), self.cards(sorted(cards)))

    def html(self) -> str:
        title = self.say("title", name=self.name)
        style = files("entregent.cli.reporting").joinpath("data", "report.css").read_text(encoding="utf-8")
        parts = (self.map, self.rings, self.clans, self.core, self.bridges, self.newcomers, self.meet)
        body = "".join(part() for part in parts)
        how = f"<footer><p><strong>{self.say('how')}.</strong> {self.say('how-text')}</p></footer>"
        return (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{title}</title><style>{style}</style></head>"
            f"<body><header><h1>{title}</h1>{self.lead()}</header><main>{body}</main>{how}</body></html>\n"
        )
