from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from sandbox_reading import records, truth

from pipelines.sandbox import World, build_world, running

SIZE = {"days": 6, "scale": 0.3, "stack": "intercom+assembled"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return build_world(tmp_path_factory.mktemp("intercom"), **SIZE)


@dataclass
class Api:
    base: str
    token: str

    def ask(self, path: str, body: Any = None, *, version: str | None = "2.16", **query: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}"} | ({"Intercom-Version": version} if version else {})
        method = "GET" if body is None else "POST"
        return requests.request(method, self.base + path, params=query, json=body, headers=headers, timeout=20)

    def search(self, kind: str, operator: str, value: int, **more: Any) -> requests.Response:
        return self.ask(
            f"/{kind}/search", {"query": {"field": "updated_at", "operator": operator, "value": value}} | more
        )


@pytest.fixture(scope="module")
def api(world: World) -> Iterator[Api]:
    with running(world.folder, **SIZE) as env:
        yield Api(env["SOURCES__INTERCOM__BASE_URL"], env["SOURCES__INTERCOM__ACCESS_TOKEN"])


def code(response: requests.Response) -> tuple[int, str]:
    body = response.json()
    assert body["type"] == "error.list"
    return response.status_code, body["errors"][0]["code"]


def test_it_refuses_what_its_contract_refuses(api: Api) -> None:
    assert code(Api(api.base, "wrong").ask("/admins")) == (401, "unauthorized")
    assert code(api.ask("/admins", version="9.9")) == (400, "intercom_version_invalid")
    assert code(api.ask("/conversations/1")) == (404, "conversation_not_found")
    assert code(api.ask("/pigeons")) == (404, "not_found")
    assert code(api.ask("/conversations/deleted", version="2.15")) == (404, "not_found")
    assert code(api.search("contacts", ">=", 0)) == (400, "parameter_invalid")
    assert code(api.search("conversations", ">", 0, pagination={"per_page": 151})) == (400, "parameter_invalid")


def test_older_versions_use_older_words(api: Api) -> None:
    def states(version: str | None) -> set[str | None]:
        body = {"query": {"field": "updated_at", "operator": ">", "value": 0}, "pagination": {"per_page": 150}}
        found = api.ask("/conversations/search", body, version=version).json()["conversations"]
        return {(one["ai_agent"] or {}).get("resolution_state") for one in found}

    assert "escalated" in states("2.16") and "routed_to_team" not in states("2.16")
    assert states("2.14") == states(None)
    assert "routed_to_team" in states(None) and "escalated" not in states(None)


def test_the_search_pages_by_cursor_in_the_order_asked_for_and_has_no_next_at_its_end(api: Api, world: World) -> None:
    seen, cursor = [], None
    while True:
        paging = {"per_page": 100} | ({"starting_after": cursor} if cursor else {})
        order = {"field": "updated_at", "order": "ascending"}
        answer = api.search("conversations", ">", 0, pagination=paging, sort=order).json()
        seen += answer["conversations"]
        if "next" not in answer["pages"]:
            break
        cursor = answer["pages"]["next"]["starting_after"]
    assert [one["id"] for one in seen] == [one["id"] for one in records(world, "intercom", "conversations")]
    assert answer["total_count"] == len(seen) > 200
    assert not any("conversation_parts" in one for one in seen)


def test_contacts_are_searched_by_whole_days_and_end_with_a_null(api: Api, world: World) -> None:
    known = records(world, "intercom", "contacts")
    newest = known[-1]["updated_at"]
    day = newest // 86400 * 86400
    answer = api.search("contacts", ">", day - 1, pagination={"per_page": 150}).json()
    assert {c["id"] for c in answer["data"]} == {c["id"] for c in known if c["updated_at"] >= day}
    assert answer["pages"]["next"] is None
    assert api.search("contacts", ">", day).json()["data"] == []


def test_a_conversation_comes_with_its_parts_people_and_fin_among_them(api: Api, world: World) -> None:
    head = next(
        c
        for c in records(world, "intercom", "conversations")
        if (c["ai_agent"] or {}).get("resolution_state") == "escalated"
    )
    told = api.ask(f"/conversations/{head['id']}", display_as="plaintext").json()
    parts = told["conversation_parts"]["conversation_parts"]
    assert told["conversation_parts"]["total_count"] == len(parts) == head["statistics"]["count_conversation_parts"]
    assert {p["author"]["type"] for p in parts} >= {"bot", "admin"}
    assert any(p["author"]["is_ai_answer"] for p in parts) or head["ai_agent"]["last_answer_type"] is None
    assert not any("<" in (p["body"] or "") for p in parts)


def test_the_limit_says_when_it_ends_and_never_for_how_long(api: Api) -> None:
    headers = api.ask("/teams").headers
    assert int(headers["X-RateLimit-Remaining"]) < int(headers["X-RateLimit-Limit"])
    assert "X-RateLimit-Reset" in headers and "Retry-After" not in headers


def test_one_world_is_behind_every_stack(world: World, tmp_path) -> None:
    other = build_world(tmp_path, days=6, scale=0.3)
    columns = "root, level, person, began_at, intent, channel, is_engaged, hand_over, is_resolved, has_person"
    asked = f"select {columns.replace('root', 'journey')} from contacts order by all"
    assert truth(world, asked) == truth(other, asked)


def test_the_bill_takes_back_what_fin_took_back_and_the_invoice_adds_up(world: World) -> None:
    lines = [json.loads(line) for line in (world.drop / "outcome_claims.jsonl").read_text().splitlines()]
    invoices = [json.loads(line) for line in (world.drop / "invoices.jsonl").read_text().splitlines()]
    billed = sum(line["quantity"] for line in invoices if line["unit"] == "resolution")
    assert {line["claim_state"] for line in lines} == {"assumed", "confirmed"}
    assert billed == sum(line["withdrawn_at"] is None for line in lines) > 0
    states = {
        c["id"]: (c["ai_agent"] or {}).get("resolution_state") for c in records(world, "intercom", "conversations")
    }
    standing = [line["conversation_id"].split(":")[1] for line in lines if line["withdrawn_at"] is None]
    assert len(standing) == len(set(standing))
    assert {states[number] for number in standing} == {"assumed_resolution", "confirmed_resolution"}
    assert not (world.drop / "articles.jsonl").exists()
