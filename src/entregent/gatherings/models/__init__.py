from entregent.gatherings.models.answers import WORD_LENGTH, Answer, Diet, StandingAnswer
from entregent.gatherings.models.attendance import Attendance
from entregent.gatherings.models.feed import Feed
from entregent.gatherings.models.gathering import ADDRESS_LENGTH, Gathering
from entregent.gatherings.models.note import Note, NoteVersion
from entregent.gatherings.models.plan import Apart, Decoy, Seat, Table, TablePlan, TableSecret
from entregent.gatherings.models.rhythm import DayOff, Pause, Series
from entregent.gatherings.models.upload import Upload
from entregent.gatherings.models.venue import Venue, VenueWord

__all__ = [
    "ADDRESS_LENGTH",
    "WORD_LENGTH",
    "Answer",
    "Apart",
    "Attendance",
    "DayOff",
    "Decoy",
    "Diet",
    "Feed",
    "Gathering",
    "Note",
    "NoteVersion",
    "Pause",
    "Seat",
    "Series",
    "StandingAnswer",
    "Table",
    "TablePlan",
    "TableSecret",
    "Upload",
    "Venue",
    "VenueWord",
]
