with done as (
    select k.*, d.*, i.key, v.name as version_name,
        case i.key
            when 'refund_request' then 'refund' when 'payment_failed' then 'refund' when 'return_label' then 'issue_label'
            when 'address_change' then 'change_address' when 'device_fault' then 'extend_warranty'
        end as action_type,
        case when i.key in ('refund_request', 'payment_failed') then round(4 + 62 * d.size * d.size, 2) end as amount,
        -- Two people approve: one reads, the other clicks.
        contact % 3 = 0 as is_hasty
    from contacts k join oversight_dice d using (contact) join intents i using (intent) join versions v using (version)
    where k.channel = $CHAT and k.is_engaged and not k.is_test and k.hand_over = 0 and k.turns > 0
        and d.act < case when i.key = 'device_fault' then 0.05 else 0.8 end
), judged as (
    select *, amount > 30 as needs_approval,
        case when amount > 50 and "limit" < 0.7 then 'blocked' when amount > 30 and not is_hasty and "limit" > 0.93 then 'overridden'
            else 'executed' end as decision,
        ai_ends_at + case when is_hasty then 2 + cast(3 * reading as bigint) else 45 + cast(240 * reading as bigint) end as read_at
    from done where action_type is not null
), timed as (
    select *, case when needs_approval and decision <> 'blocked' then
        case when approval < 0.9 then read_at when approval < 0.95 then read_at + 600 end end as approved_at,
        case when needs_approval then read_at + 4 else ai_ends_at + 3 end as occurred_at
    from judged
)
select to_json({'action_id': 'drop:action:' || (root * 4 + level), 'conversation_id': chat_key,
    'actor_id': version_key(version_name), 'occurred_at': iso(occurred_at), 'action_type': action_type,
    'amount': cast(amount as decimal(18, 2)), 'currency': case when amount is not null then '$VENDOR_CURRENCY' end,
    'limit_amount': case when amount is not null then cast(50 as decimal(18, 2)) end, 'risk_tier': 'transparency',
    'approval_required': coalesce(needs_approval, false),
    'approved_by': case when approved_at is not null then 'drop:approver:' || case when is_hasty then 2 else 1 end end,
    'approved_at': iso(approved_at), 'decision': decision, 'source': 'drop',
    'source_updated_at': iso(greatest(occurred_at, coalesce(approved_at, occurred_at)))}) as record
from timed where greatest(occurred_at, coalesce(approved_at, occurred_at)) < world_end() order by occurred_at, contact
