$version: "2.0"
namespace example

use aws.protocols#restJson

@restJson
service S {
    version: "1"
    operation: [Get]
}

operation Get {}
