"""Load this source alone: `python -m pipelines.sources.zendesk_wfm`."""

from pipelines.loading.command import main

if __name__ == "__main__":
    main("zendesk_wfm")
