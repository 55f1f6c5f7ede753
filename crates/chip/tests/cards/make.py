"""Makes the cards of the tests, with libraries that the verifier does not use.

    pip install asn1crypto==1.5.1 cryptography==50.0.2
    python crates/chip/tests/cards/make.py

Writes one JSON file per card beside this script, or those that are named behind it alone. Every key is new and thrown away, apart from that of
chip authentication, which a test's chip needs. Nobody of these exists; all is valid around June 2027.
"""

import base64
import hashlib
import json
import os
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

from asn1crypto import algos, cms, core, crl, keys, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

HERE = Path(__file__).parent
WANTED = sys.argv[1:]
CURVES = {
    "p256": (ec.SECP256R1(), "prime256v1", "1.2.840.10045.3.1.7"),
    "p384": (ec.SECP384R1(), "secp384r1", "1.3.132.0.34"),
    "p521": (ec.SECP521R1(), "secp521r1", "1.3.132.0.35"),
    "bp256": (ec.BrainpoolP256R1(), "brainpoolP256r1", "1.3.36.3.3.2.8.1.1.7"),
    "bp384": (ec.BrainpoolP384R1(), "brainpoolP384r1", "1.3.36.3.3.2.8.1.1.11"),
    "bp512": (ec.BrainpoolP512R1(), "brainpoolP512r1", "1.3.36.3.3.2.8.1.1.13"),
    "p224": (ec.SECP224R1(), "secp224r1", "1.3.132.0.33"),
}
HASHES = {"sha1": hashes.SHA1, "sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
PICTURE = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////"
    "////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
)


def when(text):
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def tlv(tag, value):
    head = tag.to_bytes((tag.bit_length() + 7) // 8, "big")
    size = len(value)
    if size < 0x80:
        return head + bytes([size]) + value
    coded = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return head + bytes([0x80 | len(coded)]) + coded + value


class Key:
    """A key with the way it signs: `p256`, `bp512 explicit`, `rsa2048`, `rsa3072 pss`."""

    def __init__(self, kind, digest="sha256"):
        self.digest = digest
        self.kind, *rest = kind.split()
        self.pss = "pss" in rest
        self.explicit = "explicit" in rest
        self.forged = "forged" in rest
        self.mask = "sha1" if "sha1-mask" in rest else digest
        if self.kind.startswith("rsa"):
            self.private = rsa.generate_private_key(65537, int(self.kind[3:]))
        else:
            self.private = ec.generate_private_key(CURVES[self.kind][0])

    def info(self):
        public = self.private.public_key()
        if self.kind.startswith("rsa"):
            der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
            return keys.PublicKeyInfo.load(der)
        point = public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
        _, name, oid = CURVES[self.kind]
        if self.explicit or self.forged:
            der = subprocess.check_output(["openssl", "ecparam", "-name", name, "-param_enc", "explicit", "-outform", "DER"])
            if self.forged:
                # The public point as generator: whoever says so knows the private key, which is one.
                domain = keys.SpecifiedECDomain.load(der).copy()
                domain["base"] = keys.ECPoint(point)
                der = domain.dump(force=True)
        else:
            der = core.ObjectIdentifier(oid).dump()
        algorithm = tlv(0x30, core.ObjectIdentifier("1.2.840.10045.2.1").dump() + der)
        return keys.PublicKeyInfo.load(tlv(0x30, algorithm + tlv(0x03, b"\0" + point)))

    def algorithm(self):
        if self.pss:
            return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": algos.RSASSAPSSParams({
                "hash_algorithm": {"algorithm": self.digest},
                "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": self.mask}},
                "salt_length": HASHES[self.digest].digest_size})})
        if self.kind.startswith("rsa"):
            return algos.SignedDigestAlgorithm({"algorithm": f"{self.digest}_rsa", "parameters": core.Null()})
        return algos.SignedDigestAlgorithm({"algorithm": f"{self.digest}_ecdsa"})

    def sign(self, data):
        digest = HASHES[self.digest]()
        if self.pss:
            return self.private.sign(data, padding.PSS(padding.MGF1(HASHES[self.mask]()), digest.digest_size), digest)
        if self.kind.startswith("rsa"):
            return self.private.sign(data, padding.PKCS1v15(), digest)
        return self.private.sign(data, ec.ECDSA(digest))

    def identifier(self):
        return hashlib.sha1(self.info()["public_key"].contents).digest()


