/** What a run of the CLI says by its exit code; documented in the README. */
export const exitCode = {
  /** Everything was done and read. */
  success: 0,
  /** Done, but the log is not whole: it is damaged, cut off, or not as CloudTrail writes it. */
  damaged: 1,
  /** Something could not be read: denied, missing, archived, offline. */
  unreadable: 2,
  /** The command line or the configuration is wrong. */
  usage: 3,
  /** Ended by Ctrl+C. */
  interrupted: 130,
} as const;
