select r.review_id, r.contact, r.agent, r.reviewer_id, r.reviewer_type, r.is_calibration, r.reviewed_at, d.dimension, d.level / 4.0 as score,
    d.deserved, d.without_coaching
from reviews r join review_items d using (review) order by r.review, d.item
