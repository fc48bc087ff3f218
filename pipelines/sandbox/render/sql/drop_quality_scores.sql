with judged as (
    select k.*, case when k.needs_person and k.moment >= a.coached_from then $COACHING_QUALITY else 0 end as coached, q.pick, q.noise, s.ticket_id as t, p.helpdesk_id,
        case when k.needs_person then 'zendesk:' || a.helpdesk_id else 'ada:' || v.name end as actor_id,
        coalesce('zendesk:' || k.ticket_id, 'ada:' || k.ada_id) as conversation_id,
        coalesce(case when k.needs_person then k.solved_at end, k.ai_ends_at) + 2 * $DAY as reviewed_at
    from contacts k join quality_dice q using (contact) join people p using (person) join agents a using (agent)
    join versions v using (version) left join tickets s using (contact)
    where q.pick < 0.04 and not k.is_spam and not k.is_test and not k.gives_up_waiting and (k.needs_person or k.is_engaged)
)
select to_json({'quality_score_id': 'drop:quality:' || (root * 4 + level) || ':' || dimension,
    'review_id': 'drop:review:' || (root * 4 + level), 'conversation_id': conversation_id, 'actor_id': actor_id,
    'reviewer_id': 'drop:reviewer:' || (contact % 4), 'reviewer_type': 'human', 'scorecard_id': 'drop:scorecard:1',
    'dimension': dimension, 'level': null,
    'score': greatest(0, least(1, round((case when is_resolved then 0.9 else 0.55 end) + coached + (noise - 0.5) * 0.3
        + case dimension when 'tone' then 0.06 when 'correctness' then -0.02 else 0 end, 2))),
    'weight': 1.0, 'is_auto_fail': false, 'is_calibration': false, 'reviewed_at': iso(reviewed_at), 'source': 'drop',
    'source_updated_at': iso(reviewed_at)}) as record
from judged, (values ('correctness'), ('process'), ('tone')) as d(dimension)
where reviewed_at < world_end() order by contact, dimension
