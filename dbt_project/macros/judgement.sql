{#- The rules by which a claim of resolution is judged, in one place. Every argument is a boolean expression; null counts as false. -#}

{#- One reason per claimed or billed unit, in fixed order; a failure that is already visible counts before the window is over.
    `is_traceable`: whether the customer and the matter are known, without which nobody can say that no one came back. -#}
{% macro claim_reason(
    is_test, is_duplicate, is_found, is_answered, is_handed_off, is_negative_signal, is_reopened, is_repeated,
    is_traceable, is_mature
) -%}
case
    when {{ is_test }} then 'test'
    when {{ is_duplicate }} then 'duplicate'
    when not coalesce({{ is_found }}, false) then 'unverifiable'
    when not coalesce({{ is_answered }}, false) then 'no_answer'
    when {{ is_handed_off }} then 'handed_off'
    when {{ is_negative_signal }} then 'negative_signal'
    when {{ is_reopened }} then 'reopened'
    when {{ is_repeated }} then 'repeat'
    when not coalesce({{ is_traceable }}, false) then 'unverifiable'
    when not coalesce({{ is_mature }}, false) then 'pending'
    else 'verified'
end
{%- endmacro %}

{#- Whether a contact counts as durably resolved by the ladder: nothing went wrong in it and nobody came back. -#}
{% macro is_verified(is_substantive, is_handed_off, is_negative_signal, is_reopened, came_back) -%}
(
    coalesce({{ is_substantive }}, false)
    and not coalesce({{ is_handed_off }}, false)
    and not coalesce({{ is_negative_signal }}, false)
    and not coalesce({{ is_reopened }}, false)
    and not coalesce({{ came_back }}, false)
)
{%- endmacro %}

{#- Whether a unit meets the signed text, as one reason in fixed order; `met` when nothing speaks against it. Reads the terms
    (columns of contract_terms) and the facts of the conversation: is_found, is_test, is_duplicate, is_answered,
    is_handed_off, is_negative_signal, is_traceable, claim_state, csat (0 to 1), end_at, reopened_at, repeat_at,
    observed_until, billed_amount and currency (null when nothing was billed). A return to the same conversation takes a unit
    back at any time where the terms say so; a confirmed unit need not wait for the window. -#}
{% macro contract_reason() -%}
{%- set window_end = add_hours('end_at', 'coalesce(silence_hours, 0)') -%}
{%- set over_price = 'coalesce(currency = terms_currency and billed_amount > unit_price, false)' -%}
case
    when terms_id is null then 'no_terms'
    when not coalesce(is_found, false) then 'unverifiable'
    when is_test and coalesce(excludes, '') like '%test%' then 'test'
    when is_duplicate and is_once_per_conversation then 'duplicate'
    when not coalesce(is_answered, false) then 'no_answer'
    when counting_rule = 'conversation' then case when {{ over_price }} then 'over_price' else 'met' end
    when is_handed_off and not coalesce(counts_procedure_hand_off, false) then 'handed_off'
    when coalesce(billable_tiers, '') <> ''
        and ';' || billable_tiers || ';' not like '%;' || coalesce(claim_state, 'none') || ';%' then 'tier'
    when is_negative_signal and not is_handed_off then 'negative_signal'
    when takes_back_same_conversation and reopened_at is not null then 'reopened'
    when reopened_at <= {{ window_end }} then 'reopened'
    when sees_other_channels and repeat_at <= {{ window_end }} then 'repeat'
    when minimum_csat is not null and csat is null then 'no_rating'
    when csat < minimum_csat then 'low_csat'
    when sees_other_channels and not coalesce(is_traceable, false) then 'unverifiable'
    when not (claim_state = 'confirmed' and counts_confirmed) and not coalesce({{ window_end }} <= observed_until, false)
        then 'pending'
    when {{ over_price }} then 'over_price'
    else 'met'
end
{%- endmacro %}
