select change_id, measure, population, rule, before_from_on, before_until_on, after_from_on, after_until_on,
       n_before, n_after, p_adjusted, level_before, level_after, change, change_low, change_high, mix_effect,
       work_mix_effect, work_mix_low, work_mix_high, rate_effect, volume_effect, volume_low, volume_high,
       volume_change, contacts_a_week, verdict, located_population, located_cohort, located_family,
       located_effect, moved, mechanism_kind, mechanism, sentence
from mart.improve_explained_changes
where change_id is not null
order by population, measure
