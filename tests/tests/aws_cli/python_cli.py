# Runs the AWS CLI for comparison: reads arguments as JSON lines and prints the outcome of each run as a JSON line.
# It uses the version that this Python has: 1 or 2.
#
# Starting it takes half a second. Therefore it is started once, and each run is a fork.
import functools
import io
import json
import os
import random
import sys

import awscli
import botocore.loaders
import botocore.session
from awscli import clidriver

sys.argv[0] = "aws"
# Version 1 picks random enum values for samples; version 2 uses the first.
random.choice = lambda values: values[0]

# A run reads some megabytes of descriptions from a thousand directories, with the same result every time.
load_file = functools.cache(lambda path, load=botocore.loaders.JSONFileLoader().load_file: load(path))
botocore.loaders.JSONFileLoader.load_file = lambda self, path: load_file(path)
list_services = botocore.loaders.Loader.list_available_services
services = functools.cache(lambda type_name: list_services(botocore.loaders.create_loader(PATH), type_name))
botocore.loaders.Loader.list_available_services = lambda self, type_name: services(type_name)


PATH = os.environ.get("AWS_DATA_PATH", "")


def driver():
    if hasattr(clidriver, "AWSCLIEntryPoint"):
        return clidriver.AWSCLIEntryPoint().main
    prepared = clidriver.create_clidriver()
    # Command names refer to the driver, and options to the names.
    prepared.create_help_command().command_table["iam"].create_help_command().command_table
    return prepared.main


def known():
    """The content of its description of IAM, which may be older or newer than ours."""
    iam = botocore.session.get_session().get_service_model("iam")
    shapes = (iam.shape_for(name) for name in iam.shape_names)
    members = {it.name: list(it.members) for it in shapes if it.type_name == "structure"}
    return {"operations": iam.operation_names, "members": members}


def captured(run, arguments):
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    sys.stdout, sys.stderr = out, err
    try:
        code = run(arguments)
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    text = [it.buffer.getvalue().decode("utf-8", "replace") for it in (out, err)]
    return {"code": code or 0, "stdout": text[0], "stderr": text[1]}


def forked(run, arguments):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with open(writer, "w") as answer:
            json.dump(captured(run, arguments), answer)
        os._exit(0)
    os.close(writer)
    with open(reader) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return text


# The first run loads data that the others share.
captured(driver(), ["iam", "list-users", "--endpoint-url", "http://127.0.0.1:9", "--output", "table"])
ready = driver()
print(json.dumps({"version": awscli.__version__, **known()}), flush=True)
for line in sys.stdin:
    print(forked(ready, json.loads(line)), flush=True)
