from django.urls import include, path

PLACES = (
    "landing signin me today circles reports gatherings day venues notes calendars bringing polls decisions missions "
    "facilitation links outbox health resume"
)
urlpatterns = [path("", include(f"entregent.web.{place}.urls")) for place in PLACES.split()]

handler400 = "entregent.web.errors.bad_request"
handler403 = "entregent.web.errors.forbidden"
handler404 = "entregent.web.errors.not_found"
handler500 = "entregent.web.errors.broken"
