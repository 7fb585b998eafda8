$version: "2.0"
namespace example

use aws.protocols#restJson1

@restJson1
service Store {
    version: "1"
    operations: [PutItem, GetItem, ListItems, Gone]
}

// Its traits cannot be read, so nobody knows whether it has a path.
@http(method: "PUT" uri= "/items/{id}")
operation PutItem {
    input := {
        @required
        @httpLabel
        id: ItemID
    }
}

// Not finished, and the input is among what is missing.
@http(method: "GET", uri: "/items/{id}")
operation GetItem {
    input := {
        @required
        @httpLabel
        id ItemId
    }
    output: Item
}

@http(method: "GET", uri: "/items")
@readonly
operation ListItems {
    input: GetItemInput
    output: Itms
}

structure Item {
    id: ItemId
    size Integer
    colour: Color
    other: PutItem
    parts: Prts
}

structur Parts {
    one: Item
}

resource Shelf {
    identifiers: { shelfId: ItemId
}

structure OnShelf for Shelf {
    $shelfId
    $place
    parts: Parts
}

@mixin
structure Named {
    name: = String
}

structure Labelled with [Named] {
    $name
    color: Colr
}

apply Part @documentation(
apply Gone2 @deprecated

structure Part {
    @length(min: "one")
    name: String
}

structure Last {
    part: Part
    labelled: Labelled
    hidden: Hidden
    missing: Missing
}

string "Open { }

structure Hidden {
    a: String
}
