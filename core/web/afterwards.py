"""What happens once a request's change is kept: a letter is sent, and none where nothing was kept."""

from flask import Response, after_this_request

from core.adapters import mail
from core.adapters.mail import Mail
from core.web.requests import installation


def post(letter: Mail) -> bool:
    """Send the letter after the answer was made, where this instance sends mail; whether it does."""
    settings = installation().settings
    if not mail.configured(settings):
        return False

    @after_this_request
    def send(answer: Response) -> Response:
        if answer.status_code < 400:
            mail.send_later(settings, lambda: letter)
        return answer

    return True
