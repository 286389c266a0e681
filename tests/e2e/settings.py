"""Settings of the processes behind browser tests: mails are files, so that a test can read them."""

from boom.settings.test import *  # noqa: F403 - settings build on each other

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
