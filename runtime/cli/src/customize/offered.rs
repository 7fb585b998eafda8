//! Operations that the AWS CLI does not offer, and second names of commands.

/// Operations that are not offered, by SDK id and command. Most of them return an endless stream.
const REMOVED: &[(&str, &[&str])] = &[
    ("SES", &["delete-verified-email-address", "list-verified-email-addresses", "verify-email-address"]),
    ("EC2", &["import-instance", "import-volume"]),
    (
        "EMR",
        &[
            "add-job-flow-steps",
            "describe-job-flows",
            "list-bootstrap-actions",
            "list-instance-groups",
            "run-job-flow",
            "set-keep-job-flow-alive-when-no-steps",
            "set-termination-protection",
            "set-unhealthy-node-replacement",
            "set-visible-to-all-users",
            "terminate-job-flows",
        ],
    ),
    ("Kinesis", &["subscribe-to-shard"]),
    ("RDS", &["modify-option-group"]),
    ("SSO", &["logout"]),
    ("Lex Runtime V2", &["start-conversation"]),
    ("Lambda", &["invoke-with-response-stream"]),
    ("SageMaker Runtime", &["invoke-endpoint-with-response-stream"]),
    (
        "Bedrock Runtime",
        &["converse-stream", "invoke-model-with-bidirectional-stream", "invoke-model-with-response-stream"],
    ),
    (
        "Bedrock Agent Runtime",
        &[
            "agentic-retrieve-stream",
            "invoke-agent",
            "invoke-flow",
            "invoke-inline-agent",
            "optimize-prompt",
            "retrieve-and-generate-stream",
        ],
    ),
    ("Bedrock AgentCore", &["invoke-agent-runtime-command", "invoke-code-interpreter", "invoke-harness"]),
    ("QBusiness", &["chat"]),
    ("IoTSiteWise", &["invoke-assistant"]),
    ("CloudWatch Logs", &["get-log-object"]),
    ("ConnectHealth", &["start-medical-scribe-listening-session"]),
    ("Polly", &["start-speech-synthesis-stream"]),
    ("DevOps Agent", &["send-message"]),
];

/// Commands of the AWS CLI that are not operations and are not supported, by SDK id.
const MISSING: &[(&str, &[&str])] = &[
    ("AgentToolkit", &["add-skill", "get-skill-file", "list-installed-skills", "remove-skill", "update-skill"]),
    ("CloudFormation", &["deploy", "package"]),
    ("CloudTrail", &["validate-logs", "verify-query-results"]),
    ("CodeDeploy", &["deregister", "install", "push", "register", "uninstall"]),
    ("Config Service", &["get-status", "subscribe"]),
    ("DynamoDB", &["wizard"]),
    ("EC2 Instance Connect", &["open-tunnel", "ssh"]),
    ("ECS", &["deploy", "monitor-express-gateway-service"]),
    (
        "EMR",
        &[
            "add-steps",
            "create-cluster",
            "create-default-roles",
            "create-hbase-backup",
            "disable-hbase-backups",
            "get",
            "install-applications",
            "modify-cluster-attributes",
            "put",
            "restore-from-hbase-backup",
            "schedule-hbase-backup",
            "socks",
            "ssh",
            "terminate-clusters",
        ],
    ),
    ("EMR containers", &["create-role-associations", "delete-role-associations", "update-role-trust-policy"]),
    ("EventBridge", &["wizard"]),
    ("GameLift", &["get-game-session-log", "upload-build"]),
    ("IAM", &["wizard"]),
    ("Lambda", &["wizard"]),
    ("Lightsail", &["push-container-image"]),
    ("Service Catalog", &["generate"]),
    ("codeartifact", &["login"]),
];

/// Whether the AWS CLI has a command of this name that is not supported here.
pub(crate) fn is_missing(sdk_id: &str, command: &str) -> bool {
    MISSING.iter().any(|(service, commands)| *service == sdk_id && commands.contains(&command))
}

/// Second names of commands, by SDK id: the hidden name, and the command.
const HIDDEN: &[(&str, &str, &str)] = &[
    ("CloudWatch", "get-o-tel-enrichment", "get-otel-enrichment"),
    ("CloudWatch", "start-o-tel-enrichment", "start-otel-enrichment"),
    ("CloudWatch", "stop-o-tel-enrichment", "stop-otel-enrichment"),
    ("MTurk", "list-hi-ts-for-qualification-type", "list-hits-for-qualification-type"),
    ("Signin", "create-o-auth2-token", "create-oauth2-token"),
    ("SocialMessaging", "delete-whatsapp-media-message", "delete-whatsapp-message-media"),
];

/// Whether the command of an operation is offered.
pub(crate) fn is_offered(sdk_id: &str, command: &str) -> bool {
    !REMOVED.iter().any(|(service, commands)| *service == sdk_id && commands.contains(&command))
}

/// The command with this second name.
pub(crate) fn hidden_name(sdk_id: &str, name: &str) -> Option<&'static str> {
    HIDDEN.iter().find(|(service, hidden, _)| *service == sdk_id && *hidden == name).map(|(_, _, command)| *command)
}
