select population, intent_id, intent_label, complexity, contacts, all_contacts, volume_share, articles,
       stale_articles, is_covered, linked, link_rate, link_rate_low, link_rate_high, searches, failed_searches,
       failed_search_rate, settled, verified, verified_rate, gap, withheld_reason, remedy
from mart.know_coverage
where intent_id is not null
order by intent_id, population desc
