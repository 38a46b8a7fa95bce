from django.urls import path

from entregent.web.calendars import feed, mine

urlpatterns = [
    path("me/calendar", mine.calendar, name="me-calendar"),
    path("me/calendar/stop", mine.stop, name="me-calendar-stop"),
    path("me/calendar/again", mine.again, name="me-calendar-again"),
    path("o/<slug:slug>/calendar.ics", feed.public, name="public-circle-feed"),
    path("feed/<slug:token>.ics", feed.feed, name="feed"),
]
