from django.urls import path

from entregent.web.me import addresses, blocks, mails, views

urlpatterns = [
    path("me", views.me, name="me"),
    path("me/mails", mails.mails, name="me-mails"),
    path("me/mails/accept", mails.accept, name="me-mails-accept"),
    path("me/mails/refuse", mails.refuse, name="me-mails-refuse"),
    path("me/standing/<slug:slug>/stop", mails.stop_standing, name="me-standing-stop"),
    path("me/standing/<slug:slug>/again", mails.stand_again, name="me-standing-again"),
    path("me/addresses", addresses.addresses, name="me-addresses"),
    path("me/addresses/code", addresses.code, name="me-addresses-code"),
    path("me/addresses/code/again", addresses.again, name="me-addresses-again"),
    path("me/addresses/restore", addresses.restore, name="me-addresses-restore"),
    path("me/addresses/<int:address_id>/remove", addresses.remove, name="me-addresses-remove"),
    path("me/blocks", blocks.blocks, name="me-blocks"),
    path("me/blocks/add", blocks.add, name="me-blocks-add"),
    path("me/blocks/remove", blocks.remove, name="me-blocks-remove"),
    path("me/export", views.export, name="me-export"),
    path("me/sessions/end", views.end_sessions, name="me-sessions-end"),
    path("me/erase", views.erase, name="me-erase"),
    path("me/erased", views.erased, name="me-erased"),
]
