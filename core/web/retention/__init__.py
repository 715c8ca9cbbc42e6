"""How long records are kept: one record, the lists of those who look after them, holds and disposals."""

from core.web.retention import disposals, holding, lists, record
from core.web.retention.blueprint import bp

__all__ = ["bp", "disposals", "holding", "lists", "record"]
