export const usage = `Usage: trailcase <command> [options]

  trailcase ls <location>        what stands at a place: accounts, regions, months, days, log files
  trailcase cat <object>         one log as pretty JSON, every token as CloudTrail wrote it
  trailcase index <location>     reads a part of a trail into the index on this machine
  trailcase search <location> --query QUERY
                                 finds records; indexes first what is not indexed yet
  trailcase sql <location> --query SELECT
                                 one read-only statement over the view records (DuckDB's dialect)
  trailcase ledger <location>    what was listed, read, skipped, failed: by account, region and day
  trailcase timeline <location> --principal ARN
                                 what somebody or something did, by time; with --key, --resource, --ip … instead
  trailcase chain <location> --key KEY
                                 who issued a key to whom, up to a person or service, and what was assumed with it
  trailcase dossier <location> --key KEY
                                 an access key on one page: use, data read and written, what it left behind
  trailcase validate <location>  proves by CloudTrail's signed digests that logs are whole and unaltered
  trailcase keys save <file>     saves CloudTrail's public keys, to validate without AWS
  trailcase demo <folder>        write the demo case into a new folder

A location is s3://bucket/prefix, a path, or a file: URI; an object is s3://bucket/key, or a file.
Every URI that ls prints can be handed to ls or cat. A folder of logs without CloudTrail's folders is shown as if it
had them: <folder>/AWSLogs/<account>/… is then a location too, though there is no such folder on disk.

Options
  --profile NAME       profile of your AWS configuration (default: AWS_PROFILE, then the SDK's chain)
  --region REGION      ls, cat: region of the bucket (default: found by itself)
  --endpoint-url URL   endpoint of an S3-compatible store
  --path-style         https://endpoint/bucket/key instead of https://bucket.endpoint/key
  --json               ls: one JSON object a line; cat: one record a line, verbatim
  --raw                cat: the text as stored, after gunzip
  --help, --version

Options of index, search, sql, ledger, timeline, chain and dossier
  --from, --to TIME    2026-01-15 or 2026-01-15T14:05, UTC; --to is included (in sql: where eventTime >= …)
  --account ID         only these accounts; several with commas, or the option again (in sql: where account = …)
  --region REGION      only these regions of the trail; --bucket-region for the bucket's own
  --format FORMAT      table, csv, jsonl or markdown; search writes jsonl as records, verbatim
  --columns A,B        columns of a search; --sort COLUMN, or --sort=-COLUMN for the last first; --limit N
  --plan               list, and say what would be read; --yes: read it without asking
  --offline            answer from the index alone, list and read nothing
  --update             list again although all days from --from to --to are indexed
  --explain            search: what the query means
  --unreadable         ledger: every object and place that could not be read
  --index-folder DIR   where indexes are kept (default: XDG_STATE_HOME/trailcase, or as the platform has it)
  --cache-folder DIR   where originals of buckets are kept (default: XDG_CACHE_HOME/trailcase)

Options of timeline, chain and dossier
  --principal ARN      timeline: of a user, a role with all its sessions, a session; or a principal id.
                       chain: who assumed a role; whom a user issued what
  --key KEY            an access key; --session ARN: chain: that session, --at TIME: the one of this time
  --resource, --ip, --account, --query
                       timeline: of a resource (ARN or name), an address, one account, a search
  --by LANE            timeline: service, event, principal, address, region or account
  --bucket WIDTH       timeline: any width, as 90s, 5m, 4h, 7d; --sort=-eventTime: the last records first
  --with-assumed       dossier: count the sessions that were assumed with the key, too
  --format FORMAT      timeline: table, json, csv, jsonl, markdown, timesketch-jsonl or timesketch-csv;
                       chain and dossier: text, json, markdown or html
  --output FILE, -o    write it to a file
  chain and dossier look at all that is indexed; --from, --to, --account and --region say what is indexed first.

Options of validate and keys
  --from, --to TIME    times of delivery, as above, or 2026-01-15T14:05:09+02:00 (default: all that is there)
  --account, --region  only these accounts and regions (default: all of them); several, as above
  --trail NAME|ARN     only this trail (default: every trail that has digests there)
  --public-keys FILE   CloudTrail's public keys, saved; a folder is validated with these, or with keys that were
                       fetched before, and asks AWS for keys only with --profile
  --original-location s3://bucket/prefix
                       what the location is a copy of; of a folder it is found out from the digests
  --format FORMAT      text (as aws cloudtrail validate-logs words it), json, junit, html or markdown
  --output FILE, -o    write the report to a file
  --verbose            text: tell what is valid, too
  --no-resume          hash everything anew, whatever earlier runs remember

Queries
  eventName:Put* principal:alice -errorCode:*        words side by side: all of them; - is not; * any text
  ip:203.0.113.0/24 OR ip:2001:db8::/32              ( ) AND OR NOT; addresses by range
  time:[2026-01-15T00:00Z TO 2026-01-15T06:00Z]      also time:2026-01-15, time:>-24h
  has:error readOnly:false service:iam               has: and missing: ask whether a field is there
  requestParameters.bucketName:prod-*                any field of the record by its path
  "assumed role" /i-[0-9a-f]{17}/                    anywhere in the record

Times are UTC. Exit codes: 0 done · 1 the log is damaged · 2 something could not be read or is not covered
· 3 wrong usage. Of validate: 0 the whole window is proven · 1 something is provably wrong · 2 nothing wrong was found,
but not everything could be proven · 3 wrong usage. 130 after Ctrl+C; validate reports what it judged until then.
`;
