from django.urls import include, path

PLACES = (  # those asked for most come first: addresses are held against each in turn
    "polls today links gatherings circles landing signin me day venues notes decisions missions facilitation calendars "
    "bringing reports outbox health resume"
)
urlpatterns = [path("", include(f"entregent.web.{place}.urls")) for place in PLACES.split()]

handler400 = "entregent.web.errors.bad_request"
handler403 = "entregent.web.errors.forbidden"
handler404 = "entregent.web.errors.not_found"
handler500 = "entregent.web.errors.broken"
