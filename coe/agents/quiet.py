"""What libraries say to each other about names that they are going to drop is not for who uses them here."""

from __future__ import annotations

import warnings


def quiet_libraries() -> None:
    """Leaves out, from here on, what libraries that load and train models warn of in their own future."""
    for package in ("transformers", "peft", "trl"):
        warnings.filterwarnings("ignore", category=FutureWarning, module=package)
