//! Which addresses nobody may have us call (OWASP, Server-Side Request Forgery; RFC 6890 and the IANA
//! special-purpose registries): whoever registers an address with us chooses where we dial.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Blocks of IPv4 that lead to no service of the public network: first address and length of the prefix.
const CLOSED: [(Ipv4Addr, u32); 16] = [
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    // Between a provider and its customers; some clouds keep their metadata here.
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Link-local, with the metadata of most clouds.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    // The platform's own address inside Azure, though of a public block.
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Multicast, and what is reserved up to the broadcast address.
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Blocks within the global unicast space of IPv6 that are none: protocol assignments with Teredo, 6to4
/// (it carries an IPv4 address), documentation.
const CLOSED_V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// The global unicast space: everything else of IPv6 is local, multicast, mapped or unassigned.
const GLOBAL_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

fn within_v4(ip: Ipv4Addr, (block, prefix): (Ipv4Addr, u32)) -> bool {
    (ip.to_bits() ^ block.to_bits()).leading_zeros() >= prefix
}

fn within_v6(ip: Ipv6Addr, (block, prefix): (Ipv6Addr, u32)) -> bool {
    (ip.to_bits() ^ block.to_bits()).leading_zeros() >= prefix
}

/// Whether an address is one of a service on the public network. An IPv4 address in the clothes of IPv6
/// is judged as what it is.
pub(super) fn open(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => !CLOSED.into_iter().any(|block| within_v4(ip, block)),
        IpAddr::V6(ip) => {
            within_v6(ip, GLOBAL_V6) && !CLOSED_V6.into_iter().any(|block| within_v6(ip, block))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_network_is_open() {
        for public in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.1",
            "168.63.129.15",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "203.162.4.190",
            "223.255.255.255",
            "::ffff:1.1.1.1",
            "2001:200::1",
            "2400:cb00:2048:1::c629:d7a2",
            "2606:4700:4700::1111",
        ] {
            assert!(open(public.parse().unwrap()), "{public}");
        }
        for closed in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.100.100.200",
            "127.0.0.1",
            "127.255.255.254",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.168.1.1",
            "198.19.255.255",
            "203.0.113.7",
            "224.0.0.251",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a00:1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!open(closed.parse().unwrap()), "{closed}");
        }
    }
}
