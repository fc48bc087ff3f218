-- One row per population (`all` is both together), period, dimension and member: what a contact and an outcome cost,
-- rework charged to its cause, average and marginal. A cost is never shown without the outcome it bought.
with amounts as (
    select
        costs.*,
        {%- for name in ['direct', 'rework', 'net', 'settled_net', 'variable', 'settled_variable'] %}
        cast(costs.{{ name }}_micros as double) / 1000000 as {{ name }}_cost,
        {%- endfor %}
        {{ sum_error('costs.net_legs', 'costs.net_cents', 'costs.net_cents_squared') }} / 100 as net_error,
        {{ sum_error('costs.variable_legs', 'costs.variable_cents', 'costs.variable_cents_squared') }} / 100
            as variable_error,
        {{ wilson_low('costs.claimed', 'costs.contacts') }} as claimed_low,
        {{ wilson_high('costs.claimed', 'costs.contacts') }} as claimed_high,
        {{ wilson_low('costs.verified', 'costs.settled') }} as verified_low,
        {{ wilson_high('costs.verified', 'costs.settled') }} as verified_high,
        {{ ratio('costs.legs - costs.costed_legs', 'costs.legs') }} as uncosted_share,
        {{ ratio('costs.legs - costs.variable_known_legs', 'costs.legs') }} as unknown_variable_share,
        unallocated.unallocated_micros,
        {{ ratio('unallocated.unallocated_micros', 'unallocated.paid_micros') }} as unallocated_share,
        {{ ratio('costs.untraceable', '(costs.settled + costs.untraceable)') }} as verified_unknown_share,
        costs.dimension = 'team' and costs.member <> 'ai' and costs.actors < {{ minimum_actors() }} as is_about_persons
    from {{ ref('int_outcome_costs') }} as costs
    left join {{ ref('int_unallocated_costs') }} as unallocated
        on costs.population = unallocated.population and costs.period = unallocated.period
),

judged as (
    select
        *,
        case
            when is_about_persons then 'Fewer than {{ minimum_actors() }} people'
            when costed_legs = 0 then 'No cost is known'
            when uncosted_share > {{ unknown_share_withheld() }} then 'The cost of more than 30 % is not known'
            when contacts < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} contacts'
        end as withheld_reason,
        case
            when variable_known_legs = 0 or unknown_variable_share > {{ unknown_share_withheld() }}
                then 'The hours paid are not known, so nobody can say what one contact more costs'
        end as marginal_withheld_reason,
        {{ withheld_reason('settled', 'untraceable', "when is_about_persons then 'Fewer than "
            ~ minimum_actors() ~ " people'") }} as verified_withheld_reason
    from amounts
),

shown as (
    select
        *,
        withheld_reason is null as is_shown,
        withheld_reason is null and claimed >= {{ minimum_n() }} as is_claimed_shown,
        withheld_reason is null and settled >= {{ minimum_n() }} as is_verified_shown,
        withheld_reason is null and marginal_withheld_reason is null as is_marginal_shown,
        withheld_reason is null and marginal_withheld_reason is null and settled >= {{ minimum_n() }}
            as is_marginal_verified_shown
    from judged
)

select
    population,
    period,
    period_start_on,
    dimension,
    member,
    contacts,
    settled as contacts_settled,
    {%- for column, count in {
        'resolutions_claimed': 'claimed', 'resolutions_verified': 'verified', 'contacts_below_bar': 'settled - verified'
    }.items() %}
    case when not is_about_persons then {{ count }} end as {{ column }},
    {%- endfor %}
    case when verified_withheld_reason is null then {{ ratio('verified', 'settled') }} end as verified_rate,
    case when verified_withheld_reason is null then verified_low end as verified_rate_low,
    case when verified_withheld_reason is null then verified_high end as verified_rate_high,
    untraceable as verified_unknown_n,
    verified_unknown_share,
    verified_withheld_reason,
    {{ from_micros('direct_micros') }} as direct_cost_amount,
    {{ from_micros('rework_micros') }} as rework_amount,
    {{ from_micros('net_micros') }} as cost_amount,
    {{ from_micros('below_bar_micros') }} as below_bar_amount,
    {{ from_micros('variable_micros') }} as variable_cost_amount,
    '{{ var("reporting_currency") }}' as currency,
    case when is_claimed_shown then {{ ratio('net_cost', 'claimed') }} end as cost_per_resolution,
    case when is_claimed_shown then {{ ratio('net_cost', 'contacts * claimed_high') }} end as cost_per_resolution_low,
    case when is_claimed_shown then {{ ratio('net_cost', 'contacts * claimed_low') }} end as cost_per_resolution_high,
    {%- for name, kind in {'': 'net', 'marginal_': 'variable'}.items() %}
    case when is_{{ name }}shown then {{ ratio(kind ~ '_cost', 'contacts') }} end
        as {{ name }}cost_per_contact,
    case when is_{{ name }}shown and {{ kind }}_error is not null
        then greatest(0, {{ ratio(kind ~ '_cost - ' ~ kind ~ '_error', 'contacts') }}) end
        as {{ name }}cost_per_contact_low,
    case when is_{{ name }}shown then {{ ratio(kind ~ '_cost + ' ~ kind ~ '_error', 'contacts') }} end
        as {{ name }}cost_per_contact_high,
    {%- set verified = {'': 'verified', '_low': 'settled * verified_high', '_high': 'settled * verified_low'} %}
    {%- for end, share in verified.items() %}
    case when is_{{ name }}verified_shown then {{ ratio('settled_' ~ kind ~ '_cost', share) }} end
        as {{ name }}cost_per_verified{{ end }},
    {%- endfor %}
    {%- endfor %}
    contacts as n,
    legs - costed_legs as unknown_n,
    uncosted_share as unknown_share,
    unknown_moves as rework_unknown_n,
    {{ from_micros('unallocated_micros') }} as unallocated_amount,
    unallocated_share,
    not is_shown as is_withheld,
    withheld_reason,
    marginal_withheld_reason,
    horizon.observed_until
from shown
cross join {{ ref('int_horizon_found') }} as horizon
