"""Office files without the moment at which they were written, so that equal content is equal bytes."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIXED = (2000, 1, 1, 0, 0, 0)
MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def without_time_stamps(file: bytes) -> bytes:
    """The same file with every entry, and every workbook inside it, dated 1 January 2000."""
    fresh = BytesIO()
    with ZipFile(BytesIO(file)) as old, ZipFile(fresh, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".xlsx"):
                content = without_time_stamps(content)
            elif name.endswith("docProps/core.xml"):
                content = MOMENT.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            entry = ZipInfo(name, FIXED)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, content)
    return fresh.getvalue()
