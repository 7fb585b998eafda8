$version: "2.0"
namespace a
@documentation("\u00e4\n\t\"\\ \ud83d\ude00")
string A
/// """ */ // #{}
string B
