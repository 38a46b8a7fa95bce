from django.urls import path

from entregent.web.facilitation.views import choosing, helping, serving, writing

urlpatterns = [
    path("c/<slug:slug>/facilitation", serving.show, name="facilitation"),
    path("c/<slug:slug>/facilitation/begin", choosing.begin, name="facilitation-begin"),
    path("c/<slug:slug>/facilitation/stop", choosing.stop, name="facilitation-stop"),
    path("c/<slug:slug>/facilitation/ask", choosing.ask, name="facilitation-ask"),
    path("c/<slug:slug>/facilitation/answer", choosing.answer, name="facilitation-answer"),
    path("c/<slug:slug>/facilitation/name", choosing.name, name="facilitation-name"),
    path("c/<slug:slug>/facilitation/hat", choosing.hat, name="facilitation-hat"),
    path("c/<slug:slug>/facilitation/draw", choosing.draw, name="facilitation-draw"),
    path("c/<slug:slug>/facilitation/lot/<slug:choice>", choosing.proof, name="facilitation-proof"),
    path("c/<slug:slug>/facilitation/not-me", serving.not_me, name="facilitation-not-me"),
    path("c/<slug:slug>/facilitation/away", serving.away, name="facilitation-away"),
    path("c/<slug:slug>/facilitation/step-down", serving.step_down, name="facilitation-step-down"),
    path("c/<slug:slug>/facilitation/without", serving.without, name="facilitation-without"),
    path("c/<slug:slug>/facilitation/subjects", helping.propose, name="facilitation-subjects"),
    path("c/<slug:slug>/facilitation/subjects/<int:subject_id>", helping.subject, name="facilitation-subject"),
    path("c/<slug:slug>/facilitation/promises", helping.promise, name="facilitation-promises"),
    path("c/<slug:slug>/facilitation/promises/<int:promise_id>", helping.kept, name="facilitation-promise"),
    path("c/<slug:slug>/facilitation/write/<slug:message>", writing.write, name="facilitation-write"),
    path("c/<slug:slug>/facilitation/written/<int:written_id>/back", writing.call_back, name="facilitation-back"),
]
