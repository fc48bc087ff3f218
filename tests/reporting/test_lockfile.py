import json
from pathlib import Path
from typing import Any

from pipelines.reporting.lockfile import complete, is_locked, main, platform_entry
from pipelines.settings import ROOT


def test_a_package_named_after_its_platform_gets_that_platform() -> None:
    assert platform_entry("@rollup/rollup-linux-x64-musl", "4.1.0") == {
        "version": "4.1.0",
        "optional": True,
        "os": ["linux"],
        "cpu": ["x64"],
        "libc": ["musl"],
    }


def test_a_package_named_after_no_platform_is_left_alone() -> None:
    assert platform_entry("sharp", "1.0.0") is None


def test_a_package_is_found_where_node_would_find_it() -> None:
    packages: dict[str, Any] = {"node_modules/a": {}, "node_modules/b/node_modules/c": {}}
    assert is_locked(packages, "node_modules/b", "a")
    assert is_locked(packages, "node_modules/b", "c")
    assert not is_locked(packages, "node_modules/a", "c")


def test_completing_twice_adds_nothing_the_second_time() -> None:
    packages: dict[str, Any] = {"node_modules/x": {"optionalDependencies": {"x-win32-arm64": "2.0.0"}}}
    assert complete(packages) == ["x-win32-arm64"]
    assert complete(packages) == []


def test_the_root_stays_the_first_entry(tmp_path: Path) -> None:
    lock = tmp_path / "package-lock.json"
    lock.write_text(json.dumps({"packages": {"": {"name": "reports"}, "node_modules/b": {}, "node_modules/a": {}}}))
    main(lock)
    assert list(json.loads(lock.read_text())["packages"]) == ["", "node_modules/a", "node_modules/b"]


def test_our_lock_is_complete_and_names_no_download_host() -> None:
    lock = json.loads((ROOT / "reports/package-lock.json").read_text())
    assert complete(lock["packages"]) == []
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
