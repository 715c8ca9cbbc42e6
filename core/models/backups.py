"""That a backup was taken: when, of how much. What was in it stands in its manifest, wherever operators keep it."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, new_id


class Backup(Base):
    """A copy of the whole installation, of all authorities together; `taken_at` is the moment it shows."""

    __tablename__ = "backups"
    __table_args__ = (Index(None, "taken_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    taken_at: Mapped[datetime]
    seconds: Mapped[int]
    rows: Mapped[int] = mapped_column(BigInteger)
    bytes: Mapped[int] = mapped_column(BigInteger)
