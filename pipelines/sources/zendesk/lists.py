"""Zendesk's lists that are read whole every time: what may be chosen, who may do what, by when it is promised."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Whole:
    """One list. `path` follows `/api/v2/`; `rows` names the rows in the answer, where it is not the resource's name.

    `is_unpaged` lists come in one answer. An account whose plan lacks a list that `is_planned` is answered 403 or 404.
    The rows of a list that `keeps` what it has shown may leave it without having been deleted.
    """

    path: str
    rows: str | None = None
    params: dict[str, str] = field(default_factory=dict)
    key: str = "id"
    is_unpaged: bool = False
    is_planned: bool = False
    keeps: bool = False


LISTS: dict[str, Whole] = {
    "groups": Whole("groups", params={"exclude_deleted": "false"}),
    "group_memberships": Whole("group_memberships"),
    "brands": Whole("brands"),
    "ticket_fields": Whole("ticket_fields"),
    "ticket_forms": Whole("ticket_forms", is_planned=True),
    "custom_statuses": Whole("custom_statuses", is_unpaged=True),
    "macros": Whole("macros", params={"include": "usage_30d"}),
    # The tags of the last 60 days, with how often each was used.
    "tags": Whole("tags", key="name", keeps=True),
    "sla_policies": Whole("slas/policies", is_unpaged=True, is_planned=True),
    "group_sla_policies": Whole("group_slas/policies", is_unpaged=True, is_planned=True),
    "schedules": Whole("business_hours/schedules", is_unpaged=True, is_planned=True),
    # The deletions of the last 30 days.
    "deleted_tickets": Whole("deleted_tickets", params={"support_type_scope": "all"}, keeps=True),
}
