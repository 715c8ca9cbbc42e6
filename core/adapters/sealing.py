"""Secrets that Mooring has to read again (an identity provider's, a second factor's), sealed before they are stored.

The key is derived from the instance's secret key: a copy of the database alone opens none of them.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.adapters.secret import secret_key
from core.settings import Settings


class Unreadable(Exception):
    """Sealed under another secret key, or changed since: whoever set the secret has to set it again."""


def seal(settings: Settings, text: str) -> str:
    """`text` encrypted and signed, as ASCII; twice the same text gives two different seals."""
    return _fernet(settings).encrypt(text.encode()).decode("ascii")


def unseal(settings: Settings, sealed: str) -> str:
    """The text that was sealed. Raises `Unreadable`."""
    try:
        return _fernet(settings).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("This secret was sealed under another secret key.") from error


def _fernet(settings: Settings) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"mooring: sealed secrets")
    return Fernet(urlsafe_b64encode(derived.derive(secret_key(settings).encode())))
