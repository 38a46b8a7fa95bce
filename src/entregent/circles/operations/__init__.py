from entregent.circles.operations.circle import (
    NoName,
    Refused,
    add_member,
    change_circle,
    delete_circle,
    join_by_link,
    leave,
    make_link,
    mark_welcomed,
    name_in_circle,
    new_slug,
    open_circle,
    purge_deleted,
    restore_circle,
    revoke_link,
    set_mail,
    undo,
    unmark_welcomed,
)
from entregent.circles.operations.inviting import (
    NobodyToWrite,
    NotVerified,
    OverLimit,
    accept,
    call_back,
    decline,
    forget_unanswered,
    invite,
    remind,
    withdraw,
)

__all__ = [
    "NoName", "NobodyToWrite", "NotVerified", "OverLimit", "Refused", "accept", "add_member", "call_back", "change_circle",
    "decline", "delete_circle", "forget_unanswered", "invite", "join_by_link", "leave", "make_link", "mark_welcomed",
    "name_in_circle", "new_slug", "open_circle", "purge_deleted", "remind", "restore_circle", "revoke_link", "set_mail",
    "undo", "unmark_welcomed", "withdraw",
]
