"""Prints which of the IAM operations in the arguments this moto implements."""

import sys

from moto.core.utils import camelcase_to_underscores
from moto.iam.responses import IamResponse

for name in sys.argv[1:]:
    # moto looks up the method of an action in the same way.
    if callable(getattr(IamResponse, camelcase_to_underscores(name), None)):
        print(name)
