//! `ec2`: shortcuts for parameters that are structures.

use aws_smithy_types::date_time::Format;
use aws_smithy_types::{DateTime, base64};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use super::super::arguments::Takes;
use super::super::failure::Failure;
use super::super::output::json::one_line;
use super::super::param::{Meaning, Param};
use super::super::value::{Fields, Value};
use super::{Custom, extra, hide, no, optional, put, text, texts, whole, without, yes};
use tinsmith_runtime::schema::{Kind, Schema};
use tinsmith_runtime::service::Operation;

const EC2: &str = "EC2";
const RUN: &str = "run-instances";
const BUNDLE: &str = "bundle-instance";
/// The operations on the rules of a security group.
const ALLOW_IN: &str = "authorize-security-group-ingress";
const ALLOW_OUT: &str = "authorize-security-group-egress";
const REVOKE_IN: &str = "revoke-security-group-ingress";
const REVOKE_OUT: &str = "revoke-security-group-egress";

/// The paths of shortcuts for a rule. The last segments of two of them are not members: `finish_rule` replaces them.
const PROTOCOL: &str = "IpPermissions[].IpProtocol";
const PORTS: &str = "IpPermissions[].Ports";
const CIDR: &str = "IpPermissions[].IpRanges[].CidrIp";
const GROUP: &str = "IpPermissions[].UserIdGroupPairs[].Group";
const OWNER: &str = "IpPermissions[].UserIdGroupPairs[].UserId";

/// The temporary path of the bucket owner's secret key, which is never sent.
const SECRET: &str = "SecretKey";

