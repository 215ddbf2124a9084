"""What keeps the shop safe: hosts, passwords, what a browser may load, HTTPS."""

from __future__ import annotations

from csp.constants import NONE, SELF

from accounts.conf import AccountsConf
from config.env import read_environment

ENV = read_environment()

DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.csrf_trusted_origins

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator")
    + ("CommonPasswordValidator", "NumericPasswordValidator")
]

# Staff alone have sessions: what they may turn says how long one lasts without a request.
_IDLE = AccountsConf.SESSION_IDLE_MINUTES
SESSION_COOKIE_AGE = 60 * int(str(ENV.knobs.get(_IDLE.name, _IDLE.default)))
# Guesses at codes are counted by accounts/guard, together with those at passwords; what
# django-otp counts beside it would double its wait without an end.
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0
OTP_TOTP_ISSUER = "Vitrine"

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        # Nothing but what is named; neither inline scripts and styles nor anybody else's.
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
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
