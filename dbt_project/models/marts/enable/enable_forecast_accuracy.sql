-- One row per queue and forecaster, tested from past days.
select
    queue,
    forecaster,
    is_chosen,
    origins,
    days_ahead,
    n,
    wape,
    mase,
    bias,
    sentence
from {{ source('analysis', 'forecast_accuracy') }}
