from django.urls import path

from entregent.web.outbox import views

urlpatterns = [
    path("outbox", views.outbox, name="outbox"),
    path("outbox/<int:number>", views.mail, name="outbox-mail"),
    path("outbox/<int:number>/body", views.body, name="outbox-body"),
]
