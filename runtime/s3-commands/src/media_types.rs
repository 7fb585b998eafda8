//! The media type of a file by its name, as the AWS CLI guesses it: from the system's `mime.types` and the table below.

use std::collections::HashMap;
use std::fs;
use std::sync::OnceLock;

/// The files with further types. Later ones have precedence.
const FILES: [&str; 4] =
    ["/etc/mime.types", "/etc/httpd/mime.types", "/etc/apache2/mime.types", "/usr/local/etc/mime.types"];

/// Endings that stand for two.
const COMPRESSED: [(&str, &str); 6] =
    [("svgz", "svg"), ("tgz", "tar"), ("taz", "tar"), ("tz", "tar"), ("tbz2", "tar"), ("txz", "tar")];

/// Endings of compressed files.
const ENCODINGS: [&str; 5] = ["gz", "Z", "bz2", "xz", "br"];

/// The media type of a file with this name. `None` if its ending is unknown.
pub(crate) fn media_type(path: &str) -> Option<&'static str> {
    let name = path.rsplit(['/', std::path::MAIN_SEPARATOR]).next()?;
    let (mut stem, mut ending) = split(name)?;
    if let Some((_, inner)) = COMPRESSED.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)) {
        return types().get(*inner).map(String::as_str);
    }
    if ENCODINGS.contains(&ending) {
        (stem, ending) = split(stem)?;
    }
    let _ = stem;
    let known = types();
    let found = known.get(ending).or_else(|| known.get(&ending.to_ascii_lowercase()));
    found.map(String::as_str)
}

/// Splits a name and its ending. A leading dot does not begin an ending.
fn split(name: &str) -> Option<(&str, &str)> {
    let (stem, ending) = name.rsplit_once('.')?;
    (!stem.trim_start_matches('.').is_empty()).then_some((stem, ending))
}

/// All types, by ending.
fn types() -> &'static HashMap<String, String> {
    static TYPES: OnceLock<HashMap<String, String>> = OnceLock::new();
    TYPES.get_or_init(|| {
        let mut types = HashMap::new();
        for (media_type, endings) in TABLE {
            for ending in endings.split(' ') {
                types.insert(ending.to_owned(), (*media_type).to_owned());
            }
        }
        for text in FILES.iter().filter_map(|path| fs::read_to_string(path).ok()) {
            read(&text, &mut types);
        }
        types
    })
}

/// Parses lines with a type and its endings. Comments begin with `#`.
fn read(text: &str, types: &mut HashMap<String, String>) {
    for line in text.lines() {
        let mut words = line.split_whitespace().take_while(|it| !it.starts_with('#'));
        let Some(media_type) = words.next() else { continue };
        for ending in words {
            types.insert(ending.to_owned(), media_type.to_owned());
        }
    }
}

