"""Prints the requests that botocore would send.

Input: a JSON list of calls. Output: a JSON list of method, URL and body, in the same order.
"""

import json
import sys

import botocore.session
from botocore.config import Config
from botocore.credentials import Credentials


class Stop(Exception):
    pass


def request(call):
    session = botocore.session.Session()
    session._credentials = Credentials("AKIDEXAMPLE", "secret", None, None, call.get("account"))
    config = Config(account_id_endpoint_mode=call.get("mode", "preferred"))
    client = session.create_client(call["service"], region_name=call["region"], config=config)
    seen = []

    def stop(request, **_):
        seen.append(request)
        raise Stop

    client.meta.events.register("before-send", stop)
    try:
        client._make_api_call(call["operation"], call["parameters"])
    except Stop:
        pass
    except Exception as error:
        return {"error": str(error)}
    body = seen[0].body or b""
    return {"method": seen[0].method, "url": seen[0].url, "body": body if isinstance(body, str) else body.decode()}


json.dump([request(call) for call in json.load(sys.stdin)], sys.stdout)
