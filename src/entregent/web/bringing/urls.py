from django.urls import path

from entregent.web.bringing import views

urlpatterns = [
    path("c/<slug:slug>/bring", views.bring, name="bring"),
    path("c/<slug:slug>/bring/undo", views.undo, name="bring-undo"),
    path("c/<slug:slug>/bring/<slug:file_key>", views.file, name="bring-file"),
    path("c/<slug:slug>/bring/<slug:file_key>/go", views.go, name="bring-go"),
    path("c/<slug:slug>/bring/<slug:file_key>/drop", views.drop, name="bring-drop"),
]