def extension(oid, value, critical=False):
    return x509.Extension({"extn_id": oid, "critical": critical, "extn_value": core.ParsableOctetString(value)})


def period(start, end):
    encode = lambda tag, t: tlv(tag, when(t).strftime("%Y%m%d%H%M%SZ").encode())
    return tlv(0x30, encode(0x80, start) + encode(0x81, end))


def certificate(key, issuer_key, subject, issuer, serial, valid, **options):
    """A certificate; options: usage, ca, ski, aki, key_period, purpose, extra."""
    found = []
    aki = options.get("aki", issuer_key.identifier())
    if aki:
        found.append(extension("2.5.29.35", tlv(0x30, tlv(0x80, aki))))
    found.append(extension("2.5.29.14", tlv(0x04, options.get("ski", key.identifier()))))
    found.append(extension("2.5.29.15", x509.KeyUsage(options["usage"]).dump(), True))
    if options.get("ca"):
        found.append(extension("2.5.29.19", x509.BasicConstraints({"ca": True, "path_len_constraint": 0}).dump(), True))
    if options.get("key_period"):
        found.append(extension("2.5.29.16", period(*options["key_period"])))
    if options.get("purpose"):
        found.append(extension("2.5.29.37", tlv(0x30, core.ObjectIdentifier(options["purpose"]).dump()), True))
    found.extend(options.get("extra", []))
    tbs = x509.TbsCertificate({
        "version": "v3", "serial_number": serial, "signature": issuer_key.algorithm(),
        "issuer": x509.Name.build(issuer), "subject": x509.Name.build(subject),
        "validity": {"not_before": x509.Time({"utc_time": when(valid[0])}), "not_after": x509.Time({"utc_time": when(valid[1])})},
        "subject_public_key_info": key.info(), "extensions": found})
    return x509.Certificate({"tbs_certificate": tbs, "signature_algorithm": issuer_key.algorithm(),
                             "signature_value": issuer_key.sign(tbs.dump())})


def revocations(key, issuer, serials=(), issued="2027-05-25", due="2027-06-25"):
    tbs = crl.TbsCertList({
        "version": "v2", "signature": key.algorithm(), "issuer": x509.Name.build(issuer),
        "this_update": x509.Time({"utc_time": when(issued)}), "next_update": x509.Time({"utc_time": when(due)}),
        "crl_extensions": [
            {"extn_id": "authority_key_identifier", "critical": False, "extn_value": core.ParsableOctetString(tlv(0x30, tlv(0x80, key.identifier())))},
            {"extn_id": "crl_number", "critical": False, "extn_value": core.ParsableOctetString(core.Integer(7).dump())}]})
    if serials:
        tbs["revoked_certificates"] = [{"user_certificate": s, "revocation_date": x509.Time({"utc_time": when("2027-04-01")})} for s in serials]
    return crl.CertificateList({"tbs_cert_list": tbs, "signature_algorithm": key.algorithm(), "signature": key.sign(tbs.dump())})


def kinds(*codes):
    """The kinds of documents that a signer may sign (ICAO Doc 9303-12, 7.1.1)."""
    listed = tlv(0x31, b"".join(tlv(0x13, c.encode()) for c in sorted(codes)))
    return extension(KINDS, tlv(0x30, core.Integer(0).dump() + listed))


