from __future__ import annotations

from django.db import models
from django.db.models import Q

from entregent.circles.models import Circle
from entregent.core.ids import new_key
from entregent.gatherings.models import Gathering
from entregent.missions.enums import Sign, Weight
from entregent.people.models import Person

VERB_LENGTH, LINE_LENGTH, WORD_LENGTH = 40, 120, 80


class Deck(models.Model):
    """The mission cards of a circle. They are in use while the circle wants `Feature.CARDS`."""

    circle = models.OneToOneField(Circle, on_delete=models.CASCADE, related_name="deck")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()


class Draw(models.Model):
    """Cards drawn at the end of a gathering. `commitment` is published before, `secret` shown after.

    `public` is all that decided it, but for the secret. One done by hand, with paper, and noted has no commitment.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="draws")
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    commitment = models.CharField(max_length=64, blank=True)
    secret = models.CharField(max_length=64, blank=True)
    said = models.CharField(max_length=WORD_LENGTH, blank=True)  # at the table, once the commitment was out
    public = models.TextField(blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    drawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gathering"],
                condition=Q(drawn_at__isnull=True, called_off_at__isnull=True),
                name="one_open_draw_per_gathering",
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.drawn_at is None and self.called_off_at is None

    @property
    def by_hand(self) -> bool:
        return not self.commitment


class Card(models.Model):
    """A chore as a playing card, and who holds it: one person or nobody, whatever happens at once."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="cards")
    number = models.PositiveSmallIntegerField()
    sign = models.CharField(max_length=8, choices=Sign.choices, default=Sign.QUESTION)
    weight = models.CharField(max_length=5, choices=Weight.choices, default=Weight.WORK)
    verb = models.CharField(max_length=VERB_LENGTH)
    line = models.CharField(max_length=LINE_LENGTH)
    done = models.CharField(max_length=LINE_LENGTH, blank=True)  # what it looks like once it is done
    made_at = models.DateTimeField()
    put_aside_at = models.DateTimeField(null=True, blank=True)
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="mission_cards")
    held_since = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deck", "number"], name="one_card_per_number")]

    @property
    def is_work(self) -> bool:
        return self.weight == Weight.WORK


class Carried(models.Model):
    """A card somebody carried until it was done, or until it went back to the deck by itself."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="carried")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cards_carried")
    since = models.DateTimeField()
    ended_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)


class Player(models.Model):
    """Somebody who plays, in the order of the draw's record; `card` is what came out, None for a blank one."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="players")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="draws_played")
    place = models.PositiveSmallIntegerField()
    load = models.PositiveSmallIntegerField(default=0)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draw", "person"], name="one_player_per_person_and_draw")]


class Offer(models.Model):
    """A card handed to somebody, or for one of theirs: nothing moves before they agree."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="offers")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cards_offered")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cards_offered_to_them")
    in_return = models.ForeignKey(Card, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # agreed, declined, taken back, or past its time

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card"], condition=Q(ended_at__isnull=True), name="one_waiting_offer_per_card"
            )
        ]
