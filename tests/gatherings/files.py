"""Files as people really have them, each as its program writes it; everybody in them is fictional."""

from __future__ import annotations

FRENCH_EXCEL = (
    "Nom;Prénom;Courriel;Métier\r\nBenali;Naïma;naima@example.org;Chauffagiste\r\nLefèvre;Anne-Lise;;Notaire\r\n"
).encode("cp1252")
GOOGLE_SHEETS = (
    'Name,Email,Job title\nNaïma Benali,naima@example.org,Heating\n"Le Goff, Yann",yann@example.org,\n'
).encode()
GOOGLE_CONTACTS = (
    "First Name,Middle Name,Last Name,Organization Title,E-mail 1 - Label,E-mail 1 - Value\n"
    "Naïma,,Benali,Heating engineer,* Work,naima@example.org\n"
).encode()
SEVERAL_ADDRESSES = (
    "First Name,Last Name,Organization Title,E-mail 1 - Label,E-mail 1 - Value\n"
    "Naïma,Benali,Heating engineer,Work,Naïma <naima@example.org> ::: naima@home.example\n"
).encode()
OUTLOOK_FR = (
    '"Titre","Prénom","Deuxième prénom","Nom","Société","Titre",'
    '"Profession","Adresse de messagerie","Type de messagerie"\r\n'
    '"Mme","Naïma","","Benali","Chaleur SARL","","Chauffagiste","naima@example.org","SMTP"\r\n'
).encode("cp1252")
OUTLOOK_EN = (
    "\ufeffTitle,First Name,Middle Name,Last Name,Company,Job Title,Profession,E-mail Address,E-mail Type\r\n"
    "Ms,Naïma,,Benali,Heat Ltd,Heating engineer,,naima@example.org,SMTP\r\n"
).encode()
EVENINGS = "Date;Présents\r\n05/11/2026;Naïma Benali, Yann Le Goff\r\n12/11/2026;Naïma Benali\r\n".encode("cp1252")
ODDLY_NAMED = "Qui est-ce,Son courrier\nNaïma Benali,naima@example.org\n".encode()


def calendar(*events: str, zones: str = "") -> bytes:
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Somebody//Calendar//EN", zones, *events, "END:VCALENDAR", "")
    return "\r\n".join(line for line in lines if line is not None).replace("\r\n\r\n", "\r\n").encode()


def event(uid: str, *lines: str) -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"))


OUTLOOK_ZONE = """BEGIN:VTIMEZONE\r
TZID:Romance Standard Time\r
BEGIN:STANDARD\r
DTSTART:16010101T030000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:16010101T020000\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r
END:DAYLIGHT\r
END:VTIMEZONE"""

# Every Thursday from 8 October 2026 to 17 December: one left out, one moved, one called off, across the change of hour.
THURSDAYS = calendar(
    event(
        "thursdays", "DTSTART;TZID=Romance Standard Time:20261008T123000",
        "DTEND;TZID=Romance Standard Time:20261008T143000", "RRULE:FREQ=WEEKLY;BYDAY=TH;UNTIL=20261217T235959Z",
        "EXDATE;TZID=Romance Standard Time:20261015T123000", "SUMMARY:Déjeuner", "LOCATION:Chez Youssef",
        "ATTENDEE;CN=Secret Person:mailto:secret@example.org",
    ),
    event(
        "thursdays", "RECURRENCE-ID;TZID=Romance Standard Time:20261105T123000",
        "DTSTART;TZID=Romance Standard Time:20261106T190000", "DTEND;TZID=Romance Standard Time:20261106T210000",
        "SUMMARY:Dîner", "LOCATION:Ailleurs",
    ),
    event("off", "DTSTART:20261020T100000Z", "STATUS:CANCELLED", "SUMMARY:Annulé"),
    event("day", "DTSTART;VALUE=DATE:20261031", "SUMMARY:Journée"),
    event("toronto", "DTSTART;TZID=America/Toronto:20261030T183000", "SUMMARY:Appel"),
    zones=OUTLOOK_ZONE,
)  # fmt: skip

BOMBS = {
    "each second": calendar(event("1", "DTSTART:20200101T000000Z", "RRULE:FREQ=SECONDLY")),
    "each second of a day": calendar(event("1", "DTSTART:20200101T000000Z", "RRULE:FREQ=DAILY;BYSECOND=1,2,3")),
    "each day for ever": calendar(event("1", "DTSTART:20000101T000000Z", "RRULE:FREQ=DAILY")),
    "never": calendar(event("1", "DTSTART:20000101T000000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")),
    "never in a month": calendar(event("1", "DTSTART:20000101T000000Z", "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30")),
    "many rules": calendar(*(event(str(n), "DTSTART:20260101T000000Z", "RRULE:FREQ=YEARLY") for n in range(500))),
    "many events": calendar(*(event(str(n), "DTSTART:20260101T000000Z") for n in range(5000))),
    "many dates": calendar(event("1", "DTSTART:20260101T000000Z", "RDATE:" + ",".join(["20260102T000000Z"] * 30_000))),
    "many boxes": b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VALARM\r\n" * 40_000,
    "one long line": calendar(event("1", "DTSTART:20260101T000000Z", "SUMMARY:" + "x" * 900_000)),
    "large": b"BEGIN:VCALENDAR\r\n" + b" x\r\n" * 400_000,
    "words": b"just words",
}
CSV_BOMBS = {
    "one cell": b'Name\n"' + b"x" * 4_900_000,
    "only separators": b"Name" + b";" * 4_900_000,
    "only lines": b"Name\n" + b"\n" * 4_900_000,
    "quotes": b"Name\n" + b'""' * 2_400_000,
    "columns": b";".join(b"c" for _ in range(500)) + b"\n" + b";" * 499,
}
