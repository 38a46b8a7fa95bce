from django.urls import path

from entregent.web.today import views

urlpatterns = [
    path("today", views.today, name="today"),
    path("today/name", views.name, name="today-name"),
    path("today/welcomed/<int:membership_id>", views.welcomed, name="welcomed"),
    path("today/welcomed/<int:membership_id>/undo", views.not_welcomed, name="welcomed-undo"),
]
