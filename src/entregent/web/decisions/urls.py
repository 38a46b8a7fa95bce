from django.urls import path

from entregent.web.decisions.views import charter, listing, proposing, showing, speaking

urlpatterns = [
    path("c/<slug:slug>/decisions", listing.decisions, name="decisions"),
    path("c/<slug:slug>/charter", charter.charter, name="charter"),
    path("c/<slug:slug>/charter/keep", charter.keep, name="charter-keep"),
    path("c/<slug:slug>/propose/<slug:kind>", proposing.propose, name="propose"),
    path("c/<slug:slug>/propose/<slug:kind>/<slug:key>", proposing.propose_about, name="propose-about"),
    path("d/<slug:proposal>", showing.show, name="decision"),
    path("d/<slug:proposal>/voice", speaking.voice, name="decision-voice"),
    path("d/<slug:proposal>/ask", speaking.ask, name="decision-ask"),
    path("d/<slug:proposal>/questions/<int:question_id>", speaking.answer, name="decision-answer"),
    path("d/<slug:proposal>/objections/<int:voice_id>", speaking.examine, name="decision-examine"),
    path("d/<slug:proposal>/side", speaking.side, name="decision-side"),
    path("d/<slug:proposal>/amend", proposing.amend, name="decision-amend"),
    path("d/<slug:proposal>/withdraw", proposing.withdraw, name="decision-withdraw"),
    path("d/<slug:proposal>/restore", proposing.restore, name="decision-restore"),
]
