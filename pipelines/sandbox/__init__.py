"""The sandbox: one invented company, served through the APIs of its vendors."""

from pipelines.sandbox.build import DEFAULT_END, World, build_world, open_world

__all__ = ["DEFAULT_END", "World", "build_world", "open_world"]
