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
