import { speaksJson, type AwsError, type AwsService } from './awsAnswer';

export const xmlHeaders = { 'content-type': 'application/xml' } as const;

/** XML text; control characters become references, which XML 1.0 parsers refuse: as S3, clients must ask for `url`. */
export function toXmlText(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this escapes
  return text.replace(/[&<>"'\u0000-\u001f]/g, (c) => `&#x${c.charCodeAt(0).toString(16)};`);
}

export function toElement(name: string, text: string | number | boolean): string {
  return `<${name}>${toXmlText(String(text))}</${name}>`;
}

/** RFC 3986 escaping, as signing wants it: everything but letters, digits and `-._~`. */
export function toUriEscaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** `encoding-type=url` as S3 does it: form escaping (a space is `+`), with `/` left alone. */
export function toListingEscaped(text: string): string {
  return toUriEscaped(text).replaceAll('%2F', '/').replaceAll('%20', '+').replaceAll('%2A', '*');
}

/** The body of an error, in the dialect of the service. */
export function toErrorBody(error: AwsError, service: AwsService, requestId: string): string {
  if (speaksJson(service)) return JSON.stringify({ __type: error.code, message: error.message });
  const fields = Object.entries(error.fields).map(([name, value]) => toElement(name, value));
  const core = toElement('Code', error.code) + toElement('Message', error.message) + fields.join('');
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  return service === 'sts'
    ? `${head}<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>${core}</Error>${toElement('RequestId', requestId)}</ErrorResponse>`
    : `${head}<Error>${core}${toElement('RequestId', requestId)}<HostId>test</HostId></Error>`;
}
