/** What a handler answers; the server writes it. */
export interface AwsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for HEAD. */
  readonly body: Buffer;
}

/** The services the server speaks: they differ in how they sign and in how they word errors. */
export type AwsService = 's3' | 'sts' | 'cloudtrail' | 'organizations';

/** They speak JSON 1.1 rather than XML. */
export function speaksJson(service: AwsService): boolean {
  return service === 'cloudtrail' || service === 'organizations';
}

export interface AwsErrorDetails {
  /** Further XML elements beside Code and Message: `{ Region: 'eu-west-1' }`. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error as AWS would answer it. Thrown by handlers and faults, written by the server. */
export class AwsError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, details: AwsErrorDetails = {}) {
    super(message);
    this.name = 'AwsError';
    this.status = status;
    this.code = code;
    this.fields = details.fields ?? {};
    this.headers = details.headers ?? {};
  }
}

export function newAnswer(body: Buffer | string, headers: Readonly<Record<string, string>>, status = 200): AwsAnswer {
  return { status, headers, body: typeof body === 'string' ? Buffer.from(body, 'utf8') : body };
}
