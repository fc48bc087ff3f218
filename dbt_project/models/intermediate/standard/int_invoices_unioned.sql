-- One row per invoice line.
{{ union_standard_entity('invoices', ['drop']) }}
