"""The service: solve, verify and tutor over HTTP, and the page at `/`."""

from coe.server.app import create_app
from coe.server.config import ServerConfig

__all__ = ["ServerConfig", "create_app"]
