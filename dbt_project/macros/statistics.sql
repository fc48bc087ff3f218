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

{#- Rank (1-based) of the p-th percentile of n values by nearest rank: the smallest that at least p % do not exceed. -#}
{% macro percentile_rank(n, p) -%}
greatest(1, {{ integer_divide(n ~ ' * ' ~ p ~ ' + 99', '100') }})
{%- endmacro %}

{#- numerator / denominator as a double; null when the denominator is 0 or unknown. -#}
{% macro ratio(numerator, denominator) -%}
case when {{ denominator }} <> 0 then cast({{ numerator }} as double) / cast({{ denominator }} as double) end
{%- endmacro %}

{#- The smallest n for which a rate is shown, and the share of unknown from which it is withheld or flagged. -#}
{% macro minimum_n() -%}{{ return(20) }}{%- endmacro %}
{% macro unknown_share_withheld() -%}{{ return(0.30) }}{%- endmacro %}
{% macro unknown_share_flagged() -%}{{ return(0.10) }}{%- endmacro %}

{#- The difference p1 - p2 of two rates, and the squares by which its score interval reaches below and above it. Newcombe's
    interval of one difference is d - sqrt(low), d + sqrt(high); of a difference of differences, the squares add up.
    Source: Newcombe (1998), Statistics in Medicine 17:873-890, method 10; Zou and Donner (2008) for the sum. -#}
{% macro contrast(x1, n1, x2, n2) -%}
({{ ratio(x1, n1) }} - {{ ratio(x2, n2) }})
{%- endmacro %}

{% macro contrast_low_square(x1, n1, x2, n2) -%}
(power({{ ratio(x1, n1) }} - {{ wilson_low(x1, n1) }}, 2) + power({{ wilson_high(x2, n2) }} - {{ ratio(x2, n2) }}, 2))
{%- endmacro %}

{% macro contrast_high_square(x1, n1, x2, n2) -%}
(power({{ wilson_high(x1, n1) }} - {{ ratio(x1, n1) }}, 2) + power({{ ratio(x2, n2) }} - {{ wilson_low(x2, n2) }}, 2))
{%- endmacro %}

{% macro z_95() -%}{{ return(1.959963984540054) }}{%- endmacro %}
{#- The smallest n on each side of a comparison. -#}
{% macro minimum_n_compared() -%}{{ return(30) }}{%- endmacro %}

{#- A two-sided `error` over a whole family of `comparisons` tests (Bonferroni), as a z value. The normal quantile is
    Abramowitz and Stegun 26.2.23, off by less than 0.00045. -#}
{% macro familywise_z(comparisons, error=0.05) -%}
{%- set t = 'sqrt(-2 * ln(' ~ (error / 2) ~ ' / greatest(' ~ comparisons ~ ', 1)))' -%}
({{ t }} - (2.515517 + 0.802853 * {{ t }} + 0.010328 * power({{ t }}, 2))
/ (1 + 1.432788 * {{ t }} + 0.189269 * power({{ t }}, 2) + 0.001308 * power({{ t }}, 3)))
{%- endmacro %}

{#- Ranks (1-based) of the order statistics at and around the p-quantile of n values, with 95 % confidence (binomial, normal
    form). -#}
{% macro quantile_rank(n, p) -%}
greatest(1, cast(ceil({{ p }} * {{ n }}) as bigint))
{%- endmacro %}

{% macro quantile_rank_low(n, p) -%}
greatest(1, cast(floor({{ p }} * {{ n }} - 1.959963984540054 * sqrt({{ n }} * {{ p * (1 - p) }})) as bigint))
{%- endmacro %}

{% macro quantile_rank_high(n, p) -%}
least(cast({{ n }} as bigint), cast(ceil({{ p }} * {{ n }} + 1.959963984540054 * sqrt({{ n }} * {{ p * (1 - p) }})) as bigint) + 1)
{%- endmacro %}

{#- Sample variance of whole numbers, for use under `group by`. From exact sums: an engine's own variance of doubles depends on
    the order in which its threads finish, and two builds would differ in the last digit. -#}
{% macro whole_variance(expression) -%}
((cast(sum({{ expression }} * {{ expression }}) as double)
    - cast(sum({{ expression }}) as double) * cast(sum({{ expression }}) as double) / count({{ expression }}))
/ nullif(count({{ expression }}) - 1, 0))
{%- endmacro %}
