"""Settings of log-in: accounts, passwords, second factors. The same wherever the portal runs."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.AddressBackend"]
PASSWORD_HASHERS = [
    f"django.contrib.auth.hashers.{algorithm}PasswordHasher" for algorithm in ("Argon2", "PBKDF2")
]
_validators = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = [
    {"NAME": f"{_validators}.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": f"{_validators}.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "landing"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedSignupAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "accounts.adapter.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# An address belongs to an account once a code that was mailed there was typed.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "request_login_code": "accounts.forms.CodeForm",
    "reset_password": "accounts.forms.NewPasswordMailForm",
}
# What an account may be tried is in `accounts.limits`: allauth would let a stranger use it all up.
ACCOUNT_RATE_LIMITS = {
    "login_failed": None, "request_login_code": None, "login": "60/m/ip",
    "reset_password": "20/m/ip", "reauthenticate": "10/5m/user",
    "confirm_email": "1/10s/key,6/h/key", "manage_email": "6/h/user",
}  # fmt: skip
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# In seconds. Mail takes its time.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
# What changes the ways into an account is told to its owner by mail.
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_ADAPTER = "accounts.factors.SealedFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "accounts.forms.PasskeyForm", "authenticate": "accounts.forms.FactorForm",
    "reauthenticate": "accounts.forms.FactorAgainForm",
}  # fmt: skip
