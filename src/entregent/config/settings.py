"""Django's settings, all derived from the table in `table.py`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from entregent.config import database, keys
from entregent.config.table import read, read_choice, read_count

PACKAGE = Path(__file__).resolve().parent.parent

DATA_FOLDER = keys.data_folder(read("data_folder"))
SECRET_KEY, *SECRET_KEY_FALLBACKS = keys.key_from(DATA_FOLDER, "session.key")
LINK_KEYS = keys.key_from(DATA_FOLDER, "link.key")

ADDRESS = read("address").rstrip("/") or f"http://localhost:{read_count('port')}"
_address = urlsplit(ADDRESS)
if _address.scheme not in ("http", "https") or not _address.hostname:
    raise SystemExit(
        f"ENTREGENT_ADDRESS={ADDRESS!r} must read like https://circles.example.org. Correct it and start again."
    )
IS_HTTPS = _address.scheme == "https"
DEMO = read("demo") == "1"
WHO_MAY_OPEN = read_choice("who_may_open", ("operator", "members", "anyone"))
SHOW_OPEN_CIRCLES = read("show_open_circles") == "1"
INVITATIONS_PER_DAY = read_count("invitations_per_day")
TRUSTED_PROXIES = read_count("trusted_proxies")
SOURCE = read("source")
SMTP_URL = read("smtp_url")
MAIL_FROM = read("mail_from") or f"entregent@{_address.hostname}"
INBOUND_ADDRESS = read("inbound_address")
INBOUND_IMAP = read("inbound_imap")
DEFAULT_ZONE = read("zone")
QUIET_HOURS = read("quiet_hours")

DEBUG = False
ALLOWED_HOSTS = [_address.hostname, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ADDRESS]
ROOT_URLCONF = "entregent.config.urls"
WSGI_APPLICATION = "entregent.config.wsgi.application"
APPEND_SLASH = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "entregent.core",
    "entregent.people",
    "entregent.activity",
    "entregent.notices",
    "entregent.circles",
    "entregent.profiles",
    "entregent.trust",
    "entregent.threads",
    "entregent.gatherings",
    "entregent.polls",
    "entregent.missions",
    "entregent.decisions",
    "entregent.facilitation",
    "entregent.inbound",
    "entregent.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "entregent.web.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "entregent.web.middleware.Language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "entregent.web.middleware.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "entregent.web.context.instance",
            ]
        },
    }
]

DATABASES = {
    "default": database.postgres(read("database_url"))
    if read("database_url")
    else database.sqlite(DATA_FOLDER / "entregent.sqlite3", database.journal_mode(read("sqlite_journal")))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["entregent.people.backends.PersonBackend"]
LOGIN_URL = "sign-in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]

SESSION_ENGINE = "entregent.people.backends"
SESSION_COOKIE_AGE = 90 * 24 * 3600
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
FLASH_COOKIE_NAME = "__Host-said" if IS_HTTPS else "said"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "entregent.web.errors.csrf_failure"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "entregent.web.flash.Storage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS = [
    "entregent.web.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("fr-tu", "Français (tu)"), ("en", "English")]
VISITOR_LANGUAGE = read_choice("language", ("fr", "en"))
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_FOLDER / "static"
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redact": {"()": "entregent.config.logs.RedactLinks"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["redact"], "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "entregent": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
