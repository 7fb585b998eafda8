$version: "2.0"
$operationInputSuffix: 1

metadata broken =
metadata key = ["a" "b"

namespace example

use smithy.api
use example.other#Thing
use example.more#Thing

structur Typo {}

structure Members {
    good: String
    bad String
    worse: = 1
    again: Integer = 01
    good: Integer
}

@documentation("never closed"
string Text

enum Empty {}

operation Twice {
    input := {}
    input := {}
}

operation Unknown {
    inputs: [Text]
}

set Old {
    member: String
}

@range(min: 1, min: 2)
integer Number

use late#Shape

list Nested {
    member: { a: String }
}

string 9Name

@pattern("\q")
string Escaped

@documentation("""open on this line
    """)
string Block
