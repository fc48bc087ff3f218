"""dbt's pages: one file that describes every model and column, opens without a server and asks nobody for anything."""

from __future__ import annotations

import time
from pathlib import Path

from pipelines.building import build
from pipelines.reporting.browser import open_browser
from pipelines.reporting.dbt_docs import build_dbt_docs, standing_alone
from pipelines.reporting.serving import serving
from tests import tiny_house

MODEL = "#!/model/model.haven.board_summary"


def test_dbts_pages_are_one_file_that_works_alone(tmp_path: Path) -> None:
    house = tiny_house.furnished(tmp_path / "data")
    build(house)
    page = build_dbt_docs(house)
    assert page == house.reports_dir / "dbt-docs" / "index.html"
    assert [path.name for path in page.parent.iterdir()] == ["index.html"]
    assert str(tmp_path) not in page.read_text()
    errors: list[str] = []
    with serving(page.parent) as address, open_browser() as (context, refused):
        tab = context.new_page()
        tab.on("pageerror", lambda error: errors.append(str(error)))
        for place in (f"{address}/index.html", page.as_uri()):
            tab.goto(f"{place}{MODEL}", wait_until="load")
            tab.get_by_role("heading", name="board_summary").first.wait_for()
            shown = tab.inner_text("body")
            assert "Where the line stands." in shown
            assert "Referenced By" in shown
            time.sleep(0.5)  # a visit would be counted now
    assert errors == []
    assert refused == []


def test_dbts_page_says_nothing_of_the_machine_that_wrote_it() -> None:
    page = '<head><link rel="shortcut icon" href="${x}"/></head>{"name": "a_seed", "root_path": "/some/folder"}'
    alone = standing_alone(page)
    assert "/some/folder" not in alone
    assert "shortcut icon" not in alone
    assert '"name": "a_seed"' in alone
    assert alone.startswith('<head><meta http-equiv="Content-Security-Policy" content="default-src \'none\';')
