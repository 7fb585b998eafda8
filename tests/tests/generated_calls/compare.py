# The outcome of a run in a form that can be compared between programs.
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from urllib.parse import parse_qsl, unquote, urlsplit

from botocore.parsers import PROTOCOL_PARSERS

# Headers that say who calls, when, and with which signature.
IGNORED = {"host", "user-agent", "authorization", "content-length", "connection", "accept-encoding", "accept", "expect",
           "date", "transfer-encoding", "x-amz-date", "x-amz-content-sha256", "x-amz-user-agent", "te",
           "amz-sdk-invocation-id", "amz-sdk-request", "x-amzn-trace-id", "x-amz-region-set"}
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# Signatures of version 2, which are sent in the form.
SIGNATURE = {"AWSAccessKeyId", "Signature", "SignatureMethod", "SignatureVersion", "Timestamp"}


def canonical_xml(element):
    children = sorted((canonical_xml(it) for it in element), key=lambda it: it[0])
    return [element.tag, sorted(element.attrib.items()), children or (element.text or "")]


def canonical_body(content_type, body):
    if not body:
        return None
    try:
        if "cbor" in content_type:
            parser = PROTOCOL_PARSERS["smithy-rpc-v2-cbor"]()
            return json.loads(json.dumps(parser.parse_data_item(io.BufferedReader(io.BytesIO(body))), default=str))
        if "x-www-form-urlencoded" in content_type:
            return sorted(it for it in parse_qsl(body.decode(), keep_blank_values=True) if it[0] not in SIGNATURE)
        if "json" in content_type:
            return json.loads(body)
        if "xml" in content_type or body.startswith(b"<"):
            return canonical_xml(ElementTree.fromstring(body))
        return body.decode()
    except (ValueError, KeyError, ElementTree.ParseError):
        return repr(body)


def request(method, url, headers, body):
    parts = urlsplit(url)
    headers = {name.lower(): value for name, value in headers}
    content_type = headers.get("content-type", "")
    kept = {name: value for name, value in headers.items() if name not in IGNORED}
    # An empty body has a type in some programs, and texts have a character set.
    kept.pop("content-type", None)
    if body:
        kept["content-type"] = content_type.split(";")[0]
    # The AWS CLI does not send the type of XML and of blobs, which Smithy's protocols have.
    if kept.get("content-type") in ("", "application/xml", "application/octet-stream"):
        kept.pop("content-type")
    text = json.dumps({
        "method": method,
        "host": parts.netloc,
        "path": unquote(parts.path),
        "query": sorted(parse_qsl(parts.query, keep_blank_values=True)),
        "headers": kept,
        "body": canonical_body(content_type, body),
    })
    return json.loads(UUID.sub("{uuid}", text))


WRONG_INPUT = ["Parameter validation failed:", "Error parsing parameter", "Unknown options:", "Bad value for --query",
               "Unable to write to file", "Cannot specify --no-paginate along with", "usage:"]


def code(code, stderr):
    """The exit code of version 2."""
    if code == 2 or code == 255 and any(it in stderr for it in WRONG_INPUT):
        return 252
    if code == 255 and "An error occurred (" in stderr:
        return 254
    return code


def message(stderr):
    """The message without the program's name, the kind of error and the usage."""
    lines = []
    for line in stderr.splitlines():
        line = line.strip()
        line = re.sub(r"^(aws|tin): (\[ERROR\]|error): ", "", line)
        for prefix in ("An error occurred (ParamValidation): ", "Error during pagination: Cannot", "Cannot"):
            if line.startswith(prefix):
                line = line.removeprefix(prefix).strip()
        # Types of values are named differently in Python and JSON.
        line = re.sub(r"^(Invalid type for parameter [^,]*), value: .*", r"\1", line)
        if line.startswith(("usage:", "To see help text", "aws ", "tin ")):
            continue
        lines.append(line)
    return "\n".join(it for it in lines if it)
