"""Whether the database answers: the one question of a load balancer."""

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from core import db
from core.models import Tenant


def answers(url: str) -> bool:
    """Whether a query of one row comes back."""
    try:
        with db.session(url, None) as session:
            session.execute(select(Tenant.id).limit(1))
        return True
    except (SQLAlchemyError, OSError):
        return False
