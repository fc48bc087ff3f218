-- One row per conversation with the journey it belongs to: a chain of contacts, and every chain that a source links to
-- it as merged, duplicate or follow-up. The earliest chain gives its name; links are followed three steps.
with links as (
    select
        own.chain_id,
        own.chain_opened_at,
        other.chain_id as other_id,
        other.chain_opened_at as other_opened_at
    from {{ ref('int_conversations_merged') }} as conversations
    inner join {{ ref('int_contact_chains') }} as own on conversations.conversation_id = own.conversation_id
    inner join {{ ref('int_contact_chains') }} as other
        on coalesce(
            conversations.merged_into_id, conversations.duplicate_of_id, conversations.parent_conversation_id
        ) = other.conversation_id
    where own.chain_id <> other.chain_id
),

-- From the later chain to the earlier one, so that no circle can arise.
directed as (
    select later_id, min_by(earlier_id, opened_order) as earlier_id
    from (
        select
            case when is_own_later then chain_id else other_id end as later_id,
            case when is_own_later then other_id else chain_id end as earlier_id,
            cast(case when is_own_later then other_opened_at else chain_opened_at end as string)
            || case when is_own_later then other_id else chain_id end as opened_order
        from (
            select
                *,
                chain_opened_at > other_opened_at
                or (chain_opened_at = other_opened_at and chain_id > other_id) as is_own_later
            from links
        ) as compared
    ) as pairs
    group by later_id
),

rooted as (
    select
        chains.conversation_id,
        chains.opened_at,
        coalesce(step_three.earlier_id, step_two.earlier_id, step_one.earlier_id, chains.chain_id) as journey_id
    from {{ ref('int_contact_chains') }} as chains
    left join directed as step_one on chains.chain_id = step_one.later_id
    left join directed as step_two on step_one.earlier_id = step_two.later_id
    left join directed as step_three on step_two.earlier_id = step_three.later_id
)

select
    conversation_id,
    journey_id,
    cast(row_number() over (partition by journey_id order by opened_at, conversation_id) as bigint) as contact_number
from rooted
