"""Prints botocore's description of a service, and which of its operations this moto implements.

Arguments: the name of the service in botocore, and of its package in moto. Output: a JSON object
with `operations` and the files of the description by their names.
"""

import importlib
import inspect
import json
import sys

import botocore.exceptions
import botocore.session
import moto.backends
from moto.core.responses import BaseResponse
from moto.core.utils import camelcase_to_underscores

service, package = sys.argv[1:]
module = importlib.import_module(f"moto.{package}.responses")
handlers = [it for it in vars(module).values() if inspect.isclass(it) and issubclass(it, BaseResponse)]
# Methods of REST services are found by their URLs, and are called like those of what they act on.
handlers.append(moto.backends.get_backend(service).backend)
loader = botocore.session.get_session().get_component("data_loader")


def is_implemented(operation):
    # moto looks up the method of an operation in the same way.
    return any(callable(getattr(it, camelcase_to_underscores(operation), None)) for it in handlers)


def load(kind):
    try:
        return json.dumps(loader.load_service_model(service, kind))
    except botocore.exceptions.UnknownServiceError:
        return None


kinds = ("service-2", "paginators-1", "waiters-2", "endpoint-rule-set-1")
names = json.loads(load("service-2"))["operations"]
operations = [name for name in names if is_implemented(name)]
json.dump({"operations": operations, **{kind: load(kind) for kind in kinds}}, sys.stdout)
