{#- Whether customers who were reached may be compared: 30 on each side, and four of five of them have somebody alike. -#}
{% macro proactive_shown() -%}
least(summed.n_compared, summed.n_control) >= {{ minimum_n_compared() }} and summed.n_compared >= 0.8 * summed.n_exposed
{%- endmacro %}
