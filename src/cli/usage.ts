export const usage = `Usage: trailcase <command> [options]

  trailcase ls <location>     what stands at a place: accounts, regions, months, days, log files
  trailcase cat <object>      one log as pretty JSON, every token as CloudTrail wrote it
  trailcase demo <folder>     write the demo case into a new folder

A location is s3://bucket/prefix, a path, or a file: URI; an object is s3://bucket/key, or a file.
Every URI that ls prints can be handed to ls or cat. A folder of logs without CloudTrail's folders is shown as if it
had them: <folder>/AWSLogs/<account>/… is then a location too, though there is no such folder on disk.

Options
  --profile NAME       profile of your AWS configuration (default: AWS_PROFILE, then the SDK's chain)
  --region REGION      region of the bucket (default: found by itself)
  --endpoint-url URL   endpoint of an S3-compatible store
  --path-style         https://endpoint/bucket/key instead of https://bucket.endpoint/key
  --json               ls: one JSON object a line; cat: one record a line, verbatim
  --raw                cat: the text as stored, after gunzip
  --help, --version

Times are UTC. Exit codes: 0 done · 1 the log is damaged · 2 something could not be read · 3 wrong usage.
`;
