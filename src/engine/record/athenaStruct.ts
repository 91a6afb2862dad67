/** Athena prints a struct as `{name=value, name={…}}`. Undefined when the text cannot be read that way for sure. */
export function structToJson(text: string): string | undefined {
  const struct = new StructText(text);
  const json = struct.readStruct();
  return struct.isAtEnd ? json : undefined;
}

/** Athena lower-cases names: these are CloudTrail's own spellings inside `userIdentity`. */
const identityNames = new Map(
  (
    'type principalId arn accountId accessKeyId userName invokedBy sessionContext sessionIssuer webIdFederationData ' +
    'federatedProvider attributes creationDate mfaAuthenticated onBehalfOf userId identityStoreArn ec2RoleDelivery sourceIdentity'
  )
    .split(' ')
    .map((name) => [name.toLowerCase(), name] as const),
);

class StructText {
  private at = 0;

  constructor(private readonly text: string) {}

  get isAtEnd(): boolean {
    return this.at === this.text.length;
  }

  readStruct(depth = 0): string | undefined {
    if (this.text[this.at] !== '{' || depth > 20) return undefined;
    this.at++;
    const members: string[] = [];
    while (this.text[this.at] !== '}') {
      const name = /[A-Za-z0-9_]+=/y;
      name.lastIndex = this.at;
      const match = name.exec(this.text)?.[0];
      if (match === undefined) return undefined;
      this.at += match.length;
      const value = this.text[this.at] === '{' ? this.readStruct(depth + 1) : this.readScalar();
      if (value === undefined) return undefined;
      const key = match.slice(0, -1);
      members.push(`${JSON.stringify(identityNames.get(key) ?? key)}:${value}`);
      if (this.text.startsWith(', ', this.at)) this.at += 2;
      else if (this.text[this.at] !== '}') return undefined;
    }
    this.at++;
    return `{${members.join(',')}}`;
  }

  private readScalar(): string {
    const end = /, [A-Za-z0-9_]+=|\}/g;
    end.lastIndex = this.at;
    const stop = end.exec(this.text)?.index ?? this.text.length;
    const value = this.text.slice(this.at, stop);
    this.at = stop;
    return value === 'null' ? 'null' : JSON.stringify(value);
  }
}
