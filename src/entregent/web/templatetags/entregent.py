"""Tags and filters of every page: the drawings, and time in words. Usage: docs/explanation/interface.md."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import segno
from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from entregent.core import words_of_time
from entregent.web.components import initials as signs
from entregent.web.components.table import RoundTable, draw

register = template.Library()


@register.inclusion_tag("components/round_table.html", takes_context=True)
def round_table(context: Context, table: RoundTable, twin: bool = True) -> dict[str, Any]:
    """`twin=False` where the page itself lists who comes."""
    return {"table": table, "d": draw(table), "id": _next_id(context), "twin": twin}


@register.simple_tag
def initials(name: str) -> str:
    return signs.initials(name)


@register.simple_tag
def qr(text: str, title: str) -> SafeString:
    """An inline QR code; white stays white in the dark scheme, or phones do not read it."""
    drawing = segno.make(text, error="m", micro=False).svg_inline(
        border=2, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return format_html('<figure class="qr" role="img" aria-label="{}">{}</figure>', title, mark_safe(drawing))  # noqa: S308


@register.simple_tag(takes_context=True)
def current(context: Context, name: str) -> SafeString:
    """The place of the navigation one is in: the page itself, or a page inside it."""
    request: HttpRequest | None = context.get("request")
    address = reverse(name)
    if request is None or not (request.path + "/").startswith(address.rstrip("/") + "/"):
        return SafeString("")
    return format_html(' aria-current="{}"', "page" if request.path == address else "true")


@register.filter
def long_day(day: date, today: date | None = None) -> str:
    return words_of_time.long_day(day, _lang(), today)


@register.filter
def clock(hour: time | datetime) -> str:
    return words_of_time.clock(hour.time() if isinstance(hour, datetime) else hour, _lang())


@register.simple_tag
def day_and_hour(day: date, hour: time, today: date | None = None) -> str:
    return words_of_time.day_and_hour(day, hour, _lang(), today)


@register.simple_tag
def day_and_hour_title(day: date, hour: time, today: date | None = None) -> SafeString:
    """The same for a heading: a line too narrow for both breaks between the day and the hour, nowhere else."""
    said, at = words_of_time.day_and_hour(day, hour, _lang(), today).rsplit(" ", 1)
    return format_html('<span class="together">{}</span> <span class="together">{}</span>', said, at)


@register.filter
def relative_day(day: date, today: date) -> str:
    return words_of_time.relative_day(day, today, _lang())


@register.filter
def zone_name(zone: str) -> str:
    return words_of_time.zone_name(zone, _lang())


@register.filter
def small_number(number: int, gender: str = "") -> str:
    return words_of_time.small_number(number, _lang(), gender == "feminine")


@register.filter
def short_weekday(day: date) -> str:
    return words_of_time.short_weekday(day, _lang())


@register.filter
def short_month(day: date) -> str:
    return words_of_time.short_month(day, _lang())


@register.filter
def weekday(day: date) -> str:
    return words_of_time.weekday(day, _lang())


@register.filter
def phone(written: str) -> str:
    """A telephone number as a link dials it."""
    return "".join(sign for sign in written if sign.isdigit() or sign == "+")


@register.filter
def capital(words: str) -> str:
    return words_of_time.capital(words)


@register.filter
def is_group(field: BoundField) -> bool:
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.filter
def is_tick(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


def _lang() -> str:
    return get_language() or "fr"


def _next_id(context: Context) -> str:
    """Unique on the page: two tables of one page may not share the ids their titles are known by."""
    drawn: Any = context.get("request") or context.render_context
    drawn.tables_drawn = getattr(drawn, "tables_drawn", 0) + 1
    return f"table-{drawn.tables_drawn}"
