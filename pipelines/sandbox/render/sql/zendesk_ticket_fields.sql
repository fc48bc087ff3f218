with f(id, type, key, title, removable, created_at, options) as (
    values
    (5490, 'subject', 'subject', 'Subject', false, '2024-01-08T09:00:00Z', cast([] as varchar[])),
    (5491, 'status', 'status', 'Status', false, '2024-01-08T09:00:00Z', ['open', 'pending', 'hold', 'solved']),
    ($FIELD_INTENT, 'tagger', 'intent', 'Intent', true, '2024-01-08T09:00:00Z', (select list(zendesk order by intent) from intents)),
    ($FIELD_LANGUAGE, 'tagger', 'language', 'Language', true, '2024-01-08T09:00:00Z', ['en', 'de', 'fr']),
    ($FIELD_RESOLUTION_TYPE, 'tagger', 'standard::resolution_type', 'Resolution type', true, '2026-05-18T00:00:00Z',
        ['zd_automated_resolution', 'zd_assisted_resolution']),
    ($FIELD_RESOLUTION_TIER, 'tagger', 'standard::resolution_tier', 'Resolution tier', true, '2026-05-18T00:00:00Z',
        ['zd_resolution_tier_non_automated', 'zd_resolution_tier_assisted_escalation',
         'zd_resolution_tier_contained_resolution', 'zd_resolution_tier_core_resolution'])
)
select to_json({'id': id, 'url': '$HOST/api/v2/ticket_fields/' || id || '.json', 'type': type, 'key': key, 'title': title,
        'raw_title': title, 'title_in_portal': title, 'raw_title_in_portal': title, 'description': '', 'raw_description': '',
        'agent_description': null, 'raw_agent_description': null, 'position': id, 'active': true, 'required': false,
        'required_in_portal': false, 'visible_in_portal': false, 'editable_in_portal': false, 'agent_can_edit': key in ('intent', 'language'),
        'collapsed_for_agents': false, 'regexp_for_validation': null, 'tag': null, 'removable': removable,
        'custom_field_options': list_transform(options, lambda o, i: {'id': id * 100 + i, 'name': o, 'raw_name': o, 'value': o,
            'default': false, 'allow_solving': true}),
        'created_at': created_at, 'updated_at': created_at}) as record, id
from f where cast(created_at as timestamp) < make_timestamp(world_end() * 1000000) order by id
