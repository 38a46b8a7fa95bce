from entregent.polls.operations.asking import AlreadyAsking, BadSlots, TooSoon, ask, change, let_go, restore, withdraw
from entregent.polls.operations.closing import call_back, close, fix, sweep_polls
from entregent.polls.operations.voting import (
    NothingSaid,
    come_as_guest,
    link_to,
    take_back,
    vote,
    vote_by_name,
    write_again,
)

__all__ = [
    "AlreadyAsking",
    "BadSlots",
    "NothingSaid",
    "TooSoon",
    "ask",
    "call_back",
    "change",
    "close",
    "come_as_guest",
    "fix",
    "let_go",
    "link_to",
    "restore",
    "sweep_polls",
    "take_back",
    "vote",
    "vote_by_name",
    "withdraw",
    "write_again",
]
