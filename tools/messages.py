"""The French catalogues: `add` sentences from JSON, list the `missing`, `prune`, `check`, `compile`.

    python tools/messages.py add < sentences.json
    python tools/messages.py missing > sentences.json

JSON for `add`: an object whose keys are English sentences (`singular|plural` where there are two, preceded by
`context\\u0004` where there is one) and whose values are the French: a string, a list [one, several], or
{"fr": …, "tu": …} where French says something else to somebody it calls tu.
"""

from __future__ import annotations

import argparse
import fcntl
import io
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from extraction import Message, NotASentence, everything
from french_spacing import UNTOUCHED, normalise

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "entregent"
LANGUAGES = ("fr", "fr_TU")
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
STRAIGHT = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])|\"")

Forms = tuple[str, ...]
Table = dict[Message, Forms]


def catalogue(package: Path, language: str) -> Path:
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    beside.write_bytes(content)
    beside.replace(path)


@contextmanager
def alone(package: Path) -> Iterator[None]:
    """One writer at a time: two would each lose what the other added."""
    folder = package / "locale"
    folder.mkdir(exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def identity(entry: Entry) -> Message:
    singular, plural = entry.id if isinstance(entry.id, tuple) else (entry.id, "")
    return Message(str(singular), plural, entry.context or "")


def read_catalogue(path: Path) -> Catalog:
    return read_po(io.BytesIO(path.read_bytes()) if path.exists() else io.BytesIO(), charset="utf-8")


def load(path: Path) -> Table:
    return {
        identity(entry): tuple(map(str, entry.string if isinstance(entry.string, tuple) else [entry.string]))
        for entry in read_catalogue(path)
        if entry.id
    }


def save(path: Path, language: str, table: Table) -> None:
    catalog = Catalog(charset="utf-8", locale="fr")
    for message, forms in table.items():
        ident = (message.singular, message.plural) if message.plural else message.singular
        catalog.add(ident, forms if message.plural else forms[0], context=message.context or None)
    body = io.BytesIO()
    write_po(body, catalog, width=0, no_location=True, omit_header=True, sort_output=True)
    replace(path, HEADER.format(language=language).encode() + body.getvalue())


def parse(key: str, value: Any) -> tuple[Message, dict[str, Forms]]:
    said = value if isinstance(value, dict) else {"fr": value}
    by_language: dict[str, Any] = {"fr": said.get("fr"), "fr_TU": said.get("tu")}
    context, _, sentence = key.rpartition("\x04")
    has_two = any(isinstance(forms, list) for forms in by_language.values())
    singular, _, plural = sentence.partition("|") if has_two else (sentence, "", "")
    given: dict[str, Forms] = {
        language: tuple(normalise(form) for form in (forms if isinstance(forms, list) else [forms]))
        for language, forms in by_language.items()
        if forms
    }
    for forms in given.values():
        if len(forms) != (2 if plural else 1):
            raise SystemExit(f"{key!r}: {len(forms)} French for {2 if plural else 1} English. Nothing was added.")
    return Message(singular, plural, context), given


def add(package: Path, sentences: dict[str, Any]) -> str:
    parsed = [parse(key, value) for key, value in sentences.items()]
    with alone(package):
        for language in LANGUAGES:
            table = load(catalogue(package, language))
            table |= {message: given[language] for message, given in parsed if language in given}
            save(catalogue(package, language), language, table)
    return f"{len(parsed)} sentences added."


def missing(package: Path) -> str:
    french = load(catalogue(package, "fr"))
    wanted = {
        (f"{m.context}\x04" if m.context else "") + m.singular + (f"|{m.plural}" if m.plural else ""): (
            ["", ""] if m.plural else ""
        )
        for m in sorted(everything(package))
        if not all(french.get(m, ("",)))
    }
    return json.dumps(wanted, ensure_ascii=False, indent=2)


def prune(package: Path) -> str:
    used = everything(package)
    gone = 0
    with alone(package):
        for language in LANGUAGES:
            table = load(catalogue(package, language))
            kept = {message: forms for message, forms in table.items() if message in used}
            gone += len(table) - len(kept)
            save(catalogue(package, language), language, kept)
    return f"{gone} unused sentences removed."


def compile_catalogues(package: Path) -> str:
    for language in LANGUAGES:
        path = catalogue(package, language)
        compiled = io.BytesIO()
        write_mo(compiled, read_catalogue(path))
        replace(path.with_suffix(".mo"), compiled.getvalue())
    return f"Translations compiled: {', '.join(LANGUAGES)}."


def placeholders(message: Message, forms: Forms) -> bool:
    """A form may leave the number out when it stands for one thing; it may invent nothing."""
    known = set(PLACEHOLDER.findall(message.singular + message.plural))
    said = [set(PLACEHOLDER.findall(form)) for form in forms]
    return all(names <= known for names in said) and said[-1] == known


def faults_of(message: Message, forms: Forms) -> Iterator[str]:
    if not all(forms):
        yield "no French"
        return
    if any(normalise(form) != form for form in forms):
        yield "French spacing"
    if not placeholders(message, forms):
        yield "placeholders differ"


def faults_in_english(used: dict[Message, str]) -> Iterator[str]:
    for sentence, origin in used.items():
        if sentence.plural and Message(sentence.singular, context=sentence.context) in used:
            yield f"en: both alone and with a plural ({origin}): {sentence.singular!r}"
        if STRAIGHT.search(UNTOUCHED.sub("", sentence.singular + sentence.plural)):
            yield f"en: straight quote ({origin}): {sentence.singular!r}"


def faults_in_catalogue(path: Path, language: str, used: dict[Message, str]) -> Iterator[str]:
    catalog = read_catalogue(path)
    for entry in catalog:
        if entry.id and entry.fuzzy:
            yield f"{language}: fuzzy: {entry.id!r}"
    for old in catalog.obsolete.values():
        yield f"{language}: obsolete: {old.id!r}"
    for message, forms in load(path).items():
        if message not in used:
            yield f"{language}: used nowhere: {message.singular!r}"
        for fault in faults_of(message, forms):
            yield f"{language}: {fault}: {message.singular!r}"


def faults(package: Path) -> Iterator[str]:
    used = everything(package)
    yield from faults_in_english(used)
    for sentence in sorted(used.keys() - load(catalogue(package, "fr")).keys()):
        yield f"fr: missing ({used[sentence]}): {sentence.singular!r}"
    for language in LANGUAGES:
        yield from faults_in_catalogue(catalogue(package, language), language, used)


def check(package: Path) -> str:
    found = list(faults(package))
    if found:
        kinds: dict[str, int] = defaultdict(int)
        for fault in found:
            kinds[":".join(fault.split(":")[:2]).partition(" (")[0]] += 1
        summary = ", ".join(f"{count} × {kind}" for kind, count in kinds.items())
        raise SystemExit("\n".join([*found, f"Translations: {summary}."]))
    return "Translations complete."


def add_from_input(package: Path) -> str:
    return add(package, json.load(sys.stdin))


COMMANDS = {"add": add_from_input, "missing": missing, "prune": prune, "check": check, "compile": compile_catalogues}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("--package", type=Path, default=PACKAGE)
    given = parser.parse_args()
    try:
        said = COMMANDS[given.command](given.package)
    except (NotASentence, SyntaxError) as error:
        raise SystemExit(str(error)) from error
    print(said)


if __name__ == "__main__":
    main()
