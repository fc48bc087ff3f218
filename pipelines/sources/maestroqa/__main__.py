"""Load this source alone: `python -m pipelines.sources.maestroqa`."""

from pipelines.loading.command import main

if __name__ == "__main__":
    main("maestroqa")
