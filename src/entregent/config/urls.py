from django.urls import include, path

urlpatterns = [
    path("", include(f"entregent.web.{place}.urls"))
    for place in ("landing", "signin", "me", "today", "circles", "gatherings", "links", "outbox", "health", "resume")
]

handler400 = "entregent.web.errors.bad_request"
handler403 = "entregent.web.errors.forbidden"
handler404 = "entregent.web.errors.not_found"
handler500 = "entregent.web.errors.broken"
