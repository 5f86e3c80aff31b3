import pytest

from coe.agents import blas_threads
from coe.agents.blas_threads import one_blas_thread


def test_one_thread_inside_and_as_many_as_before_afterwards() -> None:
    library = blas_threads._openblas()
    if library is None:
        pytest.skip("NumPy has another BLAS here")
    before = library.scipy_openblas_get_num_threads64_()
    with one_blas_thread():
        assert library.scipy_openblas_get_num_threads64_() == 1
    assert library.scipy_openblas_get_num_threads64_() == before


def test_another_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blas_threads, "_openblas", lambda: None)
    with one_blas_thread():
        pass
