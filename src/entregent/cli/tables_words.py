"""What `entregent tables` says, in French and in English. Reasons come from `entregent.words`."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "round": "Round {number}",
        "table": "Table {number}: {people}",
        "progress": "{seconds:.0f} s: {repeats} repeats so far",
        "summary": "{people}, {rounds}: {repeats}",
        "least": " (no plan has fewer)",
        "bound": " (no plan has fewer than {least})",
        "stopped": "Stopped: this is the best plan so far.",
        "no-time": "--seconds must be more than 0. Nothing was planned.",
        "absent-too-late": (
            "{name} is absent in round {number}, and there are {rounds}. Correct the line, or add rounds."
        ),
        "no-seed": "--seed is {given}: it cannot be less than 0. Nothing was planned.",
        "below-none": "--people is {given}: it cannot be less than 0.",
        "too-large": "{path} is larger than {most} MB. Give a list of people.",
        "no-file": "{path} cannot be read ({why}). Give a number of people or a CSV file.",
        "not-utf8": "{path} is not UTF-8 text. Save it as CSV in UTF-8.",
        "not-csv": "{path} is not CSV. Save it again as CSV in UTF-8.",
        "not-rounds": "Line {line}: “{cell}” are not rounds. Write their numbers, from 1: 2;5.",
        "unknown-name": "Line {line}: nobody is called “{name}” in this file. Write a name as it is there.",
        "oneself": "Line {line}: {name} cannot be kept apart from themselves. Remove that name.",
        "no-name-column": "{path} has no column “name”. Its first line names the columns: name, trade, absent, apart.",
        "same-title": "{path} has two columns called “{title}”. Rename one of them.",
        "no-name": "Line {line} has no name. Write one, or remove the line.",
        "twice": "Line {line}: {name} is there twice. Give each person a name of their own.",
    },
    "fr": {
        "round": "Tour {number}",
        "table": "Table {number}\u00a0: {people}",
        "progress": "{seconds:.0f} s\u00a0: {repeats} répétitions",
        "summary": "{people}, {rounds}\u00a0: {repeats}",
        "least": " (aucun plan n’en a moins)",
        "bound": " (aucun plan n’en a moins de {least})",
        "stopped": "Arrêté\u00a0: voici le meilleur plan jusqu’ici.",
        "no-time": "--seconds doit être supérieur à 0. Rien n’a été planifié.",
        "absent-too-late": (
            "{name}\u00a0: absence au tour {number}, et il y a {rounds} tours. Corrigez la ligne, ou ajoutez des tours."
        ),
        "no-seed": "--seed vaut {given}\u00a0: le minimum est 0. Rien n’a été planifié.",
        "below-none": "--people vaut {given}\u00a0: le minimum est 0.",
        "too-large": "{path} dépasse {most} Mo. Donnez la liste des personnes.",
        "no-file": "{path} ne peut pas être lu ({why}). Donnez un nombre de personnes ou un fichier CSV.",
        "not-utf8": "{path} n’est pas du texte UTF-8. Enregistrez-le en CSV, UTF-8.",
        "not-csv": "{path} n’est pas du CSV. Enregistrez-le de nouveau en CSV, UTF-8.",
        "not-rounds": (
            "Ligne {line}\u00a0: «\u202f{cell}\u202f» ne donne pas de tours. "
            "Écrivez leurs numéros, à partir de 1\u00a0: 2;5."
        ),
        "unknown-name": (
            "Ligne {line}\u00a0: personne ne s’appelle «\u202f{name}\u202f» dans ce fichier. "
            "Écrivez un nom comme il y figure."
        ),
        "oneself": "Ligne {line}\u00a0: on ne peut pas séparer {name} de soi-même. Retirez ce nom.",
        "no-name-column": (
            "{path} n’a pas de colonne «\u202fnom\u202f». "
            "La première ligne nomme les colonnes\u00a0: nom, métier, absent, séparer."
        ),
        "same-title": "{path} a deux colonnes «\u202f{title}\u202f». Renommez-en une.",
        "no-name": "Ligne {line}\u00a0: il n’y a pas de nom. Écrivez-en un, ou retirez la ligne.",
        "twice": "Ligne {line}\u00a0: {name} y figure deux fois. Donnez à chaque personne un nom à elle.",
    },
}
