select to_json({'id': survey, 'uri': printf('/api/satisfaction-surveys/%d/', survey), 'ticket_id': $FIRST_CONVERSATION + s.thread_key,
        'customer_id': t.requester_id, 'score': s.score, 'body_text': null, 'meta': json '{}', 'created_datetime': naive(asked_at - 60),
        'should_send_datetime': naive(asked_at), 'sent_datetime': naive(asked_at), 'scored_datetime': naive(answered_at)}) as record,
    asked_at - 60 as created_at, survey as id, $FIRST_CONVERSATION + s.thread_key as ticket
from gorgias_asked s join inbox_threads t on t.contact = s.thread order by created_at, id
