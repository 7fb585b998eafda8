$version: "2.0"

metadata suppressions = [{ id: "A", namespace: "*", reason: "b" }]

namespace a.b

use aws.protocols#restJson1

/// Documentation.
@restJson1
@title("""
    A "block"
      of text\
    """)
service S {
    version: "1"
    operations: [Op]
    resources: [R]
    rename: { "a.b#Enum": "Renamed" }
}

resource R {
    identifiers: { id: String }
    properties: { size: Integer }
    read: Read
}

@readonly
@http(method: "GET", uri: "/r/{id}")
operation Read {
    input := for R {
        @required
        @httpLabel
        $id
    }
    output := for R with [Mixed] {
        $size
    }
}

@mixin
structure Mixed {
    extra: String = "x"
}

@http(method: "POST", uri: "/op")
operation Op {
    input := {
        list: List
        map: Map
        @default(1.5e1)
        number: Double
        union: Union
        enum: Enum
        time: Timestamp
    }
    errors: [Gone]
}

@error("client")
structure Gone { message: String }
list List { member: String }
map Map { key: String, value: Integer }
union Union { a: Unit, b: List }
enum Enum { A, B = "b" }
intEnum Numbers { ONE = 1 }
apply Gone @documentation("gone")
apply Op$x @required
