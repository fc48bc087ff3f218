"""Load this source alone: `python -m pipelines.sources.zendesk_ai_agents`."""

from pipelines.loading.command import main

if __name__ == "__main__":
    main("zendesk_ai_agents")
