"""Django's settings, all drawn from the checked environment."""

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from psycopg.conninfo import conninfo_to_dict

from bundel.conf import logs
from bundel.kit.environment import current

ENVIRONMENT = current()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = sorted({ENVIRONMENT.host, "localhost", "127.0.0.1", "[::1]"})
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.address]
ROOT_URLCONF = "bundel.conf.urls"
WSGI_APPLICATION = "bundel.conf.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "django_htmx",
    "procrastinate.contrib.django",
    "bundel.tenancy",
    "bundel.audit",
    "bundel.sealing",
    "bundel.accounts",
    "bundel.privacy",
    "bundel.notices",
    "bundel.files",
    "bundel.gate",
    "bundel.guests",
    "bundel.concerns",
    "bundel.dossiers",
    "bundel.jobs",
    "bundel.web",
]

MIDDLEWARE = [
    "bundel.web.measured.Measured",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bundel.web.middleware.ContentSecurity",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Before the forms are read: what is too large is not taken in at all.
    "bundel.web.uploads.UploadLimit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Last: it opens the fence around the view, so that nothing above it reads a fenced table.
    "bundel.web.middleware.Doorkeeper",
]

_LOADERS = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            # Set up here, and not by the library's own app: that loads the admin to look whether it is there.
            "loaders": [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _LOADERS)])],
            "libraries": {"partials": "template_partials.templatetags.partials"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bundel.web.context.page",
            ],
        },
    }
]

FORM_RENDERER = "bundel.web.forms.drawing.Drawing"


def _database() -> dict[str, Any]:
    """The database as role `bundel_app`; as `bundel_owner` only for `bundel migrate`."""
    as_owner = os.environ.get("BUNDEL_AS_OWNER") == "1"
    parts = conninfo_to_dict(ENVIRONMENT.owner_database_url if as_owner else ENVIRONMENT.database_url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "bundel"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        # One connection a thread, kept, and looked at before use: a new one costs more than a whole page.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            "application_name": "bundel",
            "connect_timeout": 10,
            # A statement asked for the third time on a connection keeps its plan: planning costs more than reading.
            "server_side_binding": True,
            "prepare_threshold": 2,
            **parts,
        },
    }


DATABASES = {"default": _database()}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspaces"
LOGOUT_REDIRECT_URL = "start"

ACCOUNT_ADAPTER = "bundel.accounts.adapter.ByMailOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the link that made the account came by mail
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_ADAPTER = "bundel.accounts.single_sign_on.VerifiedAddressOnly"
# A form that leads elsewhere would need that elsewhere in the content policy; the state in the session guards the
# way back.
SOCIALACCOUNT_LOGIN_ON_GET = True
MFA_ADAPTER = "bundel.accounts.adapter.SealedSecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers themselves allow a passkey without https on this computer only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.is_https
MFA_TOTP_ISSUER = "Bundel"
# Where one signed in is worth a row; each page one opens is not.
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENVIRONMENT.is_https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
# Two checkouts on one machine differ in port only, and cookies do not know ports.
SESSION_COOKIE_NAME = f"bundel_session_{ENVIRONMENT.listen_port}"
CSRF_COOKIE_NAME = f"bundel_csrf_{ENVIRONMENT.listen_port}"
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.is_https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "bundel.web.views.errors.csrf_failed"
if ENVIRONMENT.trusts_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# A file is never on the disk in the clear, not for a moment.
FILE_UPLOAD_HANDLERS = ["bundel.web.uploads.SealedUpload"]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "bundel_cache",
        "KEY_FUNCTION": "bundel.sealing.codes.cache_key",
    },
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "bundel_language"
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "/static/"
STATICFILES_DIRS: list[Path] = []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
if ENVIRONMENT.smtp_url:
    _smtp = urlsplit(ENVIRONMENT.smtp_url)
    EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "", _smtp.port or {"smtps": 465}.get(_smtp.scheme, 587)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
    EMAIL_USE_TLS, EMAIL_USE_SSL = _smtp.scheme == "smtp+tls", _smtp.scheme == "smtps"
    EMAIL_TIMEOUT = int(parse_qs(_smtp.query).get("timeout", ["10"])[0])

PROCRASTINATE_IMPORT_PATHS: list[str] = []
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_ON_APP_READY = "bundel.jobs.registry.register"

# In words where somebody looks on; elsewhere a line of JSON for each event.
LOGGING = logs.configuration(for_people=ENVIRONMENT.mode == "demo" or sys.stderr.isatty())
if ENVIRONMENT.mode == "production":
    sys.excepthook = logs.say_unforeseen
