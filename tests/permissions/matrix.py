"""Who gets what at every address: read it as the pages' bill of rights. `in` is "sign in first".

visitor: nobody signed in, or somebody erased since. outside: a guest brought to one date, a member of another circle,
somebody who left, the operator. inside: a newcomer, the founder, somebody the founder blocked. POSTs are sent empty.
"""

from __future__ import annotations

from tests.permissions import facilitating

ROLES = {
    "visitor": ("visitor", "erased"),
    "outside": ("guest", "outsider", "former", "operator"),
    "inside": ("newcomer", "founder", "blocked"),
}

#                           GET                   POST
#                           visitor outside inside visitor outside inside
TABLE = """
apart                       in   404  200         in   404  422
apart-forget                405  405  405         in   404  404
ask-poll                    in   404  302         in   404  302
bring-in                    in   403  200         in   403  422
my-cards                    in   200  200         405  405  405
deck                        in   404  200         405  405  405
deck-open                   405  405  405         in   404  302
deck-print                  in   404  200         405  405  405
card-add                    in   404  200         in   404  422
draw-cards                  in   404  200         in   404  409
draw-by-hand                in   404  200         in   404  409
card-edit                   in   404  200         in   404  422
card-aside                  405  405  405         in   404  302
card-bring-back             405  405  405         in   404  302
card-take                   405  405  405         in   404  302
card-put-back               405  405  405         in   404  302
card-done                   405  405  405         in   404  302
card-again                  405  405  405         in   404  302
card-offer                  in   404  200         in   404  404
offer-agree                 405  405  405         in   404  409
offer-decline               405  405  405         in   404  409
draw                        in   404  200         405  405  405
draw-go                     405  405  405         in   404  302
draw-join                   405  405  405         in   404  302
draw-sit-out                405  405  405         in   404  302
draw-call-off               405  405  405         in   404  302
draw-proof                  in   404  200         405  405  405
care-done                   405  405  405         in   302  302
care-leave                  405  405  405         in   302  302
care-send                   405  405  405         in   404  404
care-take-on                405  405  405         in   404  302
care-undo                   405  405  405         in   302  302
bring                       in   404  200         in   404  422
bring-drop                  405  405  405         in   404  302
bring-file                  in   404  404         in   404  404
bring-go                    405  405  405         in   404  404
bring-undo                  405  405  405         in   404  404
charter                     in   404  200         405  405  405
charter-keep                405  405  405         in   404  404
circle                      in   404  200         405  405  405
circle-ask-after            405  405  405         in   404  302
circle-delete               405  405  405         in   404  302
circle-leave                405  405  405         in   302  302
circle-links                405  405  405         in   404  422
circle-links-revoke         405  405  405         in   404  302
circle-mails                405  405  405         in   404  302
circle-pause                405  405  405         in   404  422
circle-restore              405  405  405         in   404  302
circle-resume               405  405  405         in   404  302
circle-settings             in   404  200         in   404  422
circles                     in   200  200         405  405  405
decision                    in   404  200         405  405  405
decision-amend              in   404  404         in   404  404
decision-answer             405  405  405         in   404  422
decision-ask                405  405  405         in   404  422
decision-examine            405  405  405         in   404  404
decision-restore            405  405  405         in   404  404
decision-side               405  405  405         in   404  404
decision-voice              405  405  405         in   404  422
decision-withdraw           405  405  405         in   404  404
decisions                   in   404  200         405  405  405
door                        in   404  200         405  405  405
door-decline                405  405  405         in   404  302
door-let-in                 405  405  405         in   404  302
door-undo                   405  405  405         in   404  302
day                         in   404  200         405  405  405
day-name                    405  405  405         in   404  422
day-paper                   in   404  200         405  405  405
day-tap                     405  405  405         in   404  404
day-off-add                 405  405  405         in   404  422
day-off-remove              405  405  405         in   404  302
elsewhere                   in   404  200         in   404  422
elsewhere-remove            405  405  405         in   404  302
feature                     405  405  405         in   404  404
fix-date                    in   404  200         in   404  422
gathering                   in   404  200         405  405  405
gathering-answer            405  405  405         in   404  302
gathering-book              405  405  405         in   404  302
gathering-calendar          in   404  200         405  405  405
gathering-call-back         405  405  405         in   404  302
gathering-cancel            405  405  405         in   404  302
gathering-here              405  405  405         in   404  302
gathering-more              405  405  405         in   404  302
gathering-move              in   404  200         in   404  422
gathering-replies           405  405  405         in   404  422
gathering-reply-restore     405  405  405         in   404  302
gathering-reply-withdraw    405  405  405         in   404  302
gathering-report            in   404  200         in   404  422
gathering-reply-report      in   404  200         in   404  422
gathering-restore           405  405  405         in   404  302
gathering-standing          405  405  405         in   404  302
gathering-table             in   404  302         in   404  302
gathering-there             in   404  302         in   404  302
tables                      in   404  200         in   404  422
tables-back                 405  405  405         in   404  302
tables-free                 405  405  405         in   404  302
tables-late                 405  405  405         in   404  302
tables-swap                 405  405  405         in   404  302
tables-wall                 in   404  302         405  405  405
healthz                     503  503  503         405  405  405
invite                      in   404  200         405  405  405
invite-by-name              in   404  200         in   404  422
invite-call-back            405  405  405         in   404  404
invite-file                 405  405  405         in   404  422
invite-list                 in   404  200         in   404  422
invite-preview              405  405  405         in   404  422
invite-remind               405  405  405         in   404  404
invite-remind-back          405  405  405         in   404  404
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
me-addresses-choose         405  405  405         in   404  404
me-addresses-code           in   302  302         in   302  302
me-addresses-remove         405  405  405         in   302  302
me-addresses-restore        405  405  405         in   404  404
me-blocks                   in   200  200         405  405  405
me-blocks-add               405  405  405         in   404  404
me-blocks-remove            405  405  405         in   404  404
me-calendar                 in   200  200         in   422  422
me-calendar-again           405  405  405         in   302  302
me-calendar-stop            405  405  405         in   302  302
me-diet                     405  405  405         in   302  302
me-erase                    in   200  200         in   200  200
me-erased                   200  200  200         405  405  405
me-export                   405  405  405         in   200  200
me-hours                    in   200  200         in   422  422
me-mails                    405  405  405         in   302  404
me-mails-accept             405  405  405         in   302  302
me-mails-refuse             405  405  405         in   302  302
me-mails-retry              405  405  405         in   302  302
me-passkeys                 in   200  200         in   422  422
me-passkeys-begin           405  405  405         in   200  200
me-passkeys-remove          405  405  405         in   404  404
me-passkeys-restore         405  405  405         in   404  404
me-photo                    in   404  404         405  405  405
me-photo-remove             405  405  405         in   302  302
me-photo-restore            405  405  405         in   302  302
me-profile                  in   200  200         405  405  405
me-profile-field            in   200  200         in   302  302
me-rest                     405  405  405         in   422  422
me-rest-end                 405  405  405         in   302  302
me-reports                  in   200  200         405  405  405
me-same                     in   302  302         405  405  405
me-same-merge               405  405  405         in   404  404
me-same-share               405  405  405         in   404  404
me-same-undo                405  405  405         in   302  302
me-sessions                 in   200  200         405  405  405
me-sessions-end             405  405  405         in   in   in
me-sessions-end-one         405  405  405         in   302  302
me-sessions-end-others      405  405  405         in   302  302
me-standing-again           405  405  405         in   404  302
me-standing-stop            405  405  405         in   404  302
member                      in   404  200         405  405  405
member-report               in   404  200         in   404  422
member-photo                in   404  200         405  405  405
member-same                 in   404  200         in   404  404
members                     in   404  200         405  405  405
new-circle                  in   302  302         405  405  405
note                        in   404  200         405  405  405
note-edit                   in   404  404         in   404  404
note-put-back               405  405  405         in   404  404
note-replies                405  405  405         in   404  422
note-reply-restore          405  405  405         in   404  302
note-reply-withdraw         405  405  405         in   404  302
note-restore                405  405  405         in   404  404
note-withdraw               405  405  405         in   404  404
note-write                  in   404  200         in   404  422
notes                       in   404  200         405  405  405
open-circle                 302  403  200         302  403  422
outbox                      404  404  404         405  405  405
outbox-body                 404  404  404         405  405  405
outbox-mail                 404  404  404         405  405  405
past                        in   404  200         405  405  405
poll                        in   404  200         405  405  405
poll-answer                 405  405  405         in   404  422
poll-change                 in   404  200         in   404  422
poll-close                  405  405  405         in   404  302
poll-fix                    405  405  405         in   404  404
poll-for                    in   404  200         in   404  422
poll-restore                405  405  405         in   404  302
poll-withdraw               405  405  405         in   404  302
poster                      in   404  200         405  405  405
propose                     in   404  200         in   404  422
propose-about               in   404  200         in   404  422
public-circle               404  404  404         404  404  404
public-circle-feed          404  404  404         405  405  405
public-circle-withdraw      405  405  405         in   404  404
report-read                 405  405  405         in   404  404
report-unread               405  405  405         in   404  404
reports                     in   404  404         405  405  405
resume                      in   302  302         405  405  405
rhythm                      in   404  200         in   404  422
robots                      200  200  200         405  405  405
sign-in                     200  302  302         422  302  302
sign-in-code                in   in   in          in   in   in
sign-in-code-again          405  405  405         in   in   in
sign-in-passkey             405  405  405         in   in   in
sign-in-passkey-begin       405  405  405         200  200  200
sign-in-who                 in   in   in          in   in   in
sign-out                    405  405  405         302  302  302
suspended                   in   404  404         in   404  404
suspension                  in   404  200         405  405  405
table                       in   403  200         in   403  422
take-away                   in   404  200         in   404  200
today                       in   200  200         405  405  405
today-name                  405  405  405         in   422  422
venue                       in   404  200         405  405  405
venue-add                   in   404  200         in   404  422
venue-edit                  in   404  200         in   404  422
venue-put-away              405  405  405         in   404  302
venue-take-out              405  405  405         in   404  302
venue-word                  405  405  405         in   404  302
venues                      in   404  200         405  405  405
vouch                       405  405  405         in   404  302
vouch-undo                  405  405  405         in   404  302
welcomed                    405  405  405         in   302  302
welcomed-undo               405  405  405         in   302  302
"""
TABLE += facilitating.TABLE

