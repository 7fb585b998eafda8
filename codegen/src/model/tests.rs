//! Tests of loading, merging, flattening and upgrading, through the public API.

use super::*;
use crate::validate::validate;

/// Loads and validates a model of several files. Each text is the content of `shapes`.
fn valid(files: &[&str]) -> Valid<Model> {
    let source = |(number, shapes): (usize, &&str)| {
        Source::new(format!("{number}.json"), format!(r#"{{"smithy": "2.0", "shapes": {{ {shapes} }} }}"#))
    };
    let model = load_sources(files.iter().enumerate().map(source).collect()).unwrap();
    let validated = validate(model).unwrap_or_else(|found| panic!("{found}"));
    assert!(validated.warnings.is_empty(), "{}", validated.warnings);
    validated.model
}

fn shape<'a>(model: &'a Model, id: &str) -> &'a Shape {
    model.shape(id).unwrap_or_else(|| panic!("{id} is missing"))
}

/// The names and targets of a shape's members.
fn members(shape: &Shape) -> Vec<(&str, &str)> {
    shape.members.iter().map(|member| (member.name.as_str(), member.target.name())).collect()
}

const FACTS: &str = r#"
    "a#Foo": {"type": "structure", "traits": {"smithy.api#documentation": "short"}, "members": {
        "bar": {"target": "smithy.api#String", "traits": {"smithy.api#tags": ["x"]}},
        "baz": {"target": "b#Baz"}}}"#;
const OTHER: &str = r#" "b#Baz": {"type": "blob"} "#;
const DOCS: &str = r#"
    "a#Foo": {"type": "apply", "traits": {"smithy.api#documentation": "long"}},
    "a#Foo$bar": {"type": "apply", "traits": {"smithy.api#documentation": "the bar", "smithy.api#tags": ["y"]}},
    "b#Baz": {"type": "apply", "traits": {"smithy.api#sensitive": {}}}"#;

#[test]
fn files_merge_in_any_order() {
    for files in [[FACTS, OTHER, DOCS], [DOCS, OTHER, FACTS], [OTHER, DOCS, FACTS]] {
        let model = valid(&files);
        let foo = shape(&model, "a#Foo");
        assert_eq!(foo.traits.documentation(), Some("long"));
        assert_eq!(members(foo), [("bar", "String"), ("baz", "Baz")]);
        assert_eq!(foo.members[0].traits.documentation(), Some("the bar"));
        assert_eq!(foo.members[0].traits.tags(), ["x", "y"]);
        assert!(shape(&model, "b#Baz").traits.sensitive());
    }
}

