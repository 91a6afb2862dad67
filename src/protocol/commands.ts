/** Commands that the server puts into CodeLenses and the client carries out. Their arguments are data, never text to run. */
export const peekOccurrencesCommand = 'trailcase.peekOccurrences';
export const openPageCommand = 'trailcase.openPage';
