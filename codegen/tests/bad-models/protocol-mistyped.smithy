$version: "2.0"
namespace example

use aws.protocols#restJson
use smithy.waiters#waitabel

@restJson
service S {
    version: "1"
    operation: [Get]
}

@waitabel(Done: { acceptors: [{ state: "success", matcher: { success: true } }] })
operation Get {}
