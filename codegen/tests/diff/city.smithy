$version: "2.0"

namespace demo

use aws.protocols#restJson1

@restJson1
service Cities {
    version: "1"
    operations: [GetCity, DropCity]
}

@readonly
@http(method: "GET", uri: "/cities/{id}")
operation GetCity {
    input: GetCityInput
    output: GetCityOutput
    errors: [NoSuchCity]
}

@input
structure GetCityInput {
    @required
    @httpLabel
    id: CityId
}

@output
structure GetCityOutput {
    @required
    name: String
    population: Integer
    sky: Sky
    place: Place
    shape: Area
    tags: Tags
}

@length(max: 40)
string CityId

enum Sky {
    CLEAR = "clear"
    CLOUDY = "cloudy"
}

structure Place {
    @required
    latitude: Double
    longitude: Double
}

union Area {
    circle: Double
    square: Double
}

list Tags {
    member: String
}

@idempotent
@http(method: "DELETE", uri: "/cities/{id}")
operation DropCity {
    input := {
        @required
        @httpLabel
        id: CityId
    }
}

@error("client")
@httpError(404)
structure NoSuchCity {
    message: String
}
