$version: "2.0"

namespace example.jobs

use smithy.protocols#rpcv2Cbor
use smithy.protocols#rpcv2Json
use smithy.waiters#waitable

/// Runs jobs and streams their logs.
@rpcv2Cbor
@rpcv2Json
@title("Job Queue")
@paginated(inputToken: "nextToken", outputToken: "nextToken", pageSize: "maxResults")
service JobQueue {
    version: "2026-01-01"
    operations: [Echo]
    resources: [Job]
    errors: [InvalidRequest, Busy]
}

resource Job {
    identifiers: { jobId: JobId }
    create: SubmitJob
    read: GetJob
    delete: CancelJob
    list: ListJobs
    operations: [TailLog, Dictate]
}

/// Returns its input.
operation Echo {
    input: Everything
    output: Everything
}

/// A value of every kind.
structure Everything {
    text: String
    bytes: Blob
    flag: Boolean
    tiny: Byte
    short: Short
    number: Integer
    long: Long
    float: Float
    double: Double
    big: BigInteger
    decimal: BigDecimal
    at: Timestamp
    state: JobState
    priority: Priority
    names: Names
    sparse: SparseNames
    labels: Labels
    gaps: SparseLabels
    step: Step
    steps: Steps
    nested: Nested
    retries: Integer = 3
    budget: BigDecimal = 0.1000000000000000000001
    @clientOptional
    queue: String = "default"
}

list Names {
    member: String
}

@sparse
list SparseNames {
    member: String
}

map Labels {
    key: String
    value: Blob
}

@sparse
map SparseLabels {
    key: JobState
    value: Timestamp
}

/// One step of a job.
union Step {
    /// Waits for this many seconds.
    sleep: Double
    run: Command
    all: Steps
    stop: Unit
}

list Steps {
    member: Step
}

structure Command {
    @required
    program: String
    arguments: Names
    environment: Environment
    nice: Integer = 10
    @clientOptional
    limit: Integer = 60
}

map Environment {
    key: String
    value: String
}

structure Nested {
    value: Blob
    next: Nested
    children: NestedList
}

list NestedList {
    member: Nested
}

enum JobState {
    QUEUED
    RUNNING
    DONE = "done!"
    FAILED
}

intEnum Priority {
    LOW = 1
    HIGH = 100
}

@length(min: 1, max: 64)
@pattern("^[a-z0-9-]+$")
string JobId

/// Adds a job to the queue.
@idempotent
operation SubmitJob {
    input := for Job {
        @required
        $jobId
        @required
        step: Step
        @idempotencyToken
        token: String
        priority: Priority = 1
    }
    output := {
        @required
        state: JobState
    }
    errors: [JobExists]
}

@readonly
@waitable(
    JobDone: {
        documentation: "Waits until a job is done."
        minDelay: 1
        maxDelay: 1
        acceptors: [
            { state: "success", matcher: { output: { path: "state", expected: "done!", comparator: "stringEquals" } } }
            { state: "failure", matcher: { output: { path: "state", expected: "FAILED", comparator: "stringEquals" } } }
        ]
    }
)
operation GetJob {
    input := for Job {
        @required
        $jobId
    }
    output := for Job {
        @required
        $jobId
        @required
        state: JobState
        started: Timestamp
    }
    errors: [NoSuchJob]
}

@idempotent
operation CancelJob {
    input := for Job {
        @required
        $jobId
    }
}

@readonly
@paginated(items: "jobs")
operation ListJobs {
    input := {
        state: JobState
        maxResults: Integer
        nextToken: String
    }
    output := {
        @required
        jobs: JobSummaries
        nextToken: String
    }
}

list JobSummaries {
    member: JobSummary
}

structure JobSummary {
    @required
    jobId: JobId
    state: JobState
}

/// Follows the log of a job.
@readonly
operation TailLog {
    input := for Job {
        @required
        $jobId
    }
    output := {
        jobId: JobId
        log: LogEvents
    }
    errors: [NoSuchJob]
}

@streaming
union LogEvents {
    line: LogLine
    progress: Progress
    lost: LogLost
}

structure LogLine {
    @required
    text: String
    at: Timestamp
}

structure Progress {
    percent: Double
    part: Blob
}

@error("server")
structure LogLost {
    message: String
}

/// Sends words to a job, which answers each.
operation Dictate {
    input := for Job {
        @required
        $jobId
        words: Words
    }
    output := {
        log: LogEvents
    }
}

@streaming
union Words {
    word: Word
}

structure Word {
    text: String
    at: Timestamp
}

@error("client")
structure InvalidRequest {
    message: String
    @required
    member: String
    allowed: Names
}

@error("server")
@retryable(throttling: true)
structure Busy {
    message: String
    until: Timestamp
}

@error("client")
structure NoSuchJob {
    message: String
    jobId: JobId
}

@error("client")
structure JobExists {
    message: String
}
