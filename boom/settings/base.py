"""Settings for every place Boom runs; the environment decides what differs. Safe by default.

`make demo` uses this module as it is. `production.py` adds what a public host needs, `test.py` what the
test run needs.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from celery.schedules import crontab

from boom.runtime.endpoints import resolve
from boom.runtime.home import Home
from boom.settings.database import database_from_url

BASE_DIR = Path(__file__).resolve().parents[2]
DEBUG = os.environ.get("BOOM_DEBUG") == "1"

# ---- where we are --------------------------------------------------------------------------------
BOOM_HOME = Home.from_env(os.environ).path
BASE_DOMAIN = os.environ.get("BOOM_BASE_DOMAIN", "localhost")
PORT = int(os.environ.get("PORT", "8000"))
HTTPS = os.environ.get("BOOM_HTTPS") == "1"
# How the outside reaches us, for links in mails; the host part comes from the tenant's own row.
PUBLIC_PORT = int(os.environ.get("BOOM_PUBLIC_PORT", str(PORT)))
# The live socket's port when no proxy joins it with the pages (the demo); 0 = same origin.
LIVE_PORT = int(os.environ.get("BOOM_LIVE_PORT", "0"))
# Names of the platform itself. Everything else is a venue's or unknown.
PLATFORM_HOSTS = [BASE_DOMAIN, f"www.{BASE_DOMAIN}", "127.0.0.1"]
# Custom domains are looked up exactly in the database before anything else (tenants.resolution).
ALLOWED_HOSTS = ["*"]
# How many proxies of our own stand in front; the client's address is read from that far back.
TRUSTED_PROXIES = int(os.environ.get("BOOM_TRUSTED_PROXIES", "0"))

SECRET_KEY = os.environ.get("BOOM_SECRET_KEY", "only-for-a-local-demo-never-for-the-internet")
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("BOOM_OLD_SECRET_KEYS", "").split(",") if key]
# What seals secrets that are read again (boom.core.sealing); the first seals, all open. Without any, keys are
# made of the ones above.
SEALING_KEYS = [key for key in os.environ.get("BOOM_SEALING_KEYS", "").split(",") if key]

# Packages that add to Boom (docs/developer/guide.md, Plugins): "house_bell,house_reports". Trusted code.
PLUGINS = [name.strip() for name in os.environ.get("BOOM_PLUGINS", "").split(",") if name.strip()]

# ---- apps ----------------------------------------------------------------------------------------
SHARED_APPS = [
    # Before django_tenants, whose admin pages have inline styles that our security policy refuses.
    "django.contrib.admin",
    "django_tenants",
    "tenants",
    "boom.core",
    "boom",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "ledger",
    "accounts",
    "audit",
    "billing",
    "channels",
    "template_partials",
    # For the static files of its reference page only.
    "ninja",
]
TENANT_APPS = [
    "boom.core",
    "ledger",
    "django.contrib.sessions",
    "accounts",
    "audit",
    "bookings",
    "payments",
    "notifications",
    "integrations",
    "analytics",
    "ai",
    *PLUGINS,
]
INSTALLED_APPS = SHARED_APPS + [app for app in TENANT_APPS if app not in SHARED_APPS]

TENANT_MODEL = "tenants.Business"
TENANT_DOMAIN_MODEL = "tenants.Domain"
ROOT_URLCONF = "boom.urls_tenant"
PUBLIC_SCHEMA_URLCONF = "boom.urls_public"
# What every door of a suspended business shows; it knows the venues, of which `tenants` may not.
SUSPENDED_VIEW = "boom.site.closed.suspended"
PG_EXTRA_SEARCH_PATHS = ["extensions"]
# The check would query the database at every start of every command.
SKIP_PG_EXTRA_VALIDATION = True
# The search path is set when a connection is taken, when the scope changes and after a rollback, instead of
# before each statement: half of all round trips. Leaks are looked for in tests/core/test_postgresql.py.
TENANT_LIMIT_SET_CALLS = True
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]

MIDDLEWARE = [
    "boom.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    # These two before the tenant's, which answers for unknown, closed and waiting hosts by itself.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "boom.middleware.PermissionsPolicyMiddleware",
    "boom.rest.middleware.ApiMiddleware",
    "tenants.middleware.TenantMiddleware",
    # Before whatever reads cookies or the path: within a frame there are none, and the path is another.
    "integrations.middleware.EmbedMiddleware",
    "integrations.middleware.MeasuringMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.SessionEndMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "boom.middleware.ActorMiddleware",
    "boom.middleware.StandingMiddleware",
    "accounts.middleware.TasteMiddleware",
    "accounts.middleware.LastSeenMiddleware",
    "boom.problems.ProblemMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["boom.templatetags.ui", "template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "boom.context_processors.site",
            ],
        },
    }
]

WSGI_APPLICATION = "boom.wsgi.application"
ASGI_APPLICATION = "boom.asgi.application"

# ---- data ----------------------------------------------------------------------------------------
ENDPOINTS = resolve(os.environ)
DATABASE_ROLE = os.environ.get("BOOM_DATABASE_ROLE", "app")
DATABASES = {
    "default": database_from_url(
        ENDPOINTS.database_owner_url if DATABASE_ROLE == "owner" else ENDPOINTS.database_url,
        # Only long-lived servers hold a pool; commands and workers keep one connection of their own.
        pool_size=int(os.environ.get("BOOM_DB_POOL", "0")),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = ENDPOINTS.redis_url

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "REVERSE_KEY_FUNCTION": "django_tenants.cache.reverse_key",
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1.0},
    }
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": "boom-live"},
    }
}

# ---- people and sessions -------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
# E-mail addresses are unique without regard to case, by a constraint Django's check does not know.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["accounts.backends.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    # Passwords brought along from Boom Karaoke; upgraded at the first log-in.
    "accounts.hashers.LegacyBcryptHasher",
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "/dashboard/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 60 * 60

# In the database, so that log-in survives a Redis outage; each tenant's in its own schema.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# In all; one that is not used ends sooner (accounts.sessions).
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# The __Host- prefix ties a cookie to one exact host, so a sibling venue cannot plant one. Browsers only
# honour it over HTTPS, which is why a plain-HTTP demo goes without.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-boom" if HTTPS else "boom"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_FAILURE_VIEW = "boom.problems.csrf_failed"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# ---- language, time, numbers ---------------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_I18N = True
# Boom's own words to guests, in their languages (`tools.catalogues`).
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# ---- files and pages -----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        # Solves what a form asks of a suspicious address (boom.proof).
        "worker-src": ["'self'"],
        # Without a proxy the live socket has a port of its own, which is another origin to a browser.
        "connect-src": ["'self'", *([f"ws://*.{BASE_DOMAIN}:{LIVE_PORT}"] if LIVE_PORT else [])],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS = ["boom.uploads.BoundedUploadHandler"]

# How many calls a minute one address may make to /availability.json, in each web process.
AVAILABILITY_PER_MINUTE = int(os.environ.get("BOOM_AVAILABILITY_PER_MINUTE", "3000"))

# How many calls of the API a minute a credential may make where no plan says it.
API_CALLS_A_MINUTE = 600

# The component gallery at /_ui/.
BOOM_GALLERY = DEBUG

# ---- mail ----------------------------------------------------------------------------------------
# Without a server, mails are files in $BOOM_HOME/mail, one a mail, and the log says so.
EMAIL_HOST = os.environ.get("BOOM_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("BOOM_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("BOOM_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("BOOM_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("BOOM_SMTP_TLS", "1") == "1"
# Seconds a server may take for one step, and for the whole of a mail.
EMAIL_TIMEOUT = 5
EMAIL_TOTAL_TIMEOUT = 15
# A mail service by its own API, where one is named: brevo, mailgun, mailjet, postmark, resend, sparkpost.
MAIL_SERVICE = os.environ.get("BOOM_MAIL_SERVICE", "")
ANYMAIL = {
    # Keys of the services, and what their reports of bounces prove themselves with.
    **{
        name: os.environ[name]
        for name in (
            "BREVO_API_KEY", "MAILGUN_API_KEY", "MAILGUN_API_URL", "MAILGUN_SENDER_DOMAIN",
            "MAILGUN_WEBHOOK_SIGNING_KEY", "MAILJET_API_KEY", "MAILJET_SECRET_KEY", "POSTMARK_SERVER_TOKEN",
            "RESEND_API_KEY", "SPARKPOST_API_KEY", "SPARKPOST_API_URL",
        )
        if os.environ.get(name)
    },
    "WEBHOOK_SECRET": os.environ.get("BOOM_MAIL_WEBHOOK_SECRET", ""),
    # To connect, and for each answer.
    "REQUESTS_TIMEOUT": (3, 10),
    # The calendar entry goes along as a file; as a second form of the mail most services know none.
    "IGNORE_UNSUPPORTED_FEATURES": True,
}  # fmt: skip
if MAIL_SERVICE:
    EMAIL_BACKEND = f"anymail.backends.{MAIL_SERVICE}.EmailBackend"
elif EMAIL_HOST:
    EMAIL_BACKEND = "notifications.providers.smtp.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = BOOM_HOME / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("BOOM_MAIL_FROM", f"Boom <bookings@{BASE_DOMAIN}>")
# The name that a venue's domain includes in its SPF to let our server send in its name (spf.boom.example).
# Without it mails by our server are from our address, with the venue's name.
MAIL_SPF = os.environ.get("BOOM_MAIL_SPF", "").lower()
# Who is asked for records of domains (`address#port`); the system's own servers where none is named.
DNS_SERVERS = os.environ.get("BOOM_DNS_SERVERS", "").split()

# ---- text messages ---------------------------------------------------------------------------------
# Without keys of Twilio's, texts are files in $BOOM_HOME/sms, and pages say so.
TWILIO_ACCOUNT_SID = os.environ.get("TWILIO_ACCOUNT_SID", "")
TWILIO_AUTH_TOKEN = os.environ.get("TWILIO_AUTH_TOKEN", "")
# One of the two: a number of its own, or a messaging service.
TWILIO_FROM = os.environ.get("TWILIO_FROM", "")
TWILIO_MESSAGING_SERVICE = os.environ.get("TWILIO_MESSAGING_SERVICE", "")
TWILIO_API_BASE = os.environ.get("TWILIO_API_BASE", "https://api.twilio.com")
SMS_IS_STANDIN = not (TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN)
# WhatsApp: the number that is a sender there, and the keys of templates by event, as
# `manage.py whatsapp_templates` prints them.
TWILIO_WHATSAPP_FROM = os.environ.get("TWILIO_WHATSAPP_FROM", "").removeprefix("whatsapp:")
WHATSAPP_TEMPLATES: dict[str, str] = json.loads(os.environ.get("TWILIO_WHATSAPP_TEMPLATES") or "{}")
TWILIO_CONTENT_BASE = os.environ.get("TWILIO_CONTENT_BASE", "https://content.twilio.com")
WHATSAPP_IS_ON = bool(TWILIO_WHATSAPP_FROM and WHATSAPP_TEMPLATES) and not SMS_IS_STANDIN
SMS_FILE_PATH = BOOM_HOME / "sms"

# ---- payments ------------------------------------------------------------------------------------
# Without a key of Stripe's, Boom talks to a stand-in that keeps its contract, and says so on every page.
STRIPE_IS_STANDIN = not os.environ.get("STRIPE_SECRET_KEY")
STRIPE_SECRET_KEY = os.environ.get("STRIPE_SECRET_KEY") or "sk_test_standin"
# Where Stripe answers; empty is Stripe itself. The stand-in has no usual place: whoever starts it says where.
STRIPE_API_BASE = os.environ.get("STRIPE_API_BASE", "")
# Where its hosted pages are: a form that ends at one of them says so in its policy's form-action.
STRIPE_PAGES = (
    [os.environ.get("STRIPE_PAGES_BASE") or STRIPE_API_BASE]
    if STRIPE_IS_STANDIN
    else ["https://checkout.stripe.com", "https://billing.stripe.com", "https://connect.stripe.com"]
)
# What signs its events, for our own account and for those of venues; two each while one is replaced.
STRIPE_WEBHOOK_SECRETS = {
    kind: [
        secret for secret in os.environ.get(f"STRIPE_{kind.upper()}_WEBHOOK_SECRETS", "").split(",") if secret
    ]
    for kind in ("platform", "connect")
}

# ---- calendars at Google and Microsoft ---------------------------------------------------------------
# As whom Boom asks them; without an id of a company's its calendars are a stand-in's, where one runs, and
# cannot be connected else. Where people come back to is /calendars/connected/ on the platform's host.
CALENDAR_COMPANIES = {
    "google": {
        "client_id": os.environ.get("GOOGLE_CLIENT_ID", ""),
        "client_secret": os.environ.get("GOOGLE_CLIENT_SECRET", ""),
        "consent": "https://accounts.google.com/o/oauth2/v2/auth",
        "token": "https://oauth2.googleapis.com/token",
        "revoke": "https://oauth2.googleapis.com/revoke",
        "api": "https://www.googleapis.com/calendar/v3",
    },
    "microsoft": {
        "client_id": os.environ.get("MICROSOFT_CLIENT_ID", ""),
        "client_secret": os.environ.get("MICROSOFT_CLIENT_SECRET", ""),
        "consent": "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
        "token": "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        "revoke": "",
        "api": "https://graph.microsoft.com/v1.0",
    },
}
# Where a stand-in answers, and where browsers find its pages; `make demo` sets them.
CALENDAR_STANDIN_BASE = os.environ.get("CALENDAR_STANDIN_BASE", "")
CALENDAR_STANDIN_PAGES = os.environ.get("CALENDAR_STANDIN_PAGES", "")

# ---- calls to addresses that businesses typed in (boom.core.providers.outbound) --------------------
# Opens this machine's own loopback, over plain HTTP too: for tests and a demo, never beside other services.
OUTBOUND_ALLOWS_LOOPBACK = os.environ.get("BOOM_OUTBOUND_LOOPBACK") == "1"

# ---- background work -----------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
# No socket_timeout: a worker whose ack timed out would keep that place in its queue taken for good (tried).
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "socket_connect_timeout": 1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# One clock for the platform; what concerns every business is handed out by a task. Two beats, or none for an
# hour, do no harm: a task only does what is due.
CELERY_BEAT_SCHEDULE = {
    "expire-holds": {"task": "bookings.expire_holds", "schedule": 15.0},
    "expire-requests": {"task": "bookings.expire_requests", "schedule": 60.0},
    "sweep-waitlists": {"task": "bookings.sweep_waitlists", "schedule": 60.0},
    "settle-rooms": {"task": "bookings.settle_rooms", "schedule": 15 * 60.0},
    "release-no-shows": {"task": "bookings.release_no_shows", "schedule": 60.0},
    # More than once a night: a night that the worker slept through is made up for.
    "extend-series": {"task": "bookings.extend_series", "schedule": crontab(hour="2,5", minute="40")},
    "plan-messages": {"task": "notifications.plan_due", "schedule": crontab(minute="*/5")},
    "settle-plans": {"task": "billing.settle_plans", "schedule": crontab(minute="*/15")},
    "record-usage": {"task": "bookings.record_usage", "schedule": crontab(minute="23")},
    "sweep-deliveries": {"task": "boom.sweep_deliveries", "schedule": 60.0},
    "purge-outboxes": {"task": "boom.purge_outboxes", "schedule": crontab(hour="4", minute="20")},
    "stock-spares": {"task": "tenants.stock_spares", "schedule": 60.0},
    "seal-records": {"task": "audit.seal_records", "schedule": crontab(minute="11")},
    "inspect-everybody": {"task": "audit.inspect_everybody", "schedule": crontab(hour="2", minute="40")},
    "finish-stripe-calls": {"task": "billing.finish_calls", "schedule": 30.0},
    "recheck-stripe-events": {"task": "billing.recheck_events", "schedule": 60.0},
    "sweep-stripe-events": {"task": "billing.sweep_events", "schedule": crontab(minute="7,37")},
    "keep-books": {"task": "billing.keep_books", "schedule": crontab(minute="17")},
    "look-for-disagreements": {
        "task": "billing.look_for_disagreements",
        "schedule": crontab(hour="3", minute="47"),
    },
    "read-calendars": {"task": "integrations.read_calendars", "schedule": 60.0},
    "purge-webhooks": {"task": "integrations.purge_webhooks", "schedule": crontab(hour="4", minute="50")},
    "settle-pages": {"task": "payments.settle_pages", "schedule": crontab(minute="*/5")},
    "forget-calls": {"task": "integrations.forget_calls", "schedule": crontab(hour="3", minute="52")},
    "forget-unpaid-sales": {
        "task": "payments.forget_unpaid_sales",
        "schedule": crontab(hour="3", minute="27"),
    },
    "forget-invitees": {"task": "bookings.forget_invitees", "schedule": crontab(hour="3", minute="7")},
    "sweep-sessions": {"task": "accounts.sweep_sessions", "schedule": crontab(hour="3", minute="17")},
}
# How long a worker may hold a delivery of the outbox before it is taken for dead, in seconds.
DELIVERY_LEASE_S = 30
# After how long a delivery that no worker began is handed out again: the queue may have lost it.
DELIVERY_OFFER_AGAIN_S = 20
# How often the relay looks for such ones.
DELIVERY_SWEEP_S = 3.0
# How many ready-made schemas wait for the next sign-up.
SPARE_SCHEMAS = int(os.environ.get("BOOM_SPARE_SCHEMAS", "3"))

LOGGING_CONFIG = None
