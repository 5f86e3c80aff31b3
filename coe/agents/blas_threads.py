"""One BLAS thread while small matrices are multiplied.

A token of the built-in model is many products too small to share: OpenBLAS's threads wait for each other,
four times as long, on a busy machine, as one thread takes. Reaches only the OpenBLAS that NumPy's wheels
bring; with any other library nothing changes.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """NumPy's OpenBLAS uses one thread inside the block (in the whole process), then as many as before."""
    library = _openblas()
    if library is None:
        yield
        return
    before = library.scipy_openblas_get_num_threads64_()
    library.scipy_openblas_set_num_threads64_(1)
    try:
        yield
    finally:
        library.scipy_openblas_set_num_threads64_(before)


@cache
def _openblas() -> ctypes.CDLL | None:
    packages = Path(np.__file__).resolve().parent
    places = [*packages.parent.glob("numpy.libs/*openblas*"), *packages.glob(".dylibs/*openblas*")]
    for place in places:
        try:
            library = ctypes.CDLL(str(place))
        except OSError:
            continue
        if hasattr(library, "scipy_openblas_set_num_threads64_"):
            return library
    return None
