# Answers, one JSON line for each JSON line, what the AWS CLI's own code makes of an input.
import argparse
import io
import json
import sys

import jmespath
from awscli import shorthand, text
from awscli.formatter import TableFormatter
from botocore import xform_name

try:
    from ruamel.yaml import YAML
    from ruamel.yaml.cyaml import CEmitter  # the emitter that the AWS CLI is shipped with
except ImportError:
    YAML = None


def table(value, width):
    formatter = TableFormatter(argparse.Namespace(query=None, color="off"))
    formatter.table._terminal_width = width
    stream = io.StringIO()
    formatter._format_response("Title", value, stream)
    return stream.getvalue()


def lines(value):
    stream = io.StringIO()
    text.format_text(value, stream)
    return stream.getvalue()


def yaml(value):
    dumper = YAML(typ="safe")
    dumper.encoding = None
    dumper.representer.default_flow_style = False
    stream = io.StringIO()
    dumper.dump(value, stream)
    return stream.getvalue()


def answer(kind, value):
    if kind == "shorthand":
        try:
            return json.dumps(shorthand.ShorthandParser().parse(value), ensure_ascii=False)
        except shorthand.ShorthandParseError as error:
            return str(error).strip()
    if kind == "name":
        return xform_name(value, "-")
    if kind == "table80":
        return table(json.loads(value), 80)
    if kind == "table30":
        return table(json.loads(value), 30)
    if kind == "text":
        return lines(json.loads(value))
    if kind == "yaml":
        return yaml(json.loads(value)) if YAML else None
    expression, data = value.split("\n", 1)
    return json.dumps(jmespath.search(expression, json.loads(data)), ensure_ascii=False)


for line in sys.stdin:
    try:
        result = answer(*json.loads(line))
    except Exception as error:  # what the AWS CLI trips over is nothing to compare with
        result = None
    print(json.dumps(result))
