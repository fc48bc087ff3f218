{#- A rate of clusters that differ in size (contacts of one person, minutes of one team), by linearisation:
    var = k / (k - 1) * sum (y - p m)^2 / (sum m)^2. Arguments are sums over k clusters of whole numbers: of y, m, y * y,
    y * m and m * m; null with fewer than two clusters. -#}
{% macro cluster_error(k, y, m, yy, ym, mm) -%}
case
    when {{ k }} > 1 and {{ m }} > 0
        then sqrt(greatest(
            0,
            {{ yy }} - 2 * ({{ ratio(y, m) }}) * {{ ym }} + power({{ ratio(y, m) }}, 2) * {{ mm }}
        ) * {{ k }} / ({{ k }} - 1)) / {{ m }}
end
{%- endmacro %}

{#- The product of two whole numbers as a whole number, whose sum does not depend on the order of rows: the square of what
    one person or one AI did in a year does not fit in 64 bits. -#}
{% macro exact_product(a, b) -%}
cast({{ a }} as decimal(19, 0)) * cast({{ b }} as decimal(18, 0))
{%- endmacro %}

{#- The 97.5 % point of the t distribution with `df` degrees, by the expansion of Cornish and Fisher (Abramowitz and Stegun
    26.7.5): off by 0.03 % at 4 degrees and by less from there. -#}
{% macro t_975(df) -%}
(1.959963984540054 + 2.372271 / {{ df }} + 2.822500 / power({{ df }}, 2) + 2.555851 / power({{ df }}, 3)
    + 1.589536 / power({{ df }}, 4))
{%- endmacro %}

{#- Below so many people a figure would be about persons. -#}
{% macro minimum_actors() -%}{{ return(5) }}{%- endmacro %}
