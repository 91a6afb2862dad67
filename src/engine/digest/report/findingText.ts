/** What a group of objects or hours with one reason is called, means, can be explained by, and what to do about it. */
export interface FindingText {
  /** `what` is `2 logs` or `1 hour`; `isOne` chooses the verb. */
  readonly title: (what: string, isOne: boolean) => string;
  readonly meaning: string;
  /** The likeliest harmless cause first, tampering last. */
  readonly explanations: readonly string[];
  readonly nextStep?: string;
}

/** Why something could not be read: the same for logs and digests. By reason code. */
export const unreadTexts: Readonly<Record<string, FindingText>> = {
  denied: {
    title: (what) => `${what} could not be read: access was denied`,
    meaning: 'S3 or KMS refused to hand it out. It says nothing about whether it was altered.',
    explanations: [
      'The role that was used lacks s3:GetObject there, or kms:Decrypt for the KMS key of the trail or the bucket.',
      'The bucket policy admits only some roles, networks or VPC endpoints.',
      'The object belongs to another account and was written without giving the bucket owner control of it.',
      'Someone narrowed the policy, or replaced the object with one encrypted with a key of their own.',
    ],
    nextStep:
      'Validate again with a role that may read the bucket and decrypt with its key. What was verified is remembered.',
  },
  archived: {
    title: (what, isOne) => `${what} could not be read: ${isOne ? 'it is' : 'they are'} archived`,
    meaning: 'It lies in an archive storage class and has to be restored before it can be read.',
    explanations: [
      'A lifecycle rule moves old objects to Glacier or Deep Archive.',
      'S3 Intelligent-Tiering moved what nobody read to its archive tiers.',
    ],
    nextStep: 'Restore the objects (S3 Batch Operations can restore many), then validate again.',
  },
  network: {
    title: (what) => `${what} could not be read: the connection failed`,
    meaning: 'S3 did not answer, or the answer broke off, also after several attempts.',
    explanations: ['The network, a proxy or VPN failed.', 'S3 throttled the requests for long.'],
    nextStep: 'Validate again: what was verified is remembered and is not read twice.',
  },
  tooLarge: {
    title: (what, isOne) => `${what} ${isOne ? 'was' : 'were'} not read: too large`,
    meaning: 'It is larger than what is read, or unzips to far more than it should.',
    explanations: [
      'A tool merged many logs into one.',
      'A file that was made to exhaust the memory of who reads it (a zip bomb).',
    ],
    nextStep: 'Find out who wrote it: CloudTrail’s own files stay far below that size.',
  },
  otherBucket: {
    title: (what, isOne) => `${what} ${isOne ? 'lies' : 'lie'} in a bucket that is not validated`,
    meaning: 'A signed digest names an address outside of what this run could read.',
    explanations: [
      'The trail was given another bucket during the window.',
      'A copy holds only a part of what was delivered.',
    ],
    nextStep: 'Validate the other bucket too, or give the copy with the address it was made from.',
  },
  unread: {
    title: (what) => `${what} could not be read`,
    meaning: 'Reading failed, or the run ended before it was read.',
    explanations: ['The run was stopped.', 'The storage failed.'],
    nextStep: 'Validate again: what was verified is remembered and is not read twice.',
  },
};

/** Objects that lie where logs or digests belong. By reason code. */
export const strayTexts: Readonly<Record<string, FindingText>> = {
  name: {
    title: (what, isOne) =>
      `${what} ${isOne ? 'is a stray: its name is' : 'are strays: their names are'} not CloudTrail’s`,
    meaning: 'It lies in a folder of CloudTrail’s, but CloudTrail gives no file such a name, and no digest names it.',
    explanations: [
      'A tool stores its own files there: an index, an inventory, a partial download, a query’s results.',
      'Someone put it there for readers that take whatever lies in the folder for a log.',
    ],
    nextStep: 'Find out who wrote it (S3 access logs, data events). Do not take its records for CloudTrail’s.',
  },
  place: {
    title: (what, isOne) =>
      `${what} ${isOne ? 'is a stray: its name belongs' : 'are strays: their names belong'} elsewhere`,
    meaning:
      'Account, kind, region or day in its name are not those of the folder it lies in, and no digest names it there.',
    explanations: [
      'A copy or a sorting job put it into the wrong folder.',
      'Someone put an old or foreign log there to be read as one of this folder.',
    ],
    nextStep: 'Compare it with the object of that name in the folder it belongs to, and find out who wrote it.',
  },
};
