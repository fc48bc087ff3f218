"""Complete reports/package-lock.json after `npm install`.

    python -m pipelines.reporting.lockfile reports/package-lock.json

npm leaves optional packages for other platforms out of the lock when the registry at hand does not carry them; `npm ci`
then calls the lock out of step. The entries added here are those that npm writes where it sees them, without a hash;
they are never fetched on the platform at hand.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

SYSTEMS = {"aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"}
PROCESSORS = {"arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"}


def platform_entry(name: str, version: str) -> dict[str, Any] | None:
    """The lock entry of a package named after its platform, or None when the name tells of none."""
    words = re.split(r"[-/]", name)
    systems = [word for word in words if word in SYSTEMS][-1:]
    processors = [word for word in words if word in PROCESSORS][-1:]
    if not systems:
        return None
    entry: dict[str, Any] = {"version": version.lstrip("^~="), "optional": True, "os": systems}
    if processors:
        entry["cpu"] = processors
    if "musl" in name:
        entry["libc"] = ["musl"]
    elif name.endswith("-gnu") or "gnueabi" in name:
        entry["libc"] = ["glibc"]
    return entry


def is_locked(packages: dict[str, Any], where: str, name: str) -> bool:
    """Whether `name`, asked for by the package at `where`, resolves to an entry, the way Node looks upward."""
    while True:
        if f"{where}/node_modules/{name}".lstrip("/") in packages:
            return True
        if not where:
            return False
        where = where.rpartition("node_modules/")[0].rstrip("/")


def complete(packages: dict[str, Any]) -> list[str]:
    """Add what is missing to `packages` (a lock's section of that name); returns the names added."""
    added = []
    for where, package in list(packages.items()):
        for name, version in package.get("optionalDependencies", {}).items():
            if is_locked(packages, where, name):
                continue
            entry = platform_entry(name, version)
            if entry:
                packages[f"node_modules/{name}"] = entry
                added.append(name)
    return added


def main(path: Path) -> None:
    lock = json.loads(path.read_text())
    root = lock["packages"].pop("")
    added = complete(lock["packages"])
    lock["packages"] = {"": root, **dict(sorted(lock["packages"].items()))}
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")
    print(f"{len(added)} packages of other platforms added")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
