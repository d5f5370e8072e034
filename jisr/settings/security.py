"""Sign-in, sessions, cookies and headers."""

from datetime import timedelta

from csp.constants import NONE, SELF

from jisr.settings.environment import flag

AUTH_USER_MODEL = "accounts.User"
# the first one only refuses locked-out accounts; the second knows one thing, an address and its password
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "display_name")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "sign_in:home"
LOGOUT_REDIRECT_URL = "account_login"

# allauth: an address and a password, TOTP and recovery codes, and nothing else it can do
ACCOUNT_ADAPTER = "jisr.web.sign_in.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_FORMS = {
    "login": "jisr.web.sign_in.forms.SignInForm",
    "change_password": "jisr.web.sign_in.forms.ChoosePasswordForm",
    "reauthenticate": "jisr.web.sign_in.forms.AgainForm",
}
MFA_FORMS = {
    "authenticate": "jisr.web.sign_in.forms.SecondStepForm",
    "activate_totp": "jisr.web.sign_in.forms.ActivateForm",
}
# per account only: an address behind which a whole centre works must not be shut by one colleague
ACCOUNT_RATE_LIMITS = {"login_failed": "30/15m/key", "reauthenticate": "20/15m/user", "change_password": "10/15m/user"}
MFA_ADAPTER = "jisr.web.sign_in.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Jisr"
MFA_TOTP_TOLERANCE = 1

# lock-out by account and address together, never by address alone
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "jisr.web.sign_in.attempts.account_of"
AXES_CLIENT_STR_CALLABLE = "jisr.web.sign_in.attempts.shown_in_logs"
AXES_LOCKOUT_CALLABLE = "jisr.web.sign_in.attempts.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "login", "email", "ip_address", "password"]
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False

_HTTPS = flag("JISR_HTTPS", False)
#: Minutes without anybody seen after which the password is asked again.
IDLE_MINUTES = 30
#: Hours after which one signs in again, whatever was done. The row lives longer, to keep a form sent too late.
SESSION_HOURS = 12
SESSION_COOKIE_AGE = (SESSION_HOURS + 4) * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "jisr.web.drafts.views.page_too_old"
# messages may speak of a person: they stay in the session, on the server
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY: str | None = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}
