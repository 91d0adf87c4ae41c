"""Django settings, parsed once from the environment. Nothing that a contract decides is a setting."""

import os
from pathlib import Path

from django.utils.csp import CSP

from timonier.config import environment

BASE_DIR = Path(__file__).resolve().parents[3]
DATA_DIR = Path(os.environ.get("TIMONIER_DATA", BASE_DIR / "var"))
SECRET_KEY = environment.secret_key(os.environ, DATA_DIR)
DEBUG = environment.flag(os.environ, "TIMONIER_DEBUG")
ALLOWED_HOSTS = environment.listed(os.environ, "TIMONIER_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = environment.listed(os.environ, "TIMONIER_ORIGINS", "")
HTTPS = environment.flag(os.environ, "TIMONIER_HTTPS")
MAIL = environment.mail(os.environ)  # empty: notices stay on screen
ORIGIN = os.environ.get("TIMONIER_ORIGIN", "") or next(iter(CSRF_TRUSTED_ORIGINS), "")  # of links in mails

ROOMS = [
    "timonier.foundation.apps.FoundationConfig",
    "timonier.directory.apps.DirectoryConfig",
    "timonier.contracts.apps.ContractsConfig",
    "timonier.measures.apps.MeasuresConfig",
    "timonier.desk.apps.DeskConfig",
    "timonier.service_levels.apps.ServiceLevelsConfig",
    "timonier.governance.apps.GovernanceConfig",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    *ROOMS,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "timonier.directory.middleware.TokenMiddleware",
    "timonier.foundation.tenancy.middleware.ScopeMiddleware",
    "timonier.directory.middleware.RightsMiddleware",
]
ROOT_URLCONF = "timonier.config.urls"
ASGI_APPLICATION = "timonier.config.asgi.application"
WSGI_APPLICATION = "timonier.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "src" / "timonier" / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "timonier.config.shell.shell",
            ],
        },
    }
]

DATABASES = environment.databases(os.environ)
DATABASE_ROUTERS = ["timonier.foundation.routing.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "directory.Account"
AUTHENTICATION_BACKENDS = ["timonier.directory.backends.EmailBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "directory:sign_in"
LOGIN_REDIRECT_URL = "/"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-timonier" if HTTPS else "timonier"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = "__Host-timonier-csrf" if HTTPS else "timonier-csrf"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "timonier-language"
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "src" / "timonier" / "config" / "locale"]  # each room has its own beside
USE_TZ = True
TIME_ZONE = "Europe/Paris"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [folder for folder in (BASE_DIR / "build" / "assets",) if folder.is_dir()]
# A manifest that was never collected answers 500 on every page: use the plain storage until it is there.
_COLLECTED = environment.flag(os.environ, "TIMONIER_COLLECT") or (STATIC_ROOT / "staticfiles.json").is_file()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # one task, which `foundation.jobs.queue` registers
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("TIMONIER_LOG", "WARNING")},
}
