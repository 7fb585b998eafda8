//! The answers of the services.

use std::fmt::Write as _;

/// The answer of `GetCallerIdentity`.
pub(super) fn caller_identity() -> String {
    concat!(
        r#"<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>"#,
        "<Arn>arn:aws:iam::123456789012:user/Alice</Arn><UserId>AIDACKCEVSQ6C2EXAMPLE</UserId>",
        "<Account>123456789012</Account></GetCallerIdentityResult><ResponseMetadata>",
        "<RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId></ResponseMetadata></GetCallerIdentityResponse>"
    )
    .to_owned()
}

/// The answer of `GetItem`: 20 attributes of 500 bytes.
pub(super) fn item() -> String {
    format!(r#"{{"Item":{}}}"#, attributes(20, 500))
}

/// The answer of `Query`: 1,000 items of 1 KB.
pub(super) fn items() -> String {
    let items = vec![attributes(10, 85); 1_000].join(",");
    format!(r#"{{"Count":1000,"ScannedCount":1000,"Items":[{items}]}}"#)
}

fn attributes(number: usize, size: usize) -> String {
    let text = "x".repeat(size);
    let attributes = (0..number).map(|index| match index % 5 {
        0 => format!(r#""name{index}":{{"N":"{index}.25"}}"#),
        _ => format!(r#""name{index}":{{"S":"{text}"}}"#),
    });
    format!("{{{}}}", attributes.collect::<Vec<_>>().join(","))
}

/// The answer of `ListFunctions`: 50 functions.
pub(super) fn functions() -> String {
    let function = |index: usize| {
        format!(
            r#"{{"FunctionName":"function-{index}","FunctionArn":"arn:aws:lambda:us-east-1:123456789012:function:function-{index}","Runtime":"provided.al2023","Role":"arn:aws:iam::123456789012:role/lambda-role","Handler":"bootstrap","CodeSize":1048576,"Description":"Processes orders","Timeout":30,"MemorySize":256,"LastModified":"2026-01-01T00:00:00.000+0000","CodeSha256":"uC6+IfZ9QfS0Rw4oDm4bQ0EXAMPLEhash0000000000=","Version":"$LATEST","VpcConfig":{{"SubnetIds":["subnet-1","subnet-2"],"SecurityGroupIds":["sg-1"],"VpcId":"vpc-1","Ipv6AllowedForDualStack":false}},"Environment":{{"Variables":{{"STAGE":"prod","TABLE":"orders","LOG":"info"}}}},"TracingConfig":{{"Mode":"PassThrough"}},"RevisionId":"01234567-89ab-cdef-0123-456789abcdef","Layers":[{{"Arn":"arn:aws:lambda:us-east-1:123456789012:layer:tools:1","CodeSize":4096}}],"PackageType":"Zip","Architectures":["arm64"],"EphemeralStorage":{{"Size":512}},"SnapStart":{{"ApplyOn":"None","OptimizationStatus":"Off"}},"LoggingConfig":{{"LogFormat":"Text","LogGroup":"/aws/lambda/function-{index}"}}}}"#
        )
    };
    format!(r#"{{"Functions":[{}]}}"#, (0..50).map(function).collect::<Vec<_>>().join(","))
}

/// The answer of `ListHostedZones`: 100 zones.
pub(super) fn hosted_zones() -> String {
    let mut body =
        r#"<ListHostedZonesResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HostedZones>"#.to_owned();
    for index in 0..100 {
        let _ = write!(
            body,
            "<HostedZone><Id>/hostedzone/Z{index:012}</Id><Name>zone{index}.example.com.</Name><CallerReference>reference-\
             {index}</CallerReference><Config><Comment>A zone</Comment><PrivateZone>false</PrivateZone></Config>\
             <ResourceRecordSetCount>17</ResourceRecordSetCount></HostedZone>"
        );
    }
    body + "</HostedZones><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesResponse>"
}

/// The answer of `DescribeInstances`: 500 instances.
pub(super) fn instances() -> String {
    let mut body = r#"<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><reservationSet>"#.to_owned();
    for index in 0..500 {
        let _ = write!(
            body,
            "<item><reservationId>r-{index:017}</reservationId><ownerId>123456789012</ownerId><groupSet/><instancesSet><item>\
             <instanceId>i-{index:017}</instanceId><imageId>ami-0abcdef1234567890</imageId><instanceState><code>16</code>\
             <name>running</name></instanceState><privateDnsName>ip-10-0-0-1.ec2.internal</privateDnsName><dnsName/>\
             <keyName>key</keyName><amiLaunchIndex>0</amiLaunchIndex><productCodes/><instanceType>m7g.large</instanceType>\
             <launchTime>2026-01-01T00:00:00.000Z</launchTime><placement><availabilityZone>us-east-1a</availabilityZone>\
             <groupName/><tenancy>default</tenancy></placement><monitoring><state>disabled</state></monitoring>\
             <subnetId>subnet-0abc</subnetId><vpcId>vpc-0abc</vpcId><privateIpAddress>10.0.0.1</privateIpAddress>\
             <sourceDestCheck>true</sourceDestCheck><groupSet><item><groupId>sg-0abc</groupId><groupName>default</groupName>\
             </item></groupSet><architecture>arm64</architecture><rootDeviceType>ebs</rootDeviceType><rootDeviceName>\
             /dev/xvda</rootDeviceName><blockDeviceMapping><item><deviceName>/dev/xvda</deviceName><ebs><volumeId>vol-\
             {index:017}</volumeId><status>attached</status><attachTime>2026-01-01T00:00:00.000Z</attachTime>\
             <deleteOnTermination>true</deleteOnTermination></ebs></item></blockDeviceMapping><virtualizationType>hvm\
             </virtualizationType><tagSet><item><key>Name</key><value>server-{index}</value></item><item><key>stage</key>\
             <value>prod</value></item></tagSet><hypervisor>xen</hypervisor><ebsOptimized>true</ebsOptimized>\
             <enaSupport>true</enaSupport><cpuOptions><coreCount>2</coreCount><threadsPerCore>1</threadsPerCore>\
             </cpuOptions><hibernationOptions><configured>false</configured></hibernationOptions><metadataOptions>\
             <state>applied</state><httpTokens>required</httpTokens><httpPutResponseHopLimit>2</httpPutResponseHopLimit>\
             <httpEndpoint>enabled</httpEndpoint></metadataOptions></item></instancesSet></item>"
        );
    }
    body + "</reservationSet></DescribeInstancesResponse>"
}
