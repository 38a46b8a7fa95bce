from entregent.gatherings.operations.answering import answer, come_as_guest, stand, stop_standing, take_back_answer
from entregent.gatherings.operations.fixing import (
    InThePast,
    SomebodyWasFaster,
    TooLate,
    When,
    call_back_date,
    cancel,
    fix_date,
    move,
    pencil_in,
    restore,
    set_rhythm,
    start_series,
)
from entregent.gatherings.operations.table import (
    NotYet,
    arrive,
    open_at_table,
    recompute_instants,
    record_attendance,
    sweep_dates,
    table_link,
)

__all__ = [
    "InThePast", "NotYet", "SomebodyWasFaster", "TooLate", "When", "answer", "arrive", "call_back_date", "cancel",
    "come_as_guest", "fix_date", "move", "open_at_table", "pencil_in", "recompute_instants", "record_attendance", "restore",
    "set_rhythm", "stand", "start_series", "stop_standing", "sweep_dates", "table_link", "take_back_answer",
]
