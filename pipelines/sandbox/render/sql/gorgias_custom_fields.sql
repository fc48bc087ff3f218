with fields as (
    select 900 as id, 'AI outcome' as label, 'ai_outcome' as managed_type, ['Handover', 'Close'] as choices
    union all
    select 901, 'Contact reason', 'contact_reason', list(upper(left(family, 1)) || substr(family, 2) || '::' || replace(key, '_', ' ') order by intent)
    from intents
)
select to_json({'id': id, 'object_type': 'Ticket', 'label': label, 'description': null, 'external_id': null, 'priority': id - 890, 'required': false,
    'managed_type': managed_type, 'definition': {'data_type': 'text', 'input_settings': {'input_type': 'dropdown', 'choices': choices, 'default': null}},
    'deactivated_datetime': null, 'created_datetime': naive(1735689600), 'updated_datetime': naive(1735689600)}) as record, id
from fields order by id
