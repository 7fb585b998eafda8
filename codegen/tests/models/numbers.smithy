$version: "2.0"

namespace example.numbers

use aws.protocols#restJson1

/// Numbers beyond doubles.
@restJson1
service Numbers {
    version: "1"
    operations: [Count]
}

@range(min: -1e400, max: 1234567890123456789012345678901234567890)
bigInteger Big

@range(max: 1e400)
double Wide

@http(method: "POST", uri: "/count")
@examples([
    {
        title: "Large"
        input: { big: 123456789012345678901234567890, precise: 1e400, wide: 1.5 }
    }
])
operation Count {
    input := {
        big: Big
        precise: BigDecimal
        wide: Wide
    }
    output := {
        counted: Counted
    }
}

structure Counted {
    big: Big = 123456789012345678901234567890
    power: BigInteger = 1.2e30
    text: BigInteger = "98765432109876543210987654321"
    small: BigInteger = 5
    unsigned: BigInteger = 18446744073709551615
    precise: BigDecimal = 0.1000000000000000000001
    huge: BigDecimal = 1.797E+309
    half: BigDecimal = 0.5
    endless: Double = "Infinity"
    nothing: Float = "NaN"
    large: Double = 12345678901234567890123
    exact: Long = 9007199254740993
}
