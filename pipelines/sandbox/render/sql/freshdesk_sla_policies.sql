with hours(priority, answer, solution) as (values (4, 900, 14400), (3, 60, 14400), (2, 28800, 259200), (1, 28800, 259200))
select to_json({'id': 8, 'name': 'Standard', 'description': null, 'active': true, 'is_default': true, 'position': 1,
    'sla_target': map_from_entries(list(struct_pack(k := 'priority_' || priority, v := {'respond_within': answer, 'resolve_within': solution,
        'business_hours': false, 'escalation_enabled': false}))),
    'applicable_to': {'company_ids': cast([] as bigint[]), 'group_ids': cast([] as bigint[])},
    'created_at': '2024-01-08T09:00:00Z', 'updated_at': '2024-01-08T09:00:00Z'}) as record, 8 as id
from hours
