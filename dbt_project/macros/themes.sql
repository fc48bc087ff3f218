{#- Listed with the operational events and none of them: daily counts, and themes that customers spoke of (`started_at` is when
    the theme was routed to whoever can change it, `ended_at` when they acknowledged it). -#}
{% macro is_operational(kind) -%}
{{ kind }} not in ('help_center_users', 'theme')
{%- endmacro %}

{#- Days over which a theme is judged before it was routed and after its change was live. -#}
{% macro theme_days() -%}{{ return(28) }}{%- endmacro %}

{#- Whether a day lies `before` the routing, `after` the change went live or `later`, each over as many days. -#}
{% macro theme_span(span) -%}
{%- set bounds = {
    'before': [add_days('placed.routed_at', -1 * theme_days()), 'placed.routed_at'],
    'after': ['placed.live_at', add_days('placed.live_at', theme_days())],
    'later': [add_days('placed.live_at', theme_days()), add_days('placed.live_at', 2 * theme_days())]
}[span] -%}
cast(days.local_on as timestamp) >= {{ bounds[0] }} and cast(days.local_on as timestamp) < {{ bounds[1] }}
{%- endmacro %}

{#- What became of a theme: how far it came, or whether fewer failed after its change, and whether that lasted. -#}
{% macro theme_verdict() -%}
case
        when acknowledged_at is null and change_id is null then 'not acknowledged'
        when change_id is null then 'not changed'
        when live_at is null then 'not live'
        when not is_compared then 'too few'
        when change_of_rate - reach_low > 0 then 'worse'
        when change_of_rate + reach_high >= 0 then 'no difference shown'
        when n_later >= {{ minimum_n_compared() }}
            and {{ ratio('failed_later', 'n_later') }} >= {{ ratio('failed_before', 'n_before') }} then 'better, then back'
        else 'better'
    end
{%- endmacro %}
