"""Mistakes that students and models make, and the expert's repair."""

from coe.corruptions.catalogue import CORRUPTIONS, Corrupted, Mistake, corrupt, load_corruption
from coe.corruptions.kind import Corruption, Level
from coe.corruptions.mixtures import CORE, CORE_MOST, FULL, MIXTURES, MODEL, mixture
from coe.corruptions.repair import repair_edit, shape

__all__ = [
    "CORE",
    "CORE_MOST",
    "CORRUPTIONS",
    "FULL",
    "MIXTURES",
    "MODEL",
    "Corrupted",
    "Corruption",
    "Level",
    "Mistake",
    "corrupt",
    "load_corruption",
    "mixture",
    "repair_edit",
    "shape",
]
