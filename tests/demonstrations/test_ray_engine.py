"""A local Ray cluster gives the same bytes, and errors as they are raised."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coe.demonstrations.generate import DemonstrationConfig
from coe.demonstrations.pieces import PIECE, make_piece, pieces
from coe.demonstrations.ray_engine import RayEngine
from coe.demonstrations.writer import write_dataset
from coe.errors import UsageError

CONFIG = DemonstrationConfig(("linear_equations",), seed=4)


@pytest.fixture(scope="module")
def cluster() -> Iterator[RayEngine]:
    with RayEngine(workers=1) as engine:
        yield engine


def test_the_same_bytes_as_locally(tmp_path: Path, cluster: RayEngine) -> None:
    n = {"train": PIECE + 20, "test": 10}
    folders = tmp_path / "ray", tmp_path / "local"
    write_dataset(CONFIG, n, folders[0], engine=cluster)
    write_dataset(CONFIG, n, folders[1])
    for path in folders[1].rglob("*.*"):
        assert (folders[0] / path.relative_to(folders[1])).read_bytes() == path.read_bytes()


def test_errors_come_back_as_they_are(cluster: RayEngine) -> None:
    from coe.demonstrations.formats import Format

    nothing = pieces(DemonstrationConfig(("no_such_family",)), Format.CHAT, 0, 1)
    with pytest.raises(UsageError, match="no_such_family"):
        list(cluster.map(make_piece, nothing))


@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1", "127.0.0.1:port"])
def test_an_address_where_nothing_listens_is_refused_at_once(address: str) -> None:
    with pytest.raises(UsageError, match="no Ray cluster"):
        RayEngine(address)
