with ends as (
    select root, person, arg_max(is_resolved, level) as is_resolved, max(nominal_end) as ended_at, any_value(intent) as intent,
        arg_max(conversation_key, level) as conversation_id,
        min(moment) as began_at
    from contacts where not is_spam and not is_test and (channel != $CHAT or is_engaged) group by root, person
), rolled as (
    select e.*, v.* exclude (root) from ends e join value_dice v using (root)
), events as (
    select root * 4 + 0 as n, person, cast(ended_at + after_churn * 30 * $DAY as bigint) as moment, 'churn' as event_type,
        0.0 as amount, cast(null as varchar) as conversation_id
    from rolled where churn < case when is_resolved then 0.012 else 0.055 end
    union all
    select root * 4 + 1, person, cast(ended_at + after_purchase * 21 * $DAY as bigint), 'purchase', 20 + 180 * purchase_size, null
    from rolled where purchase < case when is_resolved then 0.16 else 0.09 end
    union all
    select root * 4 + 2, person, ended_at, 'refund', 15 + 110 * purchase_size, conversation_id
    from rolled where intent = 0 and is_resolved and refund < 0.6
    union all
    select root * 4 + 3, person, cast(ended_at + after_churn * 28 * $DAY as bigint), 'renewal', 19.0, null
    from rolled where renewal < case when is_resolved then 0.10 else 0.07 end
)
select to_json({'value_event_id': 'drop:value:' || n, 'customer_id': customer_key(p.helpdesk_id), 'occurred_at': iso(moment),
    'event_type': event_type, 'amount': cast(round(amount, 2) as decimal(18, 2)), 'currency': '$PAY_CURRENCY',
    'conversation_id': conversation_id, 'source': 'drop', 'source_updated_at': iso(moment)}) as record
from events join people p using (person) where moment < world_end() order by moment, n
