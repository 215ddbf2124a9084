"""What every copy of the shop has in common; what differs between shops comes from config.env."""

from __future__ import annotations

from django.conf.locale import LANG_INFO
from django.urls import reverse

from config.env import BASE_DIR as BASE_DIR  # a setting, too
from config.env import read_environment
from config.settings.celery import *
from config.settings.logging import *
from config.settings.rest_api import *
from config.settings.security import *
from config.settings.servers import *
from shop.conf import ShopConf

ENV = read_environment()

INSTALLED_APPS = [
    "backoffice.site_config.StaffSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "corsheaders",
    "csp",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "catalog",
    "embeddings",
    "recommendations",
    "events",
    "evaluation",
    "monitoring",
    "hygiene",
    "webhooks",
    "accounts",
    "web.keys",
    "web.idempotency",
    "api",
    "shop",
    "backoffice",
    "ops",
    "config",
]

MIDDLEWARE = [
    "ops.middleware.HealthMiddleware",
    "ops.measured.MeasuredMiddleware",
    "web.server.request_id.RequestIdMiddleware",
    "api.cors.SharedCorsMiddleware",
    "api.caching.CachingMiddleware",
    "web.languages.middleware.LanguageMiddleware",
    "web.failures.unavailable.UnavailableMiddleware",
    "web.replicas.middleware.ReplicaMiddleware",
    "web.deadline.DeadlineMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.middleware.StaffSessionMiddleware",
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

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The catalogue knows nothing of the pages above it; the admin's "view on site" needs to.
ABSOLUTE_URL_OVERRIDES = {
    "catalog.category": lambda category: reverse("shop:category", args=[category.slug]),
    "catalog.product": lambda product: reverse("shop:product", args=[product.slug]),
}

# Only staff log in. Where the address they came for is no address of this shop, they go here.
LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = ENV.language
# The shop's own language is always among them.
_OFFERED = str(ENV.knobs.get(ShopConf.LANGUAGES.name, ShopConf.LANGUAGES.default)).split(",")
LANGUAGES = [
    (code, LANG_INFO.get(code, {}).get("name_local", code).capitalize())
    for code in dict.fromkeys([ENV.language, *_OFFERED])
]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = ENV.time_zone
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = ENV.data / "media"
_MEDIA: dict[str, object] = {"BACKEND": "catalog.images.storage.PictureStorage"}
if ENV.media is not None:
    _MEDIA = {
        "BACKEND": "catalog.images.storage.bucket.BucketStorage",
        "OPTIONS": ENV.media.options,
    }
STORAGES: dict[str, dict[str, object]] = {
    "default": _MEDIA,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Without `collectstatic` (a fresh clone, the tests) files are found in their apps.
if not (STATIC_ROOT / "staticfiles.json").exists():
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    WHITENOISE_USE_FINDERS = True

VITRINE_DATA = ENV.data
globals().update(ENV.knobs)  # what the apps' conf.py offer, where a value is given
VITRINE_WEIGHTS_DIR = ENV.weights_dir
VITRINE_WEIGHTS_URL = ENV.weights_url
VITRINE_ENCODER = ENV.encoder
VITRINE_RATE_LIMITS = ENV.rate_limits
VITRINE_TRUSTED_PROXIES = ENV.trusted_proxies

# Bounds on a request, before any of it is parsed into memory. Pictures are bounded by validation.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_100  # an imported file's 1,000 columns, two fields each
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024**2  # over 10 MB: photos never touch the disk
