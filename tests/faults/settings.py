"""Settings of processes that a drill kills: they give the dead up sooner, and their mail goes to the test."""

import os

from boom.settings.test import *  # noqa: F403

DELIVERY_LEASE_S = 3
DELIVERY_OFFER_AGAIN_S = 2
DELIVERY_SWEEP_S = 1.0
EMAIL_BACKEND = "notifications.providers.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ["BOOM_DRILL_SMTP_PORT"])
EMAIL_USE_TLS = False
