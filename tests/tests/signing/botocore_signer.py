"""Signs the requests on standard input with botocore and prints their header fields.

Input: a JSON list of requests. Output: a JSON list of objects, in the same order.
"""

import datetime
import json
import sys

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


def sign(case):
    moment = datetime.datetime.fromtimestamp(case["time"], datetime.timezone.utc)
    botocore.auth.get_current_datetime = lambda remove_tzinfo=True: moment.replace(tzinfo=None)
    credentials = Credentials(case["id"], case["secret"], case["token"])
    request = AWSRequest(method=case["method"], url=case["url"], headers=dict(case["headers"]), data=case["body"])
    if case.get("session"):
        signer = botocore.auth.S3ExpressAuth(credentials, case["service"], case["region"], identity_cache={})
    else:
        signer = botocore.auth.SigV4Auth(credentials, case["service"], case["region"])
    signer.add_auth(request)
    return {name.lower(): value for name, value in request.headers.items()}


json.dump([sign(case) for case in json.load(sys.stdin)], sys.stdout)
