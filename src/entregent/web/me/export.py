"""What one takes away: everything once as JSON, and each list of it as a table."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from entregent.core.csv_writing import written

Table = list[Mapping[str, Any]]


def archive(everything: Mapping[str, Any], now: datetime) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, file in files(everything):
            folder.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), file)
    return content.getvalue()


def files(everything: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    whole = json.dumps(everything, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    yield "export.json", whole.encode()
    for app, part in everything.items():
        for name, rows in part.items():
            if isinstance(rows, list) and rows:
                yield f"{app}-{name}.csv", written(rows)
