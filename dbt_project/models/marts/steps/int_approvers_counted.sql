-- One row per use case with approvals: how many people approved, and how many never objected.
with approvals as (
    select
        use_case_id,
        approved_by,
        count(*) as approvals,
        count(case when decision = 'overridden' then 1 end) as overrides
    from {{ ref('fct_ai_actions') }}
    where approved_by is not null
    group by use_case_id, approved_by
)

select
    use_case_id,
    count(*) as approvers,
    -- Fifty approvals without a single objection are no oversight.
    count(case when approvals >= 50 and overrides = 0 then 1 end) as approvers_without_override
from approvals
group by use_case_id
