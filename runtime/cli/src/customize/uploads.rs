//! Options that read the bytes of a structure's member from a file.

use super::super::arguments::Takes;
use super::super::failure::Failure;
use super::super::value::Value;
use super::{Custom, extra, needed, optional, text};

/// The changes.
pub(super) const OPTIONS: &[Custom] = &[
    optional("Translate", "import-terminology", "terminology-data"),
    needed("Translate", "import-terminology", "data-file", Takes::One, "TerminologyData.File", bytes),
    needed("Translate", "translate-document", "document-content", Takes::One, "Document.Content", bytes),
    optional("Rekognition", "compare-faces", "source-image"),
    optional("Rekognition", "compare-faces", "target-image"),
    extra("Rekognition", "compare-faces", "source-image-bytes", Takes::One, "SourceImage.Bytes", bytes),
    extra("Rekognition", "compare-faces", "target-image-bytes", Takes::One, "TargetImage.Bytes", bytes),
    optional("Rekognition", "detect-custom-labels", "image"),
    optional("Rekognition", "detect-faces", "image"),
    optional("Rekognition", "detect-labels", "image"),
    optional("Rekognition", "detect-moderation-labels", "image"),
    optional("Rekognition", "detect-protective-equipment", "image"),
    optional("Rekognition", "detect-text", "image"),
    optional("Rekognition", "index-faces", "image"),
    optional("Rekognition", "recognize-celebrities", "image"),
    optional("Rekognition", "search-faces-by-image", "image"),
    optional("Rekognition", "search-users-by-image", "image"),
    extra("Rekognition", "detect-custom-labels", "image-bytes", Takes::One, "Image.Bytes", bytes),
    extra("Rekognition", "detect-faces", "image-bytes", Takes::One, "Image.Bytes", bytes),
    extra("Rekognition", "detect-labels", "image-bytes", Takes::One, "Image.Bytes", bytes),
    extra("Rekognition", "detect-moderation-labels", "image-bytes", Takes::One, "Image.Bytes", bytes),
    extra("Rekognition", "detect-protective-equipment", "image-bytes", Takes::One, "Image.Bytes", bytes),
    extra("Rekognition", "detect-text", "image-bytes", Takes::One, "Image.Bytes", bytes),
    extra("Rekognition", "index-faces", "image-bytes", Takes::One, "Image.Bytes", bytes),
    extra("Rekognition", "recognize-celebrities", "image-bytes", Takes::One, "Image.Bytes", bytes),
    extra("Rekognition", "search-faces-by-image", "image-bytes", Takes::One, "Image.Bytes", bytes),
    extra("Rekognition", "search-users-by-image", "image-bytes", Takes::One, "Image.Bytes", bytes),
    optional("QuickSight", "start-asset-bundle-import-job", "asset-bundle-import-source"),
    extra(
        "QuickSight",
        "start-asset-bundle-import-job",
        "asset-bundle-import-source-bytes",
        Takes::One,
        "AssetBundleImportSource.Body",
        bytes,
    ),
];

/// The contents of a file, or the argument itself.
fn bytes(option: &str, arguments: &[String]) -> Result<Value, Failure> {
    text(option, arguments)
}
