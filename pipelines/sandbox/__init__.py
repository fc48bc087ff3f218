"""The sandbox: one invented company, served through the APIs of its vendors."""

from pipelines.sandbox.build import DEFAULT_END, World, build_world, open_world
from pipelines.sandbox.process import running

__all__ = ["DEFAULT_END", "World", "build_world", "open_world", "running"]
