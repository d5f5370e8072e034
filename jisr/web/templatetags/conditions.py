"""What a service asks, on any page that tells of it."""

from django import template
from django.utils import timezone

from jisr.centres.conditions import rule_in_force, vocabulary
from jisr.centres.models import Service
from jisr.conditions import asked
from jisr.web.conditions.shown import language

register = template.Library()


@register.simple_tag
def asked_by(service: Service) -> str:
    """The conditions that hold today, in the language of the reader; "" where there are none. One query."""
    rule = rule_in_force(service.pk, timezone.localdate())
    return asked(rule.tree, vocabulary(), language()) if rule else ""
