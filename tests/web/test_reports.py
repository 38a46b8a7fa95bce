"""Something reported in private: to who runs the instance, and to nobody else; its writer learns that it was read."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from entregent.activity.models import Event
from entregent.circles.models import Circle
from entregent.core.clock import now
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.privacy import erase_all, export_all
from entregent.trust.enums import Reach
from entregent.trust.models import Report
from entregent.trust.operations import KEPT, forget_old
from tests.browser.post import empty_the_queue
from tests.cast import a_circle, a_date, a_report, somebody, write
from tests.tables import holding
from tests.web.visiting import as_person, told, undo, words

pytestmark = pytest.mark.django_db

TEXT = "canaryreport: he sold to us all evening."


@dataclass
class Three:
    nadia: Person
    boris: Person
    solange: Person
    circle: Circle

    def report(self, text: str = TEXT) -> None:
        page = f"/c/{self.circle.slug}/members/{self.boris.key}/report"
        assert as_person(self.nadia).post(page, {"text": text}).status_code == 302

    def waiting(self, kind: str) -> list[str]:
        rows = Notice.objects.filter(kind=kind, sent_at=None, dropped_at=None).select_related("person")
        return [row.person.name for row in rows if row.person]


@pytest.fixture
def three() -> Three:
    nadia, boris = somebody("Nadia", "nadia@example.org"), somebody("Boris", "boris@example.org")
    solange = somebody("Solange", "solange@example.org")
    people.make_operator(person=solange, now=now())
    return Three(nadia, boris, solange, a_circle(nadia, boris, name="Lunch", now=now()))


def test_a_person_is_reported_the_operator_reads_and_the_reporter_is_told(three: Three) -> None:
    three.report()
    assert three.waiting("report") == ["Solange"]
    operator = as_person(three.solange)
    page = words(operator.get("/reports"))
    assert "A person — Lunch" in page
    assert f"From Nadia, about Boris {TEXT}" in page
    assert "sent, not read yet" in words(as_person(three.nadia).get("/me/reports"))
    operator.post(f"/reports/{Report.objects.get().pk}/read")
    assert "read on" in words(as_person(three.nadia).get("/me/reports"))
    mails = [(mail.to, mail.subject) for mail in empty_the_queue() if "report" in mail.subject.lower()]
    assert mails == [("nadia@example.org", "Your report was read")]


def test_read_too_soon_is_taken_back_and_nobody_is_told(three: Three) -> None:
    three.report()
    operator = as_person(three.solange)
    operator.post(f"/reports/{Report.objects.get().pk}/read")
    undo(operator, "/reports")
    assert (Report.objects.get().seen_at, three.waiting("report-read")) == (None, [])
    operator.post(f"/reports/{Report.objects.get().pk}/read")
    assert three.waiting("report-read") == ["Nadia"]


def test_nothing_of_it_reaches_whom_it_is_about_or_the_circle(three: Three) -> None:
    before = Event.objects.count()
    three.report()
    assert Event.objects.count() == before
    boris = as_person(three.boris)
    own = f"/c/{three.circle.slug}/members/{three.boris.key}"
    for page in ("/today", "/me", "/me/reports", f"/c/{three.circle.slug}", f"/c/{three.circle.slug}/journal", own):
        assert "canaryreport" not in boris.get(page).content.decode(), page
    assert "canaryreport" not in json.dumps(export_all(three.boris), cls=DjangoJSONEncoder)
    assert "canaryreport" in json.dumps(export_all(three.nadia), cls=DjangoJSONEncoder)
    assert [
        mail.to for mail in empty_the_queue() if "canaryreport" in mail.text or mail.to == "boris@example.org"
    ] == []
    assert boris.get("/reports").status_code == 404


def test_words_go_along_as_their_reader_saw_them_and_those_one_cannot_read_do_not(three: Three) -> None:
    gathering = a_date(three.circle, three.nadia, now=now())
    open_words = write(gathering, three.boris, "Buy my insurance.", now=now())
    theo = somebody("Théo")
    a_circle(theo, name="Elsewhere")
    shut = write(gathering, three.boris, "For the table.", Reach.TABLE, now=now())
    nadia = as_person(three.nadia)
    report = f"/g/{gathering.key}/replies/{{}}/report"
    assert f'href="{report.format(open_words.key)}"' in nadia.get(f"/g/{gathering.key}").content.decode()
    assert "Buy my insurance." in words(nadia.get(report.format(open_words.key)))
    nadia.post(report.format(open_words.key), {"text": TEXT})
    made = Report.objects.get()
    assert (made.kind, made.quote, made.about) == ("reply", "Buy my insurance.", three.boris)
    assert nadia.get(report.format(shut.key)).status_code == 404
    assert as_person(theo).get(report.format(open_words.key)).status_code == 404


def test_a_gathering_is_reported(three: Three) -> None:
    gathering = a_date(three.circle, three.boris, place="A timeshare fair", now=now())
    as_person(three.nadia).post(f"/g/{gathering.key}/report", {"text": TEXT})
    made = Report.objects.get()
    assert (made.kind, made.about, "A timeshare fair" in made.quote) == ("gathering", three.boris, True)


def test_whoever_fixed_a_date_is_offered_no_report_of_it(three: Three) -> None:
    gathering = a_date(three.circle, three.boris, now=now())
    offered = ["in private" in words(as_person(one).get(f"/g/{gathering.key}")) for one in (three.nadia, three.boris)]
    assert offered == [True, False]


def test_nobody_reports_themselves(three: Three) -> None:
    page = f"/c/{three.circle.slug}/members/{three.nadia.key}/report"
    assert [as_person(three.nadia).get(page).status_code, as_person(three.nadia).post(page).status_code] == [404, 404]


def test_who_runs_the_instance_does_not_read_what_is_said_of_them(three: Three) -> None:
    people.make_operator(person=three.boris, now=now())
    three.report()
    assert three.waiting("report") == ["Solange"]
    assert "canaryreport" not in as_person(three.boris).get("/reports").content.decode()
    assert as_person(three.boris).post(f"/reports/{Report.objects.get().pk}/read").status_code == 404


def test_where_nobody_else_runs_it_the_page_says_so(three: Three) -> None:
    Person.objects.filter(pk=three.solange.pk).update(operator_since=None)
    people.make_operator(person=three.boris, now=now())
    page = f"/c/{three.circle.slug}/members/{three.boris.key}/report"
    response = as_person(three.nadia).post(page, {"text": TEXT})
    assert (response.status_code, "a report would reach nobody" in words(response)) == (422, True)
    assert not Report.objects.exists()


def test_ten_a_day_and_what_was_typed_is_kept(three: Three) -> None:
    for _time in range(10):
        three.report()
    page = f"/c/{three.circle.slug}/members/{three.boris.key}/report"
    response = as_person(three.nadia).post(page, {"text": "canaryeleventh"})
    assert (response.status_code, "canaryeleventh" in response.content.decode()) == (429, True)
    assert as_person(three.nadia).post(page, {"text": " "}).status_code == 422


def test_one_sending_is_one_report(three: Three) -> None:
    page, nadia = f"/c/{three.circle.slug}/members/{three.boris.key}/report", as_person(three.nadia)
    for _time in range(2):
        nadia.post(page, {"text": TEXT, "once": "one"})
    assert Report.objects.count() == 1
    assert told(nadia.get("/me/reports")).startswith("Sent, in private.")


def test_erased_with_its_writer_and_read_ones_are_forgotten_after_a_year(three: Three) -> None:
    three.report()
    erase_all(three.nadia, now())
    assert holding("canaryreport") == set()
    theo = somebody("Théo")
    made = a_report(theo, three.boris, three.circle, now=now())
    Report.objects.filter(pk=made.pk).update(seen_at=now())
    forget_old(now() + KEPT - KEPT / 2)
    assert Report.objects.count() == 1
    forget_old(now() + KEPT)
    assert Report.objects.count() == 0
