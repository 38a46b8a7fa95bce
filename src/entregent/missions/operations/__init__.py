from entregent.missions.operations.deck import CARD_FIELDS, add_card, bring_back, change_card, open_deck, put_aside
from entregent.missions.operations.drawing import (
    call_off,
    draw_cards,
    join,
    note_draw,
    number_of,
    open_draw,
    proof_of,
    sit_out,
    still_fits,
)
from entregent.missions.operations.holding import finish, put_back, return_to_deck, take, take_up_again
from entregent.missions.operations.refusals import DrawnAlready, NotFree, NotNow, NotTheirs, TooFew, TooMany
from entregent.missions.operations.swapping import agree, decline, offer
from entregent.missions.operations.sweeping import sweep_cards

__all__ = [
    "CARD_FIELDS",
    "DrawnAlready",
    "NotFree",
    "NotNow",
    "NotTheirs",
    "TooFew",
    "TooMany",
    "add_card",
    "agree",
    "bring_back",
    "call_off",
    "change_card",
    "decline",
    "draw_cards",
    "finish",
    "join",
    "note_draw",
    "number_of",
    "offer",
    "open_deck",
    "open_draw",
    "proof_of",
    "put_aside",
    "put_back",
    "return_to_deck",
    "sit_out",
    "still_fits",
    "sweep_cards",
    "take",
    "take_up_again",
]
