"""Everything the orchestrator knows: assets, checks, jobs and schedules, one file per stage of the one-way flow."""
