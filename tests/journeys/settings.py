"""The settings of the product as the browser tests serve it: its own, and the gallery beside the rooms."""

from pathlib import Path

import axe_playwright_python as axe

from jisr.settings import *  # noqa: F403
from jisr.settings import DATA, LEAFLET, ROOT, TEMPLATES

ROOT_URLCONF = "tests.journeys.urls"
GALLERY = ROOT.parent / "tests" / "web" / "gallery" / "templates"
TEMPLATES = [TEMPLATES[0] | {"DIRS": [GALLERY]}]
# styles are served from where they are written, so that nothing has to be collected first
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
# axe comes from the server too: a browser keeps what it has understood of a file, not of a text it is told each time
STATICFILES_DIRS = [ROOT.parent / ".jisr" / "fonts", ("leaflet", LEAFLET), ("axe", Path(axe.__file__).parent)]
WHITENOISE_MAX_AGE = 3600
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
