$version: "2.0"

namespace example.odd

use aws.protocols#restJson1

/// A service that grew over the years. Its names were chosen in other languages.
///
/// ```js
/// fetch("/v1/self") // <script>alert("not Rust")</script>
/// ```
///
/// Unbalanced: `code, **bold, [link](, <b>, \, */ /* and "quotes". 中文，العربية，עברית‏.
@restJson1
@httpApiKeyAuth(name: "X-Api-Key", in: "header")
@title("Std")
service Runtime {
    version: "v1 (beta) / 2019"
    operations: [
        Client
        Config
        Error
        Result
        Option
        Self
        self_
        async
        ThisIsAnOperationWhoseNameIsSoLongThatNoLineOfSourceCodeCouldEverHoldItWithoutBreakingEveryRuleOfStyleThereIs
    ]
}

@http(method: "POST", uri: "/v1/self/{self}/{type+}")
operation Client {
    input := {
        @required
        @httpLabel
        self: Vec

        @required
        @httpLabel
        type: Vec

        @httpQuery("$filter")
        filter: Vec

        @httpQuery("fn")
        fn: StringList

        @httpHeader("X-Match")
        match: Box

        // Two members that become the same name in Rust.
        userName: Vec
        user_name: Vec
        USER__NAME: Vec
        _userName: Vec
        getUserName: Vec
        get_user_name: Vec
        setUserName: Vec
        isUserName: Boolean

        @jsonName("@type")
        at: Builder

        @jsonName(" ")
        empty: Integer

        @jsonName("naïve \"quoted\" \\ name\n")
        odd: Integer

        String: String
        Option: Option_
        Vec: VecList
        Box: Box
        Some: Some
        default: Integer = 7
        build: Integer
        builder: Builder
        send: Integer
        r: Integer
        crate: Integer
        super: Integer
        Self_: Builder
        async: Boolean
        await: Boolean
        dyn: Boolean
        gen: Boolean
        try: Boolean
        yield: Boolean
        union: Choice
        aMemberWhoseNameIsSoLongThatItsGetterAndSetterAndItsOptionOnTheCommandLineAreAllLongerThanAnyTerminalIsWide: Integer
    }

    output: ClientResponse

    errors: [Error_, ClientError]
}

structure ClientResponse {
    @httpPayload
    body: Builder
}

/// A builder. Not that of Rust.
structure Builder {
    client: Config_
    config: Config_
    build: Integer
    builder: Builder
    meta: Integer
    source: Vec
    message: Vec
    clone: Boolean
    debug: Boolean
    into: Boolean
    ok: Choice
    some: Some
    union: One
    strings: StringMap
}

structure Config_ {
    endpointUrl: Vec
    region: Vec
    builder: Builder
}

string Vec

structure String {
    String: Vec
    strings: StringList
    labels: Params
}

list StringList {
    member: Vec
}

map StringMap {
    key: Enum
    value: String
}

list VecList {
    member: StringList
}

union Option_ {
    Some: Some
    None: smithy.api#Unit
    option: Option_
}

structure Some {}

union Choice {
    Unknown: Vec
    UNKNOWN_: Vec
    _unknown: Vec
    self: Vec
    Self_: Vec
    asStr: Vec
    as_str: Vec
    is_self: Boolean
    ok: Integer
    Err: String
    list: ChoiceList
    map: ChoiceMap
}

list ChoiceList {
    member: Choice
}

map ChoiceMap {
    key: Vec
    value: Choice
}

/// A union of one.
union One {
    one: Integer
}

/// An enumeration of names.
enum Enum {
    /// The empty variant.
    _0 = "0"
    UNKNOWN = "Unknown"
    unknown = "unknown"
    Unknown_ = "UNKNOWN"
    SELF = "self"
    Self = "Self"
    ALL = "*"
    star = "**"
    A_B = "a-b"
    AB = "ab"
    aB = "aB"
    a_b = "a_b"
    values = "values"
    as_str = "as_str"
    from = "\u0000\n\"\\"
    emoji = "🦀"
    VERY_LONG = "A value that is a sentence, with commas, (brackets), {braces} and a % sign; it never ends, and goes on and on and on."
}

enum Single {
    ONE
}

intEnum Box {
    ZERO = 0
    zero_ = -1
    MAX = 2147483647
}

@http(method: "GET", uri: "/v1/config?fixed=%20value&flag")
@readonly
operation Config {
    input := {
        @httpQueryParams
        params: Params

        @httpPrefixHeaders("")
        headers: Params
    }

    output := {
        single: Single
        config: Config_

        @httpHeader("Retry-After")
        @timestampFormat("date-time")
        after: Timestamp
    }
}

map Params {
    key: Vec
    value: Vec
}

@http(method: "GET", uri: "/v1/error")
@readonly
operation Error {
    output := {
        Error: Vec
        error_: Integer
    }

    errors: [Error_]
}

@http(method: "GET", uri: "/v1/result")
@readonly
operation Result {
    output := {
        Ok: Vec
        Err: Vec
    }
}

@http(method: "GET", uri: "/v1/option")
@readonly
operation Option {}

@http(method: "GET", uri: "/v1/Self")
@readonly
operation Self {}

@http(method: "GET", uri: "/v1/self_")
@readonly
operation self_ {}

@http(method: "GET", uri: "/v1/async")
@readonly
operation async {}

@http(method: "GET", uri: "/v1/long")
@readonly
operation ThisIsAnOperationWhoseNameIsSoLongThatNoLineOfSourceCodeCouldEverHoldItWithoutBreakingEveryRuleOfStyleThereIs {}

@error("client")
@httpError(400)
structure Error_ {
    message: Vec
    code: Vec
    meta: Vec
    source: Vec
    kind: Enum
}

@error("server")
@httpError(500)
structure ClientError {
    Message: Vec
    message_: Vec
}
