"""The door for the web server, with every page read in before the first visitor comes.

Gunicorn reads this once and then parts into its workers, so none of them reads it again. What was read in stays for
good: Python need not look through it for what may be thrown away, neither meanwhile nor in the middle of a request.
"""

import gc
import os

gc.disable()

from django.template.loader import get_template  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from jisr.launch.behind_proxy import with_addresses  # noqa: E402
from jisr.wsgi import application as served  # noqa: E402

application = with_addresses(served) if os.environ.get("JISR_PROXY") == "1" else served

get_resolver().url_patterns  # noqa: B018  reads every view
get_template("base.html")
gc.freeze()
gc.enable()
