"""Calabrio WFM (Teleopti): who works when on what, kept up to date by its list of changed schedules.

Auth        `Authorization: Bearer <personal access token>`, SOURCES__CALABRIO__ACCESS_TOKEN; it sees what its owner may
            see, and dies on the day its owner leaves. [documented]
Where       SOURCES__CALABRIO__BASE_URL (`https://<tenant>.teleopticloud.com/api`), days from
            SOURCES__CALABRIO__START_DATE; SOURCES__CALABRIO__END_DATE takes the place of the present.
Paging      Every query is posted, and answers `Result` whole; changed schedules by `Page` until `TotalPages`.
            [observed]

resource       query                                  read                                              -> table
sites, teams   Site/AllSites, Team/AllTeams           whole, of each business unit                      sites, teams
people         Person/PeopleByTeamId                  each team on the first day, every 7 days, today   people
activities     Activity/AllActivities                 whole, of each business unit                      activities
absences       Absence/AllAbsences                    whole, of each business unit                      absences
schedules      ScheduleChanges/SchedulesByChangeDate  changed since a day before the last `ChangesUpTo`, schedules
                                                      days up to 28 ahead

Key         `Id`; a schedule is a person's day. [observed]
Cursor      `ChangesUpTo`, the only one there is. A schedule does not say when it was changed. A first load asks from 90
            days before the start, as schedules are made weeks before they are worked. [inferred]
Deletions   A day whose shift was taken away comes again, empty. [inferred]
Guards      An answer with `Errors` stops the load, and so do changed schedules whose number changes while they are
            read, an empty page before the last, and a page that comes twice.
Left out    Scenarios other than the default one: what is planned is what that one holds. [observed]
Not known   What people did: adherence is in another interface of the vendor's, with another key. When somebody was
            hired. Somebody who came and left between two days on which teams are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.account import Account
from pipelines.sources.calabrio.queries import asked, changed_schedules, day_of
from pipelines.sources.http import FixedAuth, Patience
from pipelines.sources.raw import Run, field_text
from pipelines.sources.times import DAY, look_back, windows

LOOK_BACK_SECONDS = DAY
PLANNED_BEFORE_SECONDS = 90 * DAY
PLANNED_AHEAD_SECONDS = 28 * DAY
PEOPLE_EVERY_SECONDS = 7 * DAY


@dlt.source(name="calabrio", section="calabrio", max_table_nesting=0)
def calabrio(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    access_token: dlt.TSecretStrValue = dlt.secrets.value,
    end_date: str | None = None,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One Calabrio tenant, all of its business units."""
    account = Account.opened(
        "calabrio",
        base_url,
        FixedAuth.bearer(access_token),
        "ACCESS_TOKEN",
        start_date=start_date,
        end_date=end_date,
        patience=Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds),
        run=run,
    )
    client = account.client

    @cache
    def _units() -> list[str]:
        return [unit["Id"] for unit in asked(client, "BusinessUnit/AllBusinessUnits", {})]

    def _of_units(query: str) -> Iterator[Any]:
        for unit in _units():
            yield from asked(client, query, {"BusinessUnitId": unit})

    def _whole(name: str, query: str) -> Iterator[pa.Table]:
        yield from account.whole(name, _of_units(query), key=field_text("Id"))

    def sites() -> Iterator[pa.Table]:
        yield from _whole("sites", "Site/AllSites")

    def teams() -> Iterator[pa.Table]:
        yield from _whole("teams", "Team/AllTeams")

    def activities() -> Iterator[pa.Table]:
        yield from _whole("activities", "Activity/AllActivities")

    def absences() -> Iterator[pa.Table]:
        yield from _whole("absences", "Absence/AllAbsences")

    def people() -> Iterator[pa.Table]:
        state = dlt.current.resource_state("people")
        since = look_back(state, account.start, 0)
        days = [*(first for first, _ in windows(since, account.end, PEOPLE_EVERY_SECONDS)), account.end]
        yield from account.whole("people", _people(days), key=field_text("Id"))
        state["newest"] = account.end

    def _people(days: list[int]) -> Iterator[Any]:
        for team in _of_units("Team/AllTeams"):
            for day in days:
                body = {"TeamId": team["Id"], "Date": day_of(day), "Include": {"OptionalColumns": False}}
                yield from asked(client, "Person/PeopleByTeamId", body)

    def schedules() -> Iterator[pa.Table]:
        state = dlt.current.resource_state("schedules")
        since = look_back(state, account.start - PLANNED_BEFORE_SECONDS, LOOK_BACK_SECONDS)
        period = {"StartDate": day_of(account.start), "EndDate": day_of(account.end + PLANNED_AHEAD_SECONDS)}
        reached: list[float] = []

        def rows() -> Iterator[Any]:
            for unit in _units():
                yield from changed_schedules(client, unit, since, account.end, period, reached)

        yield from account.whole("schedules", rows(), key=_person_day)
        # What every unit has told completely: the next load goes on from there.
        state["newest"] = int(min(reached, default=since))

    yield from account.resources(sites, teams, people, activities, absences, schedules)


def _person_day(record: dict[str, Any]) -> str | None:
    person, day = record.get("PersonId"), record.get("Date")
    return f"{person}:{str(day)[:10]}" if person and day else None
