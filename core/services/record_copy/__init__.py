"""A copy of everything that is held on one child, for the child or somebody who asks on their behalf: others appear by
what they are, and what had another audience is left out until a person decides."""
