select to_json({'id': 61000000 + t.ticket_id, 'survey_id': 1, 'user_id': requester_id, 'agent_id': responder_id, 'group_id': s.group_id,
        'ticket_id': t.ticket_id, 'feedback': null,
        'ratings': {'default_question': [-103, -101, 100, 101, 103][rating_score], 'question_2': case when rating_score >= 3 then 103 else -103 end},
        'created_at': iso(rating_answered_at), 'updated_at': iso(rating_answered_at)}) as record,
    rating_answered_at as created_at, 61000000 + t.ticket_id as id
from freshdesk_tickets t join freshdesk_state s using (ticket_id)
where rating_where in (1, 2) and rating_score > 0 and rating_answered_at < world_end() order by rating_answered_at, t.ticket_id
