from entregent.decisions.operations.charter import adopt, ask_again, call_charters_back, keep
from entregent.decisions.operations.examining import examine
from entregent.decisions.operations.proposing import (
    AlreadyProposed,
    BadDeadline,
    NoWords,
    Refused,
    TooFew,
    TooLate,
    TooMany,
    amend,
    propose,
    restore,
    withdraw,
)
from entregent.decisions.operations.settling import settle, sweep_decisions
from entregent.decisions.operations.speaking import (
    AnsweredAlready,
    answer,
    ask,
    consent,
    link_to,
    object_to,
    say_ones_side,
    take_back,
)
from entregent.decisions.operations.writing_again import write_again, write_again_to

__all__ = [
    "AlreadyProposed",
    "AnsweredAlready",
    "BadDeadline",
    "NoWords",
    "Refused",
    "TooFew",
    "TooLate",
    "TooMany",
    "adopt",
    "amend",
    "answer",
    "ask",
    "ask_again",
    "call_charters_back",
    "consent",
    "examine",
    "keep",
    "link_to",
    "object_to",
    "propose",
    "restore",
    "say_ones_side",
    "settle",
    "sweep_decisions",
    "take_back",
    "withdraw",
    "write_again",
    "write_again_to",
]
