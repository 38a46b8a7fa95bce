from django.urls import path

from entregent.web.venues import views

urlpatterns = [
    path("c/<slug:slug>/places", views.show_all, name="venues"),
    path("c/<slug:slug>/places/new", views.add, name="venue-add"),
    path("v/<slug:place>", views.show, name="venue"),
    path("v/<slug:place>/edit", views.edit, name="venue-edit"),
    path("v/<slug:place>/put-away", views.put_away, name="venue-put-away"),
    path("v/<slug:place>/take-out", views.take_out, name="venue-take-out"),
    path("v/<slug:place>/word", views.word, name="venue-word"),
]
