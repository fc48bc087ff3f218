select to_json({'claim_id': assistant() || ':bill:' || (k.root * 4 + k.level), 'conversation_id': k.chat_key, 'vendor': assistant(),
    'outcome': 'resolved', 'claim_state': case when b.is_confirmed then 'confirmed' else 'assumed' end, 'claimed_at': iso(b.claimed_at), 'withdrawn_at': iso(b.withdrawn_at),
    'billed_amount': cast($PRICE_PER_RESOLUTION as decimal(18, 2)), 'currency': '$VENDOR_CURRENCY',
    'invoice_id': assistant() || ':inv:' || strftime(make_timestamp((b.claimed_at + 7200) * 1000000), '%Y-%m'),
    'source': assistant(), 'source_updated_at': iso(coalesce(b.withdrawn_at, b.claimed_at))}) as record
from bills b join contacts k using (contact) order by b.bill
