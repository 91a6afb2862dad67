import type { CommandFactory } from './command';
import type { CommandId } from './commandIds';
import { addS3Location } from './addS3Location';
import { chooseProfile } from './chooseProfile';
import { copyArn } from './copyArn';
import { copyConsoleLink } from './copyConsoleLink';
import { copyIamPolicy } from './copyIamPolicy';
import { copyUri } from './copyUri';
import { discoverTrails } from './discoverTrails';
import { download } from './download';
import { editSource } from './editSource';
import { goToDay } from './goToDay';
import { loadMore } from './loadMore';
import { nextPage } from './nextPage';
import { open } from './open';
import { openConsoleLink } from './openConsoleLink';
import { openDemoCase } from './openDemoCase';
import { openFolder } from './openFolder';
import { openLogFile } from './openLogFile';
import { openPage } from './openPage';
import { openRaw } from './openRaw';
import { peekOccurrences } from './peekOccurrences';
import { previousPage } from './previousPage';
import { refresh } from './refresh';
import { removeSource } from './removeSource';
import { restartServer } from './restartServer';
import { retry } from './retry';
import { revealInTrails } from './revealInTrails';
import { showLog } from './showLog';
import { stopListing } from './stopListing';

/** Every command and what makes its handler. The type asks for each id, and for no other. */
export const commandTable: Readonly<Record<CommandId, CommandFactory>> = {
  'trailcase.addS3Location': addS3Location,
  'trailcase.chooseProfile': chooseProfile,
  'trailcase.copyArn': copyArn,
  'trailcase.copyConsoleLink': copyConsoleLink,
  'trailcase.copyIamPolicy': copyIamPolicy,
  'trailcase.copyUri': copyUri,
  'trailcase.discoverTrails': discoverTrails,
  'trailcase.download': download,
  'trailcase.editSource': editSource,
  'trailcase.goToDay': goToDay,
  'trailcase.loadMore': loadMore,
  'trailcase.nextPage': nextPage,
  'trailcase.open': open,
  'trailcase.openConsoleLink': openConsoleLink,
  'trailcase.openDemoCase': openDemoCase,
  'trailcase.openFolder': openFolder,
  'trailcase.openLogFile': openLogFile,
  'trailcase.openPage': openPage,
  'trailcase.openRaw': openRaw,
  'trailcase.peekOccurrences': peekOccurrences,
  'trailcase.previousPage': previousPage,
  'trailcase.refresh': refresh,
  'trailcase.removeSource': removeSource,
  'trailcase.restartServer': restartServer,
  'trailcase.retry': retry,
  'trailcase.revealInTrails': revealInTrails,
  'trailcase.showLog': showLog,
  'trailcase.stopListing': stopListing,
};
