"""Publishing: what passed the gates becomes, all at once, what everybody reads."""

from pipelines.publishing.publish import Publication, publish

__all__ = ["Publication", "publish"]
