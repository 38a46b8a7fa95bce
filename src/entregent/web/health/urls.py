from django.urls import path

from entregent.web.health import views

urlpatterns = [path("healthz", views.healthz, name="healthz")]
