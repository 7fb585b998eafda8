namespace example

@mixin
structure Mixin {}

structure User with [Mixin] {}

enum Suit {
    CLUB
}

structure Defaults {
    a: Integer = 1
}

operation Inline {
    input := {}
}

apply Defaults {
    @sensitive
}

set Allowed {
    member: String
}
