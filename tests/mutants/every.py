"""All mutants, wall by wall."""

from tests.mutants import (
    answers,
    audiences,
    duties,
    entering,
    factors,
    federated,
    first_wall,
    forms,
    keeping,
    second_wall,
)

WALLS = (first_wall, second_wall, entering, factors, forms, audiences, duties, answers, federated, keeping)
EVERY = tuple(mutant for wall in WALLS for mutant in wall.MUTANTS)
