# Runs generated invocations of the AWS CLI and of `tin`, and prints those that end differently as JSON lines.
#
# Arguments: the path of `tin`; one of how many operations is run; how many invocations of each; a part I/N of all
# services; and names of services, if not all are meant, or of operations that are run too. The AWS CLI is the version of this Python, 1 or 2. It runs in this
# process, which is why it starts only once; what it would send is caught.
import contextlib
import functools
import gzip
import http.server
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import zlib

import awscli
from awscli import arguments, clidriver
from botocore import awsrequest, loaders

import compare
from answers import Service
from samples import Samples, seeded
from spellings import Spelling, as_json

IS_VERSION_1 = awscli.__version__.startswith("1.")
CONFIG = "[default]\ncli_timestamp_format = iso8601\ncli_follow_urlparam = false\n"
# Ours reaches it through a proxy, so that hosts are compared too.
ENDPOINT = "http://endpoint.test"
# Operations whose calls are more than one request, or are not described by their model alone.
SKIPPED = {"s3api select-object-content", "ec2 copy-snapshot"}
# Options with which calls are made elsewhere, for which random texts are no values.
SKIPPED_OPTIONS = {"source-region", "predict-endpoint"}


class Recorder:
    """A server that gives one answer to every request."""

    def __init__(self):
        recorder = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def __getattr__(self, name):
                if name.startswith("do_"):
                    return self.record
                raise AttributeError(name)

            def record(self):
                body = self.read_body()
                recorder.requests.append((self.command, self.path, self.headers.items(), body))
                status, headers, answer = recorder.answer
                self.send_response_only(status)
                for name, value in headers.items():
                    self.send_header(name, value.encode().decode("latin-1"))
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                if self.command != "HEAD" and status not in (204, 304):
                    self.wfile.write(answer)

            def read_body(self):
                if self.headers.get("Transfer-Encoding") != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length") or 0))
                body = b""
                while size := int(self.rfile.readline(), 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return body

            def log_message(self, *_):
                pass

        self.requests = []
        self.answer = (200, {}, b"")
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Raw(io.BytesIO):
    def stream(self, **_):
        content = self.read()
        while content:
            yield content
            content = self.read()


def descriptions():
    """The descriptions of the installed botocore, of which the pack is made. The AWS CLI brings older ones."""
    paths = (os.path.join(path, "botocore/data") for path in sys.path)
    return next(path for path in paths if os.path.isdir(path))


@functools.cache
def load_file(path):
    for end, read in ((".json", open), (".json.gz", gzip.open)):
        if os.path.isfile(path + end):
            with read(path + end, "rt", encoding="utf-8") as file:
                return json.load(file)
    return None


class Cli:
    """The AWS CLI."""

    def __init__(self):
        loaders.JSONFileLoader.load_file = lambda _, path: load_file(path)
        loaders.JSONFileLoader.exists = lambda _, path: any(os.path.isfile(path + it) for it in (".json", ".json.gz"))
        self.driver = clidriver.create_clidriver()
        session = self.driver.session
        loader = session.get_component("data_loader")
        loader.search_paths[:] = [os.path.join(os.path.dirname(awscli.__file__), "data"), descriptions()]
        self.loader = loader
        session.register("before-send", self.catch)
        self.requests = []
        self.answer = (200, {}, b"")

    def services(self):
        table = getattr(self.driver, "subcommand_table", None) or self.driver._get_command_table()
        return {name: it for name, it in table.items() if isinstance(it, clidriver.ServiceCommand)}

    def catch(self, request, **_):
        body = request.body or b""
        body = body if isinstance(body, (bytes, str)) else body.read()
        body = body.encode() if isinstance(body, str) else body
        headers = [(name, it.decode() if isinstance(it, bytes) else it) for name, it in request.headers.items()]
        self.requests.append((request.method, request.url, headers, body))
        status, headers, answer = self.answer
        return awsrequest.AWSResponse(request.url, status, awsrequest.HeadersDict(headers), Raw(answer))

    def run(self, words):
        self.requests.clear()
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = self.driver.main(words)
            except SystemExit as end:
                code = end.code
        texts = [it.buffer.getvalue().decode("utf-8", "replace") for it in (out, err)]
        return outcome(code or 0, *texts, self.requests)


def outcome(code, stdout, stderr, requests):
    out_file = pathlib.Path("out.bin")
    written = out_file.read_bytes().decode("latin-1") if out_file.exists() else None
    out_file.unlink(missing_ok=True)
    return {
        "code": compare.code(code, stderr),
        "stdout": stdout,
        "message": compare.message(stderr),
        "requests": [compare.request(*it) for it in requests],
        "written": written,
    }


class Ours:
    def __init__(self, tin):
        self.tin = tin
        self.recorder = Recorder()

    def run(self, words):
        self.recorder.requests.clear()
        environment = {**os.environ, "TINSMITH_VALIDATION": "off", "HTTP_PROXY": self.recorder.url}
        run = subprocess.run([self.tin, *words], capture_output=True, env=environment, stdin=subprocess.DEVNULL, timeout=60)
        texts = [it.decode("utf-8", "replace") for it in (run.stdout, run.stderr)]
        return outcome(run.returncode, *texts, self.recorder.requests)


class Invocation:
    """The words of both programs for an operation, with a variant as a seed."""

    def __init__(self, service, name, operation, description, variant):
        self.rng = seeded(service, name, str(variant))
        self.files = 0
        self.spelling = Spelling(self.rng, self.write_file, IS_VERSION_1)
        self.ours, self.theirs = [], []
        self.samples = Samples(self.rng)
        arg_table = operation.arg_table
        document = self.rng.random() < 0.12 and "cli-input-json" in arg_table
        if document and operation._operation_model.input_shape is not None:
            self.add_document(operation._operation_model.input_shape)
        else:
            self.add_options(arg_table)
        if "outfile" in arg_table:
            self.add(["out.bin"])
        self.add_output(arg_table, description.operation(operation._operation_model.name).output_shape)

    def write_file(self, content):
        self.files += 1
        path = f"file-{self.files}"
        pathlib.Path(path).write_bytes(content)
        return path

    def add(self, ours, theirs=None):
        self.ours += ours
        self.theirs += ours if theirs is None else theirs

    def add_document(self, shape):
        value = self.samples.of(shape)
        texts = [json.dumps(as_json(value, blob)) for blob in self.spelling.blobs]
        kind = self.rng.choice(["json", "yaml"])
        self.add([f"--cli-input-{kind}", texts[0]], ["--cli-input-json" if IS_VERSION_1 else f"--cli-input-{kind}", texts[1]])

    def add_options(self, arg_table):
        seen = set()
        for name, argument in arg_table.items():
            shape = getattr(argument, "argument_model", None)
            if not isinstance(argument, arguments.CLIArgument) or argument._serialized_name in seen:
                continue
            if name in SKIPPED_OPTIONS:
                continue
            seen.add(argument._serialized_name)
            if not argument.required and self.rng.random() < 0.5:
                continue
            if shape.type_name == "boolean":
                self.add([f"--{name}" if self.rng.random() < 0.5 or f"no-{name}" not in arg_table else f"--no-{name}"])
                continue
            is_safe = shape.serialization.get("location") in ("uri", "header", "headers") or "contextParam" in shape.metadata
            value = self.samples.of(shape, is_safe=is_safe)
            if not is_safe or value != "":
                ours, theirs = self.spelling.words(shape, value)
                self.add([f"--{name}", *ours], [f"--{name}", *theirs])

    def add_output(self, arg_table, shape):
        if "max-items" in arg_table and self.rng.random() < 0.1:
            self.add(["--max-items", "1"])
        formats = ["json", "json", "text", "table"] if IS_VERSION_1 else ["json", "text", "table", "yaml", "yaml-stream"]
        self.add(["--output", self.rng.choice(formats)])
        members = list(shape.members) if shape is not None else []
        if members and self.rng.random() < 0.25:
            # Not the same value twice: YAML of the AWS CLI would have a reference.
            one, two = self.rng.choice(members), "keys(@)"
            queries = [one, f"[{one}, {two}]", f"{{a: {one}, B: {two}}}", "keys(@)", f"{one}[0]", f"{one}[].[@]", "@"]
            self.add(["--query", self.rng.choice(queries)])


def is_chosen(name, divisor):
    return zlib.crc32(name.encode()) % divisor == 0


def is_streaming_events(operation):
    return operation.has_event_stream_input or operation.has_event_stream_output


def compare_service(cli, ours, service, command, divisor, variants, more):
    description = None
    for name, operation in sorted(command._get_command_table().items()):
        if type(operation) is not clidriver.ServiceOperation or getattr(operation, "_UNDOCUMENTED", False):
            continue
        full = f"{service} {name}"
        is_meant = is_chosen(full, divisor) or full in more
        if not is_meant or full in SKIPPED or is_streaming_events(operation._operation_model):
            continue
        description = description or Service(cli.loader, operation._operation_model.service_model.service_name)
        for variant in range(variants):
            # A document makes the options of the table optional for good.
            operation._arg_table = None
            line = compare_invocation(cli, ours, service, name, operation, description, variant)
            print(json.dumps(line), flush=True)


def compare_invocation(cli, ours, service, name, operation, description, variant):
    invocation = Invocation(service, name, operation, description, variant)
    samples = Samples(seeded(service, name, str(variant), "output"), is_output=True)
    answer = description.answer(operation._operation_model.name, samples)
    cli.answer = ours.recorder.answer = answer
    endpoint = ["--endpoint-url", ENDPOINT]
    theirs = cli.run([service, name, *invocation.theirs, *endpoint])
    own = ours.run([service, name, *invocation.ours, *endpoint])
    if own == theirs:
        return {"alike": True}
    differing = sorted(key for key in own if own[key] != theirs[key])
    answer = [answer[0], answer[1], answer[2].decode("utf-8", "replace")]
    words = [service, name, *invocation.ours]
    return {"alike": False, "words": words, "differing": differing, "ours": own, "theirs": theirs, "answer": answer}


def main():
    tin, divisor, variants, part, *names = sys.argv[1:]
    services = [it for it in names if " " not in it]
    index, parts = map(int, part.split("/"))
    home = tempfile.mkdtemp()
    os.makedirs(f"{home}/.aws")
    pathlib.Path(home, ".aws/config").write_text(CONFIG)
    os.environ.update({
        "HOME": home, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_PAGER": "", "AWS_EC2_METADATA_DISABLED": "true", "TZ": "UTC",
        "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required", "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required",
        "COLUMNS": "80",
    })
    os.chdir(home)
    cli, ours = Cli(), Ours(tin)
    print(json.dumps({"version": awscli.__version__}), flush=True)
    try:
        for service, command in sorted(cli.services().items()):
            if zlib.crc32(service.encode()) % parts == index and (not services or service in services):
                compare_service(cli, ours, service, command, int(divisor), int(variants), names)
    finally:
        os.chdir("/")
        shutil.rmtree(home)


main()
