from django.urls import path

from entregent.web.links import again, answer, lost, mails, never, not_me, rest, views

urlpatterns = [
    path("lost", lost.lost, name="lost"),
    path("l/<slug:token>", views.link, name="link"),
    path("l/<slug:token>/next", views.answer_next, name="link-next"),
    path("l/<slug:token>/here", answer.here, name="link-here"),
    path("l/<slug:token>/more", answer.more, name="link-more"),
    path("l/<slug:token>/cannot", answer.give_up, name="link-cannot"),
    path("l/<slug:token>/standing", answer.standing, name="link-standing"),
    path("l/<slug:token>/not-me", not_me.not_me, name="link-not-me"),
    path("l/<slug:token>/calendar.ics", answer.calendar, name="link-calendar"),
    path("l/<slug:token>/calendar", answer.calendar_by_mail, name="link-calendar-mail"),
    path("l/<slug:token>/mails", mails.mails, name="link-mails"),
    path("l/<slug:token>/never", never.never, name="link-never"),
    path("l/<slug:token>/break", rest.rest, name="link-break"),
    path("l/<slug:token>/again", again.again, name="link-again"),
]