/// Media types with their file endings.
const TABLE: &[(&str, &str)] = &[
    ("application/json", "json"),
    ("application/manifest+json", "webmanifest"),
    ("application/msword", "doc dot wiz"),
    ("application/n-quads", "nq"),
    ("application/n-triples", "nt"),
    ("application/octet-stream", "a bin dll exe o obj so"),
    ("application/oda", "oda"),
    ("application/pdf", "pdf"),
    ("application/pkcs7-mime", "p7c"),
    ("application/postscript", "ai eps ps"),
    ("application/trig", "trig"),
    ("application/vnd.apple.mpegurl", "m3u m3u8"),
    ("application/vnd.ms-excel", "xlb xls"),
    ("application/vnd.ms-powerpoint", "pot ppa pps ppt pwz"),
    ("application/wasm", "wasm"),
    ("application/x-bcpio", "bcpio"),
    ("application/x-cpio", "cpio"),
    ("application/x-csh", "csh"),
    ("application/x-dvi", "dvi"),
    ("application/x-gtar", "gtar"),
    ("application/x-hdf", "hdf"),
    ("application/x-hdf5", "h5"),
    ("application/x-latex", "latex"),
    ("application/x-mif", "mif"),
    ("application/x-netcdf", "cdf nc"),
    ("application/x-pkcs12", "p12 pfx"),
    ("application/x-pn-realaudio", "ram"),
    ("application/x-python-code", "pyc pyo"),
    ("application/x-sh", "sh"),
    ("application/x-shar", "shar"),
    ("application/x-shockwave-flash", "swf"),
    ("application/x-sv4cpio", "sv4cpio"),
    ("application/x-sv4crc", "sv4crc"),
    ("application/x-tar", "tar"),
    ("application/x-tcl", "tcl"),
    ("application/x-tex", "tex"),
    ("application/x-texinfo", "texi texinfo"),
    ("application/x-troff", "roff t tr"),
    ("application/x-troff-man", "man"),
    ("application/x-troff-me", "me"),
    ("application/x-troff-ms", "ms"),
    ("application/x-ustar", "ustar"),
    ("application/x-wais-source", "src"),
    ("application/xml", "rdf wsdl xpdl xsl"),
    ("application/zip", "zip"),
    ("audio/3gpp", "3gp 3gpp"),
    ("audio/3gpp2", "3g2 3gpp2"),
    ("audio/aac", "aac adts ass loas"),
    ("audio/basic", "au snd"),
    ("audio/mpeg", "mp2 mp3"),
    ("audio/opus", "opus"),
    ("audio/x-aiff", "aif aifc aiff"),
    ("audio/x-pn-realaudio", "ra"),
    ("audio/x-wav", "wav"),
    ("image/avif", "avif"),
    ("image/bmp", "bmp"),
    ("image/gif", "gif"),
    ("image/heic", "heic"),
    ("image/heif", "heif"),
    ("image/ief", "ief"),
    ("image/jpeg", "jpe jpeg jpg"),
    ("image/png", "png"),
    ("image/svg+xml", "svg"),
    ("image/tiff", "tif tiff"),
    ("image/vnd.microsoft.icon", "ico"),
    ("image/webp", "webp"),
    ("image/x-cmu-raster", "ras"),
    ("image/x-portable-anymap", "pnm"),
    ("image/x-portable-bitmap", "pbm"),
    ("image/x-portable-graymap", "pgm"),
    ("image/x-portable-pixmap", "ppm"),
    ("image/x-rgb", "rgb"),
    ("image/x-xbitmap", "xbm"),
    ("image/x-xpixmap", "xpm"),
    ("image/x-xwindowdump", "xwd"),
    ("message/rfc822", "eml mht mhtml nws"),
    ("text/css", "css"),
    ("text/csv", "csv"),
    ("text/html", "htm html"),
    ("text/javascript", "js mjs"),
    ("text/n3", "n3"),
    ("text/plain", "bat c h ksh pl srt txt"),
    ("text/richtext", "rtx"),
    ("text/tab-separated-values", "tsv"),
    ("text/vtt", "vtt"),
    ("text/x-python", "py"),
    ("text/x-setext", "etx"),
    ("text/x-sgml", "sgm sgml"),
    ("text/x-vcard", "vcf"),
    ("text/xml", "xml"),
    ("video/mp4", "mp4"),
    ("video/mpeg", "m1v mpa mpe mpeg mpg"),
    ("video/quicktime", "mov qt"),
    ("video/webm", "webm"),
    ("video/x-msvideo", "avi"),
    ("video/x-sgi-movie", "movie"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_say_the_type() {
        for (path, expected) in [
            ("/a/b.html", Some("text/html")),
            ("b.TXT", Some("text/plain")),
            ("a.tar.gz", Some("application/x-tar")),
            ("a.tgz", Some("application/x-tar")),
            ("a.gz", None),
            (".html", None),
            ("a.d/b", None),
        ] {
            assert_eq!(media_type(path), expected, "{path}");
        }
    }

    #[test]
    fn a_file_of_types_is_read() {
        let mut types = HashMap::new();
        read("# all\ntext/x-a\taa ab # more\nimage/none\n", &mut types);
        assert_eq!(types.get("ab").map(String::as_str), Some("text/x-a"));
        assert_eq!(types.len(), 2);
    }
}
