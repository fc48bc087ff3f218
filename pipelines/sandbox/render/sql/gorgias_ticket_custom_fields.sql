with told as (
    select t.thread_key, case when not is_unlabelled then upper(left(family, 1)) || substr(family, 2) || '::' || replace(key, '_', ' ') end as reason,
        max(case g.tag when 'ai_close' then 'Close' when 'ai_handover' then 'Handover' end) as outcome
    from inbox_threads t join intents i using (intent) left join gorgias_tags g on g.thread = t.contact group by t.thread_key, is_unlabelled, family, key
)
select to_json({'data': list_filter([
        case when reason is not null then to_json({'field': {'id': 901, 'label': 'Contact reason', 'object_type': 'Ticket',
            'definition': {'data_type': 'text'}}, 'value': reason, 'prediction': null}) end,
        case when outcome is not null then to_json({'field': {'id': 900, 'label': 'AI outcome', 'object_type': 'Ticket',
            'definition': {'data_type': 'text'}}, 'value': outcome, 'prediction': null}) end], lambda value: value is not null)}) as record,
    $FIRST_CONVERSATION + thread_key as id
from told order by id
