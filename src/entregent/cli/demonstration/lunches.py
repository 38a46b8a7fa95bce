"""A hundred and thirty people of the plateau who lunch on Thursdays: a year in a spreadsheet, then five weeks here."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from random import Random

from django.utils.translation import gettext as _

from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.enums import Hue
from entregent.circles.models import Circle, Invitation
from entregent.cli.demonstration.days import LUNCH, ZONE, Days, moment, on_holiday
from entregent.cli.demonstration.people import KEEPER, data
from entregent.cli.demonstration.telling import MAIL_TAKES, answer, fix, fixed_at, post
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Reply, Rhythm
from entregent.gatherings.models import Gathering
from entregent.people.models import Person

SLUG = "dejeuners-du-plateau"
WEEKS_HERE = 5
ACCEPT = 36
NOT_INVITED = 5
A_DAY = 13
STAND = ("Inès Carvalho", "Malik Ouazzani", "Yann Stéphan", "Odile de La Tour")
FIX = (KEEPER[0], "Nadia Benali", "Łukasz Świątek", "Jeanne Colin", "Sami Ferhat", "Rosalie Kern")
OFTEN = 0.5
ALWAYS = 1.0  # whoever came lately comes each time, so far


def table() -> list[list[str]]:
    """Persons by weeks before the circle came here."""
    return list(csv.reader(io.StringIO(data("lunches.csv").decode()), delimiter=";"))


def spreadsheet(days: Days) -> bytes:
    """That table as its keeper had it: with dates, and a pause for the holidays."""
    headers, *rows = table()
    dated = [days.lunch(WEEKS_HERE - 1 + int(weeks)) for weeks in headers[1:]]
    kept = [0, *(place for place, day in enumerate(dated, 1) if not on_holiday(day))]
    headers[1:] = [f"{day:%d/%m/%Y}" for day in dated]
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows([row[place] for place in kept] for row in [headers, *rows])
    return written.getvalue().encode("utf-8-sig")


class Lunches:
    """The circle of the weekly lunch, and who is there by themselves: `people` are those who said their own name."""

    def __init__(self, keeper: Person, days: Days, language: str) -> None:
        self.keeper, self.days, self.chance = keeper, days, Random(10)  # noqa: S311
        self.habits = {name: sum(map(bool, marks)) / len(marks) for name, *marks in table()[1:]}
        self.people = {KEEPER[0]: keeper}
        self.circle = self._open(language)

    def _open(self, language: str) -> Circle:
        now = moment(self.days.opened, "09:00")
        circle = circles.open_circle(
            name=_("The lunches of the plateau (fictional people)"),
            by=self.keeper,
            now=now,
            language=language,
            zone=ZONE,
            slug=SLUG,
        )
        circles.change_circle(
            circle=circle,
            by=self.keeper,
            now=now + timedelta(minutes=6),
            hue=Hue.SAGE,
            place="Chaville, Viroflay, Vélizy",
            purpose=_("The self-employed of Chaville, Viroflay and around. We lunch on Thursdays; come who wants."),
        )
        gatherings.set_rhythm(
            circle=circle,
            by=self.keeper,
            now=now + timedelta(minutes=9),
            rhythm=Rhythm.WEEKLY,
            anchor=self.days.lunch(WEEKS_HERE - 1),
            hour=LUNCH,
            place=_("Le Petit Marché, Viroflay"),
            minutes=120,
        )
        return circle

    def come_here(self) -> None:
        """What the spreadsheet holds is brought in; those whose address it gives are invited; most of them accept."""
        opened = self.days.opened
        circles.import_members(
            circle=self.circle, content=data("members.csv"), file_name="members.csv", now=moment(opened, "09:20")
        )
        gatherings.import_gatherings(
            circle=self.circle, content=spreadsheet(self.days), file_name="lunches.csv", now=moment(opened, "09:30")
        )
        waiting = sorted(queries.imported_with_address(self.circle), key=lambda row: -self.habits.get(row.name, 0))
        circles.invite_imported(
            circle=self.circle,
            by=self.keeper,
            person_ids=[row.person_id for row in waiting[:-NOT_INVITED]],
            word=_("Our Thursday table is here now: the next date will come by mail, and you answer in one tap."),
            now=moment(opened, "10:00"),
        )
        post(moment(opened, "10:00") + MAIL_TAKES)
        for place, row in enumerate(waiting[:ACCEPT]):
            invitation = Invitation.objects.get(circle=self.circle, person=row.person)
            now = moment(opened + timedelta(days=place // A_DAY), "10:30") + timedelta(minutes=47 * (place % A_DAY))
            self.people[row.name] = circles.accept(invitation=invitation, name=row.name, now=now).person

    def week(self, weeks_back: int) -> Gathering:
        """One lunch, from the date fixed at the table a week before to who was there."""
        is_first = weeks_back == WEEKS_HERE - 1
        before = moment(self.days.opened, "11:20") if is_first else moment(self.days.lunch(weeks_back + 1), "14:10")
        lunch = self.fix_lunch(weeks_back, before)
        for name, person in self.people.items():
            self._answer(lunch, name, person)
        for name in STAND if weeks_back == WEEKS_HERE - 2 else ():
            now = moment(lunch.day, "13:40")
            gatherings.stand(circle=self.circle, person=self.people[name], weekday=lunch.day.weekday(), now=now)
        gatherings.record_attendance(
            gathering=lunch,
            by=self.keeper,
            person_ids=self._there(lunch),
            names=self._rarely_seen(),
            now=self.days.ago(lunch.day, "17:40"),
        )
        return lunch

    def fix_lunch(self, weeks_back: int, now: datetime) -> Gathering:
        by = self.people[FIX[(WEEKS_HERE - 1 - weeks_back) % len(FIX)]]
        return fix(self.circle, by, self.days.lunch(weeks_back), LUNCH, now)

    def _answer(self, lunch: Gathering, name: str, person: Person) -> None:
        habit, drawn = self.habits.get(name, ALWAYS), self.chance.random()
        if drawn > habit + 0.4 and habit < OFTEN:
            return
        reply = Reply.YES if drawn < habit else Reply.MAYBE if drawn < habit + 0.06 else Reply.NO
        begun = fixed_at(lunch)
        now = begun + (lunch.answer_until - begun) * (0.02 + 0.95 * self.chance.random())
        if not lunch.answers.filter(person=person).exists() or reply == Reply.NO:
            answer(lunch, person, reply, now)

    def _there(self, lunch: Gathering) -> list[int]:
        certainty = {Reply.YES: 0.9, Reply.MAYBE: 0.3, Reply.NO: 0.0}
        rows = lunch.answers.order_by("answered_at", "pk")
        return [row.person_id for row in rows if self.chance.random() < certainty[Reply(row.reply)]]

    def _rarely_seen(self) -> list[str]:
        others = sorted(name for name in self.habits if name not in self.people)
        return self.chance.sample(others, self.chance.randint(0, 1))
