"""How many children each authority looks after: as uneven as England's are, from about 20 to 1,900."""

from math import exp
from statistics import NormalDist

SPREAD = 1.0
"""Standard deviation of the logarithm of the sizes: the authority in the middle then has two thirds of the mean."""
LEAST, MOST = 0.036, 3.46
"""Bounds as shares of the mean: 20 and 1,900 where the mean is 549."""


def sizes(authorities: int, children: int) -> list[int]:
    """So many children over so many authorities, smallest first, each with at least one; they sum to `children`."""
    if not 0 < authorities <= children:
        raise ValueError("There must be authorities, and at least one child for each.")
    normal = NormalDist(0, SPREAD)
    raw = [exp(normal.inv_cdf((n + 0.5) / authorities)) for n in range(authorities)]
    mean = children / authorities
    found = raw
    for _ in range(40):
        scale = children / sum(found)
        found = [min(max(one * scale, LEAST * mean), MOST * mean) for one in found]
    whole = [max(1, round(one)) for one in found]
    at = len(whole) - 1
    while (left := children - sum(whole)) != 0:
        step = 1 if left > 0 else -1
        if whole[at] + step >= 1:
            whole[at] += step
        at = at - 1 if at > 0 else len(whole) - 1
    return sorted(whole)
