{#- Statistics of the standard. Inputs are whole numbers, so every engine computes the same value. -#}

{#- Wilson score interval of successes out of n, 95 % unless `z` says otherwise; null when n is 0.
    Source: Newcombe (1998), Statistics in Medicine 17:857-872, method 3. -#}
{% macro wilson_low(successes, n, z=1.959963984540054) -%}
    {{ return(haven._wilson_bound(successes, n, z, '-')) }}
{%- endmacro %}

{% macro wilson_high(successes, n, z=1.959963984540054) -%}
    {{ return(haven._wilson_bound(successes, n, z, '+')) }}
{%- endmacro %}

{% macro _wilson_bound(successes, n, z, sign) -%}
    {%- set x = 'cast(' ~ successes ~ ' as double)' -%}
    {%- set m = 'cast(' ~ n ~ ' as double)' -%}
    {%- set z2 = z * z -%}
    {%- set centre = '(' ~ x ~ ' / ' ~ m ~ ' + ' ~ z2 / 2 ~ ' / ' ~ m ~ ')' -%}
    {%- set inside = x ~ ' / ' ~ m ~ ' * (1 - ' ~ x ~ ' / ' ~ m ~ ') / ' ~ m ~ ' + ' ~ z2 / 4 ~ ' / (' ~ m ~ ' * ' ~ m ~ ')' -%}
    {%- set edge = '(' ~ successes ~ ') = 0' if sign == '-' else '(' ~ successes ~ ') = (' ~ n ~ ')' -%}
case
    when coalesce({{ n }}, 0) <= 0 then null
    when {{ edge }} then cast({{ 0 if sign == '-' else 1 }} as double)
    else ({{ centre }} {{ sign }} {{ z }} * sqrt({{ inside }})) / (1 + {{ z2 }} / {{ m }})
end
{%- endmacro %}

{#- Ranks (1-based) of the order statistics that bound the median of n values with 95 % confidence (binomial, normal form). -#}
{% macro median_rank_low(n) -%}
greatest(1, cast(floor((cast({{ n }} as double) - 1.959963984540054 * sqrt({{ n }})) / 2) as bigint))
{%- endmacro %}

{% macro median_rank_high(n) -%}
least(cast({{ n }} as bigint), cast(ceil((cast({{ n }} as double) + 1.959963984540054 * sqrt({{ n }})) / 2) as bigint) + 1)
{%- endmacro %}

{#- numerator / denominator as a double; null when the denominator is 0 or unknown. -#}
{% macro ratio(numerator, denominator) -%}
case when {{ denominator }} <> 0 then cast({{ numerator }} as double) / cast({{ denominator }} as double) end
{%- endmacro %}

{#- The smallest n for which a rate is shown, and the share of unknown from which it is withheld or flagged. -#}
{% macro minimum_n() -%}{{ return(20) }}{%- endmacro %}
{% macro unknown_share_withheld() -%}{{ return(0.30) }}{%- endmacro %}
{% macro unknown_share_flagged() -%}{{ return(0.10) }}{%- endmacro %}
