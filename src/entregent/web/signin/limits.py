"""What the door says when it stays shut."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def too_many() -> str:
    return _("Many codes were asked for within the hour. Wait a little, then ask again; the last one may still work.")


def wrong_code(tries_left: int) -> str:
    said = ngettext("This is not the code. One try left.", "This is not the code. %(count)s tries left.", tries_left)
    return said % {"count": tries_left}
