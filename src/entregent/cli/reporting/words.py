"""What the report says, in French and in English. Reasons come from `entregent.words`."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Who meets whom: {name}",
        "lead": "{people}, {ties}.",
        "lead-dated": "{people}, {ties}, from {first} to {last}. All is seen from that last day.",
        "map": "The map",
        "map-people": (
            "Each mark is a person, each shade and small letter a clan. Thick lines are strong ties, fine lines weak "
            "ones; bridges between worlds are in red and dashed."
        ),
        "map-groups": (
            "Each mark is a clan, as large as its people are many; lines join clans that meet. {shown} clans are drawn."
        ),
        "map-empty": "Nobody met anybody yet: a map needs two people at one gathering.",
        "rings": "The rings",
        "rings-lead": (
            "Circles of about 5, 15, 50 and 150 people stand around each of us. Here, living ties alone count."
        ),
        "ring": "{count} of {people} people have at least {ring} living ties here.",
        "ring-none": "Nobody has {ring} living ties here.",
        "clans": "Clans",
        "clans-lead": "Groups that meet among themselves more than chance would have it.",
        "clans-sure": "Tried from several starts, the parting stays the same.",
        "clans-unsure": "Tried from several starts, {percent} % of ties stay as they are: read it as a hint.",
        "clan": "Clan {letter}",
        "clans-more": "and {count} smaller clans",
        "alone": "Met nobody yet",
        "core": "The core",
        "core-lead": (
            "They come and meet the others: the circle lives by them now. In alphabetical order, as everywhere here."
        ),
        "core-none": "No core stands out: people come alike, or too few ties are alive.",
        "bridges": "Bridges",
        "bridges-lead": "Ties that join people who share almost no one else. If one fades, two worlds part.",
        "bridges-none": "No tie stands alone between two worlds.",
        "between": "{a} and {b}",
        "newcomers": "Newcomers",
        "newcomers-lead": "They came for the first time not long ago, once or twice. A word from somebody will do.",
        "newcomers-none": "Nobody came for the first time lately.",
        "newcomers-undated": "The file has no dates of gatherings: newcomers cannot be told.",
        "meet": "Who might meet",
        "meet-lead": "Pairs who have not met and might well, with what it would open. A suggestion, no more.",
        "meet-none": "Everybody who might well meet already did.",
        "meet-large": "Above {most} people no pair is proposed: give the file of one circle.",
        "dormant": "{count} ties sleep: no contact for a year. Each could be woken by one message.",
        "more": "and {count} others",
        "how": "How this was made",
        "how-text": (
            "A gathering of n people counts 1/(n−1) for each two of them, an exchange counts 1; what is 180 days old "
            "counts half. Nobody is ranked or scored: lists are in alphabetical order. It knows who was there, not who "
            "talked to whom, nor whom people see elsewhere."
        ),
        "written": "{path} is written: {people}, {ties}, {clans}.",
        "step-read": "Reading the file…",
        "step-ties": "Who met whom…",
        "step-shape": "The shape of it…",
        "step-clans": "Clans…",
        "step-meet": "Who might meet…",
        "step-page": "Writing the page…",
        "cannot-write": "{path} cannot be written ({why}). Give another place with -o.",
        "no-file": "{path} cannot be read ({why}). Give a CSV file: person, gathering, date.",
        "too-large": "{path} is larger than {most} MB. Take fewer years.",
        "not-utf8": "{path} is not UTF-8 text. Save it as CSV in UTF-8.",
        "not-csv": "{path} is not CSV. Save it again as CSV in UTF-8.",
        "empty": "{path} has no line to read. One line a person and gathering is needed: person, gathering, date.",
        "no-columns": (
            "Which column is which cannot be told. Name them in the first line: person, gathering, date; "
            "or from, to, date for exchanges."
        ),
        "no-date": "Line {line}: “{cell}” is not a date like the others. Write it as 2026-05-12, or remove the line.",
        "missing": "Line {line}: the person or the gathering is missing. Fill it in, or remove the line.",
        "oneself": "Line {line}: {name} is on both sides. Remove the line.",
    },
    "fr": {
        "title": "Qui rencontre qui : {name}",
        "lead": "{people}, {ties}.",
        "lead-dated": "{people}, {ties}, du {first} au {last}. Tout est vu de ce dernier jour.",
        "map": "La carte",
        "map-people": (
            "Chaque marque est une personne, chaque teinte et lettre un clan. Traits épais : liens forts ; traits "
            "fins : liens faibles ; les ponts entre deux mondes sont en rouge et en tirets."
        ),
        "map-groups": (
            "Chaque marque est un clan, d’autant plus grande qu’il compte de personnes ; les traits relient les clans "
            "qui se rencontrent. {shown} clans sont dessinés."
        ),
        "map-empty": "Personne n’a encore rencontré personne : il faut deux personnes au même rendez-vous.",
        "rings": "Les cercles autour de chacun",
        "rings-lead": (
            "Environ 5, 15, 50 et 150 personnes se tiennent autour de chacun de nous. Ici, seuls comptent les liens "
            "vivants."
        ),
        "ring": "{count} personnes sur {people} ont ici au moins {ring} liens vivants.",
        "ring-none": "Personne n’a ici {ring} liens vivants.",
        "clans": "Les clans",
        "clans-lead": "Des groupes qui se retrouvent entre eux plus que le hasard ne le voudrait.",
        "clans-sure": "Essayée de plusieurs départs, la répartition reste la même.",
        "clans-unsure": (
            "Essayée de plusieurs départs, la répartition garde {percent} % des liens : à prendre comme une indication."
        ),
        "clan": "Clan {letter}",
        "clans-more": "et {count} clans plus petits",
        "alone": "N’ont encore rencontré personne",
        "core": "Le noyau",
        "core-lead": (
            "Ces personnes viennent et rencontrent les autres : le cercle vit par elles en ce moment. Par ordre "
            "alphabétique, comme partout ici."
        ),
        "core-none": "Aucun noyau ne se détache : on vient de même manière, ou trop peu de liens sont vivants.",
        "bridges": "Les ponts",
        "bridges-lead": (
            "Des liens entre des personnes qui n’ont presque personne d’autre en commun. Si l’un s’éteint, deux mondes "
            "se séparent."
        ),
        "bridges-none": "Aucun lien n’est seul entre deux mondes.",
        "between": "{a} et {b}",
        "newcomers": "Les nouveaux",
        "newcomers-lead": "Venus pour la première fois depuis peu, une fois ou deux. Un mot de quelqu’un suffit.",
        "newcomers-none": "Personne n’est venu pour la première fois ces derniers temps.",
        "newcomers-undated": "Le fichier n’a pas de dates de rendez-vous : on ne peut pas dire qui est nouveau.",
        "meet": "Qui pourrait se rencontrer",
        "meet-lead": "Des personnes qui ne se sont pas rencontrées et le pourraient bien, avec ce que cela ouvrirait.",
        "meet-large": "Au-delà de {most} personnes, rien n’est proposé : donnez le fichier d’un seul cercle.",
        "meet-none": "Toutes celles et ceux qui pourraient bien se rencontrer l’ont déjà fait.",
        "dormant": "{count} liens dorment : aucun contact depuis un an. Un message suffit à en réveiller un.",
        "more": "et {count} autres",
        "how": "Comment c’est fait",
        "how-text": (
            "Un rendez-vous de n personnes compte 1/(n−1) pour chaque paire, un échange compte 1 ; ce qui a 180 jours "
            "vaut moitié. Personne n’est classé ni noté : les listes sont par ordre alphabétique. Le fichier sait qui "
            "était là, pas qui a parlé à qui, ni qui chacun voit ailleurs."
        ),
        "written": "{path} est écrit : {people}, {ties}, {clans}.",
        "step-read": "Lecture du fichier…",
        "step-ties": "Qui a rencontré qui…",
        "step-shape": "La forme du réseau…",
        "step-clans": "Les clans…",
        "step-meet": "Qui pourrait se rencontrer…",
        "step-page": "Écriture de la page…",
        "cannot-write": "{path} ne peut pas être écrit ({why}). Indiquez un autre endroit avec -o.",
        "no-file": "{path} ne peut pas être lu ({why}). Donnez un fichier CSV : personne, rendez-vous, date.",
        "too-large": "{path} dépasse {most} Mo. Prenez moins d’années.",
        "not-utf8": "{path} n’est pas du texte UTF-8. Enregistrez-le en CSV, UTF-8.",
        "not-csv": "{path} n’est pas du CSV. Enregistrez-le de nouveau en CSV, UTF-8.",
        "empty": (
            "{path} n’a aucune ligne à lire. Il faut une ligne par personne et rendez-vous : personne, rendez-vous, "
            "date."
        ),
        "no-columns": (
            "On ne peut pas dire quelle colonne est laquelle. Nommez-les à la première ligne : personne, rendez-vous, "
            "date ; ou de, à, date pour des échanges."
        ),
        "no-date": (
            "Ligne {line} : « {cell} » n’est pas une date comme les autres. Écrivez 2026-05-12, ou retirez la ligne."
        ),
        "missing": "Ligne {line} : la personne ou le rendez-vous manque. Complétez, ou retirez la ligne.",
        "oneself": "Ligne {line} : {name} est des deux côtés. Retirez la ligne.",
    },
}
