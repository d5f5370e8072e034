"""Logs say what happened to the machine, never to whom: no names, no query strings, no secrets of links."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_secrets": {"()": "jisr.common.log_paths.WithoutSecrets"}},
    "formatters": {
        "plain": {
            "()": "jisr.common.log_paths.WithoutValues",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_secrets"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.server": {"level": "ERROR"}, "jisr": {"level": "INFO"}},
}
