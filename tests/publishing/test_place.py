import stat
from pathlib import Path

import pytest

from pipelines.publishing import place
from tests.tiny_house import settings


def publication(house, build_id: str, text: str) -> Path:
    folder = place.new_folder(house, build_id)
    (folder / "haven.duckdb").write_text(text)
    for name in ("core", "marts", "meta"):
        (folder / name).mkdir()
    (folder / "core" / "fct_legs.parquet").write_text(text)
    (folder / "meta" / "build.parquet").write_text(text)
    place.seal(folder)
    return folder


def seen(house) -> tuple[str, str]:
    return house.published_db.read_text(), (house.published_dir / "core" / "fct_legs.parquet").read_text()


def test_the_database_and_the_files_change_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = settings(tmp_path)
    place.put_in_place(house, publication(house, "one", "old"))
    assert seen(house) == ("old", "old")
    observed = []
    rename = Path.replace

    def watched(self: Path, target: Path) -> Path:
        observed.append(seen(house))
        moved = rename(self, target)
        observed.append(seen(house))
        return moved

    folder = publication(house, "two", "new")
    monkeypatch.setattr(Path, "replace", watched)
    place.put_in_place(house, folder)
    assert set(observed) == {("old", "old"), ("new", "new")}


@pytest.mark.parametrize("killed_at", range(6))
def test_a_kill_while_putting_in_place_leaves_a_whole_publication_and_the_next_run_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_at: int
) -> None:
    house = settings(tmp_path)
    place.put_in_place(house, publication(house, "one", "old"))
    calls = []
    rename = Path.replace

    def dying(self: Path, target: Path) -> Path:
        if len(calls) == killed_at:
            raise KeyboardInterrupt
        calls.append(target)
        return rename(self, target)

    folder = publication(house, "two", "new")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", dying)
        try:
            place.put_in_place(house, folder)
        except KeyboardInterrupt:
            assert seen(house) in {("old", "old"), ("new", "new")}
    place.put_in_place(house, publication(house, "three", "next"))
    assert seen(house) == ("next", "next")


def test_published_files_are_read_only(tmp_path: Path) -> None:
    house = settings(tmp_path)
    place.put_in_place(house, publication(house, "one", "text"))
    assert stat.S_IMODE(house.published_db.stat().st_mode) == 0o444


def test_half_written_and_old_publications_are_removed_and_the_last_one_is_kept(tmp_path: Path) -> None:
    house = settings(tmp_path)
    for name in ("one", "two", "three"):
        place.put_in_place(house, publication(house, name, name))
    half = place.versions(house) / "half"
    half.mkdir()
    place.put_in_place(house, publication(house, "four", "four"))
    assert sorted(path.name for path in place.versions(house).iterdir()) == ["four", "three"]


def test_the_same_build_can_be_published_again_without_touching_the_one_in_use(tmp_path: Path) -> None:
    house = settings(tmp_path)
    first = publication(house, "one", "text")
    place.put_in_place(house, first)
    again = place.new_folder(house, "one")
    assert again != first
    assert seen(house) == ("text", "text")
