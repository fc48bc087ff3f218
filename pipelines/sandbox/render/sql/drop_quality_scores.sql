select to_json({'quality_score_id': r.review_id || ':' || d.dimension, 'review_id': r.review_id,
    'conversation_id': k.conversation_key,
    'actor_id': case when r.agent < 0 then version_key(v.name) else person_key(a.helpdesk_id) end,
    'reviewer_id': r.reviewer_id, 'reviewer_type': r.reviewer_type, 'scorecard_id': 'drop:scorecard:1',
    'dimension': d.dimension, 'level': ['fails', 'poor', 'fair', 'good', 'excellent'][d.level + 1], 'score': d.level / 4.0,
    'weight': d.weight, 'is_auto_fail': d.is_auto_fail, 'is_calibration': r.is_calibration, 'reviewed_at': iso(r.reviewed_at),
    'source': 'drop', 'source_updated_at': iso(r.reviewed_at)}) as record
from reviews r join review_items d using (review) join contacts k using (contact) join versions v using (version)
left join agents a on a.agent = r.agent
order by r.review, d.item
