"""The door for the web server, with every page read in before the first visitor comes.

Gunicorn reads this once and then parts into its workers, so none of them reads it again.
"""

from django.template.loader import get_template
from django.urls import get_resolver

from jisr.wsgi import application as application

get_resolver().url_patterns  # noqa: B018  reads every view
get_template("base.html")
