$version: "2.0"
namespace a

@a#documentation("of this namespace, and not defined")
structure A {
    target: a#String
    @a#required
    other: smithy.api#String
}