#[test]
fn metadata_lists_are_put_together() {
    let file = |value: &str| Source::new("a.json", format!(r#"{{"smithy": "2.0", "metadata": {{"k": {value}}}}}"#));
    let model = load_sources(vec![file("[1]"), file("[2, 3]")]).unwrap();
    assert_eq!(model.metadata.get("k").map(Node::to_string).as_deref(), Some("[1,2,3]"));
}

#[test]
fn mixins_bring_members_and_traits() {
    let model = valid(&[r#"
        "a#Named": {"type": "structure", "members": {
            "name": {"target": "smithy.api#String", "traits": {"smithy.api#documentation": "from Named"}},
            "alias": {"target": "smithy.api#String"}},
            "traits": {"smithy.api#mixin": {"localTraits": ["smithy.api#internal"]},
                       "smithy.api#internal": {}, "smithy.api#tags": ["t"]}},
        "a#Tagged": {"type": "structure", "mixins": [{"target": "a#Named"}],
            "members": {"tag": {"target": "smithy.api#String"}}, "traits": {"smithy.api#mixin": {}}},
        "a#User": {"type": "structure", "mixins": [{"target": "a#Tagged"}], "members": {
            "id": {"target": "smithy.api#Integer"},
            "alias": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
        "a#User$name": {"type": "apply", "traits": {"smithy.api#documentation": "from User", "smithy.api#required": {}}},
        "a#Named$alias": {"type": "apply", "traits": {"smithy.api#documentation": "an alias"}}"#]);
    let user = shape(&model, "a#User");
    assert_eq!(members(user), [("name", "String"), ("alias", "String"), ("tag", "String"), ("id", "Integer")]);
    assert_eq!(user.traits.tags(), ["t"]);
    assert!(!user.traits.mixin() && !user.traits.internal());
    assert_eq!(user.members[0].traits.documentation(), Some("from User"));
    assert!(user.members[0].traits.required() && user.members[1].traits.required());
    assert_eq!(user.members[1].traits.documentation(), Some("an alias"));
    // After its last user was flattened, a mixin keeps its own members.
    assert_eq!(members(shape(&model, "a#Tagged")), [("tag", "String")]);
    assert_eq!(shape(&model, "a#Named").members[0].traits.documentation(), Some("from Named"));
}

#[test]
fn mixins_of_operations_and_services_add_to_lists() {
    let model = valid(&[r#"
        "a#Err": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}},
        "a#Own": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "server"}},
        "a#Failing": {"type": "operation", "errors": [{"target": "a#Err"}], "traits": {"smithy.api#mixin": {}}},
        "a#Op": {"type": "operation", "errors": [{"target": "a#Own"}], "mixins": [{"target": "a#Failing"}]},
        "a#Base": {"type": "service", "version": "1", "errors": [{"target": "a#Err"}], "traits": {"smithy.api#mixin": {}}},
        "a#S": {"type": "service", "operations": [{"target": "a#Op"}], "mixins": [{"target": "a#Base"}]}"#]);
    let errors = &shape(&model, "a#Op").as_operation().unwrap().errors;
    assert_eq!(errors.iter().map(ShapeId::name).collect::<Vec<_>>(), ["Own", "Err"]);
    let service = shape(&model, "a#S").as_service().unwrap();
    assert_eq!((service.version.as_str(), service.errors.len()), ("1", 1));
}

#[test]
fn operations_of_resources_belong_to_the_service() {
    let model = valid(&[r#"
        "a#S": {"type": "service", "version": "1", "operations": [{"target": "a#Ping"}], "resources": [{"target": "a#User"}]},
        "a#User": {"type": "resource", "identifiers": {"id": {"target": "smithy.api#String"}},
            "read": {"target": "a#GetUser"}, "list": {"target": "a#ListUsers"},
            "operations": [{"target": "a#LockUser"}], "collectionOperations": [{"target": "a#CountUsers"}],
            "resources": [{"target": "a#Key"}]},
        "a#Key": {"type": "resource", "create": {"target": "a#CreateKey"}},
        "a#Ping": {"type": "operation"}, "a#GetUser": {"type": "operation"}, "a#ListUsers": {"type": "operation"},
        "a#LockUser": {"type": "operation"}, "a#CountUsers": {"type": "operation"}, "a#CreateKey": {"type": "operation"},
        "a#Stray": {"type": "operation"}"#]);
    let operations = model.operations_of(shape(&model, "a#S").as_service().unwrap());
    let names: Vec<&str> = operations.iter().map(ShapeId::name).collect();
    assert_eq!(names, ["CountUsers", "CreateKey", "GetUser", "ListUsers", "LockUser", "Ping"]);
}

#[test]
fn smithy_1_is_read_as_2() {
    let text = r#"{"smithy": "1.0", "shapes": {
        "a#Set": {"type": "set", "member": {"target": "smithy.api#String"}},
        "a#Count": {"type": "integer"},
        "a#Boxed": {"type": "integer", "traits": {"smithy.api#box": {}}},
        "a#Colour": {"type": "string", "traits": {"smithy.api#enum": [
            {"name": "RED", "value": "red", "documentation": "like blood"},
            {"name": "OLD", "value": "old", "deprecated": true}]}},
        "a#Nameless": {"type": "string", "traits": {"smithy.api#enum": [{"value": "a b"}]}},
        "a#Foo": {"type": "structure", "members": {
            "count": {"target": "a#Count"},
            "maybe": {"target": "a#Count", "traits": {"smithy.api#box": {}}},
            "boxed": {"target": "a#Boxed"},
            "flag": {"target": "smithy.api#PrimitiveBoolean"},
            "size": {"target": "smithy.api#Integer"}}}}}"#;
    let model = validate(load_sources(vec![Source::new("1.json", text)]).unwrap()).unwrap().model;
    assert!(shape(&model, "a#Set").as_list().is_some() && shape(&model, "a#Set").traits.unique_items());
    let colour = shape(&model, "a#Colour");
    assert_eq!(colour.kind, ShapeKind::Enum);
    assert_eq!(colour.members.iter().map(Member::enum_text).collect::<Vec<_>>(), ["red", "old"]);
    assert_eq!(colour.members[0].traits.documentation(), Some("like blood"));
    assert!(colour.members[1].traits.deprecated().is_some());
    assert_eq!(shape(&model, "a#Nameless").kind, ShapeKind::String);
    let default = |name| shape(&model, "a#Foo").member(name).unwrap().traits.default_value().map(Node::to_string);
    assert_eq!(default("count").as_deref(), Some("0"));
    assert_eq!(default("maybe").as_deref(), Some("null"));
    assert_eq!(default("boxed"), None);
    assert_eq!(default("flag").as_deref(), Some("false"));
    assert_eq!(default("size"), None);
}

#[test]
fn typed_traits_read_what_the_model_says() {
    let model = valid(&[r#"
        "a#S": {"type": "service", "version": "1", "traits": {
            "aws.protocols#awsJson1_1": {}, "aws.protocols#awsQuery": {}, "aws.auth#sigv4": {"name": "iam"},
            "aws.api#service": {"sdkId": "IAM", "endpointPrefix": "iam"},
            "smithy.api#xmlNamespace": {"uri": "https://example.com/"}}},
        "a#N": {"type": "bigDecimal", "traits": {"smithy.api#range": {"min": -0.5, "max": 9007199254740992}}},
        "a#L": {"type": "string", "traits": {"smithy.api#length": {"min": 1}, "smithy.api#pattern": "^[\\w]+$"}},
        "a#E": {"type": "structure", "members": {}, "traits": {
            "smithy.api#error": "client", "smithy.api#httpError": 409, "smithy.api#retryable": {"throttling": true},
            "aws.protocols#awsQueryError": {"code": "Slow", "httpResponseCode": 409}}}"#]);
    let service = &shape(&model, "a#S").traits;
    assert_eq!(service.protocols(), [Protocol::AwsJson1_1, Protocol::AwsQuery]);
    assert_eq!(service.sigv4_name(), Some("iam"));
    assert_eq!(service.aws_service().and_then(|aws| aws.endpoint_prefix), Some("iam"));
    assert_eq!(service.xml_namespace().map(|xml| xml.uri), Some("https://example.com/"));
    let range = shape(&model, "a#N").traits.range().unwrap();
    assert_eq!(range.min.unwrap().to_string(), "-0.5");
    assert_eq!(range.max.unwrap().to_string(), "9007199254740992");
    assert_eq!(shape(&model, "a#L").traits.length(), Some(Length { min: Some(1), max: None }));
    let error = &shape(&model, "a#E").traits;
    assert_eq!((error.error(), error.http_error()), (Some(ErrorFault::Client), Some(409)));
    assert_eq!(error.retryable(), Some(Retryable { throttling: true }));
    assert_eq!(error.aws_query_error().map(|error| error.code), Some("Slow"));
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let text = "\u{feff}{\"smithy\": \"2.0\", \"shapes\": {\"example#A\": {\"type\": \"string\"}}}";
    assert!(load_sources(vec![Source::new("a.json", text)]).unwrap().shape("example#A").is_some());
}
