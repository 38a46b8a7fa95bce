import gettext
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import messages
from extraction import NotASentence

CODE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext, npgettext_lazy
A = _("One"), gettext_lazy("Two " "halves"), ngettext("%(n)s hen", "%(n)s hens", 3), pgettext("month", "May")
B = npgettext_lazy("card", "%(n)s heart", "%(n)s hearts")
C = f"{_('inside')}"
"""
FRENCH = {
    "One": "Un",
    "Two halves": {"fr": "Vos deux moitiés !", "tu": "Tes deux moitiés !"},
    "%(n)s hen|%(n)s hens": ["une poule", "%(n)s poules"],
    "month\x04May": "mai",
    "card\x04%(n)s heart|%(n)s hearts": ["%(n)s cœur", "%(n)s cœurs"],
    "inside": "dedans",
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "code.py").write_text(CODE, encoding="utf-8")
    messages.add(tmp_path, FRENCH)
    return tmp_path


def faults(package: Path) -> str:
    return "\n".join(messages.faults(package))


def test_a_complete_catalogue_has_no_fault(package: Path) -> None:
    assert faults(package) == ""
    assert messages.check(package) == "Translations complete."


def test_what_was_added_is_what_a_reader_gets(package: Path) -> None:
    messages.compile_catalogues(package)
    vous = gettext.translation("django", package / "locale", ["fr"])
    tu = gettext.translation("django", package / "locale", ["fr_TU"])
    assert vous.gettext("Two halves") == "Vos deux moitiés\u202f!"
    assert tu.gettext("Two halves") == "Tes deux moitiés\u202f!"
    assert vous.pgettext("month", "May") == "mai"
    assert vous.ngettext("%(n)s hen", "%(n)s hens", 0) == "une poule"
    assert vous.npgettext("card", "%(n)s heart", "%(n)s hearts", 2) == "%(n)s cœurs"


def test_catalogues_are_sorted_stable_and_without_places(package: Path) -> None:
    path = messages.catalogue(package, "fr")
    before = path.read_text(encoding="utf-8")
    messages.add(package, dict(reversed(FRENCH.items())))
    assert path.read_text(encoding="utf-8") == before
    assert "#:" not in before and "Date" not in before


def test_missing_gives_what_add_takes(package: Path) -> None:
    messages.catalogue(package, "fr").unlink()
    asked = json.loads(messages.missing(package))
    assert set(asked) == set(FRENCH)
    assert asked["%(n)s hen|%(n)s hens"] == ["", ""]


def break_catalogue(old: str, new: str) -> Callable[[Path], None]:
    def change(package: Path) -> None:
        path = messages.catalogue(package, "fr")
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def break_code(line: str) -> Callable[[Path], None]:
    def change(package: Path) -> None:
        (package / "more.py").write_text(line, encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (break_code('_("New")'), "fr: missing (more.py): 'New'"),
        (break_code('_("It\'s")'), "en: straight quote"),
        (break_code('_("%(n)s hen")'), "en: both alone and with a plural"),
        (break_catalogue('msgstr "Un"', 'msgstr ""'), "fr: no French: 'One'"),
        (break_catalogue("\u202f!", " !"), "fr: French spacing"),
        (break_catalogue("\u202f!", "\u00a0!"), "fr: French spacing"),
        (break_catalogue("%(n)s poules", "%(m)s poules"), "fr: placeholders differ"),
        (break_catalogue("%(n)s poules", "des poules"), "fr: placeholders differ"),
        (break_catalogue('msgid "One"', '#, fuzzy\nmsgid "One"'), "fr: fuzzy: 'One'"),
        (break_catalogue('msgid "One"', '#~ msgid "Old"\n#~ msgstr "Vieux"\n\nmsgid "One"'), "fr: obsolete"),
        (break_catalogue('msgid "One"', 'msgid "Two"'), "fr: used nowhere: 'Two'"),
    ],
)
def test_check_names_each_fault(package: Path, change: Callable[[Path], None], said: str) -> None:
    change(package)
    assert said in faults(package)
    with pytest.raises(SystemExit):
        messages.check(package)


def test_prune_keeps_what_is_used(package: Path) -> None:
    messages.add(package, {"Gone": "Parti"})
    assert messages.prune(package) == "1 unused sentences removed."
    assert faults(package) == ""


def test_a_sentence_known_only_at_run_time_is_refused(package: Path) -> None:
    (package / "more.py").write_text('_(f"{x}")', encoding="utf-8")
    with pytest.raises(NotASentence, match=r"more\.py:1"):
        messages.check(package)


def test_the_wrong_number_of_forms_is_refused(package: Path) -> None:
    with pytest.raises(SystemExit, match="Nothing was added"):
        messages.add(package, {"a|b": ["un", "deux", "trois"]})
