use tinsmith_runtime::protocol::AwsQuery;
use tinsmith_runtime::schema::*;

pub static SERVICE: Service = Service {
    id: "com.amazonaws.iam#AWSIdentityManagementV20100508",
    version: "2010-05-08",
    sdk_id: "IAM",
    endpoint_prefix: "iam",
    signing_name: "iam",
    title: "AWS Identity and Access Management",
    protocol: &AwsQuery,
    traits: &[Trait::XmlNamespace(XmlNamespace { uri: "https://iam.amazonaws.com/doc/2010-05-08/", prefix: "" })],
};
pub static EXISTING_USER_NAME_TYPE: Schema = Schema::simple(
    "com.amazonaws.iam#existingUserNameType",
    Kind::String,
    &[Trait::Length(Length { min: 1, max: 128 }), Trait::Pattern(&PATTERN_1)],
);
static PATTERN_1: Pattern = Pattern::new(
    "^[\\w]+$",
    Node::Sequence(&[
        Node::Start,
        Node::Repeat { node: &Node::Class(Class { ascii: 0x7fffffe87fffffe03ff000000000000, ranges: &[], categories: Categories::NONE, negated: false }), min: 1, max: u32::MAX },
        Node::End,
    ]),
);
pub static NO_SUCH_ENTITY_MESSAGE: Schema = Schema::simple("com.amazonaws.iam#noSuchEntityMessage", Kind::String, &[]);
