$version: "2.0"

namespace example

use aws.protocols#restJson1

// Problems of traits and references are shown where these are.
@restJson1
@httpApiKeyAuth(name: "X-Key", in: "cookie")
service Books {
    version: "1"
    operations: [Get, Nothing]
    resources: [Shelf]
    errors: [Isbn]
}

@length(
    min: 5
    max: 2
)
string Isbn

string Shelf

@mixin
structure Paged {
    @range(minimum: 1)
    size: Integer
}

@http(method: "GET", uri: "/{id}")
@waitable(Found: {})
@paginated(inputToken: "next", outputToken: "next")
operation Get {
    input := with [Paged] {
        @pattern("[")
        isbn: Isnb
    }
    output: Missing
    errors: [
        Isbn
    ]
}

structure Event {
    scan: Scan
}

structure Outer {
    event: Event
}

@streaming
blob Scan

apply Isbn @pattern(1)
