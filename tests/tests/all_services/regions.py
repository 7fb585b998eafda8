# Prints where botocore sends a call of each service if no region is configured, as JSON lines: the operation, the host and
# the region of the signature, which are null if it requires a region. Nothing is sent.
import io
import json

import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.exceptions import BotoCoreError

seen = []


def keep(request, **_):
    seen.append(request)
    return AWSResponse(request.url, 500, {}, io.BytesIO())


def simplest(model):
    """The first operation that needs no parameters."""
    for name in sorted(model.operation_names):
        operation = model.operation_model(name)
        if operation.auth_type or operation.has_event_stream_input or operation.has_streaming_output:
            continue
        if operation.input_shape is None or not operation.input_shape.required_members:
            return name
    return None


def asked(service, operation):
    """The host and the region of a call."""
    seen.clear()
    try:
        client = session.create_client(service, config=config)
        client._make_api_call(operation, {})
    except botocore.exceptions.NoRegionError:
        return None, None
    except (BotoCoreError, AttributeError):
        pass
    for request in seen[:1]:
        signature = request.headers.get("Authorization", b"")
        signature = signature.decode() if isinstance(signature, bytes) else signature
        return request.url.split("/")[2], signature.partition("Credential=")[2].split("/")[2]
    return None, "unknown"


session = botocore.session.get_session()
session.set_credentials("AKIDEXAMPLE", "secret")
session.register("before-send", keep)
config = botocore.config.Config(retries={"max_attempts": 0})
for service in session.get_available_services():
    operation = simplest(session.get_service_model(service))
    if operation is not None:
        host, region = asked(service, operation)
        line = {"service": service, "operation": botocore.xform_name(operation, "-"), "host": host, "region": region}
        print(json.dumps(line), flush=True)
