"""Mails as people's programs send them back, written here by hand."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

FROM = "Théo Prat <theo@example.org>"


def a_mail(to: str, text: str, sender: str = FROM, **headers: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, "Re: Thursday"
    message["Message-ID"] = headers.pop("Message_ID", "<one@mail.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def a_reply(to: str, uid: str, state: str = "ACCEPTED", *, sequence: int = 0, start: str = "20261128T113000Z") -> bytes:
    """As Outlook and Google send it: the calendar's own part beside a few words nobody wrote."""
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Somebody//Calendar//EN", "METHOD:REPLY", "BEGIN:VEVENT",
        f"UID:{uid}", f"SEQUENCE:{sequence}", "DTSTAMP:20261124T100000Z", f"DTSTART:{start}",
        f"ORGANIZER:mailto:{to}", f"ATTENDEE;CN=Theo;PARTSTAT={state}:mailto:theo@example.org",
        "END:VEVENT", "END:VCALENDAR", "",
    )  # fmt: skip
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = FROM, to, "Accepted: lunch"
    message["Message-ID"], message["Auto-Submitted"] = f"<{state}-{sequence}@calendar.example>", "auto-generated"
    message.set_content("Théo has accepted this invitation.")
    message.add_alternative("\r\n".join(lines), subtype="calendar", params={"method": "REPLY"})
    return message.as_bytes()


def a_bounce(message_id: str, address: str, status: str = "5.1.1", action: str = "failed") -> bytes:
    return "\r\n".join(
        (
            "From: Mail Delivery System <mailer-daemon@mx.example.org>",
            "To: entregent@testserver",
            "Subject: Undelivered Mail Returned to Sender",
            f"Message-ID: <bounce-{status}-{action}@mx.example.org>",
            "Auto-Submitted: auto-replied",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
            "MIME-Version: 1.0",
            "",
            "--b",
            "Content-Type: text/plain",
            "",
            "I am sorry.",
            "",
            "--b",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; mx.example.org",
            "",
            f"Final-Recipient: rfc822; {address}",
            f"Action: {action}",
            f"Status: {status}",
            "",
            "--b",
            "Content-Type: message/rfc822",
            "",
            f"Message-ID: <{message_id}>",
            "Subject: Thursday",
            "",
            "Hello",
            "",
            "--b--",
            "",
        )
    ).encode()


def nested(depth: int) -> bytes:
    """Boxes within boxes: what no program of anybody's sends."""
    head = "From: theo@example.org\r\nMessage-ID: <nested@example.org>\r\n"
    opening = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n' for n in range(depth))
    return (head + opening).encode()


def texts(**more: Any) -> list[tuple[str, str]]:
    """(a whole reply, the words of its own), as programs in both languages write them."""
    return [
        ("Je viens !\n\nLe jeu. 26 nov. 2026 à 10:00, Nadia <a@b.example> a écrit :\n> Venez ?\n", "Je viens !"),
        ("Yes.\r\n\r\nOn Thu, 26 Nov 2026, Nadia via Lunches\r\n<replies+x@b.example> wrote:\r\n\r\n> a", "Yes."),
        ("Oui\n\n-----Message d'origine-----\nDe : Nadia\nEnvoyé : jeudi\nÀ : Théo\nbla", "Oui"),
        ("Oui\n\n________________________________\nDe : Nadia\nEnvoyé : jeudi", "Oui"),
        ("Fine\n\nFrom: Nadia\nSent: Thursday\nTo: Theo\nSubject: x\n\nbla", "Fine"),
        ("D'accord.\n\nEnvoyé de mon iPhone\n", "D'accord."),
        ("Ok\n\nSent from my iPhone", "Ok"),
        ("See you.\n-- \nThéo Prat\nPlumber", "See you."),
        ("> Can you?\nI can.\n> And Marc?\nHe too.", "I can.\nHe too."),
        ("From: my heart, thanks.\nSee you.", "From: my heart, thanks.\nSee you."),
        ("Le restaurant dont je parlais :\nChez Youssef", "Le restaurant dont je parlais :\nChez Youssef"),
        ("Yes\nhttp://testserver/l/AAAABBBB?answer=yes\nrest of your mail", "Yes"),
    ]
