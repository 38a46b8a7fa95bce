from django.urls import path

from entregent.web.polls.views import answering, asking, settling

urlpatterns = [
    path("c/<slug:slug>/polls/new", asking.new, name="ask-poll"),
    path("p/<slug:poll>", answering.show, name="poll"),
    path("p/<slug:poll>/answer", answering.answer, name="poll-answer"),
    path("p/<slug:poll>/for", answering.for_somebody, name="poll-for"),
    path("p/<slug:poll>/change", asking.change, name="poll-change"),
    path("p/<slug:poll>/withdraw", asking.withdraw, name="poll-withdraw"),
    path("p/<slug:poll>/restore", asking.restore, name="poll-restore"),
    path("p/<slug:poll>/close", settling.close, name="poll-close"),
    path("p/<slug:poll>/fix", settling.fix, name="poll-fix"),
]
