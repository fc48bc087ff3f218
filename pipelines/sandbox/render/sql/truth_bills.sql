select assistant() || ':bill:' || (k.root * 4 + k.level) as claim_id, k.contact, k.chat_key as conversation_id, b.claimed_at,
    b.is_overclaimed, p.is_anonymous_in_chat, k.ai_ends_at, k.ai_ends_at + 7 * 86400 <= world_end() as is_mature,
    k.return_at < world_end() as return_is_visible, k.return_at
from bills b join contacts k using (contact) join people p using (person) order by b.bill
