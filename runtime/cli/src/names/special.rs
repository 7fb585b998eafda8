//! Names that the rule would split in unnatural places.

/// Dashed names that are exceptions to the rule, sorted by name.
const SPECIAL: &[(&str, &str)] = &[
    ("AssociateWhatsAppBusinessAccount", "associate-whatsapp-business-account"),
    ("CreateCachediSCSIVolume", "create-cached-iscsi-volume"),
    ("CreateOAuth2Token", "create-oauth2-token"),
    ("CreateOAuth2TokenWithIAM", "create-oauth2-token-with-iam"),
    ("CreateStorediSCSIVolume", "create-stored-iscsi-volume"),
    ("CreateWhatsAppDataset", "create-whatsapp-dataset"),
    ("CreateWhatsAppFlow", "create-whatsapp-flow"),
    ("CreateWhatsAppMessageTemplate", "create-whatsapp-message-template"),
    ("CreateWhatsAppMessageTemplateFromLibrary", "create-whatsapp-message-template-from-library"),
    ("CreateWhatsAppMessageTemplateMedia", "create-whatsapp-message-template-media"),
    ("DeleteWhatsAppFlow", "delete-whatsapp-flow"),
    ("DeleteWhatsAppMessageMedia", "delete-whatsapp-message-media"),
    ("DeleteWhatsAppMessageTemplate", "delete-whatsapp-message-template"),
    ("DeprecateWhatsAppFlow", "deprecate-whatsapp-flow"),
    ("DescribeCachediSCSIVolumes", "describe-cached-iscsi-volumes"),
    ("DescribeStorediSCSIVolumes", "describe-stored-iscsi-volumes"),
    ("DisassociateWhatsAppBusinessAccount", "disassociate-whatsapp-business-account"),
    ("ExecutePartiQLBatch", "execute-partiql-batch"),
    ("ExecutePartiQLStatement", "execute-partiql-statement"),
    ("ExecutePartiQLTransaction", "execute-partiql-transaction"),
    ("GetLinkedWhatsAppBusinessAccount", "get-linked-whatsapp-business-account"),
    ("GetLinkedWhatsAppBusinessAccountPhoneNumber", "get-linked-whatsapp-business-account-phone-number"),
    ("GetOTelEnrichment", "get-otel-enrichment"),
    ("GetWhatsAppBusinessPublicKey", "get-whatsapp-business-public-key"),
    ("GetWhatsAppCallPermission", "get-whatsapp-call-permission"),
    ("GetWhatsAppFlow", "get-whatsapp-flow"),
    ("GetWhatsAppFlowPreview", "get-whatsapp-flow-preview"),
    ("GetWhatsAppMessageMedia", "get-whatsapp-message-media"),
    ("GetWhatsAppMessageTemplate", "get-whatsapp-message-template"),
    ("IntrospectOAuth2TokenWithIAM", "introspect-oauth2-token-with-iam"),
    ("ListHITsForQualificationType", "list-hits-for-qualification-type"),
    ("ListLinkedWhatsAppBusinessAccounts", "list-linked-whatsapp-business-accounts"),
    ("ListWhatsAppFlowAssets", "list-whatsapp-flow-assets"),
    ("ListWhatsAppFlows", "list-whatsapp-flows"),
    ("ListWhatsAppMessageTemplates", "list-whatsapp-message-templates"),
    ("ListWhatsAppTemplateLibrary", "list-whatsapp-template-library"),
    ("PostWhatsAppMessageMedia", "post-whatsapp-message-media"),
    ("PublishWhatsAppFlow", "publish-whatsapp-flow"),
    ("PutWhatsAppBusinessAccountEventDestinations", "put-whatsapp-business-account-event-destinations"),
    ("PutWhatsAppBusinessPublicKey", "put-whatsapp-business-public-key"),
    ("RevokeOAuth2TokenWithIAM", "revoke-oauth2-token-with-iam"),
    ("SendWhatsAppCallEvent", "send-whatsapp-call-event"),
    ("SendWhatsAppConversionEvent", "send-whatsapp-conversion-event"),
    ("SendWhatsAppMessage", "send-whatsapp-message"),
    ("StartOTelEnrichment", "start-otel-enrichment"),
    ("StopOTelEnrichment", "stop-otel-enrichment"),
    ("UpdateLinkedWhatsAppBusinessAccountPhoneNumber", "update-linked-whatsapp-business-account-phone-number"),
    ("UpdateOTelEnrichment", "update-otel-enrichment"),
    ("UpdateWhatsAppFlow", "update-whatsapp-flow"),
    ("UpdateWhatsAppFlowAssets", "update-whatsapp-flow-assets"),
    ("UpdateWhatsAppMessageTemplate", "update-whatsapp-message-template"),
];

/// The dashed form of a name, if it is an exception to the rule.
pub(super) fn find(name: &str) -> Option<&'static str> {
    let index = SPECIAL.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    Some(SPECIAL[index].1)
}

#[cfg(test)]
mod tests {
    use super::SPECIAL;
    use crate::names::is_dashed;

    #[test]
    fn special_names_have_the_letters_of_their_commands() {
        assert!(SPECIAL.is_sorted_by(|(left, _), (right, _)| left < right));
        for (name, command) in SPECIAL {
            assert!(is_dashed(name, command), "{name}");
        }
    }
}
