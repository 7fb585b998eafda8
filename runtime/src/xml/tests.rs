use super::*;
use crate::dynamic::Dynamic;
use crate::json;
use crate::schema::{Kind, Member, Schema, Trait};

static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
static WORD: Schema = Schema::simple("demo#Word", Kind::Enum(&["A"]), &[]);
static FLAG: Schema = Schema::simple("demo#Flag", Kind::Boolean, &[]);
static BYTE: Schema = Schema::simple("demo#Byte", Kind::Byte, &[]);
static DOUBLE: Schema = Schema::simple("demo#Double", Kind::Double, &[]);
static BLOB: Schema = Schema::simple("demo#Blob", Kind::Blob, &[]);
static TIME: Schema = Schema::simple("demo#Time", Kind::Timestamp, &[]);
static TEXTS: Schema = Schema::list("demo#Texts", &[Member::new("member", &TEXT, &[])], &[]);
static ITEMS: Schema = Schema::list("demo#Items", &[Member::new("member", &TEXTS, &[Trait::XmlName("item")])], &[]);
static MAP: Schema = Schema::map("demo#Map", &[Member::new("key", &TEXT, &[]), Member::new("value", &ROOT, &[])], &[]);
static CHOICE: Schema =
    Schema::union("demo#Choice", &[Member::new("a", &TEXT, &[]), Member::new("b", &TEXTS, &[])], &[]);
static ROOT: Schema = Schema::structure(
    "demo#Root",
    &[
        Member::new("Id", &TEXT, &[Trait::XmlAttribute, Trait::XmlName("xsi:id")]),
        Member::new("Text", &TEXT, &[]),
        Member::new("Word", &WORD, &[]),
        Member::new("Flag", &FLAG, &[]),
        Member::new("Byte", &BYTE, &[]),
        Member::new("Double", &DOUBLE, &[]),
        Member::new("Blob", &BLOB, &[]),
        Member::new("Time", &TIME, &[]),
        Member::new("Texts", &TEXTS, &[]),
        Member::new("Flat", &TEXTS, &[Trait::XmlFlattened]),
        Member::new("Items", &ITEMS, &[]),
        Member::new("Map", &MAP, &[]),
        Member::new("FlatMap", &MAP, &[Trait::XmlFlattened, Trait::XmlName("Pair")]),
        Member::new("Choice", &CHOICE, &[]),
        Member::new("Nested", &ROOT, &[]),
    ],
    &[],
);

fn read(document: &[u8]) -> Result<String, ParseError> {
    let mut value = Dynamic::new(&ROOT);
    let (mut reader, root) = Reader::open(document)?;
    read_structure(&mut reader, &root, &mut value)?;
    reader.finish()?;
    Ok(json::to_string(&value))
}

