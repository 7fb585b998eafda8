# Ways in which a user writes a value on the command line.
import base64
import json
import re


def as_json(value, blob):
    """A value with blobs as texts."""
    if isinstance(value, bytes):
        return blob(value)
    if isinstance(value, dict):
        return {key: as_json(it, blob) for key, it in value.items()}
    if isinstance(value, list):
        return [as_json(it, blob) for it in value]
    return value


def as_base64(value):
    return base64.b64encode(value).decode()


def as_text(value):
    return value.decode()


PLAIN = re.compile(r"[\w./*%:-][\w ./*%:-]*\Z", re.ASCII)


class NotShorthand(Exception):
    """The value cannot be written as shorthand."""


def shorthand_scalar(value, rng):
    if value is None or isinstance(value, float):
        raise NotShorthand
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if PLAIN.match(text) and text.strip() == text:
        return text
    quote = rng.choice("'\"") if text else '"'
    escaped = text.replace("\\", "\\\\") if text.endswith("\\") or quote in text else text
    return quote + escaped.replace(quote, "\\" + quote) + quote


def shorthand(value, rng, is_inner=False):
    """A structure, map or list within one."""
    if isinstance(value, dict):
        if any(not PLAIN.match(key) or " " in key for key in value) or not value:
            raise NotShorthand
        pairs = [f"{key}={shorthand(it, rng, True)}" for key, it in value.items()]
        return "{" + ",".join(pairs) + "}" if is_inner else ",".join(pairs)
    if isinstance(value, list):
        is_flat = not any(isinstance(it, (dict, list)) for it in value)
        if len(value) > 1 and is_flat and rng.random() < 0.5:
            return ",".join(shorthand_scalar(it, rng) for it in value)
        return "[" + ",".join(shorthand(it, rng, True) for it in value) + "]"
    return shorthand_scalar(value, rng)


class Spelling:
    """Writes the arguments of an option for both programs. They differ in how blobs are written: version 1 takes them as
    text, and version 2 and ours as base64."""

    def __init__(self, rng, write_file, is_version_1):
        self.rng = rng
        self.write_file = write_file
        self.blobs = (as_base64, as_text if is_version_1 else as_base64)

    def words(self, shape, value):
        """The words after the option, for ours and for theirs."""
        if shape.type_name == "blob":
            return self._blob(shape, value)
        state = self.rng.getstate()
        both = []
        for blob in self.blobs:
            self.rng.setstate(state)
            both.append(self._words(shape, as_json(value, blob)))
        return both

    def _blob(self, shape, value):
        path = self.write_file(value)
        if shape.serialization.get("streaming"):
            return [path], [path]
        if self.rng.random() < 0.4:
            return [f"fileb://{path}"], [f"fileb://{path}"]
        ours, theirs = ([blob(value)] for blob in self.blobs)
        return ours, theirs

    def _json(self, value):
        text = json.dumps(value, ensure_ascii=self.rng.random() < 0.5, indent=self.rng.choice([None, 2]))
        if self.rng.random() < 0.15:
            return "file://" + self.write_file(text.encode())
        return text

    def _words(self, shape, value):
        if isinstance(value, (dict, list)):
            return self._complex(shape, value)
        if isinstance(value, str) and value and self.rng.random() < 0.06:
            return ["file://" + self.write_file(value.encode())]
        return [value if isinstance(value, str) else json.dumps(value)]

    def _complex(self, shape, value):
        way = self.rng.random()
        if getattr(shape, "is_document_type", False) or way < 0.4:
            return [self._json(value)]
        try:
            if isinstance(value, dict):
                return [shorthand(value, self.rng)]
            if not value:
                return ["[]"] if way < 0.6 else []
            if shape.member.type_name in ("structure", "map"):
                members = getattr(shape.member, "members", {})
                if len(members) == 1 and way < 0.6:
                    return [self._single(it) for it in value]
                return [shorthand(it, self.rng) for it in value]
            if shape.member.type_name == "list":
                return [self._json(value)]
            if way < 0.9 and not any(it in ("", None) for it in value):
                return [it if isinstance(it, str) else json.dumps(it) for it in value]
            return [self._json(value)]
        except NotShorthand:
            return [self._json(value)]

    def _single(self, value):
        """The only member of a structure, without its name."""
        inner = list(value.values())
        if len(inner) != 1 or isinstance(inner[0], (dict, list)):
            raise NotShorthand
        return inner[0] if isinstance(inner[0], str) else json.dumps(inner[0])
