from django.urls import path

from entregent.web.gatherings.views import answering, changing, fixing, gathering, replies, rhythm, table

urlpatterns = [
    path("c/<slug:slug>/dates/new", fixing.fix_date, name="fix-date"),
    path("c/<slug:slug>/rhythm", rhythm.rhythm, name="rhythm"),
    path("c/<slug:slug>/pause", rhythm.pause, name="circle-pause"),
    path("c/<slug:slug>/resume", rhythm.resume, name="circle-resume"),
    path("c/<slug:slug>/days-off", rhythm.add_day_off, name="day-off-add"),
    path("c/<slug:slug>/days-off/<int:day_id>/remove", rhythm.remove_day_off, name="day-off-remove"),
    path("c/<slug:slug>/past", gathering.past, name="past"),
    path("g/<slug:key>", gathering.show, name="gathering"),
    path("g/<slug:key>/calendar.ics", gathering.calendar, name="gathering-calendar"),
    path("g/<slug:key>/answer", answering.answer, name="gathering-answer"),
    path("g/<slug:key>/more", answering.more, name="gathering-more"),
    path("g/<slug:key>/book", answering.book, name="gathering-book"),
    path("g/<slug:key>/standing", answering.standing, name="gathering-standing"),
    path("g/<slug:key>/call-back", changing.call_back, name="gathering-call-back"),
    path("g/<slug:key>/move", changing.move, name="gathering-move"),
    path("g/<slug:key>/cancel", changing.cancel, name="gathering-cancel"),
    path("g/<slug:key>/restore", changing.restore, name="gathering-restore"),
    path("g/<slug:key>/here", table.here, name="gathering-here"),
    path("g/<slug:key>/there", table.there, name="gathering-there"),
    path("g/<slug:key>/table", table.code, name="gathering-table"),
    path("g/<slug:key>/replies", replies.write, name="gathering-replies"),
    path("g/<slug:key>/replies/<slug:reply>/withdraw", replies.withdraw, name="gathering-reply-withdraw"),
    path("g/<slug:key>/replies/<slug:reply>/restore", replies.restore, name="gathering-reply-restore"),
]
