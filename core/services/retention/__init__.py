"""Keeping children's records as long as the law says, holding them, and disposing of them by two people."""
