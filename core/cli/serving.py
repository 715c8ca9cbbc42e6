"""The web server: gunicorn with threads, configured here rather than in a file of its own."""

import gc
import os
from collections.abc import Mapping
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app

from core.adapters.logs import for_libraries
from core.cli import seats
from core.engines import engine
from core.settings import from_environment

APPLICATION = "core.app:create_app()"
THREADS = 4


class Server(BaseApplication):
    """Gunicorn, given its settings. The application is made once, before any worker is: one that takes a dead worker's
    place answers at once. Connections are each worker's own; those from making the application are closed."""

    def __init__(self, settings: Mapping[str, Any]):
        self.wanted = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.wanted.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        application = import_app(APPLICATION)
        engine(from_environment().database_url).dispose()
        keep_for_good()
        return application


def keep_for_good() -> None:
    """What has been made so far lasts as long as the process: from now on the collection of garbage passes over it, a
    tenth of a second each time, and workers go on sharing its memory."""
    gc.collect()
    gc.freeze()


def serve(host: str, port: int, workers: int, environment: Mapping[str, str]) -> None:
    """Serve until stopped. `environment` is added to what the workers read their settings from.

    No access log of gunicorn's: addresses may hold what somebody searched for. See `core.web.journal`.
    """
    os.environ.update(environment)
    counting = seats.hooks() if from_environment().metrics_token else {}
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    Server(
        {
            "bind": address,
            "workers": workers,
            "preload_app": True,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": 60,
            "graceful_timeout": 20,
            "keepalive": 5,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "loglevel": "warning",
            "logconfig_dict": for_libraries(),
            "proc_name": "mooring",
            **counting,
        }
    ).run()
