-- One row per queue and day ahead: first contacts expected.
select
    queue,
    forecast_on,
    days_ahead,
    forecaster,
    first_contacts,
    low,
    high,
    is_beyond_test
from {{ source('analysis', 'demand_forecasts') }}
