# Random values of shapes, for inputs and outputs. The same seed gives the same values.
import datetime
import random
import zlib

WORDS = ["abc", "x1", "two words", "Ü-é", "a=b", "a,b", "it's", 'say "hi"', "a/b", "[x]", "{y}", "back\\slash", "100%", "a+b",
         "~t", "k:v", "null", "true", "12", "x&y", "<z>", "#h", "@at", "tab\there", "*", "日本", "a;b", "?q", "$v", "|p"]
# Parts of paths, of hosts and of headers, in which not all characters are allowed.
SAFE = ["abc", "x1", "a-b", "q9z", "name"]
TIMES = ["2026-01-02T03:04:05Z", "2026-01-02", "1767323045", "2026-01-02T03:04:05.678+02:00", "1767323045.5",
         "2026-01-02T03:04:05", "Fri, 02 Jan 2026 03:04:05 GMT", "2026-01-02 03:04:05"]
INTEGERS = [0, 1, 7, 42, 1000, 65536, 2147483647]
LONGS = [*INTEGERS, 4294967296, 9007199254740993]
FLOATS = [0.0, 1.0, 1.5, 0.1, -2.25, 1000000.0, 1e-07, 3.14159]


def seeded(*words):
    return random.Random(zlib.crc32(" ".join(words).encode()))


class Samples:
    """Makes values. Those of an input are texts where times are expected, as users write them."""

    def __init__(self, rng, is_output=False):
        self.rng = rng
        self.is_output = is_output

    def of(self, shape, depth=3, is_safe=False):
        is_safe = is_safe or self.is_output and shape.serialization.get("location") in ("header", "headers")
        make = getattr(self, "_" + shape.type_name, None)
        if make is None:
            return self._string(shape, depth, is_safe)
        return make(shape, depth, is_safe)

    def _string(self, shape, depth, is_safe):
        if shape.enum:
            return self.rng.choice(shape.enum)
        if shape.serialization.get("jsonvalue"):
            return {"a": 1} if self.is_output else '{"a": 1}'
        text = self.rng.choice(SAFE if is_safe else WORDS)
        if self.is_output and not is_safe:
            text = self.rng.choice([text, text, "", "line\nline", "2026-01-02T03:04:05Z", " blanks ", "-"])
        least, most = shape.metadata.get("min", 0), shape.metadata.get("max", 99999)
        return (text + "x" * (least - len(text)))[:max(most, least, 1)]

    _character = _string

    def _number(self, shape, values):
        value = self.rng.choice(values)
        least = shape.metadata.get("min", value)
        most = shape.metadata.get("max", value)
        return type(value)(min(max(value, least), max(most, least)))

    def _integer(self, shape, depth, is_safe):
        return self._number(shape, INTEGERS)

    def _long(self, shape, depth, is_safe):
        return self._number(shape, LONGS)

    def _double(self, shape, depth, is_safe):
        return self._number(shape, FLOATS)

    _float = _double

    def _boolean(self, shape, depth, is_safe):
        return self.rng.random() < 0.5

    def _timestamp(self, shape, depth, is_safe):
        if not self.is_output:
            return self.rng.choice(TIMES)
        stamp = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
        has_fraction = shape.serialization.get("timestampFormat") != "rfc822" and self.rng.random() < 0.3
        return stamp.replace(microsecond=250000) if has_fraction else stamp

    def _blob(self, shape, depth, is_safe):
        return self.rng.choice([b"bytes", b"two words", b"{}", b"a=b"])

    def _list(self, shape, depth, is_safe):
        least, most = shape.metadata.get("min", 0), shape.metadata.get("max", 3)
        count = max(least, min(most, self.rng.choice([0, 1, 1, 2, 3] if depth > 0 else [0, 1])))
        return [self.of(shape.member, depth - 1, is_safe) for _ in range(min(count, 5))]

    def _map(self, shape, depth, is_safe):
        count = max(1 if shape.metadata.get("min") else 0, self.rng.choice([0, 1, 2]))
        keys = [self.of(shape.key, depth - 1, True) or "key" for _ in range(count)]
        return {key: self.of(shape.value, depth - 1, is_safe) for key in keys}

    def _structure(self, shape, depth, is_safe):
        if getattr(shape, "is_document_type", False):
            return self.rng.choice([{"a": [1, None, "x"], "b": {"c": True}}, [1, 2], "text", 1.5, {}])
        if getattr(shape, "is_tagged_union", False):
            names = [self.rng.choice(list(shape.members))]
        else:
            share = 0.6 if depth > 1 else 0.2
            names = [name for name in shape.members if self.rng.random() < share]
        required = getattr(shape, "required_members", [])
        names = [name for name in shape.members if name in names or name in required and depth > -6]
        return {name: self.of(shape.members[name], depth - 1, is_safe) for name in names}
