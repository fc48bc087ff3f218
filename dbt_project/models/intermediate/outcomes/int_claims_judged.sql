-- One row per unit a vendor claims or bills, with the one reason why it stands or falls.
select
    *,
    {{ claim_reason(
        'is_test', 'is_duplicate', 'is_found', 'is_answered', 'is_handed_off', 'is_negative_signal', 'is_reopened',
        'is_repeated', 'is_traceable', 'is_mature'
    ) }} as reason
from {{ ref('int_claims_matched') }}
