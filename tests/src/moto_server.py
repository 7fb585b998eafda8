"""Serves moto on a free port of loopback until standard input closes.

Prints the port. The end of standard input is the end of whoever started this, however it
ended, so that no server is left behind.
"""

import sys

from moto.core.config import default_user_config
from moto.server import ThreadedMotoServer

# Functions would run in containers otherwise.
default_user_config["lambda"] = {"use_docker": False}
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
server.stop()
