-- One row per intent of the taxonomy, `unknown` included.
select
    intent_id,
    intent_label,
    family,
    cast(complexity as bigint) as complexity,
    cast(taxonomy_version as bigint) as taxonomy_version
from {{ ref('intents') }}
