-- One row per weekly slot or holiday of a schedule.
{{ union_standard_entity('schedules', ['zendesk', 'drop']) }}