def signed(content_oid, content, key, cert, at="2026-03-01", others=(), enclosed=True, signers=1):
    """A CMS message (RFC 5652) with signed attributes."""
    digest = hashlib.new(key.digest, content).digest()
    attributes = [
        {"type": "content_type", "values": [cms.ContentType(content_oid)]},
        {"type": "message_digest", "values": [digest]},
    ]
    if at:
        attributes.append({"type": "signing_time", "values": [cms.Time({"utc_time": when(at)})]})
    attributes = cms.CMSAttributes(attributes)
    infos = [cms.SignerInfo({
        "version": "v1",
        "sid": {"issuer_and_serial_number": cms.IssuerAndSerialNumber({"issuer": cert.issuer, "serial_number": cert.serial_number})},
        "digest_algorithm": {"algorithm": key.digest}, "signed_attrs": attributes,
        "signature_algorithm": key.algorithm(), "signature": key.sign(attributes.untag().dump(force=True))}) for _ in range(signers)]
    data = cms.SignedData({
        "version": "v3", "digest_algorithms": [{"algorithm": key.digest}],
        "encap_content_info": {"content_type": content_oid, "content": content},
        "certificates": [*([cert] if enclosed else []), *others], "signer_infos": infos})
    return cms.ContentInfo({"content_type": "signed_data", "content": data}).dump()


def check(text):
    value = lambda c: 0 if c == "<" else int(c) if c.isdigit() else ord(c) - 55
    return str(sum(value(c) * (7, 3, 1)[i % 3] for i, c in enumerate(text)) % 10)


def card_zone(number="001188000015", state="VNM", expiry="350514", name="NGUYEN<<THI<AN", code="ID", nationality="VNM"):
    document, birth = number[-9:], "880514"
    upper = f"{code}{state}{document}{check(document)}{number}".ljust(30, "<")
    middle = f"{birth}{check(birth)}F{expiry}{check(expiry)}{nationality}".ljust(29, "<")
    middle += check(upper[5:30] + middle[0:7] + middle[8:15] + middle[18:29])
    return upper + middle + name.ljust(30, "<")


def passport_zone():
    upper = "P<VNMNGUYEN<<THI<AN".ljust(44, "<")
    number, birth, expiry, personal = "C1234567<", "880514", "350514", "001188000015".ljust(14, "<")
    lower = f"{number}{check(number)}VNM{birth}{check(birth)}F{expiry}{check(expiry)}{personal}{check(personal)}"
    lower += check(lower[0:10] + lower[13:20] + lower[21:43])
    return upper + lower


def portrait(picture=PICTURE):
    block = b"\0" * 16 + bytes([1, 0]) + b"\0" * 10
    face = (20 + 12 + len(picture)).to_bytes(4, "big") + block + picture
    record = b"FAC\x00010\x00" + (14 + len(face)).to_bytes(4, "big") + b"\0\x01" + face
    template = tlv(0xA1, tlv(0x87, b"\x01\x01") + tlv(0x88, b"\0\x08")) + tlv(0x5F2E, record)
    return tlv(0x75, tlv(0x7F61, tlv(0x02, b"\x01") + tlv(0x7F60, template)))


def details(number="001188000015"):
    item = lambda n, text: tlv(0x30, tlv(0x02, bytes([n])) + tlv(0x0C, text.encode()))
    items = [item(1, number), item(2, "Nguyễn Thị An"), item(3, "14/05/1988"), item(4, "Nữ"), item(8, "Hà Nội")]
    items.append(tlv(0x30, tlv(0x02, b"\x0d") + tlv(0x30, tlv(0x0C, "Nguyễn Văn Ba".encode())) + tlv(0x30, tlv(0x0C, "Lê Thị Tư".encode()))))
    return tlv(0x6D, tlv(0x30, tlv(0x02, b"\0") + tlv(0x31, b"".join(items))))


ISSUER = {"country_name": "VN", "organization_name": "Test authority", "common_name": "Test CSCA"}
SIGNER = {"country_name": "VN", "organization_name": "Test authority", "common_name": "Test document signer"}
LDS = "2.23.136.1.1.1"
KINDS = "2.23.136.1.1.6.2"
CA_USAGE = {"key_cert_sign", "crl_sign"}


