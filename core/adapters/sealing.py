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


def derived(settings: Settings, purpose: str, length: int) -> bytes:
    """That many bytes which only this instance can tell: the same for the same `purpose`, never for another."""
    made = HKDF(algorithm=SHA256(), length=length, salt=None, info=f"mooring: {purpose}".encode())
    return made.derive(secret_key(settings).encode())


def _fernet(settings: Settings) -> Fernet:
    return Fernet(urlsafe_b64encode(derived(settings, "sealed secrets", 32)))
