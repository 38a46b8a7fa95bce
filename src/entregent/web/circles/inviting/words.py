"""Words ready to send by hand, in the circle's own language and form of address."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from entregent.circles.models import Circle
from entregent.circles.queries import language_for
from entregent.people.enums import Language


def message(circle: Circle, url: str, name: str = "") -> str:
    """For any messenger: who we are, and the way in."""
    lines = [_("Hello %(name)s,") % {"name": name.split(" ")[0]} if name else _("Hello,")]
    lines.append(_("we have a circle, “%(circle)s”, and I would like you to be in it.") % {"circle": circle.name})
    if circle.purpose:
        lines.append(circle.purpose)
    lines.append(_("This link lets you in, with nothing to install: %(url)s") % {"url": url})
    return "\n".join(lines)


def messages(circle: Circle, url: str, name: str = "") -> list[tuple[str, str]]:
    """The message in the circle's language, then in the other ones: (language's own name, text)."""
    own = language_for(circle, None)
    others = [code for code in Language.values if code != own[:2]]
    return [(str(Language(code[:2]).label), _said_in(code, circle, url, name)) for code in (own, *others)]


def _said_in(code: str, circle: Circle, url: str, name: str) -> str:
    if code == Language.FRENCH:
        code = "fr-tu" if circle.address_form == "tu" else "fr"
    with translation.override(code):
        return message(circle, url, name)
