"""What an authority's audit keeps and how it is chained. It knows SQLAlchemy and no model, because `core.db` calls it
before every commit: nothing of an authority is changed without an entry in the same transaction."""