class Card:
    """A card and those who vouch for it; each option changes one thing."""

    def __init__(self, name, csca="p384", signer="p256", active="p256", agreement=None, **o):
        if WANTED and name not in WANTED:
            return
        self.o = o
        digests = o.get("digests", {"p384": "sha384", "bp384": "sha384", "p521": "sha512", "bp512": "sha512"})
        of = lambda kind: digests.get(kind.split()[0], "sha256")
        self.csca, self.signer = Key(csca, of(csca)), Key(signer, o.get("signer_digest", of(signer)))
        issuer = o.get("issuer", ISSUER)
        root = certificate(self.csca, self.csca, issuer, issuer, 1, o.get("csca_valid", ("2022-01-01", "2037-01-01")),
                           usage=o.get("csca_usage", CA_USAGE), ca=o.get("csca_ca", True),
                           key_period=o.get("csca_period", ("2022-01-01", "2027-12-31")))
        signing, options = self.csca, {}
        if o.get("foreign"):
            signing = Key(csca, of(csca))
            if o["foreign"] == "same identifier":
                options["aki"] = self.csca.identifier()
        cert = certificate(self.signer, signing, o.get("subject", SIGNER), issuer, 4242,
                           o.get("signer_valid", ("2026-01-01", "2036-06-01")), usage=o.get("usage", {"digital_signature"}),
                           ca=o.get("signer_ca"), key_period=o.get("signer_period", ("2026-01-01", "2026-12-31")),
                           extra=o.get("extra", []), purpose=o.get("purpose"), **options)
        groups = {1: tlv(0x61, tlv(0x5F1F, o.get("read", o.get("zone", card_zone())).encode())),
                  2: portrait(o.get("picture", PICTURE)),
                  13: o.get("details", details())}
        out = {"name": name}
        infos = []
        if active:
            self.active(Key(active), groups, infos, out)
        if agreement:
            self.agreement(*agreement, infos, out)
        if "pace" in o:
            self.pace(o["pace"], infos, out)
        if infos:
            groups[14] = tlv(0x6E, tlv(0x31, b"".join(infos)))
        for number in o.get("without", ()):
            groups.pop(number)
        content = o.get("digested", self.lds(groups))
        sod = signed(LDS, content, self.signer, cert, o.get("signed_at", "2026-03-01"), **o.get("message", {}))
        listed = [*groups, *o.get("listed", ())]
        tags = {1: 0x61, 2: 0x75, 7: 0x67, 13: 0x6D, 14: 0x6E, 15: 0x6F}
        com = tlv(0x5F01, b"0107") + tlv(0x5F36, b"040000") + tlv(0x5C, bytes(tags[n] for n in sorted(listed)))
        lists = revocations(self.csca, issuer, **o.get("list", {}))
        out |= {"com": tlv(0x60, com).hex(), "sod": tlv(0x77, sod).hex(), "zone": o.get("zone", card_zone()),
                "groups": {str(n): g.hex() for n, g in sorted(groups.items())},
                "csca": root.dump().hex(), "list": None if o.get("no_list") else lists.dump().hex()}
        if o.get("next"):
            # The authority has a new key, with which alone it signs its lists (ICAO Doc 9303-12, 5.2).
            new = Key(csca, of(csca))
            cert = certificate(new, new, issuer, issuer, 2, ("2026-06-01", "2041-01-01"), usage=CA_USAGE, ca=True)
            out |= {"next": cert.dump().hex(), "next_list": revocations(new, issuer).dump().hex(),
                    "next_revoking": revocations(new, issuer, [4242]).dump().hex(),
                    "next_revoking_authority": revocations(new, issuer, [1]).dump().hex(),
                    "list_revoking_next": revocations(self.csca, issuer, [2], **o["list"]).dump().hex()}
        if o.get("old"):
            # The key that the authority had before, whose lists may still come.
            old = Key(csca, of(csca))
            cert = certificate(old, old, issuer, issuer, 3, ("2017-01-01", "2032-01-01"), usage=CA_USAGE, ca=True)
            out |= {"old": cert.dump().hex(), "old_list": revocations(old, issuer).dump().hex(),
                    "old_revoking": revocations(old, issuer, [4242]).dump().hex()}
        (HERE / f"{name}.json").write_text(json.dumps(out, indent=1, sort_keys=True) + "\n")

    def lds(self, groups):
        name = self.o.get("lds_digest", "sha256")
        entries = b"".join(tlv(0x30, core.Integer(n).dump() + tlv(0x04, hashlib.new(name, g).digest()))
                           for n, g in sorted(groups.items()))
        algorithm = algos.DigestAlgorithm({"algorithm": name}).dump()
        return tlv(0x30, core.Integer(0).dump() + algorithm + tlv(0x30, entries))

    def active(self, key, groups, infos, out):
        """DG15, and the answer to a challenge: of the real chip, and of one that has another key."""
        groups[15] = tlv(0x6F, key.info().dump())
        challenge = os.urandom(8)
        out["challenge"] = challenge.hex()
        other = Key(key.kind)
        if key.kind.startswith("rsa"):
            out["answer"], out["copied"] = recovery(key, challenge).hex(), recovery(other, challenge).hex()
            return
        size = (key.private.curve.key_size + 7) // 8
        digest, oid = {"bp512": (hashes.SHA512(), 5), "bp384": (hashes.SHA384(), 4), "p384": (hashes.SHA384(), 4)}.get(key.kind, (hashes.SHA256(), 3))
        if self.o.get("active_digest") == "sha1":
            digest, oid = hashes.SHA1(), 1
        infos.append(tlv(0x30, core.ObjectIdentifier("2.23.136.1.1.5").dump() + core.Integer(1).dump()
                         + core.ObjectIdentifier(f"0.4.0.127.0.7.1.1.4.1.{oid}").dump()))
        for field, signer in (("answer", key), ("copied", other)):
            r, s = utils.decode_dss_signature(signer.private.sign(challenge, ec.ECDSA(digest)))
            out[field] = (r.to_bytes(size, "big") + s.to_bytes(size, "big")).hex()

    def agreement(self, curve, cipher, infos, out):
        """Keys of chip authentication, and its private half for the chip of a test."""
        key = Key(curve)
        identifier = core.Integer(7).dump()
        infos.append(tlv(0x30, core.ObjectIdentifier("0.4.0.127.0.7.2.2.1.2").dump() + key.info().dump() + identifier))
        infos.append(tlv(0x30, core.ObjectIdentifier(f"0.4.0.127.0.7.2.2.3.2.{cipher}").dump() + core.Integer(1).dump() + identifier))
        if cipher > 1:
            out["agreement"] = agreed(key, cipher)
        if self.o.get("alive"):
            size = (key.private.curve.key_size + 7) // 8
            out["agreement-key"] = key.private.private_numbers().private_value.to_bytes(size, "big").hex()

    def pace(self, ways, infos, out):
        """Ways into the chip, each a cipher and the number of its parameters: EF.CardAccess, and the same in DG14."""
        options = [tlv(0x30, core.ObjectIdentifier(f"0.4.0.127.0.7.2.2.4.2.{cipher}").dump() + core.Integer(2).dump()
                       + core.Integer(parameter).dump()) for cipher, parameter in ways]
        infos.extend(options)
        out["access"] = tlv(0x31, b"".join(options)).hex()


