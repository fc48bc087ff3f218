select to_json({'id': printf('01%012X%012X', rating_asked_at * 1000, t.ticket_id),
        'expires_at': iso_ms(rating_asked_at + 28 * 86400), 'responder_id': cast(t.requester_id as varchar),
        'subject_zrns': ['zen:ticket:' || t.ticket_id],
        'subjects': [{'id': cast(t.ticket_id as varchar), 'type': 'ticket', 'zrn': 'zen:ticket:' || t.ticket_id}],
        'survey': {'id': '01MSURVEY00000000000000001', 'version': 1, 'state': 'enabled'},
        'answers': case when s.rated_at is null then cast([] as json[]) else [
            to_json({'type': 'rating_scale', 'rating': rating_score,
                'rating_category': case when rating_score >= 4 then 'good' when rating_score = 3 then 'neutral' else 'bad' end,
                'question': {'id': '01MQUESTION000000000000001', 'type': 'rating_scale_numeric', 'sub_type': 'customer_satisfaction'},
                'created_at': iso_ms(s.rated_at), 'updated_at': iso_ms(s.rated_at)}),
            to_json({'type': 'skipped', 'question': {'id': '01MQUESTION000000000000002', 'type': 'open_ended'},
                'created_at': iso_ms(s.rated_at), 'updated_at': iso_ms(s.rated_at)})] end}) as record,
    rating_asked_at * 1000 as changed_at, t.ticket_id as id
from tickets t join ticket_state s using (ticket_id)
where rating_where = 2 and rating_asked_at < world_end()
order by rating_asked_at, t.ticket_id
