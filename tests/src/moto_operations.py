"""Prints those of the operations named on the command line that this moto implements for IAM."""

import sys

from moto.core.utils import camelcase_to_underscores
from moto.iam.responses import IamResponse

for name in sys.argv[1:]:
    # moto finds the method of an action in the same way.
    if callable(getattr(IamResponse, camelcase_to_underscores(name), None)):
        print(name)
