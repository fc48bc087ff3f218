"""What Haven reads from: one package per source, pure dlt, no knowledge of the orchestrator.

A source fetches, checks that each record has its key, and yields flat Arrow tables (`pipelines.sources.raw`).
It never looks at what the warehouse holds; `pipelines.loading` leaves out what is there already.
"""
