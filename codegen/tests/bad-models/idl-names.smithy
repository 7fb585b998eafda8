$version: "2.0"

namespace example

use example.other#Imported

string Twice

string Twice

string Imported

@required
@required
@tags(["a"])
@tags(["b"])
@pattern("a")
@pattern("b")
string Traits

resource Forecast {
    identifiers: { id: String }
    properties: { rain: Integer, sun: Missing }
    read: Get
}

structure Elided for Forecast {
    $id
    $rain
    $wind
}

structure Wrong for Elided {
    a: String
}

@suppress([Nothing])
string Suppressed

apply Nowhere @sensitive

@readonly
operation Get {
    input := for Forecast {
        $id
    }
    errors: [NoSuch]
}
