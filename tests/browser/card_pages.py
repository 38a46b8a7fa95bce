"""The pages of the mission cards, as somebody of the cast reaches them."""

from __future__ import annotations

from django.urls import reverse

from entregent.circles.models import Circle
from entregent.missions import operations as missions
from entregent.missions.models import Card, Draw
from entregent.missions.notices import link_to as link_to_card
from tests.browser.reached import Reached, Way, told_in
from tests.cast import DAY, HOUR, Story, a_date


def with_cards(story: Story) -> Draw:
    """A deck, cards drawn yesterday at a lunch, one of them in the founder's hand and asked of somebody."""
    circle = Circle.objects.get(pk=story.circle.pk)
    deck = missions.open_deck(circle=circle, by=story.founder, now=story.now - 30 * DAY)
    deck.circle = circle
    gathering = a_date(circle, story.founder, days=1, now=story.now - 2 * DAY)
    players = [story.founder.pk, story.member.pk, story.newcomer.pk]
    draw = missions.open_draw(
        deck=deck, gathering=gathering, by=story.founder, players=players, secret=bytes(32), lot=[1, 2, 3],
        now=story.now - HOUR,
    )  # fmt: skip
    return missions.draw_cards(draw=draw, deck=deck, by=story.founder, said="persimmon", now=story.now - HOUR)


def in_hand(story: Story) -> Card:
    with_cards(story)
    card = Card.objects.get(deck__circle=story.circle, holder=story.founder)
    other = Card.objects.get(deck__circle=story.circle, holder=story.member)
    missions.offer(card=other, by=story.member, to=story.founder, in_return=card, now=story.now)
    return card


def of_cards(name: str) -> Way:
    def reached(story: Story) -> Reached:
        with_cards(story)
        return Reached(reverse(name, args=[story.circle.slug]), story.founder)

    return reached


def of_card(name: str) -> Way:
    return lambda story: Reached(reverse(name, args=[in_hand(story).key]), story.founder)


def my_cards(story: Story) -> Reached:
    in_hand(story)
    return Reached(reverse("my-cards"), story.founder)


def card_from_the_mail(story: Story) -> Reached:
    return told_in(link_to_card(in_hand(story), story.founder, story.now))


def of_draw(name: str, more: str = "") -> Way:
    return lambda story: Reached(reverse(name, args=[with_cards(story).key]) + more, story.founder)


def at_the_draw(name: str) -> Way:
    def reached(story: Story) -> Reached:
        gathering = with_cards(story).gathering
        return Reached(reverse(name, args=[story.circle.slug, gathering.key]), story.founder)

    return reached


def draw_before(story: Story) -> Reached:
    draw = with_cards(story)
    Draw.objects.filter(pk=draw.pk).update(drawn_at=None, public="", said="")
    return Reached(reverse("draw", args=[draw.key]), story.founder)


CARD_PAGES: dict[str, Way] = {
    "deck-none": lambda story: Reached(reverse("deck", args=[story.circle.slug]), story.founder),
    "deck": of_cards("deck"),
    "deck-print": of_cards("deck-print"),
    "card-add": of_cards("card-add"),
    "card-edit": of_card("card-edit"),
    "card-offer": of_card("card-offer"),
    "my-cards": my_cards,
    "my-cards-none": lambda story: Reached(reverse("my-cards"), story.founder),
    "draw-cards": at_the_draw("draw-cards"),
    "draw-by-hand": at_the_draw("draw-by-hand"),
    "draw": of_draw("draw"),
    "draw-before": draw_before,
    "draw-turn": of_draw("draw", "?at=0"),
    "draw-proof": of_draw("draw-proof"),
    "link-card": card_from_the_mail,
}
