#!/bin/sh
# The requests of the tests, made with OpenSSL 3. Run in an empty folder; keys are thrown away.
set -eu
config() {
    printf 'prompt=no\ndistinguished_name=dn\nstring_mask=utf8only\n%s\n[dn]\nCN=Nguyen Van An\nC=VN\n[at]\nchallengePassword=%s\n' "$1" "$2" > config
}
request() { # name, attributes line, challenge, key and signature options
    name=$1; config "$2" "$3"; shift 3
    openssl req -new -nodes -newkey "$@" -keyout key.pem -config config -outform DER -out "$name.der" 2> /dev/null
}
WITH=attributes=at
CHALLENGE=3f0c9a5d7e
request p256 $WITH $CHALLENGE ec -pkeyopt ec_paramgen_curve:P-256 -sha256
request p384 $WITH $CHALLENGE ec -pkeyopt ec_paramgen_curve:P-384 -sha384
request p521 $WITH $CHALLENGE ec -pkeyopt ec_paramgen_curve:P-521 -sha512
request ed25519 $WITH $CHALLENGE ed25519
request rsa3072 $WITH $CHALLENGE rsa:3072 -sha256
request rsa3072pss $WITH $CHALLENGE rsa:3072 -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32
request rsa2048 $WITH $CHALLENGE rsa:2048 -sha256
request rsa1024 $WITH $CHALLENGE rsa:1024 -sha256
request sha1 $WITH $CHALLENGE rsa:3072 -sha1
request bare '' $CHALLENGE ec -pkeyopt ec_paramgen_curve:P-256 -sha256
rm -f key.pem config
