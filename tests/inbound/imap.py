"""A mailbox on loopback that speaks as much IMAP as we do: a real peer for `imaplib`, over a real socket."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

LINE = re.compile(rb"(\S+) (?:UID )?(\w+) ?(.*)", re.IGNORECASE)


@dataclass
class Box:
    """What lies in the mailbox, by uid, and which of it was read. `fetched` counts whole mails that were taken out."""

    password: str = "secret"
    mails: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    fetched: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        return f"imap://replies:{self.password}@127.0.0.1:{self.port}/INBOX"

    def bring(self, mail: bytes) -> int:
        number = len(self.mails) + 1
        self.mails[number] = mail
        return number

    def say(self, verb: str, rest: bytes) -> tuple[list[bytes], bytes]:
        """Untagged answers, then how the command ended."""
        match verb:
            case "CAPABILITY":
                return [b"CAPABILITY IMAP4rev1"], b"OK done"
            case "LOGIN":
                known = rest.rstrip().endswith(f'"{self.password}"'.encode())
                return [], b"OK in" if known else b"NO [AUTHENTICATIONFAILED] wrong password"
            case "SELECT":
                return [b"%d EXISTS" % len(self.mails), b"OK [UIDVALIDITY 1] fine"], b"OK [READ-WRITE] selected"
            case "SEARCH":
                unread = [str(number).encode() for number in self.mails if number not in self.seen]
                return [b"SEARCH " + b" ".join(unread)], b"OK found"
            case "FETCH":
                return [self.fetch(rest)], b"OK fetched"
            case "STORE":
                self.seen.add(int(rest.split()[0]))
                return [], b"OK stored"
            case "LOGOUT":
                return [b"BYE"], b"OK bye"
        return [], b"BAD what?"

    def fetch(self, rest: bytes) -> bytes:
        number, _, what = rest.partition(b" ")
        mail = self.mails[int(number)]
        head = b"%d FETCH (UID %d " % (int(number), int(number))
        if b"RFC822.SIZE" in what:
            return head + b"RFC822.SIZE %d)" % len(mail)
        if b"HEADER" in what:
            mail = mail.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        else:
            self.fetched += 1
        return head + b"BODY[] {%d}\r\n" % len(mail) + mail + b")"


class Talk(socketserver.StreamRequestHandler):
    box: Box

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            found = LINE.match(line.strip())
            if not found:
                continue
            tag, verb, rest = found.groups()
            untagged, ended = self.box.say(verb.decode().upper(), rest)
            self.wfile.write(b"".join(b"* " + one + b"\r\n" for one in untagged) + tag + b" " + ended + b"\r\n")
            if verb.upper() == b"LOGOUT":
                return


@contextmanager
def mailbox() -> Iterator[Box]:
    box = Box()
    talk = type("TalkOfThisBox", (Talk,), {"box": box})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), talk) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
