$version: "2.0"

namespace example.weather

use aws.protocols#restJson1

/// Tells the weather of cities.
@restJson1
@title("Weather")
service Weather {
    version: "2026-01-01"
    resources: [City]
    operations: [GetCurrentTime]
    errors: [Throttled]
}

resource City {
    identifiers: { cityId: CityId }
    properties: { coordinates: CityCoordinates }
    read: GetCity
    list: ListCities
}

@pattern("^[A-Za-z0-9 ]+$")
@length(min: 1, max: 40)
string CityId

@readonly
@http(method: "GET", uri: "/cities/{cityId}")
operation GetCity {
    input := for City {
        @required
        @httpLabel
        $cityId
    }
    output := for City {
        @required
        name: String
        @required
        $coordinates
    }
    errors: [NoSuchResource]
}

structure CityCoordinates {
    @required
    latitude: Float
    @required
    longitude: Float
}

@error("client")
@httpError(404)
structure NoSuchResource {
    @required
    resourceType: String
    message: String
}

@error("client")
@httpError(429)
@retryable(throttling: true)
structure Throttled {
    message: String
}

@readonly
@paginated(inputToken: "nextToken", outputToken: "nextToken", pageSize: "pageSize", items: "items")
@http(method: "GET", uri: "/cities")
operation ListCities {
    input := {
        @httpQuery("nextToken")
        nextToken: String
        @httpQuery("pageSize")
        pageSize: Integer
    }
    output := {
        nextToken: String
        @required
        items: CitySummaries
    }
}

list CitySummaries {
    member: CitySummary
}

structure CitySummary {
    @required
    cityId: CityId
    @required
    name: String
}

@readonly
@http(method: "GET", uri: "/current-time")
operation GetCurrentTime {
    output := {
        @required
        time: Timestamp
    }
}
