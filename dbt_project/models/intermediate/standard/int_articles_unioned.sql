-- One row per knowledge article.
{{ union_standard_entity('articles', ['zendesk', 'drop'], optional=['intercom', 'guru']) }}
