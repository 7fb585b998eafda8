$version: "2.0"

namespace example

use alloy#discriminated
use alloy#simpleRestJson

@simpleRestJson
@httpDigestAuth
service S {
    version: "1"
    operations: [Get]
}

@readonly
@http(method: "GET", uri: "/")
operation Get {
    output := {
        choice: Choice
    }
}

@discriminated("type")
union Choice {
    a: A
}

structure A {}
