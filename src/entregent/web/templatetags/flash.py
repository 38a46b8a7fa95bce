from __future__ import annotations

from django import template
from django.contrib.messages.storage.base import Message

from entregent.web.flash import Undo, undo_of

register = template.Library()


@register.filter
def undo(message: Message) -> Undo | None:
    return undo_of(message)
