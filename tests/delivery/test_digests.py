"""A digest instead of a flood: one message per owner and day, news only, what is over told once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.building.record import utc_now
from pipelines.delivery import Targets, deliver_digests, deliver_report, tell_failure
from pipelines.delivery.alerts import shown_by
from pipelines.delivery.digest import Alert, compare, paragraphs, subject
from pipelines.delivery.ledger import open_ledger
from pipelines.delivery.smtp import Server
from pipelines.delivery.standing import late_reports, shut_doors
from pipelines.errors import HavenError
from pipelines.quality.report import GateResult
from pipelines.quality.results import store
from pipelines.settings import Settings
from tests.delivery.houses import BILLS, DATA_AS_OF, LAG, PATHS, house, print_report, publish
from tests.delivery.servers import mail_server, webhook

FIRST, SECOND, THIRD = datetime(2026, 6, 1, 6), datetime(2026, 6, 2, 6), datetime(2026, 6, 3, 6)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return house(tmp_path / "data")


def alert(alert_id: str, key: str = "act", severity: str = "act") -> Alert:
    return Alert(alert_id, severity, f"{alert_id} moved.", "Head of support", "Decide", key)


def told(*alerts: Alert) -> dict[str, dict[str, str]]:
    return {one.alert_id: {"news_key": one.news_key, "what": one.what} for one in alerts}


def judged(*, readable: bool) -> GateResult:
    seen, words = (0 if readable else 3), "every record is readable"
    return GateResult("s", "raw", "raw_ada", "messages", "e", None, readable, str(seen), seen, "critical", words)


def test_only_what_is_new_changed_or_over_is_news() -> None:
    known = told(alert("same"), alert("worse"), alert("gone"))
    digest = compare("Head of support", [alert("same"), alert("worse", "urgent"), alert("fresh")], known)
    assert [one.alert_id for one in digest.new] == ["fresh"]
    assert [one.alert_id for one in digest.changed] == ["worse"]
    assert digest.over == (("gone", "gone moved."),)
    assert digest.standing == 1
    assert not digest.is_empty
    assert compare("Head of support", [alert("same")], told(alert("same"))).is_empty


def test_a_digest_says_the_most_urgent_first_with_since_when_by_when_and_what_next() -> None:
    urgent = Alert("u", "urgent", "Lines of ada", "x", "Send it", "k", date(2026, 5, 1), date(2026, 6, 9), "a_mart")
    digest = compare("x", [alert("look", severity="look"), urgent], told(alert("gone")))
    words = "\n".join(paragraphs(digest, "Data as of today.", "https://example.org/haven"))
    assert words.index("Urgent:") < words.index("Worth a look:") < words.index("No longer so:")
    assert "Lines of ada. Since 2026-05-01. By 2026-06-09. Next: Send it. Shown by a_mart." in words
    assert words.endswith("https://example.org/haven\nData as of today.")
    assert subject(digest, "Brightwater") == "1 urgent: 2 new, 1 over for x · Brightwater"


def test_each_owner_hears_once_a_day_and_of_nothing_that_stayed_the_same(settings: Settings) -> None:
    with mail_server() as box:
        server = Server("127.0.0.1", box.port, "h@example.org", security="none", timeout=5)
        owners = {"head_of_data": "data@example.org", "head_of_support": "support@example.org"}
        targets = Targets(server, owner="ops@example.org", owners=owners)
        publish(settings, "build-1", [BILLS, LAG, PATHS])
        deliver_digests(settings, targets, now=FIRST)
        deliver_digests(settings, targets, now=FIRST.replace(hour=20))
        assert sorted(mail["To"] for mail in box.accepted) == [
            "data@example.org",
            "ops@example.org",  # the finance partner has no address of their own
            "support@example.org",
        ]
        publish(settings, "build-2", [BILLS, LAG, PATHS])
        deliver_digests(settings, targets, now=SECOND)
        assert len(box.accepted) == 3
        publish(settings, "build-3", [LAG, (*PATHS[:5], "urgent 9")])
        deliver_digests(settings, targets, now=THIRD)
        deliver_digests(settings, targets, now=THIRD)
        assert {mail["To"]: mail["Subject"] for mail in box.accepted[3:]} == {
            "ops@example.org": "1 over for Finance partner · Brightwater (invented company)",
            "support@example.org": "1 changed for Head of support · Brightwater (invented company)",
        }
        deliver_digests(settings, targets, now=datetime(2026, 6, 4, 1))
        assert len(box.accepted) == 5  # what is over is told once


def test_news_of_the_same_day_waits_for_the_next_morning(settings: Settings) -> None:
    with webhook() as hook:
        publish(settings, "build-1", [LAG])
        deliver_digests(settings, Targets(webhook=hook.url), now=FIRST)
        more = ("freshness:zendesk", *LAG[1:])
        publish(settings, "build-2", [LAG, more])
        deliver_digests(settings, Targets(webhook=hook.url), now=FIRST.replace(hour=9))
        assert len(hook.accepted) == 1
        deliver_digests(settings, Targets(webhook=hook.url), now=SECOND)
    assert len(hook.accepted) == 2
    assert "1 more as before" in hook.accepted[1]


def test_what_no_target_took_is_news_again_on_the_next_day(settings: Settings) -> None:
    publish(settings, "build-1", [LAG])
    with webhook(["500"] * 9) as hook:
        targets = Targets(webhook=hook.url)
        with pytest.raises(HavenError, match=r"the alerts for 2026-06-01 Head of data did not surely reach webhook"):
            deliver_digests(settings, targets, now=FIRST, waits=())
        hook.plan.clear()
        deliver_digests(settings, targets, now=SECOND, waits=())
    (text,) = hook.accepted
    assert "Nothing newer from ada" in text


def test_what_may_have_arrived_is_repeated_on_the_next_day_and_says_so(settings: Settings, tmp_path: Path) -> None:
    publish(settings, "build-1", [LAG])
    with webhook(["cut"]) as hook:
        with pytest.raises(HavenError, match="unclear"):
            deliver_digests(settings, Targets(webhook=hook.url), now=FIRST, waits=())
        deliver_digests(settings, Targets(webhook=hook.url), now=SECOND, waits=())
    assert len(hook.accepted) == 2
    assert "may not have arrived" not in hook.accepted[0]
    assert "An earlier message may not have arrived; what it said is said here again." in hook.accepted[1]


def test_a_door_that_is_shut_is_urgent_although_nothing_new_is_published(settings: Settings) -> None:
    publish(settings, "build-1")
    broken = GateResult(
        "s", "raw", "raw_ada", "messages", "e", None, False, "3", 3, "critical", "every record is readable"
    )
    store(settings, "raw", [broken], utc_now())
    with webhook() as hook:
        deliver_digests(settings, Targets(webhook=hook.url), now=FIRST)
    (text,) = hook.accepted
    assert text.startswith("*1 urgent: 1 new for Head of data")
    assert "The raw door has held up the last build: raw_ada.messages: every record is readable (seen: 3)." in text
    assert "What is published knows the data until 2026-06-01" in text


def test_a_door_that_opened_again_is_told_as_over(settings: Settings) -> None:
    from pipelines.delivery.permission import published_build

    publish(settings, "build-1")
    well = GateResult(
        "s", "raw", "raw_ada", "messages", "e", None, True, "0", 0, "critical", "every record is readable"
    )
    store(settings, "raw", [well], utc_now())
    assert shut_doors(settings, published_build(settings)) == []


@pytest.mark.parametrize(("hours", "is_told"), [(72, False), (73, True)])
def test_a_publication_without_news_for_three_days_is_told(settings: Settings, hours: int, is_told: bool) -> None:
    publish(settings, "build-1")
    now = DATA_AS_OF + timedelta(hours=hours)
    with webhook() as hook:
        deliver_digests(settings, Targets(webhook=hook.url, due_day=28), now=now)
    assert [("learnt nothing since 2026-06-01 02:00 UTC" in text) for text in hook.accepted] == [True] * is_told


def test_a_late_report_is_told_once_for_each_month(settings: Settings) -> None:
    publish(settings, "build-1")
    with webhook() as hook:
        targets = Targets(webhook=hook.url, due_day=2)
        deliver_digests(settings, targets, now=SECOND)
        assert hook.accepted == []  # due by the end of the second day
        deliver_digests(settings, targets, now=THIRD)
        deliver_digests(settings, targets, now=THIRD.replace(day=4, hour=1))
        assert len(hook.accepted) == 1
        assert "The board report of May 2026 is late. It has not reached:" in hook.accepted[0]
        print_report(settings)
        deliver_report(settings, targets)
        with open_ledger(settings.data_dir) as ledger:
            assert late_reports(ledger, targets, date(2026, 6, 5)) == []
            assert late_reports(ledger, targets, date(2026, 7, 3)) == [("2026-06", targets.of_reports[0].name)]


def test_a_failed_step_is_told_to_the_owner_once_a_day(settings: Settings) -> None:
    with webhook() as hook:
        for _ in range(2):
            tell_failure(settings, "build_models: the data breaks a promise", Targets(webhook=hook.url))
        tell_failure(settings, "publish: the disk is full", Targets(webhook=hook.url))
    assert len(hook.accepted) == 2
    assert "A step failed: build_models: the data breaks a promise" in hook.accepted[0]


def test_a_day_is_a_day_where_the_company_is(tmp_path: Path) -> None:
    settings = house(tmp_path / "data", HAVEN_TIME_ZONE="Pacific/Auckland")  # 12 hours ahead in June
    publish(settings, "build-1", [LAG])
    deliver_digests(settings, Targets(folder=tmp_path / "share"), now=datetime(2026, 6, 1, 13))
    assert [path.name for path in (tmp_path / "share" / "alerts").iterdir()] == ["2026-06-02"]


def test_a_leader_is_sent_to_a_page_and_not_to_a_table() -> None:
    pages = {"process_hand_offs": {"journeys", "index-of-all"}}
    assert shown_by("process_hand_offs", pages) == "the page index of all"
    assert shown_by("no_page_shows_it", pages) == "the table no_page_shows_it"


def test_no_alert_is_cut_out_of_a_long_digest(settings: Settings) -> None:
    alerts = [(f"threshold:{number}", *PATHS[1:2], f"Number {number} moved. " * 6, *PATHS[3:]) for number in range(60)]
    publish(settings, "build-1", alerts)
    with webhook() as hook:
        deliver_digests(settings, Targets(webhook=hook.url), now=FIRST)
    (text,) = hook.accepted
    assert all(f"Number {number} moved." in text for number in range(60))
