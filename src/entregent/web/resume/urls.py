from django.urls import path

from entregent.web.resume import views

urlpatterns = [path("resume", views.resume, name="resume")]
