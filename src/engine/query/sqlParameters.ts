export type SqlParameterValue = string | number | boolean;

/** The values of a statement, each under a name of its own; equal values share one. */
export class SqlParameters {
  private readonly names = new Map<SqlParameterValue, string>();
  private readonly values = new Map<string, SqlParameterValue>();

  /** The placeholder that stands for the value, such as `$p1`. */
  add(value: SqlParameterValue): string {
    const known = this.names.get(value);
    if (known !== undefined) return `$${known}`;
    const name = `p${this.names.size + 1}`;
    this.names.set(value, name);
    this.values.set(name, value);
    return `$${name}`;
  }

  /** A condition with the parameters that it names. */
  conditionOf(sql: string): { readonly sql: string; readonly parameters: Readonly<Record<string, SqlParameterValue>> } {
    const parameters: Record<string, SqlParameterValue> = {};
    for (const [, name = ''] of sql.matchAll(/\$(p\d+)\b/g)) {
      const value = this.values.get(name);
      if (value !== undefined) parameters[name] = value;
    }
    return { sql, parameters };
  }
}
