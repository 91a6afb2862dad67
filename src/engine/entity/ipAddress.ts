import { BlockList, isIP } from 'node:net';

/** IANA special-purpose address registries (RFC 6890 and successors): ranges that are nobody's public address. */
const ranges: readonly (readonly [string, readonly string[]])[] = [
  ['private address (RFC 1918)', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']],
  ['shared address behind a carrier (RFC 6598)', ['100.64.0.0/10']],
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10']],
  ['unique local address (RFC 4193)', ['fc00::/7']],
  ['documentation range', ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32']],
];

const lists = ranges.map(([name, subnets]) => {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = '', bits = '0'] = subnet.split('/');
    list.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4');
  }
  return { name, list };
});

/** What the text in `sourceIPAddress` is: it may be an address, an AWS service or `AWS Internal`. */
export function describeAddress(text: string): string {
  const version = isIP(text);
  if (version === 0) {
    if (text.endsWith('.amazonaws.com')) return 'AWS service: the call came from inside AWS';
    return /^aws[ .]internal/i.test(text) ? 'inside AWS: the caller’s address is not told' : 'not an IP address';
  }
  const found = lists.find(({ list }) => list.check(text, version === 6 ? 'ipv6' : 'ipv4'));
  return found === undefined ? `public IPv${version} address` : `IPv${version}, ${found.name}`;
}