/// The changes.
pub(super) const OPTIONS: &[Custom] = &[
    without(EC2, RUN, "min-count"),
    without(EC2, RUN, "max-count"),
    extra(EC2, RUN, "count", Takes::One, "Count", text),
    extra(EC2, RUN, "secondary-private-ip-addresses", Takes::Many, "NetworkInterfaces[].PrivateIpAddresses", addresses),
    extra(
        EC2,
        RUN,
        "secondary-private-ip-address-count",
        Takes::One,
        "NetworkInterfaces[].SecondaryPrivateIpAddressCount",
        whole,
    ),
    extra(EC2, RUN, "associate-public-ip-address", Takes::Nothing, "NetworkInterfaces[].AssociatePublicIpAddress", yes),
    extra(
        EC2,
        RUN,
        "no-associate-public-ip-address",
        Takes::Nothing,
        "NetworkInterfaces[].AssociatePublicIpAddress",
        no,
    ),
    extra(EC2, ALLOW_IN, "protocol", Takes::One, PROTOCOL, protocol),
    extra(EC2, ALLOW_IN, "port", Takes::One, PORTS, text),
    extra(EC2, ALLOW_IN, "cidr", Takes::One, CIDR, text),
    extra(EC2, ALLOW_IN, "source-group", Takes::One, GROUP, text),
    extra(EC2, ALLOW_IN, "group-owner", Takes::One, OWNER, text),
    extra(EC2, ALLOW_OUT, "protocol", Takes::One, PROTOCOL, protocol),
    extra(EC2, ALLOW_OUT, "port", Takes::One, PORTS, text),
    extra(EC2, ALLOW_OUT, "cidr", Takes::One, CIDR, text),
    extra(EC2, ALLOW_OUT, "source-group", Takes::One, GROUP, text),
    extra(EC2, ALLOW_OUT, "group-owner", Takes::One, OWNER, text),
    extra(EC2, REVOKE_IN, "protocol", Takes::One, PROTOCOL, protocol),
    extra(EC2, REVOKE_IN, "port", Takes::One, PORTS, text),
    extra(EC2, REVOKE_IN, "cidr", Takes::One, CIDR, text),
    extra(EC2, REVOKE_IN, "source-group", Takes::One, GROUP, text),
    extra(EC2, REVOKE_IN, "group-owner", Takes::One, OWNER, text),
    extra(EC2, REVOKE_OUT, "protocol", Takes::One, PROTOCOL, protocol),
    extra(EC2, REVOKE_OUT, "port", Takes::One, PORTS, text),
    extra(EC2, REVOKE_OUT, "cidr", Takes::One, CIDR, text),
    extra(EC2, REVOKE_OUT, "source-group", Takes::One, GROUP, text),
    extra(EC2, REVOKE_OUT, "group-owner", Takes::One, OWNER, text),
    hide(EC2, ALLOW_IN, "cidr-ip"),
    hide(EC2, ALLOW_IN, "from-port"),
    hide(EC2, ALLOW_IN, "to-port"),
    hide(EC2, ALLOW_IN, "ip-protocol"),
    hide(EC2, ALLOW_IN, "source-security-group-name"),
    hide(EC2, ALLOW_IN, "source-security-group-owner-id"),
    hide(EC2, ALLOW_OUT, "cidr-ip"),
    hide(EC2, ALLOW_OUT, "from-port"),
    hide(EC2, ALLOW_OUT, "to-port"),
    hide(EC2, ALLOW_OUT, "ip-protocol"),
    hide(EC2, ALLOW_OUT, "source-security-group-name"),
    hide(EC2, ALLOW_OUT, "source-security-group-owner-id"),
    hide(EC2, REVOKE_IN, "cidr-ip"),
    hide(EC2, REVOKE_IN, "from-port"),
    hide(EC2, REVOKE_IN, "to-port"),
    hide(EC2, REVOKE_IN, "ip-protocol"),
    hide(EC2, REVOKE_IN, "source-security-group-name"),
    hide(EC2, REVOKE_IN, "source-security-group-owner-id"),
    hide(EC2, REVOKE_OUT, "cidr-ip"),
    hide(EC2, REVOKE_OUT, "from-port"),
    hide(EC2, REVOKE_OUT, "to-port"),
    hide(EC2, REVOKE_OUT, "ip-protocol"),
    hide(EC2, REVOKE_OUT, "source-security-group-name"),
    hide(EC2, REVOKE_OUT, "source-security-group-owner-id"),
    optional(EC2, BUNDLE, "storage"),
    extra(EC2, BUNDLE, "bucket", Takes::One, "Storage.S3.Bucket", text),
    extra(EC2, BUNDLE, "prefix", Takes::One, "Storage.S3.Prefix", text),
    extra(EC2, BUNDLE, "owner-akid", Takes::One, "Storage.S3.AWSAccessKeyId", text),
    extra(EC2, BUNDLE, "owner-sak", Takes::One, "Storage.S3.SecretKey", text),
    extra(EC2, BUNDLE, "policy", Takes::One, "Storage.S3.UploadPolicy", policy),
];

/// Turns a structure whose only member is a boolean `Value` into a flag that also takes a value.
pub(super) fn pull_up_booleans(operation: &Operation, params: &mut Vec<Param>) {
    let is_flag = |schema: &Schema| {
        let only = if let [only] = schema.members() { Some(only) } else { None };
        schema.kind() == Kind::Structure
            && only.is_some_and(|it| it.name() == "Value" && it.target().kind() == Kind::Boolean)
    };
    let mut index = 0;
    while index < params.len() {
        let member = match params[index].meaning {
            Meaning::Member(at) => operation.input.members().get(at).map(|member| (at, member)),
            _ => None,
        };
        if let Some((at, _)) = member.filter(|(_, member)| is_flag(member.target())) {
            let mut opposite = params[index].clone();
            opposite.option.name = format!("no-{}", params[index].option.name).into();
            opposite.option.takes = Takes::Nothing;
            opposite.meaning = Meaning::Negated(at);
            params[index].option.takes = Takes::OneOr("Value=true");
            params.insert(index + 1, opposite);
            index += 1;
        }
        index += 1;
    }
}

