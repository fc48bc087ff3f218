-- One row per knowledge article.
{{ union_standard_entity('articles', ['drop'], optional=['intercom', 'guru']) }}
