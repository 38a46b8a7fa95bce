"""Les raisons et les refus en français : une phrase, ou deux quand un nombre en décide."""

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
    "met-on": (
        "Un rendez-vous ensemble, dernier contact le {day}.",
        "{count} rendez-vous ensemble, dernier contact le {day}.",
    ),
    "met": ("Un rendez-vous ensemble.", "{count} rendez-vous ensemble."),
    "exchanged-on": ("Un échange, dernier contact le {day}.", "{count} échanges, dernier contact le {day}."),
    "exchanged": ("Un échange.", "{count} échanges."),
    "about-rings": "Les cercles de 5, 15, 50 et 150 sont des ordres de grandeur : « 150 » va de 100 à 231.",
    "around-too-few": (
        "{count} lien : trop peu pour parler d’une forme.",
        "{count} liens : trop peu pour parler d’une forme.",
    ),
    "around-closed": "Un clan : vos liens ont en commun {percent} % des personnes autour d’eux.",
    "around-mixed": "Un clan en partie : vos liens ont en commun {percent} % des personnes autour d’eux.",
    "around-open": "Un réseau ouvert : vos liens n’ont en commun que {percent} % des personnes autour d’eux.",
    "spans": "Des ponts vers {people} : peu d’autres relient vos mondes.",
    "clans": ("{count} clan : tout le monde est ensemble.", "{count} clans, d’après qui rencontre qui."),
    "core": ("Un noyau d’une seule personne.", "Un noyau de {count} personnes tient le cercle ensemble en ce moment."),
    "no-core": "Aucun noyau ne se détache.",
    "too-few-answers": ("{count} réponse : trop peu pour le dire.", "{count} réponses : trop peu pour le dire."),
    "mixed-pairs": "Deux de ces {count} personnes diffèrent {percent} fois sur 100.",
    "ties-outside": (
        "Le seul lien : {percent} % vers l’extérieur.",
        "{percent} % de {count} liens mènent à quelqu’un de différent.",
    ),
    "like-to-like": (
        "Le seul lien : {percent} % entre semblables, {chance} % par hasard.",
        "{percent} % de {count} liens sont entre semblables ; au hasard, ce serait {chance} %.",
    ),
    "friends-in-common": ("Une personne en commun : {people}.", "{count} personnes en commun, comme {people}."),
    "joins-clans": "Deux clans seraient reliés.",
    "opens": (
        "Cela rapprocherait {count} personne de l’un ou de l’autre.",
        "Cela rapprocherait {count} personnes de l’un ou de l’autre.",
    ),
    "chain-direct": "Vous vous connaissez déjà.",
    "chain-through": ("Par {people}.", "Par {people}."),
    "no-chain": "Aucun chemin n’y mène.",
    "chain-too-long": (
        "Le plus court chemin a {count} étape.",
        "Le plus court chemin a {count} étapes : trop pour une mise en relation.",
    ),
    "chain-reach": (
        "{count} personne se trouve à quatre étapes au plus.",
        "{count} personnes se trouvent à quatre étapes au plus.",
    ),
    "news-never": "Aucune nouvelle jusqu’ici.",
    "news-since": ("Sans nouvelles depuis le {day}.", "Sans nouvelles depuis {count} jours, depuis le {day}."),
    "dormant-since": (
        "En sommeil depuis le {day} ; {count} personne de son entourage vous est inconnue.",
        "En sommeil depuis le {day} ; {count} personnes de son entourage vous sont inconnues.",
    ),
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
    "everybody": "la liste des personnes",
    "these rounds": "la liste des tours",
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
    "fields": "les réponses à mélanger",
    "available": "la liste des disponibles",
    "work": "la liste des cartes",
    "said": "le mot dit par la table",
    "published": "l’empreinte publiée",
    "public": "le compte rendu",
    "ask": "la liste des créneaux à estimer",
    "before": "les leurres d’avant",
    "table": "la table",
    "the secret": "le secret",
    "the record": "le compte rendu",
    "the result": "le résultat",
    "came": "la liste des présents",
    "members": "la liste des membres",
    "slots": "la liste des créneaux",
    "now": "le nombre de membres",
    "attendances": "la liste des présences",
    "times": "la liste des dates des rendez-vous",
    "exchanges": "la liste des échanges",
    "exchange_times": "la liste des dates des échanges",
    "half_life": "la demi-vie",
    "strength": "la force des liens",
    "pairs": "la liste des paires",
    "hidden": "la liste des personnes cachées",
    "hidden_ties": "la liste des liens cachés",
    "person": "la personne",
    "shape": "la forme",
    "start": "la personne de départ",
    "target": "la personne à joindre",
    "holders": "la liste de qui sait",
    "hops": "le nombre d’étapes",
    "introduces": "la liste de qui met en relation",
    "trust": "la confiance",
    "last": "la liste des derniers contacts",
    "minutes": "la liste des minutes",
    "values": "la liste des valeurs",
    "rhythms": "la liste des rythmes",
    "budget": "le temps disponible",
    "clan": "la liste des clans",
    "never": "la liste des paires à ne pas proposer",
    "count": "le nombre demandé",
    "answers": "la liste des réponses",
    "runs": "le nombre d’essais",
    "strong": "la force d’un lien fort",
    "dormant_after": "le délai d’un lien dormant",
    "tie": "le lien",
    "network": "le réseau",
    "roads": "les chemins",
    "given": "le passé",
    "today": "la date du jour",
    "least": "la force minimale d’un lien",
    "largest": "la taille maximale d’un rendez-vous",
    "best": "le nombre de liens à garder",
}

PARTS = {"round": "le tour", "field": "le champ"}


def what(given: str) -> str:
    """Ce dont parle un refus : un mot connu, ou un tour ou un champ et son nom."""
    kind, _, name = given.partition(" ")
    return WHAT.get(given) or (f"{PARTS[kind]} {name}" if kind in PARTS and name else given)


REFUSALS = {
    "not-a-whole-number": (
        "Un nombre entier est attendu pour {what}, et {given} n’en est pas un. Écrivez-le sans décimales."
    ),
    "not-a-list": "Une liste de valeurs simples est attendue pour {what}, pas « {given} ». Donnez une liste.",
    "not-a-text": "Un texte est attendu pour {what}, pas « {given} ».",
    "not-a-secret": "Des octets sont attendus pour {what}, pas « {given} ». Tirez-les avec secrets.token_bytes(32).",
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
    "future": "Il y a {given} dans {what}, après maintenant ({now}). Laissez de côté ce qui n’a pas encore eu lieu.",
    "not-positive": "Pour {what}, {given} ne convient pas : il faut plus que 0.",
    "too-large": "Pour {what}, {given} est trop : le maximum est {most}.",
    "not-between": "Il y a {given} dans {what}, où les valeurs vont de {least} à {most}.",
    "not-made": "Pour {what}, « {given} » ne convient pas : donnez ce que cette bibliothèque a fait.",
    "unknown-number": "Il y a {given} dans {what}, où les numéros vont de 0 à moins de {known}.",
    "too-many-pairs": (
        "{gatherings} rendez-vous font {pairs} paires, plus que {most}. "
        "Fixez « largest », la taille à partir de laquelle un rendez-vous ne fait plus de paire (40, par exemple)."
    ),
    "too-many-cards": (
        "{cards} cartes pour {people} personnes : chacun en tire une au plus. Retirez des cartes du paquet."
    ),
}
