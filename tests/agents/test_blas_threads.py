import threading

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from coe.agents.blas_threads import blas_threads, one_blas_thread


def current() -> int:
    np.ones((2, 2)) @ np.ones((2, 2))
    return max(library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas")


def test_the_limit_holds_until_the_first_that_asked_for_it_has_left() -> None:
    def other() -> None:
        with one_blas_thread():
            pass

    with threadpool_limits(2, user_api="blas"):
        with one_blas_thread():
            thread = threading.Thread(target=other)
            thread.start()
            thread.join()
            assert current() == 1
        assert current() == 2


def test_an_error_inside_ends_the_limit_too() -> None:
    with threadpool_limits(2, user_api="blas"):
        with pytest.raises(ValueError, match="inside"), one_blas_thread():
            raise ValueError("inside")
        assert current() == 2


def test_there_is_at_least_one_thread() -> None:
    with one_blas_thread():
        assert blas_threads() >= 1
