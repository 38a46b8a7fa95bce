from django.urls import path

from entregent.web.notes import views

urlpatterns = [
    path("c/<slug:slug>/notes", views.show_all, name="notes"),
    path("g/<slug:key>/notes/new", views.write, name="note-write"),
    path("n/<slug:note>", views.show, name="note"),
    path("n/<slug:note>/edit", views.edit, name="note-edit"),
    path("n/<slug:note>/put-back", views.put_back, name="note-put-back"),
    path("n/<slug:note>/withdraw", views.withdraw, name="note-withdraw"),
    path("n/<slug:note>/restore", views.restore, name="note-restore"),
    path("n/<slug:note>/replies", views.reply, name="note-replies"),
    path("n/<slug:note>/replies/<slug:reply>/withdraw", views.reply_withdraw, name="note-reply-withdraw"),
    path("n/<slug:note>/replies/<slug:reply>/restore", views.reply_restore, name="note-reply-restore"),
]
