{#- Rows in which any of the columns is null. One test per model rather than one per column, for the same reason. -#}
{% test never_null(model, columns) %}
select {{ columns | join(', ') }}
from {{ model }}
where {{ columns | join(' is null or ') }} is null
{% endtest %}
