-- One row per use of an article or search.
{{ union_standard_entity('article_events', ['ada', 'drop'], optional=['intercom', 'guru']) }}
