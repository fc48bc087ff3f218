"""Load this source alone: `python -m pipelines.sources.vcon`."""

from pipelines.loading.command import main

if __name__ == "__main__":
    main("vcon")
