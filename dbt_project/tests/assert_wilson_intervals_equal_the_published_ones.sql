-- A row here means that the interval beside every rate is wrong. Published: Newcombe (1998), Statistics in Medicine
-- 17:857-872, score method without continuity correction, printed with four decimals.
with published as (
    select 81 as successes, 263 as n, 0.2553 as low, 0.3662 as high
    union all
    select 15 as successes, 148 as n, 0.0624 as low, 0.1605 as high
    union all
    select 0 as successes, 20 as n, 0.0 as low, 0.1611 as high
    union all
    select 1 as successes, 29 as n, 0.0061 as low, 0.1718 as high
),

computed as (
    select *, {{ wilson_low('successes', 'n') }} as our_low, {{ wilson_high('successes', 'n') }} as our_high
    from published
)

select successes, n, low, our_low, high, our_high
from computed
where abs(our_low - low) > 0.00006 or abs(our_high - high) > 0.00006 or our_low is null or our_high is null
