select to_json({'claim_id': 'ada:bill:' || (k.root * 4 + k.level), 'conversation_id': 'ada:' || k.ada_id, 'vendor': '$VENDOR',
    'outcome': 'resolved', 'claim_state': 'assumed', 'claimed_at': iso(b.claimed_at), 'withdrawn_at': null,
    'billed_amount': cast($PRICE_PER_RESOLUTION as decimal(18, 2)), 'currency': '$VENDOR_CURRENCY',
    'invoice_id': 'ada:inv:' || strftime(make_timestamp((b.claimed_at + 7200) * 1000000), '%Y-%m'),
    'source': 'ada', 'source_updated_at': iso(b.claimed_at)}) as record
from bills b join contacts k using (contact) order by b.bill
