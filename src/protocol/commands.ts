/** Commands that the server puts into CodeLenses and the client carries out. Their arguments are data, never text to run. */
export const peekOccurrencesCommand = 'trailcase.peekOccurrences';
export const openPageCommand = 'trailcase.openPage';
/** Of a digest's lenses: `[uri of the digest's document]`. */
export const verifyDigestCommand = 'trailcase.verifyDigest';
export const previousDigestCommand = 'trailcase.previousDigest';
export const nextDigestCommand = 'trailcase.nextDigest';
/** `[uri of the log's document]` */
export const openDigestLogCommand = 'trailcase.openDigestLog';
/** Of a log's lenses: `[uri of the document of the digest that names it]`. */
export const openDigestCommand = 'trailcase.openDigest';
/** Of the lens that says what the last validation found: `[uri of the document]`. */
export const showValidationCommand = 'trailcase.showValidation';
export const showHashesCommand = 'trailcase.showHashes';
/** `[SubjectAtParams]`: of lenses and hovers; anything else: what the tree, a result or the palette means. */
export const showTimelineCommand = 'trailcase.showTimeline';
export const showRoleChainCommand = 'trailcase.showRoleChain';
export const showDossierCommand = 'trailcase.showDossier';
export const showCallHierarchyCommand = 'trailcase.showCallHierarchy';
/** What links in hovers may run: `connection.ts` trusts no other command there. */
export const hoverCommands = [showTimelineCommand, showRoleChainCommand, showDossierCommand] as const;