/// `tcp`, `udp`, `icmp`, `all`, or a number.
fn protocol(_: &str, arguments: &[String]) -> Result<Value, Failure> {
    let given = arguments.first().map(String::as_str).unwrap_or_default();
    let wrong = |message: &str| Err(Failure::Param(message.to_owned()));
    match given.parse::<i64>() {
        Ok(number) if (-1..=255).contains(&number) => Ok(Value::string(given)),
        Ok(_) => wrong("protocol numbers must be in the range 0-255 or -1 to specify all protocols"),
        Err(_) => match given {
            "all" => Ok(Value::string("-1")),
            "tcp" | "udp" | "icmp" => Ok(Value::string(given)),
            _ => wrong("protocol parameter should be one of: tcp|udp|icmp|all or any valid protocol number."),
        },
    }
}

/// A policy for uploads, which is given as base64.
fn policy(option: &str, arguments: &[String]) -> Result<Value, Failure> {
    match text(option, arguments)? {
        Value::String(text) => match base64::decode(text.trim()) {
            Ok(bytes) => Ok(Value::Bytes(bytes)),
            Err(_) => Err(Failure::General(format!("Invalid base64: \"{text}\""))),
        },
        other => Ok(other),
    }
}

/// Permits the service to upload the bundle for a day, signed with the key of the bucket's owner.
pub(super) fn finish_bundle_instance(values: &mut Fields) -> Result<(), Failure> {
    let Some(Value::Object(storage)) = values.get_mut("Storage") else { return Ok(()) };
    let Some(Value::Object(storage)) = storage.get_mut("S3") else { return Ok(()) };
    let part = |name: &str| storage.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (bucket, prefix, secret) = (part("Bucket"), part("Prefix"), part(SECRET));
    storage.remove(SECRET);
    if !storage.contains("UploadPolicy") {
        let day = std::time::Duration::from_secs(24 * 60 * 60);
        let expires = DateTime::from(std::time::SystemTime::now() + day);
        let expires = expires.fmt(Format::DateTime).unwrap_or_default();
        let condition = |name: &str, value: &str| {
            one_line(&Value::Object([(name.to_owned(), Value::string(value))].into_iter().collect()))
        };
        let starts = ["starts-with", "$key", &prefix].map(Value::string);
        let policy = format!(
            "{{\"expiration\": \"{expires}\", \"conditions\": [{}, {}, {}]}}",
            condition("bucket", &bucket),
            condition("acl", "ec2-bundle-read"),
            one_line(&Value::List(starts.to_vec()))
        );
        storage.set("UploadPolicy", Value::Bytes(policy.into_bytes()));
    }
    if let Some(Value::Bytes(policy)) = storage.get("UploadPolicy").cloned()
        && !secret.is_empty()
        && let Ok(mut signer) = Hmac::<Sha1>::new_from_slice(secret.as_bytes())
    {
        signer.update(base64::encode(policy).as_bytes());
        let signature = base64::encode(signer.finalize().into_bytes());
        storage.set("UploadPolicySignature", Value::String(signature));
    }
    Ok(())
}

/// Further addresses after the first.
fn addresses(option: &str, arguments: &[String]) -> Result<Value, Failure> {
    let Value::List(all) = texts(option, arguments)? else { return Ok(Value::Null) };
    let address = |text: Value| {
        let fields = [("PrivateIpAddress".to_owned(), text), ("Primary".to_owned(), Value::Boolean(false))];
        Value::Object(fields.into_iter().collect())
    };
    Ok(Value::List(all.into_iter().map(address).collect()))
}