# Where one role of a group differs: what is one's own, and who may open a circle on an instance for its members.
EXCEPT = {
    **facilitating.EXCEPT,
    ("decision-amend", "GET", "newcomer"): "200",  # whoever proposed it
    ("decision-amend", "POST", "newcomer"): "422",
    ("decision-restore", "POST", "newcomer"): "302",
    ("decision-withdraw", "POST", "newcomer"): "302",
    ("propose-about", "GET", "newcomer"): "404",  # nobody proposes it of themselves: they can leave
    ("propose-about", "POST", "newcomer"): "404",
    ("offer-decline", "POST", "founder"): "302",  # whoever asked takes it back
    ("bring-file", "GET", "founder"): "200",
    ("bring-file", "POST", "founder"): "302",
    ("bring-go", "POST", "founder"): "302",
    ("vouch", "POST", "newcomer"): "404",  # nobody vouches for themselves
    ("invite-call-back", "POST", "founder"): "302",
    ("invite-remind", "POST", "founder"): "302",
    ("invite-remind-back", "POST", "founder"): "302",
    ("invite-text", "GET", "founder"): "302",
    ("invite-text", "POST", "founder"): "302",
    ("invite-restore", "POST", "founder"): "302",
    ("invite-withdraw", "POST", "founder"): "302",
    ("me-addresses-choose", "POST", "newcomer"): "302",
    ("me-mails", "POST", "outsider"): "404",
    ("me-passkeys-remove", "POST", "newcomer"): "302",
    ("me-passkeys-restore", "POST", "newcomer"): "302",
    ("member-report", "GET", "newcomer"): "404",
    ("member-report", "POST", "newcomer"): "404",
    ("apart-forget", "POST", "newcomer"): "302",  # theirs, and nobody else's
    ("gathering-reply-report", "GET", "founder"): "404",
    ("gathering-reply-report", "POST", "founder"): "404",
    ("gathering-reply-report", "GET", "blocked"): "404",
    ("gathering-reply-report", "POST", "blocked"): "404",
    ("report-read", "POST", "operator"): "302",
    ("reports", "GET", "operator"): "200",
    ("me-photo", "GET", "newcomer"): "200",
    ("me-photo", "GET", "outsider"): "200",
    ("note-edit", "GET", "newcomer"): "200",
    ("note-edit", "POST", "newcomer"): "422",
    ("note-put-back", "POST", "newcomer"): "302",
    ("note-restore", "POST", "newcomer"): "302",
    ("note-withdraw", "POST", "newcomer"): "302",
    ("bring-in", "GET", "outsider"): "200",
    ("bring-in", "GET", "operator"): "200",
    ("bring-in", "POST", "outsider"): "422",
    ("bring-in", "POST", "operator"): "422",
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
POLL, CARD, PROPOSAL = "poll of a member", "card of a member", "proposal of a member"
FACILITATE = "facilitate"
ALL_MAILED = (*ANSWERS, POLL, CARD, PROPOSAL, FACILITATE, *PAST, "mails", "next date", "invitation")
NO_TOKEN = {
    "link-again": ("405", "404"),
    "link-calendar-mail": ("405", "404"),
    "link-next": ("405", "404"),
    "link-standing": ("405", "404"),
    "link-more": ("405", "404"),
    "link-here": ("405", "404"),
    "link-cannot": ("405", "404"),
    "link-calendar": ("404", "405"),
    "feed": ("404", "405"),
}
BY_TOKEN: dict[str, dict[str, tuple[str, str]]] = {
    "feed": {"feed": ("200", "405")},
    "join": {"join": ("200", "302")},
    "sign-in-link": {"sign-in": ("200", "302")},
    "link": {
        **dict.fromkeys((*ANSWERS, POLL, PROPOSAL, FACILITATE, "mails", "next date"), ("200", "422")),
        **dict.fromkeys(PAST, ("410", "410")),
        "invitation": ("200", "302"),
        CARD: ("200", "302"),
    },
    "link-again": {
        **dict.fromkeys(
            (*ANSWERS, POLL, CARD, PROPOSAL, FACILITATE, "answer past its time", "mails", "next date"), ("405", "200")
        ),
        **dict.fromkeys(("answer of who left", "answer of a stranger"), ("405", "410")),
        **dict.fromkeys(("mails of who left", "invitation"), ("405", "410")),
    },
    "link-calendar": dict.fromkeys(ANSWERS, ("200", "405")),
    "link-calendar-mail": dict.fromkeys(ANSWERS, ("405", "302")),
    "link-mails": {
        **dict.fromkeys(("answer of a member", POLL, CARD, PROPOSAL, FACILITATE, "mails", "next date"), ("200", "422")),
        **dict.fromkeys((*PAST, "answer of a guest", "invitation"), ("410", "410")),
    },
    "link-break": {"next date": ("200", "422")},
    "link-never": dict.fromkeys(ALL_MAILED, ("200", "200")),
    "link-next": {},
    "link-not-me": dict.fromkeys((*ANSWERS, POLL), ("200", "422")),
    "link-here": dict.fromkeys(ANSWERS, ("405", "409")),
    "link-more": dict.fromkeys(ANSWERS, ("405", "200")),
    "link-cannot": dict.fromkeys(ANSWERS, ("405", "409")),
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
