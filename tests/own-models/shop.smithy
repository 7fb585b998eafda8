$version: "2.0"

namespace example.shop

use alloy#simpleRestJson
use smithy.waiters#waitable

/// Sells things — «überall», in ¥, € and 🦀.
///
/// - lists of *products*
/// - [orders](https://example.com/orders)
@simpleRestJson
@httpBearerAuth
@title("The Corner Shop")
service Shop {
    version: "2026-11"
    resources: [Product, Order]
    operations: [Health]
    errors: [ShopClosed]
}

/// Says whether the shop is open. Needs no token.
@auth([])
@readonly
@http(method: "GET", uri: "/health")
operation Health {
    output := {
        @required
        open: Boolean
    }
}

resource Product {
    identifiers: { sku: Sku }
    properties: { name: Title, price: Money, tags: Tags, stock: Integer }
    put: PutProduct
    read: GetProduct
    update: UpdateProduct
    delete: DeleteProduct
    list: ListProducts
    resources: [Review]
}

resource Review {
    identifiers: { sku: Sku, reviewId: ReviewId }
    create: AddReview
    list: ListReviews
}

resource Order {
    identifiers: { orderId: Uuid }
    properties: { lines: Lines, payment: Payment, status: OrderStatus, placed: Timestamp }
    create: PlaceOrder
    read: GetOrder
}

@pattern("^[A-Z]{2}-[0-9]{4}$")
string Sku

@pattern("^[0-9a-f]{8}-[0-9a-f]{4}$")
string Uuid

@length(min: 1, max: 80)
string Title

string ReviewId

structure Money {
    @required
    amount: BigDecimal

    @required
    currency: Currency
}

enum Currency {
    EUR
    CHF
    JPY
}

@uniqueItems
@length(max: 10)
list Tags {
    member: Title
}

@idempotent
@http(method: "PUT", uri: "/products/{sku}", code: 201)
operation PutProduct {
    input := for Product {
        @required
        @httpLabel
        $sku

        @required
        $name

        @required
        $price

        $tags

        @range(min: 0, max: 1000000)
        $stock = 0

        @httpHeader("If-Match")
        version: String

        details: Document
    }

    output := {
        @httpHeader("ETag")
        version: String

        @httpResponseCode
        status: Integer
    }
}

@readonly
@http(method: "GET", uri: "/products/{sku}")
@waitable(
    InStock: {
        minDelay: 1
        maxDelay: 1
        acceptors: [
            { state: "success", matcher: { output: { path: "stock > `0`", expected: "true", comparator: "booleanEquals" } } }
        ]
    }
)
operation GetProduct {
    input := for Product {
        @required
        @httpLabel
        $sku
    }

    output := for Product with [Stamped] {
        @required
        $sku

        @required
        $name

        @required
        $price

        $tags

        $stock = 0

        details: Document
    }

    errors: [NoSuchProduct]
}

@mixin
structure Stamped {
    @timestampFormat("http-date")
    changed: Timestamp
}

@http(method: "PATCH", uri: "/products/{sku}")
operation UpdateProduct {
    input := for Product {
        @required
        @httpLabel
        $sku

        $name

        $price
    }

    output := {}
}

@idempotent
@http(method: "DELETE", uri: "/products/{sku}", code: 204)
operation DeleteProduct {
    input := for Product {
        @required
        @httpLabel
        $sku
    }
}

@readonly
@paginated(inputToken: "after", outputToken: "page.next", items: "page.products", pageSize: "limit")
@http(method: "GET", uri: "/products")
operation ListProducts {
    input := {
        @httpQuery("after")
        after: String

        @httpQuery("limit")
        limit: Integer

        @httpQuery("tag")
        tags: Tags

        @httpQueryParams
        filters: Filters
    }

    output := {
        @required
        page: Page
    }
}

map Filters {
    key: String
    value: String
}

structure Page {
    next: String

    @required
    products: Products
}

list Products {
    member: ProductSummary
}

structure ProductSummary {
    @required
    sku: Sku

    name: Title
}

@http(method: "POST", uri: "/products/{sku}/reviews", code: 201)
operation AddReview {
    input := for Review {
        @required
        @httpLabel
        $sku

        @required
        @httpPayload
        text: String
    }

    output := for Review {
        @required
        $reviewId
    }
}

@readonly
@http(method: "GET", uri: "/products/{sku}/reviews")
operation ListReviews {
    input := for Review {
        @required
        @httpLabel
        $sku
    }

    output := {
        @required
        reviews: Reviews

        @httpPrefixHeaders("X-Count-")
        counts: Filters
    }
}

list Reviews {
    member: String
}

@http(method: "POST", uri: "/orders", code: 201)
operation PlaceOrder {
    input := for Order {
        @required
        $lines

        @required
        $payment

        @httpHeader("Idempotency-Key")
        @idempotencyToken
        key: String
    }

    output := for Order {
        @required
        $orderId

        $status
    }

    errors: [OutOfStock]
}

@readonly
@http(method: "GET", uri: "/orders/{orderId}")
operation GetOrder {
    input := for Order {
        @required
        @httpLabel
        $orderId
    }

    output := for Order {
        @required
        @nestedProperties
        order: OrderDetails
    }
}

structure OrderDetails for Order {
    $lines
    $payment
    $status
    $placed
}

@length(min: 1)
list Lines {
    member: Line
}

structure Line {
    @required
    sku: Sku

    @range(min: 1)
    quantity: Integer = 1
}

union Payment {
    card: Card
    invoice: Unit

    @jsonName("gift_card")
    giftCard: Title
}

structure Card {
    @required
    @sensitive
    number: CardNumber
}

@sensitive
string CardNumber

enum OrderStatus {
    PLACED = "placed"
    SHIPPED = "shipped"
}

@error("client")
@httpError(404)
structure NoSuchProduct {
    @required
    message: String

    similar: Skus
}

list Skus {
    member: Sku
}

@error("client")
@httpError(409)
structure OutOfStock {
    @required
    @httpHeader("X-Sku")
    sku: Sku
}

@error("server")
@httpError(503)
@retryable
structure ShopClosed {
    message: String
}
