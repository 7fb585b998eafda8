$version: "2.0"
namespace example
@title("A title)
@documentation("words")
string A
