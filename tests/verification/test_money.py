"""The worked examples of cost, invoice audit and retained value, through the models that the build uses."""

from typing import Any

from pipelines.verification.money import billing_audit, cost_verified

HUMAN = {
    "paid_hours": 4000,
    "loaded_rate": 32.0,
    "other_cost": 12000.0,
    "contacts": 18000,
    "verified": 13500,
    "productive_share": 0.62,
}
AI = {
    "contacts": 22000,
    "billed_resolutions": 12500,
    "verified": 9400,
    "fee": 0.99,
    "platform": 2500.0,
    "tokens_m": 310.0,
    "price_per_m": 4.0,
    "oversight_hours": 160,
    "rework_minutes": 31000,
}


def billed(conversation: str, **facts: Any) -> dict[str, Any]:
    usual = {
        "amount": 0.99,
        "test": False,
        "found": True,
        "answered": True,
        "handed_off": False,
        "negative_signal": False,
        "reopened": False,
        "days_to_repeat": None,
        "days_observed": 30,
    }
    return {"conversation": conversation, **usual, **facts}


TWELVE = [
    billed("1"),
    billed("2", handed_off=True),
    billed("3", days_to_repeat=2.5),
    billed("3"),
    billed("4", found=False),
    billed("5", answered=False),
    billed("6", handed_off=True, negative_signal=True),
    billed("7", days_observed=4),
    billed("8", days_to_repeat=11.0),
    billed("9", test=True),
    billed("10", reopened=True),
    billed("11"),
]


def test_rework_is_charged_once_to_its_cause_and_creates_no_cost() -> None:
    costs = cost_verified(HUMAN, AI)
    assert round(costs["ai_cost_per_verified"], 4) == 5.0959
    assert round(costs["human_cost_per_verified_net"], 4) == 8.3951
    assert round(costs["blended_cost_per_verified"], 4) == 7.0408
    assert round(costs["ai_total"] + costs["human_total_net_of_rework"], 2) == 140_000 + 21_235


def test_twelve_lines_at_99_cents_cost_3_96_for_each_verified_one() -> None:
    audit = billing_audit(TWELVE, window_days=7)
    assert (audit["verified_lines"], audit["disputed_lines"]) == (3, 7)
    assert (audit["unverifiable_lines"], audit["pending_lines"]) == (1, 1)
    assert round(audit["effective_price_per_verified"], 6) == 3.96
    assert round(audit["disputed_amount"], 6) == 6.93


def test_a_customer_who_is_back_counts_before_the_window_is_over() -> None:
    early = billed("7", days_observed=4, days_to_repeat=1.0)
    audit = billing_audit([early, billed("8")], window_days=7)
    assert (audit["disputed_lines"], audit["pending_lines"], audit["verified_lines"]) == (1, 0, 1)
