{#- Rows with a word that is neither of the standard (the `values` of the column's meta) nor marked as unknown. -#}
{% test known_or_marked(model, column_name, values) %}
select {{ column_name }}
from {{ model }}
where {{ column_name }} not in ('{{ values | join("', '") }}') and {{ column_name }} not like 'unknown:%'
{% endtest %}
