from django.urls import path

from entregent.web.reports import reading, views

urlpatterns = [
    path("c/<slug:slug>/members/<slug:key>/report", views.member, name="member-report"),
    path("g/<slug:key>/report", views.gathering, name="gathering-report"),
    path("g/<slug:key>/replies/<slug:reply>/report", views.reply, name="gathering-reply-report"),
    path("me/reports", reading.mine, name="me-reports"),
    path("reports", reading.waiting, name="reports"),
    path("reports/<int:report_id>/read", reading.read, name="report-read"),
    path("reports/<int:report_id>/unread", reading.unread, name="report-unread"),
]