#[test]
fn documents_become_values() {
    for (document, expected) in [
        ("<r/>", "{}"),
        ("\u{feff}<?xml version=\"1.0\"?>\n<!-- c --><r></r>\n<!-- c -->\n", "{}"),
        ("<r><Text/><Texts/><Map/><Nested/></r>", r#"{"Text":"","Texts":[],"Map":{},"Nested":{}}"#),
        ("<r><Text> a\r\nb\t</Text></r>", r#"{"Text":" a\nb\t"}"#),
        ("<r><Text>a&amp;b&lt;&#x43;&#68;<![CDATA[<&amp;>]]><!-- c -->!</Text></r>", r#"{"Text":"a&b<CD<&amp;>!"}"#),
        ("<r><Word>Z</Word><Flag> true </Flag><Byte>-128</Byte></r>", r#"{"Word":"Z","Flag":true,"Byte":-128}"#),
        ("<r><Double>NaN</Double></r>", r#"{"Double":"NaN"}"#),
        ("<r><Blob>Zm9\n  vYg==</Blob></r>", r#"{"Blob":"Zm9vYg=="}"#),
        ("<r><Time>Tue, 24 Nov 2026 07:52:52 GMT</Time></r>", r#"{"Time":"2026-11-24T07:52:52Z"}"#),
        ("<r><x><Text>no</Text></x><Text>yes</Text></r>", r#"{"Text":"yes"}"#),
        ("<n:r xmlns:n='u'><n:Text>a</n:Text></n:r>", r#"{"Text":"a"}"#),
        ("<r xsi:id='a&amp;b' other='c'/>", r#"{"Id":"a&b"}"#),
        ("<r><Texts> <member>a</member><odd/><member>b</member></Texts></r>", r#"{"Texts":["a","b"]}"#),
        ("<r><Flat>a</Flat><Text>t</Text><Flat>b</Flat></r>", r#"{"Text":"t","Flat":["a","b"]}"#),
        ("<r><Items><item><member>a</member></item><item/></Items></r>", r#"{"Items":[["a"],[]]}"#),
        ("<r><Map><entry><key>k</key><value><Text>a</Text></value></entry></Map></r>", r#"{"Map":{"k":{"Text":"a"}}}"#),
        (
            "<r><Pair><value><Text>a</Text></value><key>k</key></Pair><Pair><key>l</key><value/></Pair></r>",
            r#"{"FlatMap":{"k":{"Text":"a"},"l":{}}}"#,
        ),
        ("<r><Choice><odd/><b><member>x</member></b></Choice></r>", r#"{"Choice":{"b":["x"]}}"#),
        ("<r><Nested><Nested><Text>a</Text></Nested></Nested></r>", r#"{"Nested":{"Nested":{"Text":"a"}}}"#),
    ] {
        assert_eq!(read(document.as_bytes()).unwrap(), expected, "{document}");
    }
}

#[test]
fn what_is_broken_or_hostile_is_refused_and_never_quoted() {
    let deep = format!("<r>{}", "<Nested>".repeat(100_000));
    let laughs = "<!DOCTYPE r [<!ENTITY secret 'secret'>]><r><Text>&secret;</Text></r>";
    for (document, reason) in [
        ("", "expected an XML element"),
        ("secret", "before the first XML element"),
        ("{\"secret\":1}", "before the first XML element"),
        ("<secret", "unclosed markup"),
        ("<r><Text>secret", "unexpected end"),
        ("<r><secret></r>", "mismatched tags"),
        ("<r></r><secret/>", "after the root"),
        ("<r></r>secret", "after the root"),
        (laughs, "document type declaration"),
        ("<r><Text>&secret;</Text></r>", "unknown entity"),
        ("<r><Text>&#0;secret</Text></r>", "unknown entity"),
        ("<r><Text><secret/></Text></r>", "found an element"),
        ("<r><Flag>secret</Flag></r>", "`Flag` is not a boolean"),
        ("<r><Byte>128</Byte></r>", "`Byte` is not an integer"),
        ("<r><Time>secret</Time></r>", "`Time` is not a timestamp"),
        ("<r><Blob>*secret*</Blob></r>", "`Blob` is not base64"),
        ("<r><Map><entry><value/></entry></Map></r>", "expected a key"),
        ("<r id='secret' id='secret'></r>", "attribute"),
        (&deep, "deeper than"),
    ] {
        let error = read(document.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(reason), "{document:.80}: {error}");
        assert!(error.contains("at byte "), "{error}");
        assert!(!error.contains("secret"), "{error}");
    }
    let error = read(b"<r><Text>\xff</Text></r>").unwrap_err().to_string();
    assert!(error.contains("not UTF-8 from byte 9 on"), "{error}");
}

#[test]
fn values_take_memory_in_proportion_to_the_document() {
    for element in ["<Items><item/></Items>", "<FlatList/>", "<Nested/>"] {
        // In a small document, elements may be empty.
        let small = format!("<r>{}</r>", element.repeat(1000));
        assert!(read(small.as_bytes()).is_ok(), "{element}");
    }
    for (open, element, close) in [
        ("<r><Texts>", "<member/>", "</Texts></r>"),
        ("<r>", "<Flat/>", "</r>"),
        ("<r>", "<Pair><value/><key/></Pair>", "</r>"),
        ("<r>", "<Pair><key/><value/></Pair>", "</r>"),
    ] {
        let large = format!("{open}{}{close}", element.repeat((3 << 20) / element.len()));
        let mut value = Dynamic::new(&ROOT);
        let (mut reader, root) = Reader::open(large.as_bytes()).unwrap();
        let error = read_structure(&mut reader, &root, &mut value).unwrap_err().to_string();
        assert!(error.contains("would take more than 22"), "{element}: {error}");
    }
    // A document of the same size with contents can be read.
    let text = "<member>a text of some words</member>";
    let large = format!("<r><Texts>{}</Texts></r>", text.repeat((3 << 20) / text.len()));
    assert!(read(large.as_bytes()).is_ok());
}

#[test]
fn a_value_before_its_key_is_read_once() {
    // On each level, the value comes first. Reading it twice on each would take 2^100 steps.
    let depth = 60;
    let open = "<Map><entry><value>".repeat(depth);
    let document = format!("<r>{open}<Text>a</Text>{}</r>", "</value><key>k</key></entry></Map>".repeat(depth));
    let nested = read(document.as_bytes()).unwrap();
    assert_eq!(nested.matches("\"k\"").count(), depth);
    let broken = "<r><Map><entry><value><Byte>x</Byte></value><key>k</key></entry></Map></r>";
    assert!(read(broken.as_bytes()).unwrap_err().to_string().contains("is not an integer"));
}

#[test]
fn what_is_skipped_may_be_as_deep_as_it_likes() {
    let depth = 100_000;
    let document = format!("<r>{}{}<Text>a</Text></r>", "<x>".repeat(depth), "</x>".repeat(depth));
    assert_eq!(read(document.as_bytes()).unwrap(), r#"{"Text":"a"}"#);
}

#[test]
fn no_damage_makes_it_panic() {
    let whole = "<?xml version='1.0'?><r xsi:id='a'><Text>a&amp;<![CDATA[b]]></Text><!-- c --><Time>1</Time>\
                 <Map><entry><key>k</key><value><Flag>true</Flag></value></entry></Map><Choice><a>x</a></Choice></r>";
    assert!(read(whole.as_bytes()).is_ok());
    for at in 0..whole.len() {
        assert!(read(&whole.as_bytes()[..at]).is_err(), "{at}");
        for byte in *b"<>&;/='\"]!-?x \0\xff" {
            let mut damaged = whole.as_bytes().to_vec();
            damaged[at] = byte;
            let _ = read(&damaged);
            damaged.remove(at);
            let _ = read(&damaged);
        }
    }
}
