from django.urls import path

from entregent.web.signin import views

urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-in/code", views.code, name="sign-in-code"),
    path("sign-in/code/again", views.another_code, name="sign-in-code-again"),
    path("s/<str:token>", views.by_link, name="sign-in-link"),
    path("sign-out", views.sign_out, name="sign-out"),
]
