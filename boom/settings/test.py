"""Settings of the test run: the same product, faster passwords, mails kept in memory."""

from boom.settings.base import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "accounts.hashers.LegacyBcryptHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
BOOM_GALLERY = True
SPARE_SCHEMAS = 1
# Tests may kill processes at named points (boom.core.faultpoints); nothing else may.
FAULTPOINTS_ARMED = True
