-- One row per team, queue or support line.
{{ union_standard_entity('groups', ['zendesk', 'assembled', 'drop'], optional=['intercom', 'gorgias', 'freshdesk']) }}
