use super::*;
use crate::dynamic::Dynamic;
use crate::json;
use crate::schema::{Kind, Trait};

static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
static FLAG: Schema = Schema::simple("demo#Flag", Kind::Boolean, &[]);
static LONG: Schema = Schema::simple("demo#Long", Kind::Long, &[]);
static DOUBLE: Schema = Schema::simple("demo#Double", Kind::Double, &[]);
static BIG: Schema = Schema::simple("demo#Big", Kind::BigDecimal, &[]);
static BLOB: Schema = Schema::simple("demo#Blob", Kind::Blob, &[]);
static TIME: Schema = Schema::simple("demo#Time", Kind::Timestamp, &[]);
static DOCUMENT: Schema = Schema::simple("demo#Document", Kind::Document, &[]);
static TEXTS: Schema = Schema::list("demo#Texts", &[Member::new("member", &TEXT, &[])], &[]);
static SPARSE: Schema = Schema::list("demo#Sparse", &[Member::new("member", &TEXT, &[])], &[Trait::Sparse]);
static ITEMS: Schema = Schema::list("demo#Items", &[Member::new("member", &TEXTS, &[Trait::XmlName("item")])], &[]);
static MAP: Schema = Schema::map("demo#Map", &[Member::new("key", &TEXT, &[]), Member::new("value", &TEXT, &[])], &[]);
static CHOICE: Schema =
    Schema::union("demo#Choice", &[Member::new("a", &TEXT, &[]), Member::new("b", &TEXTS, &[])], &[]);
static INPUT: Schema = Schema::structure(
    "demo#Input",
    &[
        Member::new("Text", &TEXT, &[]),
        Member::new("Flag", &FLAG, &[]),
        Member::new("Long", &LONG, &[]),
        Member::new("Double", &DOUBLE, &[]),
        Member::new("Big", &BIG, &[]),
        Member::new("Blob", &BLOB, &[]),
        Member::new("Time", &TIME, &[]),
        Member::new("Date", &TIME, &[Trait::TimestampFormat(TimestampFormat::HttpDate)]),
        Member::new("Texts", &TEXTS, &[]),
        Member::new("Flat", &TEXTS, &[Trait::XmlFlattened, Trait::XmlName("A b")]),
        Member::new("Sparse", &SPARSE, &[]),
        Member::new("Items", &ITEMS, &[]),
        Member::new("Map", &MAP, &[]),
        Member::new("FlatMap", &MAP, &[Trait::XmlFlattened]),
        Member::new("Choice", &CHOICE, &[]),
        Member::new("Nested", &INPUT, &[]),
        Member::new("Document", &DOCUMENT, &[]),
    ],
    &[],
);

fn form(params: &str) -> Result<String, SerializeError> {
    let mut value = Dynamic::new(&INPUT);
    json::from_str(params, &mut value).unwrap();
    let mut form = Form::new(Dialect::Aws, "Do", "2010-05-08");
    form.structure(&value)?;
    Ok(form.finish())
}

#[test]
fn values_become_parameters() {
    for (params, expected) in [
        ("{}", ""),
        (r#"{"Text":"a b+c/d=e&f~g_é"}"#, "&Text=a%20b%2Bc%2Fd%3De%26f~g_%C3%A9"),
        (r#"{"Text":""}"#, "&Text="),
        (r#"{"Flag":false,"Long":-9223372036854775808}"#, "&Flag=false&Long=-9223372036854775808"),
        (r#"{"Double":"-Infinity"}"#, "&Double=-Infinity"),
        (r#"{"Double":0.1}"#, "&Double=0.1"),
        (r#"{"Big":1.00000000000000000001}"#, "&Big=1.00000000000000000001"),
        (r#"{"Blob":"//79"}"#, "&Blob=%2F%2F79"),
        (r#"{"Time":"2026-11-24T07:52:52Z"}"#, "&Time=2026-11-24T07%3A52%3A52Z"),
        (r#"{"Date":"2026-11-24T07:52:52Z"}"#, "&Date=Tue%2C%2024%20Nov%202026%2007%3A52%3A52%20GMT"),
        (r#"{"Texts":["x","y"]}"#, "&Texts.member.1=x&Texts.member.2=y"),
        (r#"{"Texts":[]}"#, "&Texts="),
        (r#"{"Flat":["x","y"]}"#, "&A%20b.1=x&A%20b.2=y"),
        (r#"{"Sparse":["x",null,"y"]}"#, "&Sparse.member.1=x&Sparse.member.2=y"),
        (r#"{"Items":[["x"],[]]}"#, "&Items.item.1.member.1=x&Items.item.2="),
        (r#"{"Map":{"k":"v"}}"#, "&Map.entry.1.key=k&Map.entry.1.value=v"),
        (r#"{"Map":{}}"#, ""),
        (r#"{"FlatMap":{"k":"v","l":"w"}}"#, "&FlatMap.1.key=k&FlatMap.1.value=v&FlatMap.2.key=l&FlatMap.2.value=w"),
        (r#"{"Choice":{"b":["x"]}}"#, "&Choice.b.member.1=x"),
        (r#"{"Nested":{"Nested":{"Text":"x"}},"Text":"y"}"#, "&Text=y&Nested.Nested.Text=x"),
    ] {
        assert_eq!(form(params).unwrap(), format!("Action=Do&Version=2010-05-08{expected}"), "{params}");
    }
}

#[test]
fn what_cannot_be_written_is_refused_by_name() {
    let error = form(r#"{"Nested":{"Document":{"a":"secret"}}}"#).unwrap_err().to_string();
    assert!(error.contains("`Document`") && !error.contains("secret"), "{error}");
}
