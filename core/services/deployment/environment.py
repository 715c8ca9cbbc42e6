"""What operators set: secrets, cookies, hosts, addresses. Nothing here asks the database or the machine."""

import os
import sys
from urllib.parse import urlsplit

from core.adapters.mail import NotSent, configured, greet
from core.services.deployment.finding import Finding, Verdict, found
from core.settings import Settings

SHORTEST = 32
MOST_HOPS = 3
DEBUGGING = ("FLASK_DEBUG", "PYTHONDEVMODE", "PYTHONINSPECT")


def secret_key(settings: Settings) -> list[Finding]:
    key, wrong = settings.secret_key, ""
    if not key:
        wrong = "MOORING_SECRET_KEY is not set, so each machine makes its own. Set 64 random characters, for all."
    elif len(key) < SHORTEST or len(set(key)) < 10:
        wrong = f"MOORING_SECRET_KEY can be guessed. Set at least {SHORTEST} random characters."
    return found("secret key", wrong, "is set and long.")


def cookies(settings: Settings) -> list[Finding]:
    wrong = "" if settings.secure_cookies else "may travel unencrypted. Set MOORING_SECURE_COOKIES=1."
    return found("cookies", wrong, "travel over https only.")


def public_url(settings: Settings) -> list[Finding]:
    parts, wrong = urlsplit(settings.public_url), ""
    if not settings.public_url:
        wrong = "MOORING_PUBLIC_URL is not set, so links in mail lead nowhere. Set https:// and the name people use."
    elif parts.scheme != "https" or not parts.hostname or parts.path or parts.query:
        wrong = "MOORING_PUBLIC_URL must be https:// and a name, and nothing behind it."
    return found("public address", wrong, f"is {settings.public_url}.")


def mail(settings: Settings) -> list[Finding]:
    """Whether letters can leave: the server takes our sign-in. Whether they arrive, a first invitation shows."""
    if not configured(settings):
        unset = "nothing is sent, and links for invitations and new passwords have to be handed over."
        variables = "MOORING_SMTP_URL, MOORING_MAIL_FROM and MOORING_PUBLIC_URL"
        return found("mail", f"{unset} Set {variables}.", "", verdict=Verdict.WARN)
    try:
        greet(settings)
    except NotSent as error:
        return found("mail", f"the server of MOORING_SMTP_URL takes none ({error}). Set one that does.", "")
    return found("mail", "", "goes out.")


def trusted_hosts(settings: Settings) -> list[Finding]:
    hosts, wrong = settings.trusted_hosts, ""
    name = urlsplit(settings.public_url).hostname or ""
    if not hosts:
        wrong = f"any host name is answered. Set MOORING_TRUSTED_HOSTS={name or 'the name people use'}."
    elif any(host.startswith((".", "*")) for host in hosts):
        wrong = "MOORING_TRUSTED_HOSTS has a wildcard. Name each host."
    elif name and name not in {host.rpartition(":")[0] or host for host in hosts}:
        wrong = f"MOORING_TRUSTED_HOSTS does not have {name}, the public name, which would get 400."
    return found("trusted hosts", wrong, f"are {', '.join(hosts)}.")


def proxy(settings: Settings) -> list[Finding]:
    hops, wrong = settings.proxy_hops, ""
    if hops == 0:
        wrong = (
            "MOORING_PROXY_HOPS is 0: no proxy brings https, and limits count everybody as one address. Set how many"
            " proxies stand before Mooring, and let nobody past them."
        )
    elif not 0 < hops <= MOST_HOPS:
        wrong = f"MOORING_PROXY_HOPS is {hops}. With more than there are, anybody can claim any address: count again."
    return found("proxy", wrong, f"{hops} before Mooring, whose headers are believed.")


def debugging(_settings: Settings) -> list[Finding]:
    on = [name for name in DEBUGGING if os.environ.get(name, "0") not in ("", "0")]
    on += ["python -X dev"] if sys.flags.dev_mode and not on else []
    wrong = f"{' and '.join(on)} shows what only developers should see. Leave it out." if on else ""
    return found("debugging", wrong, "is off.")


def logs(settings: Settings) -> list[Finding]:
    wrong = "" if settings.request_log else "requests leave no line. Unset MOORING_REQUEST_LOG, unless the proxy's do."
    return found("logs", wrong, "one line for each request.", verdict=Verdict.WARN)


def metrics(settings: Settings) -> list[Finding]:
    token, wrong, verdict = settings.metrics_token, "", Verdict.WARN
    if not token:
        wrong = "nothing is measured. Set MOORING_METRICS_TOKEN for Prometheus to bring."
    elif len(token) < SHORTEST:
        verdict = Verdict.FAIL
        wrong = f"MOORING_METRICS_TOKEN can be guessed. Set at least {SHORTEST} random characters."
    elif settings.metrics_by_authority:
        wrong = "say which authority is how busy (MOORING_METRICS_BY_AUTHORITY): see that only operators read them."
    return found("metrics", wrong, "are told to whoever brings the token.", verdict=verdict)


CHECKS = (
    ("secret key", secret_key), ("cookies", cookies), ("public address", public_url), ("mail", mail),
    ("trusted hosts", trusted_hosts), ("proxy", proxy), ("debugging", debugging), ("logs", logs), ("metrics", metrics),
)  # fmt: skip