/// Replaces the temporary values of shortcuts with the members of a rule.
pub(super) fn finish_rule(values: &mut Fields) -> Result<(), Failure> {
    let Some(Value::List(rules)) = values.get_mut("IpPermissions") else { return Ok(()) };
    let Some(Value::Object(rule)) = rules.first_mut() else { return Ok(()) };
    if let Some(ports) = rule.get("Ports").and_then(Value::as_str).map(str::to_owned) {
        rule.remove("Ports");
        let (from, to) = match ports.as_str() {
            "-1" | "all" => ("-1", "-1"),
            range => range.split_once('-').unwrap_or((range, range)),
        };
        let number = |text: &str| text.trim().parse().map(Value::Integer);
        let (Ok(from), Ok(to)) = (number(from), number(to)) else {
            let message = "port parameter should be of the form <from[-to]> (e.g. 22 or 22-25)";
            return Err(Failure::Param(message.to_owned()));
        };
        rule.push("FromPort", from);
        rule.push("ToPort", to);
    }
    if let Some(Value::List(pairs)) = rule.get_mut("UserIdGroupPairs")
        && let Some(Value::Object(pair)) = pairs.first_mut()
        && let Some(group) = pair.get("Group").cloned()
    {
        pair.remove("Group");
        let is_id = group.as_str().is_some_and(|it| it.starts_with("sg-"));
        pair.push(if is_id { "GroupId" } else { "GroupName" }, group);
    }
    Ok(())
}

/// Reads `--count`, and moves values into the network interface that are only valid there.
pub(super) fn finish_run_instances(values: &mut Fields) -> Result<(), Failure> {
    if let Some(count) = values.get("Count").and_then(Value::as_str).map(str::to_owned) {
        values.remove("Count");
        let (least, most) = count.split_once(':').unwrap_or((&count, &count));
        let number = |text: &str| text.trim().parse().map(Value::Integer);
        let (Ok(least), Ok(most)) = (number(least), number(most)) else {
            let message = "count parameter should be of form min[:max] (e.g. 1 or 1:10)";
            return Err(Failure::General(message.to_owned()));
        };
        values.set("MinCount", least);
        values.set("MaxCount", most);
    }
    for name in ["MaxCount", "MinCount"] {
        if !values.contains(name) {
            values.push(name, Value::Integer(1));
        }
    }
    let Some(Value::List(interfaces)) = values.get("NetworkInterfaces") else { return Ok(()) };
    let Some(Value::Object(first)) = interfaces.first() else { return Ok(()) };
    let simple = ["PrivateIpAddresses", "SecondaryPrivateIpAddressCount", "AssociatePublicIpAddress"];
    if !simple.iter().any(|name| first.contains(name)) {
        return Ok(());
    }
    if !first.contains("DeviceIndex") && interfaces.len() == 1 && first.iter().all(|(name, _)| simple.contains(&name)) {
        put(values, "NetworkInterfaces[].DeviceIndex", Value::Integer(0));
    }
    let moves = [
        ("SubnetId", "SubnetId"),
        ("SecurityGroupIds", "Groups"),
        ("Ipv6AddressCount", "Ipv6AddressCount"),
        ("Ipv6Addresses", "Ipv6Addresses"),
        ("EnablePrimaryIpv6", "PrimaryIpv6"),
    ];
    for (from, to) in moves {
        if let Some(value) = values.get(from).cloned() {
            values.remove(from);
            put(values, &format!("NetworkInterfaces[].{to}"), value);
        }
    }
    if let Some(address) = values.get("PrivateIpAddress").cloned() {
        values.remove("PrivateIpAddress");
        let fields = [("PrivateIpAddress".to_owned(), address), ("Primary".to_owned(), Value::Boolean(true))];
        let addresses = Value::List(vec![Value::Object(fields.into_iter().collect())]);
        put(values, "NetworkInterfaces[].PrivateIpAddresses", addresses);
    }
    Ok(())
}

/// Converts the protocol of a network ACL rule to a number.
pub(super) fn number_protocol(values: &mut Fields) -> Result<(), Failure> {
    let number = match values.get("Protocol").and_then(Value::as_str) {
        Some("tcp") => "6",
        Some("udp") => "17",
        Some("icmp") => "1",
        Some("all") => "-1",
        _ => return Ok(()),
    };
    values.set("Protocol", Value::string(number));
    Ok(())
}
