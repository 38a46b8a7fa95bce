"""Les raisons et les refus en français : une phrase, ou deux quand un nombre en décide."""

from __future__ import annotations

REASONS: dict[str, str | tuple[str, str]] = {
    "first-time": "La première fois que vous êtes à la même table.",
    "new-pairs": ("Une rencontre nouvelle à cette table.", "{count} rencontres nouvelles à cette table."),
    "again": ("{people} ont déjà été à la même table une fois.", "{people} ont déjà été à la même table {count} fois."),
    "mixed": ("Un seul {field} à cette table.", "{count} {field} à cette table."),
    "alone": "Personne d’autre à cette table.",
    "joins": (
        "Quelqu’un de nouveau à rencontrer à cette table.",
        "{count} personnes nouvelles à rencontrer à cette table.",
    ),
    "no-turn-yet": "N’a pas encore eu son tour.",
    "turns-ago": ("A eu le dernier tour.", "A eu son tour il y a {count} tours."),
    "light-card": "Une carte légère, tirée au seul hasard.",
    "work-by-lot": "Tirée au sort : aucune carte de ce genre aux deux derniers tirages.",
    "work-again": (
        "Tirée au sort, malgré une carte de ce genre aux deux derniers tirages : chacun ici en a eu une.",
        "Tirée au sort, malgré une carte de ce genre à chacun des deux derniers tirages : chacun ici en a eu autant.",
    ),
    "expected": "Entre {low} et {high} personnes viendront, 8 fois sur 10.",
    "seen-at-slot": ("D’après un rendez-vous à ce créneau.", "D’après {count} rendez-vous à ce créneau."),
    "never-tried": "Ce créneau n’a jamais été essayé : l’estimation est large.",
    "trend-too-early": (
        "Trop tôt pour le dire : {count} rendez-vous jusqu’ici, il en faut six.",
        "Trop tôt pour le dire : {count} rendez-vous jusqu’ici, il en faut six.",
    ),
    "trend-no-sign": "Rien n’indique qu’il vienne moins de monde, sur {count} rendez-vous.",
    "trend-fading": (
        "Il vient moins de monde : environ {percent} % de moins à la fin de {count} rendez-vous qu’au début."
    ),
    "trend-growing": (
        "Il vient plus de monde : environ {percent} % de plus à la fin de {count} rendez-vous qu’au début."
    ),
}

FIELDS = {
    "trade": ("métier", "métiers"),
    "métier": ("métier", "métiers"),
    "sector": ("secteur", "secteurs"),
    "secteur": ("secteur", "secteurs"),
    "place": ("lieu", "lieux"),
    "lieu": ("lieu", "lieux"),
    "experience": ("niveau d’expérience", "niveaux d’expérience"),
}

WHAT = {
    "people": "le nombre de personnes",
    "size": "la taille des tables",
    "rounds": "le nombre de tours",
    "teams": "le nombre d’équipes",
    "apart": "la liste des paires à séparer",
    "decoys": "la liste des leurres",
    "present": "le tableau des présences",
    "met": "le tableau des rencontres passées",
    "know": "le tableau des connaissances",
    "levels": "la liste des niveaux",
    "late": "la personne en retard",
    "this round": "ce tour",
    "tables this person may join": "les tables où cette personne peut s’asseoir",
    "served": "la liste des tours d’animation",
    "joined": "la liste des arrivées",
    "load": "la charge récente",
    "recent": "la liste des derniers tirages",
    "secret": "le secret",
    "the secret": "le secret",
    "the record": "le compte rendu",
    "the result": "le résultat",
    "came": "la liste des présents",
    "members": "la liste des membres",
    "slots": "la liste des créneaux",
    "now": "le nombre de membres",
}

REFUSALS = {
    "not-a-whole-number": (
        "Un nombre entier est attendu pour {what}, et {given} n’en est pas un. Écrivez-le sans décimales."
    ),
    "too-few": "Pour {what}, {given} est trop peu : le minimum est {least}.",
    "too-many": "Pour {what}, {given} est trop : {most} au plus d’un seul tenant. Partagez en plusieurs fois.",
    "not-a-number": "Il y a autre chose que des nombres finis dans {what}. Laissez de côté ce qui n’est pas connu.",
    "wrong-shape": "La forme est {given} pour {what}, et {wanted} était attendu.",
    "unknown-person": (
        "La personne {given} est inconnue dans {what} : il y a {people} personnes, numérotées à partir de 0."
    ),
    "duplicate": "{given} apparaît deux fois dans {what}. Une seule fois suffit.",
    "oneself": "La personne {person} est en paire avec elle-même dans {what}. Retirez cette paire.",
    "negative": "Il y a un nombre négatif dans {what}. Les nombres commencent à 0.",
    "not-enough-tables": (
        "{given} personnes à séparer toutes les unes des autres demandent autant de tables, et il y en a {tables}. "
        "Prenez des tables plus petites ou séparez moins de paires."
    ),
    "cannot-be-kept-apart": (
        "Aucun plan trouvé ne sépare toutes les paires : {given} encore ensemble. "
        "Donnez plus de temps, prenez des tables plus petites ou séparez moins de paires."
    ),
    "too-small-for-decoys": (
        "{people} personnes ne suffisent pas pour cacher {pairs} paires séparées parmi {copies} fois "
        "autant de leurres : on devinerait lesquelles. Séparez moins de paires."
    ),
    "nobody": "Il ne reste personne à choisir dans {what}.",
    "not-a-share": "Pour {what}, {given} ne convient pas : une valeur entre 0 et 1 est attendue.",
    "not-yes-or-no": "Dans {what}, seuls oui et non (1 et 0) conviennent.",
    "more-came": (
        "Il est venu plus de monde au rendez-vous {given} (à partir de 0) que le cercle n’avait de membres. "
        "Comptez les personnes invitées à part."
    ),
    "altered": "La preuve ne correspond pas à ce qui avait été publié : {what} a changé depuis.",
    "too-many-cards": (
        "{cards} cartes pour {people} personnes : chacun en tire une au plus. Retirez des cartes du paquet."
    ),
}
