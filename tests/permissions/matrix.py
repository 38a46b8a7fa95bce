"""Who gets what at every address: read it as the pages' bill of rights. `in` is "sign in first".

visitor: nobody signed in, or somebody erased since. outside: a guest brought to one date, a member of another circle,
somebody who left, the operator. inside: a newcomer, the founder, somebody the founder blocked. POSTs are sent empty.
"""

from __future__ import annotations

ROLES = {
    "visitor": ("visitor", "erased"),
    "outside": ("guest", "outsider", "former", "operator"),
    "inside": ("newcomer", "founder", "blocked"),
}

#                           GET                   POST
#                           visitor outside inside visitor outside inside
TABLE = """
circle                      in   404  200         405  405  405
circle-delete               405  405  405         in   404  302
circle-leave                405  405  405         in   404  302
circle-links                405  405  405         in   404  422
circle-links-revoke         405  405  405         in   404  302
circle-mails                405  405  405         in   404  302
circle-restore              405  405  405         in   404  404
circle-settings             in   404  200         in   404  422
circles                     in   200  200         405  405  405
fix-date                    in   404  200         in   404  422
gathering                   in   404  200         405  405  405
gathering-answer            405  405  405         in   404  302
gathering-calendar          in   404  200         405  405  405
gathering-call-back         405  405  405         in   404  302
gathering-cancel            405  405  405         in   404  302
gathering-move              in   404  200         in   404  422
gathering-replies           405  405  405         in   404  422
gathering-reply-restore     405  405  405         in   404  302
gathering-reply-withdraw    405  405  405         in   404  302
gathering-restore           405  405  405         in   404  302
gathering-standing          405  405  405         in   404  302
gathering-table             in   404  302         in   404  302
gathering-there             in   404  302         in   404  302
healthz                     503  503  503         405  405  405
invite                      in   404  200         405  405  405
invite-call-back            405  405  405         in   404  404
invite-list                 in   404  200         in   404  422
invite-preview              405  405  405         in   404  422
invite-remind               405  405  405         in   404  404
invite-restore              405  405  405         in   404  404
invite-send                 405  405  405         in   404  422
invite-text                 in   404  404         in   404  404
invite-withdraw             405  405  405         in   404  404
journal                     in   404  200         405  405  405
journal-undo                405  405  405         in   404  302
landing                     200  302  302         405  405  405
language                    405  405  405         302  302  302
lost                        200  200  200         422  422  422
me                          in   200  200         in   422  422
me-addresses                in   200  200         in   422  422
me-addresses-again          405  405  405         in   302  302
me-addresses-code           in   302  302         in   302  302
me-addresses-remove         405  405  405         in   404  404
me-addresses-restore        405  405  405         in   404  404
me-blocks                   in   200  200         405  405  405
me-blocks-add               405  405  405         in   404  404
me-blocks-remove            405  405  405         in   404  404
me-erase                    in   200  200         in   200  200
me-erased                   200  200  200         405  405  405
me-export                   405  405  405         in   200  200
me-mails                    405  405  405         in   302  404
me-mails-accept             405  405  405         in   302  302
me-mails-refuse             405  405  405         in   302  302
me-sessions-end             405  405  405         in   in   in
me-standing-again           405  405  405         in   404  302
me-standing-stop            405  405  405         in   404  302
members                     in   404  200         405  405  405
new-circle                  in   302  302         405  405  405
open-circle                 302  403  200         302  403  422
outbox                      404  404  404         405  405  405
outbox-body                 404  404  404         405  405  405
outbox-mail                 404  404  404         405  405  405
past                        in   404  200         405  405  405
poster                      in   404  200         405  405  405
resume                      in   302  302         405  405  405
rhythm                      in   404  200         in   404  422
robots                      200  200  200         405  405  405
sign-in                     200  302  302         422  302  302
sign-in-code                in   in   in          in   in   in
sign-in-code-again          405  405  405         in   in   in
sign-out                    405  405  405         302  302  302
table                       in   403  200         in   403  422
today                       in   200  200         405  405  405
today-name                  405  405  405         in   422  422
welcomed                    405  405  405         in   302  302
welcomed-undo               405  405  405         in   302  302
"""

