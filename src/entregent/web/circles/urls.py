from django.urls import include, path

from entregent.web.circles import joining, journal, members, views

urlpatterns = [
    path("circles", views.circles, name="circles"),
    path("circles/new", views.new_circle, name="new-circle"),
    path("c/<slug:slug>", views.show, name="circle"),
    path("c/<slug:slug>/settings", views.settings, name="circle-settings"),
    path("c/<slug:slug>/mails", views.mails, name="circle-mails"),
    path("c/<slug:slug>/leave", views.leave, name="circle-leave"),
    path("c/<slug:slug>/delete", views.delete, name="circle-delete"),
    path("c/<slug:slug>/restore", views.restore, name="circle-restore"),
    path("c/<slug:slug>/members", members.members, name="members"),
    path("c/<slug:slug>/journal", journal.journal, name="journal"),
    path("c/<slug:slug>/journal/<int:event_id>/undo", journal.undo, name="journal-undo"),
    path("j/<str:token>", joining.join, name="join"),
    path("", include("entregent.web.circles.inviting.urls")),
]
