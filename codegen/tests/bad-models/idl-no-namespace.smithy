$version: "3.0"
use aws.protocols#restJson1
use aws.api#service
operation Get {
    input := {}
}
