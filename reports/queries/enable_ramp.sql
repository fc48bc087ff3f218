select population, cohort, channel, agents, reached, on_the_way, reached_before_seen, weeks_seen, median_weeks,
       median_weeks_low, median_weeks_high, median_days, share_at_4_weeks, share_at_4_weeks_low,
       share_at_4_weeks_high, share_at_8_weeks, share_at_8_weeks_low, share_at_8_weeks_high, share_at_13_weeks,
       share_at_13_weeks_low, share_at_13_weeks_high, share_at_26_weeks, share_at_26_weeks_low,
       share_at_26_weeks_high, learning_rate, learning_rate_q1, learning_rate_q3, learners, trainings_assigned,
       trainings_completed, training_completion, is_withheld, withheld_reason, sentence
from mart.enable_ramp
where population is not null
order by population desc, cohort, channel
