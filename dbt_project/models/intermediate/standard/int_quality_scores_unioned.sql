-- One row per dimension of a quality review.
{{ union_standard_entity('quality_scores', ['drop']) }}
