"""Reads answers with botocore's parsers and prints what they understood.

Input: `{"service", "answers"}`, where each answer has operation, protocol, status, headers and body
(Base64). Output: a JSON list, in the same order, of outputs, or of `{"Code", "Message"}` where the
answer is an error.
"""

import base64
import datetime
import json
import math
import sys

import botocore.parsers
import botocore.session
from botocore.awsrequest import HeadersDict

# Smithy's names of the protocols and botocore's.
PROTOCOLS = {
    "awsJson1_0": "json",
    "awsJson1_1": "json",
    "awsQuery": "query",
    "ec2Query": "ec2",
    "restJson1": "rest-json",
    "restXml": "rest-xml",
    "rpcv2Cbor": "smithy-rpc-v2-cbor",
}

asked = json.load(sys.stdin)
model = botocore.session.get_session().get_service_model(asked["service"])


def plain(value):
    if isinstance(value, datetime.datetime):
        text = value.astimezone(datetime.timezone.utc).replace(tzinfo=None).isoformat()
        return (text.rstrip("0") if "." in text else text) + "Z"
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, float):
        if not math.isfinite(value):
            return {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, "NaN")
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def without_empty_headers(parsed, shape):
    """Without the maps of prefixed headers that botocore makes where there is no such header."""
    for name, member in shape.members.items() if shape else ():
        if member.serialization.get("location") == "headers" and parsed.get(name) == {}:
            del parsed[name]
    return parsed


def parse(answer):
    operation = model.operation_model(answer["operation"])
    shape = operation.output_shape
    parser = botocore.parsers.create_parser(PROTOCOLS[answer["protocol"]])
    response = {
        "status_code": answer["status"],
        "headers": HeadersDict(answer["headers"]),
        "body": base64.b64decode(answer["body"]),
    }
    try:
        parsed = parser.parse(response, shape)
    except botocore.parsers.ResponseParserError:
        return "unreadable"
    parsed.pop("ResponseMetadata")
    if answer["status"] >= 300:
        return {key: parsed["Error"].get(key) or None for key in ("Code", "Message")}
    if operation.has_streaming_output:
        parsed[shape.serialization["payload"]] = response["body"]
    return plain(without_empty_headers(parsed, shape))


json.dump([parse(answer) for answer in asked["answers"]], sys.stdout)
