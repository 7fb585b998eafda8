# Responses of a service to an operation, made of its output shape.
import struct

from moto.core import serialize
from moto.core.model import ServiceModel

SERIALIZERS = {
    "ec2": serialize.EC2Serializer,
    "json": serialize.JSONSerializer,
    "query": serialize.QuerySerializer,
    "rest-json": serialize.RestJSONSerializer,
    "rest-xml": serialize.RestXMLSerializer,
}


def cbor(value):
    def head(kind, number):
        return bytes([kind << 5 | 27]) + struct.pack(">Q", number)

    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    if isinstance(value, dict):
        return head(5, len(value)) + b"".join(cbor(it) for pair in value.items() for it in pair)
    return b"\xc1" + cbor(value.timestamp())


def without_pages(output, pages):
    """The output of the last page."""
    for member in pages:
        output.pop(member.split(".")[0].split("[")[0].split(" ")[0], None)
    return output


class Service:
    """The description of a service as the serializers need it."""

    def __init__(self, loader, name):
        self.model = ServiceModel(loader.load_service_model(name, "service-2"), name)
        self.protocol = self.model.resolved_protocol
        self.pages = {}
        try:
            pages = loader.load_service_model(name, "paginators-1")["pagination"]
        except Exception:  # Each version has its own type for a missing file.
            return
        for operation, page in pages.items():
            tokens = page.get("output_token", [])
            tokens = tokens if isinstance(tokens, list) else [tokens]
            names = [token for it in tokens for token in it.split(" || ")]
            self.pages[operation] = [*names, *filter(None, [page.get("more_results")])]

    def operation(self, name):
        return self.model.operation_model(name)

    def answer(self, name, samples):
        """Status, headers and body."""
        operation = self.operation(name)
        shape = operation.output_shape
        output = samples.of(shape) if shape is not None else {}
        output = without_pages(output, self.pages.get(name, []))
        if self.protocol == "smithy-rpc-v2-cbor":
            return 200, {"smithy-protocol": "rpc-v2-cbor", "Content-Type": "application/cbor"}, cbor(output)
        kind = serialize.S3Serializer if self.model.service_name == "s3" else SERIALIZERS[self.protocol]
        try:
            response = kind(operation).serialize(output)
        except TypeError:
            # It has no place for a text as the whole body.
            response = kind(operation).serialize({})
        body = response["body"] or b""
        if response["status_code"] in (204, 304):
            body = b""
        headers = {name: str(value) for name, value in response["headers"].items()}
        return response["status_code"], headers, body if isinstance(body, bytes) else body.encode()
