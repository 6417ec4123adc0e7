"""Django's settings. What an installation may change stands in `environment.py`; the rest is the same for everyone."""

from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import SELF

from cairn.config import environment

ENV = environment.read()
CAIRN_VARIABLES = environment.VARIABLES  # what `cairn doctor` lists
DATA_DIR = ENV.data_dir
SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
ALLOWED_HOSTS = list(ENV.allowed_hosts)
PROXIES = ENV.proxies

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "cairn_assets",  # style sheets, fonts and icons that the build fetched
    "cairn.web",  # above allauth: its sign-in pages wear our look
    "allauth",
    "allauth.account",
    "csp",
    "cairn.access",
    "cairn.desk",
    "cairn.definitions",
    "cairn.scales",
    "cairn.people",
    "cairn.services",
    "cairn.contracts",
    "cairn.cases",
    "cairn.collection",
    "cairn.insight",
    "cairn.returns",
    "cairn.exchange",
    "cairn.intake",
    "cairn.presentation",
    "cairn.interfaces",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cairn.interfaces.oversize.OversizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cairn.interfaces.tablet.TabletMiddleware",
    "cairn.interfaces.middleware.OrganisationMiddleware",
]

ROOT_URLCONF = "cairn.config.urls"
WSGI_APPLICATION = "cairn.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,  # each room's `jinja2/`
        "OPTIONS": {
            "environment": "cairn.web.jinja.environment",
            "context_processors": ["cairn.interfaces.context.page"],
        },
    },
    {
        # Third parties' pages only (sign-in), restyled in web/templates.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cairn.interfaces.context.sign_in",
            ]
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

dj_database_url.register("mariadb", "django.db.backends.mysql")
DATABASES = {"default": dj_database_url.parse(ENV.database_url, conn_max_age=60)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "cairn.kernel.sqlite3"  # writers queue more fairly
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE: with DEFERRED, concurrent writers fail instead of waiting. FULL: a power cut may not lose a commit.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # secure_delete: not every build of SQLite overwrites deleted rows by itself, and who is erased must be gone.
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-64000;PRAGMA foreign_keys=ON;"
        "PRAGMA secure_delete=ON;",
    }
if DATABASES["default"]["ENGINE"].endswith("mysql"):
    DATABASES["default"]["ENGINE"] = "cairn.kernel.mariadb"  # through PyMySQL, text compared letter by letter
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "collation": "utf8mb4_nopad_bin",
        "isolation_level": "read committed",
        # A value that does not fit is an error, not a shorter value, whatever the server's own settings are.
        "init_command": "SET sql_mode='STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE'",
    }
    # Conditional constraints and indexes, which MariaDB has not: no rule of ours rests on one.
    SILENCED_SYSTEM_CHECKS = ["models.W036", "models.W037"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_ADAPTER = "cairn.interfaces.accounts.ClosedSignUp"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
CSRF_FAILURE_VIEW = "cairn.interfaces.holding.csrf_failure"
CSRF_COOKIE_HTTPONLY = True  # scripts take the token from the form
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

SITE_URL = ENV.url  # for links in mail
_mail = urlsplit(ENV.email_url)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail.hostname else 'console'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.username or "", _mail.password or ""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
