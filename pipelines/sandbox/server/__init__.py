"""The vendors' APIs over one world."""

from pipelines.sandbox.server.run import serve

__all__ = ["serve"]