# Where one role of a group differs: what is one's own, and who may open a circle on an instance for its members.
EXCEPT = {
    ("invite-call-back", "POST", "founder"): "302",
    ("invite-remind", "POST", "founder"): "302",
    ("invite-text", "GET", "founder"): "302",
    ("invite-text", "POST", "founder"): "302",
    ("invite-withdraw", "POST", "founder"): "302",
    ("me-addresses-remove", "POST", "newcomer"): "302",
    ("me-mails", "POST", "outsider"): "404",
    ("open-circle", "GET", "outsider"): "200",
    ("open-circle", "GET", "operator"): "200",
    ("open-circle", "POST", "outsider"): "422",
    ("open-circle", "POST", "operator"): "422",
    ("table", "GET", "outsider"): "200",
    ("table", "GET", "operator"): "200",
    ("table", "POST", "outsider"): "422",
    ("table", "POST", "operator"): "422",
}

# Addresses that carry a token: it says whose they are, whoever holds it. (GET, POST) for each; other tokens: NO_TOKEN.
ANSWERS = ("answer of a guest", "answer of a member")
PAST = ("answer of who left", "answer past its time", "answer of a stranger", "mails of who left")
ALL_MAILED = (*ANSWERS, *PAST, "mails", "invitation")
NO_TOKEN = {
    "link-again": ("405", "404"),
    "link-next": ("405", "404"),
    "link-standing": ("405", "404"),
    "link-calendar": ("404", "405"),
}
BY_TOKEN: dict[str, dict[str, tuple[str, str]]] = {
    "join": {"join": ("200", "302")},
    "sign-in-link": {"sign-in": ("200", "302")},
    "link": {
        **dict.fromkeys((*ANSWERS, "mails"), ("200", "422")),
        **dict.fromkeys(PAST, ("410", "410")),
        "invitation": ("200", "302"),
    },
    "link-again": {
        **dict.fromkeys(("answer of a member", "answer past its time", "mails"), ("405", "200")),
        **dict.fromkeys(("answer of a guest", "answer of who left", "answer of a stranger"), ("405", "410")),
        **dict.fromkeys(("mails of who left", "invitation"), ("405", "410")),
    },
    "link-calendar": dict.fromkeys(ANSWERS, ("200", "405")),
    "link-mails": {
        **dict.fromkeys(("answer of a member", "mails"), ("200", "422")),
        **dict.fromkeys((*PAST, "answer of a guest", "invitation"), ("410", "410")),
    },
    "link-never": dict.fromkeys(ALL_MAILED, ("200", "200")),
    "link-next": {},
    "link-not-me": dict.fromkeys(ANSWERS, ("200", "422")),
    "link-standing": {"answer of a member": ("405", "302")},
}
EXCEPT_BY_TOKEN = {
    ("join", "GET", "inside"): "302",
    ("join", "POST", "visitor"): "422",
    ("join", "POST", "guest"): "422",
}


def expected(name: str, method: str, role: str) -> str:
    group = next(group for group, roles in ROLES.items() if role in roles)
    cells = {line.split()[0]: line.split()[1:] for line in TABLE.split("\n") if line}[name]
    place = list(ROLES).index(group) + (3 if method == "POST" else 0)
    return EXCEPT.get((name, method, role), cells[place])


def expected_by_token(name: str, token: str, method: str, role: str) -> str:
    if token not in BY_TOKEN[name]:
        return NO_TOKEN.get(name, ("404", "404"))[method == "POST"]
    group = next(group for group, roles in ROLES.items() if role in roles)
    status = BY_TOKEN[name][token][method == "POST"]
    by_group = EXCEPT_BY_TOKEN.get((name, method, group), status)
    return EXCEPT_BY_TOKEN.get((name, method, role), by_group)


def listed() -> set[str]:
    return {line.split()[0] for line in TABLE.split("\n") if line} | set(BY_TOKEN)
