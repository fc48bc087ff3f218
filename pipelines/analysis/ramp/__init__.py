"""How newcomers and new AI versions get to the bar, and who stays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipelines.analysis.analysis import DAY, FLAG, MOMENT, REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.analysis.ramp import bars, curves, staying
from pipelines.analysis.ramp.bars import bar_rows
from pipelines.analysis.ramp.curves import curve_rows
from pipelines.analysis.ramp.staying import Person, Watch, staying_rows
from pipelines.analysis.ramp.weeks import Bar, beginners, first_day, tenured

WEEKS, TRAINING = "intermediate.int_agent_weeks", "intermediate.int_training_events_unioned"
PEOPLE, HORIZON = "core.dim_agents", "intermediate.int_horizon_found"


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    """Learning curves, weeks to the bar with those still on the way, and staying with those still here."""
    rows = tables[WEEKS].to_pylist()
    bar, people = Bar.of(tenured(rows)), beginners(rows)
    return {
        "learning_curves": curve_rows(people, bar),
        "ramp": bar_rows(people, bar, _trained(tables[TRAINING].to_pylist())),
        "staying": _staying(tables, rows),
    }


def _trained(events: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for event in events:
        assigned, completed = found.get(event["agent_id"], (0, 0))
        found[event["agent_id"]] = (assigned + 1, completed + (event["completed_at"] is not None))
    return found


def _staying(tables: Tables, rows: list[dict[str, Any]]) -> list[Row]:
    """Nothing where no hire is known or nobody was ever seen at work: then nobody could be seen to leave either."""
    last = [row["observed_until"] for row in tables[HORIZON].to_pylist() if row["observed_until"]]
    first_on = first_day(rows)
    people = [
        Person(
            row["hired_at"].date(), row["terminated_at"].date() if row["terminated_at"] else None, row["employer_type"]
        )
        for row in tables[PEOPLE].to_pylist()
        if row["actor_type"] == "human" and row["hired_at"]
    ]
    if not last or first_on is None or not people:
        return []
    return staying_rows(people, Watch(first_on, max(last).date()))


ANALYSIS = Analysis(
    name="follow newcomers",
    reads={
        WEEKS: schema(
            actor_id=TEXT,
            population=TEXT,
            cohort=TEXT,
            channel=TEXT,
            week_number=WHOLE,
            began_on=DAY,
            is_tenured=FLAG,
            contacts=WHOLE,
            timed=WHOLE,
            handle_seconds=WHOLE,
            expected_seconds=REAL,
            judged=WHOLE,
            verified=WHOLE,
            expected_verified=REAL,
            reviewed=WHOLE,
            quality_sum=REAL,
            quality_square_sum=REAL,
        ),
        TRAINING: schema(agent_id=TEXT, completed_at=MOMENT),
        PEOPLE: schema(agent_id=TEXT, actor_type=TEXT, employer_type=TEXT, hired_at=MOMENT, terminated_at=MOMENT),
        HORIZON: schema(observed_until=MOMENT),
    },
    writes={
        "learning_curves": schema(
            population=TEXT,
            cohort=TEXT,
            channel=TEXT,
            week_number=WHOLE,
            agents=WHOLE,
            contacts=WHOLE,
            contacts_since_start=REAL,
            **{name: WHOLE if name.endswith("_n") else REAL for name in curves.VALUES},
            is_withheld=FLAG,
            withheld_reason=TEXT,
        ),
        "ramp": schema(
            population=TEXT,
            cohort=TEXT,
            channel=TEXT,
            agents=WHOLE,
            reached=WHOLE,
            on_the_way=WHOLE,
            reached_before_seen=WHOLE,
            weeks_seen=WHOLE,
            **dict.fromkeys(bars.VALUES, REAL),
            learners=WHOLE,
            trainings_assigned=WHOLE,
            trainings_completed=WHOLE,
            training_completion=REAL,
            is_withheld=FLAG,
            withheld_reason=TEXT,
            sentence=TEXT,
        ),
        "staying": schema(
            group_kind=TEXT,
            group_name=TEXT,
            people=WHOLE,
            leavers=WHOLE,
            weeks_seen=REAL,
            **{name: WHOLE if name in ("days", "new_hires", "new_hires_left") else REAL for name in staying.VALUES},
            p_adjusted=REAL,
            is_withheld=FLAG,
            withheld_reason=TEXT,
            sentence=TEXT,
        ),
    },
    compute=compute,
)
