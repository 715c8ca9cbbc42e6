"""Pages on which a meeting is arranged: dates, chair, people and papers, each saved on its own, and the invitations."""

from core.web.convening import answering, confirming, considering, dating, inviting, objecting, sending, show
from core.web.convening.blueprint import bp

__all__ = ["answering", "bp", "confirming", "considering", "dating", "inviting", "objecting", "sending", "show"]
