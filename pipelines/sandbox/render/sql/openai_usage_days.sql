-- One row per day (UTC), project and key: what the company's own AI read and wrote. It sorts what comes in by mail and form,
-- and drafts answers for people. Tokens are counted at once, money twelve hours later.
with requests as (
    select k.ticket_at + 5 as moment, 'proj_triage' as project_id, 'key_house' as api_key_id,
        2400 + cast(floor(1800 * d.effort) as bigint) as input_tokens, 40 as output_tokens
    from contacts k join oversight_dice d using (contact)
    where k.ticket_id is not null and k.channel in ($EMAIL, $WEB)
    union all
    select greatest(k.queued_at + 30, k.solved_at - 90), 'proj_drafts', case when a.is_bpo then 'key_partner' else 'key_house' end,
        9000 + cast(floor(6000 * d.effort) as bigint), 160 + cast(floor(240 * d.accept) as bigint)
    from contacts k join oversight_dice d using (contact) join agents a on a.agent = k.agent
    where k.channel in ($EMAIL, $WEB) and k.needs_person and not k.gives_up_waiting and k.ticket_id is not null
        and not k.is_spam and not k.is_test and k.solved_at is not null and d.draft < 0.7
)
select moment // $DAY * $DAY as start_time, moment < world_end() - $DAY // 2 as is_priced, project_id, api_key_id, 'gpt-4o-mini-2024-07-18' as model, count(*) as requests,
    sum(input_tokens) as input_tokens, sum(input_tokens * 2 // 5) as cached_tokens, sum(output_tokens) as output_tokens
from requests where moment < world_end() group by all
