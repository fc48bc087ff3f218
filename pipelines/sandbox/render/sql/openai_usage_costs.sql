with priced as (
    select start_time, project_id, model, unnest([
        {'item': 'input', 'tokens': input_tokens - cached_tokens, 'millionth': 0.15},
        {'item': 'cached input', 'tokens': cached_tokens, 'millionth': 0.075},
        {'item': 'output', 'tokens': output_tokens, 'millionth': 0.6}
    ]) as part
    from token_days where is_priced
), lines as (
    select start_time, project_id, model || ', ' || part.item as line_item, sum(part.tokens) as quantity,
        round(cast(sum(part.tokens * part.millionth) as double) / 1e6, 6) as value
    from priced group by all
)
select to_json({'object': 'organization.costs.result', 'amount': {'value': value, 'currency': 'usd'}, 'line_item': line_item,
    'project_id': project_id, 'api_key_id': null, 'quantity': quantity, 'quantity_unit': 'tokens'}) as record, start_time
from lines order by start_time, project_id, line_item
