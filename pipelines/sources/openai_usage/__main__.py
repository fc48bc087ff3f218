"""Load this source alone: `python -m pipelines.sources.openai_usage`."""

from pipelines.loading.command import main

if __name__ == "__main__":
    main("openai_usage")
