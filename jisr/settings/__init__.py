"""Settings of the one Django project; what differs between machines comes from the environment, set by the launcher."""

from importlib.util import find_spec
from pathlib import Path

from jisr.common.kit_note import kit_of
from jisr.settings.database import DATABASES as DATABASES
from jisr.settings.environment import flag, secret, text, words_of
from jisr.zone import ZONE

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(text("JISR_DATA", str(ROOT.parent / ".jisr")))

DEBUG = flag("JISR_DEBUG", False)
DEMONSTRATION = flag("JISR_DEMONSTRATION", False)
SECRET_KEY = secret("django")
FIELD_KEY, HASH_KEY = secret("fields"), secret("hashes")
#: What wraps the keys of persons (jisr.common.ring): a file made by the first rotation, or the environment.
FIRST_WRAPPING_KEY = secret("wrapping")
WRAPPING_FILE = Path(text("JISR_WRAPPING_FILE", str(DATA / "wrapping.keys")))
WRAPPING_KEYS = words_of("JISR_WRAPPING_KEYS", "")
#: What this installation is the kit of, or None (docs/decisions: the meeting kit).
KIT = kit_of(DATA)
ALLOWED_HOSTS = words_of("JISR_HOSTS", "127.0.0.1 localhost [::1] testserver")
CSRF_TRUSTED_ORIGINS = words_of("JISR_ORIGINS", "")
SECURE_HTTP = flag("JISR_HTTPS", False)
#: Who gives the agreements out as open data, and its registered identifiers (docs/guides/open-data.md).
PUBLISHER = {
    "ref": text("JISR_PUBLISHER_REF", ""),
    "name_ar": text("JISR_PUBLISHER_NAME_AR", "جسر"),
    "name_fr": text("JISR_PUBLISHER_NAME_FR", "Jisr"),
    "kind": text("JISR_PUBLISHER_KIND", "90"),
    "prefix": text("JISR_OC4IDS_PREFIX", ""),
}
#: Processes that serve: what each counts in its own memory, the others do not see.
WORKERS = max(1, int(text("JISR_WORKERS", "2")))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "jisr.common",
    "jisr.territory",
    "jisr.accounts",
    "jisr.messages",
    "jisr.centres",
    "jisr.staff",
    "jisr.centres.works",
    "jisr.families",
    "jisr.atlas.rounds",
    "jisr.atlas.scenarios",
    "jisr.window.reception",
    "jisr.window.listening",
    "jisr.window.orientation",
    "jisr.window.deposits",
    "jisr.window.appointments",
    "jisr.window.allocation",
    "jisr.window.pathways",
    "jisr.forum",
    "jisr.ledger.strategy",
    "jisr.ledger.agreements",
    "jisr.ledger.calls",
    "jisr.ledger.results",
    "jisr.exchange",
    "jisr.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "jisr.web.kit.KitOnly",
    "jisr.web.access.PostOfTheRequest",
    "jisr.web.scope.RequestScope",
]

ROOT_URLCONF = "jisr.urls"
WSGI_APPLICATION = "jisr.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jisr.web.context.face",
            ],
        },
    },
]
FORM_RENDERER = "jisr.web.renderer.FaceRenderer"

DATABASE_ROUTERS = ["jisr.common.database.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "ar"
# Arabic has none of its own in Django: a day typed by hand is read as it is written in Morocco, never month first
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
LANGUAGES = [("ar", "العربية"), ("fr", "Français"), ("en", "English")]
LOCALE_PATHS = sorted(path for path in (ROOT / "locale").glob("*") if path.is_dir())
TIME_ZONE = ZONE
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
#: Leaflet comes in the wheel of django-leaflet; only its files are used, not its app
LEAFLET = Path(find_spec("leaflet").submodule_search_locations[0]) / "static" / "leaflet"  # type: ignore[union-attr,index]
STATICFILES_DIRS = [*(path for path in [DATA / "fonts"] if path.is_dir()), ("leaflet", LEAFLET)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

from jisr.settings.security import *  # noqa: F403
from jisr.settings.channels import ADDRESS, INBOX, OUTLETS  # noqa: F401
from jisr.settings.logs import LOGGING  # noqa: F401

if KIT:  # over plain http browsers leave it out, and complain on each page
    SECURE_CROSS_ORIGIN_OPENER_POLICY = None
