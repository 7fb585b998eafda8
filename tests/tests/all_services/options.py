# Prints the options and the sample of operations of the AWS CLI as JSON lines, without running it. It uses the version
# that this Python has: 1 or 2.
#
# Arguments: one of how many services is described, and one of how many of their operations; and the services of which
# all operations are described.
import argparse
import io
import json
import random
import sys
import zlib

import awscli
from awscli import clidriver

# Version 1 picks random enum values for samples; version 2 uses the first.
random.choice = lambda values: values[0]

def is_chosen(name, divisor):
    return zlib.crc32(name.encode()) % divisor == 0


def takes(argument):
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    argument.add_to_parser(parser)
    nargs = parser._actions[0].nargs
    return {None: "one", 0: "nothing", "?": "one", "*": "many", "+": "many"}.get(nargs, str(nargs))


def sample(argument):
    out, sys.stdout = sys.stdout, io.StringIO()
    try:
        # The name of the method differs between the versions.
        print_sample = getattr(argument, "generate_skeleton", None) or argument.generate_json_skeleton
        print_sample({}, argparse.Namespace(generate_cli_skeleton="input"), None)
        return sys.stdout.getvalue()
    finally:
        sys.stdout = out


def describe(service, name, operation):
    table = operation.arg_table
    shown = {it: argument for it, argument in table.items() if not getattr(argument, "_UNDOCUMENTED", False)}
    skeleton = table.get("generate-cli-skeleton")
    return {
        "service": service,
        "operation": name,
        "options": [[it, bool(argument.required), takes(argument)] for it, argument in shown.items()],
        "hidden": sorted(set(table) - set(shown)),
        "sample": skeleton and sample(skeleton),
    }


services, operations, *whole = sys.argv[1:]
print(json.dumps({"version": awscli.__version__}), flush=True)
driver = clidriver.create_clidriver()
commands = driver.subcommand_table if hasattr(driver, "subcommand_table") else driver._get_command_table()
for service, command in sorted(commands.items()):
    if not isinstance(command, clidriver.ServiceCommand):
        continue
    if service not in whole and not is_chosen(service, int(services)):
        continue
    for name, operation in sorted(command._get_command_table().items()):
        chosen = service in whole or is_chosen(f"{service} {name}", int(operations))
        if chosen and type(operation) is clidriver.ServiceOperation and not getattr(operation, "_UNDOCUMENTED", False):
            print(json.dumps(describe(service, name, operation)), flush=True)
