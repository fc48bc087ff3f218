select terms_id, vendor, pricing_model, unit, definition, period, units, undecided_units, unit_price, amount,
       currency, n, contacts_settled, resolutions_verified, amount_per_verified, amount_per_verified_low,
       amount_per_verified_high, invoiced_amount, break_even_unit_price, withheld_reason
from mart.measure_repricing
where terms_id is not null
order by terms_id, period
