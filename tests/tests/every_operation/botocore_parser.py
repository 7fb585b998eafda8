"""Reads answers of IAM with botocore's parser and prints what it understood.

Input: a JSON list of answers, each with operation, status and body. Output: a JSON list, in the
same order, of outputs, or of `{"Code", "Message"}` where the answer is an error.
"""

import base64
import datetime
import json
import sys

import botocore.parsers
import botocore.session

model = botocore.session.get_session().get_service_model("iam")
parser = botocore.parsers.create_parser("query")


def plain(value):
    if isinstance(value, datetime.datetime):
        text = value.astimezone(datetime.timezone.utc).replace(tzinfo=None).isoformat()
        return (text.rstrip("0") if "." in text else text) + "Z"
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(type(value))


def parse(answer):
    shape = model.operation_model(answer["operation"]).output_shape
    response = {"status_code": answer["status"], "headers": {}, "body": answer["body"].encode()}
    parsed = parser.parse(response, shape)
    parsed.pop("ResponseMetadata")
    return {key: parsed["Error"][key] for key in ("Code", "Message")} if answer["status"] >= 300 else parsed


json.dump([parse(answer) for answer in json.load(sys.stdin)], sys.stdout, default=plain)
