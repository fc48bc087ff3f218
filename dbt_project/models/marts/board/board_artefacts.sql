-- One row per artefact and part of it: how many entries own data fill it with, and where they stand.
{% set parts = [
    ('onboarding_plans', 'Cohorts and versions with a ramp', 'enable_ramp', "channel = 'all' and cohort <> 'all' and not is_withheld"),
    ('onboarding_plans', 'Weeks of the learning curve', 'enable_learning_curves', "channel = 'all' and not is_withheld"),
    ('onboarding_plans', 'Cohorts by family of matters', 'perform_cohort_rates', 'not is_withheld'),
    ('process_maps', 'Steps that follow each other', 'process_flow', 'is_shown'),
    ('process_maps', 'Ways compared with the allowed one', 'process_variants', 'not is_withheld'),
    ('process_maps', 'Ways over which customers fail', 'process_failure_paths', "period = 'all' and not is_withheld"),
    ('scorecards', 'Dimensions with agreement between graders', 'perform_grader_agreement', 'not is_withheld'),
    ('scorecards', 'Dimensions held against outcomes', 'perform_qa_prediction', 'not is_withheld'),
    ('scorecards', 'Channels and families reviewed', 'perform_qa_coverage', 'reviewed > 0'),
    ('kpi_frameworks', 'Metrics with decision, owner and threshold', 'measure_metrics', "grade <> 'legacy'"),
    ('kpi_frameworks', 'Numbers of both populations', 'measure_population_read', "period = 'all' and not is_withheld"),
    ('kpi_frameworks', 'Arrows of the methodology', 'improve_edge_evidence', 'is_latest'),
    ('coaching_cadences', 'Months of planned and delivered coaching', 'perform_coaching_time', "period <> 'all'"),
    ('coaching_cadences', 'Programmes with an effect', 'improve_programmes', 'effect is not null'),
    ('coaching_cadences', 'Findings to coach on', 'improve_findings', 'owner is not null'),
    ('knowledge_architectures', 'Intents with articles and use', 'know_coverage', 'is_covered'),
    ('knowledge_architectures', 'Figures of knowledge', 'know_figures', 'not is_withheld'),
    ('capacity_models', 'Intervals with a requirement', 'enable_interval_requirements', 'required_agents is not null'),
    ('capacity_models', 'Weeks planned', 'enable_weekly_requirements', 'not is_withheld'),
    ('capacity_models', 'Scenarios with a hiring plan', 'enable_hiring_plan', 'required_fte is not null'),
] %}
with counted as (
    {%- for artefact, part, mart, condition in parts %}
    select
        '{{ artefact }}' as artefact_id, {{ loop.index }} as part_order, '{{ part }}' as part, '{{ mart }}' as mart,
        count(*) as n
    from {{ ref(mart) }} where {{ condition }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

filled as (
    select
        counted.*,
        sum(case when n > 0 then 1 else 0 end) over (partition by artefact_id) as filled_parts,
        count(*) over (partition by artefact_id) as parts
    from counted
)

select
    filled.artefact_id,
    artefacts.artefact,
    artefacts.function_id,
    artefacts.question,
    artefacts.owner,
    artefacts.cadence,
    cast(filled.part_order as bigint) as part_order,
    filled.part,
    filled.mart,
    cast(filled.n as bigint) as n,
    filled.n > 0 as is_filled,
    case
        when filled.filled_parts = filled.parts then 'filled'
        when filled.filled_parts = 0 then 'empty'
        else 'in part'
    end as state,
    artefacts.artefact || ', ' || lower(filled.part) || ': ' || case
        when filled.n = 0 then 'nothing in the data fills this yet.'
        else {{ whole_text('filled.n') }} || ' from own data.'
    end as sentence
from filled
inner join {{ ref('artefacts') }} as artefacts on filled.artefact_id = artefacts.artefact_id
