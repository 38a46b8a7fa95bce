from django.urls import path

from entregent.web.day.views import apart, sheet, tables

urlpatterns = [
    path("g/<slug:key>/day", sheet.show, name="day"),
    path("g/<slug:key>/day/tap", sheet.tap, name="day-tap"),
    path("g/<slug:key>/day/name", sheet.by_name, name="day-name"),
    path("g/<slug:key>/day/paper", sheet.paper, name="day-paper"),
    path("g/<slug:key>/tables", tables.show, name="tables"),
    path("g/<slug:key>/tables/back", tables.back, name="tables-back"),
    path("g/<slug:key>/tables/swap", tables.swap, name="tables-swap"),
    path("g/<slug:key>/tables/late", tables.late, name="tables-late"),
    path("g/<slug:key>/tables/free", tables.free, name="tables-free"),
    path("g/<slug:key>/tables/wall", tables.wall, name="tables-wall"),
    path("c/<slug:slug>/apart", apart.show, name="apart"),
    path("c/<slug:slug>/apart/<int:wish_id>/forget", apart.forget, name="apart-forget"),
]
