-- One row per invoice line, as dropped.
{% set fields = {
    'invoice_line_id': 'text',
    'invoice_id': 'text',
    'vendor': 'text',
    'period_start': 'text',
    'period_end': 'text',
    'unit': 'text',
    'quantity': 'number',
    'amount': 'text',
    'currency': 'text',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'invoices'), fields) }}
)

select
    r.invoice_line_id,
    r.invoice_id,
    r.vendor,
    {{ try_cast('r.period_start', 'date') }} as period_start,
    {{ try_cast('r.period_end', 'date') }} as period_end,
    r.unit,
    r.quantity,
    {{ try_cast('r.amount', 'decimal(18,6)') }} as amount,
    r.currency,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
