select to_json({'id': 61000000 + t.ticket_id, 'url': '$HOST/api/v2/satisfaction_ratings/' || (61000000 + t.ticket_id) || '.json',
        'ticket_id': t.ticket_id, 'requester_id': t.requester_id, 'assignee_id': s.assignee_id, 'group_id': s.group_id,
        'score': case when s.rated_at is null then 'offered' when rating_score >= 4 then 'good' else 'bad' end,
        'comment': null, 'reason': case when s.rated_at is not null and rating_score < 4 then 'The issue was not resolved' end,
        'reason_id': case when s.rated_at is not null and rating_score < 4 then 61900 end,
        'reason_code': case when s.rated_at is not null and rating_score < 4 then 6 end,
        'created_at': iso(rating_asked_at), 'updated_at': iso(coalesce(s.rated_at, rating_asked_at))}) as record,
    rating_asked_at as changed_at, 61000000 + t.ticket_id as id
from tickets t join ticket_state s using (ticket_id)
where rating_where = 1 and rating_asked_at < world_end()
order by rating_asked_at, t.ticket_id
