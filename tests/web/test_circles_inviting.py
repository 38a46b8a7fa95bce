"""Inviting by mail: what is looked at, what leaves, what is called back, what stays unseen."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.models import Batch, Circle, Invitation
from entregent.core.clock import now
from entregent.notices.models import Notice
from entregent.people.models import Link, Person
from tests.cast import DAY, MINUTE, a_circle, somebody
from tests.cast import invite as send
from tests.web.regions import form, region
from tests.web.visiting import as_person, once_of, told, undo, words

pytestmark = pytest.mark.django_db


def nadia(language: str = "en", address: str = "nadia@example.org") -> Person:
    return somebody("Nadia Benali", address, language=language)


def circle_of(founder: Person, *others: Person, **words: str) -> Circle:
    return a_circle(founder, *others, now=now(), **words)


def invited(circle: Circle, by: Person, *written: str, ago: timedelta = DAY, **words: str) -> Batch:
    batch: Batch = send(circle, by, *written, now=now() - ago, **words)
    return batch


def waiting(kind: str = "invitation") -> int:
    return Notice.objects.filter(kind=kind, sent_at=None, dropped_at=None).count()


class TestPreview:
    pasted = "Odile <odile@example.org>\npaul@example.org, ODILE@example.org; not an address"

    def test_it_says_whom_it_goes_to_and_writes_nothing(self) -> None:
        person = nadia()
        circle = circle_of(person)
        response = as_person(person).post(f"/c/{circle.slug}/invite/preview", {"pasted": self.pasted, "word": "Do!"})
        assert region(response, "preview").startswith(
            "It goes to two people Odile odile@example.org paul@example.org "
            "Not an address, so left out: not an address One address was there twice: it gets one mail."
        )
        assert (Invitation.objects.count(), waiting()) == (0, 0)
        content = response.content.decode()
        assert "not an address</textarea>" in content
        assert "Do!</textarea>" in content

    def test_nothing_in_it_is_an_address(self) -> None:
        person = nadia()
        circle = circle_of(person)
        response = as_person(person).post(f"/c/{circle.slug}/invite/preview", {"pasted": "Odile"})
        assert response.status_code == 422
        assert "There is no e-mail address in this." in region(response, "by-mail")

    def test_more_than_a_day_allows_cannot_be_sent(self, settings: Any) -> None:
        settings.INVITATIONS_PER_DAY = 1
        person = nadia()
        circle = circle_of(person)
        client = as_person(person)
        response = client.post(f"/c/{circle.slug}/invite/preview", {"pasted": self.pasted})
        assert "You may write to one more person today: leave some for tomorrow, below." in region(response, "preview")
        assert ">Send</button>" not in response.content.decode()
        response = client.post(f"/c/{circle.slug}/invite/send", {"pasted": self.pasted, "word": "Do!"})
        assert response.status_code == 422
        assert "Nothing was sent: you may write to one more person today." in region(response, "by-mail")
        assert "Do!</textarea>" in response.content.decode()
        assert waiting() == 0


class TestSending:
    def send(self, client: Client, circle: Circle, **typed: str) -> Any:
        page = client.get(f"/c/{circle.slug}/invite")
        once = form(page, f"/c/{circle.slug}/invite/preview")["once"]
        return client.post(f"/c/{circle.slug}/invite/send", {"once": once, **typed})

    def test_it_leaves_in_two_minutes_and_can_be_called_back_until_then(self) -> None:
        person = nadia()
        circle = circle_of(person)
        client = as_person(person)
        response = self.send(client, circle, pasted="Odile <odile@example.org>\npaul@example.org", word="Do come.")
        assert (response.status_code, response["Location"]) == (302, f"/c/{circle.slug}/invite")
        page = client.get(f"/c/{circle.slug}/invite")
        assert region(page, "leaving") == ("Two invitations are about to leave Call it back Leaves within two minutes.")
        batch = Batch.objects.get()
        assert f'datetime="{batch.leaves_at.isoformat()[:19]}' in page.content.decode()
        assert waiting() == 2
        client.post(f"/c/{circle.slug}/invite/{batch.key}/call-back")
        page = client.get(f"/c/{circle.slug}/invite")
        assert told(page).startswith("Called back: nothing has left.")
        content = page.content.decode()
        assert "Odile &lt;odile@example.org&gt;\npaul@example.org</textarea>" in content
        assert "Do come.</textarea>" in content
        assert "paul@example.org" not in client.get(f"/c/{circle.slug}/invite").content.decode()
        assert (waiting(), Invitation.objects.exclude(written="").count()) == (0, 0)

    def test_two_clicks_send_once(self) -> None:
        person = nadia()
        circle = circle_of(person)
        client = as_person(person)
        once = once_of(client.get(f"/c/{circle.slug}/invite"))
        for _click in range(2):
            client.post(f"/c/{circle.slug}/invite/send", {"pasted": "odile@example.org", "once": once})
        assert (Batch.objects.count(), waiting()) == (1, 1)

    def test_too_late_to_call_back(self) -> None:
        person = nadia()
        circle = circle_of(person)
        batch = invited(circle, person, "odile@example.org", ago=3 * MINUTE)
        client = as_person(person)
        client.post(f"/c/{circle.slug}/invite/{batch.key}/call-back")
        assert told(client.get(f"/c/{circle.slug}/invite")).startswith("The two minutes are over")
        assert waiting() == 1

    def test_nobody_calls_back_what_another_sent(self) -> None:
        person, theo = nadia(), somebody("Théo", "theo@example.org")
        circle = circle_of(person, theo)
        batch = invited(circle, person, "odile@example.org", ago=MINUTE)
        assert as_person(theo).post(f"/c/{circle.slug}/invite/{batch.key}/call-back").status_code == 404
        assert waiting() == 1

    def test_before_ones_own_address_is_proved_nothing_leaves_and_nothing_is_lost(self) -> None:
        person = somebody("Nadia", "nadia@example.org", proved=False)
        circle = circle_of(person)
        client = as_person(person)
        page = region(client.get(f"/c/{circle.slug}/invite"), "by-mail")
        assert page.startswith(
            "By mail Before the first mail leaves in your name, prove that your own address is yours"
        )
        response = self.send_unproved(client, circle)
        assert response.status_code == 422
        assert "Nothing was sent: prove your own address first" in region(response, "by-mail")
        assert "odile@example.org</textarea>" in response.content.decode()
        assert Invitation.objects.count() == 0

    def send_unproved(self, client: Client, circle: Circle) -> Any:
        return client.post(f"/c/{circle.slug}/invite/send", {"pasted": "odile@example.org", "word": "Do!"})

    def test_without_smtp_it_says_how_to_pass_each_on(self, settings: Any) -> None:
        settings.SMTP_URL = ""
        person = nadia()
        circle = circle_of(person)
        client = as_person(person)
        self.send(client, circle, pasted="odile@example.org")
        assert told(client.get(f"/c/{circle.slug}/invite")).startswith("Written. This instance sends no mail")


class TestWaiting:
    def test_mine_to_me_alone(self) -> None:
        person, theo = nadia(), somebody("Théo", "theo@example.org")
        circle = circle_of(person, theo)
        invited(circle, person, "odile@example.org", name="Odile")
        page = region(as_person(person).get(f"/c/{circle.slug}/invite"), "waiting")
        assert page.startswith("Not answered yet You alone see this.")
        assert "Odile odile@example.org Invited on " in page
        assert region(as_person(theo).get(f"/c/{circle.slug}/invite"), "waiting") == ""

    def test_an_address_that_is_a_members_reads_like_any_other(self) -> None:
        person, theo = nadia(), somebody("Théo", "theo@example.org")
        circle = circle_of(person, theo)
        invited(circle, person, "odile@example.org", "THEO@example.org")
        page = region(as_person(person).get(f"/c/{circle.slug}/invite"), "waiting")
        acts = "Remind, once : {0} A text to copy : {0} Take it back : {0}"
        assert [acts.format(one) in page for one in ("odile@example.org", "THEO@example.org")] == [True, True]

    def test_one_reminder(self) -> None:
        person = nadia()
        circle = circle_of(person)
        invitation = invited(circle, person, "odile@example.org").invitations.get()
        client = as_person(person)
        for _tap in range(2):
            client.post(f"/c/{circle.slug}/invite/{invitation.pk}/remind")
        assert waiting("invitation-reminder") == 1
        page = region(client.get(f"/c/{circle.slug}/invite"), "waiting")
        assert ", reminded on " in page
        assert "Remind, once" not in page

    def test_a_reminder_is_called_back_while_it_waits(self) -> None:
        person = nadia()
        circle = circle_of(person)
        invitation = invited(circle, person, "odile@example.org").invitations.get()
        client, page = as_person(person), f"/c/{circle.slug}/invite"
        client.post(f"{page}/{invitation.pk}/remind")
        undo(client, page)
        assert waiting("invitation-reminder") == 0
        assert told(client.get(page)) == "Called back: nothing has left."
        assert "Remind, once" in region(client.get(page), "waiting")
        client.post(f"{page}/{invitation.pk}/remind-back")
        assert told(client.get(page)) == "Called back: nothing has left."

    def test_a_reminder_that_has_left_is_not_called_back(self) -> None:
        person = nadia()
        circle = circle_of(person)
        invitation = invited(circle, person, "odile@example.org").invitations.get()
        client, page = as_person(person), f"/c/{circle.slug}/invite"
        client.post(f"{page}/{invitation.pk}/remind")
        assert "Call the reminder back" in region(client.get(page), "waiting")
        Invitation.objects.update(reminded_at=now() - timedelta(minutes=3))
        assert "Call the reminder back" not in region(client.get(page), "waiting")
        client.post(f"{page}/{invitation.pk}/remind-back")
        assert told(client.get(page)) == "The two minutes are over: the reminder has left."

    def test_taking_one_back_and_changing_ones_mind(self) -> None:
        person = nadia()
        circle = circle_of(person)
        invitation = invited(circle, person, "odile@example.org").invitations.get()
        client = as_person(person)
        client.post(f"/c/{circle.slug}/invite/{invitation.pk}/withdraw")
        assert queries.open_invitation(invitation.pk) is None
        page = f"/c/{circle.slug}/invite"
        undo(client, page)
        assert queries.open_invitation(invitation.pk) == invitation
        assert told(client.get(page)) == "The invitation stands again; its first link works."

    @pytest.mark.parametrize("act", ["remind", "withdraw", "restore", "text"])
    def test_nobody_acts_on_anothers(self, act: str) -> None:
        person, theo = nadia(), somebody("Théo", "theo@example.org")
        circle = circle_of(person, theo)
        invitation = invited(circle, person, "odile@example.org").invitations.get()
        assert as_person(theo).post(f"/c/{circle.slug}/invite/{invitation.pk}/{act}").status_code == 404
        invitation.refresh_from_db()
        assert (invitation.reminded_at, invitation.cancelled_at) == (None, None)

    def test_a_text_to_copy_with_the_personal_link(self) -> None:
        person = nadia()
        circle = circle_of(person, name="Lunches")
        invitation = invited(circle, person, "odile@example.org", name="Odile Roux").invitations.get()
        client, url = as_person(person), f"/c/{circle.slug}/invite/{invitation.pk}/text"
        assert client.get(url)["Location"] == f"/c/{circle.slug}/invite"
        assert Link.objects.count() == 0
        assert client.post(url)["Location"] == url
        page = words(client.get(url))
        assert "Hello Odile, we have a circle, “Lunches”, and I would like you to be in it." in page
        assert "Bonjour Odile, nous avons un cercle, « Lunches », et j’aimerais vous y voir." in page
        assert page.count("http://testserver/l/") == 2


class TestPeopleAFileBroughtIn:
    def brought(self, circle: Circle, moment: datetime) -> None:
        content = "Nom;Courriel\nOdile Roux;o.roux@example.org\nPaul Faure;paul@example.org\nSans Adresse;\n"
        circles.import_members(circle=circle, content=content.encode(), file_name="membres.csv", now=moment)

    def test_a_member_decides_to_write_to_them_and_never_sees_their_addresses(self) -> None:
        person = nadia()
        circle = circle_of(person)
        self.brought(circle, now())
        client, url = as_person(person), f"/c/{circle.slug}/invite/list"
        assert "2 people a file brought in have not been written to" in words(client.get(f"/c/{circle.slug}/invite"))
        page = client.get(url)
        assert "Whom to invite Paul Faure Odile Roux" in words(page)
        odile = circle.memberships.get(name="Odile Roux").person
        response = client.post(url, {"people": [odile.pk], "word": "", "once": once_of(page)})
        assert response["Location"] == f"/c/{circle.slug}/invite"
        assert (waiting(), Invitation.objects.get().person) == (1, odile)
        Batch.objects.update(leaves_at=now())
        said = client.get(f"/c/{circle.slug}/invite").content.decode()
        assert "Odile Roux" in said
        assert "o.roux@example.org" not in said
        assert "Whom to invite Paul Faure A word" in words(client.get(url))

    def test_nobody_ticked(self) -> None:
        person = nadia()
        circle = circle_of(person)
        self.brought(circle, now())
        response = as_person(person).post(f"/c/{circle.slug}/invite/list", {"word": "Do!"})
        assert response.status_code == 422
        assert "Do!</textarea>" in response.content.decode()

    def test_nobody_left_to_write_to(self) -> None:
        person = nadia()
        circle = circle_of(person)
        page = words(as_person(person).get(f"/c/{circle.slug}/invite/list"))
        assert page.endswith("Everybody a file brought in has been written to. Back to invitations")
