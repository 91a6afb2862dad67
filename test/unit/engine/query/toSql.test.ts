import assert from 'node:assert/strict';
import { parseQuery } from '../../../../src/engine/query/parseQuery';
import { toSql, type SqlQuery } from '../../../../src/engine/query/toSql';

function sqlOf(text: string): SqlQuery {
  const { query, errors } = parseQuery(text, { now: Date.parse('2026-01-20T12:00:00Z') });
  assert.ok(query !== undefined, `${text}: ${JSON.stringify(errors)}`);
  return toSql(query);
}

describe('toSql', () => {
  const exact: readonly (readonly [text: string, where: string, parameters: readonly (string | number)[]])[] = [
    ['', 'TRUE', []],
    ['eventName:PutObject', 'lower("eventName") = $p1', ['putobject']],
    ['eventName:=PutObject', '"eventName" = $p1', ['PutObject']],
    ['eventName:Put*', 'starts_with(lower("eventName"), $p1)', ['put']],
    ['eventName:*_?%', `lower("eventName") LIKE $p1 ESCAPE '\\'`, ['%\\__\\%']],
    ['eventName:*', '"eventName" IS NOT NULL', []],
    ['-eventName:a', 'NOT coalesce(lower("eventName") = $p1, FALSE)', ['a']],
    ['--eventName:a', 'lower("eventName") = $p1', ['a']],
    ['eventName:(a OR b)', 'lower("eventName") IN ($p1, $p2)', ['a', 'b']],
    ['eventName:a eventName:a', 'lower("eventName") = $p1', ['a']],
    ['readOnly:false', '"readOnly" = FALSE', []],
    ['userAgent:/a\\/b/i', `regexp_matches("userAgent", $p1, 's')`, ['(?i)a\\x{2f}b']],
    [
      'time:2026-01-15',
      '("eventTime" >= make_timestamp_ms($p1::BIGINT) AND "eventTime" < make_timestamp_ms($p2::BIGINT))',
      [Date.UTC(2026, 0, 15), Date.UTC(2026, 0, 16)],
    ],
    ['time:>2026-01-15', '"eventTime" >= make_timestamp_ms($p1::BIGINT)', [Date.UTC(2026, 0, 16)]],
    ['time<=2026-01', '"eventTime" < make_timestamp_ms($p1::BIGINT)', [Date.UTC(2026, 1, 1)]],
    ['time:{2026-01-15 TO *]', '"eventTime" >= make_timestamp_ms($p1::BIGINT)', [Date.UTC(2026, 0, 16)]],
    ['ip:203.0.113.7', '"sourceAddress" = unhex($p1)', ['00000000000000000000ffffcb007107']],
    [
      'ip:203.0.113.0/24',
      '"sourceAddress" BETWEEN unhex($p1) AND unhex($p2)',
      ['00000000000000000000ffffcb007100', '00000000000000000000ffffcb0071ff'],
    ],
    [
      'ip:2001:db8::/32',
      '"sourceAddress" BETWEEN unhex($p1) AND unhex($p2)',
      ['20010db8000000000000000000000000', '20010db8ffffffffffffffffffffffff'],
    ],
    ['ip:s3.amazonaws.com', 'lower("sourceIPAddress") = $p1', ['s3.amazonaws.com']],
    ['resources:x*', 'len(list_filter("resources", lambda x: starts_with(lower(x), $p1))) > 0', ['x']],
    ['has:resources', 'len("resources") > 0', []],
    ['user:"a\'; --"', 'lower("userIdentity.userName") = $p1', ["a'; --"]],
  ];
  for (const [text, where, parameters] of exact) {
    it(`answers ${text === '' ? 'an empty query' : text}`, () => {
      const sql = sqlOf(text);
      assert.equal(sql.where.sql, where);
      assert.deepEqual(Object.values(sql.where.parameters), parameters);
      assert.equal(sql.isExact, true);
    });
  }

  const bounded: readonly (readonly [text: string, where: string, certain: string])[] = [
    ['foo', 'TRUE', 'FALSE'],
    ['-foo', 'TRUE', 'FALSE'],
    ['foo eventName:a', 'lower("eventName") = $p1', 'FALSE'],
    ['foo OR eventName:a', 'TRUE', 'coalesce(lower("eventName") = $p1, FALSE)'],
    ['-(foo OR eventName:a)', 'NOT coalesce(lower("eventName") = $p1, FALSE)', 'FALSE'],
    ['-(foo eventName:a)', 'TRUE', 'coalesce(NOT coalesce(lower("eventName") = $p1, FALSE), FALSE)'],
    ['requestParameters.bucketName:x', 'TRUE', 'FALSE'],
  ];
  for (const [text, where, certain] of bounded) {
    it(`bounds ${text}`, () => {
      const sql = sqlOf(text);
      assert.deepEqual([sql.where.sql, sql.certain.sql, sql.isExact], [where, certain, false]);
    });
  }

  it('binds exactly the parameters that each condition names', () => {
    const { where, certain, mentions } = sqlOf('foo OR eventName:a OR AKIAIOSFODNN7EXAMPLE');
    assert.deepEqual(where.parameters, {});
    assert.deepEqual(Object.values(certain.parameters), ['a']);
    assert.deepEqual(Object.values(mentions[0]!.condition.parameters), ['akiaiosfodnn7example']);
  });

  it('shares equal terms of mentions, and says which are required', () => {
    const { where, mentions } = sqlOf('111122223333 (111122223333 OR mention:x*) -mention:y');
    assert.equal(mentions.length, 3);
    assert.equal(where.sql, '("mention_1" AND "mention_2" AND NOT coalesce("mention_3", FALSE))');
    assert.deepEqual(
      mentions.map(({ isRequired }) => isRequired),
      [true, false, false],
    );
    assert.equal(mentions[1]!.condition.sql, '(lower("mention") = $p1 OR starts_with(lower("mention"), $p2))');
  });

  it('keeps long lists flat', () => {
    const list = Array.from({ length: 5000 }, (_, index) => `x${index}*`);
    const { where } = sqlOf(`eventName:(${list.join(' OR ')})`);
    let depth = 0;
    let deepest = 0;
    for (const letter of where.sql) {
      if (letter === '(') deepest = Math.max(deepest, ++depth);
      if (letter === ')') depth--;
    }
    assert.ok(deepest < 30);
  });
});
