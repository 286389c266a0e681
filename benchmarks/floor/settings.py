"""Settings of the bare Django app: one database, its own schema, a connection kept by each thread."""

from __future__ import annotations

import os

from boom.settings.database import database_from_url

_database = database_from_url(os.environ["DATABASE_URL"])
DATABASES = {
    "default": {
        **_database,
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {**_database["OPTIONS"], "options": "-c search_path=bench_floor,extensions"},
    }
}
SECRET_KEY = "signs-nothing"  # noqa: S105 - the floor has nobody to sign in
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "benchmarks.floor.urls"
INSTALLED_APPS = ["benchmarks.floor"]
MIDDLEWARE: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
LOGGING_CONFIG = None
