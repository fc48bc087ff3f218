"""Random numbers by name: every question has its own generator, so one changed answer never shifts another's dice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Draws:
    """All dice of one world. The first k numbers of a name are the same however many are asked for."""

    seed: int

    def generator(self, name: str) -> np.random.Generator:
        """The generator that belongs to `name` and to nothing else."""
        digest = hashlib.sha256(f"{self.seed}/{name}".encode()).digest()
        return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "little")))

    def uniform(self, name: str, n: int) -> Floats:
        """`n` numbers in [0, 1)."""
        return self.generator(name).random(n)

    def normal(self, name: str, n: int) -> Floats:
        """`n` standard normal numbers."""
        return self.generator(name).standard_normal(n)


@dataclass(frozen=True)
class Dice:
    """The dice of some contacts: row i always gets the numbers of its own root and level.

    A plant that adds or removes contacts therefore leaves every other contact's luck as it was.
    """

    draws: Draws
    roots: int
    level: int
    root: Ints

    def uniform(self, name: str) -> Floats:
        return self.draws.uniform(f"{name}/{self.level}", self.roots)[self.root]

    def normal(self, name: str) -> Floats:
        return self.draws.normal(f"{name}/{self.level}", self.roots)[self.root]

    def table(self, name: str, width: int) -> Floats:
        """Shape (contacts, width), each number in [0, 1)."""
        return self.draws.uniform(f"{name}/{self.level}", self.roots * width).reshape(self.roots, width)[self.root]


def exponential(u: Floats, mean: float | Floats) -> Floats:
    """Uniform numbers to exponential ones."""
    return -np.log1p(-u) * mean
