"""Every sentence the code and the templates ask a translation for, exactly as Django will look it up."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

CONTEXT_FIRST = {"pgettext", "npgettext"}
PLURAL = {"ngettext", "npgettext"}
PLAIN = {"gettext", "_"}
NAMES = CONTEXT_FIRST | PLURAL | PLAIN
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"\b(n?p?gettext|_)\(({LITERAL}(?:,\s*{LITERAL})*)", re.DOTALL)


@dataclass(frozen=True, order=True)
class Message:
    singular: str
    plural: str = ""
    context: str = ""


class NotASentence(ValueError):
    """A translation is asked for something that is only known at run time: no catalogue can hold it."""


def message(name: str, words: list[str]) -> Message:
    context = words.pop(0) if name in CONTEXT_FIRST else ""
    return Message(words[0], words[1] if name in PLURAL else "", context)


def called(node: ast.Call) -> str:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    return str(name).removesuffix("_lazy").removesuffix("_noop")


def in_python(source: str, origin: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source, origin)):
        if not isinstance(node, ast.Call) or (name := called(node)) not in NAMES:
            continue
        wanted = 1 + (name in CONTEXT_FIRST) + (name in PLURAL)
        words = [a.value for a in node.args[:wanted] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if len(words) < wanted:
            raise NotASentence(f"{origin}:{node.lineno}: {name}() wants the sentence itself, written out.")
        yield message(name, words)


def in_template(source: str, origin: str) -> Iterator[Message]:
    for found in TEMPLATE_CALL.finditer(templatize(source, origin=origin)):
        yield message(found[1], [ast.literal_eval(word) for word in re.findall(LITERAL, found[2], re.DOTALL)])


def templates(package: Path) -> list[Path]:
    return sorted(path for path in package.rglob("templates/**/*") if path.is_file())


def everything(package: Path) -> dict[Message, str]:
    """Each sentence of a package, with one file it stands in."""
    found: dict[Message, str] = {}
    for path in [*sorted(package.rglob("*.py")), *templates(package)]:
        origin = str(path.relative_to(package))
        read = in_python if path.suffix == ".py" else in_template
        for sentence in read(path.read_text(encoding="utf-8"), origin):
            found.setdefault(sentence, origin)
    return found
