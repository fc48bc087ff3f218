select to_json({'type': 'conversation', 'id': cast($FIRST_CONVERSATION + thread_key as varchar), 'metrics_retained': false,
    'deleted_at': deleted_at}) as record, deleted_at, $FIRST_CONVERSATION + thread_key as id
from inbox_threads where deleted_at is not null order by deleted_at desc, thread_key
