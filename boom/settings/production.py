"""Settings of a public host: everything over HTTPS, and no start without its secrets."""

from __future__ import annotations

import os

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

# Before base reads it: in production the cookies always carry the __Host- prefix.
os.environ["BOOM_HTTPS"] = "1"

from boom.settings.base import *

DEBUG = False
BOOM_GALLERY = False

_missing = [
    name
    for name in ("BOOM_SECRET_KEY", "BOOM_SEALING_KEYS", "DATABASE_URL", "REDIS_URL", "BOOM_BASE_DOMAIN")
    if not os.environ.get(name)
]
if _missing:
    raise ImproperlyConfigured(f"Set {', '.join(_missing)} before starting in production.")
for _key in SEALING_KEYS:
    try:
        Fernet(_key)
    except ValueError as _error:
        raise ImproperlyConfigured(
            "BOOM_SEALING_KEYS: each is 32 random bytes in URL-safe base64, 44 characters with its `=`."
        ) from _error

SECURE_SSL_REDIRECT = True
# A program that is sent on has already told its key to everybody on the way: the API refuses instead.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^api/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = False
# A stand-in lets anybody in as anybody.
CALENDAR_STANDIN_BASE = ""
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "boom.staticfiles.ModuleManifestStorage"},
}
