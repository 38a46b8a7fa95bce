from django.urls import path

from entregent.web.signin import passkey, views, who

urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-in/code", views.code, name="sign-in-code"),
    path("sign-in/code/again", views.another_code, name="sign-in-code-again"),
    path("sign-in/who", who.who, name="sign-in-who"),
    path("sign-in/passkey", passkey.enter, name="sign-in-passkey"),
    path("sign-in/passkey/begin", passkey.begin, name="sign-in-passkey-begin"),
    path("s/<str:token>", views.by_link, name="sign-in-link"),
    path("sign-out", views.sign_out, name="sign-out"),
]
