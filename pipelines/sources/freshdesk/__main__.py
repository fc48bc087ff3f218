"""Load this source alone: `python -m pipelines.sources.freshdesk`."""

from pipelines.loading.command import main

if __name__ == "__main__":
    main("freshdesk")
