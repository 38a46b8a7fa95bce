from django.urls import path

from entregent.web.landing import table, views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("open", views.open_circle, name="open-circle"),
    path("table", table.table, name="table"),
    path("language", views.language, name="language"),
    path("robots.txt", views.robots, name="robots"),
]
