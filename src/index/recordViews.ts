import { recordColumns } from '../engine/record/recordColumns';
import { allNumbers, segmentRows } from './indexSnapshot';
import { sqlName } from './queryDatabase';
import type { Segment } from './segmentCatalog';

/**
 * The views that SQL is written over. `records` has CloudTrail's names, with `userIdentity` and its kin as structs, so
 * that `userIdentity.arn` means what it means in Athena and CloudTrail Lake; each record stands there once. The tables
 * `excluded` and `copyRows` have to be there.
 */
export function toViewStatements(segments: readonly Segment[]): string {
  const numbers = allNumbers(segments);
  const isEmpty = segments.length === 0;
  const records = isEmpty ? emptyRecords() : segmentRows(segments, 'records.parquet', numbers);
  const objects = isEmpty ? emptyObjects : segmentRows(segments, 'objects.parquet', numbers);
  const mentions = isEmpty ? emptyMentions : segmentRows(segments, 'mentions.parquet', numbers);
  const places = `(SELECT segment, object, account, region, kind, day, key FROM ${objects})`;
  return `
    CREATE VIEW allRecords AS SELECT r.* FROM ${records} r
      ANTI JOIN excluded e ON r.segment = e.segment AND r.object = e.object;
    CREATE VIEW records AS SELECT ${recordFields()}, r.sourceAddress, r.eventTimeText, r.sizeBytes,
        o.account, o.region, o.kind, o.day, o.key, r.ordinal, r.segment, r."row"
      FROM allRecords r JOIN ${places} o ON r.segment = o.segment AND r.object = o.object
      ANTI JOIN (SELECT segment, "row" FROM copyRows WHERE kind = 'copy') c ON r.segment = c.segment AND r."row" = c."row";
    CREATE VIEW mentions AS SELECT mention, segment, unnest("rows") AS "row" FROM (SELECT mention, "rows", segment FROM ${mentions});
    CREATE VIEW objects AS SELECT o.* EXCLUDE ("row") FROM ${objects} o
      ANTI JOIN excluded e ON o.segment = e.segment AND o.object = e.object;
    CREATE VIEW copies AS SELECT c.kind AS what, o.key, c.ordinal, c.segment, c."row", p.segment AS primarySegment, p."row" AS primaryRow,
        q.key AS primaryKey, p.ordinal AS primaryOrdinal
      FROM copyRows c JOIN ${places} o ON c.segment = o.segment AND c.object = o.object
      JOIN (SELECT segment, "row", object, ordinal FROM ${records}) p ON c.primarySegment = p.segment AND c.primaryRow = p."row"
      JOIN ${places} q ON p.segment = q.segment AND p.object = q.object;`;
}

interface FieldTree {
  readonly [name: string]: FieldTree | string;
}

/** `eventName`, and `struct_pack(arn := …) AS userIdentity` for names with dots. */
function recordFields(): string {
  const tree: Record<string, FieldTree | string> = {};
  for (const { name } of recordColumns) {
    const path = name.split('.');
    let node: Record<string, FieldTree | string> = tree;
    for (const part of path.slice(0, -1)) {
      const inner = node[part] ?? {};
      node[part] = inner;
      // A name is never both a field and a container of fields: recordColumns would then name no CloudTrail field.
      node = inner as Record<string, FieldTree | string>;
    }
    node[path[path.length - 1] ?? name] = name;
  }
  return Object.entries(tree)
    .map(([name, value]) => `${toExpression(value)} AS ${sqlName(name)}`)
    .join(', ');
}

function toExpression(value: FieldTree | string): string {
  if (typeof value === 'string') return `r.${sqlName(value)}`;
  const fields = Object.entries(value).map(([name, inner]) => `${sqlName(name)} := ${toExpression(inner)}`);
  return `struct_pack(${fields.join(', ')})`;
}

const emptyObjects = `(SELECT 0 AS object, '' AS key, 0::BIGINT AS sizeBytes, '' AS etag, now()::TIMESTAMP AS lastModified, '' AS versionId,
  '' AS account, '' AS kind, '' AS region, current_date AS day, '' AS status, '' AS reason, 0 AS found, 0 AS indexed,
  0 AS unreadable, 0::BIGINT AS rawBytes, '' AS problems, 0 AS segment, 0 AS "row" WHERE false)`;
const emptyMentions = `(SELECT '' AS mention, [0] AS "rows", 0 AS segment WHERE false)`;

function emptyRecords(): string {
  const types = { text: 'VARCHAR', address: 'VARCHAR', time: 'TIMESTAMP', boolean: 'BOOLEAN', list: 'VARCHAR[]' };
  const columns = recordColumns.map(({ name, kind }) => `NULL::${types[kind]} AS ${sqlName(name)}`);
  return `(SELECT ${columns.join(', ')}, NULL::VARCHAR AS eventTimeText, NULL::BLOB AS sourceAddress, 0 AS object, 0 AS ordinal,
    0 AS sizeBytes, 0::UBIGINT AS contentHash, 0 AS segment, 0 AS "row" WHERE false)`;
}
