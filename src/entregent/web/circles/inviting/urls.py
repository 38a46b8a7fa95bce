from django.urls import path

from entregent.web.circles.inviting import by_file, links, views

urlpatterns = [
    path("c/<slug:slug>/invite", views.invite, name="invite"),
    path("c/<slug:slug>/invite/preview", views.preview, name="invite-preview"),
    path("c/<slug:slug>/invite/send", views.send, name="invite-send"),
    path("c/<slug:slug>/invite/file", by_file.from_file, name="invite-file"),
    path("c/<slug:slug>/invite/by-name", by_file.known_by_name, name="invite-by-name"),
    path("c/<slug:slug>/invite/list", views.from_the_list, name="invite-list"),
    path("c/<slug:slug>/invite/<int:invitation_id>/text", links.text, name="invite-text"),
    path("c/<slug:slug>/invite/<int:invitation_id>/remind", views.remind, name="invite-remind"),
    path("c/<slug:slug>/invite/<int:invitation_id>/remind-back", views.call_reminder_back, name="invite-remind-back"),
    path("c/<slug:slug>/invite/<int:invitation_id>/withdraw", views.withdraw, name="invite-withdraw"),
    path("c/<slug:slug>/invite/<int:invitation_id>/restore", views.restore, name="invite-restore"),
    path("c/<slug:slug>/invite/<slug:batch_key>/call-back", views.call_back, name="invite-call-back"),
    path("c/<slug:slug>/links", links.make, name="circle-links"),
    path("c/<slug:slug>/links/<int:link_id>/revoke", links.revoke, name="circle-links-revoke"),
    path("c/<slug:slug>/poster/<int:link_id>", links.poster, name="poster"),
]
