"""The catalogue must hold the very sentences Django asks for when a template is rendered."""

from pathlib import Path

import pytest
from django.template import Context, Engine
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import translation

from extraction import Message, everything, in_python, in_template, templates

PACKAGE = Path(__file__).parents[2] / "src" / "entregent"
TEMPLATE = """{% load i18n %}{# a comment #}
{% translate "One" %} {% translate 'Two'|upper %} {% translate "May" context "month" %} {% translate "100 %" as full %}
{{ nothing|default:_("a default") }} {{ _("alone") }} {% if _("compared") == "x" %}{% endif %}
{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}
{% blocktranslate trimmed with who=name|upper %}
    Over
    two lines, 50 %, {{ who }}
{% endblocktranslate %}
{% blocktranslate count n=count trimmed %}
    {{ n }} hen
{% plural %}
    {{ n }} hens
{% endblocktranslate %}
{% blocktranslate context "card" trimmed %}Heart{% endblocktranslate %}
{% blocktranslate context "card" count n=count %}{{ n }} heart{% plural %}{{ n }} hearts{% endblocktranslate %}
<p title="gettext('not one')">it’s “not” _('one')</p>
"""


class Asked:
    """Stands where Django's translator stands and notes what is asked of it."""

    def __init__(self) -> None:
        self.messages: set[Message] = set()

    def gettext(self, message: str) -> str:
        self.messages.add(Message(message))
        return message

    def pgettext(self, context: str, message: str) -> str:
        self.messages.add(Message(message, context=context))
        return message

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        self.messages.add(Message(singular, plural))
        return plural

    def npgettext(self, context: str, singular: str, plural: str, number: int) -> str:
        self.messages.add(Message(singular, plural, context))
        return plural


def test_a_template_asks_for_what_was_extracted(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked()
    with translation.override("en"):
        for name in ("gettext", "pgettext", "ngettext", "npgettext"):
            monkeypatch.setattr(f"django.utils.translation._trans.{name}", getattr(asked, name))
        engine = Engine(libraries={"i18n": "django.templatetags.i18n"})
        engine.from_string(TEMPLATE).render(Context({"name": "Ada", "count": 2}))
    extracted = set(in_template(TEMPLATE, "t.html"))
    assert extracted == asked.messages
    assert Message("Over two lines, 50 %%, %(who)s") in extracted
    assert len(extracted) == 12


def asked_by(node: TranslateNode | BlockTranslateNode) -> str:
    if isinstance(node, BlockTranslateNode):
        return str(node.render_token_list(node.singular)[0])
    return str(node.filter_expression.var.literal).replace("%", "%%")


def missed(path: Path) -> set[str]:
    """What Django would ask for and the catalogue does not hold."""
    name = str(path).rpartition("/templates/")[2]
    parsed = get_template(name).template.nodelist  # type: ignore[attr-defined]
    nodes = parsed.get_nodes_by_type(TranslateNode) + parsed.get_nodes_by_type(BlockTranslateNode)
    extracted = {message.singular for message in in_template(path.read_text(encoding="utf-8"), name)}
    return {asked_by(node) for node in nodes} - extracted


def test_every_template_of_ours_is_extracted_whole() -> None:
    found = {str(path.relative_to(PACKAGE)): missed(path) for path in templates(PACKAGE)}
    assert {name: sentences for name, sentences in found.items() if sentences} == {}


def test_python_is_read_by_its_meaning() -> None:
    source = """_("a" "b"); t.gettext_lazy("c"); pgettext_lazy("x", "d")
gettext_noop("e"); other("f"); ngettext("g", "h", n)"""
    assert set(in_python(source, "m.py")) == {
        Message("ab"),
        Message("c"),
        Message("d", context="x"),
        Message("e"),
        Message("g", "h"),
    }


def test_the_whole_package_can_be_read() -> None:
    assert everything(PACKAGE)
