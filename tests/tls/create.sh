#!/bin/sh
# Creates the certificates that test servers present, one for each reason to refuse them. They are committed, so that
# tests do not need OpenSSL.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
begin=20200101000000Z end=99991231235959Z host=subjectAltName=DNS:localhost

cat > "$work/config" <<END
[ca]
default_ca = tests
[tests]
database = $work/index
rand_serial = yes
new_certs_dir = $work
default_md = sha256
policy = any
[any]
commonName = supplied
END

# issue NAME FROM UNTIL EXTENSIONS [AUTHORITY]: creates a certificate for the key of the servers.
issue() {
    printf '%b\n' "$4" > "$work/extensions"
    openssl req -new -key key.pem -subj /CN=localhost -out "$work/request"
    : > "$work/index"
    openssl ca -batch -notext -config "$work/config" -cert "${5:-authority}.pem" -keyfile "${5:-authority}-key.pem" \
        -in "$work/request" -startdate "$2" -enddate "$3" -extfile "$work/extensions" -out "$1.pem"
}

issue issued $begin $end $host
issue expired $begin 20210101000000Z $host
issue early 99980101000000Z $end $host
issue other-name $begin $end subjectAltName=DNS:iam.test
issue no-name $begin $end basicConstraints=CA:FALSE
issue for-clients $begin $end "$host\nextendedKeyUsage=clientAuth"

# Signed by another authority of the same name.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=Authority of the tests" -days 1 \
    -keyout "$work/other-key.pem" -out "$work/other.pem"
issue bad-signature $begin $end $host "$work/other"
