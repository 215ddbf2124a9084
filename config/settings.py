"""Django's settings; everything that differs between shops comes from config.env."""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from config import embedded_urls as embedded
from config.env import BASE_DIR, read_environment
from infra import redis_clients

ENV = read_environment()


def _kept_secret_key(path: Path) -> str:
    """The key of a shop that runs on embedded services: made once, readable by its owner."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two that start at once must agree on one
        key = file.read()
        if not key:  # new, or cut short by a full disk
            key = secrets.token_urlsafe(64)
            file.write(key)
        return key


SECRET_KEY = ENV.secret_key or _kept_secret_key(ENV.data / "secret_key")
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.csrf_trusted_origins

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "catalog",
    "embeddings",
    "recommendations",
    "evaluation",
    "api",
    "shop",
    "backoffice",
    "ops",
    "config",
    "demo",
]

MIDDLEWARE = [
    "ops.middleware.HealthMiddleware",
    "web.unavailable.UnavailableMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "web.body_limit.BodyLimitMiddleware",
    "web.whole_body.WholeBodyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Persistent connections with a check before each request: after a restart of PostgreSQL the next
# request opens a new one. A web process also bounds its statements (config/wsgi.py).
try:
    DATABASES = {
        "default": dj_database_url.parse(
            ENV.database_url or embedded.database_url(ENV.data),
            conn_max_age=60,
            conn_health_checks=True,
        )
    }
except (ValueError, dj_database_url.ParseError) as error:
    raise ImproperlyConfigured(f"DATABASE_URL: {error}") from None
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 2)
# For statements that come again and again on one connection: see infra/prepared.py.
DATABASES["default"]["OPTIONS"].setdefault("prepare_threshold", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = ENV.redis_url or embedded.broker_url(ENV.data)
CACHE_URL = ENV.cache_url or embedded.cache_url(ENV.data)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "OPTIONS": redis_clients.CACHE.django_options,
    }
}

# Messages only wake workers; the work itself waits in PostgreSQL. So a message may be lost, and
# publishing gives up quickly rather than holding up the request that made the work.
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 2, "socket_connect_timeout": 1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_DEFAULT_QUEUE = "embeddings"
CELERY_TASK_ROUTES = {"embeddings.tasks.encode_photo": {"queue": "photos"}}
CELERY_TASK_TIME_LIMIT = 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A worker process loads torch and the weights before it says that it is up.
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 120
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(ENV.data / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep-embeddings": {
        "task": "embeddings.tasks.sweep",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "tend-spaces": {
        "task": "embeddings.tasks.tend_spaces",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "measure-recall": {
        "task": "embeddings.tasks.measure_recall",
        "schedule": crontab(hour=3, minute=30),
        "options": {"expires": 3_600},
    },
    "sweep-files": {
        "task": "catalog.tasks.sweep_files",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "grade-spaces": {
        "task": "evaluation.tasks.grade_spaces",
        "schedule": crontab(hour=3, minute=0),
        "options": {"expires": 3600},
    },
}

# The catalogue knows nothing of the pages above it; the admin's "view on site" needs to.
ABSOLUTE_URL_OVERRIDES = {
    "catalog.category": lambda category: reverse("shop:category", args=[category.slug]),
    "catalog.product": lambda product: reverse("shop:product", args=[product.slug]),
}

# Only staff log in. Where the address they came for is no address of this shop, they go here.
LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = ENV.data / "media"
STORAGES = {
    "default": {"BACKEND": "catalog.images.storage.PictureStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Without `collectstatic` (a fresh clone, the tests) files are found in their apps.
if not (STATIC_ROOT / "staticfiles.json").exists():
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    WHITENOISE_USE_FINDERS = True

VITRINE_DATA = ENV.data
globals().update(ENV.knobs)
VITRINE_WEIGHTS_DIR = ENV.weights_dir
VITRINE_WEIGHTS_URL = ENV.weights_url
VITRINE_ENCODER = ENV.encoder
VITRINE_RATE_LIMITS = ENV.rate_limits
VITRINE_TRUSTED_PROXIES = ENV.trusted_proxies

# Bounds on a request, before any of it is parsed into memory. Pictures are bounded by their gate.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024**2  # over the gate's 10 MB: uploads never touch the disk

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Vitrine API",
    "DESCRIPTION": (
        "Products, and what looks like them. Open to everybody, without cookies or keys, a number "
        "of times per minute. Every refusal is `{code, message, errors}`; a parameter that is not "
        "listed is refused. Answers carry no CORS headers: call it from your own host, or let the "
        "proxy in front add them."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator")
    + ("CommonPasswordValidator", "NumericPasswordValidator")
]

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
if ENV.https:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if ENV.trusted_proxies:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
