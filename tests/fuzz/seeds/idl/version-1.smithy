$version: "1.0"
namespace a
structure S { a: Integer, @box b: PrimitiveLong }
set T { member: String }
@enum([{ value: "a", name: "A" }])
string E
