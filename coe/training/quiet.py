"""What libraries say to each other about names that they are going to drop is not for who trains."""

from __future__ import annotations

import warnings


def quiet_libraries() -> None:
    """Leaves out warnings of transformers and TRL about their own future."""
    for package in ("transformers", "trl"):
        warnings.filterwarnings("ignore", category=FutureWarning, module=package)
