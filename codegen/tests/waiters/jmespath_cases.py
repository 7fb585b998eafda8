"""Random JMESPath expressions over a random value, with what the reference implementation finds.

Prints a line of JSON for each: path, value, result, and whether it fails because types are wrong.
Arguments: how many, and the seed.
"""

import json
import random
import sys

import jmespath
from jmespath.exceptions import JMESPathError

# The first letter of a name is the type of its value: number, string, list, object, boolean, nothing.
NAMES = ["n1", "n2", "s1", "s2", "l1", "l2", "o1", "o2", "b1", "z1"]
WORDS = ["", "a", "ab", "ABC", "b", "n1", "日本"]


def value(depth):
    kinds = "nsbz" if depth == 0 else "nsbzlloo"
    return of_kind(random.choice(kinds), depth)


def of_kind(kind, depth):
    if kind == "n":
        # Neither 0 nor 1, which equal booleans in Python.
        return random.choice([2, 3, 4.5, -7])
    if kind == "s":
        return random.choice(WORDS)
    if kind == "b":
        return random.random() < 0.5
    if kind == "l":
        return [value(depth - 1) for _ in range(random.randint(0, 3))] if depth else []
    if kind == "o":
        return fields(depth - 1) if depth else {}
    return None


def fields(depth):
    names = sorted(random.sample(NAMES, random.randint(0, len(NAMES))))
    return {name: of_kind(name[0], depth) for name in names}


def literal():
    return random.choice(["`0`", "`3`", "`2.5`", "`true`", "`false`", "`null`", "'a'", '`"ab"`', "`[]`", "`[2, 3]`", "''"])


def number(depth):
    return random.choice(["n1", "n2", "`2`", "`0`", "z1", "b1", "length(l1)", f"length({path(depth)})"])


def path(depth):
    """An expression without weakly binding operators at the top level."""
    if depth == 0:
        return random.choice(NAMES + ["@", '"n1"'])
    inner = depth - 1
    return random.choice(
        [
            lambda: f"{path(inner)}.{random.choice(NAMES)}",
            lambda: f"{path(inner)}[{random.randint(-3, 3)}]",
            lambda: f"{path(inner)}[]",
            lambda: f"{path(inner)}[].{random.choice(NAMES)}",
            lambda: f"{path(inner)}[*]",
            lambda: f"{path(inner)}[*].{random.choice(NAMES)}[0]",
            lambda: f"{path(inner)}.*",
            lambda: f"{path(inner)}.*.{random.choice(NAMES)}",
            lambda: f"{path(inner)}[?{condition(inner)}]",
            lambda: f"{path(inner)}[?{condition(inner)}].{random.choice(NAMES)}",
            lambda: f"{path(inner)}[?{condition(inner)}][]",
            lambda: f"{path(inner)}.[{expression(inner)}, {path(inner)}]",
            lambda: f"[{expression(inner)}, {path(inner)}]",
            lambda: f"({expression(inner)})",
            lambda: f"({expression(inner)})[]",
            lambda: f"*.{random.choice(NAMES)}",
            lambda: f"[].{random.choice(NAMES)}",
            lambda: f"length({path(inner)})",
            lambda: f"keys({path(inner)})",
            lambda: f"values({path(inner)})",
            lambda: f"contains({path(inner)}, {random.choice([literal(), path(inner)])})",
            lambda: f"starts_with({path(inner)}, {random.choice(['s1', literal()])})",
            lambda: f"ends_with({path(inner)}, {random.choice(['s1', literal()])})",
            lambda: f"not_null({path(inner)}, {path(inner)}, {literal()})",
            lambda: f"{path(inner)}[{random.choice(['1:', ':2', '::-1', '-2:', '0:3:2', ':-1'])}]",
            lambda: f"{path(inner)}[::2].{random.choice(NAMES)}",
            lambda: f"{path(inner)}.{{s1: {path(inner)}, n1: {expression(inner)}}}",
            lambda: f"{{n2: {expression(inner)}, l1: {path(inner)}}}",
            lambda: f"map(&{path(inner)}, {path(inner)})",
            lambda: f"sort_by({path(inner)}, &{random.choice(NAMES)})",
            lambda: f"max_by({path(inner)}, &{random.choice(NAMES)})",
            lambda: f"sort({path(inner)}[].s1)",
            lambda: f"min({path(inner)}[].n1)",
            lambda: f"sum({path(inner)}[].n2)",
            lambda: f"avg({path(inner)}[*].n1)",
            lambda: f"join('-', {path(inner)}[].s1)",
            # The reference merges anything that Python can convert to a dictionary.
            lambda: 'merge(o1 || {n1: n2}, {s1: s2})',
            lambda: f"reverse({path(inner)})",
            lambda: f"to_array({path(inner)})",
            lambda: f"to_number({path(inner)})",
            lambda: f"to_string({random.choice(['n1', 's1', 'b1', 'z1', path(0)])})",
            lambda: f"type({path(inner)})",
            lambda: f"floor({number(inner)})",
        ]
    )()


def condition(depth):
    return random.choice(
        [
            lambda: f"{path(depth)} {random.choice(['==', '!='])} {random.choice([literal(), path(depth)])}",
            lambda: f"{number(depth)} {random.choice(['<', '<=', '>', '>='])} {number(depth)}",
            lambda: f"!{path(depth)}",
            lambda: f"!({path(depth)} && {path(depth)})",
            lambda: path(depth),
        ]
    )()


def expression(depth):
    return random.choice(
        [
            lambda: path(depth),
            lambda: condition(depth),
            lambda: f"{condition(depth)} && {condition(depth)} || {path(depth)}",
            lambda: f"{path(depth)} || {condition(depth)} && {path(depth)}",
            lambda: f"{path(depth)} | {expression(max(depth - 1, 0))}",
            lambda: literal(),
        ]
    )()


def main(count, seed):
    random.seed(seed)
    made = 0
    while made < count:
        text, data = expression(random.randint(0, 3)), fields(3)
        try:
            result, fails = jmespath.search(text, data), False
        except JMESPathError:
            result, fails = None, True
        except (AttributeError, TypeError, ValueError):
            # An exception of Python itself: the reference has no result.
            continue
        print(json.dumps({"path": text, "value": data, "result": result, "fails": fails}))
        made += 1


main(int(sys.argv[1]), int(sys.argv[2]))