def recovery(key, challenge):
    """ISO/IEC 9796-2, scheme 1, SHA-256, partial recovery."""
    numbers = key.private.private_numbers()
    n = numbers.public_numbers.n
    size = (n.bit_length() + 7) // 8
    nonce = os.urandom(size - 1 - 32 - 2)
    block = b"\x6A" + nonce + hashlib.sha256(nonce + challenge).digest() + b"\x34\xCC"
    return pow(int.from_bytes(block, "big"), numbers.d, n).to_bytes(size, "big")


def agreed(key, cipher):
    """Plays the chip against the terminal whose secret is 0x11, 0x11 …: what it is sent, what it answers."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.cmac import CMAC
    size = (key.private.curve.key_size + 7) // 8
    first = b"\0" if key.kind == "p521" else b"\x11"
    terminal = ec.derive_private_key(int.from_bytes(first + b"\x11" * (size - 1), "big"), key.private.curve)
    shared = key.private.exchange(ec.ECDH(), terminal.public_key())
    digest, length = {2: ("sha1", 16), 3: ("sha256", 24), 4: ("sha256", 32)}[cipher]
    derive = lambda c: hashlib.new(digest, shared + c.to_bytes(4, "big")).digest()[:length]
    encryption, mac_key = derive(1), derive(2)
    pad = lambda b: b + b"\x80" + b"\0" * (-len(b) - 1 & 15)
    counter = lambda c: c.to_bytes(16, "big")

    def mac(data):
        c = CMAC(algorithms.AES(mac_key))
        c.update(data)
        return c.finalize()[:8]

    vector = Cipher(algorithms.AES(encryption), modes.ECB()).encryptor().update(counter(1))
    sealed = tlv(0x87, b"\x01" + Cipher(algorithms.AES(encryption), modes.CBC(vector)).encryptor().update(pad(b"\x01\x1E")))
    header = b"\x0C\xA4\x02\x0C"
    body = sealed + tlv(0x8E, mac(counter(1) + pad(header) + pad(sealed)))
    status = tlv(0x99, b"\x90\0")
    point = terminal.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return {"ephemeral": point.hex(), "probe": (header + bytes([len(body)]) + body + b"\0").hex(),
            "answer": (status + tlv(0x8E, mac(counter(2) + pad(status))) + b"\x90\0").hex()}


def master_list():
    """A list of three authorities, one of them a link, signed under the first."""
    own, new, signer = Key("p384", "sha384"), Key("bp384", "sha384"), Key("p256")
    root = certificate(own, own, ISSUER, ISSUER, 1, ("2022-01-01", "2037-01-01"), usage=CA_USAGE, ca=True)
    next_name = ISSUER | {"common_name": "Test CSCA 2"}
    next_root = certificate(new, new, next_name, next_name, 2, ("2026-01-01", "2041-01-01"), usage=CA_USAGE, ca=True)
    link = certificate(new, own, next_name, ISSUER, 3, ("2026-01-01", "2041-01-01"), usage=CA_USAGE, ca=True)
    out = {"csca": root.dump().hex(), "list": revocations(own, ISSUER).dump().hex()}
    certs = b"".join(sorted(c.dump() for c in (root, next_root, link)))
    content = tlv(0x30, core.Integer(0).dump() + tlv(0x31, certs))
    for field, purpose in (("good", "2.23.136.1.1.3"), ("other_purpose", "2.23.136.1.1.4")):
        cert = certificate(signer, own, SIGNER, ISSUER, 9, ("2026-01-01", "2031-01-01"), usage={"digital_signature"}, purpose=purpose)
        out[field] = signed("2.23.136.1.1.2", content, signer, cert, others=[root]).hex()
    out["revoking"] = revocations(own, ISSUER, serials=[9], issued="2027-05-26").dump().hex()
    (HERE / "master.json").write_text(json.dumps(out, indent=1, sort_keys=True) + "\n")


def main():
    Card("good")
    Card("good-passport-authority", csca="bp512 explicit", signer="bp256 explicit", active="bp512", agreement=("bp256", 4))
    Card("good-rsa", csca="rsa3072 pss", signer="rsa2048", active="rsa2048")
    Card("good-rsa-explicit-p521", csca="p521 explicit", signer="rsa2048 pss", active=None, agreement=("p384 explicit", 2))
    Card("good-bp384", csca="bp384", signer="p384", active="p384", agreement=("bp512 explicit", 3))
    Card("good-no-signing-time", signed_at=None)
    Card("good-pace", active="rsa3072", agreement=("bp384 explicit", 4), alive=True, pace=[(2, 12), (4, 16)])
    Card("good-without-options", without=(14,))
    Card("passport", zone=passport_zone())
    Card("good-signer-of-kinds", extra=[kinds("I", "P")])
    Card("signer-of-passports", extra=[kinds("P", "AC")])
    Card("unreadable-kinds", extra=[extension(KINDS, tlv(0x30, tlv(0x13, b"ID")))])
    Card("unreadable-key-period", signer_period=None, extra=[extension("2.5.29.16", tlv(0x30, tlv(0x80, b"soon")))])
    Card("repeated-key-usage", extra=[extension("2.5.29.15", x509.KeyUsage({"digital_signature"}).dump(), True)])
    Card("many-extensions", extra=[extension(f"1.3.6.1.4.1.99999.{n}", b"\x05\0") for n in range(32)])
    Card("signer-without-country", subject={"organization_name": "Test authority", "common_name": "Test document signer"})
    Card("two-signers", message={"signers": 2})
    Card("no-certificate", message={"enclosed": False})
    Card("other-code", zone=card_zone(code="AR"))
    Card("other-nationality", zone=card_zone(nationality="UTO"))
    Card("short-number", zone=card_zone("00118800001"), details=details("00118800001"))
    Card("foreigners-number", zone=card_zone("901188000015"), details=details("901188000015"))
    Card("unreadable-zone", read=card_zone().replace("F3505", "F3605"))
    Card("unreadable-portrait", picture=b"GIF89a")
    Card("unreadable-details", details=tlv(0x6C, b""))
    Card("unreadable-key", active="p224")
    Card("unreadable-digests", digested=core.OctetString(b"digests").dump())
    Card("active-by-sha1", active_digest="sha1")
    Card("triple-des-alone", active=None, agreement=("p256", 1))
    Card("no-copy-protection", active=None)
    Card("expired-signer", signer_valid=("2026-01-01", "2027-05-01"))
    Card("early-signer", signer_valid=("2027-07-01", "2036-06-01"), signer_period=None, signed_at=None, csca_period=("2022-01-01", "2037-01-01"))
    Card("expired-authority", csca_valid=("2022-01-01", "2027-05-01"))
    Card("authority-key-period", csca_period=("2022-01-01", "2025-12-31"))
    Card("signer-key-period", signed_at="2027-02-01")
    Card("signed-in-the-future", signed_at="2027-09-01", signer_period=None)
    Card("foreign", foreign="same name")
    Card("foreign-same-identifier", foreign="same identifier")
    Card("wrong-country", issuer=ISSUER | {"country_name": "XX"}, subject=SIGNER | {"country_name": "XX"})
    Card("signer-of-another-country", subject=SIGNER | {"country_name": "XX"})
    Card("zone-of-another-state", zone=card_zone(state="UTO"))
    Card("signer-may-sign-certificates", usage={"digital_signature", "key_cert_sign"})
    Card("signer-is-authority", signer_ca=True)
    Card("signer-of-master-lists", purpose="2.23.136.1.1.3")
    Card("unknown-critical-extension", extra=[extension("1.3.6.1.4.1.99999.1", b"\x05\0", True)])
    Card("sha1-signature", signer="rsa2048", signer_digest="sha1")
    Card("sha1-mask", signer="rsa2048 pss sha1-mask")
    Card("sha1-digests", lds_digest="sha1")
    Card("small-rsa-signer", signer="rsa1024")
    Card("small-curve-signer", signer="p224")
    Card("forged-curve-signer", signer="p256 forged")
    Card("without-details", without=(13,))
    Card("without-portrait", without=(2,))
    Card("listed-but-not-signed", listed=(7,))
    Card("revoked", list={"serials": [4242]})
    Card("stale-list", list={"due": "2027-05-28"})
    Card("list-in-grace", list={"due": "2027-05-30"})
    Card("list-of-the-future", list={"issued": "2027-06-02"})
    Card("no-list", no_list=True)
    Card("new-key-of-the-authority", next=True, list={"due": "2026-01-31", "issued": "2026-01-01"})
    Card("signer-of-the-new-key", old=True, list={"due": "2027-02-28", "issued": "2027-01-31"})
    Card("expired-card", zone=card_zone(expiry="270531"))
    Card("other-number", details=details("001188000016"))
    Card("other-layout", details=tlv(0x6D, tlv(0x5F0E, b"NGUYEN THI AN")))
    Card("authority-without-constraints", csca_ca=False)
    if not WANTED or "master" in WANTED:
        master_list()


main()
