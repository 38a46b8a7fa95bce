"""Files people send are bounded while they arrive: what is too large never reaches the disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

MOST_BYTES = 10_000_000
LISTENED_TO = 64_000_000  # beyond that the connection is closed rather than read to its end


class Bounded(FileUploadHandler):
    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any) -> None:  # noqa: N803
        self.announced = content_length
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > MOST_BYTES:
            raise StopUpload(connection_reset=self.announced > LISTENED_TO)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
