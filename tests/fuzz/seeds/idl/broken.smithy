$version: "2.0"
namespace a
structur B {}
string C D
structure E { a String, : , b: = 1 }
@trait(((
list L { member:
