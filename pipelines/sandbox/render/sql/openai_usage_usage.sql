select to_json({'object': 'organization.usage.completions.result', 'input_tokens': sum(input_tokens),
    'input_cached_tokens': sum(cached_tokens), 'output_tokens': sum(output_tokens), 'num_model_requests': sum(requests), 'project_id': project_id, 'user_id': null,
    'api_key_id': api_key_id, 'model': model, 'batch': null, 'service_tier': null}) as record, start_time
from token_days group by start_time, project_id, api_key_id, model order by start_time, project_id, api_key_id
