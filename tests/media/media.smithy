$version: "2.0"

namespace example.media

use aws.protocols#restJson1
use smithy.waiters#waitable

/// Keeps files, and writes down what is said in audio.
@restJson1
@title("Media")
service Media {
    version: "2026-01-01"
    operations: [PutFile, GetFile, DescribeFile, ListFiles, Transcribe]
    errors: [NoSuchFile, Busy]
}

@pattern("^[a-z0-9.]+$")
@length(min: 1, max: 40)
string FileName

@streaming
blob Content

@idempotent
@http(method: "PUT", uri: "/files/{name}")
operation PutFile {
    input := {
        @required
        @httpLabel
        name: FileName
        @default("")
        @httpPayload
        content: Content
    }
}

@readonly
@http(method: "GET", uri: "/files/{name}")
operation GetFile {
    input := {
        @required
        @httpLabel
        name: FileName
    }
    output := {
        @required
        @httpPayload
        content: Content
    }
}

@readonly
@http(method: "GET", uri: "/descriptions/{name}")
@waitable(
    FileReady: {
        acceptors: [
            { state: "success", matcher: { output: { path: "status", expected: "READY", comparator: "stringEquals" } } }
            { state: "retry", matcher: { errorType: "NoSuchFile" } }
        ]
        minDelay: 1
    }
    FileGone: {
        acceptors: [{ state: "success", matcher: { errorType: "NoSuchFile" } }]
        minDelay: 1
    }
)
operation DescribeFile {
    input := {
        @required
        @httpLabel
        name: FileName
    }
    output := {
        @required
        name: FileName
        status: String
        size: Long
    }
}

@readonly
@paginated(inputToken: "nextToken", outputToken: "nextToken", items: "files", pageSize: "pageSize")
@http(method: "GET", uri: "/files")
operation ListFiles {
    input := {
        @httpQuery("nextToken")
        nextToken: String
        @httpQuery("pageSize")
        pageSize: Integer
    }
    output := {
        nextToken: String
        @required
        files: FileNames
    }
}

list FileNames {
    member: FileName
}

@http(method: "POST", uri: "/transcriptions")
operation Transcribe {
    input := {
        @httpPayload
        audio: AudioStream
    }
    output := {
        @httpPayload
        transcripts: TranscriptStream
    }
}

@streaming
union AudioStream {
    chunk: Chunk
}

structure Chunk {
    @required
    @eventPayload
    bytes: Blob
}

@streaming
union TranscriptStream {
    transcript: Transcript
    busy: Busy
}

structure Transcript {
    text: String
}

@error("client")
@httpError(404)
structure NoSuchFile {
    @required
    name: String
    message: String
}

@error("server")
@httpError(503)
@retryable
structure Busy {
    message: String
}
