-- One row per dimension of a quality review.
{{ union_standard_entity(
    'quality_scores', ['drop'], optional=['zendesk_qa', 'maestroqa', 'intercom'],
    by_key={'zendesk_qa': 'actor_id', 'maestroqa': 'actor_id'}
) }}
